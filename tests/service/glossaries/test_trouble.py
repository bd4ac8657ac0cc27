"""Large files, storage that fails, glossaries deleted in use: typed errors, and briefs go on."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1.types_pb2 import GlossaryConfig
from newsbrief_service.errors import ServiceError
from newsbrief_service.glossaries import importing
from newsbrief_service.server import GLOSSARY_SERVICE_NAME, SERVICE_NAME
from tests.service.conftest import Running, Start
from tests.service.glossaries.terms import create, listed, pieces, stub_of, term
from tests.service.test_bad_input import alive, details

DESK = "glossaries/desk"
FIRST_ROW, SECOND_ROW = "en,ko\nSeoul,서울\n".encode(), "Busan,부산\n".encode()
ROWS = FIRST_ROW + SECOND_ROW


async def refused(call: "asyncio.Future[Message]") -> tuple[str, str]:
    """(status, reason) a call fails with."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return caught.value.code().name, details(caught.value)[0].reason


async def health_of(running: Running, name: str) -> int:
    answer = await health_pb2_grpc.HealthStub(running.channel).Check(
        health_pb2.HealthCheckRequest(service=name)
    )
    status: int = answer.status
    return status


async def test_100_000_rows_and_not_one_more(start: Start, tmp_path: Path) -> None:
    running = await start(data_dir=str(tmp_path / "data"), deadline=300.0)
    stub = stub_of(running)
    await create(stub)
    rows = "".join(f"Term {number},용어{number}\n" for number in range(100_000))
    importing_them = asyncio.ensure_future(stub.ImportGlossaryEntries(pieces(f"en,ko\n{rows}".encode())))
    await alive(running)
    assert not importing_them.done()  # briefs are answered meanwhile
    assert (await importing_them).imported_count == 100_000
    assert (await stub.GetGlossary(pb.GetGlossaryRequest(name=DESK))).glossary.entry_count == 100_000
    entry = pb.GlossaryEntry(term=term("Seoul", "서울"))
    more = stub.CreateGlossaryEntry(pb.CreateGlossaryEntryRequest(parent=DESK, glossary_entry=entry))
    assert await refused(more) == ("RESOURCE_EXHAUSTED", "STORAGE_FULL")
    assert [each.name for each in await listed(stub, query="용어77777")] == [f"{DESK}/entries/77778"]


async def test_10_mb_is_taken_and_a_byte_more_is_not(start: Start) -> None:
    running = await start()
    stub = stub_of(running)
    await create(stub)
    head = "en,ko\nSeoul,서울\n".encode()
    full = head + b"\n" * (importing.MAX_FILE_BYTES - len(head))
    assert (await stub.ImportGlossaryEntries(pieces(full))).imported_count == 1
    assert await refused(stub.ImportGlossaryEntries(pieces(full + b"\n"))) == (
        "INVALID_ARGUMENT",
        "TEXT_TOO_LONG",
    )
    await alive(running)


async def test_a_piece_above_a_megabyte_is_refused_as_any_message_is(start: Start) -> None:
    running = await start()
    stub = stub_of(running)
    await create(stub)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stub.ImportGlossaryEntries(pieces(b"\n" * (1 << 20), piece=1 << 20))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    await alive(running)


async def test_files_that_come_in_at_once_share_one_bound() -> None:
    gatherer = importing.Gatherer(max_bytes_held=1_000)
    go = asyncio.Event()

    async def slow() -> AsyncIterator[pb.ImportGlossaryEntriesRequest]:
        yield pb.ImportGlossaryEntriesRequest(parent=DESK, content=b"x" * 600)
        await go.wait()

    async def quick() -> AsyncIterator[pb.ImportGlossaryEntriesRequest]:
        yield pb.ImportGlossaryEntriesRequest(parent=DESK, content=b"y" * 600)

    first = asyncio.ensure_future(gatherer.gather(slow()))
    await asyncio.sleep(0)
    with pytest.raises(ServiceError, match="too many glossaries") as caught:
        await gatherer.gather(quick())
    assert caught.value.reason == "SERVER_BUSY"
    go.set()
    assert (await first)[1] == b"x" * 600
    assert (await gatherer.gather(quick()))[1] == b"y" * 600


