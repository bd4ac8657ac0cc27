"""The server's settings, typed and frozen: flags over NEWSBRIEF_* variables over a TOML file over defaults."""

import dataclasses
import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

IN_MEMORY = ":memory:"
_ADDRESS = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+):[0-9]{1,5}")


class SettingsError(Exception):
    """A setting cannot be used; the message names where it was set and what is allowed."""


def _option(default: Any, help_text: str, low: float | None = None, high: float | None = None) -> Any:
    return field(default=default, metadata={"help": help_text, "low": low, "high": high})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One field an option: `--max-calls`, `NEWSBRIEF_MAX_CALLS` and `max_calls = ...` in the file are the same."""

    host: str = _option("127.0.0.1", "Address to listen on.")
    port: int = _option(50051, "Port to listen on; 0 takes a free one.", 0, 65535)
    insecure_bind: bool = _option(
        False, "Allow an address other machines reach without TLS, or without knowing who calls."
    )
    tls_cert: str = _option(
        "", "PEM file of the server's certificate and its chain; empty serves without TLS."
    )
    tls_key: str = _option("", "PEM file of its key.")
    tls_client_ca: str = _option(
        "", "PEM file of those who issue client certificates; clients must show one then."
    )
    auth: str = _option(
        "none", "How callers prove who they are: none, tokens (see `newsbrief-server tokens`) or mtls."
    )
    metrics_port: int = _option(0, "Port that Prometheus reads at /metrics; 0 measures nothing.", 0, 65535)
    metrics_host: str = _option("127.0.0.1", "Address of that port; whoever reaches it may read it.")
    model: str = _option(
        "bundled",
        "Translation model: 'bundled', the name of one that was pulled, or the path of a model folder.",
    )
    profile: str = _option(
        "", "Set of models to serve instead, by name or as a TOML file; see `newsbrief-server models list`."
    )
    models_dir: str = _option("", "Folder pulled models are kept in; empty takes models in data_dir.")
    device: str = _option("cpu", "What models run on: cpu or cuda.")
    llm_url: str = _option(
        "",
        "OpenAI-compatible endpoint of an instruction model, e.g. http://127.0.0.1:8000/v1. Articles are sent there. "
        "Its key, if it wants one, is in NEWSBRIEF_LLM_KEY. Needs newsbrief[llm].",
    )
    llm_model: str = _option("", "Name of the model there.")
    llm_tasks: str = _option(
        "summarize", "What it is for: summarize (abstractive briefs), translate, or both."
    )
    llm_timeout: float = _option(60.0, "Seconds it may take for an answer.", 1, 3600)
    llm_parallel: int = _option(8, "Requests it gets at once.", 1, 256)
    llm_window: int = _option(
        12_000, "Characters it reads at once; longer articles are cut and fused.", 500, 1_000_000
    )
    engines: int = _option(0, "Processes that run models; 0 chooses by cores and memory.", 0, 64)
    workers: int = _option(0, "Batches a process runs at once, one core each; 0 chooses, 8 at most.", 0, 256)
    text_workers: int = _option(0, "Processes that read and check texts; 0 chooses by cores.", 0, 64)
    executor: str = _option(
        "engines",
        "Where models run: engines (processes of their own), in-process (the server's, which then reads texts too, "
        "without batches over articles) or ray.",
    )
    ray_address: str = _option(
        "",
        "HOST:PORT of the Ray cluster whose actors run models; the server's machine is one of its nodes. "
        "Needs newsbrief[ray].",
    )
    ray_min_actors: int = _option(1, "Fewest actors, each of as many cores as it has workers.", 1, 1024)
    ray_max_actors: int = _option(0, "Most actors, as far as work waits; 0 keeps to the fewest.", 0, 1024)
    batch_rows: int = _option(
        0, "Most sentences translated together; 0 chooses, 1 turns batches off.", 0, 1024
    )
    watchdog: float = _option(
        10.0, "Seconds after which a silent engine or text worker is taken for hung.", 2, 600
    )
    beam_size: int = _option(0, "Beams a sentence is decoded with; 0 leaves it to the model.", 0, 8)
    data_dir: str = _option(
        "",
        "Folder glossaries, jobs and tokens are kept in; empty takes newsbrief in $XDG_DATA_HOME or ~/.local/share, "
        "':memory:' keeps them until the server stops.",
    )
    max_article_chars: int = _option(20_000, "Longest article, in characters.", 100, 200_000)
    max_calls: int = _option(256, "Calls held at once; one more is refused at once.", 1, 10_000)
    deadline: float = _option(60.0, "Seconds a call may take when its client set no deadline.", 0.1, 3600)
    queue_seconds: float = _option(
        20.0, "Seconds of work that may be queued; a call that would wait longer is refused at once.", 1, 600
    )
    cache_mb: int = _option(
        64, "Megabytes of translations kept for when they are asked for again.", 0, 100_000
    )
    cache_dir: str = _option("", "Folder to keep them in across restarts; empty keeps them in memory.")
    jobs: bool = _option(True, "Take jobs: many articles, briefed in the background.")
    job_articles: int = _option(100_000, "Most articles of one job.", 1, 1_000_000)
    job_parallel: int = _option(
        8, "Articles of jobs briefed at once; they wait for those of other calls.", 1, 256
    )
    job_mb: int = _option(4096, "Megabytes that jobs and their results may take.", 1, 1_000_000)
    job_days: float = _option(7.0, "Days that a job and its results are kept after its end.", 0, 3650)
    linger: float = _option(
        2.0, "Seconds calls are still accepted after SIGTERM, as health says NOT_SERVING.", 0, 60
    )
    grace: float = _option(10.0, "Seconds calls in flight have to finish once the server stops.", 0, 600)
    reflection: bool = _option(True, "Serve gRPC reflection, so that grpcurl needs no .proto files.")
    log_level: str = _option("info", "debug, info, warning or error.")

    def __post_init__(self) -> None:
        for f in dataclasses.fields(self):
            value, low, high = getattr(self, f.name), f.metadata["low"], f.metadata["high"]
            if low is not None and not low <= value <= high:
                raise SettingsError(f"{f.name} is {value}; it must be from {low} to {high}")
        if self.log_level not in ("debug", "info", "warning", "error"):
            raise SettingsError(f"log_level is {self.log_level!r}; it must be debug, info, warning or error")
        if self.device not in ("cpu", "cuda"):
            raise SettingsError(f"device is {self.device!r}; it must be cpu or cuda")
        if self.llm_tasks not in ("summarize", "translate", "both"):
            raise SettingsError(f"llm_tasks is {self.llm_tasks!r}; it must be summarize, translate or both")
        if bool(self.llm_url) != bool(self.llm_model):
            raise SettingsError("llm_url and llm_model go together")
        if self.llm_url and not self.llm_url.startswith(("http://", "https://")):
            raise SettingsError(f"llm_url is {self.llm_url!r}; it must begin with http:// or https://")
        self._check_executor()
        _ = self.data_folder  # raises where there is none
        self._check_security()

    def _check_executor(self) -> None:
        if self.executor not in ("engines", "in-process", "ray"):
            raise SettingsError(f"executor is {self.executor!r}; it must be engines, in-process or ray")
        if self.ray_max_actors and self.ray_max_actors < self.ray_min_actors:
            raise SettingsError(
                f"ray_max_actors is {self.ray_max_actors}; it must be {self.ray_min_actors} (ray_min_actors) at least"
            )
        if (self.executor == "ray") != bool(self.ray_address):
            raise SettingsError("executor ray and ray_address go together")
        if self.ray_address and not _ADDRESS.fullmatch(self.ray_address):
            raise SettingsError(
                f"ray_address is {self.ray_address!r}; it must be HOST:PORT, like 10.0.0.5:6379"
            )

    def _check_security(self) -> None:
        if self.auth not in ("none", "tokens", "mtls"):
            raise SettingsError(f"auth is {self.auth!r}; it must be none, tokens or mtls")
        if bool(self.tls_cert) != bool(self.tls_key):
            raise SettingsError("tls_cert and tls_key go together")
        if self.tls_client_ca and not self.tls_cert:
            raise SettingsError("tls_client_ca goes with tls_cert and tls_key")
        if self.auth == "mtls" and not self.tls_client_ca:
            raise SettingsError(
                "auth is mtls, and tls_client_ca is empty: nobody's certificates are believed"
            )
        if self.auth == "tokens" and self.data_folder is None:
            raise SettingsError("auth is tokens, and data_dir is ':memory:': tokens are kept in a folder")
        if self.exposed and not self.insecure_bind:
            raise SettingsError(
                f"host is {self.host}, which other machines may reach: set tls_cert and tls_key, and auth (or "
                "tls_client_ca); or listen on 127.0.0.1; or set insecure_bind where the network itself is closed"
            )

    @property
    def exposed(self) -> bool:
        """Whether other machines may reach the server and talk in the clear, or without showing who they are."""
        guarded = self.tls_cert and (self.auth == "tokens" or self.tls_client_ca)
        return not guarded and not _is_loopback(self.host)

    @property
    def in_process(self) -> bool:
        """Whether models run in the server's own process."""
        return self.executor == "in-process"

    @property
    def worker_count(self) -> int:
        """Threads that run models, at least 1."""
        return self.workers or min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)

    @property
    def data_folder(self) -> Path | None:
        """Where glossaries are kept; None for memory."""
        if self.data_dir == IN_MEMORY:
            return None
        if self.data_dir:
            return _at_home(self.data_dir)
        # The XDG Base Directory Specification: a path that is not absolute is to be ignored.
        base = Path(os.environ.get("XDG_DATA_HOME", ""))
        return (base if base.is_absolute() else _at_home("~/.local/share")) / "newsbrief"

    @property
    def models_folder(self) -> Path | None:
        """Where pulled models are kept; None where nothing is kept."""
        if self.models_dir:
            return _at_home(self.models_dir).absolute()
        return (self.data_folder / "models").absolute() if self.data_folder else None


