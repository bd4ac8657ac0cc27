"""What stands beside a name in a text: whether it belongs to the name."""

from newsbrief_models.fidelity.naming.korean_names import titled
from newsbrief_models.fidelity.naming.search import Match, Text
from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.fidelity.naming.tokens import given_name, ordinary
from newsbrief_models.terms import korean
from newsbrief_models.types import Language, Span


def alone(match: Match, side: Side) -> bool:
    """Whether a surname stands without a given name: 권 차관, Kwon said; not 권민수, Kwon Min-su."""
    word = side.words[match.last]
    rest = word.text[match.span.end - word.start :]
    if side.language is Language.KO:
        if match.span.end - match.span.start == 1:  # one syllable is met by chance
            return rest.startswith("씨") or (not rest and titled(side.words, match.last + 1))
        return (not rest or korean.follows(rest, match.span.of(side.text))) and part(
            side, match.first - 1
        ) is None
    whole = side.candidate_at.get(match.first)
    if whole and whole.korean and len(whole.words) > 1:
        return False
    capital = side.words[match.first].capital
    return capital and part(side, match.first - 1) is None and part(side, match.last + 1) is None


def part(side: Side, index: int) -> Span | None:
    """The word at `index` if it can hardly be anything but a part of a name that nobody knows yet."""
    if not 0 <= index < len(side.words) or index in side.known:
        return None
    word = side.words[index]
    if side.language is Language.KO:
        hangul = all("가" <= char <= "힣" for char in word.text)
        return word.span if hangul and len(word.text) > 1 and not ordinary(word.text) else None
    likely = word.capital and not word.acronym and not word.opens and not ordinary(word.bare)
    return word.span if likely or (word.capital and given_name(word.bare)) else None


def word_by_word(names: list[str], whole: Match, side: Side, limit: float) -> bool:
    """Whether each word of a name of several is within `limit`, where both sides have as many: not Ronald for
    Leonid Brodsky.
    """
    found = side.words[whole.first : whole.last + 1]
    if len(found) != len(names) or len(found) == 1:
        return True
    pairs = zip(names, found, strict=True)
    return all(Text([word]).find([own], 0.0, within=limit) is not None for own, word in pairs)
