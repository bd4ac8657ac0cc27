"""What a text worker does: answers calls with local texts, whose models are the server's."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import cast

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message

from newsbrief.v1 import news_brief_service_pb2 as news_pb
from newsbrief.v1 import types_pb2
from newsbrief_service.errors import ServiceError
from newsbrief_service.glossaries.store import Store
from newsbrief_service.handlers import Context
from newsbrief_service.interceptor import fault, gather
from newsbrief_service.local_texts import LocalTexts
from newsbrief_service.scheduling.caller import Caller, enter
from newsbrief_service.text_workers.asking import AskingExecutor, call_id
from newsbrief_service.text_workers.link import Link
from newsbrief_service.text_workers.methods import (
    CHECK_OPTIONS,
    MATCH,
    OUTCOME,
    REQUESTS,
    STREAM,
    WARM_UP,
    Stream,
    Unary,
)
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb

HEARTBEAT_SECONDS = 0.25
_NO_CONTEXT = cast("Context", None)  # no method of the servicer looks at it


class TextWorker:
    """Answers over `link` with `executor` and the glossaries of `store`; texts have at most `max_chars` characters."""

    def __init__(self, link: Link, executor: AskingExecutor, store: Store, max_chars: int) -> None:
        self._link = link
        self._executor = executor
        self._texts = LocalTexts(executor, store, max_chars)
        self._calls: dict[int, asyncio.Task[None]] = {}
        servicer = self._texts.servicer
        self._methods: dict[str, Unary] = {
            "BriefArticle": lambda r: servicer.BriefArticle(r, _NO_CONTEXT),
            "TranslateText": lambda r: servicer.TranslateText(r, _NO_CONTEXT),
            "DetectLanguage": lambda r: servicer.DetectLanguage(r, _NO_CONTEXT),
            "CheckFidelity": lambda r: servicer.CheckFidelity(r, _NO_CONTEXT),
            "RenderNames": lambda r: servicer.RenderNames(r, _NO_CONTEXT),
            "ListModels": lambda r: servicer.ListModels(r, _NO_CONTEXT),
            MATCH: self._texts.match,
            OUTCOME: self._outcome,
            CHECK_OPTIONS: self._check_options,
            WARM_UP: self._warm_up,
        }
        self._streams: dict[str, Stream] = {STREAM: lambda r: servicer.StreamBriefArticle(r, _NO_CONTEXT)}

    def heard(self, message: pb.ToWorker) -> None:
        """Do what the server says."""
        if message.HasField("call"):
            self._calls[message.id] = asyncio.create_task(self._answer(message.id, message.call))
        elif message.HasField("answer"):
            self._executor.answered(message.answer)
        elif message.HasField("cancel") and (task := self._calls.get(message.id)):
            task.cancel()

    async def beat(self, limit: float) -> None:
        """Send heartbeats until a thread is at one text for more than `limit` seconds, and so will not come back.

        Looks are counted, not the clock: where the process was starved, no time has passed for the thread either.
        """
        while self._executor.look() * HEARTBEAT_SECONDS <= limit:
            self._link.say(pb.FromWorker(heartbeat=pb.Heartbeat()))
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def _answer(self, number: int, call: pb.Call) -> None:
        call_id.set(number)
        enter(Caller(call.tenant, call.bulk, call.arrived, call.deadline))
        notes = gather()
        done = pb.Done()
        try:
            request = REQUESTS[call.method].FromString(call.request)
            if stream := self._streams.get(call.method):
                await self._send(number, stream(request))
            else:
                done.response = (await self._methods[call.method](request)).SerializeToString()
        except ServiceError as error:
            done.refused = error.status().SerializeToString()
        except Exception as error:
            done.refused = fault(error).status().SerializeToString()
        finally:
            del self._calls[number]
        done.notes.update({key: json.dumps(value, ensure_ascii=False) for key, value in notes.items()})
        self._link.say(pb.FromWorker(id=number, done=done))

    async def _send(self, number: int, events: AsyncIterator[Message]) -> None:
        async for event in events:
            self._link.say(pb.FromWorker(id=number, event=event.SerializeToString()))

    async def _outcome(self, request: news_pb.BriefArticleRequest) -> Message:
        return await self._texts.briefing.outcome(request.article, request.options)

    async def _check_options(self, options: types_pb2.BriefOptions) -> Message:
        await self._texts.briefing.check_options(options)
        return Empty()

    async def _warm_up(self, _: Empty) -> Message:
        await self._texts.warm_up()
        return Empty()
