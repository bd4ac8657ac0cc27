"""A private server for one program's own use, found without importing it: the client depends on no server."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import entry_points
from typing import Any

from newsbrief._errors import NewsbriefError, NotInstalled, ServerError

ENTRY_POINT_GROUP = "newsbrief.local_server"
ENTRY_POINT_NAME = "default"
INSTALL_COMMAND = "pip install 'newsbrief[server]'"


@contextmanager
def local_server(**settings: Any) -> Iterator[str]:
    """Runs a server on a free loopback port for the length of a ``with`` block; gives its address.

    `settings` are the server's own. Raises `NotInstalled` with the command to run where the server is not
    installed, and `ServerError` when it does not start.
    """
    with ExitStack() as stack:
        try:
            target = stack.enter_context(_entry_point()(**settings))
        except NewsbriefError:
            raise
        except ImportError as error:
            raise NotInstalled(
                f"a local server needs {error.name or 'more'} installed: {INSTALL_COMMAND}",
                code="FAILED_PRECONDITION",
                reason="SERVER_NOT_INSTALLED",
            ) from error
        except Exception as error:
            raise ServerError(f"the local server did not start: {error}", code="INTERNAL") from error
        yield target


def _entry_point() -> Any:
    for found in entry_points(group=ENTRY_POINT_GROUP, name=ENTRY_POINT_NAME):
        return found.load()
    raise NotInstalled(
        f"there is no local server on this machine: {INSTALL_COMMAND}",
        code="FAILED_PRECONDITION",
        reason="SERVER_NOT_INSTALLED",
    )
