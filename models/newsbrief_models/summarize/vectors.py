"""Texts as sparse vectors of word pieces, so that Korean particles and Russian endings do not hide a shared word."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

Vector = dict[str, float]

_WORD = re.compile(r"\w+")
_STEM_LETTERS = 5
_STEM_SYLLABLES = 2


def words(text: str) -> list[str]:
    """The words of `text`, case-folded, composed (NFKC), with ё written as е. Linear in its length."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))


def grams(text: str) -> list[str]:
    """Character trigrams within words, the start of a word marked; bigrams in Korean, whose letters are syllables.

    A text without words is one gram, so that it still equals itself.
    """
    return [gram for word in words(text) for gram in _word_grams(word)] or [text]


def stems(text: str) -> list[str]:
    """The first five letters of each word, or its first two Korean syllables."""
    return [word[: _STEM_SYLLABLES if _is_korean(word) else _STEM_LETTERS] for word in words(text)]


def tfidf(bags: Iterable[Sequence[str]]) -> list[Vector]:
    """Unit vectors of `bags`, a term weighing (1 + ln tf) · ln((n + 1) / df); an empty bag gives an empty vector."""
    counts = [Counter(bag) for bag in bags]
    documents = Counter(term for count in counts for term in count)
    rarity = {term: math.log((len(counts) + 1) / df) for term, df in documents.items()}
    return [
        _unit({term: (1 + math.log(tf)) * rarity[term] for term, tf in count.items()}) for count in counts
    ]


def cosine(one: Vector, other: Vector) -> float:
    """The cosine (0..1) of two unit vectors."""
    small, large = sorted((one, other), key=len)
    return min(1.0, sum(weight * large.get(term, 0.0) for term, weight in small.items()))


def _word_grams(word: str) -> list[str]:
    size = 2 if _is_korean(word) else 3
    marked = "^" + word
    return [marked[i : i + size] for i in range(max(1, len(marked) - size + 1))]


def _is_korean(word: str) -> bool:
    return any("가" <= letter <= "힣" for letter in word)


def _unit(vector: Vector) -> Vector:
    norm = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / norm for term, weight in vector.items()} if norm else {}
