notice-approved =
    ✅ <b>Ваше бронювання схвалено.</b>
    { $held }
    📅 { $period } ({ $place })
notice-rejected =
    ❌ <b>Ваше бронювання відхилено.</b>
    { $held }
    📅 { $period } ({ $place })
notice-reason = ✍️ { $reason }
notice-expired =
    ⌛ <b>Ніхто не відповів вчасно, тож ваш запит згорів.</b>
    { $held }
    📅 { $period } ({ $place })
notice-reminder =
    ⏰ <b>До початку вашого бронювання { $left }.</b>
    { $held }
    📅 { $period } ({ $place })
button-open-booking = Показати бронювання
