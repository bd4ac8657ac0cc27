"""Datelines and notes of newsrooms are known in many forms; sentences are taken for neither."""

import time

import pytest

from newsbrief_models.text.desk import desk
from newsbrief_models.types import Language

EN, KO, RU = Language


@pytest.mark.parametrize(
    ("language", "dateline"),
    [
        (EN, "SEOUL, June 17 (Yonhap) -- "),
        (EN, "SEOUL, June 17 (Yonhap) — "),
        (EN, "SEOUL,\u00a0June\u200b 17  (Yonhap) -- "),
        (EN, "Seoul: "),
        (EN, "SEOUL — "),
        (EN, "New York – "),
        (EN, "PYONGYANG (AP) — "),
        (EN, "SEOUL, South Korea (AP) — "),
        (EN, "WASHINGTON/SEOUL (Reuters) - "),
        (EN, "BEIJING, Nov. 3 (Xinhua) -- "),
        (EN, "MOSCOW, June 17. /TASS/. "),
        (EN, "New Delhi [India], June 17 (ANI): "),
        (EN, "Seoul, June 17 (IANS) "),
        (EN, "GENEVA, 17 June 2031 – "),
        (KO, "(모스크바=연합뉴스) 최인영 특파원 = "),
        (KO, "(워싱턴·서울=연합뉴스) 김하나 특파원 이두리 기자 = "),
        (KO, "(서울=뉴스1) 홍길동 기자 = "),
        (KO, "[서울=뉴시스]홍길동 기자 = "),
        (KO, "[서울=뉴시스] 홍길동 기자 "),
        (KO, "【평양=어느통신】"),
        (KO, "[어느경제 홍길동 기자] "),
        (KO, "[어느경제=홍길동 기자] "),
        (KO, "홍길동 기자 = "),
        (KO, "(평양 6월 18일발 조선중앙통신)"),
        (KO, "[속보] "),
        (RU, "ПХЕНЬЯН, 17 июня. /ТАСС/. "),
        (RU, "САНКТ-ПЕТЕРБУРГ, 17 июня. /ТАСС/. "),
        (RU, "ТОКИО, 17 июня. /Корр. ТАСС Иван Иванов/. "),
        (RU, "МОСКВА /ТАСС/. "),
        (RU, "МОСКВА, 4 июн — РИА Новости. "),
        (RU, "МОСКВА, 4 июн - РИА Новости, Иван Петров. "),
        (RU, "Москва. 17 июня. INTERFAX.RU - "),
        (RU, "МОСКВА, 17 июн - ПРАЙМ. "),
        (RU, "ВЛАДИВОСТОК, 17 июня, ФедералПресс. "),
        (RU, "ТАСС, 17 июня. "),
        (RU, "МОСКВА, 17 июня. "),
    ],
)
def test_datelines(language: Language, dateline: str) -> None:
    news = {EN: "North Korea opened a line.", KO: "북한이 노선을 열었다.", RU: "Линию открыли."}[language]
    text = f"x {dateline}{news}"
    start = desk(language).dateline(text, 2, len(text))
    assert text[start:].lstrip() == news


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "NATO (the alliance) said it would wait."),
        (EN, "Kim: we will wait."),
        (EN, "Seoul said on Tuesday: wait."),
        (EN, "KCNA - the agency - said so."),
        (EN, "June 17 was a Tuesday."),
        (EN, "MOSCOW HAS SPOKEN (AP) and so on."),
        (KO, "북한(조선)은 기다리겠다고 했다."),
        (KO, "(북한은 답하지 않았다.)"),
        (KO, "기자는 기다렸다."),
        (RU, "НАТО расширяется, 17 июня. Так решили."),
        (RU, "Москва — столица России."),
        (RU, "17 июня. День прошёл."),
    ],
)
def test_sentences_have_no_dateline(language: Language, text: str) -> None:
    assert desk(language).dateline(text, 0, len(text)) == 0


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (EN, "(inputs from IANS)"),
        (EN, "(With inputs from agencies)"),
        (EN, "Tags:"),
        (EN, "Tags: korea, russia, treaty"),
        (EN, "By John F. Smith and Jane Doe, in Seoul"),
        (EN, "Reporting by Jane Doe in Seoul and John Smith; editing by Ann Lee"),
        (EN, "(Reporting by Jane Doe; editing by Ann Lee)"),
        (EN, "Read more: Ferry line opens"),
        (EN, "Related: Ferry line opens"),
        (EN, "Photo: Yonhap"),
        (EN, "(Photo by Jane Doe/Yonhap)"),
        (EN, "Photo credit: Yonhap"),
        (EN, "Follow us on Telegram and X"),
        (EN, "Copyright © 2031 The Ostrel Times. All rights reserved."),
        (EN, "Published: June 17, 2031 - 10:22"),
        (EN, "June 17, 2031 10:22 KST"),
        (EN, "Tuesday, June 17, 2031"),
        (EN, "(END)"),
        (EN, "(Yonhap)"),
        (EN, "[AP]"),
        (EN, "abc@yna.co.kr"),
        (EN, "Jane Doe <jane.doe@example.org>"),
        (EN, "https://example.org/a?b=c"),
        (EN, "#Korea #Russia"),
        (EN, "5 min read"),
        (EN, "Advertisement"),
        (KO, "(끝)"),
        (KO, "abc@yna.co.kr (끝)"),
        (KO, "홍길동 기자 hong@example.co.kr"),
        (KO, "홍길동 기자"),
        (KO, "어느신문 홍길동·김하나 기자"),
        (KO, "모스크바=최인영 특파원"),
        (KO, "저작권자 ⓒ 어느통신, 무단 전재 및 재배포 금지"),
        (KO, "<저작권자(c) 어느통신, 무단 전재-재배포 금지> 2031/06/17 14:00 송고"),
        (KO, "[사진=어느통신]"),
        (KO, "사진=어느통신 제공"),
        (KO, "[어느통신 자료사진]"),
        (KO, "여객선이 부두를 떠나고 있다. [사진=어느통신]"),
        (KO, "사진은 부두에 정박한 여객선 모습."),
        (KO, "관련기사"),
        (KO, "▶ 관련기사: 여객선 취항"),
        (KO, "입력 2031.06.17. 오후 3:20"),
        (KO, "2031-06-17 15:20"),
        (KO, "제보는 카카오톡 okstory"),
        (KO, "네이버에서 어느통신 구독하기"),
        (KO, "좋아요 12"),
        (RU, "Читайте также: Паром вышел в море"),
        (RU, "Читайте также:"),
        (RU, "Подписывайтесь на наш канал в Telegram"),
        (RU, "Фото: Иван Петров / ТАСС"),
        (RU, "(Фото: ТАСС)"),
        (RU, "Источник: РИА Новости"),
        (RU, "Автор: Иван Петров"),
        (RU, "Теги: паром, Корея"),
        (RU, "© РИА Новости / Иван Петров"),
        (RU, "Все права защищены."),
        (RU, "(ТАСС)"),
        (RU, "При цитировании обязательна ссылка на агентство"),
        (RU, "17 июня 2031, 10:22"),
    ],
)
def test_notes(language: Language, line: str) -> None:
    assert desk(language).is_note(line)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (EN, "By Monday the line was open, and nobody was waiting."),
        (EN, "Reporting by state media suggests that the missile failed."),
        (EN, "Written by hand in 1990, the letter came to light on Monday."),
        (EN, "Published in 1990, the book sold 15,000 copies."),
        (EN, "Related companies lost money."),
        (EN, "Copyright keeps most of the tapes under lock, the archive said."),
        (EN, "Photographs show the ferry at the pier."),
        (EN, "Watch towers stand along the river."),
        (EN, "Tags on the boxes named the sender."),
        (EN, "Copies were sent to info@example.org and to the press, he said."),
        (EN, "(Its members declined to comment.)"),
        (EN, "Source material was lost in the fire, the curator said."),
        (EN, "June 17, 2031, was a Tuesday."),
        (KO, "그는 기자들에게 답하지 않았다."),
        (KO, "기자는 부두에서 기다렸다."),
        (KO, "사진 속 여객선은 새것이다."),
        (KO, "광고 시장이 커졌다."),
        (KO, "정부는 자료를 제공했다."),
        (KO, "여객선이 부두를 떠났다."),
        (KO, "입력 장치가 고장 났다."),
        (KO, "관련 기사를 쓴 사람은 없다."),
        (RU, "Источник в правительстве подтвердил это."),
        (RU, "Автор письма неизвестен."),
        (RU, "Фото корабля разошлось по сети."),
        (RU, "По теме переговоров стороны молчат."),
        (RU, "Подробнее о сделке компания не сообщила."),
        (RU, "Видео снял очевидец."),
        (RU, "Реклама подорожала на 5%."),
        (RU, "17 июня 2031 года паром вышел в море."),
    ],
)
def test_sentences_are_no_notes(language: Language, line: str) -> None:
    assert not desk(language).is_note(line)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "unit",
    [
        "#a",
        "# ",
        "A.",
        "A ",
        "Ab ",
        "By A ",
        "(A ",
        "a@",
        "a.",
        "가 ",
        "가=",
        "[가",
        "기자 ",
        "А ",
        "А, ",
        "/А",
        "КОРР. ",
        "1-",
        ".",
        "-",
    ],
)
def test_patterns_take_their_time_from_the_length_not_from_the_content(unit: str, language: Language) -> None:
    habits = desk(language)
    for beginning in ("", "Reporting by", "[", "(", "МОСКВА, 4 июн - "):
        line = (beginning + unit * 250)[:249] + "\n"
        start = time.process_time()
        habits.is_note(line)
        habits.is_label(line)
        habits.dateline(line, 0, len(line))
        # A pattern that backtracks badly takes minutes here; these take well under a millisecond.
        assert time.process_time() - start < 1
