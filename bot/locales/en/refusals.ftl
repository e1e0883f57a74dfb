refusal-resource-missing = This resource can't be booked any more.
refusal-slot-taken = This time has just been taken.
refusal-too-many-units =
    { $quantity ->
        [one] There is only { $quantity } piece; you asked for { $asked }.
       *[other] There are only { $quantity } pieces; you asked for { $asked }.
    }
refusal-too-soon =
    { $notice_minutes ->
        [0] { $asked } has begun already. Choose a later time.
       *[other] It must be booked at least { $notice } ahead; you asked for { $asked }.
    }
refusal-too-far-ahead =
    { $horizon_days ->
        [one] It can be booked at most { $horizon_days } day ahead: until { $last_day }; you asked for { $asked }.
       *[other] It can be booked at most { $horizon_days } days ahead: until { $last_day }; you asked for { $asked }.
    }
refusal-too-short = At least { $min }; you asked for { $asked_time }.
refusal-too-long = At most { $max }; you asked for { $asked_time }.
refusal-off-grid = Bookings are made in steps of { $grid }; you asked for { $asked }.
refusal-outside-hours =
    { $hours ->
        [none] It is closed on { $day }; you asked for { $asked_hours }.
       *[other] It is open { $hours } on { $day }; you asked for { $asked_hours }.
    }
refusal-in-closure =
    { $reason ->
        [none] It is closed until { $until }; you asked for { $asked }.
       *[other] It is closed until { $until } ({ $reason }); you asked for { $asked }.
    }
refusal-not-for-you =
    { $own ->
        [none] This is only for: { $tags }. You are in none of these groups.
       *[other] This is only for: { $tags }. Your groups: { $own }.
    }
refusal-too-many-open =
    { $most ->
        [one] You may have { $most } booking of it ahead at a time, and you have { $open } already.
       *[other] You may have { $most } bookings of it ahead at a time, and you have { $open } already.
    }
refusal-person-quota =
    { $most ->
        [one] At most { $most } booking ahead at a time, of everything together; there are { $open } already.
       *[other] At most { $most } bookings ahead at a time, of everything together; there are { $open } already.
    }
refusal-week-full = At most { $max } within a week; you have { $used_time } in that week, and asked for { $asked_time } more.
refusal-not-all =
    Not all of it can be had:
    { $failed }
refusal-not-all-names = Not all of it can be had: { $names }.
refusal-failure = { $name }: { $why }
refusal-purpose-too-long = Please be shorter: at most { $most } characters; these are { $asked }.
refusal-reason-too-long = Please be shorter: at most { $most } characters; these are { $asked }.
refusal-booking-missing = There is no such booking.
refusal-already-started = It is already under way, so that can't be done any more.
refusal-already-over = This booking has already ended.
refusal-not-running = Only a booking that is under way can be ended early.
refusal-nothing-changes = Nothing would change: the booking is like that already.
refusal-nothing-to-undo = There is nothing left to undo here.
refusal-too-late-to-undo = It can be undone only within { $undo }.
refusal-request-changed = The request was changed meanwhile. Please decide on the newer card below.
refusal-quantity-in-use =
    { $in_use ->
        [one] { $in_use } of them is booked already, so there can't be only { $asked }.
       *[other] { $in_use } of them are booked already, so there can't be only { $asked }.
    }
refusal-name-taken = There is a resource with this name already: { $name }.
refusal-text-outside =
    { $least ->
        [0] At most { $most } characters, please; these are { $asked }.
       *[other] From { $least } to { $most } characters, please; these are { $asked }.
    }
refusal-number-outside = A number from { $least } to { $most }, please.
refusal-length-outside =
    { $min_minutes ->
        [0] At most { $max }, please.
       *[other] From { $min } to { $max }, please.
    }
refusal-no-such-zone = I know no time zone or city by this name: { $name }. For example: Europe/Kyiv.
refusal-no-feature = “{ $word }” is no feature. One is up to 32 letters, digits, hyphens and spaces; commas stand between them.
refusal-too-many-words = These are too many: together they may have { $most } characters.
refusal-too-many-spans = A day may be open { $most } times at most.
refusal-never-open = Then it would never be open. Take it out of service instead.
refusal-rules-contradict = These rules contradict each other: the shortest booking on this step is { $min }, and the longest { $max }.
refusal-others-contradict =
    { $more ->
        [0] Nothing was changed: with their own rules no length would be left for { $names }. Change those first.
       *[other] Nothing was changed: with their own rules no length would be left for { $names }, and { $more } more. Change those first.
    }
refusal-not-understood = I don't understand this here. Please look at the examples, or use the buttons.
refusal-photo-missing = There is no photo of it any more.
refusal-too-fast = That was a lot at once. Wait a moment, please, and go on.
refusal-unit-out = One that is in use right now would be gone. Try again when it is back.
refusal-not-active = This booking is already { $status_name }.
refusal-already-decided =
    { $decided_by ->
        [none] Too late: it is already { $status_name }.
       *[other] { $decided_by } was first: it is already { $status_name }.
    }
