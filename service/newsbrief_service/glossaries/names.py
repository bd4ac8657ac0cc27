"""Resource names ("glossaries/desk-2026/entries/17") and page tokens: written, and read with care."""

import base64
import binascii
import json
import re

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import invalid

ID_FORM = "1 to 63 of a-z, 0-9 and '-', no '-' at either end"
_ID = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_GLOSSARY = re.compile(f"glossaries/({_ID})")
_ENTRY = re.compile(rf"glossaries/({_ID})/entries/([1-9][0-9]{{0,17}})", re.ASCII)
_MAX_TOKEN = 1_000


def glossary_name(ident: str) -> str:
    """The resource name of a glossary."""
    return f"glossaries/{ident}"


def entry_name(ident: str, number: int) -> str:
    """The resource name of an entry."""
    return f"glossaries/{ident}/entries/{number}"


def checked_id(ident: str, field: str) -> str:
    """A new glossary's id; raises ServiceError naming `field` when it is none."""
    if not re.fullmatch(_ID, ident):
        raise invalid(field, ErrorReason.ERROR_REASON_MALFORMED_VALUE, f"must be {ID_FORM}")
    return ident


def glossary_id(name: str, field: str) -> str:
    """The id in a glossary's name; raises ServiceError naming `field` when it is no such name."""
    matched = _GLOSSARY.fullmatch(name)
    if not matched:
        problem = "must be the name of a glossary, as in glossaries/desk-2026"
        raise invalid(field, ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
    return matched[1]


def entry_id(name: str, field: str) -> tuple[str, int]:
    """The glossary's id and the number in an entry's name; raises ServiceError naming `field` when it is none."""
    matched = _ENTRY.fullmatch(name)
    if not matched:
        problem = "must be the name of an entry, as in glossaries/desk-2026/entries/17"
        raise invalid(field, ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
    return matched[1], int(matched[2])


def page_token(last: str | int, *listed: str) -> str:
    """What continues after `last` in the list that `listed` tells from others (its kind, parent, query)."""
    return base64.urlsafe_b64encode(json.dumps([last, *listed]).encode()).decode()


def after_token(token: str, start: str | int, *listed: str) -> str | int:
    """What `page_token` was given as `last`; `start` for no token.

    Raises:
        ServiceError: no token of ours, or one of another list.
    """
    if not token:
        return start
    try:
        if len(token) > _MAX_TOKEN:
            raise ValueError
        last, *found = json.loads(base64.urlsafe_b64decode(token.encode("ascii")))
        if type(last) is not type(start) or found != list(listed):
            raise ValueError
        if isinstance(last, int) and not 0 <= last < 1 << 63:
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        problem = "is no token of this list; parent and query must be those it was given for"
        raise invalid("page_token", ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem) from None
    return last
