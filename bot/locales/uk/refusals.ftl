refusal-resource-missing = Це більше не можна забронювати.
refusal-slot-taken = Цей час щойно зайняли.
refusal-too-many-units =
    { $quantity ->
        [one] Є лише { $quantity } штука, а потрібно { $asked }.
        [few] Є лише { $quantity } штуки, а потрібно { $asked }.
       *[many] Є лише { $quantity } штук, а потрібно { $asked }.
    }
refusal-too-soon =
    { $notice_minutes ->
        [0] Цей час ({ $asked }) уже почався. Оберіть пізніший.
       *[other] Бронювати треба щонайменше за { $notice } до початку; ви просили { $asked }.
    }
refusal-too-far-ahead =
    { $horizon_days ->
        [one] Бронювати можна до { $last_day } (ви просили { $asked }): щонайбільше на { $horizon_days } день наперед.
        [few] Бронювати можна до { $last_day } (ви просили { $asked }): щонайбільше на { $horizon_days } дні наперед.
       *[other] Бронювати можна до { $last_day } (ви просили { $asked }): щонайбільше на { $horizon_days } днів наперед.
    }
refusal-too-short = Щонайменше { $min }; ви просили { $asked_time }.
refusal-too-long = Щонайбільше { $max }; ви просили { $asked_time }.
refusal-off-grid = Крок бронювання: { $grid }; ви просили { $asked }.
refusal-outside-hours =
    { $hours ->
        [none] Того дня ({ $day }) зачинено; ви просили { $asked_hours }.
       *[other] Того дня ({ $day }) відчинено { $hours }; ви просили { $asked_hours }.
    }
refusal-in-closure =
    { $reason ->
        [none] Зачинено до { $until }; ви просили { $asked }.
       *[other] Зачинено до { $until } ({ $reason }); ви просили { $asked }.
    }
refusal-not-for-you =
    { $own ->
        [none] Це можуть бронювати лише: { $tags }. Ви не належите до жодної з цих груп.
       *[other] Це можуть бронювати лише: { $tags }. Ваші групи: { $own }.
    }
refusal-too-many-open =
    { $most ->
        [one] Наперед можна мати щонайбільше { $most } таке бронювання, а у вас уже { $open }.
        [few] Наперед можна мати щонайбільше { $most } такі бронювання, а у вас уже { $open }.
       *[other] Наперед можна мати щонайбільше { $most } таких бронювань, а у вас уже { $open }.
    }
refusal-person-quota =
    { $most ->
        [one] Наперед можна мати щонайбільше { $most } бронювання на все разом, а їх уже { $open }.
        [few] Наперед можна мати щонайбільше { $most } бронювання на все разом, а їх уже { $open }.
       *[other] Наперед можна мати щонайбільше { $most } бронювань на все разом, а їх уже { $open }.
    }
refusal-week-full = На тиждень можна щонайбільше { $max }: того тижня ви вже маєте { $used_time }, а просите ще { $asked_time }.
refusal-not-all =
    Усе разом забронювати не вдасться:
    { $failed }
refusal-not-all-names = Усе разом забронювати не вдасться. Завадило: { $names }.
refusal-failure = { $name }: { $why }
refusal-purpose-too-long =
    { $most ->
        [one] Будь ласка, коротше: щонайбільше { $most } символ, а тут { $asked }.
        [few] Будь ласка, коротше: щонайбільше { $most } символи, а тут { $asked }.
       *[other] Будь ласка, коротше: щонайбільше { $most } символів, а тут { $asked }.
    }
refusal-reason-too-long =
    { $most ->
        [one] Будь ласка, коротше: щонайбільше { $most } символ, а тут { $asked }.
        [few] Будь ласка, коротше: щонайбільше { $most } символи, а тут { $asked }.
       *[other] Будь ласка, коротше: щонайбільше { $most } символів, а тут { $asked }.
    }
refusal-booking-missing = Такого бронювання немає.
refusal-already-started = Бронювання вже триває, тож цього не зробити.
refusal-already-over = Це бронювання вже закінчилося.
refusal-not-running = Завершити раніше можна лише бронювання, яке саме триває.
refusal-nothing-changes = Нічого не зміниться: бронювання вже саме таке.
refusal-nothing-to-undo = Тут уже нічого повертати.
refusal-too-late-to-undo = Повернути можна лише протягом { $undo }.
refusal-request-changed = Запит тим часом змінили. Будь ласка, вирішуйте за новішою карткою нижче.
refusal-quantity-in-use =
    { $in_use ->
        [one] Уже заброньовано { $in_use } штуку, тож лишити тільки { $asked } не можна.
        [few] Уже заброньовано { $in_use } штуки, тож лишити тільки { $asked } не можна.
       *[other] Уже заброньовано { $in_use } штук, тож лишити тільки { $asked } не можна.
    }
refusal-too-fast = Забагато всього за раз. Зачекайте мить і продовжуйте, будь ласка.
refusal-unit-out = Зникла б одна з тих, якими зараз користуються. Спробуйте, коли її повернуть.
refusal-not-active = Це бронювання вже { $status_name }.
refusal-already-decided =
    { $decided_by ->
        [none] Запізно: бронювання вже { $status_name }.
       *[other] Рішення вже є ({ $decided_by }): { $status_name }.
    }
refusal-deadline-passed = Час на рішення минув; запит згорає.
refusal-not-approver = Вирішувати можуть лише учасники групи схвалення, у самій групі.
refusal-not-admin = Це може зробити лише адміністратор.
refusal-not-for-members = Це бачать лише ті, хто схвалює, і адміністратори.
refusal-not-owner = Це може зробити лише власник.
refusal-last-owner = Хтось має бути власником: спершу зробіть власником іще когось.
refusal-owner-fixed = Цю людину зроблено власником у ADMIN_IDS. Спершу приберіть її з налаштувань.
refusal-person-missing = Я не знаю такої людини.
refusal-group-fixed = Групу схвалення задано в ADMIN_CHAT_ID. Спершу приберіть його з налаштувань.
refusal-not-a-group = Надішліть /bind у групі, яка має схвалювати.
refusal-draft-over = Цей діалог завершено. Почніть новий: /book.
refusal-contended = Зараз забагато запитів водночас; нічого не змінено. Спробуйте, будь ласка, ще раз.
refusal-away = Зараз я не маю доступу до своїх записів. Спробуйте, будь ласка, ще раз за хвилину.
refusal-blocked =
    { $reason ->
        [none] Ви не можете користуватися цим ботом. Зверніться до того, хто ним опікується.
       *[other] Ви не можете користуватися цим ботом: { $reason }. Зверніться до того, хто ним опікується.
    }
refusal-person-blocked = { $name } у блокуванні, тож бронювати для цієї людини не можна. Спершу зніміть блокування.
refusal-runs-the-place = Того, хто керує, заблокувати не можна. Спершу власник має забрати цю роль.
refusal-not-a-tag = «{ $tag }» не може бути міткою. Мітка – це до 32 малих латинських літер, цифр і дефісів, наприклад: staff, lab-2.
refusal-too-many-tags = Забагато міток для однієї людини: разом символів { $asked }, а можна щонайбільше { $most }.
error-unexpected = Перепрошую, щось зламалося на моєму боці. Перш ніж спробувати ще раз, зазирніть у /my. (помилка { $id })
button-outdated = Ця кнопка більше не працює. Спробуйте /book або /my.
