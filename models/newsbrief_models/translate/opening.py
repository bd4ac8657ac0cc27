"""Opens model folders with the engine their manifests name, and makes a profile's routes of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.protocols import Translator
from newsbrief_models.store import manifest
from newsbrief_models.store.manifest import MANIFEST_NAME
from newsbrief_models.store.profile import Direction, Profile
from newsbrief_models.translate.pivot import PivotTranslator
from newsbrief_models.translate.sentence_translator import SentenceTranslator
from newsbrief_models.types import ModelInfo, TranslatedRow, TranslationRow


def open_translator(
    folder: Path, *, workers: int = 1, beam_size: int | None = None, device: str = "cpu"
) -> SentenceTranslator:
    """The model in `folder`, loaded by its engine after its hashes were compared.

    Raises:
        ModelFolderError: the folder is not what its manifest says.
        MissingExtraError: it needs a library of the extra `[hub]`.
    """
    # Imported here: a server of the bundled model needs neither torch nor transformers.
    if manifest.load(folder).engine == "transformers":
        from newsbrief_models.translate.transformers_translator import TransformersTranslator

        return TransformersTranslator.open(folder, threads=workers, beam_size=beam_size, device=device)
    from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator

    return CTranslate2Translator.open(folder, workers=workers, beam_size=beam_size, device=device)


def open_routes(
    profile: Profile, folder_of: Callable[[str], Path], open_model: Callable[[Path], Translator]
) -> list[Translator]:
    """The translators of `profile`, none of them with a direction of another's.

    Raises:
        ModelFolderError: a model is missing, or translates no direction that a route takes it for.
        MissingExtraError: one needs a library of the extra `[hub]`.
    """
    opened = {name: open_model(folder_of(name)) for name in profile.routed}
    directly: dict[str, list[Direction]] = {}
    pivots: list[Translator] = []
    for direction, route in profile.routes.items():
        if len(route) == 1:
            if direction not in opened[route[0]].info.directions:
                raise _lacks(folder_of(route[0]), direction)
            directly.setdefault(route[0], []).append(direction)
        else:
            first, second = (opened[name] for name in route)
            middle = [
                m
                for s, m in first.info.directions
                if s is direction[0] and (m, direction[1]) in second.info.directions
            ]
            if len(middle) != 1:
                raise _lacks(folder_of(route[1]), direction)
            pivots.append(PivotTranslator(first, second, direction[0], middle[0], direction[1]))
    return [*(_Only(opened[name], tuple(of)) for name, of in directly.items()), *pivots]


class _Only:
    """A translator for some of its directions."""

    def __init__(self, translator: Translator, directions: tuple[Direction, ...]) -> None:
        self._translator = translator
        self._info = replace(translator.info, directions=directions)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        return self._translator.translate(rows)


def _lacks(folder: Path, direction: Direction) -> ModelFolderError:
    return ModelFolderError(
        folder / MANIFEST_NAME, f"does not lead to {'-'.join(direction)}, which the profile wants"
    )
