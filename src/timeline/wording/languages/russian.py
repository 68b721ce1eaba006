"""Russian: the words that people write dates with, in the cases that they are said in."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from timeline.wording.languages.russian_days import RUSSIAN_DAYS
from timeline.wording.languages.zone_names import LETTERS
from timeline.wording.lexicon import Language, Rows, make_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from babel import Locale

_ENDINGS: Final = {
    # What stands behind "+" in a row: the endings of every case, gender and number that the word has.
    "ый": "ый ого ому ым ом ая ой ую ою ое ые ых ыми",  # первый
    "ой": "ой ого ому ым ом ая ую ою ое ые ых ыми",  # второй
    "ий": "ий его ему им ем яя ей юю ею ее ие их ими",  # последний
    "щий": "щий щего щему щим щем щая щей щую щею щее щие щих щими",  # следующий
    "тий": "тий тьего тьему тьим тьем тья тьей тью тье тьи тьих тьими",  # третий
    "ые": "ые ых ыми",  # девяностые
    "нь": "ень ня ню нём нем не ни ней ням нями нях",  # день
    "а": "а ы е у ой ою ам ами ах",  # минута
    "я": "я и е ю ей ею ь ям ями ях",  # неделя
    "ие": "ие ия ию ием ии ий иям иями иях",  # десятилетие
    "": " а у ом е ы ов ам ами ах",  # год
    "ц": "ц ца цу цем це цы цев цам цами цах",  # месяц
    "к": "к ка ку ком ке ки ков кам ками ках",  # век
    "о": "о а у ом е",  # утро
    "ь": "ь и ью",  # осень
    "ец": "ец ца цу цом це",  # конец
    "ий день": "ий день|его дня|ему дню|им днём|им днем|ем дне|ие дни|их дней|их дня|им дням|ими днями|их днях",
    "ый год": "ый год|ого года|ому году|ым годом|ом году|ые годы|ых лет|ых года",
}


def _expanded(names: str) -> Iterator[str]:
    """Names with each ending in turn, with ё and with е: "перв+ый" is первый, первого, первая and so on."""
    for name in names.split("|"):
        stem, plus, ending = name.partition("+")
        forms = _ENDINGS[ending] if plus else ""
        for form in forms.split("|") if "|" in forms else forms.split(" "):
            yield stem + form
            yield (stem + form).replace("ё", "е")


_NUMBER_ENDINGS: Final = "й|я|е|го|ого|его|му|ому|ему|м|ом|ем|ым|им|ю|ую|ой|ей|ая|ое|ый|ий|ья|ье|ью|х|ых|их|ми|ыми|ые"

_ROMAN: Final = {
    tens * 10 + ones: "x" * tens + letters
    for tens in range(4)
    for ones, letters in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
}


def _cyrillic(number: int) -> str:
    """A Roman number typed with the Cyrillic letter that looks like X."""
    return _ROMAN[number].replace("x", "х")


_WORDS: Rows = {
    # What CLDR has not, or not in every case. A category that decides by more than its word stands first in a token's
    # categories, so the order of the rows counts: "неделю" is so many weeks before it is a unit.
    "month": {2: "фев", 9: "сен", 11: "ноя|нояб"},
    "plural": {True: "будни|по будням|в будни|по выходным|по будним дням|по рабочим дням"},
    "lone": {
        1: "секунду|минуту|час|день|сутки|неделю|месяц|квартал|год|век|секундой|минутой|часом|днём|днем|неделей|месяцем"
        "|годом|веком|десятилетие|столетие|следующий день|другой день|следующее утро|рабочий день",
        6: "полгода|полугода",
        0.5: "полчаса|получаса",
    },
    "eve": {True: "накануне|в канун|канун"},
    "relunit": {("year", 0): "с г|т г"},
    "dayword": {
        0: "сегодня|сегодняшн+ий день",
        1: "завтра|завтрашн+ий день|следующий день|другой день",
        -1: "накануне|вчера|вчерашн+ий день",
        2: "послезавтра",
        -2: "позавчера|третьего дня",
        3: "послепослезавтра",
        -3: "позапозавчера",
    },
    "unit": {
        "second": "секунд+а|секунд",
        "minute": "минут+а|минут",
        "hour": "час+|ч|полчаса|получаса",
        "day": "д+нь|сутки|суток|суткам|сутками|сутках|следующий день|другой день|числ+о|числа|числах",
        "week": "недел+я|нед",
        "month": "меся+ц|мес|полгода|полугода",
        "quarter": "квартал+|кв|четверт+ь|четверти|четв",
        "half": "полугод+ие",
        "year": "год+|лет|г|гг",
        "decade": "десятилет+ие",
        "century": "ве+к|столет+ие|вв",
        "millennium": "тысячелет+ие|тыс",
        "weekend": "выходные|выходных|выходным|выходными|уикенд|уик-энд|по выходным|выходные дни|выходных дней",
        "season": "сезон+",
        "business-day": "рабоч+ий день|банковск+ий день|будн+ий день|будни|будней|будням|по будням|в будни"
        "|по будним дням|по рабочим дням",
        "workweek": "рабочая неделя|рабочей недели|рабочую неделю|рабочей неделе|рабочих недели|рабочих недель",
    },
    "many": {
        True: "секунд|минут|часов|дней|суток|недель|месяцев|кварталов|лет|десятилетий|веков|столетий|дни|днях|годы"
        "|годах|числа|числах|месяцы|месяцах|первые|первых|последние|последних"
        "|ближайшие|ближайших|следующие|следующих|предстоящие|предстоящих|грядущие|прошлые|прошлых|минувшие|минувших"
    },
    "card": {
        (0, "u"): "ноль|нуль|ноля|нуля",
        (1, "u"): "один|одна|одно|одну|одного|одной|одному|одним|одном",
        (2, "u"): "два|две|двух|двум|двумя|двое|двоих",
        (3, "u"): "три|трёх|трём|тремя|трое|троих",
        (4, "u"): "четыре|четырёх|четырём|четырьмя|четверо|четверых",
        (5, "u"): "пять|пяти|пятью|пятеро",
        (6, "u"): "шесть|шести|шестью",
        (7, "u"): "семь|семи|семью",
        (8, "u"): "восемь|восьми|восемью|восьмью",
        (9, "u"): "девять|девяти|девятью",
        (10, "t"): "десять|десяти|десятью",
        (11, "t"): "одиннадцать|одиннадцати|одиннадцатью",
        (12, "t"): "двенадцать|двенадцати|двенадцатью|дюжина|дюжину",
        (13, "t"): "тринадцать|тринадцати|тринадцатью",
        (14, "t"): "четырнадцать|четырнадцати|четырнадцатью",
        (15, "t"): "пятнадцать|пятнадцати|пятнадцатью",
        (16, "t"): "шестнадцать|шестнадцати|шестнадцатью",
        (17, "t"): "семнадцать|семнадцати|семнадцатью",
        (18, "t"): "восемнадцать|восемнадцати|восемнадцатью",
        (19, "t"): "девятнадцать|девятнадцати|девятнадцатью",
        (20, "T"): "двадцать|двадцати|двадцатью",
        (30, "T"): "тридцать|тридцати|тридцатью",
        (40, "T"): "сорок|сорока",
        (50, "T"): "пятьдесят|пятидесяти|пятьюдесятью",
        (60, "T"): "шестьдесят|шестидесяти|шестьюдесятью",
        (70, "T"): "семьдесят|семидесяти|семьюдесятью",
        (80, "T"): "восемьдесят|восьмидесяти|восемьюдесятью",
        (90, "T"): "девяносто|девяноста",
        (100, "H"): "сто|ста",
        (200, "H"): "двести|двухсот|двумстам|двумястами|двухстах",
        (300, "H"): "триста|трёхсот|трёмстам|тремястами|трёхстах",
        (400, "H"): "четыреста|четырёхсот|четырёмстам|четырьмястами|четырёхстах",
        (500, "H"): "пятьсот|пятисот|пятистам|пятьюстами|пятистах",
        (600, "H"): "шестьсот|шестисот|шестистам|шестьюстами|шестистах",
        (700, "H"): "семьсот|семисот|семистам|семьюстами|семистах",
        (800, "H"): "восемьсот|восьмисот|восьмистам|восемьюстами|восьмистах",
        (900, "H"): "девятьсот|девятисот|девятистам|девятьюстами|девятистах",
        (1000, "k"): "тысяча|тысячи|тысячу|тысяч|тысяче|тысячей|тысячам|тысячами|тысячах",
    },
    "decade": {
        10: "десят+ые",
        20: "двадцат+ые",
        30: "тридцат+ые",
        40: "сороков+ые",
        50: "пятидесят+ые",
        60: "шестидесят+ые",
        70: "семидесят+ые",
        80: "восьмидесят+ые",
        90: "девяност+ые",
        2000: "нулев+ые|двухтысячн+ые",
    },
    "ord": {
        1: "перв+ый|перв",
        2: "втор+ой|втор",
        3: "тре+тий|трет",
        4: "четвёрт+ый",
        5: "пят+ый",
        6: "шест+ой",
        7: "седьм+ой",
        8: "восьм+ой",
        9: "девят+ый",
        10: "десят+ый",
        11: "одиннадцат+ый",
        12: "двенадцат+ый",
        13: "тринадцат+ый",
        14: "четырнадцат+ый",
        15: "пятнадцат+ый",
        16: "шестнадцат+ый",
        17: "семнадцат+ый",
        18: "восемнадцат+ый",
        19: "девятнадцат+ый",
        20: "двадцат+ый",
        30: "тридцат+ый",
        40: "сороков+ой",
        50: "пятидесят+ый",
        60: "шестидесят+ый",
        70: "семидесят+ый",
        80: "восьмидесят+ый",
        90: "девяност+ый",
        100: "сот+ый",
        900: "девятисот+ый",
        1000: "тысячн+ый",
        2000: "двухтысячн+ый",
        -1: "последн+ий|заключительн+ый|финальн+ый|посл",
        -2: "предпоследн+ий",
    },
    "hyphened": {True: _NUMBER_ENDINGS},
    "suffix": {True: _NUMBER_ENDINGS},
    "decades": {True: "е|ые|х|ых|ми|ыми"},
    "yearmark": {True: "год+|г|гг"},
    "yearsuffix": {True: "й|го|му|м|ый|ого|ому|ом|ым|ий"},
    "numbered": {
        # Units that a number in front of them counts like an ordinal: "19 век", "3 квартал".
        True: "ве+к|столет+ие|квартал|квартала|кварталу|кварталом|квартале|кв|полугодие|полугодия|полугодию|полугодием"
        "|полугодии|неделя|неделе|неделю|неделей|числа|число|числу|числом|числе|вв|тысячелет+ие|пол|половина|половины"
        "|половине|половину|четв|четверть|четверти|треть|трети"
    },
    "quant": {
        1.5: "полтора|полторы|полутора",
        2: "пара|пару|пары|парой|оба|обе",
        3: "несколько|нескольких|несколькими",
    },
    "vague": {True: "несколько|нескольких|несколькими"},
    "rel": {
        "this": "этот|эта|это|эту|этого|этой|этом|этому|этим|эти|этих|этими|теку+щий|нынешн+ий|сей|сего|сём|сию",
        "last": "прошл+ый",
        "next": "следую+щий|буду+щий",
        "previous": "предыду+щий|предшествую+щий",
        "past": "минувш+ий|истекш+ий|последн+ий|прошедш+ий|минувшая|минувшую|прошедшая|прошедшую",
        "coming": "ближайш+ий|ближайшая|ближайшую|предстоя+щий|наступаю+щий|грядущ+ий",
        "before-last": "позапрошл+ый",
    },
    "now": {True: "сейчас|теперь|ныне|в настоящее время|в данный момент|в настоящий момент|прямо сейчас|немедленно"},
    "ago": {-1: "назад|тому назад|ранее|раньше", 1: "спустя|позже|позднее|вперёд"},
    "in": {True: "через|спустя"},
    "within": {True: "в течение|в пределах|на протяжении|не более чем за|менее чем за"},
    "prep": {True: "в|во|на|за|от|об|о|при|из"},
    "of": {True: "в|во|на|из|,|за"},
    "aside": {True: ","},
    "onlike": {True: "в|во|на"},
    "athour": {True: "в"},
    "per": {True: "в|за"},
    "from": {True: "с|со|в период с|в период со|за период с|за период со|начиная с|начиная со"},
    "to": {True: "до|по|вплоть до|и до|и по"},
    "spanning": {True: "по|и по"},
    "back": {True: "до"},
    "and": {True: "и|плюс"},
    "or": {True: "или|либо"},
    "between": {True: "между|в промежутке между|в период между|где-то между"},
    "bound": {
        "before": "перед|ранее|раньше|прежде|до начала|перед началом|незадолго до|незадолго перед|задолго до"
        "|непосредственно перед",
        "after": "после|позднее|позже|вслед за|по окончании|по завершении|после окончания|после завершения"
        "|вскоре после|сразу после|сразу же после|непосредственно после|но после",
        "since": "начиная с|начиная со|с момента|со времени",
        "not-before": "не ранее|не раньше|не ранее чем|не раньше чем|самое раннее|не прежде"
        "|не ранее , чем|не раньше , чем|но не ранее|но не раньше",
        "until": "до|по|вплоть до|включительно по|но до",
        "by": "не позднее|не позже|не позднее чем|не позже чем|не позднее , чем|не позже , чем"
        "|но не позднее|но не позже|к|ко|самое позднее|в срок до|в срок не позднее"
        "|сроком до",
    },
    "orbound": {
        "since": "и позже|и позднее|или позже|или позднее|и далее|и после|и впредь",
        "until": "и ранее|и раньше|или ранее|или раньше|и до этого",
    },
    "onwards": {True: "и далее|и впредь"},
    "inclusive": {True: "включительно"},
    "slice": {
        "early": "ранн+ий|рано",
        "beginning": "начал+о|начале|в самом начале|нач",
        "mid": "середин+а|сер",
        "late": "поздн+ий|поздно",
        "end": "кон+ец|в самом конце|исход|исходе|кон",
        "rest": "остаток|остатка|остатке|оставшаяся часть|оставшуюся часть",
        "whole": "весь|вся|всю|всё|всего|всей|всем|целый|целую|целое",
    },
    "edge": {"start": "начал+о|начале|открыт+ие", "end": "кон+ец|окончан+ие|завершен+ие|закрыт+ие"},
    "eox": {"day": "конец дня|конца дня|концу дня"},
    "fraction": {True: "половин+а|пол"},
    "third": {3: "треть|трети|декад+а"},
    "tenday": {True: "декад+а"},
    "towards": {30: "половина|половине|пол|половину", 15: "четверть"},
    "short-of": {True: "без"},
    "hourmark": {True: "ч|час|часа|часов|часам|часу"},
    "oclock": {True: "ровно"},
    "hourpart": {},
    "clockword": {
        (12, "noon"): "полдень|полудня|полудню|полуднем|полдня",
        (0, "midnight"): "полночь|полуночи|полночи|полночью",
    },
    "daypart": {
        "morning": "утр+о|с утра|по утрам|первая половина дня|первой половине дня|первую половину дня",
        "afternoon": "днём|после полудня|пополудни|после обеда|вторая половина дня|второй половине дня"
        "|вторую половину дня",
        "evening": "вечер+|по вечерам",
        "night": "ноч+ь|по ночам",
    },
    "night-before": {True: "ночь на|ночью на"},
    "and-half": {True: "с половиной"},
    "season": {
        "spring": "весн+а",
        "summer": "лет+о",
        "autumn": "осен+ь|осенью",
        "winter": "зим+а",
    },
    "era": {
        "bc": "до нашей эры|до р х|до рождества христова",
        "ad": "нашей эры|от р х|по р х|от рождества христова",
    },
    "every": {True: "кажд+ый"},
    "other": {2: "втор+ой"},
    "freq": {
        ("DAILY", "1"): "ежедневно|ежедневн+ый|раз в день|раз в сутки|один раз в день",
        ("WEEKLY", "1"): "еженедельно|еженедельн+ый|раз в неделю|один раз в неделю|1 раз в неделю",
        ("WEEKLY", "2"): "раз в две недели|раз в 2 недели|один раз в две недели|через неделю по",
        ("MONTHLY", "1"): "ежемесячно|ежемесячн+ый|раз в месяц|один раз в месяц|1 раз в месяц|помесячно",
        ("MONTHLY", "2"): "раз в два месяца|раз в 2 месяца|один раз в два месяца",
        ("MONTHLY", "3"): "ежеквартально|ежеквартальн+ый|раз в квартал|один раз в квартал|раз в три месяца",
        ("MONTHLY", "6"): "раз в полгода|один раз в полгода|каждые полгода",
        ("YEARLY", "1"): "ежегодно|ежегодн+ый|раз в год|один раз в год|1 раз в год",
        ("YEARLY", "2"): "раз в два года|раз в 2 года|один раз в два года",
        ("HOURLY", "1"): "ежечасно|раз в час",
    },
    "times": {1: "однажды", 2: "дважды", 3: "трижды"},
    "timesword": {True: "раз|раза"},
    "count": {True: "раз|раза"},
    "approx": {
        True: "около|ок|примерно|приблизительно|ориентировочно|прибл|порядка|приблизительно в|почти|плюс-минус|где-то"
        "|~|≈|или около того|в районе|когда-то|в какой-то момент"
    },
    "sometime": {True: "когда-то|в какой-то момент"},
    "uncertain": {
        True: "возможно|вероятно|предположительно|может быть|видимо|по-видимому|наверное|скорее всего|вроде бы|кажется"
        "|?|под вопросом|предп|очевидно"
    },
    "beside": {
        "during": "во время|в ходе|в течение|в период|в рамках|на полях|на протяжении|в кулуарах|за время|в дни",
        "same": "одновременно с|одновременно со|вместе с|вместе со|параллельно с|в тот же день что и"
        "|в тот же день , что и",
    },
    "inside": {True: "во время|в течение|в период|на протяжении|в пределах|в ходе"},
    "open": {
        True: "по настоящее время|по сей день|до сих пор|до настоящего времени|по сегодняшний день|по нынешнее время"
        "|по настоящий момент|по н в|н в|наст время|бессрочно|до бесконечности|и до сих пор|и по сей день"
    },
    "fiscal": {True: "финансов+ый год|бюджетн+ый год|фин год"},
    "academic": {True: "учебн+ый год|уч год|уч г"},
    "undated": {
        True: "б г|б/г|без года|без даты|б д|б/д|дата неизвестна|дата не указана|не датировано|без указания даты"
    },
    "todate": {True: "на сегодняшний день|до сегодняшнего дня"},
    "for": {True: "продолжительностью|длительностью|сроком на|длительностью в"},
    "after": {True: "после|спустя после"},
    "before": {True: "перед"},
    "weekno": {True: "недел+я|нед"},
    "isoweek": {True: "недел+я|нед"},
    "quarterletter": {True: "q"},
    "halfletter": {True: "h"},
    "monthsletter": {True: "м|m"},
    "hourletter": {True: "h"},
    "centuryletter": {True: "в|вв"},
    "roman": {number: _cyrillic(number) for number in range(1, 31) if "x" in _ROMAN[number]},
    "zone": {
        "+03:00": "мск|по московскому времени|московского времени|по москве|время московское",
        "Europe/Minsk": "по минскому времени|минского времени|по минску",
        "Europe/Kiev": "по киевскому времени|по киеву",
        "UTC": "по гринвичу|по всемирному времени",
    },
    "number": {True: "№|номер"},
    "less": {True: "менее|менее чем|меньше чем|не более|не более чем|менее , чем|не более , чем"},
    "more": {True: "более|более чем|больше чем|более , чем"},
    "least": {True: "не менее|не менее чем|не менее , чем|по меньшей мере|как минимум"},
    "filler": {True: "ровно|точно|дата|датировано|датирован|датирована|период|за период|по состоянию на"},
    "style": {
        "julian": "ст ст|по ст ст|по старому стилю|старого стиля|ст стиль|ст стиля|старый стиль|юлианского календаря"
        "|по юлианскому календарю",
        "gregorian": "н ст|по н ст|по новому стилю|нового стиля|нов ст|н стиль|новый стиль|по григорианскому календарю",
    },
    "turn": {True: "рубеж+"},
    "unread": {True: "на днях|часу ночи|часу утра|часу дня|часу вечера"},
}

_MONTH_ENDINGS: Final = {"ь": ("ю", "ём", "ем", "е"), "й": ("ю", "ем", "е"), "т": ("ту", "том", "те")}
_WEEKDAY_ENDINGS: Final = {
    # by how the nominative ends: the other cases, and the dative of the plural, which says that it repeats
    "к": (("ка", "ку", "ком", "ке"), "кам"),
    "г": (("га", "гу", "гом", "ге"), "гам"),
    "ца": (("цы", "це", "цу", "цей"), "цам"),
    "а": (("ы", "е", "у", "ой"), "ам"),
    "е": (("я", "ю", "ем", "и"), "ям"),
}
_UNITS: Final = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century")
_LETTERS: Final = frozenset({"г", "л", "ч"})
"""Units that CLDR shortens to one letter which means nothing else; "с" (second) is a preposition as well."""
_HOUR_PARTS: Final = {"morning1": "am", "afternoon1": "pm", "evening1": "pm", "night1": "night"}
_PARTS: Final = {"morning1": "morning", "evening1": "evening", "night1": "night"}


def _words(texts: Iterable[str]) -> str:
    """Words joined as a row has them, lower case, without their dots."""
    return "|".join(dict.fromkeys(text.lower().replace(".", "").strip() for text in texts))


def _months(locale: Locale) -> Iterator[tuple[int, str]]:
    for number in range(1, 13):
        said = [
            locale.months[context][width][number]
            for context in ("stand-alone", "format")
            for width in ("wide", "abbreviated")
        ]
        name = said[0]
        stem, ending = (name, "") if name[-1] not in _MONTH_ENDINGS else (name[:-1], name[-1])
        yield number, _words([*said, *(stem + other for other in _MONTH_ENDINGS.get(ending, ("у", "ом", "е")))])


def _weekdays(locale: Locale) -> Iterator[tuple[int, str, str]]:
    """Each weekday with its forms in the singular, and with those that repeat ("вторникам", "по вторникам")."""
    for number in range(7):
        wide, short = locale.days["format"]["wide"][number], locale.days["format"]["abbreviated"][number]
        ending = next(ending for ending in _WEEKDAY_ENDINGS if wide.endswith(ending))
        cases, plural = _WEEKDAY_ENDINGS[ending]
        stem = wide.removesuffix(ending)
        repeating = [stem + plural, f"по {stem}{plural}"]
        yield number + 1, _words([wide, short, *(stem + case for case in cases), *repeating]), _words(repeating)


def _units() -> Iterator[tuple[str, str]]:
    from babel.units import format_unit  # noqa: PLC0415  (heavy, as all of Babel)

    for unit in _UNITS:
        said = {
            format_unit(number, f"duration-{unit}", length=length, locale="ru").replace("\xa0", " ").partition(" ")[2]
            for number in (1, 2, 5)
            for length in ("long", "short")
        }
        kept = sorted(
            name
            for name in said
            if re.fullmatch(r"[а-яё]+\.?", name) and (len(name.rstrip(".")) > 1 or name[0] in _LETTERS)
        )
        yield unit, _words(kept)


def _from_cldr() -> Rows:
    """The rows that CLDR has words for: months, weekdays, units, eras, noon and midnight, parts of the day.

    Babel keeps CLDR's patterns of relative time ("через {0} дня"), whose words are those of the units; it does not keep
    its words for days and periods by the anchor ("вчера", "в прошлом году"), which therefore stand above.
    """
    from babel import Locale  # noqa: PLC0415  (heavy, and only a reader of Russian pays for it)

    locale = Locale.parse("ru")
    weekdays = tuple(_weekdays(locale))
    eras = locale.eras
    alone, formatted = locale.day_periods["stand-alone"]["wide"], locale.day_periods["format"]["wide"]
    hour_parts: dict[object, list[str]] = {}
    for name, value in _HOUR_PARTS.items():
        hour_parts.setdefault(value, []).append(formatted[name])
    return {
        "month": dict(_months(locale)),
        "weekday": {number: forms for number, forms, _ in weekdays},
        "plural": {True: "|".join(plural for _, _, plural in weekdays)},
        "unit": dict(_units()),
        "era": {
            name: _words(eras[width][index] for width in ("wide", "abbreviated", "narrow"))
            for index, name in enumerate(("bc", "ad"))
        },
        "hourpart": {value: _words(said) for value, said in hour_parts.items()},
        "clockword": {(12, "noon"): formatted["noon"], (0, "midnight"): formatted["midnight"]},
        "daypart": {value: alone[name] for name, value in _PARTS.items()},
    }


def _merged(*tables: Rows) -> Rows:
    """Rows of several tables, category by category in the order of the last."""
    merged: dict[str, dict[object, str]] = {}
    for category in dict.fromkeys(chain(*reversed(tables))):
        rows = merged.setdefault(category, {})
        for table in tables:
            for value, names in table.get(category, {}).items():
                rows[value] = f"{rows[value]}|{names}" if value in rows else names
    return merged


def language() -> Language:
    """Russian as the grammar wants it."""
    own = {
        category: {value: "|".join(dict.fromkeys(_expanded(names))) for value, names in rows.items()}
        for category, rows in _WORDS.items()
    }
    return make_language(
        "ru",
        _merged(_from_cldr(), own),
        day_first=True,
        clock_24=True,
        bare_genitive=True,
        zones=(LETTERS,),
        extra={"named": RUSSIAN_DAYS},
    )
