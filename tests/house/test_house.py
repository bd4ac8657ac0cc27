"""The house's own rules: who may import whom, generated code is current, what a file may be."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Made from protos/, below the folder named first.
GENERATED = [
    ("client", "newsbrief/v1"),
    ("service", "newsbrief_service/engine/v1"),
    ("service", "newsbrief_service/text_workers/v1"),
]
CODEGEN = ROOT / ".venv/protos/bin/python"
SOURCES = [
    path
    for folder in ("client/newsbrief", "service", "models/newsbrief_models", "benchmarks", "protos")
    for path in (ROOT / folder).rglob("*.py")
    if not any(ROOT / top / folder in path.parents for top, folder in GENERATED)
]


def test_imports_go_one_way() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_generated_code_is_what_the_protos_make(tmp_path: Path) -> None:
    """Runs the generator of `make protos`; its tools stand in a venv of their own, made by `make test`."""
    for top in {top for top, _ in GENERATED}:
        (tmp_path / top).mkdir()
    subprocess.run(
        [CODEGEN, ROOT / "protos/generate.py", tmp_path / "client", tmp_path / "service"],
        check=True,
        capture_output=True,
    )
    for top, folder in GENERATED:
        made = {path.name: path.read_text("utf-8") for path in (tmp_path / top / folder).iterdir()}
        kept = {path.name: path.read_text("utf-8") for path in (ROOT / top / folder).glob("*_pb2*")}
        assert made == kept, "run `make protos` and commit what it writes"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_reads_in_one_sitting(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    if path.name != "__init__.py" or text:
        assert text.lstrip().startswith('"""'), "a module opens with its purpose"
