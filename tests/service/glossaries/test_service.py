"""GlossaryService over gRPC: every method does what the contract says."""

import json
import logging

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import GlossaryConfig, GlossaryTerm
from newsbrief_service.glossaries import requests
from newsbrief_service.logs import JsonFormatter
from tests.service.conftest import Start
from tests.service.glossaries.terms import create, listed, pieces, stub_of, term
from tests.service.test_bad_input import details

DESK = "glossaries/desk"
ROWS = "en,ko,ru,kind\nSeoul,서울,Сеул,place\nKim Jong-un,김정은,Ким Чен Ын,person\n".encode()


async def test_a_glossary_from_creation_to_deletion(start: Start) -> None:
    stub = stub_of(await start())
    request = pb.CreateGlossaryRequest(
        glossary_id="desk",
        glossary=pb.Glossary(display_name=" The\u200b desk "),
        terms=[term("Seoul", "서울")],
    )
    made = (await stub.CreateGlossary(request)).glossary
    assert (made.name, made.display_name, made.entry_count) == (DESK, "The desk", 1)
    assert (await stub.GetGlossary(pb.GetGlossaryRequest(name=DESK))).glossary == made

    change = pb.Glossary(name=DESK, display_name="Night desk", etag=made.etag)
    mask = FieldMask(paths=["display_name"])
    renamed = (
        await stub.UpdateGlossary(pb.UpdateGlossaryRequest(glossary=change, update_mask=mask))
    ).glossary
    assert renamed.display_name == "Night desk"
    assert renamed.etag != made.etag
    assert renamed.update_time.ToDatetime() > made.update_time.ToDatetime()
    assert renamed.create_time == made.create_time

    await stub.DeleteGlossary(pb.DeleteGlossaryRequest(name=DESK, etag=renamed.etag))
    assert (await stub.ListGlossaries(pb.ListGlossariesRequest())) == pb.ListGlossariesResponse()


async def test_an_entry_from_creation_to_deletion(start: Start) -> None:
    stub = stub_of(await start())
    await create(stub)
    request = pb.CreateGlossaryEntryRequest(
        parent=DESK, glossary_entry=pb.GlossaryEntry(term=term("Seoul", "서울"))
    )
    entry = (await stub.CreateGlossaryEntry(request)).glossary_entry
    assert (entry.name, entry.term) == (f"{DESK}/entries/1", term("Seoul", "서울"))

    async def update(new: GlossaryTerm, *paths: str) -> GlossaryTerm:
        request = pb.UpdateGlossaryEntryRequest(
            glossary_entry=pb.GlossaryEntry(name=entry.name, term=new), update_mask=FieldMask(paths=paths)
        )
        changed: GlossaryTerm = (await stub.UpdateGlossaryEntry(request)).glossary_entry.term
        return changed

    assert await update(term("Busan", note="n", kind=2), "term.note", "term.kind") == term(
        "Seoul", "서울", note="n", kind=2
    )
    assert await update(term("Seoul", ru="Сеул", note="x"), "term.forms") == term(
        "Seoul", ru="Сеул", note="n", kind=2
    )
    for paths in ((), ("term",)):
        assert await update(term("Busan", "부산"), *paths) == term("Busan", "부산")
    assert [each.term for each in await listed(stub)] == [term("Busan", "부산")]
    await stub.DeleteGlossaryEntry(pb.DeleteGlossaryEntryRequest(name=entry.name))
    assert await listed(stub) == []


async def test_lists_come_in_pages_that_stay_as_they_were(start: Start) -> None:
    stub = stub_of(await start())
    for ident in ("c", "a", "d", "b"):
        await create(stub, ident)
    first = await stub.ListGlossaries(pb.ListGlossariesRequest(page_size=2))
    assert [glossary.name for glossary in first.glossaries] == ["glossaries/a", "glossaries/b"]
    await stub.DeleteGlossary(pb.DeleteGlossaryRequest(name="glossaries/b"))
    await create(stub, "aa")
    request = pb.ListGlossariesRequest(page_size=2, page_token=first.next_page_token)
    second = await stub.ListGlossaries(request)
    assert [glossary.name for glossary in second.glossaries] == ["glossaries/c", "glossaries/d"]
    assert second.next_page_token == ""


