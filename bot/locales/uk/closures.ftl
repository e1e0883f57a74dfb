button-closures = 🚫 Закриття
closures-text =
    <b>🚫 Закриття</b>
    Що зачинено і що буде зачинено. Торкніться, щоб змінити.
closures-none =
    <b>🚫 Закриття</b>
    Нічого не зачинено і не буде. Додайте свято, ремонт чи обідню перерву щосереди.
button-closure-add = ➕ Додати
closure-button = { $again ->
        [yes] 🔁{" "}
       *[no] {""}
    }{ $day } · { $what }
closure-what =
    { $kind ->
        [room] Усі кімнати
        [equipment] Уся техніка
       *[all] Усе
    }
closure-title = <b>🚫 { $what }</b>
closure-when = 📅 { $when }{ $away }
closure-again =
    🔁 { $repeats ->
        [weekly] щотижня
        [yearly] щороку
       *[once] один раз
    }{ $until ->
        [none] {""}
       *[other] , до { $until }
    }
closure-reason = ✍️ { $reason }
closure-next = Наступного разу: { $moment }
button-closure-edit =
    { $step ->
        [day] 📅 Коли
        [repeats] 🔁 Повтори
       *[reason] ✍️ Причина
    }
button-closure-delete = 🗑 Видалити
closure-delete-text = Видалити? Те, що воно зачиняє, знову можна буде бронювати.
closure-deleted = Видалено.
closure-new = <b>🚫 Нове закриття</b>
closure-ask-what = Що зачиняємо?
closure-ask-days = Якого дня? Торкніться або введіть: <code>25.12</code>, <code>24.12-2.01</code>, <code>25 груд 10:00-14:00</code>
closure-ask-hours = На весь день чи лише на кілька годин? Години можна ввести: <code>10-14</code>
button-closure-whole = Весь день
closure-ask-repeats = Чи воно повторюється?
button-closure-repeats =
    { $repeats ->
        [weekly] 🔁 Щотижня
        [yearly] 🔁 Щороку
       *[once] Лише раз
    }
closure-ask-until = До якого дня? Введіть: <code>31.12.2027</code>
button-closure-forever = ♾ Без кінця
closure-ask-reason = Чому? Введіть причину: її прочитають ті, хто хотів забронювати.
button-closure-no-reason = Без причини
