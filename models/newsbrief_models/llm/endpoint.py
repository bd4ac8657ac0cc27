"""Asks an instruction model over HTTP, by the official client of the OpenAI protocol; its errors become ours."""

import contextlib
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from newsbrief_models.errors import EndpointOutputError, EndpointRefusedError, EndpointUnavailableError
from newsbrief_models.extras import require
from newsbrief_models.llm.answers import Answer, answer
from newsbrief_models.llm.prompts import Prompt

# They log requests, article and all, as soon as anybody's level is debug.
_TALKERS = ("openai", "httpx", "httpx2", "httpcore", "httpcore2")
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"\A\s*```(?:json)?\s*(\{.*\})\s*```\s*\Z", re.DOTALL)
_NO_KEY = "none"  # the client wants one; local servers do not look
_MOST_CHARS = 50_000  # of an answer
_AGAIN_TEMPERATURE = 0.4
_SCHEMA, _LOGPROBS = "response_format", "logprobs"
# Servers do not know all of these, and some refuse what they do not know. What is tried, one after the other.
_TRIED = ((_SCHEMA, _LOGPROBS), (_SCHEMA,), (_LOGPROBS,), ())


class Endpoint:
    """The model `model` at `url` ("http://127.0.0.1:8000/v1"). Safe to call from several threads at once.

    `key` is sent as a bearer token; empty for none. A call takes at most `timeout` seconds, and is made again up to
    `retries` times while the server is away or busy; redirects are not followed.

    Raises:
        MissingExtraError: the extra `[llm]` is not installed.
    """

    def __init__(
        self, url: str, model: str, key: str = "", *, timeout: float = 60.0, retries: int = 2
    ) -> None:
        self._openai = require("openai")
        for name in _TALKERS:
            logging.getLogger(name).setLevel(logging.WARNING)
        self.url = url
        self.model = model
        self._client = self._openai.OpenAI(
            base_url=url,
            api_key=key or _NO_KEY,
            timeout=timeout,
            max_retries=retries,
            http_client=self._openai.DefaultHttpxClient(follow_redirects=False),
        )
        self._takes: tuple[str, ...] = _TRIED[0]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, prompt: Prompt, max_tokens: int, *, again: bool = False) -> Answer:
        """The value of the answer's one field, whatever it is: the caller checks it. Greedy, unless asked `again`.

        How likely the value was is told where the server tells it of each token.

        Raises:
            EndpointUnavailableError: it cannot be reached, is busy, or takes longer than the timeout.
            EndpointRefusedError: it does not take the key, the model's name, or the request.
            EndpointOutputError: the answer is cut off, no JSON object, or of other fields.
        """
        with self._translated():
            completion = self._complete(prompt, max_tokens, again=again)
        choice = completion.choices[0] if getattr(completion, "choices", None) else None
        if choice is None or not isinstance(choice.message.content, str):
            raise EndpointOutputError(f"{self.model}: the answer holds no text")
        if choice.finish_reason == "length":
            raise EndpointOutputError(f"{self.model}: the answer was cut off at {max_tokens} tokens")
        value = self._field(choice.message.content, prompt.answer)
        return answer(value, getattr(choice, "logprobs", None))

    def _complete(self, prompt: Prompt, max_tokens: int, *, again: bool) -> Any:
        wanted: dict[str, Any] = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "max_tokens": max_tokens,
            "temperature": _AGAIN_TEMPERATURE if again else 0.0,
            "seed": int(again),
        }
        form = {"name": prompt.answer, "schema": prompt.schema, "strict": True}
        known = {_SCHEMA: {"type": "json_schema", "json_schema": form}, _LOGPROBS: True}
        tried = [names for names in _TRIED if set(names) <= set(self._takes)]
        for names in tried:
            try:
                completion = self._client.chat.completions.create(**wanted, **{n: known[n] for n in names})
            except (self._openai.BadRequestError, self._openai.UnprocessableEntityError):
                if not names:  # it is something else that the server does not take
                    raise
            else:
                self._takes = names
                return completion
        raise AssertionError("unreachable: the last that is tried returns or raises")

    def _field(self, content: str, field: str) -> Any:
        """The one field of the JSON object in `content`, behind a model's thoughts and within a code fence."""
        if len(content) > _MOST_CHARS:
            raise EndpointOutputError(f"{self.model}: the answer is longer than {_MOST_CHARS} characters")
        content = _THOUGHT.sub("", content, count=1)
        fenced = _FENCED.match(content)
        try:
            answer = json.loads(fenced[1] if fenced else content)
        except (ValueError, RecursionError):
            raise EndpointOutputError(f"{self.model}: the answer is no JSON object") from None
        if not isinstance(answer, dict) or set(answer) != {field}:
            raise EndpointOutputError(f"{self.model}: the answer is no JSON object with {field!r} alone")
        return answer[field]

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """The client's errors as ours; none is chained or quoted, for a server may repeat the article in its own."""
        where = f"{self.model} at {self.url}"
        try:
            yield
        except self._openai.APITimeoutError:
            raise EndpointUnavailableError(f"{where}: no answer in time") from None
        except self._openai.APIConnectionError:
            raise EndpointUnavailableError(f"{where}: cannot be reached") from None
        except self._openai.APIStatusError as error:
            status = int(error.status_code)
            if status in (408, 409, 429) or status >= 500:
                raise EndpointUnavailableError(f"{where}: answers with status {status}") from None
            raise EndpointRefusedError(f"{where}: refuses with status {status}") from None
        except (self._openai.APIError, ValueError):
            raise EndpointOutputError(f"{where}: answers with something else than a completion") from None
