notice-approved =
    ✅ <b>Your booking is approved.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-rejected =
    ❌ <b>Your booking was rejected.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-reason = ✍️ { $reason }
notice-expired =
    ⌛ <b>Nobody answered in time, so your request has expired.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-reminder =
    ⏰ <b>Your booking starts in { $left }.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-location = 📍 { $location }
button-open-booking = Show the booking
