"""Cleaning makes text readable and changes nothing else; markup is told from text that mentions it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.errors import MarkupError
from newsbrief_models.text.clean import clean, origins, refuse_markup


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("15\u00a0000\u202fвон", "15 000 вон"),
        ("one\r\n\ttwo\u2028three\u3000four\x85five", "one two three four five"),
        ("  ends  ", "ends"),
        ("zero\u200bwidth\ufeff so\u00adft \u202eright\u202c", "zerowidth soft right"),
        ("nul\x00 bell\x07 csi\x9b", "nul bell csi"),
        ("hid\u200dden join\u200der", "hidden joiner"),
        ("👩\u200d🚒 and 👨\u200d👩\u200d👧", "👩\u200d🚒 and 👨\u200d👩\u200d👧"),
        ("🏳️\u200d🌈 \u200d🚒 👩\u200d", "🏳️\u200d🌈 🚒 👩"),
        ("ta\U000e0041\U000e0042gs", "tags"),
        ("lone \ud800surrogate", "lone surrogate"),
        (unicodedata.normalize("NFD", "북한의 새 철도, новый май, café"), "북한의 새 철도, новый май, café"),
        (
            "\uf90a\uf9b4",
            unicodedata.normalize("NFC", "\uf90a\uf9b4"),
        ),  # compatibility hanja become the common ones
        ("", ""),
        ("\u200b \ufeff", ""),
    ],
)
def test_readings(text: str, reading: str) -> None:
    assert clean(text) == reading


def test_a_letter_keeps_thirty_marks() -> None:
    assert len(clean("a" + "\u0315\u0300" * 50_000)) <= 31


@given(st.text(st.characters(categories=None)))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.encode("utf-8").decode("utf-8") == once
    assert "  " not in once
    assert once == once.strip()


@given(st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u115f\u1160\u3164\uffa0")))
def test_what_shows_stays(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<p>Text</p>", "<p>"),
        ("Text.<br/>More", "<br>"),
        ("Text.<BR>More", "<br>"),
        ('<div class="story">', "<div>"),
        ("<!DOCTYPE html>", "<!doctype"),
        ("<?xml version='1.0'?>", "<?xml"),
        ("it is <b>bold</b> here", "</b>"),
        ('see <a href="https://example.org">this</a>', "<a>"),
        ("<script>alert(1)", "<script>"),
    ],
)
def test_markup_is_refused(text: str, seen: str) -> None:
    with pytest.raises(MarkupError) as caught:
        refuse_markup(text)
    assert caught.value.seen == seen


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "<",
        "x<y",
        "the tag <b> makes text bold",
        "<저작권자(c) 어느통신, 무단 전재-재배포 금지>",
        "<Yonhap>",
        "< p >",
        "<people> and <alpha>",
        "1 <2> 3",
        "</",
        "<p " * 1000,
        "I <3 news",
    ],
)
def test_angle_brackets_are_not_markup(text: str) -> None:
    refuse_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "plain text",
        "  two  \n spaces ",
        "soft\u00adhyphen and \u200bzero width",
        "1\u00a0840 рублей",
        unicodedata.normalize("NFD", "북한이 й é 밝혔다."),
        "",
        " \t",
    ],
)
def test_origins_lead_back(text: str) -> None:
    cleaned = clean(text)
    places = origins(text, cleaned)
    assert len(places) == len(cleaned) + 1
    assert places == sorted(places)
    assert clean(text[places[0] : places[-1]]) == cleaned
    for index, character in enumerate(cleaned):
        assert clean(text[places[index] : places[index + 1]]) == character.strip()
