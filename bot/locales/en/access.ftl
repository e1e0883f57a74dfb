access-title = <b>Who may use the bot</b>
access-rule =
    { $access ->
        [everyone] Everyone who finds it.
        [invited] Those who came by an invite link.
       *[group] The members of the group “{ $group }”.
    }
access-hint =
    { $group ->
        [none] To let in the members of a group, add me to it and send /members there. Best make me its administrator: then I hear at once who leaves.
       *[other] Whoever may no longer use it keeps the bookings they have. Administrators and owners always may.
    }
access-choice =
    { $access ->
        [everyone] Everyone
        [invited] Invited people
       *[group] Members of a group
    }
access-changed = Changed.
button-access = 🔑 Access
button-invites = 🔗 Invite links
members-bound-text =
    ✅ From now on the members of this group may use me, and nobody else.
    An administrator changes that with /admin, Access. Best make me an administrator of this group: then I hear at once who leaves.
