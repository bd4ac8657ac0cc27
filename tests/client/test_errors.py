"""Statuses become exceptions that say what to do."""

import pickle
import socket
import time
from collections.abc import Callable
from typing import Any

import grpc
import pytest

import newsbrief
from newsbrief._status import typed_error
from newsbrief.testing import FakeServer

Make = Callable[..., Any]
Ask = Callable[..., Any]

CLASSES = {
    "CANCELLED": newsbrief.ServerError,
    "UNKNOWN": newsbrief.ServerError,
    "INVALID_ARGUMENT": newsbrief.InvalidInput,
    "DEADLINE_EXCEEDED": newsbrief.DeadlineExceeded,
    "NOT_FOUND": newsbrief.NotFound,
    "ALREADY_EXISTS": newsbrief.Conflict,
    "PERMISSION_DENIED": newsbrief.PermissionDenied,
    "UNAUTHENTICATED": newsbrief.Unauthenticated,
    "RESOURCE_EXHAUSTED": newsbrief.Busy,
    "FAILED_PRECONDITION": newsbrief.NotInstalled,
    "ABORTED": newsbrief.Conflict,
    "UNIMPLEMENTED": newsbrief.ServerError,
    "OUT_OF_RANGE": newsbrief.InvalidInput,
    "INTERNAL": newsbrief.ServerError,
    "UNAVAILABLE": newsbrief.Unavailable,
    "DATA_LOSS": newsbrief.ServerError,
}


def test_the_table_is_complete() -> None:
    assert set(CLASSES) == {code.name for code in grpc.StatusCode} - {"OK"}


@pytest.mark.parametrize("code", CLASSES)
@pytest.mark.parametrize("method", ["brief", "stream_brief"])
async def test_each_status(make_client: Make, ask: Ask, server: FakeServer, method: str, code: str) -> None:
    server.fail_next(code, "SOME_REASON", message="in words", details={"limit": "7"}, times=5)
    with pytest.raises(newsbrief.NewsbriefError) as caught:
        await ask(getattr(make_client(server.target), method), "x")
    error = caught.value
    assert type(error) is CLASSES[code]
    assert (error.code, error.reason, str(error), error.details) == (
        code,
        "SOME_REASON",
        "in words",
        {"limit": "7"},
    )
    assert error.request_id == server.requests[0].metadata["x-request-id"]
    assert error.retryable == (code in ("UNAVAILABLE", "RESOURCE_EXHAUSTED"))


async def test_field_and_retry_after(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    server.fail_next("RESOURCE_EXHAUSTED", "SERVER_BUSY", retry_after=1.5)
    with pytest.raises(newsbrief.Busy) as busy:
        await ask(client.brief, "x")
    assert (busy.value.retry_after, busy.value.field) == (1.5, None)

    with pytest.raises(newsbrief.InvalidInput) as invalid:
        await ask(client.brief, "x", to=("en", "fr"))
    assert invalid.value.field == "options.target_language_codes[1]"
    assert invalid.value.reason == "LANGUAGE_UNSUPPORTED"
    assert invalid.value.details == {"seen": "fr", "supported": "en,ko,ru"}
    assert invalid.value.retry_after is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [("RESOURCE_EXHAUSTED", "STORAGE_FULL"), ("FAILED_PRECONDITION", "STORAGE_UNAVAILABLE")],
)
async def test_faults_of_the_storage(
    make_client: Make, ask: Ask, server: FakeServer, code: str, reason: str
) -> None:
    """Waiting or installing something would not help."""
    server.fail_next(code, reason)
    with pytest.raises(newsbrief.ServerError) as caught:
        await ask(make_client(server.target).glossaries.get, "desk")
    assert (caught.value.reason, caught.value.retryable) == (reason, False)


