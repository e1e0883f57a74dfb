duration-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-both = { $hours } h { $minutes } min
duration-short = { $hours } h { $minutes }

clock-away = 🕐 { $moment }{ $away }
clock-twice = ¹ before the clocks go back, ² after

button-back = ‹ Back
button-cancel = ✖ Cancel
button-book = 📅 Book
button-book-another = 📅 Book another
button-my = 🗓 My bookings
button-language = 🌐 Мова / Language
button-help = ❓ Help
button-home = ‹ Menu
button-open-private = Book in a private chat

kind-all = All
kind-room = Rooms
kind-equipment = Equipment
kind-icon =
    { $kind ->
        [room] 🚪
       *[equipment] 🧰
    }

held-name =
    { $units ->
        [1] { $name }
       *[other] { $units } × { $name }
    }
held-more = { $names } + { $count } more
held-location = 📍 { $location }
held-location-of = 📍 { $name }: { $location }

status-icon =
    { $status ->
        [pending] ⏳
        [approved] ✅
        [rejected] ❌
        [expired] ⌛
       *[cancelled] 🚫
    }
status-name =
    { $status ->
        [pending] waiting for approval
        [approved] confirmed
        [rejected] rejected
        [expired] expired
       *[cancelled] cancelled
    }

command-start = Menu
command-book = Book a room or equipment
command-free = Find what is free
command-plan = What is booked, as a picture
command-my = My bookings
command-why = What happened to a booking
command-privacy = What I know about you
command-help = What I can do
command-language = Choose the language
command-quiet = Choose the quiet hours
command-bind = Make this group the approval group
