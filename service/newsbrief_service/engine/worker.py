"""What an engine does once its models are loaded: work off, in threads, what comes over the socket."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from newsbrief_models.protocols import Summarizer, Translator
from newsbrief_models.translate.team import Team
from newsbrief_service.engine import messages
from newsbrief_service.engine.frames import frame, frames
from newsbrief_service.engine.v1 import engine_pb2 as pb
from newsbrief_service.logs import log

HEARTBEAT_SECONDS = 0.25


class Worker:
    """Answers over `sock`. `workers` batches are translated at once; selections have a thread of their own."""

    def __init__(
        self,
        sock: socket.socket,
        summarizer: Summarizer,
        translators: Sequence[Translator],
        workers: int,
    ) -> None:
        self._socket = sock
        self._sending = threading.Lock()
        self._summarizer = summarizer
        self._infos = [summarizer.info, *(translator.info for translator in translators)]
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

    def _send(self, message: pb.FromEngine) -> None:
        try:
            with self._sending:
                self._socket.sendall(frame(message.SerializeToString()))
        except OSError:
            self._ended.set()  # the server is gone; `frames` ends as well
