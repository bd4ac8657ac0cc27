"""One sentence a language, translated before anybody asks: no caller pays for it, and a broken model shows."""

from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.fidelity.revise import Style
from newsbrief_models.types import Language
from newsbrief_service.executor import Executor
from newsbrief_service.translation import Manner, render

WARM_UP = {
    Language.EN: "The ministry said on Monday that 1,200 tons of aid had arrived.",
    Language.KO: "외교부는 구호물자 1천200t이 도착했다고 월요일 밝혔다.",
    Language.RU: "В понедельник министерство сообщило о прибытии 1200 т гуманитарной помощи.",
}


async def warm_up(executor: Executor) -> dict[tuple[Language, Language], str]:
    """Translate and check a sentence in each direction that `executor` has; returns what came out."""
    manner, done = Manner(builtin(), Style()), dict[tuple[Language, Language], str]()
    for source, target in (pair for info in executor.models for pair in info.directions):
        (result,) = await render([WARM_UP[source]], source, target, executor, manner)
        done[source, target] = result.text
    return done
