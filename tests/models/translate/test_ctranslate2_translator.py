"""The translator on a tiny model: same rows, same results; bad folders refused before loading."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import ctranslate2
import pytest

from newsbrief_models.errors import DirectionError
from newsbrief_models.protocols import Translator
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.types import Hint, Language, Span, TranslatedRow, TranslationRow

EN, KO, RU = Language.EN, Language.KO, Language.RU
LONG = "The harbour office opened a second pier on Monday; the mayor said the plan costs 3.5 million, " * 5
MIXED = [
    TranslationRow("The council will vote next week.", EN, KO),
    TranslationRow("The council will vote next week.", EN, RU),
    TranslationRow(LONG, EN, RU),
    TranslationRow("", EN, KO),
    TranslationRow("도서관 두 곳은 학생들의 요청에 따라 밤에도 문을 연다.", KO, EN),
    TranslationRow("Мэр", RU, EN),
    TranslationRow("Two libraries stay open at night because students asked for it, " * 2, EN, KO),
]


@pytest.fixture(scope="module", params=[1, 2, 4], ids="beam{}".format)
def translator(tiny_model: Path, request: pytest.FixtureRequest) -> CTranslate2Translator:
    return CTranslate2Translator.open(tiny_model, beam_size=request.param)


@pytest.fixture(scope="module")
def greedy(tiny_model: Path) -> CTranslate2Translator:
    return CTranslate2Translator.open(tiny_model, beam_size=1)


def test_it_is_a_translator_and_says_what_the_manifest_says(greedy: Translator) -> None:
    info = greedy.info
    assert (info.name, info.version, info.task, info.engine, info.license) == (
        "tiny",
        "1.2.3",
        "translation",
        "ctranslate2",
        "Apache-2.0",
    )
    assert info.directions == ((EN, KO), (EN, RU), (KO, EN), (RU, EN))
    assert info.size_bytes > 10_000


def test_every_row_gets_a_line_and_a_confidence(translator: CTranslate2Translator) -> None:
    written = translator.translate(MIXED)
    assert len(written) == len(MIXED)
    for row, result in zip(MIXED, written, strict=True):
        assert bool(result.text) == bool(row.text)
        assert result.text == " ".join(result.text.split())
        assert "\ufffd" not in result.text
        assert "⁇" not in result.text
        assert 0 <= result.confidence <= 1


def test_a_row_does_not_depend_on_its_neighbours(translator: CTranslate2Translator) -> None:
    alone = [translator.translate([row])[0] for row in MIXED]
    assert translator.translate(MIXED) == alone
    assert translator.translate(MIXED[::-1]) == alone[::-1]
    assert translator.translate(MIXED * 3) == alone * 3


def test_the_target_tag_decides_the_language(greedy: CTranslate2Translator) -> None:
    korean, russian = greedy.translate(MIXED[:2])
    assert korean.text != russian.text


def test_workers_and_callers_at_once_change_nothing(tiny_model: Path, greedy: CTranslate2Translator) -> None:
    expected = greedy.translate(MIXED)
    busy = CTranslate2Translator.open(tiny_model, workers=2, threads=1, beam_size=1)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(busy.translate, [MIXED] * 12)) == [expected] * 12


@pytest.mark.parametrize("text", ["", " ", "\t\n", "123", "3.5%", "😀", "— 1,000 —", "!?", "\u200b"])
def test_a_row_without_letters_comes_back_as_it_is(greedy: CTranslate2Translator, text: str) -> None:
    assert greedy.translate([TranslationRow(text, EN, KO)]) == [TranslatedRow(text, 1.0)]


def test_no_rows_no_results(greedy: CTranslate2Translator) -> None:
    assert greedy.translate([]) == []


@pytest.mark.parametrize(("source", "target"), [(KO, RU), (RU, KO), (EN, EN)])
def test_an_unknown_direction_is_refused_whole(
    greedy: CTranslate2Translator, source: Language, target: Language
) -> None:
    for text in ("A pier.", ""):
        with pytest.raises(
            DirectionError, match=f"no model translates {source}-{target}; available: en-ko, en-ru"
        ):
            greedy.translate([MIXED[0], TranslationRow(text, source, target)])


class Spy:
    """Passes calls on to the engine and keeps them."""

    def __init__(self, engine: ctranslate2.Translator) -> None:
        self.engine = engine
        self.sources: list[list[str]] = []
        self.caps: list[int] = []

    def translate_batch(self, sources: list[list[str]], **options: object) -> object:
        self.sources += sources
        self.caps += [int(str(options["max_decoding_length"]))] * len(sources)
        return self.engine.translate_batch(sources, **options)


@pytest.fixture
def spied(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[CTranslate2Translator, Spy]:
    translator = CTranslate2Translator.open(tiny_model, beam_size=1)
    spy = Spy(translator._engine)
    monkeypatch.setattr(translator, "_engine", spy)
    return translator, spy


def test_a_long_row_goes_clause_by_clause(spied: tuple[CTranslate2Translator, Spy]) -> None:
    translator, spy = spied
    (row,) = translator.translate([TranslationRow(LONG, EN, KO)])
    assert len(spy.sources) > 1
    assert all(source[0] == ">>ko<<" and len(source) <= 41 for source in spy.sources)
    pieces = [piece for source in spy.sources for piece in source[1:]]
    assert "".join(pieces) == "▁" + LONG.strip().replace(" ", "▁")
    texts = [translator._tokenizer.decode(source[1:]) for source in spy.sources]
    clauses = translator.translate([TranslationRow(text, EN, KO) for text in texts])
    assert row.text == " ".join(clause.text for clause in clauses)
    assert min(c.confidence for c in clauses) <= row.confidence <= max(c.confidence for c in clauses)


def test_output_is_bounded_by_the_length_of_its_source(spied: tuple[CTranslate2Translator, Spy]) -> None:
    translator, spy = spied
    translator.translate(MIXED)
    for source, cap in zip(spy.sources, spy.caps, strict=True):
        assert min(2 * len(source) + 32, 120) <= cap <= min(4 * len(source) + 80, 120)


@pytest.mark.parametrize(
    ("word", "length"), [("a", 100_000), ("쀍", 5_000), ("a1", 5_000), (">>ko<<", 5_000)]
)
def test_any_length_without_a_space(spied: tuple[CTranslate2Translator, Spy], word: str, length: int) -> None:
    translator, spy = spied
    text = (word * length)[:length]
    (row,) = translator.translate([TranslationRow(text, EN, KO)])
    assert row.text
    assert max(map(len, spy.sources)) <= 41
    assert len(row.text) <= 120 * 20 * len(spy.sources)


@pytest.mark.parametrize("mark", [">>ru<<", "</s>", "<t>", "＜t＞", "<pad>"])
def test_marks_in_an_article_are_not_obeyed(spied: tuple[CTranslate2Translator, Spy], mark: str) -> None:
    translator, spy = spied
    translator.translate([TranslationRow(f"{mark} the pier {mark} opened", EN, KO)])
    (source,) = spy.sources
    assert source[0] == ">>ko<<"
    assert not {">>en<<", ">>ko<<", ">>ru<<", "<t>", "<s>", "</t>", "</s>", "<pad>", "<unk>"}.intersection(
        source[1:]
    )


HINTS = (Hint(Span(4, 8), "부두"), Hint(Span(9, 15), "열렸다"))


@pytest.fixture
def hinted(
    edit_manifest: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> tuple[CTranslate2Translator, Spy]:
    """A model whose manifest says that it takes hints."""
    translator = CTranslate2Translator.open(edit_manifest("schema = 1", "schema = 1\ntakes_hints = true"))
    spy = Spy(translator._engine)
    monkeypatch.setattr(translator, "_engine", spy)
    return translator, spy


def test_a_model_that_takes_hints_gets_them(hinted: tuple[CTranslate2Translator, Spy]) -> None:
    translator, spy = hinted
    assert translator.info.takes_hints
    translator.translate([TranslationRow("the pier opened", EN, KO, hints=HINTS)])
    (source,) = spy.sources
    assert [piece for piece in source if piece in {"<t>", "<s>", "</t>"}] == ["<t>", "<s>", "</t>"] * 2


def test_hints_follow_their_clause(hinted: tuple[CTranslate2Translator, Spy]) -> None:
    translator, spy = hinted
    at = LONG.rindex("mayor")
    translator.translate([TranslationRow(LONG, EN, KO, hints=(Hint(Span(at, at + 5), "시장"),))])
    assert [("<t>" in source) for source in spy.sources].count(True) == 1
    assert "<t>" in spy.sources[-1]


def test_other_models_never_see_hints(spied: tuple[CTranslate2Translator, Spy]) -> None:
    translator, spy = spied
    translator.translate([TranslationRow("the pier opened", EN, KO, hints=HINTS)])
    assert not {"<t>", "<s>", "</t>"}.intersection(spy.sources[0])
    assert not translator.info.takes_hints


def test_the_manifest_sets_the_beam_unless_told_otherwise(
    tiny_model: Path, greedy: CTranslate2Translator
) -> None:
    by_manifest = CTranslate2Translator.open(tiny_model).translate(MIXED)
    assert by_manifest == CTranslate2Translator.open(tiny_model, beam_size=2).translate(MIXED)
    assert by_manifest != greedy.translate(MIXED)


def test_the_manifest_can_forbid_repeats(
    edit_manifest: Callable[[str, str], Path], greedy: CTranslate2Translator
) -> None:
    folder = edit_manifest(
        "beam_size = 2", "beam_size = 1\nrepetition_penalty = 1.5\nno_repeat_ngram_size = 1"
    )
    strict = CTranslate2Translator.open(folder)
    for row in MIXED[:2]:
        pieces = strict._tokenizer.encode(strict.translate([row])[0].text)
        loose = greedy._tokenizer.encode(greedy.translate([row])[0].text)
        assert len(pieces) - len(set(pieces)) < len(loose) - len(set(loose))


def test_a_careful_row_loops_less_and_changes_no_other(greedy: CTranslate2Translator) -> None:
    plain = MIXED[0]
    careful = TranslationRow(plain.text, plain.source, plain.target, careful=True)
    usual, other = greedy.translate([plain, careful])
    assert usual == greedy.translate([plain])[0]

    def repeats(row: TranslatedRow) -> int:
        pieces = greedy._tokenizer.encode(row.text)
        threes = [tuple(pieces[i : i + 3]) for i in range(len(pieces) - 2)]
        return len(threes) - len(set(threes))

    assert repeats(other) < repeats(usual)


def test_a_quick_row_is_decoded_with_one_hypothesis_and_says_so(
    tiny_model: Path, greedy: CTranslate2Translator
) -> None:
    usual = CTranslate2Translator.open(tiny_model, beam_size=4)
    quick = [replace(row, quick=True) for row in MIXED]
    for row, done, greedily in zip(MIXED, usual.translate(quick), greedy.translate(MIXED), strict=True):
        assert done == replace(greedily, reduced=bool(row.text))
    mixed = usual.translate([MIXED[0], quick[0]])
    assert [row.reduced for row in mixed] == [False, True]


def test_with_one_hypothesis_a_quick_row_is_like_any_other(greedy: CTranslate2Translator) -> None:
    assert greedy.translate([replace(row, quick=True) for row in MIXED]) == greedy.translate(MIXED)
