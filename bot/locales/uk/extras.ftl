extras-text =
    <b>Що додати?</b>
    { $held }
    📅 { $period }{ $away }
extras-hint = ➕ додає одну штуку, ➖ забирає одну.
extras-none = Більше нічого вільного на цей час немає.
extra-button =
    { $chosen ->
        [0] { $name } · вільно { $free }
       *[other] { $name } · { $chosen } з { $free }
    }
extra-button-short = { $name } · { $chosen } (є { $free })
extra-button-away = ➖ { $name }
button-extras-done = ✔️ Готово
extras-gone = Більше вільних на цей час немає.
extras-full =
    { $most ->
        [one] В одному бронюванні може бути щонайбільше { $most } найменування.
        [few] В одному бронюванні може бути щонайбільше { $most } найменування.
       *[other] В одному бронюванні може бути щонайбільше { $most } найменувань.
    }
