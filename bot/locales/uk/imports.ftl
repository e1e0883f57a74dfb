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
