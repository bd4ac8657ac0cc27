"""A bridge whose actors have fakes for models; `--model` has the options of `tests.service.engine.stub`."""

import argparse
import socket
import sys

from newsbrief_models.testing import FakeSummarizer
from newsbrief_service.cluster.actor import EngineActor
from newsbrief_service.cluster.bridge import main
from newsbrief_service.engine.worker import Worker
from tests.service.engine.stub import StubTranslator, writer


class StubActor(EngineActor):
    """Does what a row's text tells it to."""

    def has_models(self) -> bool:
        return True

    def work(self, sock: socket.socket, model: str) -> None:
        parser = argparse.ArgumentParser()
        parser.add_argument("--seconds-a-row", type=float, default=0.0)
        parser.add_argument("--seconds-a-text", type=float)
        options = parser.parse_args(model.split())
        writers = [] if options.seconds_a_text is None else [writer(options.seconds_a_text)]
        translators = [StubTranslator(options.seconds_a_row)]
        Worker(sock, FakeSummarizer(), translators, self._order.workers, writers).run("stub")


if __name__ == "__main__":
    # Ray hands classes on by the name of their module, which on a node is not "__main__".
    from tests.service.cluster import stub_bridge

    main(sys.argv[1:], stub_bridge.StubActor)
