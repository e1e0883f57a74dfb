home-text =
    Hello, { $name }!

    I book rooms and equipment. Nothing is ever booked twice.
help-text =
    <b>What I can do</b>

    /book – book a room or equipment, by tapping
    /free – when first: what is free then, or right now
    /plan – what is booked, as a picture
    /my – your bookings: look, move, extend, cancel, to your calendar
    /why – what happened to a booking, by its number
    /language – українська or English
    /quiet – when reminders shall arrive without a sound
    /help – this message

    One line is enough, too: <i>a room for 4 people tomorrow 14-16</i>

    Some resources need approval: then I ask the approvers and tell you what they say. Before a booking starts I remind you.
help-admin =
    <b>For administrators</b>
    /admin – everything that is run from here
    /booking – anybody's booking, by its number: look, move, cancel
    /today – the day, what waits for an answer, and what needs attention; for approvers, too
    /stats – how the place is used
    /bind – sent in a group: requests for approval go there from now on
    /invite – a link that lets people in
    /members – sent in a group: only its members may use me from now on
language-text = Which language shall we speak?
language-changed = We speak English now.
quiet-text =
    🌙 <b>Quiet hours</b>
    { $begins ->
        [never] You have none: every reminder makes a sound.
       *[other] From { $begins } to { $ends } reminders arrive without a sound.
    }
quiet-choice = { $begins }–{ $ends }
quiet-never = Never
quiet-changed = That is noted.
group-book-text = Booking takes a few taps in a private chat with me.
group-bound-text =
    ✅ Requests for approval will come to this group.
    Every member may approve or reject them. /today, in a private chat with me, shows what waits.
group-unbound-text = I was added to this group. To receive requests for approval here, an administrator sends /bind.
private-hint = I understand commands, buttons, and a booking in one line: <i>a room for 4 people tomorrow 14-16</i>. Try /book.
