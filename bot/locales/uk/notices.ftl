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
    ⏰ <b>До початку бронювання { $left }.</b>
    { $held }
    📅 { $period } ({ $place })
digest-title = 📬 <b>Ось що ви пропустили:</b>
digest-approved = ✅ Схвалено: { $names }, { $period }{ $away }
digest-rejected = ❌ Відхилено: { $names }, { $period }{ $away }
digest-expiry = ⌛ Ніхто не відповів вчасно: { $names }, { $period }{ $away }
digest-reminder = ⏰ До початку { $left }: { $names }, { $period }{ $away }
button-open-booking = Показати бронювання
notice-pending =
    🔔 <b>Відмову відкликано: ваш запит знову чекає на відповідь.</b>
    { $held }
    📅 { $period } ({ $place })
notice-ending =
    ⏳ <b>{ $names }: до { $until }{ $away }.</b>
    Наступна година вільна. Продовжити?
digest-pending = 🔔 Знову чекає на відповідь: { $names }, { $period }{ $away }
notice-by_admin =
    🛠 <b>Ваше бронювання змінив адміністратор: { $status }.</b>
    { $held }
    📅 { $period } ({ $place })
digest-by_admin = 🛠 Змінив адміністратор: { $names }, { $period }{ $away }
