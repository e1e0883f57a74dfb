my-upcoming = Майбутні
my-past = Історія
my-title = <b>Мої бронювання</b>
my-none-upcoming = Попереду бронювань немає.
my-none-past = Тут поки порожньо.
my-next = ⏭ Найближче:
my-button = { $icon } { $moment } · { $names }
my-card-text =
    <b>{ $held }</b>
    📅 { $period } ({ $place })
    { $status_icon } { $status } · № { $number }
my-card-purpose = 💬 { $purpose }
my-card-reason = ✍️ { $reason }
my-card-by = 🛠 { $who }: { $what }
my-card-deadline = ⏳ відповідь буде до { $deadline } ({ $place })
button-cancel-booking = Скасувати це бронювання
my-cancel-question =
    <b>Скасувати це бронювання?</b>
    { $held }
    📅 { $period } ({ $place })
button-cancel-yes = Так, скасувати
button-cancel-no = Ні, лишити
my-cancelled = Бронювання скасовано.
button-move = 🔀 Перенести
button-extend = +{ $duration }
button-end-now = 🏁 Завершити, звільнити решту
button-undo = ↩️ Повернути, як було
button-again = 🔁 Повторити через тиждень
my-extended = Тепер ваше до { $until }.
my-ended = Дякуємо, решту часу звільнено.
my-undone = Повернули, як було.
my-not-moved = Лишається, як було.
button-file = 📆 До мого календаря
button-file-off = 📆 Прибрати з мого календаря
my-file-text = Відкрийте файл: календар додасть бронювання або змінить те, що вже має.
my-file-off-text = Відкрийте файл: календар прибере бронювання.
