"""A fake newsbrief server for your own tests: real gRPC, no models, answers you can predict.

>>> with FakeServer() as server, newsbrief.Client(server.target) as client:
...     client.brief("Kim visited Vladivostok. He stayed two days.")["ko"].text
'[ko] Kim visited Vladivostok. [ko] He stayed two days.'
"""

from newsbrief.testing._answers import fake_brief, fake_detect, fake_render_name, fake_translate
from newsbrief.testing._checks import fake_check
from newsbrief.testing._server import FakeServer, ReceivedCall
from newsbrief.testing._terms import fake_match

__all__ = [
    "FakeServer",
    "ReceivedCall",
    "fake_brief",
    "fake_check",
    "fake_detect",
    "fake_match",
    "fake_render_name",
    "fake_translate",
]
