"""Names for the contract's enum values: FINDING_KIND_NUMBER_ADDED is "number_added"."""

from typing import Any

# What protobuf's generated enums share has no public type: https://protobuf.dev/reference/python/python-generated/#enum
Enum = Any


def name(enum: Enum, value: int) -> str:
    """The name of a value; "" for unspecified and for values of a newer contract."""
    return enum.Name(value).removeprefix(_prefix(enum)).lower() if value and value in enum.values() else ""


def value(enum: Enum, named: str) -> Any:
    """The value of a name; "" is unspecified. Raises `ValueError` listing the names there are."""
    if named and named not in names(enum):
        raise ValueError(f"{named!r} is not one of {', '.join(names(enum))}")
    return enum.Value(_prefix(enum) + (named.upper() or "UNSPECIFIED"))


def names(enum: Enum) -> tuple[str, ...]:
    """All names, in the contract's order."""
    return tuple(name(enum, number) for number in enum.values() if number)


def _prefix(enum: Enum) -> str:
    return str(enum.Name(0).removesuffix("UNSPECIFIED"))
