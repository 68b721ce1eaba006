"""A token: one word, number or sign of a text, the categories of what it can mean, and its marks for the tokenizer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypedDict

if TYPE_CHECKING:
    from timeline.wording.expression import Expression

Cats = TypedDict(
    "Cats",
    {
        # Categories by what they are for, with the type of what a word means in each. Where the type is bool, a word
        # has the category or has it not, and its value is always True.
        #
        "compound": str,  # the words that one word is written of, and reads as ("freitag abend"); it has no other
        # --- numbers
        "num": int,  # a cardinal number, in digits or in words
        "digits": int,  # how many digits it is written with; only for digits
        "word": int,  # how many words it is written with; only for words
        "card": tuple[int, str],  # a word of a number, as `tokens` joins them: value and kind (below)
        #   kinds: u below ten, t a teen or any other that takes no further word, T tens, H a whole hundred ("two
        #   hundred" in one word), h times 100, k times 1000
        "ord": int,  # an ordinal; -1 last, -2 last but one
        "roman": int,  # a Roman number in letters that only look Latin
        "quant": int | float,  # a number that is no number word: a is 1, couple 2, few 3
        "lone": int | float,  # how many a unit means that stands without a number, in languages without articles
        "vague": bool,  # "several": the number is not meant exactly
        "half": bool,  # half of a unit, or past the hour
        "and-half": bool,  # the half behind a whole number
        "third": int,
        "tenday": bool,  # a `third` of months alone
        "fraction": bool,  # halves as parts of something
        "suffix": bool,  # what makes an ordinal of digits ("th")
        "hyphened": bool,  # an ending that a hyphen sets off from its number
        "number": bool,  # "no.", "number"
        "numbered": bool,  # a unit that a number in front of it counts like an ordinal ("19 century")
        "less": bool,  # "less than" before a quantity
        "more": bool,  # "more than" before a quantity
        "least": bool,  # "at least" before a quantity, which it includes
        # --- the calendar
        "month": int,  # 1 to 12
        "weekday": int,  # 1 (Monday) to 7
        "plural": bool,  # a form that means each of them ("Mondays")
        "many": bool,  # a unit in the plural
        "unit": str,  # a grain, or `fortnight`, `business-day`, `workweek`, `half`, `millennium`
        "shortunit": str,  # a letter that is a unit only right behind its number ("3d")
        "season": str,  # `spring`, `summer`, `autumn`, `winter`
        "decade": int,  # what a decade is called ("nineties" is 90); above 100 with its century
        "decades": bool,  # what makes decades of digits ("1990s")
        "hundreds": bool,
        "era": str,  # `bc` or `ad`
        "named": str,  # the key of a named day
        "anniversary": int,  # how many years it stands for: 1, or 100 for a centenary
        "eve": bool,  # what makes a day the one before it
        "fiscal": bool,
        "academic": bool,
        "weekno": bool,  # what a number of a week stands behind
        "isoweek": bool,  # a word for weeks that are numbered by ISO 8601 where nothing else is said
        "wc": bool,  # week commencing
        "we": bool,  # week ending
        "quarterletter": bool,
        "halfletter": bool,
        "monthsletter": bool,  # the months from the start of a year behind their number ("9M")
        "centuryletter": bool,
        "letter-t": bool,
        "yearword": bool,  # "year" before its number
        "yearmark": bool,  # "year" behind its number, in languages that say it
        "yearsuffix": bool,  # an ending that makes a year of a number
        # --- from the anchor
        "dayword": int,  # days from the anchor: today 0, tomorrow 1
        "now": bool,
        "asap": bool,
        "rel": str,  # a key of `steps.STEPS`: this, last, next …
        "trailing": bool,  # a `rel` that stands behind what it is about as well ("la semaine prochaine")
        "relunit": tuple[str, int],  # one word for a unit so many from the anchor's ("ult.", of the last month)
        "ago": int,  # behind a quantity: -1 before the anchor, 1 after it
        "back": bool,  # counts back behind a quantity, where the same word elsewhere is "until"
        "agoled": bool,  # an "ago" in front of its quantity; with a `bound` of since, from so long ago on
        "in": bool,  # turns a quantity into one from the anchor ("in two weeks")
        "within": bool,  # turns a quantity into a stretch from the anchor
        "window": int,  # behind a quantity: a stretch before (-1) or after (1) the anchor
        "into": bool,  # counts from the start of what follows ("two days into the visit")
        "weekfrom": bool,  # "Friday week"
        "todate": bool,  # up to the anchor
        "todateunit": str,  # the unit of which that is so ("YTD")
        "again": bool,
        # --- parts
        "slice": str,  # early, mid, late, … of what follows
        "edge": str,  # `start` or `end` of what follows, as a date of its own
        "turn": bool,  # where one century, decade or year becomes the next
        "eox": str,  # the unit whose end is meant ("EOM")
        "box": str,  # the unit whose beginning is meant
        # --- times of day
        "ampm": str,  # `am` or `pm`
        "oclock": bool,
        "ish": bool,  # what makes the clock before it a rough one
        "clockword": tuple[int, str],  # hour and name of noon and midnight
        "daypart": str,  # a name of `expression.DayPart`
        "night-before": bool,  # the night that leads up to a day
        "past": bool,  # minutes past an hour
        "before-hour": bool,  # minutes to an hour
        "towards": int,  # the minutes of the hour that runs ("half eight" is 7:30)
        "hourshift": int,  # minutes behind an hour: 30 of "and a half", -15 of "less a quarter"
        "short-of": bool,  # so many minutes before an hour
        "athour": bool,  # stands before hours rather than days; an `approx` that says "at" before them
        "atclock": bool,  # the same, and never before a year
        "hourletter": bool,  # between the hour of a clock and its minutes ("18h30"), or behind it
        "minuteletter": bool,  # minutes behind hours ("2h30m")
        "ampmletter": str,  # `am` or `pm` right behind an hour
        "hourmark": bool,  # "hours" behind the hour of a clock; where it is no `unit`, it can mean nothing else
        "hourpart": str,  # `am`, `pm` or `night` behind an hour
        "time": bool,  # "time" behind the name of a zone, or of a quantity
        "zone": str,  # a time zone behind a clock
        # --- ranges and bounds
        "from": bool,
        "to": bool,
        "spanning": bool,  # a "to" that joins two ends, and is no "until"
        "and": bool,
        "or": bool,
        "between": bool,
        "exclusive": bool,  # a "to" that leaves its end out
        "inclusive": bool,
        "bound": str,  # which side of a range follows: a key of `BOUNDS`
        "orbound": str,  # the same, standing behind ("or later")
        "onwards": bool,  # an `orbound` that leaves the end open
        "side": int,  # `before` (-1) or `after` (1), where those words do not stand themselves
        "before": bool,
        "after": bool,
        "start": bool,  # what follows is where a stretch starts
        "happens": str,  # a verb behind an event: `start`, `end`, or `in` for all of it ("the day the visit ends")
        "which": bool,  # ties a unit to what happens in it ("the week in which the summit falls")
        "as": bool,  # behind "the same week"
        "open": bool,  # ongoing
        "beside": str,  # a kind of `expression.Beside`
        "inside": bool,  # a `beside` that dates can follow as well
        "for": bool,  # before how long something lasts
        "except": bool,
        # --- what repeats
        "every": bool,
        "whichever": bool,  # an `every` that can mean one of them
        "other": int,  # every second one
        "freq": tuple[str, str],  # FREQ and INTERVAL of RFC 5545 §3.3.10
        "times": int,  # once, twice
        "timesword": bool,  # "times" behind a number
        "count": bool,  # occurrences behind a number
        "per": bool,  # before the unit that something happens so often in
        # --- doubt, and words that join
        "approx": bool,
        "circa": bool,  # an `approx` that stands before dates and never counts
        "uncertain": bool,
        "sometime": bool,  # somewhere inside what follows
        "undated": bool,  # there is no date
        "prep": bool,  # joins without meaning of its own ("on", "of", "the", "in")
        "of": bool,  # ties a part to its whole
        "genitive": bool,  # the one `of` that does nothing else
        "aside": bool,  # an `of` that ties no unit to the date that it holds ("the week on")
        "tied": bool,  # an `edge` that says its "of" already
        "onlike": bool,  # stands before days and times
        "the": bool,
        "poss": bool,  # the ending of a possessive
        "filler": bool,  # says only that a date follows
        "style": str,  # the calendar that a date is by: `julian` or `gregorian`
        "recte": bool,  # stands before the date that the one before it should have been
        "unread": bool,  # a phrase that means none of what its words mean
    },
    total=False,
)
"""What one word can mean: category -> value. A new category is a row here, the words for it are rows of languages."""
NO_CATS: Final[Cats] = {}

NUMBER: Final = 1
"""A word that may be part of a number in words."""
REPEAT: Final = 2
"""A word that may make a recurrence."""
HYPHEN: Final = 4
"""An ending that a hyphen sets off from its number ("29-th")."""
POSSESSIVE: Final = 8
"""An unknown word that may be a known one with the ending of a possessive ("month's")."""
COMPOUND: Final = 16
"""A word that is read as the words that it is written of."""


class Token:
    """One token: its folded text, and what it can mean. Nothing of it depends on the text that it was found in."""

    __slots__ = ("cats", "gap", "mark", "rules", "text", "width")

    def __init__(self, text: str, gap: bool, cats: Cats, width: int = 1, mark: int = 0) -> None:
        self.text = text
        self.gap = gap
        """Whether white space (or nothing) stands before it."""
        self.cats = cats
        self.width = width
        """How many words, numbers and signs of the text it was joined of."""
        self.mark = mark
        """What the tokenizer has to do about it: ``NUMBER``, ``REPEAT`` …"""
        self.rules: tuple[Callable[..., tuple[Expression, int] | None], ...] | None = None
        """The rules of the grammar for what can mean this, once somebody has looked them up."""

    def __repr__(self) -> str:
        return f"{self.text}{'/' + ','.join(self.cats) if self.cats else ''}"
