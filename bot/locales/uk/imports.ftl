import-outcome =
    { $outcome ->
        [created] нове
        [changed] змінено
        [same] як є
        [left_out] пропущено
       *[refused] відхилено
    }
import-count =
    { $outcome ->
        [created] ➕ нових: { $count }
        [changed] ✏️ змінених: { $count }
        [same] ＝ без змін: { $count }
        [left_out] ➖ пропущених: { $count }
       *[refused] ✖ відхилених: { $count }
    }
import-title =
    { $kind ->
        [resources] 📥 <b>Ресурси</b> з { $name }
        [people] 📥 <b>Люди</b> з { $name }
       *[bookings] 📥 <b>Бронювання</b> з { $name }
    }
import-ignored = Стовпці, яких я не знаю й не беру: { $columns }
import-problem = • рядок { $line }, { $name }: { $why }
import-more =
    { $count ->
        [one] … і ще { $count } рядок, у звіті.
        [few] … і ще { $count } рядки, у звіті.
       *[many] … і ще { $count } рядків, у звіті.
    }
import-kept =
    ⚠️ { $count ->
        [one] { $count } майбутнє бронювання після цього вже неможливе. Воно лишається:
        [few] { $count } майбутні бронювання після цього вже неможливі. Вони лишаються:
       *[many] { $count } майбутніх бронювань після цього вже неможливі. Вони лишаються:
    }
import-kept-booking = № { $number }, { $moment }
import-kept-more = … і ще { $count }
import-kept-line = • { $name }: { $which }
import-kept-lines = … і ще ресурсів: { $count }, у звіті.
import-kept-then =
    Щоб перенести чи скасувати якесь із них: /booking і номер. Ті, що цього тижня (зачинено або не працює), є і в /today.{ $done ->
        [yes] {""}
       *[no] {" "}Щоб вирішити про всі разом, змініть ресурс не файлом, а в /admin: там про них запитають.
    }
import-refused = Усе або нічого: виправте ці рядки й надішліть файл ще раз.
import-ready = Поки що нічого не записано.
import-nothing = Робити нема чого.
import-done = ✅ Готово.
import-anew = ⚠️ Тим часом щось змінилося. Ось як було б тепер.
import-aside = ⚠️ Правила ресурсів відкладено: важить лише те, що зайнято.
import-yes = ✅ Імпортувати
import-no = ✖ Забути файл
import-report = 📄 Повний звіт
import-report-text = Рядок за рядком.
import-set-aside = ⚠️ Відкласти правила
import-rules-hold = Повернути правила
import-forgotten = Файл забуто; нічого не записано.
in-out-button = 📦 Імпорт і експорт
in-out-text =
    📦 <b>Імпорт і експорт</b>

    Надішліть сюди CSV або XLSX із ресурсами, людьми чи бронюваннями, як файл. Спершу я лише скажу, що буде з кожним рядком; ще одна кнопка – і зроблено: усе або нічого.

    Перший рядок називає стовпці:
    <b>ресурси</b>: name, kind, location, quantity, monday, …
    <b>люди</b>: telegram_id або username, tags, role, quota
    <b>бронювання</b>: resource, person, start, end, units, purpose

    В експорті є всі стовпці, і його можна імпортувати знову.
export-button = 📤 Експортувати все
export-text = Усе, у CSV і JSON. Бережіть цей файл: у ньому імена й те, для чого бронювали.
