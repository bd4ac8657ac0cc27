"""Reading CSV, TSV and TBX: what spreadsheets and term banks write, what is broken, and what is hostile."""

import codecs
import contextlib
import time

import pytest

from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import GlossaryTerm, TermForm
from newsbrief_service.errors import ServiceError
from newsbrief_service.glossaries import importing
from tests.service.glossaries.terms import term

TBX_2008 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>The desk</p></sourceDesc></fileDesc>
</martifHeader><text><body>
<termEntry id="c1"><note>Defence minister</note><descrip type="definition">not read</descrip>
  <langSet xml:lang="en-GB"><tig><term>Shoygu</term></tig><tig><term>Shoigu</term>
    <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
    <tig><term>Schoigu</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
  <langSet xml:lang="KO"><ntig><termGrp><term>쇼이<hi>구</hi></term><termNote type="partOfSpeech">noun</termNote>
    </termGrp></ntig></langSet>
  <langSet xml:lang="de"><tig><term>Schoigu</term></tig></langSet>
</termEntry>
<termEntry id="c2"><langSet xml:lang="en"><tig><term>A &amp; B</term></tig></langSet>
  <langSet xml:lang="ru"><tig><term>А и Б</term></tig></langSet></termEntry>
</body></text></martif>"""

TBX_2019 = """<?xml version="1.0"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min"><tbxHeader/><text><body>
<conceptEntry id="1"><langSec xml:lang="en"><termSec><term>Yonhap</term></termSec></langSec>
  <langSec xml:lang="ko"><termSec><term>연합</term>
    <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec><termSec><term>연합뉴스</term></termSec></langSec></conceptEntry></body></text></tbx>"""

TSV = "EN\tko \tnote\nSeoul\t서울\ta, b\n"


def terms_of(content: str | bytes, mime_type: str = "text/csv") -> list[GlossaryTerm]:
    """The terms of a file that nothing is wrong with."""
    reading = importing.read(content.encode() if isinstance(content, str) else content, mime_type)
    assert list(reading.problems) == []
    return [each.read() for each in reading.records]


def problems_of(content: str, mime_type: str = "text/csv") -> list[tuple[int, str, str]]:
    """(row, column, message) of a file's problems."""
    reading = importing.read(content.encode(), mime_type)
    assert reading.count == len(reading.problems)
    return [(problem.row, problem.column, problem.message) for problem in reading.problems]


def test_every_column_is_read() -> None:
    (read,) = terms_of(
        "ru,en,ko,en_aliases,ko_aliases,ru_aliases,kind,note,inflection,case_sensitive\n"
        'ТАСС,TASS,타스통신,Tass | Itar-Tass,타스,,Organization,"agency, ""state""",invariable,en|ru\n'
    )
    assert read == GlossaryTerm(
        forms={
            "en": TermForm(text="TASS", aliases=["Tass", "Itar-Tass"], case_sensitive=True),
            "ko": TermForm(text="타스통신", aliases=["타스"]),
            "ru": TermForm(
                text="ТАСС", inflection=types_pb2.INFLECTION_POLICY_INVARIABLE, case_sensitive=True
            ),
        },
        kind=types_pb2.TERM_KIND_ORGANIZATION,
        note='agency, "state"',
    )


@pytest.mark.parametrize(
    ("content", "mime_type"),
    [
        (TSV, "text/tab-separated-values"),
        (TSV.encode("utf-16"), "text/tab-separated-values; charset=utf-16"),
        (codecs.BOM_UTF8 + TSV.encode(), "Text/Tab-Separated-Values"),
        ('en,ko,note\r\n\r\nSeoul,서울,"a, b"\r\n,,\r\n', "text/csv"),
        ("en;ko;note\nSeoul;서울;a, b\n", "text/csv"),
        ('en,ko,note\rSeoul,서울,"a, b"', "text/csv"),
    ],
)
def test_what_spreadsheets_write(content: str | bytes, mime_type: str) -> None:
    assert terms_of(content, mime_type) == [term("Seoul", "서울", note="a, b")]


def test_tbx_of_both_editions() -> None:
    shoigu, letters = terms_of(TBX_2008, "application/x-tbx")
    assert shoigu == GlossaryTerm(
        forms={"en": TermForm(text="Shoigu", aliases=["Shoygu"]), "ko": TermForm(text="쇼이구")},
        note="Defence minister",
    )
    assert letters == term("A & B", ru="А и Б")
    assert terms_of(TBX_2019, "application/x-tbx") == [term("Yonhap", "연합뉴스")]


def test_bad_rows_are_named_with_line_and_column() -> None:
    content = (
        "en,ko,ko_aliases,ru,kind,inflection\n"
        "Seoul,은,,,,\n"
        '"Kim\nJong-un",김정은,,,king,\n'
        "Busan,,,,,\n"
        ",부산,,,,inflect\n"
        "Daegu,,대구,Тэгу,,\n"
        "Ulsan,울산,,,,,,extra\n"
        "seoul,서울,,,,\n"
        "Seoul,서울,,,place,\n"
    )
    assert problems_of(content) == [
        (2, "ko", "is a particle, and would be found everywhere"),
        (3, "kind", "must be one of person, place, organization, title, work, common"),
        (5, "", "got 1 languages; from 2 to 3 are allowed"),
        (6, "inflection", "is about the Russian form, but column ru is empty"),
        (6, "", "got 1 languages; from 2 to 3 are allowed"),
        (7, "ko_aliases", "has aliases, but column ko is empty"),
        (8, "", "has 8 cells; the header names 6"),
        (10, "", "has the same forms as the row of line 9"),
    ]


