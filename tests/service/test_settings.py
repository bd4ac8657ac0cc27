"""Settings: which source wins, what is refused, and the table in the README."""

from pathlib import Path

import pytest

from newsbrief_service.__main__ import main
from newsbrief_service.exits import EXIT_CONFIG, EXIT_USAGE
from newsbrief_service.settings import Settings, SettingsError, load, markdown_table

README = Path(__file__).parents[2] / "README.md"


def test_flags_win_over_variables_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text("port = 1\nmax_calls = 11\nbeam_size = 3\nlinger = 1\n")
    environ = {"NEWSBRIEF_PORT": "2", "NEWSBRIEF_MAX_CALLS": "22", "NEWSBRIEF_GRACE": "", "OTHER": "x"}
    settings = load({"port": 3, "host": None}, environ, file)
    assert (settings.port, settings.max_calls, settings.beam_size) == (3, 22, 3)
    assert (settings.linger, settings.grace) == (1.0, Settings.__dataclass_fields__["grace"].default)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("prot = 1", "unknown setting 'prot'"),
        ("port = '1'", "port must be of type integer"),
        ("port = true", "port must be of type integer"),
        ("reflection = 1", "reflection must be of type true or false"),
        ("port = ", "Invalid value"),
    ],
)
def test_files_that_are_wrong(tmp_path: Path, toml: str, said: str) -> None:
    file = tmp_path / "server.toml"
    file.write_text(toml)
    with pytest.raises(SettingsError, match=said):
        load({}, {}, file)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"NEWSBRIEF_PORT": "65536"}, "port is 65536; it must be from 0 to 65535"),
        ({"NEWSBRIEF_PORT": "http"}, "NEWSBRIEF_PORT is 'http'; it must be of type integer"),
        ({"NEWSBRIEF_DEADLINE": "nan"}, "deadline is nan"),
        ({"NEWSBRIEF_REFLECTION": "maybe"}, "true or false"),
        ({"NEWSBRIEF_LOG_LEVEL": "loud"}, "log_level"),
        ({"NEWSBRIEF_HOST": "0.0.0.0"}, "insecure_bind"),  # noqa: S104 - what must be refused
        ({"NEWSBRIEF_HOST": "news.example"}, "insecure_bind"),
    ],
)
def test_values_that_are_wrong(environ: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load({}, environ, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "[::1]"])
def test_loopback_is_fine(host: str) -> None:
    assert Settings(host=host).host == host


def test_other_addresses_when_said_so() -> None:
    assert Settings(host="0.0.0.0", insecure_bind=True).insecure_bind  # noqa: S104 - said so


TLS = {"tls_cert": "cert.pem", "tls_key": "key.pem"}
CLIENTS = {**TLS, "tls_client_ca": "ca.pem"}


@pytest.mark.parametrize("secured", [{**TLS, "auth": "tokens"}, CLIENTS, {**CLIENTS, "auth": "mtls"}])
def test_other_addresses_with_tls_and_callers_known(secured: dict[str, str]) -> None:
    settings = Settings(host="10.0.0.1", **secured)  # type: ignore[arg-type]
    assert not settings.exposed


@pytest.mark.parametrize("half", [TLS, {"auth": "tokens"}])
def test_other_addresses_with_half_of_it(half: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="insecure_bind"):
        Settings(host="10.0.0.1", **half)  # type: ignore[arg-type]
    assert Settings(host="10.0.0.1", insecure_bind=True, **half).exposed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"tls_cert": "cert.pem"}, "go together"),
        ({"tls_key": "key.pem"}, "go together"),
        ({"tls_client_ca": "ca.pem"}, "tls_client_ca goes with"),
        ({"auth": "password"}, "auth is 'password'; it must be none, tokens or mtls"),
        ({**TLS, "auth": "mtls"}, "tls_client_ca is empty"),
        ({"auth": "tokens", "data_dir": ":memory:"}, "tokens are kept in a folder"),
    ],
)
def test_security_that_does_not_fit_together(settings: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["serve", "--port", "x"], EXIT_USAGE, "--port is 'x'"),
        (["serve", "--host", "10.0.0.1"], EXIT_USAGE, "insecure_bind"),
        (["serve", "--config", "/nowhere.toml"], EXIT_USAGE, "/nowhere.toml"),
        (["serve", "--model", "/nowhere"], EXIT_CONFIG, "/nowhere"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_the_readme_has_the_table_of_options() -> None:
    assert markdown_table() in README.read_text("utf-8")


@pytest.mark.parametrize(
    ("data_dir", "xdg", "folder"),
    [
        ("", "", Path("/home/desk/.local/share/newsbrief")),
        ("", "/srv/share", Path("/srv/share/newsbrief")),
        ("", "not/absolute", Path("/home/desk/.local/share/newsbrief")),
        ("~/glossaries", "/srv/share", Path("/home/desk/glossaries")),
        ("/srv/glossaries", "", Path("/srv/glossaries")),
        (":memory:", "", None),
    ],
)
def test_where_glossaries_are_kept(
    monkeypatch: pytest.MonkeyPatch, data_dir: str, xdg: str, folder: Path | None
) -> None:
    monkeypatch.setenv("HOME", "/home/desk")
    monkeypatch.setenv("XDG_DATA_HOME", xdg)
    assert Settings(data_dir=data_dir).data_folder == folder


def test_no_home_for_glossaries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    with pytest.raises(SettingsError, match="set data_dir"):
        Settings(data_dir="~nobody-of-that-name/x")
