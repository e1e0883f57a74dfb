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
    🛠 <b>An administrator has dealt with your booking: { $status }.</b>
    { $held }
    📅 { $period } ({ $place })
digest-by_admin = 🛠 An administrator has dealt with it: { $names }, { $period }{ $away }
