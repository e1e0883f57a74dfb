override-aside = ⚖️ set aside: { $rules }
override-rule =
    { $code ->
        [too-short] shortest length
        [too-long] longest length
        [off-grid] grid
        [too-soon] notice
        [too-far-ahead] horizon
        [outside-hours] opening hours
        [in-closure] closure
        [not-for-you] who may book it
        [too-many-open] bookings ahead
        [week-full] hours in a week
        [person-quota] personal quota
       *[needs-approval] approval
    }
override-why =
    { $code ->
        [too-short] too short
        [too-long] too long
        [off-grid] off the grid
        [too-soon] at short notice
        [too-far-ahead] too far ahead
        [outside-hours] outside hours
        [in-closure] closed
        [not-for-you] not for them
        [too-many-open] quota
        [week-full] hours in a week
        [person-quota] quota
       *[needs-approval] unasked
    }
button-anyway =
    { $more ->
        [0] ⚠️ Book anyway ({ $why })
       *[other] ⚠️ Book anyway ({ $why } + { $more })
    }
button-unasked = ⚠️ Without approval
