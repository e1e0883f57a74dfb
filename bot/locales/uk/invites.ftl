invites-title = <b>Запрошення</b>
invites-text = Ці посилання ще впускають людей. Торкніться, щоб побачити посилання або відкликати його.
invites-none = Чинних немає. Хто відкриє посилання-запрошення, зможе користуватися ботом.
invite-label =
    { $left ->
        [none] ∞
       *[other] ще { $left }
    } · прийшло { $used } · { $until ->
        [none] назавжди
       *[other] { $until }
    }
button-invite-new = ➕ Нове посилання
invite-form-title = <b>Нове запрошення</b>
invite-form-uses =
    👥 { $uses ->
        [0] Для скількох завгодно людей
        [one] Для { $uses } людини
        [few] Для { $uses } людей
       *[other] Для { $uses } людей
    }
invite-form-days =
    ⏳ { $days ->
        [0] Без кінцевого терміну
        [one] На { $days } день
        [few] На { $days } дні
       *[other] На { $days } днів
    }
invite-form-tags =
    🏷 { $tags ->
        [none] Без міток
       *[other] Мітки: { $tags }
    }
invite-form-hint = Тим, хто прийде, можна дати мітки: напишіть їх, наприклад: staff, lab-2
invite-uses =
    { $uses ->
        [0] 👥 ∞
       *[other] 👥 { $uses }
    }
invite-days =
    { $days ->
        [0] Назавжди
        [1] 1 день
        [7] 1 тиждень
        [one] { $days } день
        [few] { $days } дні
       *[other] { $days } днів
    }
button-invite-no-tags = ✖ Без міток
button-invite-make = ✅ Створити посилання
invite-title = 🔗 <b>Посилання-запрошення</b>
invite-uses-line =
    👥 Прийшло: { $used }, { $left ->
        [none] можуть прийти ще скільки завгодно
       *[other] можуть прийти ще: { $left }
    }
invite-until =
    ⏳ { $until ->
        [none] Без кінцевого терміну
       *[other] До { $until }
    }
button-invite-copy = 📋 Скопіювати посилання
button-invite-revoke = 🚫 Відкликати
invite-revoked = Відкликано: більше ніхто за ним не ввійде.
