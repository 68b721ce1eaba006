"""Russian: how dates are written."""

from __future__ import annotations

from typing import Final

from timeline.span import Grain
from timeline.wording.phrases import GENITIVE, INSTRUMENTAL, PLAIN, Cases, Phrases


def _same(text: str) -> Cases:
    return text, text, text


def roman(number: int) -> str:
    """A Roman number, in which Russian counts its centuries."""
    written = ""
    for value, letters in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV")):
        count, number = divmod(number, value)
        written += letters * count
    return written + "I" * number


PHRASES: Final = Phrases(
    code="ru",
    day={"long": "{day} {month}", "short": "{day} {month}", "us": "{day} {month}", "full": "{weekday}, {day} {month}"},
    dated={"long": "{day} {year}", "short": "{day} {year}", "us": "{day} {year}", "full": "{day} {year}"},
    year="{n} г.",
    years="{n} гг.",
    early_year="{n} г. н. э.",
    year_before_christ="{n} г. до н. э.",
    units={
        Grain.CENTURY: _same("{ordinal} в."),
        Grain.DECADE: ("{n}-е гг.", "{n}-х гг.", "{n}-ми гг."),
        Grain.YEAR: _same("{year}"),
        Grain.HALF: ("{word} полугодие {year}", "{word} полугодия {year}", "{word} полугодием {year}"),
        Grain.QUARTER: ("{n}-й квартал {year}", "{n}-го квартала {year}", "{n}-м кварталом {year}"),
        Grain.SEASON: _same("{word} {year}"),
        Grain.MONTH: _same("{month} {year}"),
        Grain.WEEK: ("{n}-я неделя {year}", "{n}-й недели {year}", "{n}-й неделей {year}"),
        Grain.WEEKEND: ("выходные {day}", "выходных {day}", "выходными {day}"),
    },
    century_before_christ=_same("{ordinal} в. до н. э."),
    halves=(("первое", "первого", "первым"), ("второе", "второго", "вторым")),
    seasons={
        3: ("весна", "весны", "весной"),
        6: ("лето", "лета", "летом"),
        9: ("осень", "осени", "осенью"),
        12: ("зима", "зимы", "зимой"),
    },
    slices={
        "early": ("начало {}", "начала {}", "началом {}"),
        "mid": ("середина {}", "середины {}", "серединой {}"),
        "late": ("конец {}", "конца {}", "концом {}"),
    },
    frames={
        "until": ("до {}", GENITIVE),
        "not-before": ("не ранее {}", GENITIVE),
        "by": ("не позднее {}", GENITIVE),
        "since": ("с {}", GENITIVE),
        "onwards": ("с {} и далее", GENITIVE),
        "between": ("между {}", INSTRUMENTAL),
        "from": ("с {}", GENITIVE),
        "and": (" и ", PLAIN),
        "approximate": ("ок. {}", PLAIN),
        "uncertain": ("{}?", PLAIN),
        "undated": ("без даты", PLAIN),
    },
    slice_case=GENITIVE,
    hour=lambda number: f"{number % 24} ч.",
    ordinal=roman,
    zone="{}",
    trailer=" гг.",
    months={
        "instrumental": (
            "январём",
            "февралём",
            "мартом",
            "апрелем",
            "маем",
            "июнем",
            "июлем",
            "августом",
            "сентябрём",
            "октябрём",
            "ноябрём",
            "декабрём",
        ),
    },
)
