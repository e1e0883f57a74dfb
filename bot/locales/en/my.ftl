my-upcoming = Upcoming
my-past = History
my-title = <b>My bookings</b>
my-none-upcoming = You have no bookings ahead.
my-none-past = Nothing here yet.
my-next = ⏭ Next:
my-button = { $icon } { $moment } · { $names }
my-card-text =
    <b>{ $held }</b>
    📅 { $period } ({ $place })
    { $status_icon } { $status } · № { $number }
my-card-purpose = 💬 { $purpose }
my-card-reason = ✍️ { $reason }
my-card-by = 🛠 { $who }: { $what }
my-card-deadline = ⏳ an answer comes by { $deadline } ({ $place })
button-cancel-booking = Cancel this booking
my-cancel-question =
    <b>Cancel this booking?</b>
    { $held }
    📅 { $period } ({ $place })
button-cancel-yes = Yes, cancel it
button-cancel-no = No, keep it
my-cancelled = The booking is cancelled.
button-move = 🔀 Move it
button-extend = +{ $duration }
button-end-now = 🏁 Done, free the rest
button-undo = ↩️ Undo
button-again = 🔁 Again, same time next week
my-extended = It is yours until { $until }.
my-ended = Thank you, the rest is free.
my-undone = Taken back.
my-not-moved = It stays as it was.
button-file = 📆 To my calendar
button-file-off = 📆 Take it off my calendar
my-file-text = Open the file: your calendar adds the booking, or changes the one that it has.
my-file-off-text = Open the file: your calendar takes the booking off.
