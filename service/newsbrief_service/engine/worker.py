"""What an engine does once its models are loaded: work off, in threads, what comes over the socket."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from newsbrief_models.abstractive.long import retell
from newsbrief_models.abstractive.stepwise import NotWantedError, Stepwise
from newsbrief_models.errors import AbstractionError
from newsbrief_models.protocols import AbstractiveSummarizer, Summarizer, Translator
from newsbrief_models.translate.team import Team
from newsbrief_models.types import Language
from newsbrief_service.engine import messages
from newsbrief_service.engine.frames import frame, frames
from newsbrief_service.engine.v1 import engine_pb2 as pb
from newsbrief_service.logs import log

HEARTBEAT_SECONDS = 0.25


class Worker:
    """Answers over `sock`. `workers` batches are translated at once; selections have a thread of their own, and so have
    the articles that `writers` retell, `workers` at once: they take seconds, and no sentence is to wait behind them.
    """

    def __init__(
        self,
        sock: socket.socket,
        summarizer: Summarizer,
        translators: Sequence[Translator],
        workers: int,
        writers: Sequence[AbstractiveSummarizer] = (),
    ) -> None:
        self._socket = sock
        self._sending = threading.Lock()
        self._summarizer = summarizer
        self._infos = [summarizer.info, *(t.info for t in translators), *(w.info for w in writers)]
        self._writers = {pair: writer for writer in reversed(writers) for pair in writer.info.directions}
        self._retold = ThreadPoolExecutor(workers, thread_name_prefix="retell")
        self._wanted: set[int] = set()  # ids of articles that are to be retold
        self._team = Team(translators)
        self._batches = ThreadPoolExecutor(workers, thread_name_prefix="batch")
        self._selections = ThreadPoolExecutor(1, thread_name_prefix="select")
        self._ended = threading.Event()

    def run(self, fingerprint: str) -> None:
        """Say Ready, then work until the server closes the socket.

        Raises:
            FrameError, google.protobuf.message.DecodeError: what came is no message of ours.
        """
        models = [messages.model_info(info) for info in self._infos]
        self._send(pb.FromEngine(ready=pb.Ready(models=models, fingerprint=fingerprint)))
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        for message in frames(self._socket):
            request = pb.ToEngine.FromString(message)
            if request.HasField("translate"):
                self._batches.submit(self._answer, request, self._translate)
            elif request.HasField("abstract"):
                self._wanted.add(request.id)
                self._retold.submit(self._answer, request, self._abstract)
            elif request.HasField("cancel"):
                self._wanted.discard(request.id)
            else:
                self._selections.submit(self._answer, request, self._select)
        self._ended.set()

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT_SECONDS):
            self._send(pb.FromEngine(heartbeat=pb.Heartbeat()))

    def _answer(self, request: pb.ToEngine, work: Callable[[pb.ToEngine], pb.FromEngine]) -> None:
        self._send(pb.FromEngine(id=request.id, started=pb.Started()))
        try:
            answer = work(request)
        except Exception as error:
            # Neither the message nor the trace: both may quote the article.
            log(logging.ERROR, "engine fault", kind=type(error).__name__)
            answer = pb.FromEngine(failed=pb.Failed(kind=type(error).__name__))
        answer.id = request.id
        self._send(answer)

    def _translate(self, request: pb.ToEngine) -> pb.FromEngine:
        rows = messages.rows(request.translate)
        started = time.perf_counter()
        done = self._team.translate(rows)
        return pb.FromEngine(translated=messages.translated(done, time.perf_counter() - started))

    def _select(self, request: pb.ToEngine) -> pb.FromEngine:
        document = messages.document(request.select)
        selection = self._summarizer.select(document, request.select.max_sentences)
        return pb.FromEngine(selected=messages.selected(selection))

    def _abstract(self, request: pb.ToEngine) -> pb.FromEngine:
        document, target = messages.document(request.abstract.document), Language(request.abstract.target)
        pair = (document.language, target)
        if (writer := self._writers.get(pair)) is None:
            raise AbstractionError(*pair, self._writers)

        def step() -> None:
            if request.id not in self._wanted:
                raise NotWantedError
            self._send(pb.FromEngine(id=request.id, started=pb.Started()))

        try:
            told = retell(document, target, request.abstract.document.max_sentences, Stepwise(writer, step))
        except NotWantedError:
            return pb.FromEngine(failed=pb.Failed(kind="NotWanted"))
        finally:
            self._wanted.discard(request.id)
        return pb.FromEngine(abstracted=pb.Abstracted(sentences=told))

    def _send(self, message: pb.FromEngine) -> None:
        try:
            with self._sending:
                self._socket.sendall(frame(message.SerializeToString()))
        except OSError:
            self._ended.set()  # the server is gone; `frames` ends as well
