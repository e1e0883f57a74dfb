resources-button = 🚪 Ресурси
resources-text =
    <b>Ресурси</b> – у тому порядку, у якому їх бачать люди
    Торкніться, щоб змінити.
resources-none = <b>Такого ще немає.</b>
resources-add = ➕ Додати
resources-out = ⚪ { $label }
resources-new-kind = <b>Що це?</b>
resources-new-name =
    { $kind ->
        [room] 🚪 <b>Нова кімната.</b>
       *[equipment] 🧰 <b>Нова техніка.</b>
    }
    Надішліть назву. Правила будуть загальні, а бронювати зможуть лише тоді, коли ви її відкриєте.
kind-one =
    { $kind ->
        [room] 🚪 Кімната
       *[equipment] 🧰 Техніка
    }
resource-in-service = 🟢 Можна бронювати
resource-out-of-service = ⚪ Закрито для бронювання
resource-hours = 🕒 <b>Години роботи</b> ({ $place })
resource-rules = 📏 <b>Правила</b>
resource-features = 🏷 { $features }
resource-bookers = 👥 лише для: { $tags }
resource-put-in = 🟢 Відкрити для бронювання
resource-take-out = ⚪ Закрити для бронювання
resource-edit = ✏️ Властивості
resource-week = 🕒 Години
resource-rules-button = 📏 Правила
resource-duplicate = 📑 Копія
resource-duplicated = Копія готова; поки що закрита для бронювання.
resource-up = ▲ Вище
resource-down = ▼ Нижче
resource-shifted = Тепер { $place }-е з { $count } у списку.
resource-photo = 📷 Фото
fields-text = <b>Що змінити?</b>
field-name =
    { $field ->
        [name] Назва
        [description] Опис
        [location] Місце
        [capacity] Місткість
        [quantity] Кількість
        [timezone] Часовий пояс
        [features] Що тут є
        [bookers] Кому можна
        [shows_names] Імена
       *[photo_id] Фото
    }
field-text =
    ✏️ { $name } · <b>{ $field ->
        [name] Назва
        [description] Опис
        [location] Місце
        [capacity] Місткість
        [quantity] Кількість
        [timezone] Часовий пояс
        [features] Що тут є
        [bookers] Кому можна бронювати
        [shows_names] Імена на плані
       *[photo_id] Фото
    }</b>
field-now = Зараз: { $value }
field-hint =
    { $field ->
        [name] Надішліть іншу назву, до 64 символів.
        [description] Надішліть те, що варто знати людям, до 500 символів.
        [location] Надішліть, де це: «2-й поверх».
        [capacity] Скільки людей уміщується? Торкніться або надішліть число.
        [quantity] Скільки їх є? Торкніться або надішліть число.
        [timezone] Надішліть місто чи пояс англійською: «Kyiv», «Europe/Kyiv». За ним рахуються дні й години.
        [features] Що тут є? За цими словами шукають. Торкніться, щоб додати чи прибрати, або надішліть ще: «проєктор, дошка».
        [bookers] Бронювати зможуть лише люди з однією з цих міток. Торкніться, щоб додати чи прибрати, або надішліть ще: «staff, lab-2».
        [shows_names] Чи бачать на плані всі, хто забронював.
       *[photo_id] Надішліть фото. Люди відкриють його кнопкою.
    }
field-empty =
    { $field ->
        [bookers] усім
       *[other] –
    }
field-none =
    { $field ->
        [bookers] 👥 Усім
        [photo_id] 🗑 Прибрати
        [capacity] Не вказано
       *[other] 🗑 Очистити
    }
field-word-on = ✓ { $word }
field-photo-there = є
resource-group = ✅ Схвалення
