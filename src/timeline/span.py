"""What a resolved date is: grains, spans with their four bounds, Allen's relations."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

from timeline import zones
from timeline.calendar import DAY, civil, format_day, format_moment, format_year
from timeline.errors import OutOfRangeError
from timeline.quick import quick

if TYPE_CHECKING:
    import pendulum


class Unknown(Enum):
    """The type of ``UNKNOWN``: nothing is known of this bound (EDTF ``1985/``), unlike open (``1985/..``)."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN

Moment: TypeAlias = "pendulum.Date | pendulum.DateTime"
Bound: TypeAlias = "pendulum.Date | pendulum.DateTime | Unknown | None"

NEVER: Final = -(1 << 60)
"""A lower bound that nothing sets."""
FOREVER: Final = 1 << 60
"""An upper bound that nothing sets."""

BOUNDS: Final = ("earliest_start", "latest_start", "earliest_end", "latest_end")
"""The names of a span's four bounds, in order."""


class Grain(StrEnum):
    """The precision that a date was said with, coarse to fine."""

    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    SEASON = "season"
    MONTH = "month"
    WEEK = "week"
    WEEKEND = "weekend"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"

    @property
    def rank(self) -> int:
        """0 for the coarsest, growing as grains get finer."""
        return _RANK[self]

    @property
    def timed(self) -> bool:
        """Whether the grain is finer than a day."""
        return _RANK[self] > _RANK[Grain.DAY]


_RANK: Final = {grain: rank for rank, grain in enumerate(Grain)}


