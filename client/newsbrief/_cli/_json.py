"""Machine output: the contract's messages in proto-JSON, and other objects."""

import json
import re
from typing import Any

from google.protobuf.message import Message

from newsbrief import _messages

# JSON escapes C0 itself. These drive terminals, reorder what is read, or end a line of JSON Lines.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def document(content: Message | dict[str, Any], *, pretty: bool, ascii_only: bool) -> str:
    """One JSON object: on one line, or indented when `pretty`."""
    value = content if isinstance(content, dict) else _messages.proto_json(content)
    text = json.dumps(value, ensure_ascii=ascii_only, indent=2 if pretty else None, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
