why-title = 📜 <b>Booking { $number }: what happened</b>
why-body =
    { $held }
    📅 { $period } ({ $place })
why-line = <b>{ $moment }</b> · { $who }: { $what }
why-step =
    { $action ->
        [booked] booked
        [approved] approved
        [rejected] rejected
        [cancelled] cancelled
        [expired] expired, nobody answered in time
        [moved] moved
        [extended] extended
        [ended_early] ended early
       *[restored] took the last step back
    }
why-holds = { $names }, { $period }
why-reason = ✍️ { $reason }
why-you = you
why-earlier = … and { $count } earlier
why-which = Of which booking? Its number is on its card: /why 12
button-story = 📜 What happened
