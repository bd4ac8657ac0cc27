"""Requests that GlossaryService refuses: the status, the reason and the field are named, and nothing has changed."""

from typing import Any

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1.types_pb2 import GlossaryConfig
from newsbrief_service.glossaries.names import page_token
from tests.service.conftest import Start
from tests.service.glossaries.terms import create, listed, stub_of, term
from tests.service.test_bad_input import details

DESK = "glossaries/desk"

BAD: dict[str, tuple[str, Any, str, str]] = {
    "no id": ("CreateGlossary", pb.CreateGlossaryRequest(), "MALFORMED_VALUE", "glossary_id"),
    "capitals": (
        "CreateGlossary",
        pb.CreateGlossaryRequest(glossary_id="Desk"),
        "MALFORMED_VALUE",
        "glossary_id",
    ),
    "64 letters": (
        "CreateGlossary",
        pb.CreateGlossaryRequest(glossary_id="a" * 64),
        "MALFORMED_VALUE",
        "glossary_id",
    ),
    "a line break": (
        "CreateGlossary",
        pb.CreateGlossaryRequest(glossary_id="a\n"),
        "MALFORMED_VALUE",
        "glossary_id",
    ),
    "a long name": (
        "CreateGlossary",
        pb.CreateGlossaryRequest(glossary_id="a", glossary=pb.Glossary(display_name="x" * 201)),
        "TEXT_TOO_LONG",
        "glossary.display_name",
    ),
    "a bad term": (
        "CreateGlossary",
        pb.CreateGlossaryRequest(glossary_id="a", terms=[term("Seoul", "서울"), term("Busan", "는")]),
        "MALFORMED_VALUE",
        'terms[1].forms["ko"].text',
    ),
    "a term twice": (
        "CreateGlossary",
        pb.CreateGlossaryRequest(
            glossary_id="a", terms=[term("Seoul", "서울"), term("seoul", "서울", note="x")]
        ),
        "DUPLICATE",
        "terms[1]",
    ),
    "no glossary's name": ("GetGlossary", pb.GetGlossaryRequest(name="desk"), "MALFORMED_VALUE", "name"),
    "an unknown mask": (
        "UpdateGlossary",
        pb.UpdateGlossaryRequest(glossary=pb.Glossary(name=DESK), update_mask=FieldMask(paths=["etag"])),
        "MALFORMED_VALUE",
        "update_mask.paths[0]",
    ),
    "a negative page": (
        "ListGlossaries",
        pb.ListGlossariesRequest(page_size=-1),
        "OUT_OF_RANGE",
        "page_size",
    ),
    "a made-up token": (
        "ListGlossaries",
        pb.ListGlossariesRequest(page_token=page_token("a", "models")),
        "MALFORMED_VALUE",
        "page_token",
    ),
    "another list's token": (
        "ListGlossaryEntries",
        pb.ListGlossaryEntriesRequest(parent=DESK, page_token=page_token("a", "glossaries")),
        "MALFORMED_VALUE",
        "page_token",
    ),
    "a token beyond SQLite's numbers": (
        "ListGlossaryEntries",
        pb.ListGlossaryEntriesRequest(parent=DESK, page_token=page_token(10**30, "entries", "desk", "")),
        "MALFORMED_VALUE",
        "page_token",
    ),
    "a long query": (
        "ListGlossaryEntries",
        pb.ListGlossaryEntriesRequest(parent=DESK, query="x" * 201),
        "TEXT_TOO_LONG",
        "query",
    ),
    "no entry's name": (
        "DeleteGlossaryEntry",
        pb.DeleteGlossaryEntryRequest(name=DESK),
        "MALFORMED_VALUE",
        "name",
    ),
    "an entry of one language": (
        "CreateGlossaryEntry",
        pb.CreateGlossaryEntryRequest(parent=DESK, glossary_entry=pb.GlossaryEntry(term=term("Seoul"))),
        "OUT_OF_RANGE",
        "glossary_entry.term.forms",
    ),
    "forms taken away": (
        "UpdateGlossaryEntry",
        pb.UpdateGlossaryEntryRequest(
            glossary_entry=pb.GlossaryEntry(name=f"{DESK}/entries/1"),
            update_mask=FieldMask(paths=["term.forms"]),
        ),
        "OUT_OF_RANGE",
        "glossary_entry.term.forms",
    ),
    "no text": (
        "MatchGlossaryEntries",
        pb.MatchGlossaryEntriesRequest(target_language_code="ko"),
        "TEXT_EMPTY",
        "content",
    ),
    "a long text": (
        "MatchGlossaryEntries",
        pb.MatchGlossaryEntriesRequest(content="x " * 20_000, target_language_code="ko"),
        "TEXT_TOO_LONG",
        "content",
    ),
    "no target": (
        "MatchGlossaryEntries",
        pb.MatchGlossaryEntriesRequest(content="The ministry said so."),
        "LANGUAGE_UNSUPPORTED",
        "target_language_code",
    ),
    "a German text": (
        "MatchGlossaryEntries",
        pb.MatchGlossaryEntriesRequest(content="Die Außenminister trafen sich.", target_language_code="ko"),
        "LANGUAGE_UNSUPPORTED",
        "content",
    ),
    "a bad inline term": (
        "MatchGlossaryEntries",
        pb.MatchGlossaryEntriesRequest(
            content="The ministry said so.",
            target_language_code="ko",
            glossary_config=GlossaryConfig(inline_terms=[term("Seoul")]),
        ),
        "OUT_OF_RANGE",
        "glossary_config.inline_terms[0].forms",
    ),
}


