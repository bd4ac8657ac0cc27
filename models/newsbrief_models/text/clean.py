"""How a text reads once cleaned (plain spaces, nothing invisible, composed letters), and whether it is markup."""

import re
import unicodedata

from newsbrief_models.errors import MarkupError

# What a reader does not see, as the inside of a regular-expression class: control characters that are not white space,
# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt) but for variation selectors 1-16, which choose how
# a character looks, interlinear annotation marks, lone surrogates, which no encoding can carry, and two noncharacters.
INVISIBLE = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# A zero-width joiner holds 👩‍🚒 together; anywhere else it only hides.
_PICTURE = r"\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_UNSEEN = re.compile(rf"(?!(?<=[{_PICTURE}\ufe0f])\u200d[{_PICTURE}])[{INVISIBLE}]")

# UAX #15, Stream-Safe Text Format: no text of any language has more than 30 marks on a letter. Sorting a longer run of
# marks takes quadratic time in unicodedata.
_MAX_MARKS = 30

_TAGS = (
    "a|article|blockquote|body|br|div|figure|footer|h[1-6]|head|header|hr|html|iframe|img|li|link|main|meta|nav|ol|p|pre|"
    "rss|script|section|span|style|table|tbody|td|th|tr|ul"
)
# An opening tag counts only when it is one of those that pages are made of: "<b>" alone may be talked about.
_MARKUP = re.compile(
    rf"<(?:(?P<declaration>!doctype|\?xml)\b|/(?P<closing>[a-z][a-z0-9]{{0,15}})\s{{0,8}}>"
    rf"|(?P<opening>{_TAGS})(?:\s[^<>]{{0,1000}})?>|(?P<empty>{_TAGS})\s{{0,8}}/>)",
    re.IGNORECASE,
)


# White space to fold: any but a no-break space that stands alone.
_FOLDED = re.compile(r"[^\S\u00a0\u202f]\s*|[\u00a0\u202f]\s+")


def clean(text: str) -> str:
    """`text` as it reads: white space of any kind folded to single spaces, invisible characters removed, NFC.

    NFC (UAX #15) because text copied from macOS may hold Hangul, й and é in pieces, which no model has seen. Where
    that is so, more than 30 combining marks on a letter are dropped. Linear in the length of `text`;
    ``clean(clean(t)) == clean(t)``.
    """
    return " ".join(_composed(text).split())


def printed(text: str) -> str:
    """`text` as `clean` reads it, with the no-break spaces its language is set with ("1 840 рублей") left in place."""
    return _FOLDED.sub(" ", _composed(text).strip())


def origins(text: str, cleaned: str) -> list[int]:
    """Where each character of `cleaned`, which is ``clean(text)``, stands in `text`, and last where the text ends.

    Takes time linear in the length of `text`.
    """
    found: list[int] = []
    position = 0
    for character in cleaned:
        wanted = (character, unicodedata.normalize("NFD", character)[0])
        while position < len(text) and text[position] not in wanted and _is_folded(text[position], character):
            position += 1
        found.append(min(position, len(text)))
        position += 1
    while position < len(text) and _is_folded(text[position], ""):
        position += 1
    return [*found, min(position, len(text))]


def _is_folded(character: str, wanted: str) -> bool:
    """Whether cleaning drops `character` where `wanted` is what comes next."""
    if character.isspace():
        return wanted != " "
    return (
        bool(_UNSEEN.match(character))
        or unicodedata.combining(character) > 0
        or "\u1160" <= character <= "\u11ff"
    )


def _composed(text: str) -> str:
    text = _UNSEEN.sub("", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", _with_few_marks(text))
    return text


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def refuse_markup(text: str) -> None:
    """Raise MarkupError when `text` holds HTML or XML: a declaration, a closing tag, or a tag pages are made of.

    "a < b", "<b>" and "<저작권자(c) ...>" are no markup. Linear in the length of `text`.
    """
    found = _MARKUP.search(text)
    if found is None:
        return
    if found["declaration"]:
        seen = f"<{found['declaration'].lower()}"
    elif found["closing"]:
        seen = f"</{found['closing'].lower()}>"
    else:
        seen = f"<{(found['opening'] or found['empty']).lower()}>"
    raise MarkupError(seen)
