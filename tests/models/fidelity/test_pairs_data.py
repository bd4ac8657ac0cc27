"""The labelled sentence pairs keep the format and the promises of data/pairs/README.md: checks are measured by them."""

import datetime
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, permutations
from pathlib import Path

import pytest

from newsbrief_models.fidelity.findings import FindingKind
from newsbrief_models.types import Language

PAIRS = Path(__file__).parent / "data" / "pairs"
COLUMNS = ["id", "source_language", "target_language", "publish_date", "source", "target", "error", "detail"]
NOT_PLANTED = ("term_not_applied", "name_added", "sentence_unsupported")  # what no pair of sentences shows
KINDS = {kind for kind in FindingKind if kind.value not in NOT_PLANTED}


@dataclass(frozen=True)
class Pair:
    id: str
    source_language: Language
    target_language: Language
    publish_date: str
    source: str
    target: str
    error: FindingKind | None
    detail: str


def read(split: str) -> list[Pair]:
    lines = (PAIRS / f"{split}.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert lines[0].split("\t") == COLUMNS
    return [pair(*line.split("\t")) for line in lines[1:]]


def pair(name: str, source_language: str, target_language: str, day: str, *rest: str) -> Pair:
    source, target, error, detail = rest
    kind = FindingKind(error) if error else None
    return Pair(name, Language(source_language), Language(target_language), day, source, target, kind, detail)


DEV, TEST = read("dev"), read("test")
ALL = DEV + TEST


def test_ids_are_unique_and_name_their_file() -> None:
    assert len({pair.id for pair in ALL}) == len(ALL)
    for letter, pairs in (("d", DEV), ("t", TEST)):
        assert all(
            pair.id[0] == letter and pair.id[1:-1].isdecimal() and pair.id[-1] in "abc" for pair in pairs
        )


@pytest.mark.parametrize("direction", list(permutations(Language, 2)), ids="-".join)
def test_each_direction_has_its_share(direction: tuple[Language, Language]) -> None:
    pairs = [pair for pair in ALL if (pair.source_language, pair.target_language) == direction]
    kinds = Counter(pair.error for pair in pairs)
    assert len(pairs) >= 110
    assert kinds.pop(None) * 2 == len(pairs)
    assert kinds == dict.fromkeys(KINDS, 5)


def test_files_are_alike() -> None:
    assert Counter(pair.error for pair in DEV) == Counter(pair.error for pair in TEST)


def test_a_sentence_stands_once_a_side() -> None:
    assert len({pair.source for pair in ALL}) == len(ALL)
    assert len({pair.target for pair in ALL}) == len(ALL)


def test_files_and_halves_share_no_sentence() -> None:
    uses: dict[str, set[tuple[str, bool]]] = {}
    for pair in ALL:
        for text in (pair.source, pair.target):
            uses.setdefault(text, set()).add((pair.id[0], pair.error is None))
    assert all(len(use) == 1 for use in uses.values())


def test_pairs_of_a_number_share_their_day() -> None:
    for number, pairs in groupby(ALL, key=lambda pair: pair.id[:-1]):
        assert len({pair.publish_date for pair in pairs}) == 1, number


def test_days_are_told_for_half_and_recent() -> None:
    days = [datetime.date.fromisoformat(pair.publish_date) for pair in ALL if pair.publish_date]
    assert len(ALL) / 2 < len(days) < len(ALL)
    assert all(datetime.date(2024, 1, 1) <= day < datetime.date(2027, 1, 1) for day in days)


@pytest.mark.parametrize("pair", ALL, ids=lambda pair: pair.id)
def test_texts_are_tidy(pair: Pair) -> None:
    for text in (pair.source, pair.target, pair.detail):
        assert text == " ".join(unicodedata.normalize("NFC", text).split())
    assert pair.source[-1] in ".»"
    assert pair.target[-1] in ".»" or pair.error is FindingKind.TRUNCATION


@pytest.mark.parametrize("pair", [pair for pair in ALL if pair.error], ids=lambda pair: pair.id)
def test_detail_tells_what_is_wrong(pair: Pair) -> None:
    wrong, arrow, right = pair.detail.partition(" → ")
    assert arrow
    assert wrong != right
    assert wrong == "∅" or wrong in pair.target
    if wrong == "∅" and pair.error in (
        FindingKind.NUMBER_MISSING,
        FindingKind.NAME_MISSING,
        FindingKind.TRUNCATION,
    ):
        assert f" {right} " not in f" {pair.target} "


def test_clean_pairs_have_no_detail() -> None:
    assert not any(pair.detail for pair in ALL if pair.error is None)
