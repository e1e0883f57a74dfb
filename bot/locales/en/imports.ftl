import-outcome =
    { $outcome ->
        [created] new
        [changed] changed
        [same] as it is
        [left_out] left out
       *[refused] refused
    }
import-count =
    { $outcome ->
        [created] ➕ new: { $count }
        [changed] ✏️ changed: { $count }
        [same] ＝ as they are: { $count }
        [left_out] ➖ left out: { $count }
       *[refused] ✖ refused: { $count }
    }
import-title =
    { $kind ->
        [resources] 📥 <b>Resources</b> from { $name }
        [people] 📥 <b>People</b> from { $name }
       *[bookings] 📥 <b>Bookings</b> from { $name }
    }
import-ignored = Columns that I don't know, and leave out: { $columns }
import-problem = • line { $line }, { $name }: { $why }
import-more =
    { $count ->
        [one] … and { $count } more, in the report.
       *[other] … and { $count } more, in the report.
    }
import-kept =
    ⚠️ { $count ->
        [one] { $count } booking ahead does not fit this any more. It is kept:
       *[other] { $count } bookings ahead do not fit this any more. They are kept:
    }
import-kept-booking = № { $number }, { $moment }
import-kept-more = … and { $count } more
import-kept-line = • { $name }: { $which }
import-kept-lines =
    { $count ->
        [one] … and of { $count } more resource, in the report.
       *[other] … and of { $count } more resources, in the report.
    }
import-kept-then =
    To move or cancel one: /booking and its number. Those of this week (closed, or out of service) are in /today, too.{ $done ->
        [yes] {""}
       *[no] {" "}To decide about all of them at once, change the resource under /admin instead: there you are asked.
    }
import-refused = All or nothing: correct these lines and send the file again.
import-ready = Nothing is written yet.
import-nothing = There is nothing to do.
import-done = ✅ Done.
import-anew = ⚠️ Something has changed meanwhile. This is how it would be now.
import-aside = ⚠️ The resources' rules are set aside: only what is taken counts.
import-yes = ✅ Import
import-no = ✖ Forget it
import-report = 📄 The whole report
import-report-text = Line by line.
import-set-aside = ⚠️ Set rules aside
import-rules-hold = Let the rules hold
import-forgotten = The file is forgotten; nothing was written.
in-out-button = 📦 In and out
in-out-text =
    📦 <b>In and out</b>

    Send me a CSV or XLSX of resources, people or bookings here, as a file. First I only say what would become of each line; one button more, and it is done: all of it, or nothing.

    The first line names the columns:
    <b>resources</b>: name, kind, location, quantity, monday, …
    <b>people</b>: telegram_id or username, tags, role, quota
    <b>bookings</b>: resource, person, start, end, units, purpose

    An export has all columns, and can be imported again.
export-button = 📤 Export everything
export-text = Everything, as CSV and JSON. Keep it safe: names and purposes are in it.
