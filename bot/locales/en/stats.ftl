button-stats = 📈 How it is used
stats-picture-title = How it is used
stats-span =
    { $days ->
        [7] A week
        [30] A month
        [90] A quarter
       *[other] A year
    }
stats-file = 📄 As a file
stats-file-text = All figures, for a spreadsheet.
stats-bookings =
    📈 <b>{ $count ->
        [one] { $count } booking
       *[other] { $count } bookings
    }</b>, { $cancelled } of them cancelled
stats-peak = 🔥 Fullest: { $weekday }, { $hour }
stats-lead = ⏱ Half of them were booked up to { $most } ahead
stats-lead-longer = ⏱ Half of them were booked more than { $longest } ahead
stats-answer = ✅ Half of the requests were answered within { $most }
stats-answer-longer = ✅ Half of the requests waited longer than { $longest } for an answer
stats-refusals = 🚫 <b>Wanted, and not to be had:</b>
stats-refusal = { $why }: { $count }
stats-why-slot-taken = taken
stats-why-too-many-units = more units than there are
stats-why-too-soon = too late to ask
stats-why-too-far-ahead = too far ahead
stats-why-too-short = too short
stats-why-too-long = too long
stats-why-off-grid = between two starts
stats-why-outside-hours = outside opening hours
stats-why-in-closure = closed then
stats-why-not-for-you = for others only
stats-why-too-many-open = too many open bookings
stats-why-week-full = too much in a week
