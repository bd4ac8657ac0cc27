"""The table of bad input: what is sent, and what must come of it."""

from dataclasses import dataclass
from typing import Any

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from tests.service.articles import EN, KO, RU
from tests.service.test_bad_input import BAD_BRIEFS, BAD_TRANSLATIONS, RAW, article, options

BRIEFS = ("BriefArticle", "StreamBriefArticle")
LIMIT = 20_000  # characters of an article, out of the box
BODY = "article.body"
INVALID = "INVALID_ARGUMENT"
WORD = "Talks began on Monday. "


@dataclass(frozen=True, slots=True)
class Case:
    """A message, the methods it goes to, and the status, reason and field that must come back."""

    name: str
    message: bytes
    methods: tuple[str, ...] = BRIEFS
    code: str = INVALID
    reason: str = ""
    field: str = ""


def _brief(name: str, fields: dict[str, Any], reason: str, field: str = BODY) -> Case:
    return Case(name, _message(fields), reason=reason, field=field)


def _message(fields: dict[str, Any]) -> bytes:
    return pb.BriefArticleRequest(**fields).SerializeToString()


def _bytes(name: str, body: bytes) -> Case:
    """An article whose body is `body`, whatever protobuf thinks of it."""
    inner = b"\x1a" + _varint(len(body)) + body
    return Case(name, b"\x0a" + _varint(len(inner)) + inner, reason="MALFORMED_MESSAGE")


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _translation(target_language_code: str = "ko", **fields: Any) -> pb.TranslateTextRequest:
    return pb.TranslateTextRequest(target_language_code=target_language_code, **fields)


def _style(**fields: Any) -> types_pb2.StyleOptions:
    return types_pb2.StyleOptions(**fields)


def _method(name: str, method: str, message: Any, reason: str, field: str) -> Case:
    return Case(name, message.SerializeToString(), (method,), INVALID, reason, field)


def _check(source: str, target: str, **fields: Any) -> pb.CheckFidelityRequest:
    return pb.CheckFidelityRequest(source_text=source, target_text=target, **fields)


def _names(*names: str, target: str = "ru", **fields: Any) -> pb.RenderNamesRequest:
    return pb.RenderNamesRequest(names=names, target_language_code=target, **fields)


def _odd(name: str, body: str, **fields: str) -> Case:
    return Case(name, _message(article(body, **fields)), code="OK")


_TRANSLATIONS: dict[str, Any] = {**BAD_TRANSLATIONS}
# Of the tests of bad input, but for what depends on their own limit.
_SHARED = [
    *(_brief(name, *row) for name, row in BAD_BRIEFS.items() if name != "limit + 1"),
    *(
        Case(
            f"translation: {name}",
            _translation(**fields).SerializeToString(),
            ("TranslateText",),
            INVALID,
            reason,
            field,
        )
        for name, (fields, reason, field) in _TRANSLATIONS.items()
        if name != "too long together"
    ),
    *(Case(name, raw, (*BRIEFS, "TranslateText"), reason="MALFORMED_MESSAGE") for name, raw in RAW.items()),
]

