book-resources-text =
    <b>What would you like to book?</b>
    Tap it, or type a part of its name.
book-resources-search =
    <b>What would you like to book?</b>
    Showing what matches “{ $search }”.
book-resources-none =
    <b>{ $search ->
        [none] Nothing found.
       *[other] Nothing matches “{ $search }”.
    }</b>
    Type another part of the name, or choose “All”.
resource-button-room = { $icon } { $name }{ $capacity ->
        [0] {""}
       *[other] {" "}· { $capacity } 👤
    }
resource-button-equipment = { $icon } { $name }{ $quantity ->
        [1] {""}
       *[other] {" "}· { $quantity } pcs
    }
resource-name = <b>{ $icon } { $name }</b>
resource-description = <i>{ $text }</i>
resource-location = 📍 { $location }
resource-capacity =
    👤 { $capacity ->
        [one] { $capacity } person
       *[other] { $capacity } people
    }
resource-quantity =
    🔢 { $quantity ->
        [one] { $quantity } piece
       *[other] { $quantity } pieces
    }
resource-approval = 🔐 needs approval

book-day-text = <b>Which day?</b>
book-day-month = 📅 { $month }
book-mark-full = ✕ taken
book-mark-closed = – closed
book-mark-out = · not available
book-day-none = <b>Nothing can be booked in this month.</b>
book-start-text =
    📅 { $day }
    <b>When does it start?</b>
book-start-none =
    📅 { $day }
    <b>Nothing is left on this day.</b> Go back and choose another one.
book-duration-text =
    📅 { $moment }{ $away }
    <b>For how long?</b>
book-duration-button = { $duration } → { $until }
book-confirm-text =
    <b>Shall I book it?</b>
    { $held }
    📅 { $period } ({ $place })
    ⏱ { $duration }
book-confirm-short =
    ⚠️ { $free ->
        [0] { $name } can't be had at this time.
       *[other] { $name }: only { $free } can be had at this time.
    }
book-confirm-small = ⚠️ { $name } holds { $capacity }, and you are { $people }.
book-confirm-purpose = 💬 { $purpose }
book-confirm-purpose-hint = 💬 <i>You may type what it is for, as a message.</i>
book-confirm-approval = 🔐 <i>It needs approval. If nobody answers by { $deadline } ({ $place }), the request expires.</i>
button-confirm = ✅ Book
button-confirm-ask = ✅ Ask for approval
button-extras = ➕ Add equipment
book-done-approved =
    ✅ <b>Booked.</b>
    { $held }
    📅 { $period } ({ $place })
book-done-pending =
    ⏳ <b>Sent for approval.</b> I will tell you the answer.
    { $held }
    📅 { $period } ({ $place })
book-done-over =
    { $icon } <b>This booking is { $status }.</b>
    { $held }
    📅 { $period } ({ $place })
book-already-done = That is done already.
book-taken-text =
    😕 <b>This time has just been taken.</b>
    { $held }
    📅 { $period }{ $away }
book-not-all-text =
    😕 <b>Not all of it can be had.</b>
    📅 { $period }{ $away }
book-not-all-fine = ✓ { $name }
book-not-all-failed = ✕ <b>{ $name }</b>: { $why }
book-not-all-rest = The rest can be booked:
book-not-all-nothing = There is nothing to offer instead. Go back to choose something else.
book-taken-offer = Tap to book one of these instead:
book-taken-nothing = Nothing similar is free nearby. Go back to choose another time.
book-instead-start = 🕙 { $period }
book-instead-units = 🕙 { $period } · { $units } pcs
book-instead-resource = { $icon } { $name } · { $hours }
button-without = ✅ Book without { $names }
book-cancelled-text = Cancelled. Nothing was booked.
book-use-buttons = Please use the buttons of the message above.
book-move-text =
    <b>Move it here?</b>
    { $held }
    📅 { $period } ({ $place })
    ⏱ { $duration }
button-other-room = 🚪 Another room
button-other-equipment = 🧰 Other equipment
button-move-yes = ✅ Move it
button-move-ask = ✅ Move it, ask for approval
book-moved-approved =
    ✅ <b>Moved.</b>
    { $held }
    📅 { $period } ({ $place })
book-moved-pending =
    🔀 <b>Moved; the new time waits for approval.</b>
    { $held }
    📅 { $period } ({ $place })
book-refused-text =
    <b>This cannot be booked:</b>
    { $held }
    📅 { $period }{ $away }
    ⚠️ { $why }
