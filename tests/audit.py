"""Looks the installed packages up among known vulnerabilities, with pip-audit in an environment of its own.

It asks PyPI about every package, so `make audit` and CI run it only when NEWSBRIEF_AUDIT=1 says that this is a place to
do so, and say clearly when they do not. A package that PyPI does not know counts as not audited, never as well. What
must hold everywhere is in tests/house/test_dependencies.py.
"""

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ASKED = "NEWSBRIEF_AUDIT"


def main(environ: Mapping[str, str] = os.environ) -> int:
    """Prints what was found; returns 1 when a package is vulnerable or could not be looked up."""
    if environ.get(ASKED) != "1":
        print(f"audit skipped: set {ASKED}=1 where PyPI may be asked about every installed package")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        python, report = str(Path(folder) / "bin/python"), Path(folder) / "report.json"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pip-audit>=2.7"], check=True)
        command = [python, "-m", "pip_audit", "--path", sysconfig.get_path("purelib"), "--skip-editable"]
        command += ["--progress-spinner", "off", "--format", "json", "--output", str(report)]
        subprocess.run(command, check=False)
        if not report.exists():
            print("audit failed: pip-audit wrote no report")
            return 1
        return verdict(json.loads(report.read_text("utf-8")))


def verdict(report: Mapping[str, Any]) -> int:
    """Prints what pip-audit's `report` says; returns 1 unless every package was looked up and none is vulnerable.

    Our own packages, installed from this folder, are on no index.
    """
    code = audited = 0
    for package in report["dependencies"]:
        if "skip_reason" in package:
            if not package["name"].startswith("newsbrief"):
                print(f"not audited: {package['name']}: {package['skip_reason']}")
                code = 1
            continue
        audited += 1
        for hole in package["vulns"]:
            fixed = ", ".join(hole["fix_versions"]) or "no version"
            print(f"vulnerable: {package['name']} {package['version']}: {hole['id']}, fixed in {fixed}")
            code = 1
    print(f"audited {audited} packages")
    return code or int(not audited)


if __name__ == "__main__":
    sys.exit(main())
