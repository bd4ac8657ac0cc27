"""What an actor is told when it is made: which models to load and how, and which build of newsbrief asks."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version

from newsbrief_service.engine.v1 import engine_pb2


@dataclass(frozen=True, slots=True)
class Needed:
    """A model: its name in a profile, and the SHA-256 of its manifest, which holds those of its files."""

    name: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Order:
    """An engine on a node: `model` as `model_choice.spec_of` has it, `workers` batches at once, of one core each."""

    model: str
    device: str
    workers: int
    beam_size: int
    log_level: str
    build: str
    needed: tuple[Needed, ...] = ()


def build() -> str:
    """Which newsbrief this is, as far as both ends must be the same: its version and what engines are told."""
    return f"{version('newsbrief')}-{hashlib.sha256(engine_pb2.DESCRIPTOR.serialized_pb).hexdigest()[:12]}"
