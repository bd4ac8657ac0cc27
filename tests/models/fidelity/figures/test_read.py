"""The figure reader: one case for each way of writing a figure, and for what only looks like one."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.fidelity.figures import Approx, Origin, read
from newsbrief_models.types import Language

EN, KO, RU = Language


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (EN, "15,000 people", "number:15000:-"),
        (EN, "one hundred and forty-two branches", "number:142:-"),
        (EN, "four thousand seven hundred men", "number:4700:-"),
        (EN, "two and a half million doses", "number:2500000:-"),
        (EN, "a four-and-a-half-day week", "duration:4.5:day"),
        (EN, "$1.5bn", "money:1500000000:USD"),
        (EN, "a $48 billion project", "money:48000000000:USD"),
        (EN, "A$10 billion", "money:10000000000:AUD"),
        (EN, "99 U.S. cents", "money:0.99:USD"),
        (EN, "12 basis points", "points:0.12"),
        (EN, "a quarter point", "points:0.25"),
        (EN, "fell by a fifth", "fraction:1/5"),
        (EN, "nine out of ten", "fraction:9/10"),
        (EN, "an hour and forty minutes", "duration:100:minute"),
        (EN, "in 2:12:44", "duration:7964:second"),
        (EN, "within a week", "duration:1:week"),
        (EN, "an 11-month-old boy", "duration:11:month"),
        (EN, "half past nine", "time:09:30"),
        (EN, "a magnitude-7.7 quake", "number:7.7:-"),
        (EN, "in his late seventies", "decade:70~late:age"),
        (EN, "Article VI", "number:6:-"),
        (EN, "tens of billions of won", "vague:10000000000s:KRW"),
        (KO, "1만5천명", "number:15000:-"),
        (KO, "1만5000명", "number:15000:-"),
        (KO, "1만 5000 명", "number:15000:-"),
        (KO, "1 200명", "number:1200:-"),
        (KO, "3억2천만달러", "money:320000000:USD"),
        (KO, "320여억달러", "money:32000000000:USD"),
        (KO, "90억루블", "money:9000000000:RUB"),
        (KO, "만오천 명", "number:15000:-"),
        (KO, "스물세 명", "number:23:-"),
        (KO, "두세 명", "number:2..3:-"),
        (KO, "여든을 넘긴 노인", "number:80:-"),
        (KO, "헌법 39조는", "number:39:-"),
        (KO, "예산 39조원", "money:39000000000000:KRW"),
        (KO, "2시간12분44초", "duration:7964:second"),
        (KO, "2박3일 일정", "duration:3:day"),
        (KO, "사흘 만에", "duration:3:day"),
        (KO, "26일 동안", "duration:26:day"),
        (KO, "26일 밝혔다", "date:---26"),
        (KO, "주체114(2025)년 6월 17일", "date:2025-06-17"),
        (KO, "내달 3일", "rel:month+1/---03"),
        (KO, "오후 6시 반", "time:18:30"),
        (KO, "아침 아홉 시에", "time:09:00"),
        (KO, "10명 중 7명", "fraction:7/10"),
        (KO, "20대 남성", "decade:20:age"),
        (KO, "초속 38m", "measure:38:m/s"),
        (KO, "3.5%p", "points:3.5"),
        (RU, "пятнадцати тысячам", "number:15000:-"),
        (RU, "15 тыс. человек", "number:15000:-"),
        (RU, "15 000 человек", "number:15000:-"),
        (RU, "полутора миллионами", "number:1500000:-"),
        (RU, "семью голосами", "number:7:-"),
        (RU, "четыре с лишним десятка", "number:40:-"),
        (RU, "около сотни", "number:100:-"),
        (RU, "тысячи рабочих", "vague:1000s"),
        (RU, "двадцатилетний солдат", "duration:20:year"),
        (RU, "54-километровый участок", "measure:54:km"),
        (RU, "150-тысячная армия", "number:150000:-"),
        (RU, "в полуметре", "measure:0.5:m"),
        (RU, "год и три месяца", "duration:15:month"),
        (RU, "12 градусов мороза", "measure:-12:degC"),
        (RU, "−40 °C", "measure:-40:degC"),
        (RU, "45 рублей 50 копеек", "money:45.5:RUB"),
        (RU, "пятипроцентный налог", "percent:5"),
        (RU, "в 9.30 объявили", "time:09:30"),
        (RU, "в половине десятого", "time:09:30"),
        (RU, "в три часа ночи", "time:03:00"),
        (RU, "в XIX веке", "date:C19"),
        (RU, "во II квартале 2025 года", "date:2025-Q2"),
        (RU, "весной 2022 года", "date:2022-spring"),
        (RU, "04.12.2024", "date:2024-12-04"),
        (RU, "каждый третий", "fraction:1/3"),
    ],
)
def test_reads_one_figure(language: Language, text: str, expected: str) -> None:
    assert [str(figure) for figure in read(text, language)] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (EN, "from 18 hours to 11.", ["duration:18:hour", "duration:11:hour"]),
        (EN, "$5-7 million", ["money:5000000:USD", "money:7000000:USD"]),
        (EN, "October 6 to 10.", ["date:--10-06", "date:--10-10"]),
        (EN, "June 17-19 last year", ["rel:year-1/--06-17", "rel:year-1/--06-19"]),
        (EN, "the 1950-53 war", ["date:1950", "date:1953"]),
        (EN, "from 4 to 8 in the morning", ["time:04:00", "time:08:00"]),
        (EN, "lost 2-0", ["number:2:-", "number:0:-"]),
        (KO, "28∼29일 방문", ["date:---28", "date:---29"]),
        (KO, "1∼8월 수입", ["date:--01", "date:--08"]),
        (KO, "10월 6∼10일", ["date:--10-06", "date:--10-10"]),
        (KO, "30만∼50만원", ["money:300000:KRW", "money:500000:KRW"]),
        (KO, "오전 4∼8시", ["time:04:00", "time:08:00"]),
        (RU, "с 17 по 19 сентября", ["date:--09-17", "date:--09-19"]),
        (RU, "от 300 до 500 тыс. рублей", ["money:300000:RUB", "money:500000:RUB"]),
        (RU, "два-три дня", ["duration:2:day", "duration:3:day"]),
        (RU, "в 2024–2025 годах", ["date:2024", "date:2025"]),
    ],
)
def test_both_ends_of_a_range_have_the_full_value(language: Language, text: str, expected: list[str]) -> None:
    assert [str(figure) for figure in read(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "The F-16 and Su-35, G7, KN-23, Covid-19 and Hwasong-18, uranium-235, SU1234"),
        (EN, "It may be one of the reasons; soldiers march on, open 24/7, at first"),
        (EN, "Call 02-2100-0000; the two leaders met for the first time"),
        (KO, "F-16, 수호이(Su)-35, G7, KN-23, 코로나19, 화성-18형, 6자회담, 보잉 737"),
        (KO, "그는 만나자마자 조사 결과와 일본의 이번 사건, 구조대와 경기, 백사장을 말했다"),
        (KO, "한 관계자는 두 정상이 다시 한번 만난다고 했다. 네 탓이 아니다"),
        (RU, "МиГ-31, С-400, COVID-19, «Сахалин-2», G20, «Большая семерка», Boeing 737"),
        (RU, "Семью погибшего и окружающую среду; Майор Орлов; один из раненых; обе стороны"),
    ],
)
def test_names_codes_and_idioms_are_no_figures(language: Language, text: str) -> None:
    assert [str(figure) for figure in read(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text", "approx"),
    [
        (EN, "about 600", Approx.ABOUT),
        (EN, "more than 600", Approx.OVER),
        (EN, "at least 600", Approx.AT_LEAST),
        (KO, "약 600명", Approx.ABOUT),
        (KO, "600여명", Approx.OVER),
        (KO, "600명 미만", Approx.UNDER),
        (RU, "около 600", Approx.ABOUT),
        (RU, "не менее 600", Approx.AT_LEAST),
        (RU, "600 с лишним", Approx.OVER),
        (EN, "exactly 600", None),
    ],
)
def test_a_hedge_is_kept_apart_from_the_value(language: Language, text: str, approx: Approx | None) -> None:
    (figure,) = read(text, language)
    assert (str(figure), figure.approx) == ("number:600:-", approx)


def test_spans_count_code_points_of_the_text_as_given() -> None:
    text = "😀 «ＡＢ» по 15\u202f000 рублей"
    (figure,) = read(text, RU)
    assert figure.span.of(text) == figure.surface == "15\u202f000 рублей"


def test_dates_told_from_the_day_of_writing_resolve_against_it() -> None:
    day = datetime.date(2026, 1, 31)
    texts = {
        EN: "June 19 last year, yesterday",
        KO: "지난해 6월 19일, 어제",
        RU: "19 июня прошлого года, вчера",
    }
    for language, text in texts.items():
        assert [str(figure) for figure in read(text, language, reference=day)] == [
            "date:2025-06-19",
            "date:2026-01-30",
        ]
    assert [str(f) for f in read("지난달 3일", KO, reference=day)] == ["date:2025-12-03"]
    assert [str(f) for f in read("tomorrow", EN, reference=datetime.date.max)] == ["rel:day+1"]


def test_a_one_that_nobody_wrote_is_told_apart() -> None:
    origins = [figure.origin for figure in read("a year ago, one year, 1 year and 3", EN)]
    assert origins == [Origin.IMPLIED, Origin.WORDS, Origin.DIGITS, Origin.DIGITS]


SOUP = (
    "12 1,000 1.5 3만 억 조 천 여 두 세 % $ € - – ∼ . , : / million two hundred and a half of the May 19 2024 "
    "years тыс. млн две третьего года в с по 17 июня половина полчаса часов утра "
    "명 월 일 시 분 오후 지난해 twenty of thousands"
)
WORDS = st.sampled_from(SOUP.split())


@given(st.lists(WORDS, max_size=40), st.sampled_from(["", " "]), st.sampled_from(list(Language)))
def test_figures_stand_in_order_apart_and_as_written(words: list[str], glue: str, language: Language) -> None:
    text = glue.join(words)
    end = 0
    for figure in read(text, language, reference=datetime.date(2025, 6, 19)):
        assert end <= figure.span.start < figure.span.end <= len(text)
        assert figure.surface == figure.span.of(text)
        assert str(figure)
        end = figure.span.end


@given(st.text(max_size=200), st.sampled_from(list(Language)))
def test_no_text_is_refused(text: str, language: Language) -> None:
    assert all(figure.surface for figure in read(text, language))
