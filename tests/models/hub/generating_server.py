"""A small server of the OpenAI protocol around transformers' generate, which tells how likely each token was."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import torch


@contextmanager
def serving(model: Any, tokenizer: Any) -> Iterator[str]:
    """Serve a model until the block ends; its address. Greedy, whatever is asked for; no schemas, and says so."""
    one_at_a_time = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if "response_format" in body:
                return self._send(
                    400, {"error": {"message": "no schemas here", "type": "invalid_request_error"}}
                )
            with one_at_a_time:
                return self._send(200, complete(model, tokenizer, body))

        def _send(self, status: int, value: dict[str, Any]) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def complete(model: Any, tokenizer: Any, body: dict[str, Any]) -> dict[str, Any]:
    """The chat completion of a request."""
    asked = tokenizer.apply_chat_template(body["messages"], tokenize=False, add_generation_prompt=True)
    ids = tokenizer(asked, return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        made = model.generate(
            ids,
            max_new_tokens=body["max_tokens"],
            do_sample=False,
            output_logits=True,
            return_dict_in_generate=True,
        )
    written = made.sequences[0, ids.shape[1] :].tolist()
    scores = [
        torch.log_softmax(logits[0].float(), -1)[i].item()
        for logits, i in zip(made.logits, written, strict=True)
    ]
    ended = written[-1] == tokenizer.eos_token_id
    written, scores = (values[: len(values) - ended] for values in (written, scores))
    # Byte-level pieces, so that a character of several tokens is told byte by byte.
    letters = {letter: byte for byte, letter in bytes_of_letters().items()}
    tokens = [[letters[c] for c in piece] for piece in tokenizer.convert_ids_to_tokens(written)]
    told = [
        {"token": bytes(t).decode("utf-8", "replace"), "bytes": t, "logprob": score, "top_logprobs": []}
        for t, score in zip(tokens, scores, strict=True)
    ]
    return {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": tokenizer.decode(written)},
                "finish_reason": "stop" if ended else "length",
                "logprobs": {"content": told} if body.get("logprobs") else None,
            }
        ],
    }


def bytes_of_letters() -> dict[int, str]:
    """How byte-level tokenizers spell each byte: printable ones as themselves, the others from U+0100 on."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {**{byte: chr(byte) for byte in plain}, **{byte: chr(256 + i) for i, byte in enumerate(others)}}
