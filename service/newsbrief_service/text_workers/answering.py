"""What text workers ask of the server's models, and how that is told."""

from newsbrief_models.types import Language
from newsbrief_service.engine import messages
from newsbrief_service.engine.v1.engine_pb2 import Abstracted
from newsbrief_service.errors import ServiceError
from newsbrief_service.executor import Executor
from newsbrief_service.interceptor import fault
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb


async def answer(executor: Executor, ask: pb.Ask) -> pb.Answer:
    """Have `executor` do what is asked, on behalf of the current caller; raises nothing but CancelledError."""
    try:
        return await _done(executor, ask)
    except ServiceError as error:
        return pb.Answer(refused=error.status().SerializeToString())
    except Exception as error:
        return pb.Answer(refused=fault(error).status().SerializeToString())


async def _done(executor: Executor, ask: pb.Ask) -> pb.Answer:
    if ask.HasField("translate"):
        done = await executor.translate(messages.rows(ask.translate))
        return pb.Answer(translated=messages.translated(done, 0.0))
    wanted = ask.abstract.document
    sentences = await executor.abstract(
        messages.document(wanted), Language(ask.abstract.target), wanted.max_sentences
    )
    return pb.Answer(abstracted=Abstracted(sentences=sentences))
