"""The sample articles: packaged as newsbrief/_samples, or the source tree's seeds/."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from newsbrief._cli._exit import UsageError


def sample(language: str | None) -> tuple[str, str]:
    """File name and text of a sample article in `language` (default English). Raises `UsageError`."""
    language = language or "en"
    names = {}
    for entry in _folder().iterdir():
        parts = entry.name.split(".")  # <slug>.<language>.txt
        if len(parts) == 3 and parts[2] == "txt":
            names[entry.name] = parts[1]
    for name in sorted(names):
        if names[name] == language:
            return name, (_folder() / name).read_bytes().decode("utf-8")
    known = ", ".join(sorted(set(names.values()))) or "none"
    raise UsageError(f"there is no sample article in {language!r}; there are: {known}")


def _folder() -> Traversable:
    package = files("newsbrief")
    for folder in (package / "_samples", Path(str(package)).parents[1] / "seeds"):
        if folder.is_dir():
            return folder
    raise UsageError("this installation has no sample articles")
