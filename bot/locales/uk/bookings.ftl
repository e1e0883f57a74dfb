any-who = 👤 <a href="tg://user?id={ $who_id }">{ $who }</a>
any-approvers = 🔐 <i>Про нього вирішують у групі схвалення.</i>
any-booked = ✅ <b>Заброньовано: { $name }.</b> Людину буде повідомлено.
any-moved = 🔀 <b>Перенесено: { $name }.</b> Людину буде повідомлено.
any-cancelled = 🚫 <b>Скасовано: { $name }.</b> Людину буде повідомлено.
any-cancel-question =
    <b>Скасувати чуже бронювання? { $name }</b>
    { $held }
    📅 { $period } ({ $place })
any-reason-hint = ✍️ <i>Спершу можна ввести причину; людина її прочитає.</i>
any-which = Яке бронювання? Його номер є на картці: /booking 12
button-any-card = 🛠 Показати бронювання
button-person = 👤 Чиє воно
banner-for = 👤 <b>Для кого: { $name }</b>
banner-move = 🔀 <b>Чуже бронювання: { $name }</b>
