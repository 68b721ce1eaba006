"""Times of day and durations laid on the days of an event: ``starts``, ``ends`` and ``duration``."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from timeline import zones
from timeline.calendar import DAY, add_months, month_start
from timeline.errors import InvalidDateError, WordingError
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.expression import Amount, Clock

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}
_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12_000}


@frozen
class Length:
    """A duration: calendar months, days of the calendar, and seconds."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @property
    def whole_days(self) -> bool:
        """Whether it counts days rather than hours and minutes."""
        return not self.seconds

    def after(self, edge: int, zone: str | None, sign: int = 1) -> int:
        """The edge so much later (or earlier): months and days by the calendar, seconds as they elapse in the zone."""
        day, second = (edge, 0) if zone is None else divmod(edge, DAY)
        day = add_months(day, sign * self.months)[0] + sign * self.days
        if zone is None:
            return day
        wall = day * DAY + second
        return zones.from_utc(zone, zones.to_utc(zone, wall) + sign * self.seconds) if self.seconds else wall

    def seconds_between(self) -> tuple[int, int]:
        """The fewest and the most seconds that it can come to, wherever it starts."""
        least = most = 0
        if self.months:
            # Every shape of month and leap year within one cycle of the calendar that matters here.
            spans = [
                month_start(year, self.months + month) - month_start(year, month) for year in _YEARS for month in _ALL
            ]
            least, most = min(spans), max(spans)
        fixed = self.days * DAY + self.seconds
        return least * DAY + fixed, most * DAY + fixed


_YEARS: Final = (*range(1896, 1905), *range(1996, 2005))
_ALL: Final = range(1, 13)


def make_length(amounts: tuple[Amount, ...]) -> Length:
    """A length from amounts of units; fractions of hours and days are exact, a fraction of a month is refused.

    Raises:
        WordingError: a unit that no duration has, or half a month.
    """
    months, days, seconds = 0, 0, 0
    for number, unit in amounts:
        if unit in _SECONDS:
            seconds += round(number * _SECONDS[unit])
        elif unit in _DAYS:
            total = round(number * _DAYS[unit] * DAY)
            if total % DAY:
                seconds += total
            else:
                days += total // DAY
        elif unit in _MONTHS and number * _MONTHS[unit] == int(number * _MONTHS[unit]):
            months += int(number * _MONTHS[unit])
        else:
            raise WordingError(f"{number} {unit} is no length that can be counted; say it in days or hours")
    return Length(months, days, seconds)


def known_days(span: Span) -> tuple[int, int] | None:
    """The first and last day of a span in days, where each is known to the day."""
    if span.zone is not None or span.start_low == NEVER or span.end_high == FOREVER:
        return None
    if span.last_start_edge != span.start_low or span.first_end_edge != span.end_high - 1:
        return None
    return span.start_low, span.end_high - 1


def at_times(span: Span, starts: Clock | None, ends: Clock | None, length: Length | None, zone: str) -> Span | None:
    """A span of known days with its times of day: ``starts`` on the first day, ``ends`` on the last.

    None where the span's days are not known. An end that is not after the start lies on the next day, if there is only
    one day.

    Raises:
        InvalidDateError: the end is not after the start, or start, end and duration disagree.
    """
    days = known_days(span)
    if days is None:
        return None
    first, last = days
    start = None if starts is None else _moment(first, starts, zone)
    end = None if ends is None else _moment(last, ends, zone)
    if start is not None and end is not None and end <= start:
        if first != last or end == start:
            raise InvalidDateError("it ends no later than it starts")
        end += DAY
    if length is not None:
        if start is not None and end is not None:
            if length.after(start, zone) != end:
                raise InvalidDateError("starts, ends and duration disagree; leave one of them out")
        elif start is not None:
            end = length.after(start, zone)
        elif end is not None:
            start = length.after(end, zone, -1)
    if start is None:
        assert end is not None  # noqa: S101  (a caller gives one of the two)
        edges = (first * DAY, end, end, end)
    elif end is None:
        edges = (start, start, start, (last + 1) * DAY)
    else:
        edges = (start, start, end, end)
    exact = any(edge % 60 for edge in edges)
    return _with_edges(span, edges, Grain.SECOND if exact else Grain.MINUTE, zone)


def lasting(span: Span, length: Length, fill: bool) -> Span | None:
    """A span whose start is known, and which lasts so long; None where the start is not known that well."""
    if span.zone is not None:
        if span.start_low == NEVER or span.start_high - span.start_low > 60:
            return None
        low, high = length.after(span.start_low, span.zone), length.after(span.start_high, span.zone)
        return evolve(span, end_low=low, end_high=high, open_end=False, notation=None)
    if not length.whole_days or span.start_low == NEVER or span.last_start_edge != span.start_low:
        return None
    if span.end_high != FOREVER and span.end_high - span.start_low > 1:
        return None  # it says its last day as well: the two are held against each other
    start, past = span.start_low, length.after(span.start_low, None)
    if fill:
        return _with_edges(span, (start, start, past, past), Grain.DAY, None)
    return _with_edges(span, (start, span.start_high, max(start, past - 1), past), Grain.DAY, None)


def _moment(day: int, clock: Clock, zone: str) -> int:
    wall = day * DAY + clock.hour * 3600 + (clock.minute or 0) * 60 + (clock.second or 0)
    return wall if clock.zone is None else zones.convert(wall, clock.zone, zone)


def _with_edges(span: Span, edges: tuple[int, int, int, int], grain: Grain, zone: str | None) -> Span:
    return evolve(
        span,
        start_low=edges[0],
        start_high=edges[1],
        end_low=edges[2],
        end_high=edges[3],
        grain=grain,
        zone=zone,
        open_start=False,
        open_end=False,
        notation=None,
    )
