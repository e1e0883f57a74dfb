impact-none = На цей час нічого не заброньовано.
impact-none-touched = Це не зачепить жодного бронювання.
button-impact-none = ✅ Зачинити
button-impact-change = ✅ Змінити
impact-resource =
    { $what ->
        [hours] 🕒 <b>{ $name }</b>: нові години ({ $place })
        [zone] 🕒 <b>{ $name }</b>: інший часовий пояс ({ $place })
       *[service] ⚪ <b>{ $name }</b>: закрито для бронювання
    }
impact-done = ✅ Готово.
impact-new = ⚠️ <b>Тим часом дещо змінилося. Ось як є тепер:</b>
impact-count =
    ⚠️ <b>{ $count ->
        [one] Це зачепить { $count } бронювання
        [few] Це зачепить { $count } бронювання
       *[other] Це зачепить { $count } бронювань
    } ({ $people ->
        [one] { $people } людина
        [few] { $people } людини
       *[other] { $people } людей
    }):</b>
impact-heading = <b>{ $name }</b> · { $day }{ $away }
impact-line = · { $hours } { $who }
impact-place = {"  "}→ { $names }, { $period }{ $away }
impact-ask =
    { $count ->
        [1] Що з ним зробити?
       *[other] Що з ними зробити?
    }
button-impact-keep =
    { $count ->
        [1] Лишити його
       *[other] Лишити їх
    }
button-impact-move = Перенести, що можна ({ $count })
button-impact-cancel =
    { $count ->
        [1] Скасувати його
       *[other] Скасувати їх
    }
impact-moves =
    <b>{ $count ->
        [one] Буде перенесено { $count } бронювання
        [few] Буде перенесено { $count } бронювання
       *[other] Буде перенесено { $count } бронювань
    }</b>{ $left ->
        [0] :
       *[other] ; ще для { $left } іншого місця немає:
    }
button-impact-do =
    { $fate ->
        [swap] ✅ Перенести, решту ({ $left }) скасувати
       *[move] { $left ->
            [0] ✅ Перенести
           *[other] ✅ Перенести, решту ({ $left }) лишити
        }
    }
impact-cancel-text =
    <b>Скасувати { $count ->
        [one] { $count } бронювання
        [few] { $count } бронювання
       *[other] { $count } бронювань
    } ({ $people ->
        [one] { $people } людина
        [few] { $people } людини
       *[other] { $people } людей
    })?</b> Їх буде повідомлено.
impact-message-hint = ✍️ <i>Спершу можна ввести повідомлення для них.</i>
impact-message = ✍️ { $message }
button-impact-cancel-yes = Скасувати { $count ->
        [one] { $count } бронювання
        [few] { $count } бронювання
       *[other] { $count } бронювань
    }
impact-kept =
    { $count ->
        [one] { $count } бронювання лишилося, як було.
        [few] { $count } бронювання лишилися, як були.
       *[other] { $count } бронювань лишилися, як були.
    }
impact-moved =
    { $count ->
        [one] { $count } бронювання перенесено.
        [few] { $count } бронювання перенесено.
       *[other] { $count } бронювань перенесено.
    }
impact-cancelled =
    { $count ->
        [one] { $count } бронювання скасовано.
        [few] { $count } бронювання скасовано.
       *[other] { $count } бронювань скасовано.
    }
