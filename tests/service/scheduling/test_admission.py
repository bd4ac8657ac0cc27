"""The door: bounds on tokens and bytes, shares of tenants, deadlines; and how quickly it says no."""

import time
from contextlib import ExitStack

import grpc
import pytest

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.errors import ServiceError
from newsbrief_service.scheduling.admission import Admission, Estimate, estimate
from newsbrief_service.scheduling.caller import Caller
from tests.service.articles import EN

RATE, QUEUE_SECONDS, MAX_BYTES = 1000.0, 10.0, 1_000_000


@pytest.fixture
def door() -> Admission:
    return Admission(lambda: RATE, QUEUE_SECONDS, MAX_BYTES)


def refused(door: Admission, wanted: Estimate, caller: Caller, now: float = 0.0) -> ServiceError:
    with pytest.raises(ServiceError) as caught, door.admit(wanted, caller, now):
        pass
    assert caught.value.code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert caught.value.retry_after is not None
    assert 0 < caught.value.retry_after <= 10
    return caught.value


def let_in(door: Admission, held: ExitStack, tenant: str, tokens: int = 250, bulk: bool = False) -> int:
    """Fill up to the first refusal; returns how many calls got in."""
    for count in range(1000):
        try:
            held.enter_context(door.admit(Estimate(tokens, 100), Caller(tenant, bulk), 0.0))
        except ServiceError:
            assert refused(door, Estimate(tokens, 100), Caller(tenant, bulk)).reason == "QUEUE_FULL"
            return count
    raise AssertionError("the queue has no end")


def test_a_lone_tenant_gets_most_of_the_queue_and_leaves_room_for_another(door: Admission) -> None:
    with ExitStack() as held:
        assert let_in(door, held, "crawler") == 32  # 80 % of 10,000 tokens
        assert let_in(door, held, "desk") > 0
        assert door.tokens <= RATE * QUEUE_SECONDS
    assert door.tokens == 0
    with ExitStack() as held:  # all is given back
        assert let_in(door, held, "crawler") == 32


def test_many_tenants_never_pass_the_bound(door: Admission) -> None:
    with ExitStack() as held:
        counts = [let_in(door, held, f"tenant {i}") for i in range(30)]
        assert door.tokens < RATE * QUEUE_SECONDS + 250
    assert counts[0] > counts[3] > 0


def test_a_text_longer_than_the_queue_gets_in_when_nothing_else_is(door: Admission) -> None:
    huge = Estimate(50_000, 100)
    with door.admit(huge, Caller("a"), 0.0):
        refused(door, huge, Caller("a"))
        refused(door, huge, Caller("b"))


def test_bytes_are_bounded(door: Admission) -> None:
    with door.admit(Estimate(0, 999_000), Caller("a"), 0.0):
        assert refused(door, Estimate(0, 2_000), Caller("b")).reason == "SERVER_BUSY"
        with door.admit(Estimate(0, 1_000), Caller("b"), 0.0):
            pass


def test_a_deadline_that_cannot_be_met_is_refused_at_once(door: Admission) -> None:
    with ExitStack() as held:
        for _ in range(12):
            held.enter_context(door.admit(Estimate(250, 100), Caller("desk"), 0.0))
        late = Caller("desk", deadline=102.0)
        error = refused(door, Estimate(250, 100), late, now=100.0)
        assert error.reason == "DEADLINE_UNREACHABLE"
        assert "2.0 s left" in error.message
        with door.admit(Estimate(250, 100), Caller("desk", deadline=104.0), 100.0):
            pass
        # Somebody else is served beside the desk, not behind it.
        with door.admit(Estimate(250, 100), Caller("other", deadline=101.0), 100.0):
            pass
        # Bulk work waits for all of it.
        refused(door, Estimate(250, 100), Caller("other", True, deadline=101.0), now=100.0)


def test_what_needs_no_model_needs_no_room(door: Admission) -> None:
    with ExitStack() as held:
        let_in(door, held, "a")
        with door.admit(Estimate(0, 10), Caller("a", deadline=0.1), 0.0):
            pass


def test_calls_that_need_no_room_overlap(door: Admission) -> None:
    nothing, caller = Estimate(0, 100), Caller("desk")
    with ExitStack() as first, ExitStack() as second, ExitStack() as third:
        first.enter_context(door.admit(nothing, caller, 0.0))
        second.enter_context(door.admit(nothing, caller, 0.0))
        first.close()
        third.enter_context(door.admit(Estimate(50, 100), caller, 0.0))
        second.close()
        assert door.tokens == 50
    assert door.tokens == 0


def test_a_full_queue_answers_quickly(door: Admission) -> None:
    with ExitStack() as held:
        for i in range(300):
            let_in(door, held, f"tenant {i}", tokens=10)
        started = time.perf_counter()
        for _ in range(100):
            refused(door, Estimate(5_000, 100), Caller("tenant 1"))
        assert (time.perf_counter() - started) / 100 < 0.005


def test_estimates_come_from_sizes() -> None:
    article = types_pb2.Article(body=EN)
    three = estimate(pb.BriefArticleRequest(article=article))
    one = estimate(
        pb.BriefArticleRequest(article=article, options=types_pb2.BriefOptions(target_language_codes=["ko"]))
    )
    assert three.tokens == 2 * one.tokens > 0
    assert three.size > len(EN)
    long = estimate(pb.BriefArticleRequest(article=types_pb2.Article(body=EN * 50)))
    assert long.tokens < 2.5 * three.tokens  # only its brief is translated
    text = estimate(pb.TranslateTextRequest(contents=[EN, EN]))
    assert text.tokens == pytest.approx(2 * len(EN) / 3.4, rel=0.3)
    assert estimate(pb.ListModelsRequest()).tokens == 0
    assert estimate(pb.DetectLanguageRequest(content=EN)).tokens == 0
