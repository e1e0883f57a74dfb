my-upcoming = Майбутні
my-past = Історія
my-title = <b>Мої бронювання</b>
my-none-upcoming = Попереду бронювань немає.
my-none-past = Тут поки порожньо.
my-button = { $icon } { $moment } · { $names }
my-card-text =
    <b>{ $held }</b>
    📅 { $period } ({ $place })
    { $status_icon } { $status }
my-card-purpose = 💬 { $purpose }
my-card-reason = ✍️ { $reason }
my-card-deadline = ⏳ відповідь буде до { $deadline } ({ $place })
button-cancel-booking = Скасувати це бронювання
my-cancel-question =
    <b>Скасувати це бронювання?</b>
    { $held }
    📅 { $period } ({ $place })
button-cancel-yes = Так, скасувати
button-cancel-no = Ні, лишити
my-cancelled = Бронювання скасовано.
