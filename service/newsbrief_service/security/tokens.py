"""Bearer tokens as they are kept: a file of names, tenants and hashes, changed as a whole or not at all."""

import contextlib
import dataclasses
import fcntl
import hashlib
import json
import os
import re
import secrets
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbrief_service.security.errors import SecurityFileError, TokenNameError

FILE_NAME = "tokens.json"
MAX_TOKENS = 1000  # each is compared with at every call
MAX_CALLS = 10_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PREFIX = "nb_"  # so that scanners of repositories and logs can tell what they found
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token without its secret. Its calls count as `tenant`'s; no `methods` are all, `max_calls` 0 is no bound."""

    name: str
    tenant: str
    sha256: str
    methods: tuple[str, ...] = ()  # as "/package.Service/Method"
    max_calls: int = 0  # at once, over all tokens of the tenant
    created: str = ""  # UTC, ISO 8601


class TokenFile:
    """The tokens in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def read(self) -> tuple[Token, ...]:
        """All tokens, in the order of their names; none where there is no file.

        Raises:
            SecurityFileError: the file cannot be read, or was not written by this program.
        """
        try:
            return _parsed(self.path.read_bytes())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise SecurityFileError(f"{self.path}: {error.strerror}") from None
        except (ValueError, TypeError, LookupError):
            raise SecurityFileError(f"{self.path}: not a file of tokens of this program") from None

    def add(self, name: str, tenant: str = "", methods: Sequence[str] = (), max_calls: int = 0) -> str:
        """Add a token; returns its secret, which is kept nowhere. `tenant` is `name` unless given.

        Raises:
            TokenNameError: the name is taken, or not of the form wanted; `max_calls` is out of range.
            SecurityFileError: the file cannot be read or written.
        """
        tenant = tenant or name
        for value in (name, tenant):
            if not _NAME.fullmatch(value):
                raise TokenNameError(
                    f"{value!r} is no name: letters, digits, '.', '_' and '-', 64 at most, the first a letter or digit"
                )
        if not 0 <= max_calls <= MAX_CALLS:
            raise TokenNameError(f"max_calls is {max_calls}; it must be from 0 (no bound) to {MAX_CALLS}")
        secret = _PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        token = Token(
            name=name,
            tenant=tenant,
            sha256=digest(secret),
            methods=tuple(methods),
            max_calls=max_calls,
            created=created,
        )
        with self._locked():
            tokens = self.read()
            if any(other.name == name for other in tokens):
                raise TokenNameError(
                    f"there is a token {name!r} already; revoke it first, or take another name"
                )
            if len(tokens) >= MAX_TOKENS:
                raise TokenNameError(f"there are {MAX_TOKENS} tokens already, as many as may be")
            self._write(sorted((*tokens, token), key=lambda token: token.name))
        return secret

    def revoke(self, name: str) -> None:
        """Remove a token.

        Raises:
            TokenNameError: there is none of that name.
            SecurityFileError: the file cannot be read or written.
        """
        with self._locked():
            tokens = self.read()
            left = [token for token in tokens if token.name != name]
            if len(left) == len(tokens):
                raise TokenNameError(f"there is no token {name!r}")
            self._write(left)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other commands from changing the file meanwhile; raises SecurityFileError for the file's faults."""
        folder = self.path.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError as error:
            raise SecurityFileError(f"{folder}: {error.strerror}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
            os.fsync(descriptor)  # the folder's: a token revoked must stay so when the power fails
        except OSError as error:
            raise SecurityFileError(f"{self.path}: {error.strerror}") from None
        finally:
            os.close(descriptor)

    def _write(self, tokens: Sequence[Token]) -> None:
        content = {"version": 1, "tokens": [dataclasses.asdict(token) for token in tokens]}
        folder = self.path.parent
        descriptor, name = tempfile.mkstemp(prefix=".tokens-", dir=folder)  # with mode 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=1)
                file.flush()
                os.fsync(descriptor)
                if os.geteuid() == 0:
                    # The administrator adds tokens; the folder's owner, a user of the server's own, reads them.
                    owner = folder.stat()
                    os.fchown(descriptor, owner.st_uid, owner.st_gid)
            Path(name).replace(self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


def digest(secret: str) -> str:
    """SHA-256 of a secret, in hexadecimal. No salt and no stretching: a secret has 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _parsed(content: bytes) -> tuple[Token, ...]:
    """Raises ValueError, TypeError or LookupError when it is not what `_write` writes."""
    document: dict[str, Any] = json.loads(content)
    if document["version"] != 1:
        raise ValueError("version")
    tokens = []
    for entry in document["tokens"]:
        token = Token(**{**entry, "methods": tuple(entry["methods"])})
        names = (token.name, token.tenant)
        if not all(map(_NAME.fullmatch, names)) or not _DIGEST.fullmatch(token.sha256):
            raise ValueError("token")
        if type(token.max_calls) is not int or not all(isinstance(method, str) for method in token.methods):
            raise TypeError("token")
        tokens.append(token)
    return tuple(tokens)