REFUSED = (
    *_SHARED,
    _brief("limit + 1", article((WORD * 1000)[: LIMIT + 1]), "TEXT_TOO_LONG"),
    _brief("900 KB", article(WORD * 39_000), "TEXT_TOO_LONG"),
    _brief("100,000 without a space", article("x" * 100_000, language_code="en"), "TEXT_TOO_LONG"),
    _brief("a word of 50,000", article("Talks " + "x" * 50_000), "TEXT_TOO_LONG"),
    _brief("line breaks only", article("\n" * 5_000), "TEXT_EMPTY"),
    _brief("19 characters", article("Talks began Monday."), "TEXT_TOO_SHORT"),
    _brief("NULs only", article("\0" * 100), "TEXT_EMPTY"),
    _brief("a script and nothing else", article("<script>alert(1)</script>" * 20), "TEXT_IS_MARKUP"),
    _brief(
        "register that is none",
        options(style=_style(korean_register=99)),
        "OUT_OF_RANGE",
        "options.style.korean_register",
    ),
    _brief(
        "number style that is none",
        options(style=_style(number_style=-1)),
        "OUT_OF_RANGE",
        "options.style.number_style",
    ),
    _bytes("one byte that is no UTF-8", b"\xff"),
    _bytes("a lone surrogate", EN.encode() + b"\xed\xa0\x80"),
    _bytes("an overlong encoding", EN.encode() + b"\xc0\xaf"),
    _bytes("half a character", EN.encode() + b"\xea\xb0"),
    _bytes("beyond Unicode", EN.encode() + b"\xf4\x90\x80\x80"),
    Case("cut in the middle", _message(article())[:-7], reason="MALFORMED_MESSAGE"),
    Case("a field of another type", b"\x08\x01\x0a\x02\x1a", reason="MALFORMED_MESSAGE"),
    _method("empty", "DetectLanguage", pb.DetectLanguageRequest(), "TEXT_EMPTY", "content"),
    _method(
        "too long",
        "DetectLanguage",
        pb.DetectLanguageRequest(content="a " * LIMIT),
        "TEXT_TOO_LONG",
        "content",
    ),
    _method("NUL", "DetectLanguage", pb.DetectLanguageRequest(content="a\0b"), "TEXT_NOT_TEXT", "content"),
    _method("no source", "CheckFidelity", _check("", RU), "TEXT_EMPTY", "source_text"),
    _method("no target", "CheckFidelity", _check(EN, " "), "TEXT_EMPTY", "target_text"),
    _method(
        "a language that is none",
        "CheckFidelity",
        _check(EN, RU, target_language_code="tlh"),
        "LANGUAGE_UNSUPPORTED",
        "target_language_code",
    ),
    _method("no names", "RenderNames", _names(), "OUT_OF_RANGE", "names"),
    _method("101 names", "RenderNames", _names(*["Kim"] * 101), "OUT_OF_RANGE", "names"),
    _method("a blank name", "RenderNames", _names("Kim", "\t"), "TEXT_EMPTY", "names[1]"),
    _method("a name of 10,000", "RenderNames", _names("K" * 10_000), "TEXT_TOO_LONG", "names[0]"),
    _method(
        "convention that is none", "RenderNames", _names("Kim", convention=77), "OUT_OF_RANGE", "convention"
    ),
    _method(
        "no target language",
        "RenderNames",
        _names("Kim", target=""),
        "LANGUAGE_UNSUPPORTED",
        "target_language_code",
    ),
)

ODD = (
    _odd("limit", (WORD * 1000)[: LIMIT - 1] + "."),
    _odd("limit - 1", (WORD * 1000)[: LIMIT - 2] + "."),
    _odd("19,999 without a space", "x" * 19_999, language_code="en"),
    _odd("stops only, but for a sentence", WORD + ". " * 5_000),
    _odd("open quotes", WORD + "“ " * 5_000),
    _odd("marks upon marks", WORD + "e" + "\u0301" * 5_000),
    _odd("bidi overrides", f"\u202e{EN}\u202c"),
    _odd("bidi isolates", f"\u2067{EN}\u2069"),
    _odd("joiners", EN.replace(" ", " \u200d")),
    _odd("soft hyphens and marks of byte order", "\ufeff" + EN.replace("o", "\u00ado")),
    _odd("escape sequences", f"\x1b[2J\x1b]0;title\x07{EN}\x1b[0m"),
    _odd("control characters", EN.replace(". ", ".\x01\x02\x7f ")),
    _odd("emoji", EN.replace(".", " 👩\u200d👩\u200d👧 🇰🇷.")),
    _odd("private use and noncharacters", f"{EN} \ue000\ufdd0\U0010ffff"),
    _odd("Korean in letters apart", "".join(f"{KO}")),
    _odd("two scripts", f"{EN}\n\n{RU}", language_code="en"),
    _odd("full width", EN + " ＰＲＩＣＥＳ　ＲＯＳＥ．"),
    _odd("old line ends", EN.replace("\n", "\r\n") + "\r\x0b\x0c\u2028\u2029"),
    _odd("an angle or two", EN + " Prices were < 5 won and > 3 won, a<b."),
    Case("a field that is unknown", _message(article()) + b"\xfa\x7f\x03abc", code="OK"),
    Case("a field twice", _message(article()) * 2, ("BriefArticle",), "OK"),
)