async def test_entries_are_listed_by_query_in_pages(start: Start) -> None:
    stub = stub_of(await start())
    await create(
        stub, terms=[term(f"Term {n}", f"용어{n}", note="odd" if n % 2 else "even") for n in range(9)]
    )
    names: list[str] = []
    token = ""
    for _ in range(3):
        request = pb.ListGlossaryEntriesRequest(parent=DESK, page_size=2, page_token=token, query="ODD")
        response = await stub.ListGlossaryEntries(request)
        names += [entry.term.forms["en"].text for entry in response.glossary_entries]
        token = response.next_page_token
        if not token:
            break
    assert names == ["Term 1", "Term 3", "Term 5", "Term 7"]


async def test_import_stores_all_rows_or_none(start: Start) -> None:
    stub = stub_of(await start())
    await create(stub, terms=[term("Moscow", "모스크바")])
    dry = await stub.ImportGlossaryEntries(pieces(ROWS, validate_only=True))
    assert dry == pb.ImportGlossaryEntriesResponse(imported_count=2)
    assert len(await listed(stub)) == 1

    bad = ROWS + "Busan,은,,\nDaegu,,,\n".encode()
    dry = await stub.ImportGlossaryEntries(pieces(bad, validate_only=True))
    assert (dry.imported_count, dry.problem_count) == (2, 2)
    assert [(problem.row, problem.column) for problem in dry.problems] == [(4, "ko"), (5, "")]
    with pytest.raises(
        grpc.aio.AioRpcError, match=r"nothing was stored, 2 problems: line 4, ko: is a particle"
    ) as caught:
        await stub.ImportGlossaryEntries(pieces(bad))
    info, _ = details(caught.value)
    assert (info.reason, info.metadata["problems"]) == ("MALFORMED_VALUE", "2")
    assert len(await listed(stub)) == 1

    for _ in range(2):  # a client that got no answer may send it again
        done = await stub.ImportGlossaryEntries(pieces(ROWS, piece=7))
        assert done.imported_count == 2
        assert len(await listed(stub)) == 3
    await stub.ImportGlossaryEntries(pieces(ROWS, replace_existing=True))
    assert [entry.term.forms["ru"].text for entry in await listed(stub)] == ["Сеул", "Ким Чен Ын"]


async def test_match_says_what_would_become_of_a_text(start: Start) -> None:
    stub = stub_of(await start())
    await create(stub, terms=[term("Shoigu", "쇼이구", "Шойгу", kind=1)])
    content = "쇼이구는 KCNA와 평양에서 만났다."
    request = pb.MatchGlossaryEntriesRequest(
        glossary_config=GlossaryConfig(glossaries=[DESK], inline_terms=[term("the Agency", "KCNA")]),
        content=content,
        target_language_code="en",
    )
    matches = (await stub.MatchGlossaryEntries(request)).matches
    assert [(m.source_text, m.target_text, m.origin, m.glossary_entry) for m in matches] == [
        ("쇼이구", "Shoigu", types_pb2.TERM_ORIGIN_GLOSSARY, f"{DESK}/entries/1"),
        ("KCNA", "the Agency", types_pb2.TERM_ORIGIN_REQUEST, ""),
        ("평양", "Pyongyang", types_pb2.TERM_ORIGIN_GAZETTEER, ""),
    ]
    assert [content[m.source_span.start : m.source_span.end] for m in matches] == ["쇼이구", "KCNA", "평양"]


async def test_logs_say_how_much_but_not_what(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    running = await start()
    caplog.set_level(logging.DEBUG, "newsbrief.server")
    stub = stub_of(running)
    await create(stub, terms=[term("Seoul", "서울")])
    await stub.ImportGlossaryEntries(pieces(ROWS))
    await listed(stub, query="Jong")
    request = pb.MatchGlossaryEntriesRequest(content="In Seoul it rains.", target_language_code="ko")
    await stub.MatchGlossaryEntries(request)
    with pytest.raises(grpc.aio.AioRpcError):
        await stub.ImportGlossaryEntries(pieces("en,ko\nSeoul,는".encode()))
    lines = [JsonFormatter().format(each) for each in caplog.records]
    assert not any(text in line for line in lines for text in ("Seoul", "서울", "Jong", "rains", "는"))
    imports = [json.loads(line) for line in lines if "Import" in line]
    assert [(line["rows"], line["problems"], line["bytes"]) for line in imports] == [
        (2, 0, len(ROWS)),
        (1, 1, 15),
    ]


async def test_a_page_has_at_most_a_thousand() -> None:
    assert [requests.page_size(size) for size in (0, 1, 1000, 1001, 2**31 - 1)] == [100, 1, 1000, 1000, 1000]
