"""The server's certificate and key, and whose client certificates it believes; files that change are taken up."""

import datetime
import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from newsbrief_service.logs import log
from newsbrief_service.security.errors import SecurityFileError


@dataclass(frozen=True, slots=True)
class _Loaded:
    configuration: grpc.ServerCertificateConfiguration
    subject: str
    expiry: datetime.datetime
    client_ca_expiry: datetime.datetime | None


class Certificates:
    """PEM files: a certificate with its chain, its key, and, where clients must show theirs, who issues those.

    The files are looked at again at each handshake. What cannot be used then, such as a certificate whose key is not
    there yet, changes nothing but the log. TLS is 1.2 or 1.3, as gRPC has it.

    Raises:
        SecurityFileError: a file cannot be used to begin with.
    """

    def __init__(self, certificate: Path, key: Path, client_ca: Path | None = None) -> None:
        self._files = (certificate, key, client_ca)
        self._lock = threading.Lock()  # handshakes run on threads of the core
        self._stamp = self._current_stamp()
        self._loaded = _load(*self._files)

    @property
    def subject(self) -> str:
        """Whom the certificate names, as RFC 4514 writes it."""
        return self._refreshed().subject

    def expiries(self) -> dict[str, float]:
        """When the certificates in use expire, in seconds since 1970: "server", and "client_ca" for the first to."""
        loaded = self._refreshed()
        times = {"server": loaded.expiry, "client_ca": loaded.client_ca_expiry}
        return {name: time.timestamp() for name, time in times.items() if time is not None}

    def credentials(self) -> grpc.ServerCredentials:
        """Credentials for a port; later changes of the files hold for connections made after them."""
        return grpc.dynamic_ssl_server_credentials(
            self._loaded.configuration,
            lambda: self._refreshed().configuration,
            require_client_authentication=self._files[2] is not None,
        )

    def _refreshed(self) -> _Loaded:
        with self._lock:
            # Before reading: what is written meanwhile is seen at the next look.
            stamp = self._current_stamp()
            if stamp != self._stamp:
                self._stamp = stamp
                try:
                    self._loaded = _load(*self._files)
                except SecurityFileError as error:
                    log(logging.WARNING, "certificate not taken up; the one before stays", problem=str(error))
                else:
                    log(logging.INFO, "certificate taken up", expires=self._loaded.expiry.isoformat())
            return self._loaded

    def _current_stamp(self) -> tuple[tuple[int, ...], ...]:
        return tuple(map(_stamp, filter(None, self._files)))


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()  # of what a link points to: certificates are often replaced by turning a link
    except OSError:
        return ()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _load(certificate: Path, key: Path, client_ca: Path | None) -> _Loaded:
    chain_pem, key_pem = _read(certificate), _read(key)
    first = _certificates(certificate, chain_pem)[0]
    private = _private_key(key, key_pem)
    if first.public_key() != private.public_key():
        raise SecurityFileError(f"{key}: not the key of the certificate in {certificate}")
    now = datetime.datetime.now(datetime.UTC)
    if not first.not_valid_before_utc <= now < first.not_valid_after_utc:
        span = (
            f"{first.not_valid_before_utc:%Y-%m-%d %H:%M} to {first.not_valid_after_utc:%Y-%m-%d %H:%M} UTC"
        )
        raise SecurityFileError(f"{certificate}: valid from {span}, which is not now")
    roots_pem, roots_expiry = None, None
    if client_ca is not None:
        roots_pem = _read(client_ca)
        roots_expiry = min(root.not_valid_after_utc for root in _certificates(client_ca, roots_pem))
    configuration = grpc.ssl_server_certificate_configuration([(key_pem, chain_pem)], roots_pem)
    return _Loaded(configuration, first.subject.rfc4514_string(), first.not_valid_after_utc, roots_expiry)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SecurityFileError(f"{path}: {os.strerror(error.errno or 0)}") from None


def _certificates(path: Path, pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise SecurityFileError(f"{path}: not a certificate in PEM form") from None


def _private_key(path: Path, pem: bytes) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except TypeError:
        raise SecurityFileError(f"{path}: the key has a passphrase; the server has nobody to ask") from None
    except ValueError:
        raise SecurityFileError(f"{path}: not a private key in PEM form") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SecurityFileError(f"{path}: the key must be of RSA or of an elliptic curve of NIST")
    return key
