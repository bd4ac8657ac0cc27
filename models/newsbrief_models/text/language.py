"""Tells a text's language by script, then by letters and frequent words: en, ko, ru, and what is none of them."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import exp

from newsbrief_models.errors import LanguageMismatchError, LanguageUndetectedError, LanguageUnsupportedError
from newsbrief_models.text.clean import clean
from newsbrief_models.text.tables import rows
from newsbrief_models.types import Language

UNDETERMINED = "und"  # BCP-47's tag for a language not known

_SAMPLE = 4000  # code points looked at; a language shows within the first paragraphs
_LEAST = 0.01  # guesses below this confidence are not worth telling

# Korean and Russian news is full of Latin names while English news holds next to no Hangul or Cyrillic, and a syllable
# block is two or three letters: letters of other scripts than Latin weigh this much.
_WEIGHT = 3.0
_LANGUAGE_OF_SCRIPT = {Language.EN: "latin", Language.KO: "hangul", Language.RU: "cyrillic"}

_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,8})*")
_TAG_LENGTH = 35  # RFC 5646 section 4.4.1: what every implementation must be able to hold
# A word as the word lists mean it: neither the U and S of "U.S." nor the s of "Kim's".
_TOKEN = re.compile(r"(?<!['’])\b(?:[^\W\d_]{2,}|[^\W\d_A-Z])(?![\w])")


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language a text may be in: its BCP-47 primary tag or "und", and how sure the guess is (0..1)."""

    code: str
    confidence: float

    @property
    def language(self) -> Language | None:
        """The language, if newsbrief works in it."""
        return Language(self.code) if self.code in _LANGUAGE_OF_SCRIPT else None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a piece of evidence counts within a script, in frequent words; `prior` is what en and ru have in advance.

    Foreign names carry Latin diacritics into English news, but no і or ђ gets into Russian news.
    """

    letter: float
    mark: float
    prior: float


_EVIDENCE = {"latin": _Evidence(0.5, 1.0, 1.0), "cyrillic": _Evidence(2.0, 2.0, 1.5)}
_WORD_ODDS = 2.0  # a frequent word multiplies the odds of a language by e**2


def detect(text: str) -> tuple[LanguageGuess, ...]:
    """The languages `text` may be in, best first, never empty; only its first 4,000 code points are looked at.

    Confidences add up to 1 at most. A text without letters is ``("und", 0.0)``. Never raises.
    """
    sample = clean(text[:_SAMPLE])
    counts = _scripts(sample)
    total = sum(counts.values())
    guesses = [
        LanguageGuess(code, share * count / total)
        for script, count in counts.items()
        for code, share in _languages(script, sample).items()
    ]
    if not guesses:
        return (LanguageGuess(UNDETERMINED, 0.0),)
    guesses.sort(key=lambda guess: -guess.confidence)
    return tuple(guess for i, guess in enumerate(guesses) if i == 0 or guess.confidence >= _LEAST)


def require(text: str) -> LanguageGuess:
    """The best guess at the language of `text`, when it is one newsbrief works in.

    Raises:
        LanguageUnsupportedError: it is another language.
        LanguageUndetectedError: no language can be told.
    """
    best = detect(text)[0]
    if best.code == UNDETERMINED:
        raise LanguageUndetectedError
    if best.language is None:
        raise LanguageUnsupportedError(best.code)
    return best


def require_letters(text: str, language: Language) -> None:
    """Raise LanguageMismatchError when `text` has letters, but none of the script of `language`."""
    script = _LANGUAGE_OF_SCRIPT[language]
    other = False
    for character in set(text):
        found = _script(character)
        if found == script:
            return
        other = other or found is not None
    if other:
        raise LanguageMismatchError(language)


def parse_tag(tag: str) -> Language:
    """The language a BCP-47 tag names ("en", "ko-KP", "RU-ru"), by its primary subtag; the rest may be anything valid.

    Raises:
        LanguageUnsupportedError: another language, or no tag at all; names the first 35 characters.
    """
    matched = _TAG.fullmatch(tag) if len(tag) <= _TAG_LENGTH else None
    if matched is None or matched[1].lower() not in _LANGUAGE_OF_SCRIPT:
        raise LanguageUnsupportedError(tag[:_TAG_LENGTH])
    return Language(matched[1].lower())


@cache
def _ranges() -> tuple[list[int], list[int], list[str], dict[str, str]]:
    table = rows("scripts")
    firsts, lasts = [int(row["first"], 16) for row in table], [int(row["last"], 16) for row in table]
    return firsts, lasts, [row["script"] for row in table], {row["script"]: row["language"] for row in table}


def _script(character: str) -> str | None:
    firsts, lasts, names, _ = _ranges()
    i = bisect_right(firsts, ord(character)) - 1
    return names[i] if i >= 0 and ord(character) <= lasts[i] else None


def _scripts(sample: str) -> dict[str, float]:
    """Weighted counts of letters by script, with Han given to the language it is used in."""
    counts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        script = _script(character)
        if script is not None:
            counts[script] += count
    weighted = {script: n if script == "latin" else n * _WEIGHT for script, n in counts.items()}
    han, hangul, kana = (weighted.get(script, 0.0) for script in ("han", "hangul", "kana"))
    # Chinese and Japanese never hold Hangul, but Korean headlines hold hanja (北, 美); Japanese always holds kana.
    if han and 4 * hangul >= han and hangul >= kana:
        weighted["hangul"] += weighted.pop("han")
    elif han and 10 * kana >= han:
        weighted["kana"] += weighted.pop("han")
    return weighted


def _languages(script: str, sample: str) -> dict[str, float]:
    """The languages of `script` that something in `sample` speaks for, with shares that add up to less than 1."""
    if script not in _EVIDENCE:
        return {_ranges()[3][script]: 1.0}
    evidence = _EVIDENCE[script]
    telling = _telling(script)
    letters = Counter(letter for letter in sample.lower() if letter in telling)
    words = Counter(map(str.lower, _TOKEN.findall(sample)))
    edged = "_" + "__".join(words.elements()) + "_"
    scores: dict[str, float] = {}
    for code, known in _known(script).items():
        score = evidence.prior if code in _LANGUAGE_OF_SCRIPT else 0.0
        score += sum(words[word] for word in words.keys() & known.words)
        score += evidence.letter * sum(n if c in known.letters else -n for c, n in letters.items())
        score += evidence.mark * sum(map(edged.count, known.marks))
        scores[code] = score
    best = max(scores.values())
    if best <= 0:
        return {}
    nothing = exp(-_WORD_ODDS * best)  # the odds of a language not listed
    odds = {code: exp(_WORD_ODDS * (score - best)) - nothing for code, score in scores.items() if score > 0}
    return {code: o / (nothing + sum(odds.values())) for code, o in odds.items()}


@dataclass(frozen=True, slots=True)
class _Known:
    letters: frozenset[str]
    marks: tuple[str, ...]
    words: frozenset[str]


@cache
def _known(script: str) -> dict[str, _Known]:
    return {
        row["language"]: _Known(
            frozenset(row["letters"]), tuple(row["marks"].split()), frozenset(row["words"].split())
        )
        for row in rows("languages")
        if row["script"] == script
    }


@cache
def _telling(script: str) -> frozenset[str]:
    return frozenset().union(*(known.letters for known in _known(script).values()))