async def test_an_import_that_is_given_up_leaves_its_place(start: Start) -> None:
    running = await start(max_calls=1)
    stub = stub_of(running)
    await create(stub)

    async def endless() -> AsyncIterator[pb.ImportGlossaryEntriesRequest]:
        yield next(pieces(ROWS, piece=len(FIRST_ROW)))
        await asyncio.sleep(60)

    call = stub.ImportGlossaryEntries(endless())
    async with asyncio.timeout(5):
        while not running.server.calls:
            await asyncio.sleep(0.01)
        call.cancel()
        while running.server.calls:
            await asyncio.sleep(0.01)
    await alive(running)
    assert await listed(stub) == []


@pytest.mark.parametrize(
    ("pieces_sent", "size"),
    [
        ([FIRST_ROW], len(ROWS)),  # as a stream may look whose sender went away
        ([FIRST_ROW, SECOND_ROW[:4]], len(ROWS)),
        ([FIRST_ROW, SECOND_ROW], 0),  # then nobody could tell whether it had broken off
        ([FIRST_ROW, SECOND_ROW], len(ROWS) - 1),
        ([ROWS], -1),
    ],
)
@pytest.mark.parametrize("validate_only", [False, True])
async def test_a_file_that_is_not_as_long_as_was_said(
    start: Start, pieces_sent: list[bytes], size: int, validate_only: bool
) -> None:
    stub = stub_of(await start())
    await create(stub, terms=[term("Moscow", "모스크바")])
    first, *rest = (pb.ImportGlossaryEntriesRequest(content=piece) for piece in pieces_sent)
    first.MergeFrom(
        pb.ImportGlossaryEntriesRequest(
            parent=DESK,
            mime_type="text/csv",
            replace_existing=True,
            content_size=size,
            validate_only=validate_only,
        )
    )
    with pytest.raises(grpc.aio.AioRpcError, match="nothing was stored") as caught:
        await stub.ImportGlossaryEntries(iter([first, *rest]))
    info, request = details(caught.value)
    assert (info.reason, request.field_violations[0].field) == ("OUT_OF_RANGE", "content_size")
    assert [entry.term.forms["en"].text for entry in await listed(stub)] == ["Moscow"]


async def test_one_message_need_not_say_its_size(start: Start) -> None:
    stub = stub_of(await start())
    await create(stub)
    assert (await stub.ImportGlossaryEntries(pieces(ROWS, content_size=0))).imported_count == 2


async def test_an_import_cancelled_while_it_is_read_stores_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await start()
    stub = stub_of(running)
    await create(stub)
    reading, go_on = threading.Event(), threading.Event()
    read = importing.read

    def slowly(content: bytes, mime_type: str) -> importing.Reading:
        reading.set()
        assert go_on.wait(30)
        return read(content, mime_type)

    monkeypatch.setattr(importing, "read", slowly)
    call = stub.ImportGlossaryEntries(pieces(ROWS))
    assert await asyncio.to_thread(reading.wait, 30)
    call.cancel()
    async with asyncio.timeout(10):
        while running.server.calls:
            await asyncio.sleep(0.01)
    go_on.set()
    monkeypatch.undo()
    await create(stub, "next")  # what was to be written before has been
    await stub.ImportGlossaryEntries(pieces(ROWS, parent="glossaries/next"))
    assert await listed(stub) == []


