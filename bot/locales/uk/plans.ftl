button-plan = 🖼 План дня
button-week = 🖼 Тиждень на картинці
plan-day-text = <b>{ $day }</b>
plan-week-text = <b>{ $name }</b>
plan-week-before = ‹ попередній тиждень
plan-week-after = наступний тиждень ›
plan-dark = 🌙 Темний
plan-light = ☀️ Світлий
