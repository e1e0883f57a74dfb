people-text =
    <b>👥 Люди</b>
    Торкніться когось або введіть частину імені, @username чи id.
people-count =
    { $count ->
        [one] { $count } людина, спершу нові.
        [few] { $count } людини, спершу нові.
       *[other] { $count } людей, спершу нові.
    }
people-found =
    { $count ->
        [0] За запитом «{ $search }» нікого немає.
        [one] За запитом «{ $search }» є { $count } людина.
        [few] За запитом «{ $search }» є { $count } людини.
       *[other] За запитом «{ $search }» є { $count } людей.
    }
button-people = 👥 Люди
button-everybody = Усі
person-button = { $name }{ $mark ->
        [admin] {" "}⚙️
        [owner] {" "}👑
        [blocked] {" "}⛔
        [away] {" "}💤
       *[member] {""}
    }
person-who = <b>👤 <a href="tg://user?id={ $who_id }">{ $who }</a></b>
person-username = @{ $username }
person-id = id <code>{ $id }</code>
person-role =
    { $role ->
        [owner] 👑 власник
        [admin] ⚙️ адміністратор
        [blocked] ⛔ у блокуванні
       *[member] учасник
    }
person-away = 💤 заблокував бота: повідомлення не доходять
person-tags = 🏷 { $tags }
person-quota =
    📊 { $most ->
        [one] щонайбільше { $most } бронювання наперед
        [few] щонайбільше { $most } бронювання наперед
       *[other] щонайбільше { $most } бронювань наперед
    }
person-counts =
    { $ahead ->
        [0] Попереду бронювань немає
        [one] Попереду { $ahead } бронювання
        [few] Попереду { $ahead } бронювання
       *[other] Попереду { $ahead } бронювань
    }; у минулому { $others }.
button-book-for = 📅 Забронювати для людини
button-tags = 🏷 Мітки
button-quota = 📊 Квота
button-role = 👑 Роль
button-block = ⛔ Заблокувати
button-unblock = ✅ Розблокувати
person-tags-text =
    <b>🏷 Мітки: { $name }</b>
    Торкніться, щоб додати чи забрати, або введіть нові: staff, lab-2
person-quota-text =
    <b>📊 Скільки бронювань наперед може мати { $name }?</b>
    На все разом. Правила кожного ресурсу діють окремо.
button-no-quota = Скільки завгодно
person-quota-set = Записано.
person-role-text = <b>👑 { $name }: яка тут роль?</b>
role-name =
    { $role ->
        [owner] Власник
        [admin] Адміністратор
       *[member] Учасник
    }
person-role-set = Записано.
person-block-text =
    <b>⛔ Заблокувати? { $name }</b>
    { $count ->
        [0] Попереду бронювань немає.
        [one] Попереду { $count } бронювання: скасувати і його? Людину буде повідомлено.
        [few] Попереду { $count } бронювання: скасувати і їх? Людину буде повідомлено.
       *[other] Попереду { $count } бронювань: скасувати і їх? Людину буде повідомлено.
    }
person-block-hint = ✍️ <i>Спершу можна ввести причину; людина її прочитає.</i>
button-block-yes = ⛔ Заблокувати
button-block-keep = ⛔ Так, бронювання лишити
button-block-cancel = ⛔ Так, бронювання скасувати
person-blocked = Заблоковано.
person-unblocked = Розблоковано.
