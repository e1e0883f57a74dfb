button-free = 🔎 Find what is free
free-day-text =
    <b>{ $kind ->
        [room] When do you need a room?
       *[equipment] When do you need equipment?
    }</b>
free-switch =
    { $kind ->
        [room] 🚪 Rooms instead
       *[equipment] 🧰 Equipment instead
    }
free-now = ⚡ Right now
free-today = Today
free-tomorrow = Tomorrow
free-start-text = <b>{ $day }</b> ({ $place }): from when?
free-start-none =
    <b>{ $day }</b>: { $duration ->
        [none] nothing is free. Another day?
       *[other] nothing is free for { $duration }. Another day?
    }
free-length-text = <b>{ $moment }</b>: for how long?
free-length-none = <b>{ $moment }</b>: this has just been taken. Another time?
free-people-text = <b>{ $moment }, { $duration }</b>: for how many people?
free-people-button =
    { $people ->
        [1] Just me
       *[other] { $people }+
    }
free-found-text =
    <b>Free { $period }</b> ({ $place })
    One tap books it.
free-found-none =
    <b>{ $period }</b> ({ $place })
    { $people ->
        [1] Nothing is free then. Another time, or shorter?
       *[other] Nothing for { $people } people is free then. Another time, or fewer people?
    }
free-found-extras = Together with:
    { $extras }
free-now-text = <b>Free right now, and until when:</b>
free-now-none = Nothing can be taken right now. Look for another time?
free-now-button = { $name } · until { $until }
free-now-length-text = <b>{ $name }</b>: for how long? One tap books it.
