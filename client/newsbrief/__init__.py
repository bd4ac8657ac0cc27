"""One news article in (English, Korean or Russian), one short brief out in each of the three languages.

>>> with newsbrief.Client() as client:
...     result = client.brief(text)
...     print(result["ko"].headline)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsbrief._errors import (
    Busy,
    Conflict,
    DeadlineExceeded,
    InvalidInput,
    NewsbriefError,
    NotFound,
    NotInstalled,
    PermissionDenied,
    ServerError,
    Unauthenticated,
    Unavailable,
)

if TYPE_CHECKING:
    from newsbrief._async_client import AsyncClient
    from newsbrief._client import Client
    from newsbrief._local import local_server
    from newsbrief._types import (
        AppliedTerm,
        Article,
        Brief,
        BriefCompleted,
        BriefEvent,
        BriefResult,
        BriefSentence,
        Check,
        DetectedLanguage,
        Fact,
        FactForm,
        FactsCompared,
        Finding,
        Glossary,
        GlossaryEntry,
        ImportReport,
        Job,
        JobResult,
        Model,
        NameAlternative,
        NameRendering,
        Outcome,
        Quality,
        RowProblem,
        SentenceCompleted,
        Source,
        SourceAnalyzed,
        SourceSentence,
        Span,
        Term,
        TermForm,
        TermMatch,
        TranslatedSentence,
        Translation,
    )

    __version__: str

__all__ = [
    "AppliedTerm",
    "Article",
    "AsyncClient",
    "Brief",
    "BriefCompleted",
    "BriefEvent",
    "BriefResult",
    "BriefSentence",
    "Busy",
    "Check",
    "Client",
    "Conflict",
    "DeadlineExceeded",
    "DetectedLanguage",
    "Fact",
    "FactForm",
    "FactsCompared",
    "Finding",
    "Glossary",
    "GlossaryEntry",
    "ImportReport",
    "InvalidInput",
    "Job",
    "JobResult",
    "Model",
    "NameAlternative",
    "NameRendering",
    "NewsbriefError",
    "NotFound",
    "NotInstalled",
    "Outcome",
    "PermissionDenied",
    "Quality",
    "RowProblem",
    "SentenceCompleted",
    "ServerError",
    "Source",
    "SourceAnalyzed",
    "SourceSentence",
    "Span",
    "Term",
    "TermForm",
    "TermMatch",
    "TranslatedSentence",
    "Translation",
    "Unauthenticated",
    "Unavailable",
    "__version__",
    "local_server",
]

# Importing costs next to nothing: whoever wants only the contract (newsbrief.v1) or an exception does not pay for
# the values, and whoever wants a value does not pay for grpc. https://peps.python.org/pep-0562/
_VALUES = "newsbrief._types"
_ELSEWHERE = {
    "AsyncClient": "newsbrief._async_client",
    "Client": "newsbrief._client",
    "local_server": "newsbrief._local",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            value = version("newsbrief")
        except PackageNotFoundError:  # a source tree on sys.path
            value = "0+unknown"
    elif name in __all__:
        value = getattr(import_module(_ELSEWHERE.get(name, _VALUES)), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
