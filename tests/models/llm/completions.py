"""A small server that speaks the OpenAI protocol on loopback: it answers by a script and keeps what it got."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """What goes back: `content` as the assistant's message, or an error with a `status`; `raw` is the body itself."""

    content: str | None = ""
    status: int = 200
    finish: str = "stop"
    raw: bytes | None = None
    logprobs: list[dict[str, Any]] | None = None
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[dict[str, Any]], Answer]


@dataclass
class Running:
    """Where it listens, and the requests it got: their JSON and their headers."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[Running]:
    """Serve until the block ends."""
    running = Running("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            running.requests.append(body)
            running.headers.append({name.lower(): value for name, value in self.headers.items()})
            answer = script(body)
            data = answer.raw if answer.raw is not None else json.dumps(_body(answer)).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _body(answer: Answer) -> dict[str, Any]:
    if answer.status != 200:
        return {"error": {"message": "refused: " + (answer.content or ""), "type": "error"}}
    message = {"role": "assistant", "content": answer.content}
    return {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "tiny",
        "choices": [
            {
                "index": 0,
                "message": message,
                "finish_reason": answer.finish,
                "logprobs": None if answer.logprobs is None else {"content": answer.logprobs},
            }
        ],
    }
