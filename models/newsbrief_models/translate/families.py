"""What each family of models must be told to write the language wanted: tags, prefixes, prompts."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsbrief_models.types import Language

TEXT = "text:"


@dataclass(frozen=True, slots=True)
class Family:
    """A row of families.toml; see there for what the fields mean."""

    name: str
    before: tuple[str, ...] = ()
    text: str = "{text}"
    after: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    starts: bool = False
    tags_in: str = ""
    decoder: bool = False
    first_line: bool = False

    @property
    def tags_sources(self) -> bool:
        """Whether a language that is read needs a tag."""
        return any("{source}" in part for part in self._parts)

    @property
    def tags_targets(self) -> bool:
        """Whether a language that is written needs a tag."""
        return any("{target}" in part for part in self._parts)

    @property
    def is_told_in_words(self) -> bool:
        """Whether what is tokenized holds more than the text itself."""
        return self.text != "{text}"

    def tokens(self, tags: Mapping[Language, str]) -> frozenset[str]:
        """Every token that the family puts in by itself, for a model whose languages have `tags`."""
        parts = (*self.before, *self.after, *self.forced, *self.ends)
        fixed = {part for part in parts if "{" not in part and not part.startswith(TEXT)}
        return frozenset(fixed.union(tags.values()) if self.tags_sources or self.tags_targets else fixed)

    def filled(
        self,
        parts: Sequence[str],
        pair: tuple[Language, Language],
        tags: Mapping[Language, str],
        encode: Callable[[str], list[str]],
    ) -> list[str]:
        """The tokens of `parts` of this family, for a `pair` of languages; `encode` makes tokens of text."""
        values = {"{source}": tags.get(pair[0], ""), "{target}": tags.get(pair[1], "")}
        tokens: list[str] = []
        for part in parts:
            text = part.removeprefix(TEXT)
            tokens += encode(text) if text != part else [values.get(part, part)]
        return tokens

    def worded(self, text: str, source: Language, target: Language, tags: Mapping[Language, str]) -> str:
        """What is to be tokenized for `text`. The text is put in last, so that nothing in it is filled in."""
        fixed = self.text.removeprefix("\n")
        for mark, value in (
            ("{source}", tags.get(source, "")),
            ("{target}", tags.get(target, "")),
            ("{source_name}", names()[source]),
            ("{target_name}", names()[target]),
        ):
            fixed = fixed.replace(mark, value)
        return fixed.replace("{text}", text)

    @property
    def _parts(self) -> tuple[str, ...]:
        return (*self.before, self.text, *self.after, *self.forced)


@cache
def _table() -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads(files("newsbrief_models.translate").joinpath("families.toml").read_text("utf-8"))


@cache
def families() -> Mapping[str, Family]:
    """All families, by name."""
    return {
        name: Family(name, **{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})  # type: ignore[arg-type]
        for name, row in _table()["family"].items()
    }


@cache
def names() -> Mapping[Language, str]:
    """The languages' English names, as prompts use them."""
    return {Language(tag): str(name) for tag, name in _table()["names"].items()}
