"""What wording says, as a tree: few kinds of node that nest, pure and free of any date of today.

Every node is a value: equal texts give equal trees, whoever the reader. ``column`` fields (from 1) say where in the
text a name stands, so that errors can point at it; they take no part in equality.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import field, frozen

from timeline.quick import quick
from timeline.span import Grain, Span

Number: TypeAlias = int | float
Amount: TypeAlias = tuple[Number, str]
"""So many of a unit: ``(2, "week")``; units are grain names and ``business-day``, ``fortnight`` …"""


@quick
@frozen(weakref_slot=False)
class Anchor:
    """The anchor itself: its day ("today") or its moment ("now")."""

    grain: Grain = Grain.DAY


@quick
@frozen(weakref_slot=False)
class Fields:
    """A calendar date of which any part may be left out: "Nov. 29", "2017", "Friday the 13th", "the 3rd".

    ``year`` is astronomical; ``short_year`` marks two digits whose century is open.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    short_year: bool = False


@quick
@frozen(weakref_slot=False)
class Literal:
    """A span that the text gives outright (EDTF, ISO 8601)."""

    span: Span
    sets: tuple[Span, ...] = ()


@quick
@frozen(weakref_slot=False)
class Unit:
    """The calendar unit ``steps`` from the anchor's: this (0), last (-1), next (1) week, month or such."""

    unit: str
    steps: int = 0


@quick
@frozen(weakref_slot=False)
class Chosen:
    """A recurring thing picked by where it stands to the anchor: "last Friday", "next June", "this summer"."""

    what: Expression
    which: str
    """``this``, ``last``, ``next``, ``previous``, ``coming``, ``past``, ``following``,
    ``ahead`` (the first that is not over).
    """


@quick
@frozen(weakref_slot=False)
class Nth:
    """The n-th unit or weekday of something: "third quarter of 2018", "last Friday in October", "week 14"."""

    n: int
    unit: str
    """A unit, or ``weekday:5`` for Fridays."""
    of: Expression | None = None
    count: int = 1
    """How many from there: "first nine months" has 9."""
    iso: bool = False
    """Numbered weeks ("week 14") rather than counted ones ("the 14th week")."""


@quick
@frozen(weakref_slot=False)
class Within:
    """The instance of a partial date inside a coarser one: "June next year", "Easter 2018", "Friday next week"."""

    what: Expression
    outer: Expression


@quick
@frozen(weakref_slot=False)
class Slice:
    """A share of a stretch: early, middle, late, thirds, halves, the rest."""

    part: str
    of: Expression


@quick
@frozen(weakref_slot=False)
class Shift:
    """So much before or after something: "two days before the summit", "3 weeks ago", "a year and a day later"."""

    base: Expression
    amounts: tuple[Amount, ...]
    sign: int
    approximate: bool = False


@quick
@frozen(weakref_slot=False)
class Window:
    """A stretch of so much that ends or starts at something: "the past three months", "the next few days"."""

    amounts: tuple[Amount, ...]
    sign: int
    """-1 up to the base, 1 from it."""
    base: Expression | None = None
    """None is the anchor, which the window does not hold."""
    approximate: bool = False
    inclusive: bool = False
    """Whether the window starts with the base ("within 3 days") rather than after it ("the next 3 days")."""


@quick
@frozen(weakref_slot=False)
class Adjacent:
    """The n-th such day before or after something: "the Monday after the summit", "two Sundays from now"."""

    what: Expression
    sign: int
    base: Expression
    n: int = 1


@quick
@frozen(weakref_slot=False)
class Around:
    """The unit that holds something: "the week of October 6th", "the weekend of Halloween", "the month of E"."""

    unit: str
    of: Expression
    steps: int = 0


@quick
@frozen(weakref_slot=False)
class Clock:
    """A time of day; ``half`` says how far it is known which half of the day it means."""

    hour: int
    minute: int | None = None
    second: int | None = None
    half: str = ""
    """``am``, ``pm``, ``24`` (said so), or empty: could be either."""
    zone: str | None = None


