"""What goes to an engine and back arrives as it was."""

from newsbrief_models.types import Hint, Language, ModelInfo, Span, TranslatedRow, TranslationRow
from newsbrief_service.engine import messages
from newsbrief_service.engine.v1 import engine_pb2 as pb


def test_rows_keep_everything() -> None:
    rows = [
        TranslationRow("Wonsan 쇼", Language.EN, Language.RU, True, (Hint(Span(0, 6), "Вонсан"),)),
        TranslationRow("", Language.KO, Language.EN, quick=True),
    ]
    sent = pb.Translate.FromString(messages.translate(rows).SerializeToString())
    assert messages.rows(sent) == rows


def test_translated_rows_keep_everything() -> None:
    rows = [TranslatedRow("Вонсан", 0.25, reduced=True), TranslatedRow("", 1.0)]
    sent = pb.Translated.FromString(messages.translated(rows, 0.5).SerializeToString())
    assert messages.translated_rows(sent) == rows


def test_a_model_keeps_everything() -> None:
    info = ModelInfo("m", "translation", "1", "e", "MIT", ((Language.EN, Language.KO),), 3, takes_hints=True)
    sent = pb.ModelInfo.FromString(messages.model_info(info).SerializeToString())
    assert messages.info(sent) == info
