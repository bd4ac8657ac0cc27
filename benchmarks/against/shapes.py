"""The weights that are raced: the bundled model's, and random ones in the true shapes of models that people serve."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Shape:
    """An encoder-decoder; `forced` is the length of every output, 0 where the model ends it."""

    name: str
    about: str
    vocabulary: int
    width: int
    inner: int
    heads: int
    encoder: int
    decoder: int
    forced: int
    articles: int  # whose sentences are translated again and again, about eight each
    marian: bool = True

    def operations_a_target_token(self) -> float:
        """Multiplications and additions of one step of one hypothesis, of matrices with weights alone."""
        d = self.width
        layer = (
            4 * d * d + 2 * d * d + 2 * d * self.inner
        )  # own attention; question and output of the other; inner
        return 2.0 * (self.decoder * layer + d * self.vocabulary)

    def operations_a_source_token(self) -> float:
        """The same of one source token, with what the decoder's attention keeps of it."""
        d = self.width
        return 2.0 * (self.encoder * (4 * d * d + 2 * d * self.inner) + self.decoder * 2 * d * d)


BUNDLED = Shape("bundled", "newsbrief-bundled, real sentences", 12_000, 256, 1024, 4, 6, 2, 0, 96)
MARIAN = Shape("marian-base", "Marian base (opus-mt)", 62_518, 512, 2048, 8, 6, 6, 32, 24)
M2M100 = Shape("m2m100-418m", "M2M100-418M", 128_112, 1024, 4096, 16, 12, 12, 24, 12, marian=False)
NLLB = replace(M2M100, name="nllb-600m", about="NLLB-200 distilled 600M", vocabulary=256_206, articles=8)
SHAPES = {shape.name: shape for shape in (BUNDLED, MARIAN, M2M100, NLLB)}