def _at_home(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise SettingsError("there is no home folder to keep glossaries in; set data_dir") from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load(flags: Mapping[str, Any], environ: Mapping[str, str], file: Path | None) -> Settings:
    """Settings from the three sources; a flag that is None counts as not given.

    Raises:
        SettingsError: unreadable file, unknown name, a value of the wrong type or out of range.
    """
    values = {
        **_from_file(file),
        **_from_environ(environ),
        **{k: v for k, v in flags.items() if v is not None},
    }
    return Settings(**values)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return "NEWSBRIEF_" + name.upper()


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        f.name: parse(f, environ[variable(f.name)], variable(f.name))
        for f in dataclasses.fields(Settings)
        if environ.get(variable(f.name))
    }


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: {error}") from error
    fields = {f.name: f for f in dataclasses.fields(Settings)}
    values = {}
    for name, value in table.items():
        if name not in fields:
            raise SettingsError(f"{file}: unknown setting {name!r}; known are {', '.join(fields)}")
        wanted = fields[name].type
        if type(value) is not wanted and not (wanted is float and type(value) is int):
            raise SettingsError(f"{file}: {name} must be of type {_type_name(wanted)}")
        values[name] = value
    return values


def parse(setting: "dataclasses.Field[Any]", text: str, origin: str) -> Any:
    """The value of `setting` written as `text`; `origin` names the flag or variable in errors."""
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    try:
        return words[text.lower()] if setting.type is bool else setting.type(text)  # type: ignore[operator]
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{origin} is {text!r}; it must be of type {_type_name(setting.type)}") from error


def _type_name(kind: Any) -> str:
    return {int: "integer", float: "number", bool: "true or false", str: "text"}[kind]


def markdown_table() -> str:
    """The table of options as the README shows it."""
    rows = ["| flag | variable | default | meaning |", "| --- | --- | --- | --- |"]
    for f in dataclasses.fields(Settings):
        default = str(f.default).lower() if isinstance(f.default, bool) else f.default
        shown = "empty" if default == "" else f"`{default}`"
        rows.append(
            f"| `--{f.name.replace('_', '-')}` | `{variable(f.name)}` | {shown} | {f.metadata['help']} |"
        )
    return "\n".join(rows)
