"""A date in the making: the cells that a start and an end lie in, before it is decided whether they are filled."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.calendar import DAY
from timeline.errors import InvalidDateError
from timeline.resolver.reading import Constraint
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.zones import convert


class Draft:
    """The start lies in the cell from edge ``s0`` to edge ``s1``, the end in the cell from ``e0`` to ``e1``.

    ``exact`` drafts come from the calendar: filled, they run from ``s0`` to ``e1``. Others are bounds, or come from
    another event, and are never filled; ``loose_start`` / ``loose_end`` say so of one side. ``zone`` is None for days,
    else the edges are wall seconds in it.
    """

    # Defaults of the class rather than of every instance: most drafts are a plain cell, and there are many.
    approximate: bool = False
    uncertain: bool = False
    open_start: bool = False
    open_end: bool = False
    loose_start: bool = False
    loose_end: bool = False
    constraints: tuple[Constraint, ...] = ()
    items: tuple[Draft, ...] = ()
    notation: str | None = None

    def __init__(
        self, s0: int, s1: int, e0: int, e1: int, grain: Grain, zone: str | None = None, exact: bool = True
    ) -> None:
        self.s0 = s0
        self.s1 = s1
        self.e0 = e0
        self.e1 = e1
        self.grain = grain
        self.zone = zone
        self.exact = exact

    @classmethod
    def unset(cls, grain: Grain = Grain.DAY, zone: str | None = None) -> Draft:
        """Nothing known on either side."""
        return cls(NEVER, FOREVER, NEVER, FOREVER, grain, zone, exact=False)

    @classmethod
    def of_span(cls, span: Span) -> Draft:
        """The draft of a span that is known already; its bounds are never filled anew."""
        draft = cls(span.start_low, span.start_high, span.end_low, span.end_high, span.grain, span.zone, exact=False)
        draft.approximate = span.approximate
        draft.uncertain = span.uncertain
        draft.open_start = span.open_start
        draft.open_end = span.open_end
        draft.notation = span.notation
        return draft

    def copy(self) -> Draft:
        """An equal draft to change."""
        made = Draft(self.s0, self.s1, self.e0, self.e1, self.grain, self.zone, self.exact)
        made.approximate = self.approximate
        made.uncertain = self.uncertain
        made.open_start = self.open_start
        made.open_end = self.open_end
        made.loose_start = self.loose_start
        made.loose_end = self.loose_end
        made.constraints = self.constraints
        made.items = self.items
        made.notation = self.notation
        return made

    def timed(self, zone: str) -> Draft:
        """The same as moments of ``zone``."""
        if self.zone == zone:
            return self
        made = self.copy()
        made.zone = zone
        source = self.zone

        def shift(edge: int) -> int:
            if edge <= NEVER or edge >= FOREVER:
                return edge
            return edge * DAY if source is None else convert(edge, source, zone)

        made.s0, made.s1, made.e0, made.e1 = shift(self.s0), shift(self.s1), shift(self.e0), shift(self.e1)
        made.notation = None
        return made

    def span(self, fill: bool) -> Span:
        """The span, its cells filled or not."""
        s0, e1, zone = self.s0, self.e1, self.zone
        if self.exact and fill and NEVER < s0 < e1 < FOREVER and not (self.loose_start or self.loose_end):
            # What most wordings are: one stretch of the calendar, of which nothing is left open.
            return Span(s0, s0, e1, e1, self.grain, zone, self.approximate, self.uncertain, False, False, self.notation)
        s1, e0 = self.s1, self.e0
        if self.exact and (fill or (zone is not None and self.grain.timed)):
            if not self.loose_start and s0 > NEVER:
                s1 = s0
            if not self.loose_end and e1 < FOREVER:
                e0 = e1
        s1, e0 = min(s1, e1), max(e0, s0)
        if self.open_start:
            s0 = s1 = NEVER
        if self.open_end:
            e0 = e1 = FOREVER
        if s0 > s1 or e0 > e1 or s0 >= e1:
            raise InvalidDateError("that would end before it starts")
        return Span(
            s0,
            s1,
            e0,
            e1,
            self.grain,
            zone,
            self.approximate,
            self.uncertain,
            self.open_start,
            self.open_end,
            self.notation,
        )


def cell(start: int, end: int, grain: Grain) -> Draft:
    """The draft of one calendar cell of days."""
    return Draft(start, end, start, end, grain)


def hull(drafts: Iterable[Draft], *, exact: bool) -> Draft:
    """The draft from the first start to the last end of several on one line."""
    items = tuple(drafts)
    zone = next((item.zone for item in items if item.zone is not None), None)
    if zone is not None:
        items = tuple(item.timed(zone) for item in items)
    first = min(items, key=lambda item: item.s0)
    last = max(items, key=lambda item: item.e1)
    grain = max((item.grain for item in items), key=lambda g: g.rank)
    if exact:
        made = Draft(first.s0, first.s1, last.e0, last.e1, grain, zone)
    else:
        made = Draft(first.s0, last.e1, first.s0, last.e1, grain, zone, exact=False)
    made.items = tuple(
        sorted((part for item in items for part in (item.items or (item,))), key=lambda part: (part.s0, part.e1))
    )
    made.approximate = any(item.approximate for item in items)
    made.uncertain = any(item.uncertain for item in items)
    return made
