"""What we depend on and what our code may not do: known holes stay shut without a look at any network."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
REQUIREMENTS = {
    group: [Requirement(line) for line in lines if not line.startswith("newsbrief")]
    for group, lines in {
        "client": _PROJECT["project"]["dependencies"],
        **_PROJECT["project"]["optional-dependencies"],
    }.items()
}
# The newest release that is known to be vulnerable in a way that reaches us, by package.
VULNERABLE = {
    # CVE-2026-4372 and CVE-2026-5241: a model's config.json runs code, whatever trust_remote_code says.
    "transformers": "5.4.99",
    # CVE-2025-32434: torch.load runs code, weights_only or not.
    "torch": "2.5.99",
    # CVE-2025-4565, CVE-2026-0994: nesting without end. Fixed in 5.29.6 for 5.x, in 6.33.5 after it.
    "protobuf": "5.29.5",
    # A model file crashes the parser.
    "sentencepiece": "0.2.0",
}
SERVER_VULNERABLE = {"protobuf": "6.33.4"}
# CVE-2025-69872 has no fix (diskcache); the rest run code that stands in data, or are dead.
BANNED = {"diskcache", "dill", "joblib", "cloudpickle", "jsonpickle", "torchserve"}
# What must not pass the linter, and the rule that stops it.
SNIPPETS = {
    "import pickle": "TID251",
    "from dill import loads": "TID251",
    "import joblib": "TID251",
    "import shelve": "TID251",
    "import marshal": "TID251",
    "import torch\n\ntorch.load('x')": "TID251",
    "eval('1')": "S307",
    "exec('1')": "S102",
    "import yaml\n\nyaml.load('x')": "S506",
}
_SILENCED = re.compile(r"noqa(?!:)|noqa:[^\n]*\b(TID251|S30\d|S102|S506)\b")


def floor(requirement: Requirement) -> Version:
    """The oldest version that `requirement` takes."""
    lower = [Version(each.version) for each in requirement.specifier if each.operator in (">=", "==", "~=")]
    assert lower, f"{requirement} takes any version"
    return max(lower)


@pytest.mark.parametrize(
    ("group", "requirement"),
    [(group, each) for group, listed in REQUIREMENTS.items() for each in listed],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_no_version_is_taken_that_is_known_to_be_vulnerable(group: str, requirement: Requirement) -> None:
    oldest = floor(requirement)
    assert requirement.name not in BANNED
    assert oldest > Version(VULNERABLE.get(requirement.name, "0.dev0"))
    if group != "client":
        assert oldest > Version(SERVER_VULNERABLE.get(requirement.name, "0.dev0"))


def test_nothing_banned_is_installed_for_the_product() -> None:
    """Not by what we depend on either."""
    seen, waiting = set[str](), [each for listed in REQUIREMENTS.values() for each in listed]
    while waiting:
        requirement = waiting.pop()
        name = requirement.name.lower()
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if name in seen or not applies:
            continue
        seen.add(name)
        try:
            needed = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # of an extra that is not installed here
        waiting.extend(map(Requirement, needed))
    assert {"grpcio", "ctranslate2", "protobuf"} <= seen
    assert not seen & BANNED


@pytest.mark.parametrize(("code", "rule"), SNIPPETS.items())
@pytest.mark.parametrize(
    "folder", ["client/newsbrief", "service/newsbrief_service", "models/newsbrief_models"]
)
def test_the_linter_stops_what_runs_code_that_stands_in_data(code: str, rule: str, folder: str) -> None:
    ruff = str(Path(sys.executable).parent / "ruff")
    command = [
        ruff,
        "check",
        "--no-cache",
        "--output-format",
        "concise",
        "--stdin-filename",
        f"{folder}/x.py",
        "-",
    ]
    result = subprocess.run(command, input=code, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert f" {rule} " in result.stdout


def test_no_file_of_the_product_silences_those_rules() -> None:
    files = [
        path
        for folder in ("client/newsbrief", "service/newsbrief_service", "models/newsbrief_models")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert len(files) > 100
    assert [path for path in files if _SILENCED.search(path.read_text("utf-8"))] == []
