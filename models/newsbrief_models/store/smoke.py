"""Lets a model write a sentence in each of its directions: that it loads is not yet that it works."""

from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import manifest
from newsbrief_models.translate.opening import open_translator
from newsbrief_models.types import Language, TranslationRow

SENTENCES = {
    Language.EN: "The council will vote next week.",
    Language.KO: "시의회는 다음 주 표결한다.",
    Language.RU: "Совет проголосует на следующей неделе.",
}


def smoke(folder: Path) -> dict[str, str]:
    """What the model in `folder` makes of a sentence, by direction, or by language for a summarizer.

    Raises:
        ModelFolderError: it does not load, or writes nothing.
    """
    about = manifest.load(folder)
    model = open_translator(folder)
    asked = about.directions or tuple((language, language) for language in about.languages)
    written = model.write([TranslationRow(SENTENCES[source], source, target) for source, target in asked])
    result = {}
    for (source, target), row in zip(asked, written, strict=True):
        if not row.text:
            raise ModelFolderError(folder, f"writes nothing from {source} to {target}")
        result[f"{source}-{target}" if about.directions else str(source)] = row.text
    return result
