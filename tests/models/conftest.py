"""A whole model folder made on the spot: a real tokenizer and a real engine model of random weights."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import ctranslate2
import hypothesis
import numpy as np
import pytest
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

from newsbrief_models.store.manifest import MANIFEST_NAME
from newsbrief_models.store.seal import seal

# The same examples every time, and no failure because the machine is busy.
hypothesis.settings.register_profile("models", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("models")

TAGS = {"en": ">>en<<", "ko": ">>ko<<", "ru": ">>ru<<"}
MARKS = [*TAGS.values(), "<t>", "<s>", "</t>"]
DIMENSION, FEED_FORWARD, HEADS, POSITIONS = 16, 32, 2, 160
TEXT = """\
The harbour office opened a second pier on Monday, and 14 boats came in before noon.
Farmers in the northern valley expect a smaller harvest after the long dry spring.
The council will vote next week; the mayor said the plan costs 3.5 million.
Two libraries stay open at night because students asked for it.
항만청은 월요일 두 번째 부두를 열었고 정오 전에 배 14척이 들어왔다.
북쪽 골짜기 농민들은 긴 봄 가뭄 뒤 수확이 줄 것으로 보고 있다.
시의회는 다음 주 표결하며 시장은 사업비가 350만이라고 말했다.
도서관 두 곳은 학생들의 요청에 따라 밤에도 문을 연다.
Управление порта открыло в понедельник второй причал, и до полудня пришли 14 судов.
Крестьяне северной долины ждут меньшего урожая после долгой сухой весны.
Совет проголосует на следующей неделе; мэр сказал, что план стоит 3,5 млн.
Две библиотеки работают ночью, потому что об этом попросили студенты.
"""
MANIFEST = """\
schema = 1
name = "tiny"
version = "1.2.3"
task = "translation"
architecture = "marian"
engine = "ctranslate2"
license = "Apache-2.0"
source = "random weights"
revision = "seed-7"
directions = ["en-ko", "en-ru", "ko-en", "ru-en"]

[language_tags]
en = ">>en<<"
ko = ">>ko<<"
ru = ">>ru<<"

[decoding]
beam_size = 2
max_source_tokens = 40
max_target_tokens = 120

[scores]
chrf = 1
"""


def tokenizer_bytes() -> bytes:
    """A unigram tokenizer with byte fallback over TEXT, its special pieces numbered as in the real models."""
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT.splitlines()),
        model_writer=out,
        vocab_size=480,
        hard_vocab_limit=False,
        byte_fallback=True,
        normalization_rule_name="nmt_nfkc",
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        user_defined_symbols=MARKS,
        num_threads=1,
        minloglevel=2,
    )
    return out.getvalue()


def random_engine(pieces: list[str], folder: Path) -> None:
    """Save an int8 CTranslate2 transformer (1+1 layers) of seeded random weights into `folder`."""
    random = np.random.default_rng(7)

    def weights(*shape: int) -> np.ndarray:
        return random.normal(0, 0.5, shape).astype(np.float32)

    def linear(spec: common_spec.LinearSpec, rows: int, columns: int = DIMENSION) -> None:
        spec.weight, spec.bias = weights(rows, columns), weights(rows)

    def norm(spec: common_spec.LayerNormSpec) -> None:
        spec.gamma, spec.beta = np.ones(DIMENSION, np.float32), np.zeros(DIMENSION, np.float32)

    spec = transformer_spec.TransformerSpec.from_config(
        (1, 1), HEADS, pre_norm=False, activation=common_spec.Activation.SWISH
    )
    embedding = weights(len(pieces), DIMENSION)
    for coder in (spec.encoder, spec.decoder):
        coder.scale_embeddings = True
        coder.position_encodings.encodings = weights(POSITIONS, DIMENSION)
        layer = coder.layer[0]
        linear(layer.self_attention.linear[0], 3 * DIMENSION)
        linear(layer.self_attention.linear[1], DIMENSION)
        linear(layer.ffn.linear_0, FEED_FORWARD)
        linear(layer.ffn.linear_1, DIMENSION, FEED_FORWARD)
        norm(layer.self_attention.layer_norm)
        norm(layer.ffn.layer_norm)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = embedding
    cross = spec.decoder.layer[0].attention
    for part, rows in zip(cross.linear, (DIMENSION, 2 * DIMENSION, DIMENSION), strict=True):
        linear(part, rows)
    norm(cross.layer_norm)
    linear(spec.decoder.projection, len(pieces))
    spec.config.bos_token = spec.config.decoder_start_token = pieces[0]
    spec.config.eos_token, spec.config.unk_token = pieces[1], pieces[2]
    spec.config.add_source_eos = True
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed model folder, shared by the whole session: do not change it."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    folder.mkdir()
    data = tokenizer_bytes()
    (folder / "sentencepiece.model").write_bytes(data)
    processor = sentencepiece.SentencePieceProcessor(model_proto=data)
    random_engine([processor.id_to_piece(i) for i in range(processor.get_piece_size())], folder)
    (folder / "MODEL_CARD.md").write_text("# tiny\n")
    (folder / MANIFEST_NAME).write_text(MANIFEST)
    seal(folder)
    assert ctranslate2.contains_model(str(folder))
    return folder


@pytest.fixture
def model_copy(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model that a test may spoil."""
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


@pytest.fixture
def edit_manifest(model_copy: Path) -> Callable[[str, str], Path]:
    """Replaces a text in the copy's manifest, which must hold it; returns the folder."""

    def edit(old: str, new: str) -> Path:
        path = model_copy / MANIFEST_NAME
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return model_copy

    return edit
