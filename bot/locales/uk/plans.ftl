button-plan = 🖼 План дня
button-week = 🖼 Тиждень на картинці
plan-day-text = <b>{ $day }</b>
plan-week-text = <b>{ $name }</b>
plan-dark = 🌙 Темний
plan-light = ☀️ Світлий
