groups-title = <b>Approval groups</b>
groups-none = There is none yet.
groups-hint = To add a group, send /bind there: it becomes the default one, and the others stay for the resources that name them.
group-label = 👥 { $title }
group-label-default = ⭐ { $title }
group-title = 👥 <b>{ $title }</b>
group-is-default = ⭐ It is asked about resources that name no other.
group-resources =
    Resources that name it: { $names }{ $more ->
        [0] {""}
       *[other] {" "}+ { $more } more
    }
group-no-resources = No resource names it.
group-waiting =
    { $count ->
        [0] No request waits for its answer.
        [one] { $count } request waits for its answer.
       *[other] { $count } requests wait for its answer.
    }
group-made-default = It is the default one now.
group-unbound = It is asked no more.
button-groups = ✅ Approvers
button-group-default = ⭐ Make it the default
button-group-unbind = ✖ Ask it no more
group-of =
    ✅ Approvers: { $default ->
        [yes] the default group{ $title ->
            [none] {""}
           *[other] {" "}({ $title })
        }
       *[no] { $title }
    }
group-choice-text = ✅ <b>{ $name }</b>: which group decides about it?
group-choice-default = ⭐ Whichever is the default
group-choice-hint = It is asked about requests to come. To add a group, send /bind there.
