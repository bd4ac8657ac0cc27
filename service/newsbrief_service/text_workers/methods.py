"""What a text worker answers, by name: methods of the contract, and some that only the server itself calls."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message

from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2

# Methods of the contract go by their own names; those in brackets are none of it.
STREAM = "StreamBriefArticle"
MATCH = "MatchGlossaryEntries"
OUTCOME, CHECK_OPTIONS, WARM_UP = "(outcome)", "(check options)", "(warm up)"

REQUESTS: dict[str, type[Message]] = {
    "BriefArticle": pb.BriefArticleRequest,
    STREAM: pb.StreamBriefArticleRequest,
    "TranslateText": pb.TranslateTextRequest,
    "DetectLanguage": pb.DetectLanguageRequest,
    "CheckFidelity": pb.CheckFidelityRequest,
    "RenderNames": pb.RenderNamesRequest,
    "ListModels": pb.ListModelsRequest,
    MATCH: glossary_pb.MatchGlossaryEntriesRequest,
    OUTCOME: pb.BriefArticleRequest,
    CHECK_OPTIONS: types_pb2.BriefOptions,
    WARM_UP: Empty,
}
Unary: TypeAlias = Callable[[Any], Awaitable[Message]]
Stream: TypeAlias = Callable[[Any], AsyncIterator[Message]]
