"""One sentence a language, translated before anybody asks: no caller pays for what happens once."""

from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.fidelity.revise import Style
from newsbrief_models.types import ENDPOINT, TRANSLATION, Language
from newsbrief_service.executor import Executor
from newsbrief_service.self_test import SENTENCES
from newsbrief_service.translation import Manner, render


async def warm_up(executor: Executor) -> dict[tuple[Language, Language], str]:
    """Translate and check a sentence in each direction that `executor` has; returns what came out."""
    manner, done = Manner(builtin(), Style()), dict[tuple[Language, Language], str]()
    pairs = [pair for info in executor.models if info.task == TRANSLATION for pair in info.directions]
    for source, target in pairs:
        # Whether a language model elsewhere answers must not keep the server from starting.
        if executor.translator_of(source, target).engine == ENDPOINT:
            continue
        (result,) = await render([SENTENCES[source]], source, target, executor, manner)
        done[source, target] = result.text
    return done
