"""The tables of the grammar: every way to start a date, and all that may follow one. A new rule is a row here."""

from __future__ import annotations

from typing import Final

from timeline.wording import dates
from timeline.wording.cursor import Grammar, Postfix, Rule
from timeline.wording.points.following import (
    attach_century,
    attach_offset,
    attach_on_weekday,
    attach_other_style,
    attach_outer,
    attach_range,
    attach_rel,
    attach_time,
    attach_week,
    attach_weekend,
    attach_year,
)
from timeline.wording.points.numerals import bare_led, number_led, roman_led
from timeline.wording.points.ordinals import anniversary_led, ordinal_led
from timeline.wording.points.periods import (
    century_letter_led,
    decade_led,
    eve_led,
    fiscal_led,
    letter_led,
    named_led,
    season_led,
    unit_led,
    wc_led,
    we_led,
)
from timeline.wording.points.quantities import ago_led, for_led, in_led, quantity_led
from timeline.wording.points.relative import dayword_led, now_led, rel_led
from timeline.wording.points.slices import box_led, eox_led, slice_led, todate_unit_led, turn_led
from timeline.wording.points.times import clock_led, daypart_led, night_before_led
from timeline.wording.points.weekdays import weekday_led

RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "num": (number_led,),
    "dayword": (dayword_led,),
    "now": (now_led,),
    "rel": (rel_led,),
    "weekday": (weekday_led,),
    "month": (dates.month_led,),
    "wc": (wc_led,),
    "we": (we_led,),
    "eox": (eox_led,),
    "box": (box_led,),
    "clockword": (clock_led,),
    "agoled": (ago_led,),
    "within": (in_led,),
    "in": (in_led,),
    "for": (for_led,),
    "less": (quantity_led,),
    "more": (quantity_led,),
    "least": (quantity_led,),
    "quant": (clock_led, quantity_led),
    "half": (clock_led, quantity_led),
    "slice": (slice_led,),
    "turn": (turn_led,),
    "ord": (ordinal_led,),
    "lone": (quantity_led,),
    "towards": (clock_led,),
    "short-of": (clock_led,),
    "roman": (roman_led,),
    "unit": (clock_led, unit_led),
    "weekno": (unit_led,),
    "season": (season_led,),
    "named": (named_led,),
    "daypart": (daypart_led,),
    "night-before": (night_before_led,),
    "quarterletter": (letter_led,),
    "halfletter": (letter_led,),
    "fiscal": (fiscal_led,),
    "academic": (fiscal_led,),
    "eve": (eve_led,),
    "decade": (decade_led,),
    "era": (dates.year_led,),
    "anniversary": (anniversary_led,),
    "todateunit": (todate_unit_led,),
    "centuryletter": (century_letter_led,),
}
"""The rules by the category of the first token. A new way to start a date is a row here."""

POSTFIXES: Final[tuple[Postfix, ...]] = (
    attach_other_style,
    attach_year,
    attach_outer,
    attach_rel,
    attach_time,
    attach_on_weekday,
    attach_weekend,
    attach_week,
    attach_range,
    attach_offset,
    attach_century,
)
"""What may follow a date, tried in this order until none fits."""

GRAMMAR: Final = Grammar(RULES, bare_led, POSTFIXES)
