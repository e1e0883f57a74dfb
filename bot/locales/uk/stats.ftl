button-stats = 📈 Статистика
stats-picture-title = Як користуються
stats-span =
    { $days ->
        [7] Тиждень
        [30] Місяць
        [90] Квартал
       *[other] Рік
    }
stats-file = 📄 Файлом
stats-file-text = Усі числа, для таблиці.
stats-bookings =
    📈 <b>{ $count ->
        [one] { $count } бронювання
        [few] { $count } бронювання
        [many] { $count } бронювань
       *[other] { $count } бронювання
    }</b>, з них скасовано: { $cancelled }
stats-peak = 🔥 Найбільше зайнято: { $weekday }, { $hour }
stats-lead = ⏱ Половину забронювали не раніше ніж за { $most }
stats-lead-longer = ⏱ Половину забронювали раніше ніж за { $longest }
stats-answer = ✅ На половину запитів відповіли щонайбільше за { $most }
stats-answer-longer = ✅ Половина запитів чекала на відповідь довше ніж { $longest }
stats-refusals = 🚫 <b>Хотіли, але не змогли забронювати:</b>
stats-refusal = { $why }: { $count }
stats-why-slot-taken = зайнято
stats-why-too-many-units = більше одиниць, ніж є
stats-why-too-soon = запізно просити
stats-why-too-far-ahead = задалеко наперед
stats-why-too-short = замало часу
stats-why-too-long = забагато часу
stats-why-off-grid = не на кроці сітки
stats-why-outside-hours = у неробочий час
stats-why-in-closure = тоді закрито
stats-why-not-for-you = лише для інших
stats-why-too-many-open = забагато відкритих бронювань
stats-why-week-full = забагато за тиждень
