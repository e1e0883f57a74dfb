week-text =
    🕒 <b>{ $name }</b>: when is it open? ({ $place })
    Tap a day to change it.
week-day-button = { $day } · { $hours }
week-line = { $days }: { $hours }
week-line-always = Always
week-closed = closed
week-all-day = all day
week-always = ♾ Always open
week-copy = 📋 As another
week-day-text = 🕒 <b>{ $name }</b> · <b>{ $day }</b>
week-now = Now: { $hours }
week-day-hint = Tap, or send the hours: “9-13, 14-18”, “22-02”, “closed”, “always”.
week-copy-workdays = 📋 To Mon–Fri
week-copy-all = 📋 To all days
week-sources = <b>{ $name }</b>: whose hours shall it have?
week-sources-none = There is no other resource to copy from.
week-source = { $name } · { $hours }
