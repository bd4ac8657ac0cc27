import pytest

from newsbrief_models.summarize.centrality import lexrank
from newsbrief_models.summarize.vectors import cosine, grams, tfidf

TEXTS = (
    "the tram line to the harbour opened",
    "the harbour tram opened late",
    "the tram line cost more than the old harbour bridge",
    "gulls circle",
    "bridge repairs cost money",
)


def reference(texts: tuple[str, ...]) -> list[float]:
    """The same walk with the whole matrix of cosines, run for long."""
    vectors = tfidf(map(grams, texts))
    size = len(vectors)
    links = [[0.0 if i == j else cosine(a, b) for j, b in enumerate(vectors)] for i, a in enumerate(vectors)]
    degree = [sum(row) for row in links]
    share = [1 / size] * size
    for _ in range(500):
        jump = sum(share[i] for i in range(size) if degree[i] < 1e-9) / size
        share = [
            0.15 / size
            + 0.85
            * (jump + sum(share[i] * links[i][j] / degree[i] for i in range(size) if degree[i] >= 1e-9))
            for j in range(size)
        ]
    return [value * size for value in share]


def test_agrees_with_the_matrix_it_never_builds() -> None:
    assert lexrank(tfidf(map(grams, TEXTS))) == pytest.approx(reference(TEXTS), abs=1e-3)


def test_average_is_one_and_the_isolated_stay_above_the_floor() -> None:
    ranks = lexrank(tfidf(map(grams, TEXTS)))
    assert sum(ranks) == pytest.approx(len(TEXTS))
    assert min(ranks) == ranks[3] >= 0.15
    assert max(ranks) == max(ranks[:3])


@pytest.mark.parametrize("size", [1, 2, 7])
def test_sentences_alike_or_empty_rank_alike(size: int) -> None:
    assert lexrank(tfidf([["a", "b"]] * size)) == pytest.approx([1.0] * size)
    assert lexrank([{}] * size) == pytest.approx([1.0] * size)
