"""What a call is, and what is refused before it is sent."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from newsbrief import _enums
from newsbrief._errors import InvalidInput

Result = TypeVar("Result")


def new_request_id() -> str:
    """A name for one call."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Call(Generic[Result]):
    """One call: where it goes, what is sent, and how its answer (each answer, if it streams) is read."""

    path: str
    request: Any
    """A message, or an iterator of messages where a method takes a stream of them."""
    response: type[Message]
    decode: Callable[[Any], Result]
    request_id: str = field(default_factory=new_request_id)

    @property
    def sends_stream(self) -> bool:
        """Whether the request is several messages."""
        return isinstance(self.request, Iterator)

    @staticmethod
    def serialize(request: Message) -> bytes:
        """A request's bytes."""
        return request.SerializeToString()


def refuse(message: str, reason: str, field_path: str) -> InvalidInput:
    """The error for what no server would take."""
    return InvalidInput(message, code="INVALID_ARGUMENT", reason=reason, field=field_path)


def check_text(text: str, field_path: str) -> str:
    """`text`, if it can be sent: Python strings may hold lone surrogates, which no encoding can."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise refuse(
            f"character {error.start} is one half of a surrogate pair, so this is not text",
            "TEXT_NOT_TEXT",
            field_path,
        ) from None
    return text


def choice(enum: _enums.Enum, name: str | None, field_path: str) -> Any:
    """The enum's value of `name`; None is unset."""
    try:
        return _enums.value(enum, name or "")
    except ValueError as error:
        raise refuse(str(error), "OUT_OF_RANGE", field_path) from None
