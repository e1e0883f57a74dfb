claimed-text =
    🔑 <b>This place is yours now, { $name }.</b>

    What comes next:
    1. Make a group for those who approve requests, add me to it, and send /bind there.
    2. With /admin you run everything else from here.
joined-text =
    👋 Welcome, { $name }! You are in.

    I book rooms and equipment. Nothing is ever booked twice.
outside-title = 🚪 <b>Not everyone may use this bot</b>
outside-ask = 👤 { $who }
