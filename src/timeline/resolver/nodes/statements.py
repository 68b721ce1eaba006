"""Several statements or dates in one, doubts, and what lies beside an event."""

from __future__ import annotations

from timeline.calendar import format_day
from timeline.errors import InvalidDateError
from timeline.resolver.draft import Draft, cell, hull
from timeline.resolver.evaluation import Cell, Evaluation
from timeline.resolver.nodes.constraints import BESIDE, BESIDE_WORDS, event_of
from timeline.resolver.nodes.parts import days_of
from timeline.resolver.nodes.phrasing import cell_text
from timeline.resolver.nodes.ranges import first_day, range_series
from timeline.resolver.nodes.series import grain_of, is_partial, lasting, near_anchor, rank, series_of
from timeline.resolver.reading import Constraint
from timeline.wording.expression import (
    Beside,
    Both,
    EventName,
    Every,
    Expression,
    Fields,
    Listed,
    Nth,
    Qualified,
    Range,
)


def read_beside(ev: Evaluation, node: Beside) -> Draft:
    """Where something lies to an event (a constraint), or somewhere within a date."""
    name = event_of(node.of)
    if name is None:
        inner = ev.evaluate(lasting(node.of))
        draft = Draft(inner.s0, inner.e1, inner.s0, inner.e1, inner.grain, inner.zone, exact=False)
        draft.approximate, draft.uncertain, draft.constraints = inner.approximate, inner.uncertain, inner.constraints
        if isinstance(node.of, Range) and ev.recorder is not None:
            ev.recorder.step("within", "somewhere within that")
        return draft
    draft = Draft.unset()
    draft.constraints = tuple(Constraint(mine, order, name, theirs) for mine, order, theirs in BESIDE[node.kind])
    if ev.recorder is not None:
        ev.recorder.step(node.kind, f"{BESIDE_WORDS[node.kind]} {name}")
    return draft


def read_both(ev: Evaluation, node: Both) -> Draft:
    """Several statements that all hold."""
    drafts = [as_statement(ev, item) for item in node.items]
    zone = next((d.zone for d in drafts if d.zone is not None), None)
    if zone is not None:
        drafts = [d.timed(zone) for d in drafts]
    made = drafts[0].copy()
    for other in drafts[1:]:
        made.s0, made.s1 = max(made.s0, other.s0), min(made.s1, other.s1)
        made.e0, made.e1 = max(made.e0, other.e0), min(made.e1, other.e1)
        made.grain = made.grain if made.grain.rank >= other.grain.rank else other.grain
        made.constraints += other.constraints
        made.approximate = made.approximate or other.approximate
        made.uncertain = made.uncertain or other.uncertain
        made.exact = made.exact and other.exact
    if made.s0 > made.s1 or made.e0 > made.e1 or made.s0 >= made.e1:
        raise InvalidDateError("these statements contradict each other")
    return made


def as_statement(ev: Evaluation, node: Expression) -> Draft:
    """The draft of a whole statement, in which an event alone means "at the same time as it"."""
    if isinstance(node, EventName):
        return read_beside(ev, Beside("same", node))
    if isinstance(node, Qualified) and isinstance(node.what, EventName):
        return read_qualified(ev, Qualified(Beside("same", node.what), node.approximate, node.uncertain))
    return ev.evaluate(node)


def read_qualified(ev: Evaluation, node: Qualified) -> Draft:
    """Something said with a doubt."""
    inner = as_statement(ev, node.what) if isinstance(node.what, EventName) else ev.evaluate(node.what)
    draft = inner.copy()
    draft.notation = None
    draft.approximate = draft.approximate or node.approximate
    draft.uncertain = draft.uncertain or node.uncertain
    for item in draft.items:
        item.approximate = item.approximate or node.approximate
        item.uncertain = item.uncertain or node.uncertain
    if ev.recorder is not None:
        ev.recorder.step("doubt", "said to be approximate" if node.approximate else "said to be uncertain")
    return draft


def read_listed(ev: Evaluation, node: Listed) -> Draft:
    """Several dates; those without a year belong to one stretch, each the first after the one before."""
    items = node.items
    partial = ev.context.anchor is not None and all(map(_recurs, items))
    first = range_series(ev, items[0]) if partial else None
    rows: list[tuple[int, list[Draft]]] = []
    if first is not None:
        for start, _ in near_anchor(ev, (first[0], first[1], max(first[2], 1))):
            row = [ev.seen_from(start, "nearest").evaluate(items[0])]
            if first_day(row[0]) != start:
                continue
            for item in items[1:]:
                row.append(ev.seen_from(first_day(row[-1]), "future").evaluate(item))
            rows.append((start, row))
    if not rows:
        return hull((ev.evaluate(item) for item in items), exact=not node.one_of)
    anchor = ev.context.anchor or 0
    rows.sort(key=lambda found: rank((found[0], first_day(found[1][-1]) + 1), anchor, ev.context.prefer))
    readings = [((start, first_day(row[-1]) + 1), f"those from {format_day(start)} on") for start, row in rows[:3]]
    taken = ev.pick(f"prefer-{ev.context.prefer}", readings)
    return hull(rows[taken][1], exact=not node.one_of)


def _recurs(node: Expression) -> bool:
    """Whether a member of a list comes again each year: "the third Friday of March" as well as "5 March"."""
    return is_partial(node.of if isinstance(node, Nth) and isinstance(node.of, Fields) else node)


def read_every(ev: Evaluation, node: Every) -> Draft:
    """Each such day inside a stretch."""
    outer = ev.evaluate(node.within)
    a, b = days_of(outer)
    series = series_of(ev, node.what, a)
    if series is None or b - a > 366 * 30:
        raise InvalidDateError("that is too long a stretch to list its days")
    cells, at, _ = series
    found: list[Cell] = []
    i = at
    while True:
        there = cells(i)
        if there and there[0][0] >= b:
            break
        found.extend(c for c in there if a <= c[0] < b)
        i += 1
    if not found:
        raise InvalidDateError(f"there is no such day in {cell_text((a, b))}")
    return hull((cell(*c, grain_of(node.what)) for c in found), exact=True)
