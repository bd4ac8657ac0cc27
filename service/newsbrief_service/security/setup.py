"""Gate, tokens and certificates as the settings want them."""

from pathlib import Path
from typing import TYPE_CHECKING

from newsbrief_service.security.errors import SecurityFileError
from newsbrief_service.security.gate import CertificateGate, Gate, OpenGate, TokenGate
from newsbrief_service.security.known import KnownTokens
from newsbrief_service.security.tokens import TokenFile
from newsbrief_service.settings import Settings

if TYPE_CHECKING:
    from newsbrief_service.security.certificates import Certificates


def gate_for(settings: Settings) -> Gate:
    """The gate that `settings` want.

    Raises:
        SecurityFileError: the file of tokens cannot be read.
    """
    match settings.auth:
        case "tokens":
            return TokenGate(KnownTokens(token_file(settings)))
        case "mtls":
            return CertificateGate()
        case _:
            return OpenGate()


def token_file(settings: Settings) -> TokenFile:
    """Where tokens are kept.

    Raises:
        SecurityFileError: nowhere, since the data is kept in memory.
    """
    folder = settings.data_folder
    if folder is None:
        raise SecurityFileError("tokens are kept in a folder, and data_dir is ':memory:'")
    return TokenFile(folder)


def certificates_for(settings: Settings) -> "Certificates | None":
    """The certificates that `settings` name; None without TLS.

    Raises:
        SecurityFileError: a file of them cannot be used.
    """
    if not settings.tls_cert:
        return None
    # Imported here: a server without TLS does without the memory that the library takes.
    from newsbrief_service.security.certificates import Certificates

    client_ca = Path(settings.tls_client_ca).expanduser() if settings.tls_client_ca else None
    return Certificates(Path(settings.tls_cert).expanduser(), Path(settings.tls_key).expanduser(), client_ca)
