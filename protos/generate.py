"""Write the Python code of the protos: python protos/generate.py client service

The contract (newsbrief/v1) goes below the first folder, what server and engines say to each other below the second.
"""

import os
import sys
from pathlib import Path

import grpc_tools
from google.rpc import status_pb2
from grpc_tools import protoc

HERE = Path(__file__).resolve().parent
WELL_KNOWN = Path(grpc_tools.__file__).parent / "_proto"
GOOGLE_RPC = Path(status_pb2.__file__).parents[2]
MESSAGES = ("python_out", "mypy_out")
SERVICES = ("grpc_python_out", "mypy_grpc_out")


def main(contract: str, engine: str) -> int:
    """Run protoc with the typed-stub plugins; returns the first exit code that is not 0."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # where the plugins are
    return _generate("newsbrief/v1/*.proto", contract, *MESSAGES, *SERVICES) or _generate(
        "newsbrief_service/**/*.proto", engine, *MESSAGES
    )


def _generate(pattern: str, out: str, *kinds: str) -> int:
    files = sorted(str(f) for f in HERE.glob(pattern))
    outputs = [f"--{kind}={out}" for kind in kinds]
    return int(protoc.main(["protoc", f"-I{HERE}", f"-I{WELL_KNOWN}", f"-I{GOOGLE_RPC}", *outputs, *files]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
