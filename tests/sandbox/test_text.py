import pytest
from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message, MessageEntity
from aiogram.utils.formatting import Bold, Text

from sandbox.people.person import Person


def kinds(message: Message) -> list[tuple[str, int, int]]:
    return [(each.type, each.offset, each.length) for each in message.entities or []]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
async def test_a_tag_becomes_its_entity(bot: Bot, olena: Person, tag: str, kind: str) -> None:
    message = await bot.send_message(101, f"ab <{tag}>cd</{tag}>")

    assert message.text == "ab cd"
    assert kinds(message) == [(kind, 3, 2)]


@pytest.mark.parametrize(
    ("markup", "kind", "field", "value"),
    [
        ('<span class="tg-spoiler">x</span>', "spoiler", "offset", 0),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote", "offset", 0),
        ('<a href="https://a.test/b">x</a>', "text_link", "url", "https://a.test/b"),
        ('<a href="a.test">x</a>', "text_link", "url", "http://a.test/"),
        (
            '<a href="https://a.test/?a=1&amp;b=2">x</a>',
            "text_link",
            "url",
            "https://a.test/?a=1&b=2",
        ),
        ('<pre><code class="language-python">x</code></pre>', "pre", "language", "python"),
        ('<code class="language-python"><pre>x</pre></code>', "pre", "language", "python"),
        ('<code class="language-python">x</code>', "code", "language", None),
        (
            '<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>',
            "custom_emoji",
            "custom_emoji_id",
            "5368324170671202286",
        ),
        (
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            "date_time",
            "unix_time",
            1647531900,
        ),
        (
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            "date_time",
            "date_time_format",
            "wDT",
        ),
        ("<tg-time unix=1647531900>x</tg-time>", "date_time", "date_time_format", None),
    ],
)
async def test_an_attribute_reaches_the_entity(
    bot: Bot, olena: Person, markup: str, kind: str, field: str, value: object
) -> None:
    message = await bot.send_message(101, markup)

    [entity] = message.entities or []
    assert entity.type == kind
    assert getattr(entity, field) == value


async def test_a_mention_by_id_names_the_person(bot: Bot, olena: Person, andrii: Person) -> None:
    message = await bot.send_message(101, '<a href="tg://user?id=102">him</a>')

    [entity] = message.entities or []
    assert entity.type == "text_mention"
    assert entity.user is not None
    assert entity.user.first_name == andrii.user.first_name


async def test_a_mention_of_somebody_unknown_is_plain_text(bot: Bot, olena: Person) -> None:
    message = await bot.send_message(101, '<a href="tg://user?id=999">him</a>')

    assert message.text == "him"
    assert message.entities is None


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("є<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href=a$b>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            '<tg-emoji emoji-id="x">x</tg-emoji>',
            "Invalid custom emoji identifier specified at byte offset 0",
        ),
        (
            "<tg-time>x</tg-time>",
            'Tag "tg-time" must have a valid attribute "unix" at byte offset 0',
        ),
        (
            '<tg-time unix="1" format="Q">x</tg-time>',
            'Tag "tg-time" has an invalid attribute "format" at byte offset 0',
        ),
    ],
)
async def test_wrong_markup_is_refused_in_telegrams_words(
    bot: Bot, olena: Person, markup: str, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(101, markup)

    assert refusal.value.message == f"Bad Request: can't parse entities: {reason}"
    assert olena.messages()[1:] == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"'),
        ("&#1108;&#x454;", "єє"),
        ("&lt b", "< b"),
        ("R&D &nbsp; &bogus;", "R&D &nbsp; &bogus;"),
        ("&#0; &#1114111;", "&#0; &#1114111;"),
        ("a\tb\r\nc", "a b\nc"),
    ],
)
async def test_references_are_read_as_telegram_reads_them(
    bot: Bot, olena: Person, source: str, text: str
) -> None:
    assert (await bot.send_message(101, source)).text == text


async def test_offsets_count_utf16_units(bot: Bot, olena: Person) -> None:
    message = await bot.send_message(101, "😀є <b>b😀</b>")

    assert kinds(message) == [("bold", 4, 3)]


async def test_blanks_around_the_text_are_trimmed(bot: Bot, olena: Person) -> None:
    message = await bot.send_message(101, " \n a <b>b </b> \n")

    assert message.text == "a b"
    assert kinds(message) == [("bold", 2, 1)]


async def test_blanks_before_the_first_entity_are_trimmed_only_up_to_it(
    bot: Bot, olena: Person
) -> None:
    message = await bot.send_message(101, " <pre> a</pre> <b>b</b>")

    assert message.text == " a b"
    assert kinds(message) == [("pre", 0, 2), ("bold", 3, 1)]


@pytest.mark.parametrize("text", ["   ", "<b></b>", "<i> </i>\n"])
async def test_a_text_of_blanks_is_refused(bot: Bot, olena: Person, text: str) -> None:
    with pytest.raises(TelegramBadRequest, match="text must be non-empty"):
        await bot.send_message(101, text)


@pytest.mark.parametrize("mode", ["Markdown", ParseMode.MARKDOWN_V2, "bogus"])
async def test_another_parse_mode_is_refused(bot: Bot, olena: Person, mode: str) -> None:
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await bot.send_message(101, "x", parse_mode=mode)


async def test_entities_can_be_given_instead_of_markup(bot: Bot, olena: Person) -> None:
    message = await bot.send_message(101, **Text("<", Bold("b"), ">").as_kwargs())

    assert message.text == "<b>"
    assert kinds(message) == [("bold", 1, 1)]


async def test_entities_outside_the_text_are_dropped(bot: Bot, olena: Person) -> None:
    outside = [MessageEntity(type="bold", offset=5, length=2)]

    message = await bot.send_message(101, "abc", parse_mode=None, entities=outside)

    assert message.entities is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/book now", [("bot_command", 0, 5)]),
        ("/book@bronia_bot", [("bot_command", 0, 16)]),
        ("and/or 1/2", []),
        ("😀 @olena!", [("mention", 3, 6)]),
        ("see https://a.test/x.", [("url", 4, 16)]),
        ("see example.com", [("url", 4, 11)]),
        ("a@b.test", [("email", 0, 8)]),
        ("https://a.test/?q=#abc", [("url", 0, 22)]),
        ("#room5 #5", [("hashtag", 0, 6)]),
        ("plain", []),
    ],
)
def test_what_people_write_gets_its_entities(
    olena: Person, text: str, found: list[tuple[str, int, int]]
) -> None:
    assert kinds(olena.say(text)) == found


async def test_no_command_is_found_inside_code(bot: Bot, olena: Person) -> None:
    assert kinds(await bot.send_message(101, "<code>/book</code>")) == [("code", 0, 5)]


async def test_text_that_is_no_unicode_is_refused(bot: Bot, olena: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="strings must be encoded in UTF-8"):
        await bot.send_message(101, "\ud800")
