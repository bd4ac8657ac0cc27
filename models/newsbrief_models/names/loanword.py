"""Russian names in Hangul by the National Institute of Korean Language's rules for Russian (notice 2005-32)."""

from functools import cache

from newsbrief_models.names.russian import CYRILLIC, latin, parts, plain, with_yo
from newsbrief_models.names.syllables import Syllable, join
from newsbrief_models.names.tables import rows
from newsbrief_models.names.values import Convention

_VOICELESS = frozenset("пткфсхцчшщ")
_VOWEL = {
    "а": "ㅏ",
    "о": "ㅗ",
    "у": "ㅜ",
    "ы": "ㅣ",
    "и": "ㅣ",
    "э": "ㅔ",
    "е": "ㅔ",
    "ё": "ㅛ",
    "ю": "ㅠ",
    "я": "ㅑ",
}
_PLAIN = {"ㅑ": "ㅏ", "ㅛ": "ㅗ", "ㅠ": "ㅜ"}  # after ㅈ and ㅊ no y is heard
_HUSHED = {"ㅏ": "ㅑ", "ㅗ": "ㅛ", "ㅜ": "ㅠ", "ㅔ": "ㅖ"}  # ш and щ are 시 run together with the vowel
_ONSET = dict(zip("бпвфгкдтзжсшщцчхмнрл", "ㅂㅍㅂㅍㄱㅋㄷㅌㅈㅈㅅㅅㅅㅊㅊㅎㅁㄴㄹㄹ", strict=True))
_CODA = dict(zip("бпвфгкдт", "ㅂㅂㅂㅂㄱㄱㅅㅅ", strict=True))  # before a voiceless consonant
_LAST = dict(zip("бпвфгкдт", "ㅍㅍㅍㅍㅋㅋㅌㅌ", strict=True))  # at the end of a word, on ㅡ
_SINGLE = {"тч": "ч", "тс": "ц", "тц": "ц", "дц": "ц", "дж": "ж", "дз": "з", "йо": "ё"}
_ENDINGS = {"град": "그라드", "город": "고로드"}


def hangul(name: str) -> tuple[str, ...]:
    """The forms of `name` (Cyrillic) in Hangul: Лавров -> 라브로프; empty when it holds other than Russian letters.

    First that of the rules, with the ё that papers leave out put back (Семен 세묜); then what also stands in print:
    е as written, words settled otherwise (이고르), stops that do not close a syllable (아흐메트신 beside 아흐멧신).
    """
    forms = (
        _name(name, restore, parted, other)
        for restore, parted, other in (
            (True, False, False),
            (False, False, False),
            (True, False, True),
            (True, True, False),
        )
    )
    return tuple(dict.fromkeys(form for form in forms if form is not None))


def _name(name: str, restore: bool, parted: bool, other: bool) -> str | None:
    if (settled := _settled(other).get(plain(name))) is not None:
        return settled
    done: list[str] = []
    pieces = parts(name)
    for index, word in enumerate(pieces):
        if word in ("", " ", "."):
            done.append(word)
        elif word == "-":
            continue
        elif any(char not in CYRILLIC for char in word.lower()):
            return None
        elif len(word) == 1 and pieces[index + 1 : index + 2] == ["."]:
            done.append((latin(word, Convention.ICAO) or "")[:1])
        elif (settled := _settled(other).get(plain(word))) is not None:
            done.append(settled)
        else:
            done.append(_word(with_yo(word.lower()) if restore else word.lower(), parted))
    return "".join(done)


@cache
def _settled(other: bool) -> dict[str, str]:
    return {plain(row["russian"]): (other and row["others"]) or row["korean"] for row in rows("nikl_words")}


def _word(word: str, parted: bool) -> str:
    for ending, korean in _ENDINGS.items():
        if word.endswith(ending) and word != ending:
            return _built(word.removesuffix(ending), parted) + korean
    return _built(word, parted)


def _built(word: str, parted: bool) -> str:
    built = _Builder(parted)
    sounds = _sounds(word)
    for index, sound in enumerate(sounds):
        built.take(sound, sounds[index + 1] if index + 1 < len(sounds) else "")
    return built.text()


