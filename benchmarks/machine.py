"""The line that says where and with what a figure was measured."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def description(*packages: str) -> str:
    """Processor, cores, Python and the versions of `packages`."""
    return "; ".join(
        [
            f"{_processor()}, {os.cpu_count()} cores",
            f"Python {platform.python_version()}",
            *(f"{package} {_version(package)}" for package in packages),
        ]
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
