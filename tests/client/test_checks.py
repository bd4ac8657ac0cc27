"""Checks, names and the wording of a translation: what both clients send, and what comes back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import newsbrief
from newsbrief import Term, TermForm
from newsbrief.testing import FakeServer, fake_check, fake_render_name, fake_translate

Make = Callable[..., Any]
Ask = Callable[..., Any]
SHOIGU = Term({"en": "Shoigu", "ko": "쇼이구"})
WORDING: dict[str, Any] = {
    "terms": [SHOIGU],
    "builtin_names": False,
    "register": "broadcast",
    "numbers": "yonhap",
}


async def test_check(make_client: Make, ask: Ask, server: FakeServer) -> None:
    source, target = "Kim sent 15,000 men and 20 ships.", "김정은이 1500명을 보냈다."
    check = await ask(make_client(server.target).check, source, target)

    assert check == fake_check(source, target, "en", "ko")
    changed, missing = check.errors
    assert (changed.kind, changed.expected, changed.actual) == ("number_changed", "15000", "1500")
    assert (changed.source_span.of(source), changed.target_span.of(target)) == ("15,000", "1500")
    assert (missing.kind, missing.expected, missing.target_span) == ("number_missing", "20", None)
    assert (check.source_language, check.target_language) == ("en", "ko")
    assert check.quality == newsbrief.Quality("error", figures_checked=2)


async def test_check_sends_what_it_is_told(make_client: Make, ask: Ask, server: FakeServer) -> None:
    check = await ask(
        make_client(server.target).check,
        "Shoigu came.",
        "쇼이구가 왔다.",
        source_language="en",
        target_language="ko",
        published=date(2025, 6, 20),
        terms=[SHOIGU],
        builtin_names=False,
    )
    (call,) = server.requests
    assert (call.method, call.texts) == ("check", ("Shoigu came.", "쇼이구가 왔다."))
    assert (call.source, call.target, call.published) == ("en", "ko", date(2025, 6, 20))
    assert (call.terms, call.builtin_names) == ((SHOIGU,), False)
    assert (check.findings, check.quality.names_checked) == ((), 1)


async def test_nothing_is_sent_unless_asked_for(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    await ask(client.brief, "One.")
    await ask(client.check, "One.", "Two.")
    for call in server.requests:
        assert (call.glossaries, call.terms, call.builtin_names) == ((), (), True)
        assert (call.register, call.numbers, call.published) == ("", "", None)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [("brief", {}), ("stream_brief", {}), ("translate", {"to": "ko"})],
)
async def test_wording(
    make_client: Make, ask: Ask, server: FakeServer, method: str, arguments: dict[str, Any]
) -> None:
    client = make_client(server.target)
    desk = await ask(client.glossaries.create, "desk")
    await ask(getattr(client, method), "Shoigu came.", **arguments, **WORDING, glossaries=["desk", desk])
    call = server.requests[-1]
    assert call.method == method
    assert call.glossaries == ("glossaries/desk", "glossaries/desk")
    assert (call.terms, call.builtin_names) == ((SHOIGU,), False)
    assert (call.register, call.numbers) == ("broadcast", "yonhap")


async def test_terms_are_applied_and_told(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    await ask(client.glossaries.create, "desk", terms=[{"en": "TASS", "ko": "타스통신"}])
    translation = await ask(
        client.translate, "Shoigu told TASS.", to="ko", terms=SHOIGU, glossaries="glossaries/desk"
    )
    (sentence,) = translation.sentences
    assert sentence.text == "[ko] 쇼이구 told 타스통신."
    mine, stored = sentence.applied_terms
    assert (mine.source, str(mine), mine.origin, mine.glossary) == ("Shoigu", "쇼이구", "request", "")
    assert (stored.origin, stored.glossary) == ("glossary", "glossaries/desk")
    assert stored.span.of(sentence.text) == "타스통신"
    assert fake_translate("Shoigu.", "ko", terms=[SHOIGU]).text == "[ko] 쇼이구."


async def test_findings_of_a_brief(make_client: Make, ask: Ask, server: FakeServer) -> None:
    finding = newsbrief.Finding("number_missing", "error", newsbrief.Span(8, 10), None, "15")
    server.findings = [finding]
    result = await ask(make_client(server.target).brief, "He sent 15 men.", to=("en", "ko"))
    assert result["ko"].sentences[0].findings == (finding,)
    assert result["ko"].quality == newsbrief.Quality("error", figures_checked=1)
    assert (result["en"].sentences[0].findings, result["en"].quality.severity) == ((), "")
    (fact,) = result.facts
    assert (fact.kind, fact.value, fact.agreed) == ("figure", "15", True)
    assert fact["ko"].span.of(result["ko"].sentences[0].text) == "15"


async def test_a_stream_ends_with_the_facts(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    events = await ask(client.stream_brief, "He sent 15 men.", published=date(2025, 6, 20))
    result = await ask(client.brief, "He sent 15 men.")
    assert events[-1] == newsbrief.FactsCompared(result.facts)
    assert server.requests[0].article
    assert server.requests[0].article.published == date(2025, 6, 20)


async def test_names(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    one = await ask(client.render_names, "김정은", to="ru")
    assert one == fake_render_name("김정은", "ru")
    assert (str(one), one.convention, one.origin) == ("[ru] 김정은", "press", "transliteration")
    assert [str(other) for other in one.alternatives] == ["김정은"]
    many = await ask(client.render_names, ("가", "나"), to="en", source="ko", convention="kontsevich")
    assert [each.convention for each in many] == ["kontsevich", "kontsevich"]
    call = server.requests[-1]
    assert (call.texts, call.to, call.source, call.convention) == (("가", "나"), ("en",), "ko", "kontsevich")


@pytest.mark.parametrize(
    ("method", "arguments", "field"),
    [
        ("brief", {"register": "loud"}, "options.style.korean_register"),
        ("stream_brief", {"numbers": "roman"}, "options.style.number_style"),
        ("translate", {"to": "ko", "register": "loud"}, "style.korean_register"),
        ("brief", {"glossaries": ["desk", "\ud800"]}, "options.glossary_config.glossaries[1]"),
        ("translate", {"to": "ko", "glossaries": "\ud800"}, "glossary_config.glossaries[0]"),
        (
            "brief",
            {"terms": [SHOIGU, {"en": "a", "ko": "\ud800"}]},
            'options.glossary_config.inline_terms[1].forms["ko"].text',
        ),
        (
            "brief",
            {"terms": [Term({"en": TermForm("a", aliases=("b", "\ud800")), "ko": "a"})]},
            'options.glossary_config.inline_terms[0].forms["en"].aliases[1]',
        ),
        ("brief", {"terms": [Term({"\ud800": "a"})]}, "options.glossary_config.inline_terms[0].forms"),
        ("brief", {"terms": [Term({}, note="\ud800")]}, "options.glossary_config.inline_terms[0].note"),
        (
            "brief",
            {"terms": [Term({}, kind="dog")]},  # type: ignore[arg-type]
            "options.glossary_config.inline_terms[0].kind",
        ),
        ("check", {"target": "\ud800"}, "target_text"),
        ("check", {"target": "x", "source_language": "\ud800"}, "source_language_code"),
        ("check", {"target": "x", "target_language": "\ud800"}, "target_language_code"),
        (
            "check",
            {"target": "x", "terms": [{"en": "\ud800"}]},
            'glossary_config.inline_terms[0].forms["en"].text',
        ),
        ("render_names", {"to": "ru", "convention": "wade_giles"}, "convention"),
        ("render_names", {"to": "\ud800"}, "target_language_code"),
    ],
)
async def test_what_cannot_be_sent_is_refused_here(
    make_client: Make, ask: Ask, server: FakeServer, method: str, arguments: dict[str, Any], field: str
) -> None:
    with pytest.raises(newsbrief.InvalidInput) as caught:
        await ask(getattr(make_client(server.target), method), "x", **arguments)
    assert caught.value.field == field
    assert server.requests == []


async def test_options_nobody_knows(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    for method in (client.brief, client.stream_brief):
        with pytest.raises(TypeError, match="glosaries"):
            await ask(method, "x", glosaries=["desk"])
    with pytest.raises(TypeError, match="register"):
        await ask(client.check, "x", "y", register="broadcast")
    assert server.requests == []


async def test_published_goes_with_a_text_only(make_client: Make, ask: Ask, server: FakeServer) -> None:
    article = newsbrief.Article("x", published=date(2025, 6, 20))
    with pytest.raises(TypeError, match="an Article has its own"):
        await ask(make_client(server.target).brief, article, published=date(2025, 6, 20))


async def test_a_glossary_that_is_not_there(make_client: Make, ask: Ask, server: FakeServer) -> None:
    with pytest.raises(newsbrief.NotFound) as caught:
        await ask(make_client(server.target).brief, "x", glossaries=["desk"])
    assert caught.value.field == "options.glossary_config.glossaries[0]"
