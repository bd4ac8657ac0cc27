"""How a cluster can fail, and what callers are told of it."""

import grpc

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.errors import ServiceError

_RETRY_SECONDS = 5.0


class ClusterLostError(EngineDiedError):
    """The cluster cannot be reached, or what connects to it ended; the message says where it was looked for."""

    def __init__(self, address: str, why: str) -> None:
        Exception.__init__(self, f"the Ray cluster at {address} cannot be used: {why}")
        self.begun = False


def cluster_lost() -> ServiceError:
    """There is no cluster to run models on."""
    return ServiceError(
        grpc.StatusCode.UNAVAILABLE,
        ErrorReason.ERROR_REASON_ENGINE_LOST,
        "the cluster that runs the models is not there",
        retry_after=_RETRY_SECONDS,
    )
