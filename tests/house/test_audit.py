"""The audit says well only of what was looked up. Nothing here asks any network."""

from typing import Any

import pytest

from tests import audit

_GOOD = {"name": "grpcio", "version": "1.85.3", "vulns": []}
_HOLE = {"id": "CVE-1", "fix_versions": ["2.6.0"]}
_BAD = {"name": "torch", "version": "2.5.0", "vulns": [_HOLE]}
_UNKNOWN = {"name": "mypy", "skip_reason": "Dependency not found on PyPI"}
_OURS = {"name": "newsbrief", "skip_reason": "distribution marked as editable"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([_GOOD, _OURS], 0, "audited 1 packages"),
        ([_GOOD, _BAD], 1, "vulnerable: torch 2.5.0: CVE-1, fixed in 2.6.0"),
        ([_GOOD, _UNKNOWN], 1, "not audited: mypy"),
        ([_UNKNOWN], 1, "audited 0 packages"),
        ([], 1, "audited 0 packages"),
    ],
)
def test_only_what_was_looked_up_is_well(
    packages: list[dict[str, Any]], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.verdict({"dependencies": packages}) == code
    assert said in capsys.readouterr().out


def test_nobody_is_asked_unless_somebody_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main({}) == 0
    assert capsys.readouterr().out.startswith("audit skipped: ")
