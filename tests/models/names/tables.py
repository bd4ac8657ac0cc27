"""Reads the tables of names that the tests compare with."""

from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>.tsv`` by the names in its first line; lines at ``#`` are comments."""
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    header, *body = (line.split("\t") for line in lines if not line.startswith("#"))
    return [dict(zip(header, cells, strict=True)) for cells in body]
