week-text =
    🕒 <b>{ $name }</b>: коли відчинено? ({ $place })
    Торкніться дня, щоб змінити.
week-day-button = { $day } · { $hours }
week-line = { $days }: { $hours }
week-line-always = Завжди
week-closed = зачинено
week-all-day = цілодобово
week-always = ♾ Завжди
week-copy = 📋 Як в іншого
week-day-text = 🕒 <b>{ $name }</b> · <b>{ $day }</b>
week-now = Зараз: { $hours }
week-day-hint = Торкніться або надішліть години: «9-13, 14-18», «22-02», «зачинено», «завжди».
week-copy-workdays = 📋 На Пн–Пт
week-copy-all = 📋 На всі дні
week-sources = <b>{ $name }</b>: чиї години взяти?
week-sources-none = Немає іншого ресурсу, з якого можна взяти години.
week-source = { $name } · { $hours }
