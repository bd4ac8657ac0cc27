"""The packer lets no development text through; batches can be taken up again where they stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsbrief_training import filters, leaks
from newsbrief_training.corpora import Corpus, read_aligned, read_articles

np = pytest.importorskip("numpy")
DEV = "The council voted on Tuesday to close two of the nine schools."


def test_a_development_line_is_a_leak_whatever_its_case_and_marks() -> None:
    guard = leaks.Guard([DEV])
    assert guard.leaks(DEV)
    assert guard.leaks("the council voted on tuesday, to close two of the nine schools")


def test_eight_words_in_a_row_are_a_leak_and_seven_are_not() -> None:
    guard = leaks.Guard([DEV])
    assert guard.leaks("They say the council voted on Tuesday to close two shops.")
    assert not guard.leaks("They say the council voted on Tuesday to shut shops.")


def test_short_lines_are_shared_by_chance() -> None:
    assert not leaks.Guard(["Park Ji-woo"]).leaks("Park Ji-woo won.")


def test_packing_drops_leaks_repeats_and_wrong_scripts() -> None:
    pytest.importorskip("sentencepiece")
    from newsbrief_training.pack import tidy

    pairs = [
        ("A good line.", "Хорошая строка."),
        ("A good  line.", "Хорошая строка."),
        (DEV, "Совет проголосовал."),
        ("Not translated.", "Not translated at all."),
    ]
    kept = tidy(Corpus("x", "en", "ru", pairs), set(), leaks.Guard([DEV]), any_script=False)
    assert kept.pairs == [("A good line.", "Хорошая строка.")]


def test_code_is_told_from_prose() -> None:
    assert filters.looks_like_code("Call System.Console.WriteLine() here")
    assert not filters.looks_like_code("The ministry said exports rose 3.5 percent in May.")


def test_aligned_files_must_have_as_many_lines(tmp_path: Path) -> None:
    (tmp_path / "x.en-ko.en").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "x.en-ko.ko").write_text("하나\n", encoding="utf-8")
    with pytest.raises(ValueError, match="2 lines against 1"):
        list(read_aligned(tmp_path))


def test_articles_keep_their_three_languages_in_step(tmp_path: Path) -> None:
    text = "# topic | origin=ko\nE: Head\nK: 제목\nR: Заголовок\nE: One.\nK: 하나다.\nR: Один.\nB: 1\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (article,) = read_articles(tmp_path)
    assert article.lines["ko"] == ["제목", "하나다."]
    assert article.brief == [1]


def _packed(folder: Path) -> None:
    rng = np.random.default_rng(0)
    for name, count in (("news", 90), ("docs", 200), ("rough", 40)):
        lengths = rng.integers(3, 20, (2, count))
        arrays = {}
        for side in (0, 1):
            ids = rng.integers(300 + 100 * side, 400 + 100 * side, lengths[side].sum())
            arrays[f"ids{side + 1}"] = ids.astype(np.uint16)
            arrays[f"off{side + 1}"] = np.cumsum([0, *lengths[side]], dtype=np.uint32)
        np.savez(folder / f"{name}.en-ru.npz", l1="en", l2="ru", **arrays)


def _mixture(folder: Path):
    from newsbrief_training.mixture import Mixture, Phase

    phases = [
        Phase(0.5, 12, {"news": 0.5, "docs": 0.5}),
        Phase(1.0, 100, {"news": 0.8, "rough": 0.2}),
    ]
    return Mixture(folder, phases, tokens=400, seed=3, pool=60, one_way=frozenset({"rough"}))


def _take(mixture, count: int) -> list[tuple[bytes, bytes]]:
    taken: list[tuple[bytes, bytes]] = []
    while len(taken) < count:
        for source, target in mixture.batches(0.1):
            taken.append((source.tobytes(), target.tobytes()))
            if len(taken) == count:
                break
    return taken


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    pytest.importorskip("sentencepiece")
    _packed(tmp_path)
    return tmp_path


@pytest.mark.parametrize("cut", [1, 7, 13, 30])
def test_a_resumed_run_sees_the_batches_it_would_have_seen(packed: Path, cut: int) -> None:
    whole = _take(_mixture(packed), 40)
    first = _mixture(packed)
    assert _take(first, cut) == whole[:cut]
    second = _mixture(packed)
    second.place = first.place
    assert _take(second, 40 - cut) == whole[cut:]


def test_a_batch_fits_its_budget_and_names_its_target_language(packed: Path) -> None:
    from newsbrief_training.tokenizer import EOS, TAGS

    for source, target in _mixture(packed).batches(0.9):
        assert source.size <= 400
        assert target.size <= 400
        assert set(source[:, 0]) <= set(TAGS.values())
        assert (source == EOS).sum() == len(source)
        assert (target == EOS).sum() == len(target)


def test_a_one_way_corpus_is_never_a_target(packed: Path) -> None:
    from newsbrief_training.mixture import Mixture, Phase
    from newsbrief_training.tokenizer import TAGS

    mixture = Mixture(packed, [Phase(1.0, 100, {"rough": 1.0})], 400, pool=60, one_way=frozenset({"rough"}))
    assert all((source[:, 0] == TAGS["ru"]).all() for source, _ in mixture.batches(0.0))


def test_phases_follow_progress_and_their_length_limit(packed: Path) -> None:
    mixture = _mixture(packed)
    assert max(s.shape[1] for s, _ in mixture.batches(0.1)) <= 14
    assert max(s.shape[1] for s, _ in mixture.batches(0.9)) > 14
