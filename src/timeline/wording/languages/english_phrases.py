"""English: how dates are written."""

from __future__ import annotations

from typing import Final

from timeline.span import Grain
from timeline.wording.phrases import PLAIN, Cases, Phrases


def _same(text: str) -> Cases:
    return text, text, text


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def hour(number: int) -> str:
    """An hour of the day as people say it: 10 am, 12 pm."""
    return f"{number % 12 or 12} {'am' if number % 24 < 12 else 'pm'}"


PHRASES: Final = Phrases(
    code="en",
    day={
        "long": "{month} {day}",
        "short": "{day} {month}",
        "us": "{month} {day}",
        "full": "{weekday}, {month} {day}",
    },
    dated={"long": "{day}, {year}", "short": "{day} {year}", "us": "{day}, {year}", "full": "{day}, {year}"},
    year="{n}",
    years="{n}",
    early_year="AD {n}",
    year_before_christ="{n} BC",
    units={
        Grain.CENTURY: _same("{ordinal} century"),
        Grain.DECADE: _same("the {n}s"),
        Grain.YEAR: _same("{year}"),
        Grain.HALF: _same("{word} half of {year}"),
        Grain.QUARTER: _same("Q{n} {year}"),
        Grain.SEASON: _same("{word} {year}"),
        Grain.MONTH: _same("{month} {year}"),
        Grain.WEEK: _same("week {n} of {year}"),
        Grain.WEEKEND: _same("weekend of {day}"),
    },
    century_before_christ=_same("{ordinal} century BC"),
    halves=(_same("first"), _same("second")),
    seasons={3: _same("spring"), 6: _same("summer"), 9: _same("autumn"), 12: _same("winter")},
    slices={"early": _same("early {}"), "mid": _same("mid-{}"), "late": _same("late {}")},
    frames={
        "until": ("until {}", PLAIN),
        "not-before": ("not before {}", PLAIN),
        "by": ("by {}", PLAIN),
        "since": ("since {}", PLAIN),
        "onwards": ("from {} on", PLAIN),
        "between": ("between {}", PLAIN),
        "from": ("from {}", PLAIN),
        "and": (" and ", PLAIN),
        "approximate": ("c. {}", PLAIN),
        "uncertain": ("{}?", PLAIN),
        "undated": ("undated", PLAIN),
    },
    slice_case=PLAIN,
    hour=hour,
    ordinal=ordinal,
    zone="{} time",
    article="the ",
    months={
        "us": ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
    },
)