async def test_a_glossary_deleted_while_it_is_imported_into_and_used(start: Start) -> None:
    running = await start()
    stub = stub_of(running)
    await create(stub, terms=[term("Seoul", "서울")])
    order = pb.MatchGlossaryEntriesRequest(
        content="In Seoul.", target_language_code="ko", glossary_config=GlossaryConfig(glossaries=[DESK])
    )
    assert len((await stub.MatchGlossaryEntries(order)).matches) == 1
    rows = "en,ko\n" + "".join(f"Term {number},용어{number}\n" for number in range(3_000))
    call = asyncio.ensure_future(stub.ImportGlossaryEntries(pieces(rows.encode())))
    async with asyncio.timeout(5):
        while not running.server.calls:
            await asyncio.sleep(0)
    await stub.DeleteGlossary(pb.DeleteGlossaryRequest(name=DESK))
    assert await refused(call) == ("NOT_FOUND", "NOT_FOUND")
    assert await refused(stub.MatchGlossaryEntries(order)) == ("NOT_FOUND", "NOT_FOUND")
    await alive(running)


async def test_a_folder_that_cannot_be_used_stops_no_briefs(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    running = await start(data_dir=str(tmp_path / "file" / "data"))
    stub = stub_of(running)
    for call in (
        stub.ListGlossaries(pb.ListGlossariesRequest()),
        stub.CreateGlossary(pb.CreateGlossaryRequest(glossary_id="desk")),
    ):
        assert await refused(call) == ("FAILED_PRECONDITION", "STORAGE_UNAVAILABLE")
    request = pb.MatchGlossaryEntriesRequest(content="In Seoul.", target_language_code="ko")
    assert len((await stub.MatchGlossaryEntries(request)).matches) == 1  # built-in names need no storage
    assert any(
        getattr(record, "fields", {}).get("file", "").startswith(str(tmp_path)) for record in caplog.records
    )
    await alive(running)


async def test_a_damaged_file_stops_no_briefs_and_shows_in_health(start: Start, tmp_path: Path) -> None:
    (tmp_path / "glossaries.sqlite3").write_bytes(b"no database " * 1_000)
    running = await start(data_dir=str(tmp_path))
    assert await health_of(running, GLOSSARY_SERVICE_NAME) == health_pb2.HealthCheckResponse.NOT_SERVING
    assert await health_of(running, SERVICE_NAME) == health_pb2.HealthCheckResponse.SERVING
    call = stub_of(running).ListGlossaries(pb.ListGlossariesRequest())
    assert await refused(call) == ("FAILED_PRECONDITION", "STORAGE_UNAVAILABLE")
    await alive(running)


async def test_health_and_reflection_know_the_service(start: Start) -> None:
    running = await start()
    assert await health_of(running, GLOSSARY_SERVICE_NAME) == health_pb2.HealthCheckResponse.SERVING
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    stub = reflection_pb2_grpc.ServerReflectionStub(running.channel)
    async for answer in stub.ServerReflectionInfo(iter([request])):
        assert GLOSSARY_SERVICE_NAME in [service.name for service in answer.list_services_response.service]


async def test_glossaries_outlive_the_server(start: Start, tmp_path: Path) -> None:
    first = await start(data_dir=str(tmp_path))
    made = await create(stub_of(first), terms=[term("Seoul", "서울")])
    await first.server.stop()
    second = await start(data_dir=str(tmp_path))
    assert (await stub_of(second).GetGlossary(pb.GetGlossaryRequest(name=DESK))).glossary == made


async def test_a_full_disk_is_told_and_briefs_go_on(start: Start, tmp_path: Path) -> None:
    running = await start(data_dir=str(tmp_path))
    stub = stub_of(running)
    await create(stub)
    store = running.server._store
    await store._writer.run(lambda connection: connection.execute("PRAGMA max_page_count=20").fetchall())
    rows = "en,ko\n" + "".join(f"Term {number},용어{number}\n" for number in range(3_000))
    call = stub.ImportGlossaryEntries(pieces(rows.encode()))
    assert await refused(call) == ("RESOURCE_EXHAUSTED", "STORAGE_FULL")
    assert await listed(stub) == []
    await alive(running)
