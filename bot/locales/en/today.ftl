today-title = <b>📋 Today, { $day }</b>
today-nothing = ✅ Nothing waits, and nothing needs attention.
today-pending =
    ⏳ { $count ->
        [one] { $count } request waits for an answer
       *[other] { $count } requests wait for an answer
    }
today-undelivered =
    📭 { $count ->
        [one] { $count } notice could not be delivered
       *[other] { $count } notices could not be delivered
    }
today-misfits =
    🚧 { $count ->
        [one] { $count } booking of this week no longer fits: closed, or out of service
       *[other] { $count } bookings of this week no longer fit: closed, or out of service
    }
today-group =
    🚨 { $state ->
        [none] No approval group is bound: nobody is asked. Send /bind in one.
       *[lost] The approval group can't be reached: was I thrown out? Add me again, or /bind another.
    }
button-pending = ⏳ Waiting ({ $count })
button-undelivered = 📭 Not delivered ({ $count })
button-misfits = 🚧 No longer fitting ({ $count })
button-refresh = 🔄 Refresh
today-pending-button = ⏳ by { $until } · { $names }
today-undelivered-button =
    { $group ->
        [yes] 📭 approval group · № { $number }
       *[no] 📭 { $who } · № { $number }
    }
today-misfit-button =
    { $why ->
        [gone] 🗄
        [closure] 🚧
       *[hours] 🌙
    } { $moment } · { $name }
today-decide-there = Decide on its card, in the approval group.
button-today = 📋 Today
