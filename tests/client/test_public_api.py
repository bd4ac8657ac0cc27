"""What is public is decided, and importing it is cheap."""

import json
import subprocess
import sys
import types

import pytest

import newsbrief
import newsbrief.testing

HEAVY = (
    "torch",
    "transformers",
    "ctranslate2",
    "sentencepiece",
    "numpy",
    "newsbrief_service",
    "newsbrief_models",
)


def test_all_is_exact() -> None:
    for name in newsbrief.__all__:
        assert getattr(newsbrief, name) is not None
    machinery = {"Any", "TYPE_CHECKING", "import_module"}
    visible = {
        name
        for name, value in vars(newsbrief).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert visible - machinery | {"__version__"} == set(newsbrief.__all__)
    assert sorted(newsbrief.__all__) == newsbrief.__all__
    assert set(newsbrief.__all__) <= set(dir(newsbrief))


def test_every_error_and_value_is_public() -> None:
    from newsbrief import _errors, _types

    for module in (_errors, _types):
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__.startswith(module.__name__):
                assert name in newsbrief.__all__, name


def test_unknown_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        newsbrief.nothing  # noqa: B018


def imported_by(statement: str) -> set[str]:
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    "statement",
    [
        "import newsbrief",
        "from newsbrief import Client, AsyncClient, local_server",
        "import newsbrief.testing",
        "import newsbrief._cli._parser",
    ],
)
def test_importing_brings_no_model_library(statement: str) -> None:
    modules = imported_by(statement)
    assert "newsbrief" in modules
    assert modules.isdisjoint(HEAVY)


def test_importing_brings_no_values() -> None:
    """Defining them takes longer than all the rest."""
    assert imported_by("import newsbrief").isdisjoint({"newsbrief._types", "dataclasses", "grpc"})


def test_values_and_errors_come_without_grpc() -> None:
    assert imported_by("from newsbrief import Article, BriefResult, Busy").isdisjoint(
        {"grpc", "google.protobuf"}
    )


def test_client_and_fake_work_without_any_extra() -> None:
    extras = (*HEAVY, "grpc_health", "grpc_status", "grpc_reflection", "grpc_tools")
    blocked = "\n".join(f"sys.modules[{name!r}] = None" for name in extras)
    work = (
        "import newsbrief, newsbrief.testing\n"
        "with newsbrief.testing.FakeServer() as server, newsbrief.Client(server.target) as client:\n"
        "    assert client.health() == 'SERVING' and client.brief('One.')['ko'].text == '[ko] One.'"
    )
    imported_by(f"{blocked}\n{work}")