@pytest.mark.parametrize("row", BAD.values(), ids=BAD)
async def test_bad_requests(start: Start, row: tuple[str, Any, str, str]) -> None:
    method, request, reason, field = row
    stub = stub_of(await start())
    await create(stub, terms=[term("Seoul", "서울")])
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await getattr(stub, method)(request)
    info, bad_request = details(caught.value)
    assert (caught.value.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, reason)
    assert [violation.field for violation in bad_request.field_violations] == [field]
    assert [
        glossary.name for glossary in (await stub.ListGlossaries(pb.ListGlossariesRequest())).glossaries
    ] == [DESK]
    assert len(await listed(stub)) == 1


REFUSED: dict[str, tuple[str, Any, str, str, str]] = {
    "no such glossary": (
        "GetGlossary",
        pb.GetGlossaryRequest(name="glossaries/x"),
        "NOT_FOUND",
        "NOT_FOUND",
        "name",
    ),
    "no such parent": (
        "ListGlossaryEntries",
        pb.ListGlossaryEntriesRequest(parent="glossaries/x"),
        "NOT_FOUND",
        "NOT_FOUND",
        "parent",
    ),
    "no such entry": (
        "DeleteGlossaryEntry",
        pb.DeleteGlossaryEntryRequest(name=f"{DESK}/entries/2"),
        "NOT_FOUND",
        "NOT_FOUND",
        "name",
    ),
    "an id that is taken": (
        "CreateGlossary",
        pb.CreateGlossaryRequest(glossary_id="desk"),
        "ALREADY_EXISTS",
        "ALREADY_EXISTS",
        "glossary_id",
    ),
    "forms that are taken": (
        "CreateGlossaryEntry",
        pb.CreateGlossaryEntryRequest(
            parent=DESK, glossary_entry=pb.GlossaryEntry(term=term("Seoul", "서울"))
        ),
        "ALREADY_EXISTS",
        "ALREADY_EXISTS",
        "glossary_entry.term",
    ),
    "a stale update": (
        "UpdateGlossary",
        pb.UpdateGlossaryRequest(glossary=pb.Glossary(name=DESK, etag="stale")),
        "ABORTED",
        "ETAG_MISMATCH",
        "glossary.etag",
    ),
    "a stale delete": (
        "DeleteGlossary",
        pb.DeleteGlossaryRequest(name=DESK, etag="stale"),
        "ABORTED",
        "ETAG_MISMATCH",
        "etag",
    ),
}


@pytest.mark.parametrize("row", REFUSED.values(), ids=REFUSED)
async def test_what_the_store_refuses(start: Start, row: tuple[str, Any, str, str, str]) -> None:
    method, request, code, reason, field = row
    stub = stub_of(await start())
    await create(stub, terms=[term("Seoul", "서울")])
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await getattr(stub, method)(request)
    info, bad_request = details(caught.value)
    assert (caught.value.code().name, info.reason) == (code, reason)
    assert [violation.field for violation in bad_request.field_violations] == [field]


@pytest.mark.parametrize("method", ["GetGlossary", "CreateGlossary", "MatchGlossaryEntries"])
async def test_malformed_messages(start: Start, method: str) -> None:
    running = await start()
    imports = running.channel.stream_unary("/newsbrief.v1.GlossaryService/ImportGlossaryEntries")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.channel.unary_unary(f"/newsbrief.v1.GlossaryService/{method}")(b"\xff\xfe")
    assert details(caught.value)[0].reason == "MALFORMED_MESSAGE"
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await imports(iter([b"\xff\xfe"]))
    assert details(caught.value)[0].reason == "MALFORMED_MESSAGE"
