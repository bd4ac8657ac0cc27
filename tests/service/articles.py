"""Short invented articles for the service's tests."""

EN = """Seoul, Moscow agree to reopen ferry line

SEOUL, June 17 (Yonhap) -- South Korea and Russia agreed on Tuesday to reopen a ferry line after six years. \
The first ship will carry 450 passengers from Donghae to Vladivostok on July 3. \
"Nobody expected it so soon," said harbor master Park Min-seo.

Tickets will cost 180,000 won. The line closed in 2020.
"""
KO = """한러 여객선 항로 6년 만에 재개

(서울=연합뉴스) 한국과 러시아가 6년 만에 여객선 항로를 다시 열기로 17일 합의했다. \
첫 배는 7월 3일 승객 450명을 태우고 동해에서 블라디보스토크로 떠난다. \
박민서 항만소장은 "이렇게 빨리 될 줄은 아무도 몰랐다"고 말했다.

요금은 18만원이다. 이 항로는 2020년 끊겼다.
"""
RU = """Сеул и Москва возобновят паромную линию

СЕУЛ, 17 июня. /ТАСС/. Южная Корея и Россия договорились возобновить паромную линию после шестилетнего перерыва. \
Первое судно 3 июля доставит 450 пассажиров из Тонхэ во Владивосток. \
«Так скоро этого никто не ждал», — сказал начальник порта Пак Мин Со.

Билет обойдется в 180 тыс. вон. Линия закрылась в 2020 году.
"""
