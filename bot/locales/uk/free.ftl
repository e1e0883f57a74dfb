button-free = 🔎 Знайти вільне
free-day-text =
    <b>{ $kind ->
        [room] Коли потрібна кімната?
       *[equipment] Коли потрібна техніка?
    }</b>
free-switch =
    { $kind ->
        [room] 🚪 Натомість кімнати
       *[equipment] 🧰 Натомість техніка
    }
free-now = ⚡ Просто зараз
free-today = Сьогодні
free-tomorrow = Завтра
free-start-text = <b>{ $day }</b> ({ $place }): з котрої?
free-start-none =
    <b>{ $day }</b>: { $duration ->
        [none] вільного немає. Інший день?
       *[other] вільного на { $duration } немає. Інший день?
    }
free-length-text = <b>{ $moment }</b>: на скільки?
free-length-none = <b>{ $moment }</b>: це щойно зайняли. Інший час?
free-people-text = <b>{ $moment }, { $duration }</b>: для скількох людей?
free-people-button =
    { $people ->
        [1] Лише я
       *[other] { $people }+
    }
free-found-text =
    <b>Вільно { $period }</b> ({ $place })
    Один дотик – і заброньовано.
free-found-none =
    <b>{ $period }</b> ({ $place })
    { $people ->
        [1] Вільного тоді немає. Інший час або коротше?
        [one] Вільного на { $people } людину тоді немає. Інший час або менше людей?
        [few] Вільного на { $people } людей тоді немає. Інший час або менше людей?
       *[other] Вільного на { $people } людей тоді немає. Інший час або менше людей?
    }
free-found-extras = Разом забронюю:
    { $extras }
free-now-text = <b>Вільно просто зараз, і доки:</b>
free-now-none = Просто зараз узяти нічого. Пошукаємо інший час?
free-now-button = { $name } · до { $until }
free-now-length-text = <b>{ $name }</b>: на скільки? Один дотик – і заброньовано.
