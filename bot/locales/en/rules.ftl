rules-button = 📏 Site rules
rules-site-text =
    📏 <b>Site rules</b>
    They hold for every resource that has no rule of its own; a change reaches all of those at once.
rules-text = 📏 <b>Rules: { $name }</b>
rule-name =
    { $rule ->
        [grid] Step
        [min] At least
        [max] At most
        [notice] Notice
        [horizon] Days ahead
        [buffer] Turnaround
        [approval] Approval
        [deadline] Answer within
        [open] Bookings ahead
       *[week] Per week
    }
rule-line =
    { $whose ->
        [own] • { $name }: <b>{ $value }</b> · own
        [site] • { $name }: { $value } · site
       *[none] • { $name }: <b>{ $value }</b>
    }
rule-title =
    { $name ->
        [none] 📏 <b>Site rules</b>
       *[other] 📏 <b>Rules: { $name }</b>
    }
rule-about =
    { $rule ->
        [grid] On which steps of the clock a booking starts, and in which steps it grows.
        [min] How long a booking is at least.
        [max] How long a booking is at most.
        [notice] How long before its start a booking must be made, at the latest.
        [horizon] How many days ahead a booking may start.
        [buffer] What is kept free on either side of a booking. Bookings that are there already keep theirs.
        [approval] Whether the approvers are asked first.
        [deadline] How long the approvers have before a request expires.
        [open] How many bookings of it one person may have ahead.
       *[week] How long one person may book it within a week, Monday to Sunday.
    }
rule-hint =
    { $rule ->
        [approval] Tap one.
        [open] Tap, or send a number.
        [horizon] Tap, or send: “45”, “3 days”, “2 weeks”.
        [week] Tap, or send: “6”, “6 h”, “1 h 30”.
       *[other] Tap, or send: “90”, “2 h”, “1 h 30”, “3 days”.
    }
rule-follow = ↩ As the site: { $value }
rule-yes = yes
rule-no = no
rule-none = none
rule-no-limit = no limit
rules-example =
    💡 <i>For example, { $day }: a booking may start at { $starts }, … and last { $longest ->
        [none] { $shortest }
       *[other] { $shortest } to { $longest }
    }.{ $ask_by ->
        [none] {""}
       *[other] {" "}The first one must be asked for before { $ask_by }.
    } It can be booked until { $last }.</i>
rules-example-none = ⚠️ <i>With these rules and hours nothing can be booked within a month.</i>
