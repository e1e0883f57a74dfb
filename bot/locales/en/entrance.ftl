claimed-text =
    🔑 <b>This place is yours now, { $name }.</b>

    What comes next:
    1. Make a group for those who approve requests, add me to it, and send /bind there.
    2. With /admin you run everything else from here.
