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
refusal-name-taken = Така назва вже є: { $name }.
refusal-text-outside =
    { $least ->
        [0] Не більше за { $most } символів, будь ласка; тут { $asked }.
       *[other] Від { $least } до { $most } символів, будь ласка; тут { $asked }.
    }
refusal-number-outside = Надішліть, будь ласка, число від { $least } до { $most }.
refusal-length-outside =
    { $min_minutes ->
        [0] Щонайбільше { $max }, будь ласка.
       *[other] Від { $min } до { $max }, будь ласка.
    }
refusal-no-such-zone = Не знаю такого часового поясу чи міста: { $name }. Наприклад: Europe/Kyiv.
refusal-no-feature = «{ $word }» не підходить: слово може мати до 32 літер, цифр, дефісів і пробілів, а між словами – коми.
refusal-too-many-words = Це забагато: разом може бути { $most } символів.
refusal-too-many-spans = За день можна відчинятися щонайбільше { $most } разів.
refusal-never-open = Тоді не буде відчинено ніколи. Краще закрийте для бронювання.
refusal-rules-contradict = Ці правила суперечать одне одному: найкоротше бронювання з таким кроком – { $min }, а найдовше – { $max }.
refusal-others-contradict =
    { $more ->
        [0] Нічого не змінено: через власні правила не лишилося б жодної тривалості в { $names }. Спершу змініть їх.
       *[other] Нічого не змінено: через власні правила не лишилося б жодної тривалості в { $names } і ще { $more }. Спершу змініть їх.
    }
refusal-not-understood = Тут я цього не розумію. Погляньте, будь ласка, на приклади або скористайтеся кнопками.
refusal-photo-missing = Фото вже немає.
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
refusal-claim-over = Цим посиланням уже скористалися, або його час минув. Поки власника немає, кожен запуск бота пише до журналу нове.
refusal-not-admitted =
    { $access ->
        [group] Цей бот – для учасників групи «{ $group }». Попросіть того, хто ним опікується, додати вас.
       *[invited] Цей бот – для тих, хто має посилання-запрошення. Попросіть його в того, хто ботом опікується.
    }
refusal-no-members-group = Спершу виберіть групу: додайте мене туди й надішліть там /members.
refusal-invite-over = Це посилання вже нікого не впустить: ним скористалися, його час минув або його відкликали. Попросіть, будь ласка, нове.
refusal-not-a-tag = «{ $tag }» не може бути міткою. Мітка – це до 32 малих латинських літер, цифр і дефісів, наприклад: staff, lab-2.
refusal-too-many-tags = Забагато міток для однієї людини: разом символів { $asked }, а можна щонайбільше { $most }.
refusal-group-fixed = Групу схвалення задано в ADMIN_CHAT_ID. Спершу приберіть його з налаштувань.
refusal-group-missing = Ця група вже не є групою схвалення.
refusal-group-in-use =
    { $waiting ->
        [0] { $resources ->
            [one] Цю групу призначено для { $resources } ресурсу: спершу дайте йому іншу.
            [few] Цю групу призначено для { $resources } ресурсів: спершу дайте їм іншу.
           *[other] Цю групу призначено для { $resources } ресурсів: спершу дайте їм іншу.
        }
        [one] На відповідь цієї групи чекає { $waiting } запит: спершу слід його вирішити.
        [few] На відповідь цієї групи чекають { $waiting } запити: спершу слід їх вирішити.
       *[other] На відповідь цієї групи чекає { $waiting } запитів: спершу слід їх вирішити.
    }
refusal-not-a-group =
    { $command ->
        [members] Надішліть /members у групі, учасники якої можуть мною користуватися.
       *[bind] Надішліть /bind у групі, яка має схвалювати.
    }
refusal-export-too-large = Усе разом має { $mb } МБ, а в повідомлення вміщується { $most_mb }. На сервері: python -m bot export FOLDER
refusal-file-too-large = Файл завеликий: щонайбільше { $most_mb } МБ.
refusal-file-unreadable = Не можу прочитати цей файл. Збережіть його, будь ласка, як CSV (UTF-8) або XLSX.
refusal-line-broken = Частина його літер в іншому кодуванні, ніж решта. Збережіть усе, будь ласка, як CSV (UTF-8) або XLSX.
refusal-too-many-lines = Як на один файл, це забагато: щонайбільше { $most } рядків.
refusal-table-unknown = Перший рядок має називати стовпці: для ресурсів «name» і «kind», для людей «telegram_id» або «username», для бронювань «resource», «person», «start» і «end». А в ньому: { $columns }.
refusal-column-twice = Стовпець «{ $column }» трапляється двічі.
refusal-cell-missing = «{ $column }»: порожньо.
refusal-cell-wrong = { $column }: «{ $said }» не годиться. Наприклад: { $example }.
refusal-cell-too-long = { $column }: символів { $length }, а можна щонайбільше { $most }.
refusal-no-moment = «{ $said }» – це не день і час. Наприклад: 2026-03-02 14:00.
refusal-date-ambiguous = «{ $said }»: де тут день, а де місяць? Напишіть 2026-03-02 14:00.
refusal-time-skipped = Часу «{ $said }» не існує: годинник через нього перескакує.
refusal-time-twice = «{ $said }» буває двічі, бо годинник переводять назад. Уточніть, наприклад 2026-10-25 03:30+03:00.
refusal-ends-before-start = Кінець раніше за початок.
refusal-said-before = Те саме, що в рядку { $line }.
refusal-lines-differ = Це те саме бронювання, що й у рядку { $line }, але людина, час, мета чи статус інші.
refusal-line-of-refused = Його бронювання відхилено в рядку { $line }.
refusal-resource-unknown = Немає ресурсу «{ $name }».
refusal-person-unknown = Я не знаю { $person }. Додайте цю людину за її Telegram-ідентифікатором, у файлі людей.
refusal-role-not-by-file = Жоден файл не робить адміністратором і не чіпає ролі того, хто ним є.
refusal-kind-fixed = Таке вже є, але іншого виду.
refusal-import-over = З цим файлом уже закінчено. Надішліть його, будь ласка, ще раз.
refusal-question-over = Це вже минуло. Відкрийте /admin ще раз.
refusal-closure-missing = Такого закриття вже немає.
refusal-closure-over = Це вже було б у минулому.
refusal-closure-backwards = Кінець вийшов раніше за початок. Приклад: 25.12 10:00-14:00
refusal-closure-in-gap = { $day } годинник переводять уперед, і цього часу того дня немає. Хай почнеться на тиждень чи рік пізніше, а до того закрийте один раз.
refusal-closure-too-long = Задовго: щонайбільше { $most_days ->
        [one] { $most_days } день.
        [few] { $most_days } дні.
       *[other] { $most_days } днів.
    }
refusal-day-unclear = Не вдалося зрозуміти, який це день. Спробуйте 25.12, 24.12-2.01 або 25 груд 10:00-14:00.
refusal-hours-unclear = Не вдалося зрозуміти, які це години. Спробуйте 10-14 або 12:00-13:30.
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
error-unexpected = Перепрошую, щось зламалося на моєму боці. Перш ніж спробувати ще раз, зазирніть у /my. (помилка { $id })
button-outdated = Ця кнопка більше не працює. Спробуйте /book або /my.
