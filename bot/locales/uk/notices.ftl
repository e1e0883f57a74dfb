notice-approved =
    ✅ <b>Ваше бронювання схвалено.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-rejected =
    ❌ <b>Ваше бронювання відхилено.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-reason = ✍️ { $reason }
notice-expired =
    ⌛ <b>Ніхто не відповів вчасно, тож ваш запит згорів.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-reminder =
    ⏰ <b>До початку вашого бронювання { $left }.</b>
    { $icon } { $name }
    📅 { $period } ({ $place })
notice-location = 📍 { $location }
button-open-booking = Показати бронювання
