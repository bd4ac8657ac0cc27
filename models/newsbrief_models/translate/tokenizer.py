"""Turns text into a model's tokens and back, such that no text can pose as a control token."""

import unicodedata
from collections.abc import Iterable, Sequence

import sentencepiece

from newsbrief_models.translate.marking import CLOSE, MIDDLE, OPEN, mark
from newsbrief_models.types import Hint

# What a model may write byte by byte but no brief should hold: controls, invisible format characters (bidi
# overrides among them), private use, and the mark of bytes that are no character.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cs"})
_REPLACEMENT = "\ufffd"


class Tokenizer:
    """A sentencepiece model. Safe to call from several threads at once."""

    def __init__(
        self,
        model: bytes,
        language_tags: Iterable[str],
        *,
        target_model: bytes | None = None,
        declares_marks: bool = True,
    ) -> None:
        """`model` is the content of a sentencepiece model file; `target_model` that of another for what is written.

        Without `declares_marks` no piece is taken for a mark: BPE models score their best piece 0 as well.

        Raises:
            ValueError: it is no such model, or lacks a piece for one of `language_tags`.
        """
        try:
            self._processor = sentencepiece.SentencePieceProcessor(model_proto=model)
            self._decoder = (
                sentencepiece.SentencePieceProcessor(model_proto=target_model)
                if target_model
                else self._processor
            )
        except RuntimeError as error:
            raise ValueError(f"is not a sentencepiece model: {error}") from None
        size = self._processor.get_piece_size()
        self.pieces: tuple[str, ...] = tuple(self._processor.id_to_piece(list(range(size))))
        known = frozenset(self.pieces)
        for tag in language_tags:
            if tag not in known:
                raise ValueError(f"has no piece {tag!r}")
        self.marks: tuple[str, ...] = tuple(
            piece for i, piece in enumerate(self.pieces) if declares_marks and self._is_mark(i)
        )
        self._spelled = {
            mark: [byte for b in mark.encode() if (byte := f"<0x{b:02X}>") in known] for mark in self.marks
        }

    def _is_mark(self, index: int) -> bool:
        """Whether a piece was declared by whoever trained the model, as language tags and term marks are.

        Sentencepiece cannot be asked, but gives such pieces the score 0; learned pieces of a unigram model
        have a log-probability below it.
        """
        sp = self._processor
        if sp.is_control(index) or sp.is_unknown(index) or sp.is_unused(index) or sp.is_byte(index):
            return False
        return bool(sp.get_score(index) == 0)

    def encode(self, text: str) -> list[str]:
        """The pieces of `text`. Marks written in the text (``<t>``, ``>>ko<<``) come out spelled in bytes.

        They are looked for among the pieces, not in the text, because sentencepiece finds them after Unicode
        normalisation too (a full-width ``＜t＞``). Control tokens such as ``</s>`` are never made from text.
        """
        pieces: list[str] = self._processor.encode(text, out_type=str)
        if self._spelled.keys().isdisjoint(pieces):
            return pieces
        return [part for piece in pieces for part in self._spelled.get(piece, (piece,))]

    @property
    def has_marks(self) -> bool:
        """Whether the model knows the marks of hints."""
        return {OPEN, MIDDLE, CLOSE} <= self._spelled.keys()

    def encode_told(self, text: str, hints: Sequence[Hint], glosses: Sequence[Hint] = ()) -> list[str]:
        """The pieces of `text` with `hints` and `glosses` written in it, as `marking.mark` does.

        Where the text or a hint holds a mark of its own, there are none: no text can pose as one.
        """
        pieces: list[str] = self._processor.encode(mark(text, hints, glosses), out_type=str)
        marks = sum(piece in self._spelled for piece in pieces)
        return pieces if marks == 3 * len(hints) else self.encode(text)

    def count(self, text: str) -> int:
        """How many pieces `encode` gives; linear in the length of `text`."""
        return len(self.encode(text))

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of `pieces` on one line, without control tokens, marks and unprintable characters."""
        kept = [piece for piece in pieces if piece not in self._spelled]
        text: str = self._decoder.decode(kept)
        return printable(text)


def printable(text: str) -> str:
    """`text` on one line, without what no brief should hold."""
    kept = "".join(
        " " if c.isspace() else c
        for c in text
        if c != _REPLACEMENT and (c.isspace() or unicodedata.category(c) not in _UNPRINTABLE)
    )
    return " ".join(kept.split())
