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
button-open-booking = Show the booking
