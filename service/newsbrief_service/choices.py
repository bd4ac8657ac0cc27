"""What the contract's enums stand for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_models.names import Convention
from newsbrief_models.style.numbers import NumberStyle
from newsbrief_models.style.register import Register
from newsbrief_service.errors import invalid

K = TypeVar("K", bound=int)
T = TypeVar("T")


class SummaryMode(StrEnum):
    """Whose sentences a brief is made of: the article's own, or a model's."""

    EXTRACTIVE = "extractive"
    ABSTRACTIVE = "abstractive"


class SummaryRoute(StrEnum):
    """Which language a model writes in: the article's, to be translated, or the brief's at once."""

    SOURCE = "source"
    DIRECT = "direct"


MODES: Mapping[types_pb2.SummaryMode.ValueType, SummaryMode] = {
    types_pb2.SUMMARY_MODE_EXTRACTIVE: SummaryMode.EXTRACTIVE,
    types_pb2.SUMMARY_MODE_ABSTRACTIVE: SummaryMode.ABSTRACTIVE,
}
ROUTES: Mapping[types_pb2.SummaryRoute.ValueType, SummaryRoute] = {
    types_pb2.SUMMARY_ROUTE_SOURCE: SummaryRoute.SOURCE,
    types_pb2.SUMMARY_ROUTE_DIRECT: SummaryRoute.DIRECT,
}
REGISTERS: Mapping[types_pb2.KoreanRegister.ValueType, Register] = {
    types_pb2.KOREAN_REGISTER_NEWSPAPER: Register.NEWSPAPER,
    types_pb2.KOREAN_REGISTER_BROADCAST: Register.BROADCAST,
}
NUMBER_STYLES: Mapping[types_pb2.NumberStyle.ValueType, NumberStyle] = {
    types_pb2.NUMBER_STYLE_YONHAP: NumberStyle.YONHAP,
    types_pb2.NUMBER_STYLE_MYRIAD: NumberStyle.MYRIAD,
    types_pb2.NUMBER_STYLE_DIGITS: NumberStyle.DIGITS,
}
CONVENTIONS: Mapping[types_pb2.NameConvention.ValueType, Convention] = {
    types_pb2.NAME_CONVENTION_PRESS: Convention.PRESS,
    types_pb2.NAME_CONVENTION_REVISED_ROMANIZATION: Convention.REVISED_ROMANIZATION,
    types_pb2.NAME_CONVENTION_MCCUNE_REISCHAUER: Convention.MCCUNE_REISCHAUER,
    types_pb2.NAME_CONVENTION_DPRK_ROMANIZATION: Convention.DPRK_ROMANIZATION,
    types_pb2.NAME_CONVENTION_KONTSEVICH: Convention.KONTSEVICH,
    types_pb2.NAME_CONVENTION_NIKL_LOANWORD: Convention.NIKL_LOANWORD,
    types_pb2.NAME_CONVENTION_BGN_PCGN: Convention.BGN_PCGN,
    types_pb2.NAME_CONVENTION_ICAO: Convention.ICAO,
}


def choice(field: str, value: K, choices: Mapping[K, T]) -> T | None:
    """What the contract's enum `value` stands for; None where it is unset."""
    if value == 0:
        return None
    if value not in choices:
        known = ", ".join(map(str, choices))
        raise invalid(field, ErrorReason.ERROR_REASON_OUT_OF_RANGE, f"got {value}; known values are {known}")
    return choices[value]
