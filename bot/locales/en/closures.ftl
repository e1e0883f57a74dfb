button-closures = 🚫 Closures
closures-text =
    <b>🚫 Closures</b>
    What is closed, and what will be. Tap one to change it.
closures-none =
    <b>🚫 Closures</b>
    Nothing is closed, and nothing will be. Add a holiday, repairs, or a lunch every Wednesday.
button-closure-add = ➕ Add
closure-button = { $again ->
        [yes] 🔁{" "}
       *[no] {""}
    }{ $day } · { $what }
closure-what =
    { $kind ->
        [room] All rooms
        [equipment] All equipment
       *[all] Everything
    }
closure-title = <b>🚫 { $what }</b>
closure-when = 📅 { $when }{ $away }
closure-again =
    🔁 { $repeats ->
        [weekly] every week
        [yearly] every year
       *[once] once
    }{ $until ->
        [none] {""}
       *[other] , until { $until }
    }
closure-reason = ✍️ { $reason }
closure-next = Next: { $moment }
button-closure-edit =
    { $step ->
        [day] 📅 When
        [repeats] 🔁 Repeats
       *[reason] ✍️ Reason
    }
button-closure-delete = 🗑 Delete
closure-delete-text = Delete it? What it closes can be booked again.
closure-deleted = Deleted.
closure-new = <b>🚫 A new closure</b>
closure-ask-what = What shall be closed?
closure-ask-days = On which day? Tap it, or type: <code>25.12</code>, <code>24.12-2.01</code>, <code>25 Dec 10:00-14:00</code>
closure-ask-hours = The whole day, or only some hours? Or type them: <code>10-14</code>
button-closure-whole = The whole day
closure-ask-repeats = Does it come again?
button-closure-repeats =
    { $repeats ->
        [weekly] 🔁 Every week
        [yearly] 🔁 Every year
       *[once] Just once
    }
closure-ask-until = Until which day? Type it: <code>31.12.2027</code>
button-closure-forever = ♾ Without an end
closure-ask-reason = Why? Type it: people read it where they wanted to book.
button-closure-no-reason = No reason
