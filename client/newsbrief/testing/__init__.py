"""A fake newsbrief server for your own tests: real gRPC, no models, answers you can predict.

>>> with FakeServer() as server, newsbrief.Client(server.target) as client:
...     client.brief("Kim visited Vladivostok. He stayed two days.")["ko"].text
'[ko] Kim visited Vladivostok. [ko] He stayed two days.'
"""

from newsbrief.testing._answers import fake_brief, fake_detect, fake_translate
from newsbrief.testing._server import FakeServer, ReceivedCall

__all__ = ["FakeServer", "ReceivedCall", "fake_brief", "fake_detect", "fake_translate"]
