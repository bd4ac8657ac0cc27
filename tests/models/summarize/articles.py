"""Invented little articles in three languages, and a short way of making a document."""

from newsbrief_models.types import Document, Headline, Language, Sentence, Span

ENGLISH = (
    "Harbour town of Ostrel opens 41-kilometer tram line",
    (
        "The harbour town of Ostrel opened a 41-kilometer tram line on Tuesday, eight years after work began.",
        "The line cost 620 million crowns, 90 million more than planned, and has 28 stops.",
        '"I have been waiting for this since I was a schoolboy," said Tomas Velk, a retired baker.',
        "He brought a thermos and two folding chairs.",
        "The weather was mild.",
        "Trams will run every 6 minutes between Ostrel harbour and the university from Oct. 1, Mayor Ilse Brandt said.",
        "Gulls circled over the square while a brass band played.",
        "A second tram line to the airport is to follow by 2031 if parliament approves 300 million crowns.",
    ),
)
KOREAN = (
    "해안도시 오스트렐, 41㎞ 트램 노선 개통",
    (
        "해안도시 오스트렐이 착공 8년 만인 화요일 41㎞ 길이의 트램 노선을 개통했다고 시 당국이 밝혔다.",
        "트램 노선 건설에는 계획보다 9천만크로나 많은 6억2천만크로나가 들었으며 정류장은 28곳이다.",
        '은퇴한 제빵사 토마스 벨크 씨는 "초등학생 때부터 이날을 기다렸다"고 말했다.',
        "그는 보온병과 접이식 의자 두 개를 가져왔다.",
        "날씨는 포근했다.",
        "일제 브란트 시장은 10월 1일부터 오스트렐 항구와 대학 사이에 트램이 6분 간격으로 다닌다고 말했다.",
        "취주악단이 연주하는 동안 갈매기들이 광장 위를 맴돌았다.",
        "의회가 3억크로나를 승인하면 2031년까지 공항으로 가는 두 번째 노선이 놓인다.",
    ),
)
RUSSIAN = (
    "В портовом городе Острел открыли трамвайную линию длиной 41 км",
    (
        "В портовом городе Острел во вторник открыли трамвайную линию длиной 41 км, сообщили в мэрии",
        "Линия с 28 остановками обошлась в 620 млн крон — на 90 млн дороже, чем планировали.",
        "«Я ждал этого дня со школьной скамьи», — сказал пекарь на пенсии Томас Вельк.",
        "Он принёс с собой термос и два складных стула.",
        "Погода была мягкой.",
        "С 1 октября трамваи будут ходить от порта Острела до университета каждые 6 минут, сообщила мэр Ильзе Брандт.",
        "Над площадью кружили чайки, играл духовой оркестр.",
        "Вторую линию, в аэропорт, проложат к 2031 году, если парламент одобрит 300 млн крон.",
    ),
)
ARTICLES = {Language.EN: ENGLISH, Language.KO: KOREAN, Language.RU: RUSSIAN}


def document(language: Language, texts: tuple[str, ...], headline: str | None = None) -> Document:
    """A document of `texts`, each a paragraph of its own."""
    sentences, start = [], 0
    for paragraph, text in enumerate(texts):
        sentences.append(Sentence(text, Span(start, start + len(text)), paragraph))
        start += len(text) + 1
    title = None if headline is None else Headline(headline, None)
    return Document(language, 1.0, title, tuple(sentences))


def article(language: Language) -> Document:
    """The article of `language`."""
    headline, texts = ARTICLES[language]
    return document(language, texts, headline)
