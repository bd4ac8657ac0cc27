"""How results read."""

import re
from dataclasses import replace

import pytest

from newsbrief import Article, BriefResult, DetectedLanguage
from newsbrief._cli import _render
from newsbrief._cli._console import Style
from newsbrief._cli._layout import cells
from newsbrief.testing import fake_brief, fake_translate

KOREAN = (
    "러시아가 이달 초 집중호우로 큰 피해를 본 북한에 밀가루 2천t을 보냈다고 통신이 14일 보도했다. "
    "열차가 지난 12일 역에 도착했다. 전달식이 열렸다."
)


@pytest.fixture
def result() -> BriefResult:
    return fake_brief(Article(KOREAN, title="러시아, 북한에 밀가루 전달"), ("ko", "en"), 2)


def test_text(result: BriefResult) -> None:
    assert _render.text(result, "article.txt", Style(False), 44) == (
        "── 한국어 (Korean) ─────────────────────────\n"
        "러시아, 북한에 밀가루 전달\n"
        "\n"
        "• 러시아가 이달 초 집중호우로 큰 피해를 본\n"
        "  북한에 밀가루 2천t을 보냈다고 통신이 14일\n"
        "  보도했다. [1]\n"
        "• 열차가 지난 12일 역에 도착했다. [2]\n"
        "\n"
        "── English · models/fake, confidence 0.50 ──\n"
        "[en] 러시아, 북한에 밀가루 전달\n"
        "\n"
        "• [en] 러시아가 이달 초 집중호우로 큰 피해를\n"
        "  본 북한에 밀가루 2천t을 보냈다고 통신이\n"
        "  14일 보도했다. [1]\n"
        "• [en] 열차가 지난 12일 역에 도착했다. [2]\n"
        "\n"
        "article.txt · 한국어 (Korean) · 2 of 3\n"
        "sentences, by number in brackets · 0.00 s"
    )


def test_a_brief_of_reduced_quality_says_so(result: BriefResult) -> None:
    reduced = replace(result, briefs=tuple(replace(brief, reduced=True) for brief in result))
    remark = "of reduced quality: the server is busy"
    assert _render.text(result, "a", Style(False), 120).count(remark) == 0
    assert _render.text(reduced, "a", Style(False), 120).count(remark) == 2
    assert _render.markdown(reduced, "a", 1).count(f"\n- {remark}\n") == 2


@pytest.mark.parametrize("width", [20, 33, 80])
def test_no_line_is_too_wide(result: BriefResult, width: int) -> None:
    short = replace(result, briefs=result.briefs[:1])
    for line in _render.text(short, "article.txt", Style(False), width).split("\n"):
        assert cells(line) <= width


def test_style_adds_nothing_but_escapes(result: BriefResult) -> None:
    plain = _render.text(result, "a", Style(False), 60)
    styled = _render.text(result, "a", Style(True), 60)
    assert re.sub("\x1b\\[[012]m", "", styled) == plain
    assert styled.count("\x1b[1m") == 2  # the headlines
    assert styled.count("\x1b[1m") + styled.count("\x1b[2m") == styled.count("\x1b[0m")


def test_no_headline(result: BriefResult) -> None:
    bare = replace(result, briefs=(replace(result.briefs[0], headline=""),))
    assert _render.text(bare, "a", Style(False), 60).split("\n")[1].startswith("• ")
    assert "###" not in _render.markdown(bare, "a", 1)


def test_hostile_text() -> None:
    result = fake_brief(Article("\x1b]0;title\x07One\u202e. Two.", title="\x1b[31mRed\r"), ("en",))
    for shown in (
        _render.text(result, "\x1bname", Style(False), 80),
        _render.markdown(result, "\x1bname", 1),
    ):
        assert not set("\x1b\x07\r\u202e") & set(shown)


def test_markdown(result: BriefResult) -> None:
    assert _render.markdown(result, "article.txt", 1).split("\n\n") == [
        "# article.txt",
        "## 한국어 (Korean)",
        "### 러시아, 북한에 밀가루 전달",
        f"{result['ko'].sentences[0].text}[^1] {result['ko'].sentences[1].text}[^2]",
        "## English",
        r"### \[en\] 러시아, 북한에 밀가루 전달",
        rf"\[en\] {result['ko'].sentences[0].text}[^1] \[en\] {result['ko'].sentences[1].text}[^2]",
        f"[^1]: {result['ko'].sentences[0].source}",
        f"[^2]: {result['ko'].sentences[1].source}\n",
    ]


def test_footnotes_of_several_articles_differ(result: BriefResult) -> None:
    assert "[^2-1]: 러시아가" in _render.markdown(result, "b", 2)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        (
            "*a* _b_ `c` <d> [e](f) #g | h ~i~ &amp; \\",
            r"\*a\* \_b\_ \`c\` \<d\> \[e\](f) \#g \| h \~i\~ \&amp; \\",
        ),
        ("1. Not a list", r"1\. Not a list"),
        ("- nor this", r"\- nor this"),
        ("+ nor this", r"\+ nor this"),
        ("2024 was. A year", "2024 was. A year"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert _render._escape(text) == escaped


def test_unknown_languages_go_by_their_code(result: BriefResult) -> None:
    assert _render.language_name("tlh\x1b") == "tlh\ufffd"


def test_translation_keeps_its_lines() -> None:
    translation = fake_translate("One.\r\n\r\nTwo.\x1b\n", "en", "en")
    assert _render.translation(translation) == "One.\n\nTwo.\ufffd"


def test_guesses() -> None:
    languages = [DetectedLanguage("uk", 0.9, False), DetectedLanguage("ru", 0.1, True)]
    assert _render.guesses("a.txt", languages) == "a.txt: uk 0.90 (not supported), ru 0.10"
