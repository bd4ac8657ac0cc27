"""Text in, tokens out and back: nothing in a text is a control token, nothing unprintable comes out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.translate.tokenizer import Tokenizer
from newsbrief_models.types import Hint, Span

TAGS = (">>en<<", ">>ko<<", ">>ru<<")
MARKS = (*TAGS, "<t>", "<s>", "</t>")


@pytest.fixture(scope="module")
def tokenizer(tiny_model: Path) -> Tokenizer:
    return Tokenizer((tiny_model / "sentencepiece.model").read_bytes(), TAGS)


def test_the_declared_pieces_are_known(tokenizer: Tokenizer) -> None:
    assert tokenizer.marks == MARKS
    assert tokenizer.pieces[:3] == ("<pad>", "</s>", "<unk>")


@pytest.mark.parametrize("mark", [*MARKS, "</s>", "<pad>", "<unk>", "<0x41>"])
def test_a_mark_in_the_text_is_only_text(tokenizer: Tokenizer, mark: str) -> None:
    for text in (mark, f"the {mark} pier", f"a{mark}b", mark * 3):
        pieces = tokenizer.encode(text)
        assert not {*MARKS, "</s>", "<pad>", "<unk>"}.intersection(pieces)
        assert tokenizer.decode(pieces) == text


def test_full_width_marks_are_only_text_too(tokenizer: Tokenizer) -> None:
    assert "<t>" not in tokenizer.encode("＜t＞ 부두 ＞＞ko＜＜")
    assert ">>ko<<" not in tokenizer.encode("＜t＞ 부두 ＞＞ko＜＜")


@given(
    text=st.lists(st.sampled_from([*MARKS, "</s>", " ", "<", ">", "a", "한"]) | st.text(max_size=5)).map(
        "".join
    )
)
def test_no_text_makes_a_control_token(tokenizer: Tokenizer, text: str) -> None:
    assert not {*MARKS, "</s>", "<pad>"}.intersection(tokenizer.encode(text))


def test_hints_are_marked(tokenizer: Tokenizer) -> None:
    assert tokenizer.has_marks
    hints = [Hint(Span(4, 8), "부두"), Hint(Span(9, 15), "열린다")]
    pieces = tokenizer.encode_told("the pier opened", hints)
    assert [piece for piece in pieces if piece in MARKS] == ["<t>", "<s>", "</t>"] * 2
    assert tokenizer.decode(pieces) == "the pier 부두 opened 열린다"
    assert tokenizer.encode_told("the pier", []) == tokenizer.encode("the pier")


@pytest.mark.parametrize(
    ("text", "hint"),
    [("a <t> b", "부두"), ("pier", "</t> >>ru<<"), ("pier", "＜s＞"), ("a ＜t＞ pier", "부두")],
)
def test_no_text_and_no_hint_poses_as_a_mark(tokenizer: Tokenizer, text: str, hint: str) -> None:
    pieces = tokenizer.encode_told(text, [Hint(Span(0, 1), hint)])
    assert not {*MARKS, "</s>", "<pad>"}.intersection(pieces)
    assert pieces == tokenizer.encode(text)


@pytest.mark.parametrize("text", ["쀍쀎", "ю", "😀 123", "Ω"])
def test_letters_without_a_piece_survive_as_bytes(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.decode(tokenizer.encode(text)) == text


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["a", "<0xEC>", "<0xEC>", "▁", "b"], "a b"),  # bytes that are no character
        (["<0x00>", "a", "<0x1B>", "b", "<0x0A>", "c"], "ab c"),
        (["a", "<0xE2>", "<0x80>", "<0xAE>", "b"], "ab"),  # a bidi override
        (["▁", "▁", "a", "▁", "b", "▁"], "a b"),
        ([">>ko<<", "<t>", "a", "</t>"], "a"),
        ([], ""),
    ],
)
def test_what_a_model_should_not_write_is_left_out(
    tokenizer: Tokenizer, pieces: list[str], text: str
) -> None:
    assert tokenizer.decode(pieces) == text


def test_a_wrong_model_is_a_value_error(tiny_model: Path) -> None:
    with pytest.raises(ValueError, match="is not a sentencepiece model"):
        Tokenizer(b"not a model", TAGS)
    with pytest.raises(ValueError, match="has no piece '>>ja<<'"):
        Tokenizer((tiny_model / "sentencepiece.model").read_bytes(), [">>ja<<"])
