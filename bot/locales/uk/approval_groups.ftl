groups-title = <b>Групи схвалення</b>
groups-none = Поки що жодної.
groups-hint = Щоб додати групу, надішліть у ній /bind: вона стане основною, а інші залишаться для ресурсів, яким їх призначено.
group-label = 👥 { $title }
group-label-default = ⭐ { $title }
group-title = 👥 <b>{ $title }</b>
group-is-default = ⭐ Її питають про ресурси, яким не призначено іншої.
group-resources =
    Її призначено для: { $names }{ $more ->
        [0] {""}
       *[other] {" "}+ ще { $more }
    }
group-no-resources = Жодному ресурсу її не призначено.
group-waiting =
    { $count ->
        [0] На її відповідь не чекає жоден запит.
        [one] На її відповідь чекає { $count } запит.
        [few] На її відповідь чекають { $count } запити.
       *[other] На її відповідь чекає { $count } запитів.
    }
group-made-default = Тепер вона основна.
group-unbound = Її більше не питатимуть.
button-groups = ✅ Схвалення
button-group-default = ⭐ Зробити основною
button-group-unbind = ✖ Більше не питати
group-of =
    ✅ Схвалює: { $default ->
        [yes] основна група{ $title ->
            [none] {""}
           *[other] {" "}({ $title })
        }
       *[no] { $title }
    }
group-choice-text = ✅ <b>{ $name }</b>: яка група вирішує?
group-choice-default = ⭐ Та, що основна
group-choice-hint = Її питатимуть про нові запити. Щоб додати групу, надішліть у ній /bind.
