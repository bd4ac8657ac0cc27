"""Word translations are found from sentence pairs, and faults are counted in outputs."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")


def test_words_that_always_meet_are_translations() -> None:
    from newsbrief_training.lexical import ibm1

    rng = np.random.default_rng(0)
    pairs = []
    for _ in range(200):
        words = rng.choice(20, 4, replace=False)
        pairs.append((np.sort(words), np.sort(words + 20)))
    types, probability = ibm1(pairs, vocab=40)
    best = {x: (types % 40)[types // 40 == x][probability[types // 40 == x].argmax()] for x in range(20)}
    assert best == {x: x + 20 for x in range(20)}


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("he said he said he said that", True),
        ("no no no no", True),
        ("3 3 3 3", False),
        ("The minister said that the minister of trade had left.", False),
    ],
)
def test_loops_are_seen(text: str, bad: bool) -> None:
    pytest.importorskip("ctranslate2")
    from newsbrief_training.faults import repetitive

    assert repetitive(text) is bad


def test_lost_numbers_are_counted_across_formats() -> None:
    pytest.importorskip("ctranslate2")
    from newsbrief_training.faults import count
    from newsbrief_training.translate import Output

    sources = ["15,000 people came.", "It cost 20 rubles."]
    references = ["Пришли 15 тыс. человек.", "Это стоило 20 рублей."]
    outputs = [Output("Пришли 15 000 человек.", -0.1, False), Output("Это стоило 30 рублей.", -0.1, False)]
    faults = count(sources, references, outputs, ("en", "ru"))
    assert faults.numbers_kept == 0.5
    assert faults.lines_with_numbers == 2
    assert faults.wrong_script == 0


def test_a_calibrated_curve_rises_with_the_score() -> None:
    pytest.importorskip("ctranslate2")
    pytest.importorskip("sacrebleu")
    from newsbrief_training.calibrate import fit

    rng = np.random.default_rng(0)
    scores = rng.normal(-1, 0.5, 2000)
    good = (rng.random(2000) < 1 / (1 + np.exp(-(4 * scores + 4)))).astype(float)
    result = fit(scores, good)
    assert result["slope"] == pytest.approx(4, abs=0.7)
    assert result["expected_error"] < 0.05
