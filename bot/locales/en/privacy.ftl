privacy-text =
    🔏 <b>What I know about you</b>

    • your Telegram id, name, username and language, your settings here, and your tags
    • your bookings, with what they are for
    • what you and others did to bookings, and when
    • which messages I have sent you, not what you have written

    Administrators see it, and approvers see your requests. It stays here; nobody else gets it.

    <b>When you are forgotten</b>, what you have booked ahead is cancelled, and your name, username, id and what you wrote about your bookings are erased. The history of bookings stays without you, with the reasons given in it; so do messages that are in Telegram already.
privacy-data = 📄 My data
privacy-data-text = Everything that is stored about you.
privacy-forget = 🧹 Forget me
privacy-forget-text =
    🧹 <b>Forget you?</b>

    What you have booked ahead is cancelled at once. It cannot be undone. If you write to me again, you are somebody new.
privacy-forget-yes = 🧹 Yes, forget me
privacy-forgotten =
    { $cancelled ->
        [0] You are forgotten.
        [one] You are forgotten; { $cancelled } booking is cancelled.
       *[other] You are forgotten; { $cancelled } bookings are cancelled.
    } Farewell!
