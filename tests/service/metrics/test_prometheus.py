"""What Prometheus reads: names, labels and values, and nothing that a caller wrote."""

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.metrics.endpoint import MetricsEndpoint
from newsbrief_service.metrics.prometheus import PrometheusMeter
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.server import BindError
from tests.service.articles import EN
from tests.service.conftest import Start
from tests.service.metrics.scraping import HOST, scrape, scraped, value
from tests.service.security.pki import DAY, Authority

REQUEST = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))
BRIEF = {"grpc_type": "unary", "grpc_service": "newsbrief.v1.NewsBriefService", "grpc_method": "BriefArticle"}


@pytest.fixture
def meter() -> PrometheusMeter:
    return PrometheusMeter()


@pytest.fixture
def endpoint(meter: PrometheusMeter) -> Iterator[MetricsEndpoint]:
    endpoint = MetricsEndpoint(meter.registry, 0, HOST)
    yield endpoint
    endpoint.close()


async def test_calls_of_a_server(start: Start, unused_tcp_port: int) -> None:
    running = await start(metrics_port=unused_tcp_port, max_calls=1)
    await running.stub.BriefArticle(REQUEST)
    with pytest.raises(grpc.aio.AioRpcError):
        await running.stub.BriefArticle(pb.BriefArticleRequest())
    call = running.stub.StreamBriefArticle(pb.StreamBriefArticleRequest(article=REQUEST.article))
    assert [event async for event in call]
    health = health_pb2_grpc.HealthStub(running.channel)
    with pytest.raises(grpc.aio.AioRpcError):
        await health.Check(health_pb2.HealthCheckRequest(service="none"))
    for name in ("a", "b"):
        with pytest.raises(grpc.aio.AioRpcError):
            await running.channel.unary_unary(f"/secret.{name}/Call")(b"")

    samples = await scrape(unused_tcp_port)
    assert value(samples, "grpc_server_started_total", **BRIEF) == 2
    assert value(samples, "grpc_server_handled_total", **BRIEF, grpc_code="OK") == 1
    assert value(samples, "grpc_server_handled_total", **BRIEF, grpc_code="InvalidArgument") == 1
    assert value(samples, "grpc_server_handling_seconds_count", **BRIEF) == 2
    assert 0 < value(samples, "grpc_server_handling_seconds_sum", **BRIEF) < 10
    stream = {**BRIEF, "grpc_type": "server_stream", "grpc_method": "StreamBriefArticle"}
    assert value(samples, "grpc_server_handled_total", **stream, grpc_code="OK") == 1
    check = {"grpc_type": "unary", "grpc_service": "grpc.health.v1.Health", "grpc_method": "Check"}
    assert value(samples, "grpc_server_handled_total", **check, grpc_code="NotFound") == 1
    other = {"grpc_type": "unary", "grpc_service": "_OTHER", "grpc_method": "_OTHER"}
    assert value(samples, "grpc_server_handled_total", **other, grpc_code="Unimplemented") == 2
    assert value(samples, "newsbrief_calls") == 0
    assert value(samples, "process_resident_memory_bytes") > 1e6
    assert not [key for key in samples if "secret" in str(key)]


async def test_what_is_shed(start: Start, unused_tcp_port: int) -> None:
    """A queue of which nothing is ever done: the first call's tokens are more than there is time for."""
    running = await start(None, Admission(lambda: 0.001, 1.0, 1_000_000), metrics_port=unused_tcp_port)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(REQUEST, timeout=5)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    samples = await scrape(unused_tcp_port)
    assert value(samples, "newsbrief_shed_total", reason="DEADLINE_UNREACHABLE") == 1
    assert value(samples, "newsbrief_queue_tokens") == 0
    assert value(samples, "grpc_server_handled_total", **BRIEF, grpc_code="ResourceExhausted") == 1


async def test_when_certificates_expire(start: Start, unused_tcp_port: int, tmp_path: Path) -> None:
    authority = Authority()
    certificate, key = authority.issue().write(tmp_path)
    await start(metrics_port=unused_tcp_port, tls_cert=str(certificate), tls_key=str(key))
    name = "newsbrief_tls_certificate_expiry_timestamp_seconds"
    before = value(await scrape(unused_tcp_port), name, certificate="server")
    authority.issue(lasts=5 * DAY).write(tmp_path)
    after = value(await scrape(unused_tcp_port), name, certificate="server")
    assert after - before == pytest.approx(3 * 86_400, abs=10)


def test_padding_of_a_batch(meter: PrometheusMeter, endpoint: MetricsEndpoint) -> None:
    meter.batch_begun([(0.5, False), (1.5, True)], [10, 30])
    samples = scraped(endpoint.port)
    assert value(samples, "newsbrief_batch_pad_ratio_sum") == pytest.approx(1 - 40 / 60)
    assert value(samples, "newsbrief_queue_wait_seconds_sum", **{"class": "bulk"}) == 1.5


def test_other_machines_reach_nothing(endpoint: MetricsEndpoint) -> None:
    assert endpoint._server.server_address[0] == "127.0.0.1"


async def test_a_port_in_use(start: Start, endpoint: MetricsEndpoint) -> None:
    with pytest.raises(BindError, match=f"{endpoint.port} for metrics"):
        await start(metrics_port=endpoint.port)


async def test_it_ends_with_the_server(start: Start, unused_tcp_port: int) -> None:
    running = await start(metrics_port=unused_tcp_port)
    assert await scrape(unused_tcp_port)
    await running.server.stop()
    with pytest.raises(OSError, match="refused"):
        await scrape(unused_tcp_port)
