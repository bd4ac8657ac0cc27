"""How the fake fails: as a real server does, with google.rpc's details beside the status."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

DOMAIN = "newsbrief.v1"


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

    def abort(self, context: grpc.ServicerContext) -> NoReturn:
        """Ends the call with this failure."""
        code = grpc.StatusCode[self.code]
        if details := self._details():
            status = status_pb2.Status(code=code.value[0], message=self.message)
            for detail in details:
                status.details.add().Pack(detail)
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(code, self.message)
        raise AssertionError("abort() returned")

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
