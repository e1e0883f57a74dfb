invites-title = <b>Invite links</b>
invites-text = These still let people in. Tap one to see its link, or to revoke it.
invites-none = None is open. Whoever opens an invite link may use the bot.
invite-label =
    { $left ->
        [none] ∞
       *[other] { $left } left
    } · { $used } came · { $until ->
        [none] for ever
       *[other] { $until }
    }
button-invite-new = ➕ New link
invite-form-title = <b>A new invite link</b>
invite-form-uses =
    👥 { $uses ->
        [0] For as many people as like to
        [one] For { $uses } person
       *[other] For { $uses } people
    }
invite-form-days =
    ⏳ { $days ->
        [0] Without an end
        [one] For { $days } day
       *[other] For { $days } days
    }
invite-form-tags =
    🏷 { $tags ->
        [none] No tags
       *[other] Tags: { $tags }
    }
invite-form-hint = Those who come by it can be given tags: type them, such as: staff, lab-2
invite-uses =
    { $uses ->
        [0] 👥 ∞
       *[other] 👥 { $uses }
    }
invite-days =
    { $days ->
        [0] For ever
        [1] 1 day
        [7] 1 week
       *[other] { $days } days
    }
button-invite-no-tags = ✖ No tags
button-invite-make = ✅ Make the link
invite-title = 🔗 <b>Invite link</b>
invite-uses-line =
    👥 Came: { $used }, { $left ->
        [none] as many more as like to
       *[other] may still come: { $left }
    }
invite-until =
    ⏳ { $until ->
        [none] Without an end
       *[other] Until { $until }
    }
button-invite-copy = 📋 Copy the link
button-invite-revoke = 🚫 Revoke
invite-revoked = Revoked: nobody else comes in by it.