def _sounds(word: str) -> list[str]:
    """The letters of `word` as the rules count them: double ones once (but мм, нн), тс as ц, -ий as и, йо as ё."""
    sounds: list[str] = []
    for index, char in enumerate(word):
        before = sounds[-1] if sounds else ""
        following = word[index + 1 : index + 2]
        if char == before and char not in _VOWEL and char not in "мн":
            continue
        if char == "й" and before in ("и", "ы"):
            continue
        if before == "д" and char == "с" and following and following not in _VOWEL:
            sounds[-1] = "ц"
        elif (joined := _SINGLE.get(before + char)) is not None:
            sounds[-1] = joined
        else:
            sounds.append(char)
    return sounds


class _Builder:
    """Hangul being put together, one sound after another."""

    def __init__(self, parted: bool) -> None:
        self._parted = parted
        self._done: list[Syllable] = []
        self._onset = ""  # the consonant letter that waits for its vowel
        self._soft = True  # whether е, я, ё and ю begin with y: at the start, after vowels and after ь and ъ

    def text(self) -> str:
        """What is built."""
        return "".join(join(syllable) for syllable in self._done)

    def take(self, sound: str, after: str) -> None:
        """Add one letter, knowing the one after it."""
        if sound in _VOWEL:
            self._vowel(sound)
        elif sound == "й":
            self._done.append(Syllable("", "ㅣ", ""))
            self._soft = True
        elif sound in "ьъ":
            self._sign(sound, after)
        elif after and (after in _VOWEL or after == "ь"):
            self._onset = sound
        else:
            self._consonant(sound, after)

    def _vowel(self, letter: str) -> None:
        vowel = _VOWEL[letter]
        if self._onset:
            self._open(self._onset, vowel)
        else:
            vowel = "ㅖ" if letter == "е" and self._soft else vowel
            self._done.append(Syllable("", vowel, ""))
        self._onset = ""
        self._soft = True

    def _open(self, letter: str, vowel: str) -> None:
        """A syllable that begins with the consonant `letter`."""
        onset = _ONSET[letter]
        if letter in "шщ":
            vowel = _HUSHED.get(vowel, vowel)
        elif onset in "ㅈㅊ":
            vowel = _PLAIN.get(vowel, vowel)
        if letter == "л":
            self._close("ㄹ")
        self._done.append(Syllable(onset, vowel, ""))

    def _close(self, final: str) -> bool:
        """Give the last syllable the final consonant, if it has none."""
        if not self._done or self._done[-1].final:
            return False
        self._done[-1] = self._done[-1]._replace(final=final)
        return True

    def _sign(self, sign: str, after: str) -> None:
        """ь is 이, but nothing after л, м and н before a consonant or at the end; ъ parts what it stands between."""
        letter, self._onset = self._onset, ""
        self._soft = True
        if not letter or sign == "ъ":
            return
        silent = letter in "лмн" and after not in _VOWEL and (letter != "л" or self._done)
        if silent and self._close(_ONSET[letter]):
            return
        if after == "и":
            self._onset = letter
        else:
            self._open(letter, "ㅣ")

    def _consonant(self, letter: str, after: str) -> None:
        """A consonant before another one or at the end of the word."""
        self._soft = False
        if letter in "лн" and self._close(_ONSET[letter]):
            return
        if letter == "м" and after != "л" and self._close("ㅁ"):
            return
        if letter in _CODA:
            if after in _VOICELESS and not self._parted and self._close(_CODA[letter]):
                return
            voiceless = not after or after in _VOICELESS
            self._done.append(Syllable(_LAST[letter] if voiceless else _ONSET[letter], "ㅡ", ""))
        elif letter in "шщч" or (letter == "ж" and (not after or after in _VOICELESS)):
            self._done.append(Syllable("ㅊ" if letter == "ч" else "ㅅ", "ㅣ", ""))
        elif letter == "з" and (not after or after in _VOICELESS):
            self._done.append(Syllable("ㅅ", "ㅡ", ""))
        else:
            self._done.append(Syllable(_ONSET[letter], "ㅡ", ""))
