"""Stored glossaries, by both clients, against the fake server."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

import newsbrief
from newsbrief import Term
from newsbrief._async_glossaries import AsyncGlossaries
from newsbrief._calls import glossaries as calls
from newsbrief._glossaries import Glossaries
from newsbrief.testing import FakeServer, fake_match

Make = Callable[..., Any]
Ask = Callable[..., Any]
SHOIGU = Term({"en": "Shoigu", "ko": "쇼이구", "ru": "Шойгу"}, kind="person", note="secretary")
TASS = Term({"en": "TASS", "ko": "타스통신"})


async def listed(items: Any) -> list[Any]:
    """What an iterator of either client gives."""
    return [item async for item in items] if inspect.isasyncgen(items) else list(items)


async def test_a_life(make_client: Make, ask: Ask, server: FakeServer) -> None:
    kept = make_client(server.target).glossaries
    made = await ask(kept.create, "desk", display_name="Desk", terms=[SHOIGU])
    assert (made.name, made.id, made.display_name, made.entry_count) == ("glossaries/desk", "desk", "Desk", 1)
    assert server.requests[0].terms == (SHOIGU,)

    entry = await ask(kept.add_term, made, TASS)
    assert (entry.name, entry.term) == ("glossaries/desk/entries/2", TASS)
    changed = await ask(kept.change_term, entry, {"en": "TASS", "ko": "타스"})
    assert str(changed) == "TASS / 타스"
    await ask(kept.delete_term, "glossaries/desk/entries/1")
    assert [each.term for each in await listed(kept.terms("desk"))] == [changed.term]

    named = await ask(kept.rename, "glossaries/desk", "The desk")
    assert (named.display_name, named.entry_count) == ("The desk", 1)
    assert await ask(kept.get, "desk") == named
    assert named.etag != made.etag
    await ask(kept.delete, named, etag=named.etag)
    assert await listed(kept.list()) == []


async def test_what_is_not_there_or_there_already(make_client: Make, ask: Ask, server: FakeServer) -> None:
    kept = make_client(server.target).glossaries
    for method, arguments in (
        (kept.get, ("desk",)),
        (kept.rename, ("desk", "Desk")),
        (kept.delete, ("desk",)),
        (kept.add_term, ("desk", TASS)),
        (kept.change_term, ("glossaries/desk/entries/1", TASS)),
        (kept.delete_term, ("glossaries/desk/entries/1",)),
        (kept.import_terms, ("desk", "en,ko\na,b\n")),
    ):
        with pytest.raises(newsbrief.NotFound):
            await ask(method, *arguments)
    made = await ask(kept.create, "desk", terms=[TASS])
    for method, arguments in ((kept.create, ("desk",)), (kept.add_term, ("desk", TASS))):
        with pytest.raises(newsbrief.Conflict) as caught:
            await ask(method, *arguments)
        assert caught.value.reason == "ALREADY_EXISTS"
    await ask(kept.add_term, "desk", SHOIGU)
    with pytest.raises(newsbrief.Conflict) as caught:
        await ask(kept.delete, "desk", etag=made.etag)
    assert caught.value.reason == "ETAG_MISMATCH"


async def test_lists_go_on_over_pages(
    make_client: Make, ask: Ask, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PAGE_SIZE", 2)
    kept = make_client(server.target).glossaries
    for number in range(5):
        await ask(kept.create, f"desk-{number}")
    assert [str(each) for each in await listed(kept.list())] == [f"desk-{number}" for number in range(5)]
    assert [call.method for call in server.requests[5:]] == ["glossaries.list"] * 3
    for number in range(3):
        await ask(kept.add_term, "desk-0", {"en": f"a{number}", "ko": f"가{number}"})
    assert len(await listed(kept.terms("desk-0"))) == 3
    assert [str(each) for each in await listed(kept.terms("desk-0", query="A1"))] == ["a1 / 가1"]


async def test_pages_are_asked_for_when_wanted(
    make_client: Make, ask: Ask, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PAGE_SIZE", 1)
    kept = make_client(server.target).glossaries
    for name in ("a", "b"):
        await ask(kept.create, name)
    names = kept.list()
    assert str(await ask(anext if inspect.isasyncgen(names) else next, names)) == "a"
    assert [call.method for call in server.requests[2:]] == ["glossaries.list"]


async def test_import(make_client: Make, ask: Ask, server: FakeServer) -> None:
    kept = make_client(server.target).glossaries
    await ask(kept.create, "desk", terms=[TASS])
    table = "en,ko,ko_aliases,note\nShoigu,쇼이구,쇼이구 서기|쇼이고,secretary\nTASS,타스통신,,\n"
    assert await ask(kept.import_terms, "desk", table) == newsbrief.ImportReport(2)
    first, second = (each.term for each in await listed(kept.terms("desk")))
    assert (first, second["ko"].aliases, second.note) == (TASS, ("쇼이구 서기", "쇼이고"), "secretary")
    report = await ask(kept.import_terms, "desk", b"ko\ten\n\xea\xb0\x80\ta\n", "tsv", replace=True)
    assert report.imported == 1
    assert [str(each) for each in await listed(kept.terms("desk"))] == ["a / 가"]
    assert (server.requests[-2].replace, server.requests[-2].dry_run) == (True, False)


async def test_rows_that_are_no_good(make_client: Make, ask: Ask, server: FakeServer) -> None:
    kept = make_client(server.target).glossaries
    await ask(kept.create, "desk")
    table = "en,ko\na,가\nb,\n"
    report = await ask(kept.import_terms, "desk", table, dry_run=True)
    (problem,) = report.problems
    assert (report.imported, report.problem_count, problem.row) == (1, 1, 3)
    with pytest.raises(newsbrief.InvalidInput, match="nothing was stored"):
        await ask(kept.import_terms, "desk", table)
    assert (await ask(kept.get, "desk")).entry_count == 0


async def test_a_large_file_travels_in_pieces(make_client: Make, ask: Ask, server: FakeServer) -> None:
    kept = make_client(server.target).glossaries
    await ask(kept.create, "desk")
    table = "en,ko,note\n" + "".join(f"term {n},용어 {n},{'x' * 250}\n" for n in range(10_000))
    assert len(table.encode()) > 9 * calls.PIECE_BYTES
    report = await ask(kept.import_terms, "desk", table, dry_run=True)
    assert report.imported == 10_000
    assert server.requests[-1].texts == (table,)
    assert (await ask(kept.import_terms, "desk", "en,ko\n")).imported == 0


async def test_what_cannot_be_sent_is_refused_here(make_client: Make, ask: Ask, server: FakeServer) -> None:
    kept = make_client(server.target).glossaries
    for method, arguments, field in (
        (kept.create, ("\ud800",), "glossary_id"),
        (kept.get, ("\ud800",), "name"),
        (kept.rename, ("desk", "\ud800"), "glossary.display_name"),
        (kept.add_term, ("desk", {"en": "\ud800"}), 'glossary_entry.term.forms["en"].text'),
        (kept.delete_term, ("\ud800",), "name"),
        (kept.import_terms, ("desk", "\ud800"), "content"),
        (kept.import_terms, ("desk", "", "xlsx"), "mime_type"),
    ):
        with pytest.raises(newsbrief.InvalidInput) as caught:
            await ask(method, *arguments)
        assert caught.value.field == field
    assert server.requests == []


async def test_match(make_client: Make, ask: Ask, server: FakeServer) -> None:
    kept = make_client(server.target).glossaries
    await ask(kept.create, "desk", terms=[TASS, {"en": "TASS news agency", "ko": "타스"}])
    text = "Shoigu told TASS news agency that TASS is no person."
    found = await ask(kept.match, text, to="ko", source="en", glossaries="desk", terms=[SHOIGU])
    assert [(each.source, str(each), each.origin, each.entry) for each in found] == [
        ("Shoigu", "쇼이구", "request", ""),
        ("TASS news agency", "타스", "glossary", "glossaries/desk/entries/2"),
        ("TASS", "타스통신", "glossary", "glossaries/desk/entries/1"),
    ]
    assert all(each.span.of(text) == each.source for each in found)
    assert found[:1] == fake_match(text, "ko", "en", [SHOIGU])


@pytest.mark.parametrize(
    ("method", "arguments", "attempts"),
    [
        ("get", ("desk",), 2),
        ("list", (), 2),
        ("import_terms", ("desk", "en,ko\na,b\n"), 2),
        ("create", ("other",), 1),
        ("delete", ("desk",), 1),
    ],
)
async def test_what_cannot_be_made_twice_is_not_tried_twice(
    make_client: Make, ask: Ask, server: FakeServer, method: str, arguments: tuple[Any, ...], attempts: int
) -> None:
    kept = make_client(server.target).glossaries
    await ask(kept.create, "desk")
    server.fail_next("UNAVAILABLE", "SERVER_STOPPING")
    if attempts == 1:
        with pytest.raises(newsbrief.Unavailable):
            await ask(getattr(kept, method), *arguments)
    else:
        await ask(getattr(kept, method), *arguments)
    assert [call.method for call in server.requests[1:]] == [f"glossaries.{method}"] * attempts


async def test_a_deadline_and_a_closed_client(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    server.delay = 5
    with pytest.raises(newsbrief.DeadlineExceeded, match=r"within 0\.1 s"):
        await ask(client.glossaries.get, "desk", timeout=0.1)
    await ask(client.close)
    with pytest.raises(RuntimeError, match="closed"):
        await ask(client.glossaries.get, "desk")


def test_both_clients_have_the_same_methods() -> None:
    def methods(kept: type) -> dict[str, list[inspect.Parameter]]:
        return {
            name: list(inspect.signature(member).parameters.values())
            for name, member in inspect.getmembers(kept, inspect.isfunction)
            if not name.startswith("_")
        }

    assert methods(Glossaries) == methods(AsyncGlossaries)
