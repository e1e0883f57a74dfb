duration-days =
    { $days ->
        [one] { $days } день
        [few] { $days } дні
       *[other] { $days } днів
    }
duration-minutes = { $minutes } хв
duration-hours = { $hours } год
duration-both = { $hours } год { $minutes } хв
duration-short = { $hours } год { $minutes }

clock-away = 🕐 { $moment }{ $away }
clock-twice = ¹ до переведення годинників, ² після

button-back = ‹ Назад
button-cancel = ✖ Скасувати
button-book = 📅 Забронювати
button-book-another = 📅 Забронювати ще
button-my = 🗓 Мої бронювання
button-language = 🌐 Мова / Language
button-help = ❓ Довідка
button-home = ‹ Меню
button-open-private = Забронювати в особистому чаті

kind-all = Усе
kind-room = Кімнати
kind-equipment = Техніка
kind-icon =
    { $kind ->
        [room] 🚪
       *[equipment] 🧰
    }

held-name =
    { $units ->
        [1] { $name }
       *[other] { $units } × { $name }
    }
held-more = { $names } + ще { $count }
held-location = 📍 { $location }
held-location-of = 📍 { $name }: { $location }

status-icon =
    { $status ->
        [pending] ⏳
        [approved] ✅
        [rejected] ❌
        [expired] ⌛
       *[cancelled] 🚫
    }
status-name =
    { $status ->
        [pending] очікує на схвалення
        [approved] підтверджено
        [rejected] відхилено
        [expired] прострочено
       *[cancelled] скасовано
    }

command-start = Меню
command-book = Забронювати кімнату або техніку
command-free = Знайти вільне
command-plan = Що заброньовано, на картинці
command-my = Мої бронювання
command-why = Що було з бронюванням
command-privacy = Що я знаю про вас
command-help = Що я вмію
command-language = Обрати мову
command-quiet = Обрати тихі години
command-bind = Зробити цю групу групою схвалення
