"""Ranges: where they start and end, and which instances are meant where neither end says a year."""

from __future__ import annotations

from timeline.calendar import DAY
from timeline.errors import AnchorNeededError, InvalidDateError
from timeline.resolver import units
from timeline.resolver.draft import Draft
from timeline.resolver.evaluation import Evaluation, Series
from timeline.resolver.nodes.constraints import end_constraints, event_of, start_constraints
from timeline.resolver.nodes.counting import CLOCK_CELLS
from timeline.resolver.nodes.phrasing import cell_text, edges_text
from timeline.resolver.nodes.series import is_partial, lasting, near_anchor, preference_text, rank, series_of
from timeline.resolver.reading import Constraint
from timeline.span import FOREVER, NEVER, Grain
from timeline.wording.expression import (
    NOW,
    TODAY,
    At,
    Clock,
    DayPart,
    Edge,
    Expression,
    Fields,
    Literal,
    Range,
    Shift,
)


def read_edge(ev: Evaluation, node: Edge) -> Draft:
    """The start or the end of something."""
    inner = ev.evaluate(lasting(node.of))
    if node.end:
        if inner.e1 >= FOREVER:
            raise InvalidDateError("an open-ended stretch has no end")
        if inner.zone is not None and inner.e0 == inner.e1:
            moment = inner.e1 - inner.s0 == CLOCK_CELLS.get(inner.grain)
            return _minute(inner, inner.s0 if moment else inner.e1)
        made = Draft(inner.e1 - 1, inner.e1, inner.e1 - 1, inner.e1, Grain.DAY, inner.zone, exact=inner.exact)
        if not inner.exact:
            made.s0 = made.e0 = inner.e0 if inner.e0 < inner.e1 else inner.e1 - 1
    else:
        if inner.zone is not None and inner.s0 == inner.s1 > NEVER:
            return _minute(inner, inner.s0)
        made = Draft(inner.s0, inner.s0 + 1, inner.s0, inner.s0 + 1, Grain.DAY, inner.zone, exact=inner.exact)
        if not inner.exact:
            made.s1 = made.e1 = inner.s1 if inner.s1 > inner.s0 else inner.s0 + 1
    return made


def _minute(inner: Draft, at: int) -> Draft:
    """The minute that starts at an edge of which the moment is known."""
    return Draft(at, at + 60, at, at + 60, Grain.MINUTE, inner.zone, exact=inner.exact)


def read_range(ev: Evaluation, node: Range) -> Draft:
    """From one date to another; ends that are events become constraints."""
    start, end = node.start, node.end
    first = last = None
    constraints: tuple[Constraint, ...] = ()
    start_event, end_event = event_of(start), event_of(end)
    if start is not None and start_event is not None:
        constraints += start_constraints(node, start, start_event)
        start = None
    if end is not None and end_event is not None:
        constraints += end_constraints(node, end, end_event)
        end = None
    if start is not None and end is not None:
        # beside a day, "now" is the day it is
        if start == NOW and not _is_timed(end):
            start = TODAY
        if end == NOW and not _is_timed(start):
            end = TODAY
        first, last = _ends(ev, start, end)
    elif start is not None:
        first = ev.evaluate(start)
    elif end is not None:
        last = ev.evaluate(end)
    return _joined(ev, node, first, last, constraints)


def _ends(ev: Evaluation, start: Expression, end: Expression) -> tuple[Draft, Draft]:
    """Both ends; where one is a partial date, the other decides which instance is meant."""
    if isinstance(start, Fields) and start == Fields(weekday=start.weekday) and isinstance(end, Fields) and end.day:
        return _until(ev, start, end)  # "Mon–Fri 5 May": the Monday before that day
    unseen = ev.context.anchor is None and is_partial(start) and not is_partial(end)
    first_series = None if unseen else range_series(ev, start)
    last_series = range_series(ev, end)
    if first_series is None and last_series is None:
        return ev.evaluate(start), ev.evaluate(end)
    if first_series is None:
        first = ev.evaluate(start)
        day = first_day(first)
        last = ev.seen_from(day, "future").evaluate(end)
        if _same_cell(first, last) and first.zone is None and first.grain is Grain.DAY:
            last = ev.seen_from(day + 1, "future").evaluate(end)
        return first, last
    if last_series is None:
        return _until(ev, start, end)
    return _paired(ev, start, end, first_series)


