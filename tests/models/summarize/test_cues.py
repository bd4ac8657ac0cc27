import pytest

from newsbrief_models.summarize.cues import count_names, cues_of, leans, split_speech
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


def is_leaning(text: str, language: Language) -> bool:
    narration, quoted = split_speech(text)
    cues = cues_of(language)
    return leans(narration, quoted, count_names(narration, cues), cues)


@pytest.mark.parametrize(
    ("text", "narration", "quoted"),
    [
        ("No speech here.", "No speech here.", 0),
        ('"Yes," she said.', '" she said.', 5 / 16),
        ("«Да», — сказал он.", '", — сказал он.', 3 / 18),
        ("“a “b” c", '" c', 5 / 8),
        ('He began: "and never', 'He began: "', 9 / 20),
        ("", "", 0),
    ],
)
def test_speech_is_split_off(text: str, narration: str, quoted: float) -> None:
    outside, share = split_speech(text)
    assert outside == narration
    assert share == pytest.approx(quoted)


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Trade grew by 4 percent on Monday in March.", EN, 0),
        ("Officials met Kim Jong-un and Anna Berg in Pyongyang.", EN, 3),
        ("The bank said I should wait: Nobody answered.", EN, 0),
        ("Вчера министр Андрей Лебедев встретился с послом в Сеуле.", RU, 2),
        ("Вчера министр встретился с послом.", RU, 0),
        ("이정호 장관은 외교부에서 EU 대표단을 만났다.", KO, 3),
        ("어제 비가 많이 내렸다.", KO, 0),
    ],
)
def test_names_are_counted(text: str, language: Language, names: int) -> None:
    assert count_names(text, cues_of(language)) == names


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He left before noon.", EN),
        ("Among them were two nurses.", EN),
        ('"We will not wait any longer for an answer," she said.', EN),
        ("Он уехал до полудня.", RU),
        ("При этом цены выросли.", RU),
        ("«Мы больше не будем ждать ответа», — сказала она.", RU),
        ("Её назначили в марте.", RU),
        ("그는 정오 전에 떠났다.", KO),
        ("이는 작년보다 많은 것이다.", KO),
        ("이 법은 5월에 시행된다.", KO),
    ],
)
def test_a_sentence_that_points_back_leans(text: str, language: Language) -> None:
    assert is_leaning(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said he would leave before noon.", EN),
        ('"We will not wait any longer for an answer," Anna Berg said as she left.', EN),
        ("There were no casualties.", EN),
        ("Министр сказал, что он уедет.", RU),
        ("«Мы больше не будем ждать ответа», — сказала Анна Берг.", RU),
        ("장관은 정오 전에 떠났다.", KO),
        ("", EN),
    ],
)
def test_a_sentence_that_stands_alone_does_not(text: str, language: Language) -> None:
    assert not is_leaning(text, language)