refusal-deadline-passed = The time to decide is over; the request expires.
refusal-not-approver = Only members of the approval group can decide, in that group.
refusal-not-admin = Only an administrator can do that.
refusal-not-for-members = Only approvers and administrators can see that.
refusal-not-owner = Only an owner can do that.
refusal-last-owner = Somebody has to own this place: make another person an owner first.
refusal-owner-fixed = ADMIN_IDS makes this person an owner. Remove them from the settings first.
refusal-person-missing = I don't know this person.
refusal-claim-over = This link has been used already, or has run out. As long as nobody owns this place, each start of the bot writes a new one into its log.
refusal-not-admitted =
    { $access ->
        [group] This bot is for the members of the group “{ $group }”. Ask whoever runs it to add you.
       *[invited] This bot is for those who have an invite link. Ask whoever runs it for one.
    }
refusal-no-members-group = First choose the group: add me to it, and send /members there.
refusal-invite-over = This link lets nobody in any more: it was used up, has run out, or was revoked. Please ask for a new one.
refusal-not-a-tag = “{ $tag }” can't be a tag. A tag is up to 32 small Latin letters, digits and hyphens, such as: staff, lab-2.
refusal-too-many-tags = That is too many tags for one person: { $asked } characters together, at most { $most }.
refusal-group-fixed = The approval group is set by ADMIN_CHAT_ID. Remove it from the settings first.
refusal-group-missing = This group is no approval group any more.
refusal-group-in-use =
    { $waiting ->
        [0] { $resources ->
            [one] { $resources } resource names this group: give it another one first.
           *[other] { $resources } resources name this group: give them another one first.
        }
        [one] { $waiting } request waits for this group's answer: it has to be decided first.
       *[other] { $waiting } requests wait for this group's answer: they have to be decided first.
    }
refusal-not-a-group =
    { $command ->
        [members] Send /members in the group whose members may use me.
       *[bind] Send /bind in the group that shall approve.
    }
refusal-export-too-large = Everything together is { $mb } MB, and a message takes { $most_mb }. On the server: python -m bot export FOLDER
refusal-file-too-large = The file is too large: { $most_mb } MB at most.
refusal-file-unreadable = I can't read this file. Save it as CSV (UTF-8) or as XLSX, please.
refusal-line-broken = Some of its letters are in another encoding than the rest. Save all of it as CSV (UTF-8) or as XLSX, please.
refusal-too-many-lines = That is too much for one file: { $most } lines at most.
refusal-table-unknown = The first line has to name the columns: of resources “name” and “kind”, of people “telegram_id” or “username”, of bookings “resource”, “person”, “start” and “end”. It says: { $columns }.
refusal-column-twice = The column “{ $column }” is there twice.
refusal-cell-missing = “{ $column }” is empty.
refusal-cell-wrong = { $column }: “{ $said }” won't do. For example: { $example }.
refusal-cell-too-long = { $column }: { $length } characters, { $most } at most.
refusal-no-moment = “{ $said }” is no day and time. For example: 2026-03-02 14:00.
refusal-date-ambiguous = “{ $said }”: which is the day, which the month? Write 2026-03-02 14:00.
refusal-time-skipped = There is no “{ $said }”: the clocks go forward over it.
refusal-time-twice = “{ $said }” comes twice, for the clocks go back. Say which, such as 2026-10-25 03:30+03:00.
refusal-ends-before-start = It ends before it starts.
refusal-said-before = The same as line { $line }.
refusal-lines-differ = It is the same booking as line { $line }, but not the same person, time, purpose or status.
refusal-line-of-refused = Its booking is refused in line { $line }.
refusal-resource-unknown = There is no resource “{ $name }”.
refusal-person-unknown = I don't know { $person }. Add them by their Telegram id, in a file of people.
refusal-role-not-by-file = No file makes somebody an administrator, or touches the role of one.
refusal-kind-fixed = It is there already, as the other kind.
refusal-import-over = This file is done with. Send it again, please.
refusal-question-over = This is over. Please open /admin again.
refusal-closure-missing = There is no such closure any more.
refusal-closure-over = That would be over already.
refusal-closure-backwards = It would end before it begins. An example: 25.12 10:00-14:00
refusal-closure-in-gap = On { $day } the clocks go forward, and skip that time. Let it begin a week or a year later; what is before that, close once.
refusal-closure-too-long = Too long: { $most_days ->
        [one] at most { $most_days } day.
       *[other] at most { $most_days } days.
    }
refusal-day-unclear = I don't see which day that is. Try 25.12, 24.12-2.01 or 25 Dec 10:00-14:00.
refusal-hours-unclear = I don't see which hours these are. Try 10-14 or 12:00-13:30.
refusal-draft-over = This dialogue is over. Start a new one with /book.
refusal-contended = A lot is going on at this moment; nothing was changed. Please try again.
refusal-away = I can't get at my notes at this moment. Please try again in a minute.
refusal-blocked =
    { $reason ->
        [none] You can't use this bot. Please ask whoever runs it.
       *[other] You can't use this bot: { $reason }. Please ask whoever runs it.
    }
refusal-person-blocked = { $name } is blocked, so nothing can be booked for them. Unblock them first.
refusal-runs-the-place = Who runs the place can't be blocked. An owner makes them a member first.
error-unexpected = Sorry, something went wrong on my side. Please look into /my before you try again. (error { $id })
button-outdated = This button no longer works. Try /book or /my.