def _until(ev: Evaluation, start: Expression, end: Expression) -> tuple[Draft, Draft]:
    """Both ends, the start the last of its kind that is not after the end."""
    last = ev.evaluate(end)
    day = (last.e1 - 1) // DAY if last.zone is not None else last.e1 - 1
    return ev.seen_from(day, "past").evaluate(start), last


def range_series(ev: Evaluation, node: Expression) -> Series | None:
    """The cycles of a date that leaves open which of its instances is meant; None for others."""
    inner = node.date if isinstance(node, At) else node
    if not is_partial(inner):
        return None
    if ev.context.anchor is None:
        raise AnchorNeededError("a range without a year counts from a date that is not given: say an anchor (as_of)")
    return series_of(ev, inner)


def _paired(ev: Evaluation, start: Expression, end: Expression, series: Series) -> tuple[Draft, Draft]:
    """Start and end without a year: the pair that, as a whole, the preference picks."""
    anchor = ev.context.anchor or 0
    cells, at, reach = series
    pairs: list[tuple[int, int, Draft, Draft]] = []
    for c in near_anchor(ev, (cells, at, max(reach, 1))):
        first = ev.seen_from(c[0], "nearest").evaluate(start)
        a = first_day(first)
        if a != c[0]:
            continue
        last = ev.seen_from(c[0], "future").evaluate(end)
        if _same_cell(first, last) and not isinstance(end, At):
            last = ev.seen_from(c[1], "future").evaluate(end)
        b = -(-last.e1 // DAY) if last.zone is not None else last.e1
        pairs.append((a, b, first, last))
    if not pairs:
        return ev.evaluate(start), ev.evaluate(end)
    prefer = ev.context.prefer
    pairs.sort(key=lambda pair: rank((pair[0], pair[1]), anchor, prefer))
    readings = [((p[0], p[1]), cell_text((p[0], p[1]))) for p in pairs[:3]]
    taken = ev.pick(f"prefer-{prefer}", readings)
    if ev.recorder is not None:
        ev.recorder.step("year-from-anchor", preference_text(readings[taken][1], anchor, prefer))
    return pairs[taken][2], pairs[taken][3]


def first_day(draft: Draft) -> int:
    """The day on which a draft starts."""
    return draft.s0 if draft.zone is None else draft.s0 // DAY


def _same_cell(first: Draft, last: Draft) -> bool:
    return first.s0 == last.s0 and first.e1 == last.e1 and first.zone == last.zone


def _joined(
    ev: Evaluation, node: Range, first: Draft | None, last: Draft | None, constraints: tuple[Constraint, ...]
) -> Draft:
    """The draft of a range whose ends are known, or bounded by other events."""
    zone = first.zone if first is not None else None
    if zone is None and last is not None:
        zone = last.zone
    if zone is not None:
        first = first.timed(zone) if first is not None else None
        last = last.timed(zone) if last is not None else None
    if first is None:
        grain = last.grain if last is not None else Grain.DAY
    else:
        grain = last.grain if last is not None and last.grain.rank > first.grain.rank else first.grain
    draft = Draft(NEVER, FOREVER, NEVER, FOREVER, grain, zone)
    if first is not None:
        _set_start(draft, node, first)
    if last is not None:
        _set_end(draft, node, last)
    if first is not None and last is not None and draft.e1 <= draft.s0 and _other_half(node.end):
        draft.e0 += DAY // 2
        draft.e1 += DAY // 2
    if first is not None and last is not None and draft.e1 <= draft.s0:
        raise InvalidDateError(
            f"the range ends before it starts: from {edges_text(first.s0, first.e1, zone)}"
            f" until {edges_text(last.s0, last.e1, zone)}"
        )
    if not node.extent and first is not None and last is not None:
        draft.s1, draft.e0, draft.exact = draft.e1, draft.s0, False
    for part, side in ((first, "start"), (last, "end")):
        if part is not None:
            draft.approximate = draft.approximate or part.approximate
            draft.uncertain = draft.uncertain or part.uncertain
            # What starts on a day of an event may well end behind it, and the other way round.
            constraints += tuple(item for item in part.constraints if item.mine == side)
    draft.open_end = node.open_end and node.end is None
    draft.open_start = node.open_start and node.start is None
    draft.constraints = constraints
    if ev.recorder is not None and (node.start is None or node.end is None):
        side = "end" if node.end is None else "start"
        opened = draft.open_end if side == "end" else draft.open_start
        known = "bounded by other events" if constraints else "not stated, so unknown"
        ev.recorder.step("range", f"the {side} is {'open' if opened else known}")
    elif ev.recorder is not None and first is None and last is None:
        ev.recorder.step("range", "both ends are bounded by other events")
    elif ev.recorder is not None:
        ev.recorder.step("range", _range_text(node, draft, first, last))
    return draft


def _range_text(node: Range, draft: Draft, first: Draft | None, last: Draft | None) -> str:
    """What a range of two ends comes to, in words."""
    zone = draft.zone
    bounded = first is None or last is None
    if last is not None and draft.e1 >= FOREVER:
        end = edges_text(last.s0, last.e1, zone)
        text = f"until after {end}" if node.end_kind == "after" else f"until {end} or later"
        if first is not None:
            return f"from {edges_text(first.s0, first.e1, zone)} {text}"
    else:
        text = edges_text(draft.s0, draft.e1, zone)
    if bounded:
        return f"{text}; the other end is bounded by another event"
    return f"from {text}, the end included" if node.extent else f"somewhere within {text}"


def _set_start(draft: Draft, node: Range, first: Draft) -> None:
    if node.start_kind == "after":
        edge = first.s0 if isinstance(node.start, Edge) and not node.start.end else first.e1
        if first.zone is not None and first.grain.timed and first.exact and not _is_stretch(node.start):
            edge = first.s0  # "after 5 pm" starts at that moment
        if not first.exact and not (isinstance(node.start, Edge) and not node.start.end):
            edge = min(first.e0, first.e1)
            draft.loose_start = True
        draft.s0, draft.s1 = edge, FOREVER
        if not first.exact:
            draft.exact = False
    elif node.start_kind == "within":
        draft.s0, draft.s1, draft.loose_start = first.s0, FOREVER, True
    else:
        draft.s0, draft.s1 = first.s0, max(first.s1, first.s0)
        if not first.exact:
            draft.loose_start = first.s0 != first.s1


def _set_end(draft: Draft, node: Range, last: Draft) -> None:
    edge_node = node.end if isinstance(node.end, Edge) else None
    moment = last.zone is not None and last.grain.timed and last.exact and not _is_stretch(node.end)
    if node.end_kind in ("before", "to"):
        edge = last.s0
        if edge_node is not None:
            edge = last.e1 if edge_node.end else last.s0
        draft.e0, draft.e1 = NEVER, edge
        if not last.exact:
            draft.e1 = max(last.s1, edge) if edge_node is None else edge
            draft.loose_end = True
        if node.end_kind == "to" and draft.s0 > NEVER:
            draft.e0 = draft.e1
    elif node.end_kind in ("after", "late"):
        draft.e0 = last.s0 if moment else last.e1 if node.end_kind == "after" else last.e0
        draft.e1 = FOREVER
    elif node.end_kind == "by":
        draft.e0, draft.e1, draft.loose_end = NEVER, last.s0 if moment else last.e1, True
    else:
        draft.e0, draft.e1 = (last.s0, last.s0) if moment else (last.e0, last.e1)
        if not last.exact:
            draft.loose_end = last.e0 != last.e1


def _is_stretch(node: Expression | None) -> bool:
    """Whether a node says a part of a day, which lasts, rather than a time: "after the morning of 5 May"."""
    return isinstance(node, At) and not isinstance(node.time, Clock)


def _other_half(node: Expression | None) -> bool:
    """Whether a clock can be meant in the other half of the day as well."""
    return isinstance(node, At) and isinstance(node.time, Clock) and node.time.half == "" and node.time.hour <= 12


def _is_timed(node: Expression) -> bool:
    """Whether a node says a time of day."""
    if isinstance(node, Shift):
        return any(unit in units.SECONDS for _, unit in node.amounts)
    return isinstance(node, (At, Clock, DayPart)) or (isinstance(node, Literal) and node.span.zone is not None)
