people-text =
    <b>👥 People</b>
    Tap one, or type a part of a name, a @username or an id.
people-count =
    { $count ->
        [one] { $count } person, the newest first.
       *[other] { $count } people, the newest first.
    }
people-found =
    { $count ->
        [0] Nobody matches “{ $search }”.
        [one] { $count } person matches “{ $search }”.
       *[other] { $count } people match “{ $search }”.
    }
button-people = 👥 People
button-everybody = Everybody
person-button = { $name }{ $mark ->
        [admin] {" "}⚙️
        [owner] {" "}👑
        [blocked] {" "}⛔
        [away] {" "}💤
       *[member] {""}
    }
person-who = <b>👤 <a href="tg://user?id={ $who_id }">{ $who }</a></b>
person-username = @{ $username }
person-id = id <code>{ $id }</code>
person-role =
    { $role ->
        [owner] 👑 owner
        [admin] ⚙️ administrator
        [blocked] ⛔ blocked
       *[member] member
    }
person-away = 💤 has blocked the bot, so nothing reaches them
person-tags = 🏷 { $tags }
person-quota =
    📊 { $most ->
        [one] at most { $most } booking ahead
       *[other] at most { $most } bookings ahead
    }
person-counts =
    { $ahead ->
        [0] No bookings ahead
        [one] { $ahead } booking ahead
       *[other] { $ahead } bookings ahead
    }; { $others } in the past.
button-book-for = 📅 Book for them
button-tags = 🏷 Tags
button-quota = 📊 Quota
button-role = 👑 Role
button-block = ⛔ Block
button-unblock = ✅ Unblock
person-tags-text =
    <b>🏷 Tags of { $name }</b>
    Tap to give one or take it away, or type new ones: staff, lab-2
person-quota-text =
    <b>📊 How many bookings may { $name } have ahead?</b>
    Of everything together. The rules of each resource hold besides.
button-no-quota = As many as they like
person-quota-set = That is noted.
person-role-text = <b>👑 What is { $name } here?</b>
role-name =
    { $role ->
        [owner] Owner
        [admin] Administrator
       *[member] Member
    }
person-role-set = That is noted.
person-block-text =
    <b>⛔ Block { $name }?</b>
    { $count ->
        [0] They have no bookings ahead.
        [one] They have { $count } booking ahead: shall it be cancelled, too? They are told.
       *[other] They have { $count } bookings ahead: shall they be cancelled, too? They are told.
    }
person-block-hint = ✍️ <i>You may type a reason first; they will read it.</i>
button-block-yes = ⛔ Block
button-block-keep = ⛔ Block, keep the bookings
button-block-cancel = ⛔ Block, cancel the bookings
person-blocked = Blocked.
person-unblocked = Unblocked.
