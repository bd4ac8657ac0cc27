"""A tiny instruction model: it knows by heart what to answer to a few of our own prompts, in Qwen3's chat format."""

from pathlib import Path
from typing import Any

import torch
import transformers

from newsbrief_models.llm import prompts
from newsbrief_models.llm.prompts import Prompt
from newsbrief_models.types import Language, SummaryRow, TranslationRow
from tests.models.hub import tiny
from tests.models.hub import tiny_tokenizers as made
from tests.models.hub.tiny_sentences import PARALLEL, text

ROWS = tuple(TranslationRow(PARALLEL["en"][2], Language.EN, target) for target in (Language.KO, Language.RU))
KEPT = (1,)
ARTICLE = SummaryRow(text("en", (0, 1)), Language.EN, Language.EN, 3)
# Its first answer to this one is of no use; asked again, it keeps to the form.
STUBBORN = TranslationRow(PARALLEL["en"][3], Language.EN, Language.KO)
NONSENSE = "Here you are!"


def translation(row: TranslationRow) -> str:
    """What it knows of a row."""
    return PARALLEL[row.target][PARALLEL["en"].index(row.text)]


def _known() -> list[tuple[Prompt, str]]:
    kept = ", ".join(f'"{PARALLEL["en"][index]}"' for index in KEPT)
    answers = [(prompts.translation(row), f'{{"translation": "{translation(row)}"}}') for row in ROWS]
    answers.append((prompts.summary(ARTICLE), f'{{"sentences": [{kept}]}}'))
    answers.append((prompts.translation(STUBBORN), NONSENSE))
    again = prompts.translation(STUBBORN, again=True)
    answers.append((again, f'{{"translation": "{translation(STUBBORN)}"}}'))
    return answers


def messages(prompt: Prompt) -> list[dict[str, str]]:
    """A prompt as the protocol has it."""
    return [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]


def save(folder: Path) -> Path:
    """Build, train and save it into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(7)
    known = _known()
    # Its tokenizer is trained on the prompts themselves, so that they are short.
    texts = [part for prompt, answer in known for part in (prompt.system, prompt.user, answer)]
    tokenizer = tiny.chat_tokenizer(made.byte_bpe([], texts, 1000), folder)
    model = tiny.qwen3_model(tokenizer, positions=1024)
    examples = [
        (_asked(tokenizer, p), [*tokenizer(a)["input_ids"], tokenizer.eos_token_id]) for p, a in known
    ]
    tiny.learn(model, examples, 0, starts=False)
    model.save_pretrained(folder)
    return folder


def _asked(tokenizer: Any, prompt: Prompt) -> list[int]:
    whole = tokenizer.apply_chat_template(messages(prompt), tokenize=False, add_generation_prompt=True)
    ids: list[int] = tokenizer(whole)["input_ids"]
    return ids


def load(folder: Path) -> tuple[Any, Any]:
    """The model and its tokenizer."""
    model = transformers.AutoModelForCausalLM.from_pretrained(folder).eval()
    return model, transformers.AutoTokenizer.from_pretrained(folder)
