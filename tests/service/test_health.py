"""Watching health: what load balancers do, and clients of several servers."""

import asyncio

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from newsbrief_service.server import SERVICE_NAME
from tests.service.conftest import Start

SERVING, NOT_SERVING = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING


async def test_who_watches_is_told_of_the_stop_and_does_not_hold_it_up(start: Start) -> None:
    running = await start(grace=600.0)
    stub = health_pb2_grpc.HealthStub(running.channel)
    stream = aiter(stub.Watch(health_pb2.HealthCheckRequest(service=SERVICE_NAME)))
    assert (await anext(stream)).status == SERVING
    stopping = asyncio.ensure_future(running.server.stop())
    assert (await anext(stream)).status == NOT_SERVING
    async with asyncio.timeout(60):
        await stopping
        ended = await asyncio.gather(anext(stream), return_exceptions=True)
    assert isinstance(ended[0], StopAsyncIteration | grpc.aio.AioRpcError | asyncio.CancelledError)


async def test_a_service_that_is_not_there(start: Start) -> None:
    stub = health_pb2_grpc.HealthStub((await start()).channel)
    stream = aiter(stub.Watch(health_pb2.HealthCheckRequest(service="nothing")))
    assert (await anext(stream)).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