@quick
@frozen(weakref_slot=False)
class DayPart:
    """Morning, afternoon, evening, night, with early or late."""

    name: str
    slice: str = ""


@quick
@frozen(weakref_slot=False)
class At:
    """A time (clock, part of the day, range of clocks) on a date."""

    date: Expression
    time: Expression


@quick
@frozen(weakref_slot=False)
class Edge:
    """The start or the end of something, as a date of its own: "the end of E"."""

    of: Expression
    end: bool


@quick
@frozen(weakref_slot=False)
class Range:
    """From something to something; what is not said is None.

    ``start_kind``: ``at`` (starts with it), ``after`` (starts where it ends), ``within`` (no earlier than it).
    ``end_kind``: ``until`` (ends with it), ``by`` (at it at the latest), ``before`` (ends where it starts), ``to``
    (ends where it starts, as an extent: "up to but not including"), ``after`` (ends when it is over, or later),
    ``late`` (at it at the earliest: "until at least X").
    ``extent`` is False where the ends are bounds ("between A and B"): it lies somewhere between.
    """

    start: Expression | None
    end: Expression | None
    start_kind: str = "at"
    end_kind: str = "until"
    extent: bool = True
    open_start: bool = False
    open_end: bool = False


@quick
@frozen(weakref_slot=False)
class Listed:
    """Several dates; ``one_of`` where only one of them is meant."""

    items: tuple[Expression, ...]
    one_of: bool = False


@quick
@frozen(weakref_slot=False)
class Every:
    """Each such day inside a stretch: "Mondays in May 2018"."""

    what: Expression
    within: Expression


@quick
@frozen(weakref_slot=False)
class Both:
    """Several statements about one thing that all hold: "after E, by the end of F"."""

    items: tuple[Expression, ...]


@quick
@frozen(weakref_slot=False)
class Qualified:
    """Something said with a doubt: "circa 1868", "1862 maybe"."""

    what: Expression
    approximate: bool = False
    uncertain: bool = False


@quick
@frozen(weakref_slot=False)
class Named:
    """A named day ("Easter", "Labor Day"), by its key in the table of named days."""

    key: str


@quick
@frozen(weakref_slot=False)
class EventName:
    """An event of the file, by id, title or alias, as written."""

    name: str
    column: int = field(default=1, eq=False)


@quick
@frozen(weakref_slot=False)
class Beside:
    """A constraint on where something lies to another."""

    kind: str
    """``during``, ``within`` (of a date), ``same`` (at the same time as), ``starting``, ``ending``."""
    of: Expression


@quick
@frozen(weakref_slot=False)
class Alternatives:
    """Several readings of one text, the default first; ``setting`` names what decides (``day_first``, ``order``)."""

    items: tuple[Expression, ...]
    setting: str
    reasons: tuple[str, ...]


@quick
@frozen(weakref_slot=False)
class Recurrence:
    """Something that repeats: an RFC 5545 rule (§3.3.10) without its UNTIL, and where it starts and stops."""

    rule: str
    start: Expression | None = None
    until: Expression | None = None
    first: Expression | None = None
    """A named day that comes each year, where the rule does not say yet which dates that are."""
    time: Expression | None = None


@quick
@frozen(weakref_slot=False)
class Undated:
    """Says that there is no date: "undated", "n.d."."""


Expression: TypeAlias = (
    Anchor
    | Fields
    | Literal
    | Unit
    | Chosen
    | Nth
    | Within
    | Slice
    | Shift
    | Window
    | Adjacent
    | Around
    | Clock
    | DayPart
    | At
    | Edge
    | Range
    | Listed
    | Every
    | Both
    | Qualified
    | Named
    | EventName
    | Beside
    | Alternatives
    | Recurrence
    | Undated
)

TODAY: Final = Anchor()
NOW: Final = Anchor(Grain.SECOND)
SOMEDAY: Final = Anchor(Grain.HOUR)
"""The anchor's day where the text names none: "10:30"."""
