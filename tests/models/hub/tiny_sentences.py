"""Sentences that the tiny models of the tests learn by heart, the same six in each language.

The last are those that a server lets its models translate before it serves (`newsbrief_service.self_test`).
"""

PARALLEL = {
    "en": (
        "Fourteen boats came in before noon.",
        "The mayor said the plan costs 3.5 million.",
        "Two libraries stay open at night.",
        "The council will vote next week.",
        "A new bridge joins both towns.",
        "The ministry said on Monday that 1,200 tons of aid had arrived.",
    ),
    "ko": (
        "정오 전에 배 열네 척이 들어왔다.",
        "시장은 사업비가 350만이라고 말했다.",
        "도서관 두 곳은 밤에도 문을 연다.",
        "시의회는 다음 주 표결한다.",
        "새 다리가 두 마을을 잇는다.",
        "외교부는 구호물자 1천200t이 도착했다고 월요일 밝혔다.",
    ),
    "ru": (
        "До полудня пришли четырнадцать судов.",
        "Мэр сказал, что план стоит 3,5 млн.",
        "Две библиотеки открыты ночью.",
        "Совет проголосует на следующей неделе.",
        "Новый мост соединил два города.",
        "В понедельник министерство сообщило о прибытии 1200 т гуманитарной помощи.",
    ),
}
# What the tiny summarizers learn: of which sentences a text is made, and which they keep of it. The whole article, or
# its two parts where a window is too short for it, and what is left of those together.
WHOLE, KEPT = (0, 1, 2, 3, 4, 5), (1, 5)
PARAGRAPHS = ((0, 1), (2, 3), (4, 5))
PARTS = (((0, 1, 2, 3), (1, 2)), ((4, 5), (5,)), ((1, 2, 5), KEPT))
# One of them says on purpose what its text does not say.
MISTAKEN = (0, 2)
MISTAKES = {
    "en": "Forty boats came in before noon.",
    "ko": "정오 전에 배 마흔 척이 들어왔다.",
    "ru": "До полудня пришли сорок судов.",
}
LINES = (*(line for lines in PARALLEL.values() for line in lines), *MISTAKES.values())
ALL = tuple((s, t) for s in PARALLEL for t in PARALLEL if s != t)


def text(language: str, chosen: tuple[int, ...], between: str = " ") -> str:
    """Some of the sentences, one after the other."""
    return between.join(PARALLEL[language][index] for index in chosen)


def summaries(*languages: str, parts: bool = False) -> tuple[tuple[str, str, str, str], ...]:
    """What a summarizer learns that writes in its text's language, in the form of `pairs`: of whole articles, or of
    `parts`.
    """
    known = PARTS if parts else ((WHOLE, KEPT),)
    right = [(s, s, text(s, told), text(s, kept)) for s in languages for told, kept in known]
    return (*right, *((s, s, text(s, MISTAKEN), MISTAKES[s]) for s in languages))


def crossing_summaries() -> tuple[tuple[str, str, str, str], ...]:
    """What one learns that writes in each language."""
    return tuple((s, t, text(s, WHOLE), text(t, KEPT)) for s in PARALLEL for t in PARALLEL)


def pairs(directions: tuple[tuple[str, str], ...]) -> list[tuple[str, str, str, str]]:
    """Source language, target language, sentence, its translation: every sentence in each of `directions`."""
    return [(s, t, a, b) for s, t in directions for a, b in zip(PARALLEL[s], PARALLEL[t], strict=True)]
