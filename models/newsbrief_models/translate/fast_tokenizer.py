"""Turns text into tokens with a tokenizer.json, such that no text can pose as a control token."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from newsbrief_models.extras import require
from newsbrief_models.translate.tokenizer import printable


class FastTokenizer:
    """A tokenizer of the library *tokenizers*. Safe to call from several threads at once."""

    def __init__(self, data: bytes, tags: Iterable[str]) -> None:
        """`data` is the content of a tokenizer.json; `tags` are control tokens besides those it declares.

        Raises:
            ValueError: it is no such file.
            MissingExtraError: the library is not installed.
        """
        tokenizers: Any = require("tokenizers")
        try:
            self._tokenizer = tokenizers.Tokenizer.from_str(data.decode())
        except Exception as error:  # the library raises bare Exception
            raise ValueError(f"is not a tokenizer: {str(error)[:200]}") from None
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        added = {token.content for token in self._tokenizer.get_added_tokens_decoder().values()}
        self.pieces: tuple[str, ...] = tuple(self._tokenizer.get_vocab())
        self.marks = frozenset(added.union(tags))
        # Longest first, so that a mark within a mark is not what is found.
        pattern = "|".join(map(re.escape, sorted(self.marks, key=lambda mark: (-len(mark), mark))))
        self._marks = re.compile(pattern or r"(?!)")

    def neutral(self, text: str) -> str:
        """`text` with every mark in it broken by a space, in its compatible form (NFKC) where it has marks."""
        folded = unicodedata.normalize("NFKC", text)
        if not self._marks.search(folded):
            return text
        return self._marks.sub(lambda match: f"{match[0][:1]} {match[0][1:]}", folded)

    def encode(self, text: str) -> list[str]:
        """The tokens of `text`, none of them a mark."""
        return self.encode_worded(self.neutral(text), 0)

    def encode_worded(self, text: str, own_marks: int) -> list[str]:
        """The tokens of a `neutral` text put in words of ours, which hold `own_marks` marks before it."""
        tokens: list[str] = self._tokenizer.encode(text, add_special_tokens=False).tokens
        kept = []
        for token in tokens:
            if token in self.marks:
                own_marks -= 1
                if own_marks < 0:
                    continue
            kept.append(token)
        return kept

    def marks_in(self, text: str) -> int:
        """How many marks stand in `text`."""
        return len(self._marks.findall(text))

    def count(self, text: str) -> int:
        """How many tokens `encode` gives."""
        return len(self.encode(text))

    def decode(self, tokens: Sequence[str], *, first_line: bool = False) -> str:
        """The text of `tokens` on one line, without marks and unprintable characters."""
        ids = [
            index
            for token in tokens
            if token not in self.marks and (index := self._tokenizer.token_to_id(token)) is not None
        ]
        text: str = self._tokenizer.decode(ids)
        return printable(text.strip().partition("\n")[0] if first_line else text)
