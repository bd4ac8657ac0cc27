"""How many actors, of how many cores, and how the bridge to them is started: from the settings."""

import sys

from newsbrief_service.cluster.fleet import Bounds
from newsbrief_service.cluster.link import Link
from newsbrief_service.model_choice import spec_of
from newsbrief_service.settings import Settings

# Weights are shared within an actor, and its loss takes little with it.
_WORKERS = 2


def bounds_for(settings: Settings) -> Bounds:
    """How many actors there may be."""
    fewest = settings.ray_min_actors
    return Bounds(fewest, settings.ray_max_actors or fewest, settings.workers or _WORKERS)


def link_for(settings: Settings) -> Link:
    """The way into the cluster; nothing is started yet.

    Raises:
        ModelFolderError: there is no such model.
    """
    arguments = {
        "--address": settings.ray_address,
        "--model": spec_of(settings),
        "--device": settings.device,
        "--workers": settings.workers or _WORKERS,
        "--beam-size": settings.beam_size,
        "--log-level": settings.log_level,
    }
    # -P: a file of the working directory must not pose as a module.
    start = [sys.executable, "-P", "-m", "newsbrief_service.cluster.bridge"]
    command = [*start, *(str(part) for pair in arguments.items() for part in pair)]
    return Link(command, settings.ray_address, settings.watchdog)
