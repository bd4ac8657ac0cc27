"""Certificates: what is refused to begin with, what is taken up later, and what is not."""

import datetime
import logging
from pathlib import Path

import pytest

from newsbrief_service.security.certificates import Certificates
from newsbrief_service.security.errors import SecurityFileError
from tests.service.security.pki import DAY, Authority


def test_when_they_expire(authority: Authority, tmp_path: Path) -> None:
    root = tmp_path / "ca.pem"
    root.write_bytes(authority.certificate)
    certificates = Certificates(*authority.issue().write(tmp_path), root)
    now = datetime.datetime.now(datetime.UTC).timestamp()
    expiries = certificates.expiries()
    assert 1.9 < (expiries["server"] - now) / 86_400 < 2.1
    assert 29.9 < (expiries["client_ca"] - now) / 86_400 < 30.1
    assert certificates.subject == "CN=localhost"


def test_files_that_are_not_there(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.issue().write(tmp_path)
    for files in (
        (tmp_path / "none.pem", key),
        (certificate, tmp_path / "none.pem"),
        (certificate, key, tmp_path / "none.pem"),
    ):
        with pytest.raises(SecurityFileError, match=r"none\.pem: No such file"):
            Certificates(*files)


def test_files_that_are_something_else(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.issue().write(tmp_path)
    with pytest.raises(SecurityFileError, match=r"server\.key: not a certificate"):
        Certificates(key, key)
    with pytest.raises(SecurityFileError, match=r"server\.pem: not a private key"):
        Certificates(certificate, certificate)
    with pytest.raises(SecurityFileError, match=r"server\.key: not a certificate"):
        Certificates(certificate, key, key)


def test_a_key_of_another_certificate(authority: Authority, tmp_path: Path) -> None:
    certificate, _ = authority.issue().write(tmp_path)
    other = tmp_path / "other.key"
    other.write_bytes(authority.issue().key)
    with pytest.raises(SecurityFileError, match=r"other\.key: not the key"):
        Certificates(certificate, other)


def test_a_key_with_a_passphrase(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(SecurityFileError, match="passphrase"):
        Certificates(*authority.issue(passphrase=b"sesame").write(tmp_path))


def test_a_certificate_out_of_date(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(SecurityFileError, match="not now"):
        Certificates(*authority.issue(lasts=-DAY / 2).write(tmp_path))


def test_new_files_are_taken_up(
    authority: Authority, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "newsbrief.server")
    certificates = Certificates(*authority.issue().write(tmp_path))
    first = certificates.expiries()["server"]
    assert not caplog.records

    authority.issue("renewed", lasts=5 * DAY).write(tmp_path)
    assert certificates.expiries()["server"] - first == pytest.approx(3 * 86_400, abs=10)
    assert certificates.subject == "CN=renewed"
    assert [record.levelno for record in caplog.records] == [logging.INFO]


def test_broken_files_are_not(authority: Authority, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The certificate replaced before its key is what renewal looks like half-way."""
    caplog.set_level(logging.WARNING, "newsbrief.server")
    certificate, key = authority.issue().write(tmp_path)
    certificates = Certificates(certificate, key)
    renewed = authority.issue("renewed")
    for content in (b"broken", authority.issue(lasts=-DAY / 2).certificate, renewed.certificate):
        certificate.write_bytes(content)
        for _ in range(3):
            assert certificates.subject == "CN=localhost"
    certificate.unlink()
    assert certificates.subject == "CN=localhost"
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 4  # once each

    renewed.write(tmp_path)
    assert certificates.subject == "CN=renewed"


def test_a_link_turned_to_new_files(authority: Authority, tmp_path: Path) -> None:
    """How certbot and Kubernetes replace certificates."""
    link = tmp_path / "live"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        authority.issue(name).write(tmp_path / name)
    link.symlink_to("one")
    certificates = Certificates(link / "server.pem", link / "server.key")
    (tmp_path / "new").symlink_to("two")
    (tmp_path / "new").replace(link)
    assert certificates.subject == "CN=two"
