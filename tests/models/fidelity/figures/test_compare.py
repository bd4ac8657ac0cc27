"""What arrived of a source's figures in its translation, what changed, what is missing and what is new."""

import datetime

import pytest

from newsbrief_models.fidelity.figures import Severity, Verdict, compare, read
from newsbrief_models.types import Language

EN, KO, RU = Language


def findings(
    source: str,
    target: str,
    languages: tuple[Language, Language] = (EN, KO),
    day: datetime.date | None = None,
) -> list[tuple[str, str, str, str]]:
    """What `compare` says of two sentences, matches left out: verdict, severity, the figure on each side."""
    results = compare(read(source, languages[0]), read(target, languages[1]), reference=day)
    return [
        (found.verdict.value, found.severity.value, str(found.source or ""), str(found.target or ""))
        for found in results
        if found.verdict is not Verdict.MATCH
    ]


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        (
            "Seoul estimates that 15,000 soldiers were sent, with casualties exceeding 4,700 and about 600 deaths.",
            "한국은 병력 1만5천명이 파병됐고 사상자가 4천700명을 넘으며 사망자는 600명가량이라고 추산했다.",
            (EN, KO),
        ),
        ("Of 15,000 men, 600 died; the 15,000 had come by sea.", "Из 15 тыс. человек погибли 600.", (EN, RU)),
        ("Пять из них, девять из десяти", "다섯 명, 10명 중 9명", (RU, KO)),
        ("Of the ten calls, eight were about keys.", "전화 10통 중 8통은 열쇠 문제였다.", (EN, KO)),
        ("Of the 10 concerts, eight were sold out.", "공연 10회 중 8회가 매진됐다.", (EN, KO)),
        ("두세 명이 숨졌다.", "Погибли два или три человека.", (KO, RU)),
        ("They won 21-19, 22-20.", "Победа со счетом 21:19, 22:20.", (EN, RU)),
        ("It lasts from June 17 to 19.", "17∼19일 열린다.", (EN, KO)),
        ("open round the clock", "24시간 운영한다", (EN, KO)),
        ("A man was hurt.", "한 명이 다쳤다.", (EN, KO)),
    ],
)
def test_a_faithful_translation_has_no_error(
    source: str, target: str, languages: tuple[Language, Language]
) -> None:
    assert not [found for found in findings(source, target, languages) if found[1] == "error"]


def test_a_changed_number_is_paired_with_what_it_became() -> None:
    found = findings("They sent 15,000 soldiers and 600 guns.", "병력 5천명과 포 600문을 보냈다.")
    assert found == [("changed", "error", "number:15000:-", "number:5000:-")]


def test_the_scale_and_the_unit_count() -> None:
    assert findings("It costs 9 billion won.", "90억달러가 든다.")[0][:2] == ("changed", "error")
    assert findings("It costs 9 billion won.", "900억원이 든다.")[0][:2] == ("changed", "error")
    assert findings("It rose 3.5 percent.", "3.5%포인트 올랐다.")[0][:2] == ("changed", "error")


def test_a_missing_and_an_added_number_are_told_apart() -> None:
    assert findings("They sent 15,000 soldiers.", "병력을 보냈다.") == [
        ("missing", "error", "number:15000:-", "")
    ]
    assert findings("They sent soldiers.", "병력 700명을 보냈다.") == [("added", "error", "", "number:700:-")]


def test_what_languages_add_and_drop_freely_is_no_error() -> None:
    assert findings("the first visit", "방문") == [("missing", "none", "ordinal:1", "")]
    assert findings("dozens of men", "남자들") == [("missing", "warning", "vague:10s", "")]
    assert findings("a week later", "그 뒤") == [("missing", "none", "duration:1:week", "")]


def test_a_changed_small_number_is_an_error_all_the_same() -> None:
    assert findings("Two ships sank.", "배 세 척이 침몰했다.") == [
        ("changed", "error", "number:2:-", "number:3:-")
    ]


def test_a_number_said_once_more_in_place_of_another_is_changed() -> None:
    found = findings("3 killed, 3 wounded, 5 ships", "3명 사망, 5명 부상, 선박 5척")
    assert found == [("changed", "error", "number:3:-", "number:5:-")]


def test_dates_differ_by_month_day_and_year() -> None:
    for target in ("7월 19일", "6월 9일"):
        assert [found[:2] for found in findings("on June 19", target)] == [("changed", "error")]
    assert [found[:2] for found in findings("in 2019", "2018년에")] == [("changed", "error")]


def test_the_day_of_publication_tells_a_weekday_from_a_date() -> None:
    day = datetime.date(2025, 6, 18)
    assert findings("on Thursday", "20일") == []
    assert [found[:2] for found in findings("on Thursday", "20일", day=day)] == [("changed", "error")]
    assert findings("on Saturday the 21st", "토요일인 21일", day=day) == []


def test_results_come_in_the_order_of_the_source_then_what_was_added() -> None:
    results = compare(read("7 men, 8 guns, in 2019", EN), read("총 8정, 남자 7명, 닷새, 오후 3시", KO))
    assert [str(found.source) for found in results if found.source] == [
        "number:7:-",
        "number:8:-",
        "date:2019",
    ]
    assert [found.verdict for found in results][-1] is Verdict.ADDED


def test_nothing_on_either_side_is_nothing() -> None:
    assert compare((), ()) == ()
    assert {found.severity for found in compare(read("7 men", EN), ())} == {Severity.ERROR}
