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
    🛠 <b>{ $action ->
        [booked] Адміністратор забронював це для вас.
        [moved] Адміністратор переніс ваше бронювання.
        [blocked] Ваше бронювання скасовано: ви більше не можете користуватися цим ботом.
       *[cancelled] Адміністратор скасував ваше бронювання.
    }</b>
    { $held }
    📅 { $period } ({ $place })
notice-by-whom = 👤 { $who }
notice-before = ↩️ було: { $names }, { $period }
notice-waits = ⏳ Ще потрібне схвалення; я повідомлю відповідь.
digest-by_admin =
    🛠 { $action ->
        [booked] Для вас заброньовано: { $names }, { $period }{ $away }
        [moved] Для вас перенесено: { $names }, { $period }{ $away }
       *[cancelled] Скасовано адміністратором: { $names }, { $period }{ $away }
    }
