"""Korean endings in both registers."""

import pytest

from newsbrief_models.style.register import Register, breaks, rewrite

PAIRS = [
    ("정부는 대책을 발표했다.", "정부는 대책을 발표했습니다."),
    ("회담은 17일 열린다.", "회담은 17일 열립니다."),
    ("그는 아침마다 밥을 먹는다.", "그는 아침마다 밥을 먹습니다."),
    ("다음 회담은 모스크바에서 열릴 예정이다.", "다음 회담은 모스크바에서 열릴 예정입니다."),
    ("그는 의사다.", "그는 의사입니다."),
    ("피해자는 모두 4명이다.", "피해자는 모두 4명입니다."),
    ("이 사고는 세 번째다.", "이 사고는 세 번째입니다."),
    ("피해가 크다.", "피해가 큽니다."),
    ("사람이 많다.", "사람이 많습니다."),
    ("합의는 없다.", "합의는 없습니다."),
    ("아직 확인된 것이 아니다.", "아직 확인된 것이 아닙니다."),
    ("추가 조사가 필요하다.", "추가 조사가 필요합니다."),
    ("외교부는 결정을 환영한다.", "외교부는 결정을 환영합니다."),
    ("이 노선은 54㎞로 길다.", "이 노선은 54㎞로 깁니다."),
    ("새가 난다.", "새가 납니다."),
    ('그는 "돕겠다"고 말했다.', '그는 "돕겠다"고 말했습니다.'),
    ("올해 안에 재개될 것으로 보인다.", "올해 안에 재개될 것으로 보입니다."),
    ("물가가 오르고 있다.", "물가가 오르고 있습니다."),
    ("양국은 협정을 맺었다.\n\n내용은 같다.", "양국은 협정을 맺었습니다.\n\n내용은 같습니다."),
]


@pytest.mark.parametrize(("newspaper", "broadcast"), PAIRS)
def test_each_becomes_the_other(newspaper: str, broadcast: str) -> None:
    assert rewrite(newspaper, Register.BROADCAST) == broadcast
    assert rewrite(broadcast, Register.NEWSPAPER) == newspaper
    assert rewrite(newspaper, Register.NEWSPAPER) == newspaper
    assert rewrite(broadcast, Register.BROADCAST) == broadcast


@pytest.mark.parametrize("text", ["", "한러 정상회담 17일 개최", "어디로 갑니까?", "KCNA", "다", "다.", "😀"])
def test_what_is_no_statement_stays(text: str) -> None:
    for register in Register:
        assert rewrite(text, register) == text


def test_the_checker_says_which_sentences_break_the_register() -> None:
    text = "정부는 대책을 발표했습니다. 회담은 17일 열린다."
    (span,) = breaks(text, Register.NEWSPAPER)
    assert span.of(text) == "발표했습니다"
    (span,) = breaks(text, Register.BROADCAST)
    assert span.of(text) == "열린다"
