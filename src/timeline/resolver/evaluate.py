"""Expression and context to bounds: what the words come to, on which day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Final

from timeline.resolver.context import Context
from timeline.resolver.draft import Draft
from timeline.resolver.evaluation import Evaluation
from timeline.resolver.nodes.counting import read_shift
from timeline.resolver.nodes.daytimes import read_at, read_clock, read_daypart
from timeline.resolver.nodes.leaves import (
    read_alternatives,
    read_anchor,
    read_event,
    read_fields,
    read_literal,
    read_named,
    read_undated,
)
from timeline.resolver.nodes.parts import read_nth, read_slice, read_unit, read_within
from timeline.resolver.nodes.ranges import read_edge, read_range
from timeline.resolver.nodes.series import read_chosen
from timeline.resolver.nodes.statements import (
    as_statement,
    read_beside,
    read_both,
    read_every,
    read_listed,
    read_qualified,
)
from timeline.resolver.nodes.windows import read_adjacent, read_around, read_window
from timeline.resolver.reading import Reading
from timeline.resolver.recurring import first_occurrence
from timeline.span import Span
from timeline.wording.expression import (
    Adjacent,
    Alternatives,
    Anchor,
    Around,
    At,
    Beside,
    Both,
    Chosen,
    Clock,
    DayPart,
    Edge,
    EventName,
    Every,
    Expression,
    Fields,
    Listed,
    Literal,
    Named,
    Nth,
    Qualified,
    Range,
    Recurrence,
    Shift,
    Slice,
    Undated,
    Unit,
    Window,
    Within,
)

RULES: Final[dict[type, Callable[..., Draft]]] = {
    Anchor: read_anchor,
    Fields: read_fields,
    Literal: read_literal,
    Unit: read_unit,
    Chosen: read_chosen,
    Nth: read_nth,
    Within: read_within,
    Slice: read_slice,
    Shift: read_shift,
    Window: read_window,
    Adjacent: read_adjacent,
    Around: read_around,
    Clock: read_clock,
    DayPart: read_daypart,
    At: read_at,
    Edge: read_edge,
    Range: read_range,
    Listed: read_listed,
    Every: read_every,
    Both: read_both,
    Qualified: read_qualified,
    Named: read_named,
    EventName: read_event,
    Beside: read_beside,
    Alternatives: read_alternatives,
    Recurrence: first_occurrence,
    Undated: read_undated,
}
"""The rule for each kind of node."""


class Evaluator(Evaluation):
    """An evaluation with the rules for every kind of node."""

    __slots__ = ()

    rules: ClassVar[Mapping[type, Callable[..., Draft]]] = RULES


def read(expression: Expression, context: Context, known: Mapping[str, Span], fill: bool) -> Reading:
    """The bounds and constraints that an expression states.

    ``known`` has the spans of the events whose values it needs (see ``needs``). ``fill``: whether what the calendar
    names is filled ("2017" from the first day to the last) or only holds the start and the end.

    Raises:
        AnchorNeededError, InvalidDateError, UnknownNameError, UndatedReferenceError.
    """
    evaluator = Evaluator(context, known)
    draft = as_statement(evaluator, expression) if isinstance(expression, EventName) else evaluator.evaluate(expression)
    return Reading(draft.span(fill), draft.constraints, tuple(item.span(fill) for item in draft.items))


def needs(expression: Expression) -> tuple[str, ...]:
    """The events whose dates must be known before this can be read, in the order of the text.

    Events that only bound it ("before E", "during E") are not among them: those become constraints.
    """
    names: list[str] = []
    _collect(expression, names, value=False)
    return tuple(dict.fromkeys(names))


def _collect(node: object, names: list[str], *, value: bool) -> None:
    if isinstance(node, EventName):
        if value:
            names.append(node.name)
    elif isinstance(node, (Both, Qualified, Range, Beside)) and not value:
        for child in _children(node):
            bare = child.of if isinstance(child, Edge) else child
            _collect(bare, names, value=not isinstance(bare, EventName) and isinstance(node, (Range, Beside)))
    elif not isinstance(node, (str, int, float, bool, type(None), Span)):
        for child in _children(node):
            _collect(child, names, value=True)


def _children(node: object) -> Iterator[Expression]:
    for name in getattr(node, "__attrs_attrs__", ()):
        child = getattr(node, name.name)
        if isinstance(child, tuple):
            yield from (item for item in child if hasattr(item, "__attrs_attrs__") and not isinstance(item, Span))
        elif hasattr(child, "__attrs_attrs__") and not isinstance(child, Span):
            yield child
