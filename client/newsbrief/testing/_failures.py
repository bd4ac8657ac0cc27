"""How the fake fails: as a real server does, with google.rpc's details beside the status."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

DOMAIN = "newsbrief.v1"


class Item:
    """In place of a call's context: one of several items, whose failure ends nothing else."""


Context = grpc.ServicerContext | Item


class ItemError(Exception):
    """An item failed with `status`."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Failure:
    """A status and its details; `after_events` lets a stream tell that much before it fails."""

    code: str
    reason: str = ""
    message: str = "told to fail"
    field: str | None = None
    details: Mapping[str, str] | None = None
    retry_after: float | None = None
    after_events: int = 0

    def abort(self, context: "Context") -> NoReturn:
        """Ends the call, or the work on one item of it, with this failure."""
        if isinstance(context, Item):
            raise ItemError(self._status())
        code = grpc.StatusCode[self.code]
        status = self._status()
        if status.details:
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(code, self.message)
        raise AssertionError("abort() returned")

    def _status(self) -> status_pb2.Status:
        status = status_pb2.Status(code=grpc.StatusCode[self.code].value[0], message=self.message)
        for detail in self._details():
            status.details.add().Pack(detail)
        return status

    def _details(self) -> list[Message]:
        details: list[Message] = []
        if self.reason:
            info = error_details_pb2.ErrorInfo(reason=self.reason, domain=DOMAIN, metadata=self.details or {})
            details.append(info)
        if self.field is not None:
            bad_request = error_details_pb2.BadRequest()
            bad_request.field_violations.add(field=self.field, description=self.message)
            details.append(bad_request)
        if self.retry_after is not None:
            retry = error_details_pb2.RetryInfo()
            retry.retry_delay.FromNanoseconds(round(self.retry_after * 1e9))
            details.append(retry)
        return details
