"""Write the Python code of the contract below the folder given: python protos/generate.py client"""

import os
import sys
from pathlib import Path

import grpc_tools
from grpc_tools import protoc

HERE = Path(__file__).resolve().parent
WELL_KNOWN = Path(grpc_tools.__file__).parent / "_proto"


def main(out: str) -> int:
    """Run protoc with the typed-stub plugins; returns protoc's exit code."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # where the plugins are
    files = sorted(str(f) for f in HERE.glob("newsbrief/v1/*.proto"))
    outputs = [f"--{kind}={out}" for kind in ("python_out", "grpc_python_out", "mypy_out", "mypy_grpc_out")]
    return int(protoc.main(["protoc", f"-I{HERE}", f"-I{WELL_KNOWN}", *outputs, *files]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
