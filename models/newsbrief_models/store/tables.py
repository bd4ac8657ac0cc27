"""Strict reading of TOML tables: each key is taken by name and type, and what nobody took is refused."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from newsbrief_models.errors import ModelFolderError

T = TypeVar("T")


def parse_table(path: Path, data: bytes) -> "Table":
    """The table that a TOML file holds; `path` is where it came from, for messages. Raises ModelFolderError."""
    try:
        return Table(path, "", tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError:
        raise ModelFolderError(path, "is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ModelFolderError(path, f"is not TOML: {error}") from None


class Table:
    """A TOML table whose keys are taken one by one; what is left at the end is unknown, hence refused."""

    def __init__(self, path: Path, name: str, values: dict[str, Any]) -> None:
        self.path, self.name, self.values = path, name, dict(values)

    def wrong(self, key: str, problem: str) -> ModelFolderError:
        """The error for `key`."""
        return ModelFolderError(
            self.path, f"{self.name}.{key} {problem}" if self.name else f"{key} {problem}"
        )

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of `key`, of exactly this type (an integer counts as a real number)."""
        value: Any = self.values.pop(key, default)
        if value is None:
            raise self.wrong(key, "is missing")
        if kind is float and type(value) is int:
            value = float(value)  # TOML writes 1.0 as 1 too
        if not isinstance(value, kind) or type(value) is not kind:  # True is an int to isinstance
            raise self.wrong(key, f"must be {kind.__name__}, not {type(value).__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A line of 1 to 500 characters."""
        value = self.take(key, str, default)
        if not value or not value.isprintable() or len(value) > 500:
            raise self.wrong(key, "must be one line of 1 to 500 characters")
        return value

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """An integer from `low` to `high`."""
        value = self.take(key, int, default)
        if not low <= value <= high:
            raise self.wrong(key, f"must be {low} to {high}, not {value}")
        return value

    def real(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number from `low` to `high`."""
        value = self.take(key, float, default)
        if not low <= value <= high:  # NaN is not
            raise self.wrong(key, f"must be {low} to {high}, not {value}")
        return value

    def table(self, key: str, *, optional: bool = False) -> "Table":
        """The table at `key`; an empty one where it is missing and `optional`."""
        values = self.take(key, dict, {} if optional else None)
        return Table(self.path, f"{self.name}.{key}" if self.name else key, values)

    def end(self) -> None:
        """Refuse what was not taken."""
        for key in self.values:
            raise self.wrong(key, "is not a key of this schema")
