any-who = 👤 <a href="tg://user?id={ $who_id }">{ $who }</a>
any-approvers = 🔐 <i>The approvers decide about it, in their group.</i>
any-booked = ✅ <b>Booked for { $name }.</b> They are told.
any-moved = 🔀 <b>Moved.</b> { $name } is told.
any-cancelled = 🚫 <b>Cancelled.</b> { $name } is told.
any-cancel-question =
    <b>Cancel the booking of { $name }?</b>
    { $held }
    📅 { $period } ({ $place })
any-reason-hint = ✍️ <i>You may type a reason first; they will read it.</i>
any-which = Which booking? Its number is on its card: /booking 12
button-any-card = 🛠 Show the booking
button-person = 👤 Whose it is
banner-for = 👤 <b>For { $name }</b>
banner-move = 🔀 <b>Booking of { $name }</b>
