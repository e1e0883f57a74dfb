book-resources-text =
    <b>Що бронюємо?</b>
    Торкніться назви або введіть її частину.
book-resources-search =
    <b>Що бронюємо?</b>
    Результати пошуку: «{ $search }».
book-resources-none =
    <b>{ $search ->
        [none] Нічого не знайдено.
       *[other] За запитом «{ $search }» нічого не знайдено.
    }</b>
    Введіть іншу частину назви або оберіть «Усе».
resource-button-room = { $icon } { $name }{ $capacity ->
        [0] {""}
       *[other] {" "}· { $capacity } 👤
    }
resource-button-equipment = { $icon } { $name }{ $quantity ->
        [1] {""}
       *[other] {" "}· { $quantity } шт.
    }
resource-name = <b>{ $icon } { $name }</b>
resource-description = <i>{ $text }</i>
resource-location = 📍 { $location }
resource-capacity =
    👤 { $capacity ->
        [one] { $capacity } людина
        [few] { $capacity } людини
       *[other] { $capacity } людей
    }
resource-quantity =
    🔢 { $quantity ->
        [one] { $quantity } штука
        [few] { $quantity } штуки
       *[other] { $quantity } штук
    }
resource-approval = 🔐 потребує схвалення

book-day-text = <b>Якого дня?</b>
book-day-month = 📅 { $month }
book-mark-full = ✕ зайнято
book-mark-closed = – зачинено
book-mark-out = · недоступно
book-day-none = <b>Цього місяця вже нічого не забронювати.</b>
book-start-text =
    📅 { $day }
    <b>Коли початок?</b>
book-start-none =
    📅 { $day }
    <b>На цей день нічого не лишилося.</b> Поверніться й оберіть інший.
book-duration-text =
    📅 { $moment }{ $away }
    <b>Як надовго?</b>
book-duration-button = { $duration } → { $until }
book-confirm-text =
    <b>Бронюю?</b>
    { $held }
    📅 { $period } ({ $place })
    ⏱ { $duration }
book-confirm-short =
    ⚠️ { $free ->
        [0] { $name }: у цей час недоступно.
       *[other] { $name }: у цей час доступно лише { $free }.
    }
book-confirm-small = ⚠️ { $name }: місць { $capacity }, а вас { $people }.
book-confirm-purpose = 💬 { $purpose }
book-confirm-purpose-hint = 💬 <i>Мету можна надіслати повідомленням.</i>
book-confirm-approval = 🔐 <i>Потрібне схвалення. Якщо до { $deadline } ({ $place }) ніхто не відповість, запит згорить.</i>
button-confirm = ✅ Забронювати
button-confirm-ask = ✅ Надіслати запит
button-extras = ➕ Додати техніку
book-done-approved =
    ✅ <b>Заброньовано.</b>
    { $held }
    📅 { $period } ({ $place })
book-done-pending =
    ⏳ <b>Надіслано на схвалення.</b> Я повідомлю відповідь.
    { $held }
    📅 { $period } ({ $place })
book-done-over =
    { $icon } <b>Це бронювання вже { $status }.</b>
    { $held }
    📅 { $period } ({ $place })
book-already-done = Це вже зроблено.
book-taken-text =
    😕 <b>Цей час щойно зайняли.</b>
    { $held }
    📅 { $period }{ $away }
book-not-all-text =
    😕 <b>Усе разом забронювати не вдасться.</b>
    📅 { $period }{ $away }
book-not-all-fine = ✓ { $name }
book-not-all-failed = ✕ <b>{ $name }</b>: { $why }
book-not-all-rest = Решту можна забронювати:
book-not-all-nothing = Запропонувати натомість нічого. Поверніться й оберіть щось інше.
book-taken-offer = Торкніться, щоб забронювати натомість:
book-taken-nothing = Поруч немає нічого схожого. Поверніться й оберіть інший час.
book-instead-start = 🕙 { $period }
book-instead-units = 🕙 { $period } · { $units } шт.
book-instead-resource = { $icon } { $name } · { $hours }
button-without = ✅ Без цього: { $names }
book-cancelled-text = Скасовано. Нічого не заброньовано.
book-use-buttons = Будь ласка, скористайтеся кнопками повідомлення вище.
book-move-text =
    <b>Переносимо сюди?</b>
    { $held }
    📅 { $period } ({ $place })
    ⏱ { $duration }
button-other-room = 🚪 Інша кімната
button-other-equipment = 🧰 Інша техніка
button-move-yes = ✅ Перенести
button-move-ask = ✅ Перенести й попросити схвалення
book-moved-approved =
    ✅ <b>Перенесено.</b>
    { $held }
    📅 { $period } ({ $place })
book-moved-pending =
    🔀 <b>Перенесено; новий час чекає на схвалення.</b>
    { $held }
    📅 { $period } ({ $place })
book-refused-text =
    <b>Так забронювати не можна:</b>
    { $held }
    📅 { $period }{ $away }
    ⚠️ { $why }
