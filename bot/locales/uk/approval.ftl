card-request = 🔔 <b>Запит на схвалення</b>
card-who = 👤 <a href="tg://user?id={ $who_id }">{ $who }</a> · № { $number }
card-body =
    { $held }
    📅 { $period } ({ $place })
card-purpose = 💬 { $purpose }
card-deadline = ⏳ вирішити до { $deadline } ({ $place })
button-approve = ✅ Схвалити
button-reject = ❌ Відхилити
card-approved = ✅ <b>Схвалено</b>: { $by }
card-unneeded = ✅ <b>Схвалення вже не потрібне</b>: бронювання змінено
card-rejected = ❌ <b>Відхилено</b>: { $by }
card-reason = ✍️ { $reason }
card-expired = ⌛ <b>Прострочено</b>: ніхто не вирішив вчасно
card-cancelled = 🚫 <b>Скасовано</b> тим, хто бронював
card-superseded = 🔁 <b>Цей запит змінили.</b> Відповіді чекає новіша картка нижче.
toast-approved = Схвалено.
toast-rejected = Відхилено.
reject-question =
    { $who }, чому відхилено «{ $names }, { $period }»?
    Дайте відповідь на це повідомлення з причиною або торкніться кнопки.
button-reject-silently = Відхилити без причини
button-reject-not = ‹ Не відхиляти
toast-unrejected = Відмову скасовано, запит знову чекає на рішення.
