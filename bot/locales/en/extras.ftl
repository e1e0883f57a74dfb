extras-text =
    <b>What shall come with it?</b>
    { $held }
    📅 { $period }{ $away }
extras-hint = ➕ adds one more, ➖ takes one away.
extras-none = Nothing more is free at this time.
extra-button =
    { $chosen ->
        [0] { $name } · { $free } free
       *[other] { $name } · { $chosen } of { $free }
    }
extra-button-short = { $name } · { $chosen } ({ $free } free)
extra-button-away = ➖ { $name }
button-extras-done = ✔️ Done
extras-gone = No more of it is free at this time.
extras-full =
    { $most ->
        [one] A booking holds at most { $most } kind of thing.
       *[other] A booking holds at most { $most } kinds of things.
    }
