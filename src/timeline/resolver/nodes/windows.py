"""Stretches and steps counted from something: the next three days, the Monday after it, the week around it."""

from __future__ import annotations

from timeline.calendar import DAY, format_day, weekday
from timeline.errors import InvalidDateError
from timeline.resolver import units
from timeline.resolver.draft import Draft, cell
from timeline.resolver.evaluation import Cell, Evaluation
from timeline.resolver.nodes.counting import around_cell, check_countable, day_after, is_whole_unit, shift_moment
from timeline.resolver.nodes.daytimes import untimed
from timeline.resolver.nodes.phrasing import cell_text, edges_text
from timeline.resolver.nodes.series import grain_of, preferred, series_of
from timeline.span import FOREVER, NEVER, Grain
from timeline.wording.expression import NOW, Adjacent, Anchor, Around, At, Fields, Shift, Window


def read_window(ev: Evaluation, node: Window) -> Draft:
    """A stretch of so much that ends or starts at something."""
    amounts, sign = node.amounts, node.sign
    if not any(amount for amount, _ in amounts):
        raise InvalidDateError("a stretch of nothing is no stretch")
    clocked = any(unit in units.SECONDS for _, unit in amounts)
    first_unit = amounts[0][1]
    if (
        node.base is None
        and len(amounts) == 1
        and first_unit in ("quarter", "decade", "century", "half")
        and not node.inclusive
        and amounts[0][0] == int(amounts[0][0])  # half a century is fifty years up to now
    ):
        count = int(amounts[0][0])
        day = ev.anchor("this stretch")
        near = units.unit_cell(first_unit, day, sign, ev.context)
        far = units.unit_cell(first_unit, day, sign * count, ev.context)
        start, end = min(near[0], far[0]), max(near[1], far[1])
        return _stretch(ev, start, end, units.GRAINS[first_unit], None, node)
    if clocked or isinstance(node.base, At) or node.base == NOW:
        return _window_clock(ev, node)
    if node.base is None:
        day = ev.anchor("this stretch")
        base = cell(day, day + 1, Grain.DAY)
    else:
        base = ev.evaluate(node.base)
        if base.zone is not None:
            return _window_clock(ev, node)
    if first_unit == "weekend":
        return _weekends(ev, node, base)
    shift = Shift(Anchor(), amounts, sign)
    if sign < 0:
        end = base.s0
        start = day_after(ev, end, shift, quiet=True)
    elif node.inclusive or node.base is not None:
        start = base.s0
        end = day_after(ev, start, shift, quiet=True)
    elif first_unit == "business-day":
        start = day_after(ev, base.s0, Shift(Anchor(), ((1, first_unit),), 1), quiet=True)
        end = day_after(ev, base.s0, shift, quiet=True) + 1
    else:
        start = base.s0 + 1
        end = day_after(ev, start, shift, quiet=True)
    draft = _stretch(ev, start, end, Grain.DAY, None, node)
    if not base.exact and base.s1 - base.s0 > 1:
        _loosen(ev, draft, shift, base)
    if (
        ev.recorder is not None
        and node.base is None
        and len(amounts) == 1
        and first_unit in ("month", "year")
        and not amounts[0][0] % 1
        and not node.inclusive
    ):
        near = units.unit_cell(first_unit, base.s0, sign, ev.context)
        far = units.unit_cell(first_unit, base.s0, sign * int(amounts[0][0]), ev.context)
        whole = cell(min(near[0], far[0]), max(near[1], far[1]), units.GRAINS[first_unit])
        options = [(draft, "the stretch that touches the anchor"), (whole, f"whole calendar {first_unit}s")]
        return options[ev.pick("window", options)][0]
    if not base.exact:
        draft.exact = False
    return draft


def _loosen(ev: Evaluation, draft: Draft, shift: Shift, base: Draft) -> None:
    """Widen a stretch by how far the start of what it is counted from is known."""
    if base.s1 >= FOREVER:
        draft.s1 = draft.e1 = FOREVER
        return
    last = base.s1 - 1
    if shift.sign < 0:
        draft.s1, draft.e1 = day_after(ev, last, shift, quiet=True) + 1, last
    else:
        draft.s1, draft.e1 = last + 1, day_after(ev, last, shift, quiet=True)


def _stretch(ev: Evaluation, start: int, end: int, grain: Grain, zone: str | None, node: Window) -> Draft:
    draft = Draft(start, end, start, end, grain, zone)
    if zone is None and end - start > 1:
        draft.s1, draft.e0 = start + 1, end - 1
    draft.approximate = node.approximate
    if ev.recorder is not None:
        ev.recorder.step("window", f"that stretch is {edges_text(start, end, zone)}")
    return draft


def _weekends(ev: Evaluation, node: Window, base: Draft) -> Draft:
    count = int(node.amounts[0][0])
    near = units.unit_cell("weekend", base.s0, node.sign if node.sign < 0 or weekday(base.s0) > 5 else 0, ev.context)
    other = near[0] + 7 * node.sign * (count - 1)
    start, end = min(near[0], other), max(near[0], other) + 2
    return _stretch(ev, start, end, Grain.WEEKEND, None, node)