async def test_unavailable_is_tried_again(make_client: Make, ask: Ask, server: FakeServer) -> None:
    server.fail_next("UNAVAILABLE", "SERVER_STOPPING", times=3)
    assert await ask(make_client(server.target).detect, "hello")
    assert len(server.requests) == 4
    assert (
        len({call.metadata["x-request-id"] for call in server.requests}) == 1
    )  # one call, to the server too


async def test_it_is_not_tried_for_ever(make_client: Make, ask: Ask, server: FakeServer) -> None:
    server.fail_next("UNAVAILABLE", "SERVER_STOPPING", message="stopping", times=9)
    with pytest.raises(newsbrief.Unavailable, match="stopping"):
        await ask(make_client(server.target).detect, "hello")
    assert len(server.requests) == 5


@pytest.mark.parametrize("code", sorted(set(CLASSES) - {"UNAVAILABLE"}))
async def test_nothing_else_is_tried_again(
    make_client: Make, ask: Ask, server: FakeServer, code: str
) -> None:
    server.fail_next(code)
    with pytest.raises(newsbrief.NewsbriefError):
        await ask(make_client(server.target).detect, "hello")
    assert len(server.requests) == 1


async def test_a_stream_that_has_begun_is_not_tried_again(
    make_client: Make, ask: Ask, server: FakeServer, article: str
) -> None:
    server.fail_next("UNAVAILABLE", after_events=2)
    with pytest.raises(newsbrief.Unavailable):
        await ask(make_client(server.target).stream_brief, article)
    assert len(server.requests) == 1


async def test_no_server_says_how_to_start_one(make_client: Make, ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    started = time.monotonic()
    with pytest.raises(newsbrief.Unavailable) as caught:
        await ask(make_client(f"127.0.0.1:{port}").models)
    assert f"127.0.0.1:{port}" in str(caught.value)
    assert "newsbrief-server serve" in str(caught.value)
    assert "refused" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - started < 10


async def test_a_server_of_another_kind(make_client: Make, ask: Ask) -> None:
    from concurrent.futures import ThreadPoolExecutor

    other = grpc.server(ThreadPoolExecutor(1))
    port = other.add_insecure_port("127.0.0.1:0")
    other.start()
    try:
        with pytest.raises(newsbrief.ServerError, match="no newsbrief server") as caught:
            await ask(make_client(f"127.0.0.1:{port}").models)
        assert caught.value.code == "UNIMPLEMENTED"
    finally:
        other.stop(None).wait()


async def test_more_than_fits_a_message(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    with pytest.raises(newsbrief.InvalidInput) as refused_by_server:  # gRPC servers take 4 MiB by default
        await ask(client.detect, "x" * (5 << 20))
    with pytest.raises(newsbrief.InvalidInput) as refused_here:
        await ask(client.detect, "x" * (17 << 20))
    for caught in (refused_by_server, refused_here):
        assert (caught.value.reason, caught.value.retryable) == ("TEXT_TOO_LONG", False)


class BrokenDetails:
    """A failed call whose details no one can parse."""

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.INTERNAL

    def details(self) -> str | None:
        return None

    def trailing_metadata(self) -> Any:
        return (("grpc-status-details-bin", b"\xff\xff\xff"),)


def test_broken_details_do_not_hide_the_error() -> None:
    error = typed_error(BrokenDetails(), target="t", timeout=1, request_id="r")
    assert type(error) is newsbrief.ServerError
    assert str(error) == "the server answered INTERNAL"


def test_errors_can_be_pickled() -> None:
    error = newsbrief.Busy("full", code="RESOURCE_EXHAUSTED", reason="SERVER_BUSY", retry_after=2.0)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - as a process pool does
    assert type(again) is newsbrief.Busy
    assert vars(again) == vars(error)
    assert str(again) == "full"


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    from newsbrief import _errors

    drawn = {line.split()[1] for line in (_errors.__doc__ or "").splitlines() if "── " in line}
    assert drawn == {subclass.__name__ for subclass in newsbrief.NewsbriefError.__subclasses__()}
