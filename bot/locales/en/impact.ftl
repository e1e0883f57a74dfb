impact-none = Nothing is booked then.
impact-none-touched = It touches no booking.
button-impact-none = ✅ Close
button-impact-change = ✅ Change it
impact-resource =
    { $what ->
        [hours] 🕒 <b>{ $name }</b>: its new hours ({ $place })
        [zone] 🕒 <b>{ $name }</b>: another time zone ({ $place })
       *[service] ⚪ <b>{ $name }</b>: out of service
    }
impact-done = ✅ Done.
impact-new = ⚠️ <b>Meanwhile something has changed. This is how it is now:</b>
impact-count =
    ⚠️ <b>It touches { $count ->
        [one] { $count } booking
       *[other] { $count } bookings
    } of { $people ->
        [one] { $people } person
       *[other] { $people } people
    }:</b>
impact-heading = <b>{ $name }</b> · { $day }{ $away }
impact-line = · { $hours } { $who }
impact-place = {"  "}→ { $names }, { $period }{ $away }
impact-ask =
    { $count ->
        [one] What shall become of it?
       *[other] What shall become of them?
    }
button-impact-keep =
    { $count ->
        [one] Keep it
       *[other] Keep them
    }
button-impact-move = Move where possible ({ $count })
button-impact-cancel =
    { $count ->
        [one] Cancel it
       *[other] Cancel them
    }
impact-moves =
    <b>{ $count ->
        [one] { $count } booking would move
       *[other] { $count } bookings would move
    }</b>{ $left ->
        [0] :
        [one] ; for { $left } more there is no other place:
       *[other] ; for { $left } more there is no other place:
    }
button-impact-do =
    { $fate ->
        [swap] ✅ Move, cancel the other { $left }
       *[move] { $left ->
            [0] ✅ Move
           *[other] ✅ Move, keep the other { $left }
        }
    }
impact-cancel-text =
    <b>Cancel { $count ->
        [one] { $count } booking
       *[other] { $count } bookings
    } of { $people ->
        [one] { $people } person
       *[other] { $people } people
    }?</b> They will be told.
impact-message-hint = ✍️ <i>You may type a message for them first.</i>
impact-message = ✍️ { $message }
button-impact-cancel-yes = Cancel { $count ->
        [one] { $count } booking
       *[other] { $count } bookings
    }
impact-kept =
    { $count ->
        [one] { $count } booking stays as it is.
       *[other] { $count } bookings stay as they are.
    }
impact-moved =
    { $count ->
        [one] { $count } booking was moved.
       *[other] { $count } bookings were moved.
    }
impact-cancelled =
    { $count ->
        [one] { $count } booking was cancelled.
       *[other] { $count } bookings were cancelled.
    }
