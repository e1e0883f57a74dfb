today-title = <b>📋 Сьогодні, { $day }</b>
today-nothing = ✅ Ніщо не чекає й не потребує уваги.
today-pending =
    ⏳ { $count ->
        [one] { $count } запит чекає на відповідь
        [few] { $count } запити чекають на відповідь
       *[other] { $count } запитів чекають на відповідь
    }
today-undelivered =
    📭 { $count ->
        [one] { $count } повідомлення не вдалося доставити
        [few] { $count } повідомлення не вдалося доставити
       *[other] { $count } повідомлень не вдалося доставити
    }
today-misfits =
    🚧 { $count ->
        [one] { $count } бронювання цього тижня вже неможливе: зачинено або не працює
        [few] { $count } бронювання цього тижня вже неможливі: зачинено або не працює
       *[other] { $count } бронювань цього тижня вже неможливі: зачинено або не працює
    }
today-group =
    🚨 { $state ->
        [none] Групи схвалення немає, тож нікого запитати. Надішліть у групі /bind.
       *[lost] Група схвалення недоступна: може, мене з неї вилучили? Додайте мене знову або прив’яжіть іншу: /bind.
    }
button-pending = ⏳ Чекають ({ $count })
button-undelivered = 📭 Не доставлено ({ $count })
button-misfits = 🚧 Вже неможливі ({ $count })
button-refresh = 🔄 Оновити
today-pending-button = ⏳ до { $until } · { $names }
today-undelivered-button =
    { $group ->
        [yes] 📭 група схвалення · № { $number }
       *[no] 📭 { $who } · № { $number }
    }
today-misfit-button =
    { $why ->
        [gone] 🗄
        [closure] 🚧
       *[hours] 🌙
    } { $moment } · { $name }
today-decide-there = Вирішуйте на картці в групі схвалення.
button-today = 📋 Сьогодні