def _window_clock(ev: Evaluation, node: Window) -> Draft:
    zone = ev.context.timezone
    if node.base is None:
        start = ev.moment("this stretch")
    else:
        base = ev.evaluate(node.base).timed(zone)
        zone = base.zone or zone
        start = base.s0
    moved = shift_moment(
        ev, Draft(start, start, start, start, Grain.SECOND, zone), Shift(Anchor(), node.amounts, node.sign)
    )
    edge = moved.s0
    finest = max((units.GRAINS.get(unit, Grain.DAY) for _, unit in node.amounts), key=lambda g: g.rank)
    grain = finest if finest.timed else Grain.HOUR
    a, b = (edge, start) if node.sign < 0 else (start, edge)
    return _stretch(ev, a, b, grain, zone, node)


def read_adjacent(ev: Evaluation, node: Adjacent) -> Draft:
    """The n-th such day before or after something."""
    timed = untimed(node)
    if timed is not None:  # "the Monday after the fair, 14:00" is a time of that Monday
        return ev.evaluate(At(*timed))
    base = ev.evaluate(node.base)
    if not check_countable(base, node.sign):
        return Draft.unset()
    scale = DAY if base.zone is not None else 1
    whole = base.exact or is_whole_unit(ev, node.base, base)
    if node.sign > 0:
        low = (min(base.e0, base.e1 - 1) if not whole else base.e1 - 1) // scale
        high = (base.e1 - 1) // scale
    else:
        low = base.s0 // scale
        high = (max(base.s1 - 1, base.s0) if not whole else base.s0) // scale
    first = _step_to(ev, node, low) if low > NEVER // DAY else (NEVER, NEVER)
    last = first if high == low else _step_to(ev, node, high) if high < FOREVER // DAY else (FOREVER, FOREVER)
    grain = grain_of(node.what)
    draft = Draft(first[0], last[1], first[0], last[1], grain)
    if not base.exact:
        draft.exact = False
    if ev.recorder is not None:
        ev.recorder.step(
            "adjacent",
            f"counted from {format_day(low)}, {'forward' if node.sign > 0 else 'back'}:"
            f" {cell_text((first[0], last[1]))}",
        )
    return draft


def _step_to(ev: Evaluation, node: Adjacent, day: int) -> Cell:
    what = node.what
    if isinstance(what, Fields) and what.weekday is not None and what.day is None and what.month is None:
        wanted = what.weekday
        if node.sign > 0:
            found = day + ((wanted - weekday(day) - 1) % 7 + 1) + 7 * (node.n - 1)
        else:
            found = day - ((weekday(day) - wanted - 1) % 7 + 1) - 7 * (node.n - 1)
        return found, found + 1
    series = series_of(ev, what, day)
    if series is None:
        raise InvalidDateError("only what recurs can stand after or before a date so")
    cells, at, reach = series
    around = sorted({c for i in range(at - reach - node.n, at + reach + node.n + 1) for c in cells(i)})
    found_cells = [c for c in around if (c[0] > day if node.sign > 0 else c[1] <= day)]
    if len(found_cells) < node.n:
        raise InvalidDateError("there is no such date near")
    return found_cells[node.n - 1] if node.sign > 0 else found_cells[-node.n]


def read_around(ev: Evaluation, node: Around) -> Draft:
    """The unit that holds something, or one of its neighbours."""
    timed = untimed(node)
    if timed is not None:
        return ev.evaluate(At(*timed))
    if node.steps == 0:
        series = series_of(ev, node.of)
        if series is not None:
            cells, at, reach = series
            start, end = preferred(ev, ((lambda i: tuple(around_cell(ev, node, a, b) for a, b in cells(i))), at, reach))
            return cell(start, end, units.GRAINS[node.unit])
    inner = ev.evaluate(node.of)
    if not check_countable(inner, node.steps or -1):
        return Draft.unset(units.GRAINS[node.unit])
    scale = DAY if inner.zone is not None else 1
    if inner.exact:
        found = around_cell(ev, node, inner.s0 // scale, -(-inner.e1 // scale))
        draft = cell(*found, units.GRAINS[node.unit])
    else:
        if node.steps > 0:
            low, high = min(inner.e0, inner.e1 - 1), inner.e1 - 1
        else:
            low, high = inner.s0, max(inner.s1 - 1, inner.s0)
        first = around_cell(ev, node, low // scale, low // scale + 1) if low > NEVER // DAY else (NEVER, NEVER)
        last = around_cell(ev, node, high // scale, high // scale + 1) if high < FOREVER // DAY else (FOREVER, FOREVER)
        draft = Draft(first[0], last[1], first[0], last[1], units.GRAINS[node.unit], exact=False)
    if ev.recorder is not None:
        side = "of" if node.steps == 0 else "after" if node.steps > 0 else "before"
        held = edges_text(inner.s0, inner.e1, inner.zone)
        ev.recorder.step("around", f"the {node.unit} {side} {held} is {cell_text((draft.s0, draft.e1))}")
    return draft
