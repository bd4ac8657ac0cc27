"""The methods CheckFidelity and RenderNames."""

import pytest

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from tests.service.conftest import Start
from tests.service.test_bad_input import expect_invalid
from tests.service.test_fidelity import GOOD, SOURCE


async def test_a_check_needs_no_model(start: Start) -> None:
    running = await start()
    request = pb.CheckFidelityRequest(
        source_text=f"{SOURCE}\n\nNobody was hurt.",
        target_text=f"{GOOD.replace('1만5천', '1천500')}\n\n다친 사람은 없다.",
    )
    response = await running.stub.CheckFidelity(request)
    assert (response.source_language_code, response.target_language_code) == ("en", "ko")
    (finding,) = response.findings
    assert (finding.expected, finding.actual) == ("15000", "1500")
    assert request.target_text[finding.target_span.start : finding.target_span.end] == "1천500"
    assert response.quality.severity == types_pb2.SEVERITY_ERROR
    assert running.translator.history == []


async def test_names_say_where_their_form_comes_from(start: Start) -> None:
    running = await start()
    request = pb.RenderNamesRequest(names=["김정은", "한지우"], target_language_code="ru")
    response = await running.stub.RenderNames(request)
    known, ruled = response.renderings
    assert (known.text, known.origin) == ("Ким Чен Ын", types_pb2.TERM_ORIGIN_GAZETTEER)
    assert (ruled.text, ruled.origin) == ("Хан Чжи У", types_pb2.TERM_ORIGIN_TRANSLITERATION)
    assert types_pb2.NAME_CONVENTION_KONTSEVICH in [other.convention for other in ruled.alternatives]


BAD_CHECKS = {
    "no source": ({"source_text": ""}, "TEXT_EMPTY", "source_text"),
    "no target": ({"target_text": " "}, "TEXT_EMPTY", "target_text"),
    "unknown language": ({"target_language_code": "xx"}, "LANGUAGE_UNSUPPORTED", "target_language_code"),
    "Japanese": ({"target_text": "外務省は発表した。"}, "LANGUAGE_UNSUPPORTED", "target_text"),
    "too long": ({"target_text": "a" * 20_001}, "TEXT_TOO_LONG", "target_text"),
}
BAD_NAMES = {
    "none": ({"names": []}, "OUT_OF_RANGE", "names"),
    "101": ({"names": ["Kim"] * 101}, "OUT_OF_RANGE", "names"),
    "blank": ({"names": ["Kim Jong-un", " "]}, "TEXT_EMPTY", "names[1]"),
    "long": ({"names": ["K" * 201]}, "TEXT_TOO_LONG", "names[0]"),
    "no target": ({"target_language_code": ""}, "LANGUAGE_UNSUPPORTED", "target_language_code"),
    "its own language": ({"target_language_code": "en"}, "MALFORMED_VALUE", "names[0]"),
    "unknown convention": ({"convention": 99}, "OUT_OF_RANGE", "convention"),
    "convention of another direction": (
        {"convention": types_pb2.NAME_CONVENTION_KONTSEVICH},
        "OUT_OF_RANGE",
        "convention",
    ),
}


@pytest.mark.parametrize("row", BAD_CHECKS.values(), ids=BAD_CHECKS)
async def test_bad_checks(start: Start, row: tuple[dict[str, str], str, str]) -> None:
    fields, reason, field = row
    running = await start()
    request = pb.CheckFidelityRequest(**{"source_text": SOURCE, "target_text": GOOD, **fields})  # type: ignore[arg-type]
    await expect_invalid(running.stub.CheckFidelity(request), reason, field)


@pytest.mark.parametrize("row", BAD_NAMES.values(), ids=BAD_NAMES)
async def test_bad_names(start: Start, row: tuple[dict[str, object], str, str]) -> None:
    fields, reason, field = row
    running = await start()
    request = pb.RenderNamesRequest(**{"names": ["Han Ji-woo"], "target_language_code": "ko", **fields})  # type: ignore[arg-type]
    await expect_invalid(running.stub.RenderNames(request), reason, field)