@quick
@frozen(weakref_slot=False)
class Span:
    """A stretch of time, and how it is known.

    The start lies in ``[start_low, start_high]`` and the end in ``[end_low, end_high]``, all four of them edges on one
    number line: day numbers where ``zone`` is None (edge 5 is the midnight on which day 5 starts), else seconds of wall
    time in ``zone``. The line is continuous, so a day that is known but not filled has its start between its first edge
    and its last, and a day that is filled has both its edges exactly. ``NEVER`` and ``FOREVER`` stand for what nothing
    sets; ``open_start`` / ``open_end`` say that such a side is open rather than unknown.

    Everything else is worked out on access: ``earliest_start`` and the other named bounds, inclusive as people read
    them, are ``pendulum.Date`` for days and zoned ``pendulum.DateTime`` for moments, None where the side is open and
    ``UNKNOWN`` where nothing is known. They raise ``OutOfRangeError`` for years outside 1-9999.
    """

    start_low: int
    start_high: int
    end_low: int
    end_high: int
    grain: Grain = Grain.DAY
    zone: str | None = None
    approximate: bool = False
    uncertain: bool = False
    open_start: bool = False
    open_end: bool = False
    notation: str | None = field(default=None, eq=False, repr=False)
    """The EDTF text that the span was read from, where it says more than the bounds can (``1984?-06~``)."""

    @classmethod
    def filled(cls, start: int, end: int, grain: Grain = Grain.DAY, zone: str | None = None) -> Span:
        """The span from edge ``start`` to edge ``end``, both exact."""
        return cls(start, start, end, end, grain, zone)

    @classmethod
    def within(cls, start: int, end: int, grain: Grain = Grain.DAY, zone: str | None = None) -> Span:
        """The span of something that lies somewhere between edge ``start`` and edge ``end``."""
        return cls(start, end, start, end, grain, zone)

    @property
    def all_day(self) -> bool:
        """Whether the span is counted in days rather than moments."""
        return self.zone is None

    @property
    def earliest_start(self) -> Bound:
        """The first day or moment in which it can start."""
        if self.start_low == NEVER:
            return None if self.open_start else UNKNOWN
        return self._at(self.start_low)

    @property
    def latest_start(self) -> Bound:
        """The last day or moment in which it can start."""
        if self.open_start:
            return None
        if self.start_high >= FOREVER:
            return UNKNOWN
        return self._at(self.last_start_edge)

    @property
    def earliest_end(self) -> Bound:
        """The first day or moment in which it can end, itself included."""
        if self.open_end:
            return None
        if self.end_low <= NEVER:
            return UNKNOWN
        return self._at(self.first_end_edge)

    @property
    def latest_end(self) -> Bound:
        """The last day or moment in which it can end, itself included."""
        if self.end_high == FOREVER:
            return None if self.open_end else UNKNOWN
        return self._at(self.end_high - 1 if self.zone is None else self.end_high)

    @property
    def start(self) -> Bound:
        """``earliest_start``."""
        return self.earliest_start

    @property
    def last(self) -> Bound:
        """``latest_end``, the last day included."""
        return self.latest_end

    @property
    def end(self) -> Bound:
        """The exclusive end: the day after ``last``; for moments, ``last`` itself."""
        if self.end_high == FOREVER:
            return None if self.open_end else UNKNOWN
        return self._at(self.end_high)

    @property
    def last_start_edge(self) -> int:
        """The day number (or wall second) of ``latest_start``; its bound must be set."""
        return self.start_high - 1 if self.zone is None and self.start_high > self.start_low else self.start_high

    @property
    def first_end_edge(self) -> int:
        """The day number (or wall second) of ``earliest_end``; its bound must be set."""
        return self.end_low - 1 if self.zone is None and self.end_low == self.end_high else self.end_low

    @property
    def exact(self) -> bool:
        """Whether start and end are both known, each to one day or moment."""
        return (
            self.start_low > NEVER
            and self.end_high < FOREVER
            and self.start_high < FOREVER
            and self.end_low > NEVER
            and self.start_low == self.last_start_edge
            and self.first_end_edge == (self.end_high - 1 if self.zone is None else self.end_high)
        )

    @property
    def bounded(self) -> bool:
        """Whether both the earliest start and the latest end are set."""
        return self.start_low > NEVER and self.end_high < FOREVER

    def iso(self) -> tuple[str | None, str | None]:
        """ISO 8601 strings of ``start`` and of the exclusive ``end``; None where open or unknown.

        A day is written ``2017-11-29``, a moment as local wall time ``2017-11-29T10:00:00``; years outside 0-9999 as
        ISO 8601-1 expanded years (``-0043``, ``+10000``).
        """
        write = format_day if self.zone is None else format_moment
        return (
            None if self.start_low == NEVER else write(self.start_low),
            None if self.end_high == FOREVER else write(self.end_high),
        )

    def iso_bounds(self) -> tuple[str, str, str, str]:
        """ISO 8601 strings of the four bounds, each included; ``..`` where a side is open, nothing where unknown."""
        write, last = (format_day, 1) if self.zone is None else (format_moment, 0)
        start, end = (".." if is_open else "" for is_open in (self.open_start, self.open_end))
        return (
            start if self.start_low == NEVER else write(self.start_low),
            start if self.start_high == FOREVER or self.open_start else write(self.last_start_edge),
            end if self.end_low == NEVER or self.open_end else write(self.first_end_edge),
            end if self.end_high == FOREVER else write(self.end_high - last),
        )

    def edtf(self) -> str:
        """The span as EDTF (ISO 8601-2); the text it was read from where that says more than its bounds."""
        if self.notation is not None:
            return self.notation
        from timeline.notation import write_edtf  # noqa: PLC0415  (two halves of one floor; loaded when asked for)

        return write_edtf(self)

    def in_zone(self, zone: str) -> Span:
        """The same span as moments of ``zone``: days become their midnights, moments are converted."""

        def shift(edge: int) -> int:
            if edge in (NEVER, FOREVER):
                return edge
            return edge * DAY if self.zone is None else zones.convert(edge, self.zone, zone)

        return Span(
            shift(self.start_low),
            shift(self.start_high),
            shift(self.end_low),
            shift(self.end_high),
            self.grain,
            zone,
            self.approximate,
            self.uncertain,
            self.open_start,
            self.open_end,
        )

    def _at(self, edge: int) -> Moment:
        import pendulum  # noqa: PLC0415  (heavy, and most spans are never asked)

        day, second = (edge, 0) if self.zone is None else divmod(edge, DAY)
        year, month, date = civil(day)
        if not 1 <= year <= 9999:
            raise OutOfRangeError(f"the year {format_year(year)} is outside 1-9999, so no pendulum object can hold it")
        if self.zone is None:
            return pendulum.Date(year, month, date)
        zone = pendulum_zone(self.zone)
        # Of a time that comes twice the first; of one that is skipped the time after the gap, pendulum's fold 1.
        fold = 0 if zones.comes_twice(self.zone, edge) else 1
        return pendulum.datetime(year, month, date, second // 3600, second // 60 % 60, second % 60, tz=zone, fold=fold)


def pendulum_zone(name: str) -> pendulum.Timezone | pendulum.FixedTimezone:
    """The object of pendulum for a zone name of ours."""
    import pendulum  # noqa: PLC0415

    if zones.is_fixed(name) and name not in ("UTC", "Z"):
        offset = zones.to_utc(name, 10 * DAY)
        return pendulum.FixedTimezone(10 * DAY - offset, name)
    return pendulum.timezone("UTC" if name == "Z" else name)


class Allen(StrEnum):
    """Allen's thirteen relations between two stretches."""

    BEFORE = "before"
    MEETS = "meets"
    OVERLAPS = "overlaps"
    STARTS = "starts"
    DURING = "during"
    FINISHES = "finishes"
    EQUALS = "equals"
    FINISHED_BY = "finished-by"
    CONTAINS = "contains"
    STARTED_BY = "started-by"
    OVERLAPPED_BY = "overlapped-by"
    MET_BY = "met-by"
    AFTER = "after"

    @property
    def converse(self) -> Allen:
        """The relation of b to a where this is that of a to b."""
        return tuple(Allen)[12 - tuple(Allen).index(self)]


ALLEN_CHAINS: Final[dict[Allen, tuple[tuple[str, ...], ...]]] = {
    # Each relation is one weak order of the four ends: a's start and end are s, e, b's are S, E.
    Allen.BEFORE: (("s",), ("e",), ("S",), ("E",)),
    Allen.MEETS: (("s",), ("e", "S"), ("E",)),
    Allen.OVERLAPS: (("s",), ("S",), ("e",), ("E",)),
    Allen.STARTS: (("s", "S"), ("e",), ("E",)),
    Allen.DURING: (("S",), ("s",), ("e",), ("E",)),
    Allen.FINISHES: (("S",), ("s",), ("e", "E")),
    Allen.EQUALS: (("s", "S"), ("e", "E")),
    Allen.FINISHED_BY: (("s",), ("S",), ("e", "E")),
    Allen.CONTAINS: (("s",), ("S",), ("E",), ("e",)),
    Allen.STARTED_BY: (("s", "S"), ("E",), ("e",)),
    Allen.OVERLAPPED_BY: (("S",), ("s",), ("E",), ("e",)),
    Allen.MET_BY: (("S",), ("s", "E"), ("e",)),
    Allen.AFTER: (("S",), ("E",), ("s",), ("e",)),
}

Edges: TypeAlias = tuple[int, int, int, int]


def solid(span: Span) -> Edges:
    """The edges of a span; of a mere point in time, those of the second (or day) that it starts."""
    low, high, end_low, end_high = span.start_low, span.start_high, span.end_low, span.end_high
    if end_high <= low:
        return low, low, low + 1, low + 1
    return low, high, end_low, end_high


def aligned(a: Span, b: Span) -> tuple[Edges, Edges]:
    """The edges of two spans on one line.

    Days stay days; a day meets a moment in the moment's own zone; two moments of different zones meet in UTC.
    """
    if a.zone == b.zone:
        return _edges(a), _edges(b)
    if a.zone is None:
        return _edges(a.in_zone(b.zone or "UTC")), _edges(b)
    if b.zone is None:
        return _edges(a), _edges(b.in_zone(a.zone))
    return monotone(_edges(a.in_zone("UTC"))), monotone(_edges(b.in_zone("UTC")))


def _edges(span: Span) -> Edges:
    return span.start_low, span.start_high, span.end_low, span.end_high


def _lasting(span: Span) -> Span:
    return Span(*solid(span), zone=span.zone) if span.end_high <= span.start_low else span


def monotone(edges: Edges) -> Edges:
    """Edges in order again after a change of zone: clocks that go forward put what they skip behind what follows it."""
    low, high, end_low, end_high = edges
    return low, max(low, high), end_low, max(end_low, end_high, low + 1)


def allen(a: Span, b: Span) -> frozenset[Allen]:
    """The relations of ``a`` to ``b`` that their bounds leave possible, each end free within its own bounds.

    Every stretch has a positive length, a mere point that of the second it starts; "before" includes no touching (that
    is ``meets``).
    """
    first, second = aligned(_lasting(a), _lasting(b))
    lows, highs = _lattice(first, second, (a.zone is None, b.zone is None))
    return frozenset(relation for relation, chain in ALLEN_CHAINS.items() if _possible(chain, lows, highs))


_STEP: Final = 8  # room on the lattice for four different ends between two neighbouring edges


def _lattice(a: Edges, b: Edges, days: tuple[bool, bool]) -> tuple[dict[str, int], dict[str, int]]:
    lows, highs = {}, {}
    for names, edges, in_days in ((("s", "e"), a, days[0]), (("S", "E"), b, days[1])):
        start_low, start_high, end_low, end_high = edges
        # What starts within a day starts before that day is over, and what ends within one ends after it has begun.
        late, early = in_days and start_low < start_high, in_days and end_low < end_high
        lows[names[0]], highs[names[0]] = start_low * _STEP, start_high * _STEP - late
        lows[names[1]], highs[names[1]] = end_low * _STEP + early, end_high * _STEP
    return lows, highs


def _possible(chain: tuple[tuple[str, ...], ...], lows: dict[str, int], highs: dict[str, int]) -> bool:
    floor = NEVER * _STEP * 2
    for group in chain:
        value = max(floor, *(lows[name] for name in group))
        if value > min(highs[name] for name in group):
            return False
        floor = value + 1
    return True
