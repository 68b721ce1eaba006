"""What recurs, and which of it is meant: dates without a year, weekdays, seasons, named days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from timeline.calendar import (
    civil,
    day_number,
    days_in_month,
    format_day,
    iso_week,
    iso_week_one,
    week_start,
    weekday,
)
from timeline.errors import InvalidDateError
from timeline.resolver import units
from timeline.resolver.draft import Draft, cell
from timeline.resolver.evaluation import Cell, Evaluation, Series
from timeline.resolver.named_days import differs_by_country, find_holiday, named_days, needs_country
from timeline.resolver.nodes.counting import FARTHEST, around_cell, shifted_cell
from timeline.resolver.nodes.phrasing import cell_text
from timeline.resolver.nodes.shares import FROM_ANCHOR, sliced, special_at, special_year
from timeline.span import Grain
from timeline.wording.expression import (
    Alternatives,
    Anchor,
    Around,
    At,
    Chosen,
    EventName,
    Expression,
    Fields,
    Named,
    Nth,
    Shift,
    Slice,
    Unit,
    Within,
)

SPAN_LIMIT: Final = 400
"""Cycles to look through for a date that is rare (29 February on a Friday)."""
_PREFER_WORDS: Final = {"nearest": "nearest", "past": "latest that is not after", "future": "first that is not before"}


def series_of(ev: Evaluation, node: Expression, around: int | None = None) -> Series | None:
    """The cycles of a partial date, counted from the one that holds the day ``around`` (None is the anchor's).

    None where ``node`` is no such thing.
    """
    rule = _SERIES.get(node.__class__)
    return None if rule is None else rule(ev, node, around)


def _series_of_fields(ev: Evaluation, node: Fields, around: int | None) -> Series | None:
    if node.year is not None:
        return None
    month, date, wanted = node.month, node.day, node.weekday
    if month is not None:
        day = around if around is not None else ev.anchor("a date without a year")

        def of_year(i: int) -> Sequence[Cell]:
            if date is None:
                start = day_number(i, month)
                return ((start, start + days_in_month(i, month)),)
            if date > 28 and date > days_in_month(i, month):
                return ()
            start = day_number(i, month, date)
            return () if wanted is not None and weekday(start) != wanted else ((start, start + 1),)

        yearly = date is None or ((date < 29 or month != 2) and wanted is None)
        return of_year, civil(day)[0], 1 if yearly else 30
    if date is not None:
        day = around if around is not None else ev.anchor("a day without a month")

        def of_month(i: int) -> Sequence[Cell]:
            y, m = divmod(i, 12)
            if date > 28 and date > days_in_month(y, m + 1):
                return ()
            start = day_number(y, m + 1, date)
            return () if wanted is not None and weekday(start) != wanted else ((start, start + 1),)

        year, at, _ = civil(day)
        return of_month, year * 12 + at - 1, 2 if wanted is None else SPAN_LIMIT
    day = around if around is not None else ev.anchor("a weekday")
    if wanted is None:
        return None
    base = week_start(0, ev.context.week_start)
    offset = (wanted - ev.context.week_start) % 7

    def of_week(i: int) -> Sequence[Cell]:
        start = base + 7 * i + offset
        return ((start, start + 1),)

    return of_week, (day - base) // 7, 1


def _series_of_unit(ev: Evaluation, node: Unit, around: int | None) -> Series | None:
    if node.unit != "weekend":
        return None
    day = around if around is not None else ev.anchor("a weekend")
    return (lambda i: ((7 * i + 6, 7 * i + 8),)), (day - 1) // 7, 1


def _series_of_named(ev: Evaluation, node: Named, around: int | None) -> Series | None:
    day = around if around is not None else ev.anchor("a named day without a year")
    return (lambda i: _named_in(ev, node.key, i)), civil(day)[0], 2 if not needs_country(node.key) else 3


def _series_of_alternatives(ev: Evaluation, node: Alternatives, around: int | None) -> Series | None:
    return series_of(ev, node.items[which_of(ev, node)], around)


def _series_of_slice(ev: Evaluation, node: Slice, around: int | None) -> Series | None:
    part = node.part
    if part in ("fiscal", "academic") and node.of == Fields():
        day = around if around is not None else ev.anchor("this year")
        return (lambda i: (special_year(ev, part, i),)), special_at(ev, part, day), 1
    inner = series_of(ev, node.of, around)
    if inner is None or part == "whole":
        return inner
    if part in FROM_ANCHOR:
        return None
    cells, at, reach = inner
    grain = grain_of(node.of)
    return (lambda i: tuple(sliced(ev, part, a, b, grain)[:2] for a, b in cells(i))), at, reach


def _series_of_around(ev: Evaluation, node: Around, around: int | None) -> Series | None:
    inner = series_of(ev, node.of, around)
    if inner is None:
        return None
    cells, at, reach = inner
    return (lambda i: tuple(around_cell(ev, node, a, b) for a, b in cells(i))), at, reach


def _series_of_shift(ev: Evaluation, node: Shift, around: int | None) -> Series | None:
    if isinstance(node.base, (Anchor, EventName)):
        return None
    inner = series_of(ev, node.base, around)
    if inner is None or any(unit in units.SECONDS for _, unit in node.amounts):
        return None
    cells, at, reach = inner
    return (lambda i: tuple(shifted_cell(ev, node, a, b) for a, b in cells(i))), at, reach


def _series_of_nth(ev: Evaluation, node: Nth, around: int | None) -> Series | None:
    if node.of is not None:
        return None
    unit, n = node.unit, node.n
    if unit.startswith("season:"):
        name = unit[7:]
        day = around if around is not None else ev.anchor("a season without a year")
        return (lambda i: (units.season_cell(name, i, ev.context),)), civil(day)[0], 1
    if unit == "decade-short":
        day = around if around is not None else ev.anchor("a decade without its century")

        def of_century(i: int) -> Sequence[Cell]:
            return ((day_number(i * 100 + n), day_number(i * 100 + n + 10)),)

        return of_century, civil(day)[0] // 100, 1
    if unit == "week":
        day = around if around is not None else ev.anchor("a week without a year")

        def of_iso_year(i: int) -> Sequence[Cell]:
            start = iso_week_one(i) + 7 * (n - 1)
            return ((start, start + 7),) if start < iso_week_one(i + 1) else ()

        return of_iso_year, iso_week(day)[0], 2
    if unit in ("quarter", "half"):
        months = units.MONTHS[unit]
        day = around if around is not None else ev.anchor(f"a {unit} without a year")

        def of_year(i: int) -> Sequence[Cell]:
            index = i * 12 + ((n - 1) * months if n > 0 else 12 + n * months)
            past = index + months
            return ((day_number(index // 12, index % 12 + 1), day_number(past // 12, past % 12 + 1)),)

        return of_year, civil(day)[0], 1
    return None


def grain_of(node: Expression) -> Grain:
    """How fine the cells of what recurs are."""
    if isinstance(node, Fields):
        if node.day is not None or node.weekday is not None:
            return Grain.DAY
        return Grain.MONTH if node.month is not None else Grain.YEAR
    if isinstance(node, Nth):
        if node.unit.startswith("season"):
            return Grain.SEASON
        return units.GRAINS.get(node.unit, Grain.DECADE if node.unit.startswith("decade") else Grain.DAY)
    if isinstance(node, Slice) and node.part in ("fiscal", "academic"):
        return Grain.YEAR
    if isinstance(node, Alternatives):
        return grain_of(node.items[0])
    if isinstance(node, Unit):
        return units.GRAINS[node.unit]
    return Grain.DAY


def _named_in(ev: Evaluation, key: str, year: int) -> Sequence[Cell]:
    country = ev.context.holidays
    if key.startswith("holiday:"):
        found = find_holiday(key[8:], country or "US", year)
        return () if found is None else (found,)
    if (
        ev.recorder is not None
        and differs_by_country(key)
        and not any(step.rule == "country" for step in ev.recorder.steps)
    ):
        ev.recorder.step(
            "country",
            f"{key.replace('-', ' ')} differs by country: taken for {country or 'US'}"
            f"{'' if country else ', since no country is set'}",
        )
    return named_days(key, year, country or "US")


def which_of(ev: Evaluation, node: Alternatives) -> int:
    """The index of the alternative that the settings take."""
    if node.setting == "day_first" and ev.context.day_first:
        for at, reason in enumerate(node.reasons):
            if reason == "day first":
                return at
    if node.setting == "night" and (ev.context.anchor_second or 0) >= _NIGHT_OVER:
        return 1  # what is past midnight of "tonight" is still to come by day
    return 0


_NIGHT_OVER: Final = 5 * 3600
"""The second of a day at which nobody says "tonight" of the night before any more."""


def near_anchor(ev: Evaluation, series: Series) -> list[Cell]:
    """The cells near the anchor, in order: as far as it takes to have some on either side."""
    cells, at, reach = series
    if reach <= 3:
        return sorted([c for i in range(at - reach, at + reach + 1) for c in cells(i)])
    found: list[Cell] = []
    for step in range(reach + 1):
        cycles = (at,) if step == 0 else (at - step, at + step)
        for i in cycles:
            found.extend(cells(i))
        if step >= 1 and len(found) >= 3:
            anchor = ev.context.anchor or 0
            if any(a <= anchor for a, _ in found) and any(b > anchor for _, b in found):
                break
    found.sort()
    return found


def preferred(ev: Evaluation, series: Series | None) -> Cell:
    """The instance of what recurs that the preference picks."""
    if series is None:
        raise InvalidDateError("that names no date")
    anchor = ev.context.anchor or 0
    prefer = ev.context.prefer
    cells, at, reach = series
    if reach == 1 and ev.recorder is None:
        found: list[Cell] = [*cells(at - 1), *cells(at), *cells(at + 1)]
    else:
        found = near_anchor(ev, series)
    if not found:
        raise InvalidDateError("there is no such date within 400 years of the anchor")
    if prefer == "past":
        past = [c for c in found if c[0] <= anchor]
        ranked = sorted(past, reverse=True) + sorted(c for c in found if c[0] > anchor)
    elif prefer == "future":
        future = [c for c in found if c[1] > anchor]
        ranked = sorted(future) + sorted((c for c in found if c[1] <= anchor), reverse=True)
    else:
        best = found[0]
        nearest = FARTHEST
        for c in found:
            distance = c[0] - anchor if c[0] > anchor else anchor - c[1] + 1 if c[1] <= anchor else 0
            if distance <= nearest:
                best, nearest = c, distance
        if ev.recorder is None:
            return best
        ranked = [best, *sorted((c for c in found if c != best), key=lambda c: (_distance(c, anchor), -c[0]))]
    if ev.recorder is None:
        return ranked[0]
    readings = [(c, cell_text(c)) for c in ranked[:3]]
    taken = ev.pick(f"prefer-{prefer}", readings)
    ev.recorder.step("year-from-anchor", preference_text(readings[taken][1], anchor, prefer))
    return ranked[taken]


def preference_text(chosen: str, anchor: int, prefer: str) -> str:
    """The step that says why a preference took what it took."""
    return f"{chosen} is the {_PREFER_WORDS[prefer]} to the anchor {format_day(anchor)} (prefer: {prefer})"


def rank(stretch: Cell, anchor: int, prefer: str) -> tuple[int, int]:
    """How far down a stretch stands by the preference; the smaller the better."""
    start, end = stretch
    if prefer == "past":
        return start > anchor, -start if start <= anchor else start
    if prefer == "future":
        return end <= anchor, start if end > anchor else -start
    return _distance(stretch, anchor), -start


def _distance(c: Cell, anchor: int) -> int:
    return c[0] - anchor if c[0] > anchor else anchor - c[1] + 1 if c[1] <= anchor else 0


def is_partial(node: Expression) -> bool:
    """Whether a date leaves open which of its instances is meant."""
    if isinstance(node, Fields):
        return node.year is None
    if isinstance(node, (Slice, Around)):
        return is_partial(node.of)
    if isinstance(node, Alternatives):
        return is_partial(node.items[0])
    if isinstance(node, Nth):
        return node.of is None and (
            node.unit in ("quarter", "half", "decade-short", "week") or node.unit.startswith("season")
        )
    if isinstance(node, At):
        return is_partial(node.date)
    if isinstance(node, Shift):
        return not isinstance(node.base, Anchor) and is_partial(node.base)
    return isinstance(node, Named)


_SERIES: Final[dict[type, Callable[..., Series | None]]] = {
    Fields: _series_of_fields,
    Nth: _series_of_nth,
    Unit: _series_of_unit,
    Named: _series_of_named,
    Alternatives: _series_of_alternatives,
    Slice: _series_of_slice,
    Around: _series_of_around,
    Shift: _series_of_shift,
}
"""The cycles of each kind of node that can be a partial date."""


_LASTING: Final = {"ramadan": "ramadan-month", "hanukkah": "hanukkah-week", "passover": "passover-week"}
"""Festivals whose name alone is their first day, but which last where something happens during them."""


def lasting(node: Expression) -> Expression:
    """``node``, with a festival for its first day."""
    if isinstance(node, Named) and node.key in _LASTING:
        return Named(_LASTING[node.key])
    if isinstance(node, Within):
        return Within(lasting(node.what), node.outer)
    return node


def read_chosen(ev: Evaluation, node: Chosen) -> Draft:
    """What recurs, by where it stands to the anchor: this, last, next."""
    what, which = node.what, node.which
    series = series_of(ev, what)
    if series is None:
        return ev.evaluate(what)
    anchor = ev.anchor(which)
    grain = grain_of(what)
    span = "year"
    if isinstance(what, Fields) and what.month is None:
        span = "week" if what.day is None else "month"
    # Nobody needs the second reading unless an explanation is asked for, and few need all that lies near the anchor.
    instances = _instances(series, which, anchor, span, grain)
    chosen = next((found for found, _ in instances if found is not None), None)
    if chosen is None:
        raise InvalidDateError("there is no such date near the anchor")
    if ev.recorder is not None:
        readings: dict[Cell, str] = {}
        for found, reason in _instances(series, which, anchor, span, grain):
            if found is not None:
                readings.setdefault(found, f"{cell_text(found)}, {reason}")
        chosen = list(readings)[ev.pick(which, list(readings.items()))]
        ev.recorder.step(which, f"counted from the anchor {format_day(anchor)}: {cell_text(chosen)}")
    return cell(*chosen, grain)


def _instances(series: Series, which: str, anchor: int, span: str, grain: Grain) -> Iterator[tuple[Cell | None, str]]:
    """Each instance that "this", "last", "next" … can mean, the likeliest first, and why."""
    cells, at, _ = series
    weekly = span == "week"
    if which == "this":
        if grain is Grain.SEASON:
            yield next((c for c in _near(series) if c[0] <= anchor < c[1]), None), "which holds the anchor"
        own = _first(cells(at))
        yield own, f"that of the anchor's {span}"
        if own is None or own[1] <= anchor:
            yield _after(series, anchor), "the first after the anchor"
    elif which == "ahead":
        yield next(c for c in _near(series) if c[1] > anchor), "the first that is not over"
    elif which == "after-next":
        ahead = [c for c in _near(series) if c[0] > anchor]
        yield ahead[1] if len(ahead) > 1 else None, "the second after the anchor"
    elif which == "before-last":
        over = [c for c in _near(series) if c[1] <= anchor]
        yield over[-2] if len(over) > 1 else None, "the latest but one before the anchor"
    elif which in ("last", "previous", "past"):
        if weekly and which == "previous":
            yield _first(cells(at - 1)), "that of the week before"
        yield next((c for c in reversed(_near(series)) if c[1] <= anchor), None), "the latest before the anchor"
        yield _first(cells(at - 1)), f"that of the {span} before"
    else:
        if weekly and which in ("next", "following"):
            yield _first(cells(at + 1)), "that of the week after"
        yield _after(series, anchor), "the first after the anchor"
        yield _first(cells(at + 1)), f"that of the {span} after"


def _first(found: Sequence[Cell]) -> Cell | None:
    return found[0] if found else None


def _after(series: Series, anchor: int) -> Cell | None:
    return next((c for c in _near(series) if c[0] > anchor), None)


def _near(series: Series) -> list[Cell]:
    cells, at, reach = series
    reach = max(reach, 2)
    return sorted({c for i in range(at - reach, at + reach + 1) for c in cells(i)})
