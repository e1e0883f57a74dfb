notice-approved =
    ✅ <b>Your booking is approved.</b>
    { $held }
    📅 { $period } ({ $place })
notice-rejected =
    ❌ <b>Your booking was rejected.</b>
    { $held }
    📅 { $period } ({ $place })
notice-reason = ✍️ { $reason }
notice-expired =
    ⌛ <b>Nobody answered in time, so your request has expired.</b>
    { $held }
    📅 { $period } ({ $place })
notice-reminder =
    ⏰ <b>Your booking starts in { $left }.</b>
    { $held }
    📅 { $period } ({ $place })
digest-title = 📬 <b>Here is what you have missed:</b>
digest-approved = ✅ Approved: { $names }, { $period }{ $away }
digest-rejected = ❌ Rejected: { $names }, { $period }{ $away }
digest-expiry = ⌛ Nobody answered in time: { $names }, { $period }{ $away }
digest-reminder = ⏰ Starts in { $left }: { $names }, { $period }{ $away }
button-open-booking = Show the booking
notice-pending =
    🔔 <b>The rejection was taken back: your request waits for an answer again.</b>
    { $held }
    📅 { $period } ({ $place })
notice-ending =
    ⏳ <b>{ $names }: until { $until }{ $away }.</b>
    Nobody has the next hour. Shall it go on?
digest-pending = 🔔 It waits for an answer again: { $names }, { $period }{ $away }
notice-by_admin =
    🛠 <b>{ $action ->
        [booked] An administrator has booked this for you.
        [moved] An administrator has moved your booking.
        [blocked] Your booking is cancelled, for you can't use this bot any more.
       *[cancelled] An administrator has cancelled your booking.
    }</b>
    { $held }
    📅 { $period } ({ $place })
notice-by-whom = 👤 { $who }
notice-before = ↩️ before: { $names }, { $period }
notice-waits = ⏳ It still needs approval; I will tell you the answer.
digest-by_admin =
    🛠 { $action ->
        [booked] Booked for you: { $names }, { $period }{ $away }
        [moved] Moved for you: { $names }, { $period }{ $away }
       *[cancelled] Cancelled by an administrator: { $names }, { $period }{ $away }
    }
