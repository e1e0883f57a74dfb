button-plan = 🖼 The plan
button-week = 🖼 Its week as a picture
plan-day-text = <b>{ $day }</b>
plan-week-text = <b>{ $name }</b>
plan-dark = 🌙 Dark
plan-light = ☀️ Light