def test_bad_tbx_entries_are_named_with_their_line() -> None:
    empty = '<langSet xml:lang="ko"><tig><term> </term></tig></langSet>'
    content = TBX_2008.replace('<langSet xml:lang="KO">', f"{empty}<langSet xml:lang='ja'>")
    assert problems_of(content, "application/x-tbx") == [(5, "ko", "is empty or blank")]


BOMB = '<!DOCTYPE tbx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><tbx><note>&b;</note></tbx>'
BROKEN = {
    "empty": ("", "text/csv", "is empty"),
    "a header only": ("en,ko\n\n", "text/csv", "holds no rows"),
    "no header": ("Seoul,서울\n", "text/csv", "column 1 has no known name"),
    "a column twice": ("en,ko,en\n", "text/csv", "column en is there twice"),
    "one language": ("en,note\nSeoul,x\n", "text/csv", "at least two"),
    "an open quote": ('en,ko\nSeoul,서울\nBusan,"부산\n', "text/csv", "from line 3 on"),
    "text after a quote": ('en,ko\n"Seoul"x,서울\n', "text/csv", "from line 2 on"),
    "a huge cell": ("en,ko\n" + "x" * 200_000 + ",서울\n", "text/csv", "from line 2 on"),
    "a table where TBX is said": (TSV, "application/x-tbx", "no XML"),
    "XML that is no TBX": ("<html><body/></html>", "application/x-tbx", "no TBX"),
    "TBX cut short": (TBX_2008[:900], "application/x-tbx", "no XML"),
    "TBX without entries": ("<tbx/>", "application/x-tbx", "holds no rows"),
    "an entity bomb": (BOMB, "application/x-tbx", "declares an entity"),
    "a file pulled in": (
        '<!DOCTYPE tbx [<!ENTITY f SYSTEM "file:///etc/passwd">]><tbx>&f;</tbx>',
        "application/x-tbx",
        "declares an entity",
    ),
    "a parameter entity": (
        '<!DOCTYPE tbx [<!ENTITY % f SYSTEM "http://localhost/x.dtd"> %f;]><tbx/>',
        "application/x-tbx",
        "declares an entity",
    ),
    "an unknown type": (TSV, "application/json", "must be one of"),
    "no type": (TSV, "", "must be one of"),
}


@pytest.mark.parametrize("row", BROKEN.values(), ids=BROKEN)
def test_files_that_cannot_be_read(row: tuple[str, str, str]) -> None:
    content, mime_type, said = row
    with pytest.raises(ServiceError) as caught:
        importing.read(content.encode(), mime_type)
    assert said in caught.value.message
    assert caught.value.field == ("mime_type" if "one of" in said else "content")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("en,ko\nSeoul,서울\n".encode("cp949"), "is not UTF-8 text (byte 12)"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"en,ko\nSeo\0ul,x\n", "NUL"),
        (b"PK\x03\x04\x14\x00\x06\x00", "NUL"),  # a spreadsheet's own format
    ],
)
def test_bytes_that_are_no_text(content: bytes, said: str) -> None:
    with pytest.raises(ServiceError, match="content") as caught:
        importing.read(content, "text/csv")
    assert said in caught.value.message


def test_rows_above_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MAX_ENTRIES", 3)
    rows = [f"Term {number},용어{number}" for number in range(4)]
    assert len(importing.read("\n".join(["en,ko", *rows[:3]]).encode(), "text/csv").records) == 3
    with pytest.raises(ServiceError, match="more than 3 rows") as caught:
        importing.read("\n".join(["en,ko", *rows]).encode(), "text/csv")
    assert caught.value.metadata == {"maximum": "3"}


def test_only_the_first_problems_are_listed() -> None:
    reading = importing.read(("en,ko\n" + "Seoul,은\n" * 1500).encode(), "text/csv")
    assert (len(reading.problems), reading.count, reading.good) == (importing.MAX_PROBLEMS, 1500, 0)
    assert "1,500 problems: line 2, ko: is a particle" in reading.error().message


HOSTILE = {
    "elements without end": ("application/x-tbx", "<tbx>" + "<a>" * 300_000),
    "notes without end": (
        "application/x-tbx",
        "<tbx><termEntry>" + "<note>x</note>" * 70_000 + "</termEntry></tbx>",
    ),
    "one long term": (
        "application/x-tbx",
        f"<tbx><termEntry><langSet><term>{'x' * 10**6}</term></langSet></termEntry></tbx>",
    ),
    "aliases without end": ("text/csv", "en,ko,en_aliases\nSeoul,서울," + "a|" * 60_000),
    "columns without end": ("text/csv", "en,ko\nSeoul,서울" + "," * 900_000),
    "quotes": ("text/csv", "en,ko\n" + '"' * 100_000),
    "line breaks": ("text/csv", "en,ko" + "\n" * 1_000_000),
    "marks": ("text/csv", "en,ko\nSeoul" + "\u0301\u0316" * 60_000 + ",서울"),
}


@pytest.mark.parametrize("row", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_cost_no_more_than_their_size(row: tuple[str, str]) -> None:
    mime_type, content = row
    began = time.thread_time()
    with contextlib.suppress(ServiceError):
        assert len(importing.read(content.encode(), mime_type).records) == 1
    assert time.thread_time() - began < 5
