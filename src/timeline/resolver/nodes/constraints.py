"""What wording says of other events, whose dates need not be known for it."""

from __future__ import annotations

from typing import Final

from timeline.resolver.reading import Constraint
from timeline.wording.expression import Edge, EventName, Expression, Range


def event_of(node: Expression | None) -> str | None:
    """The event that a node stands for by itself, or whose edge it is."""
    if isinstance(node, Edge):
        node = node.of
    return node.name if isinstance(node, EventName) else None


_START_RULES: Final = {
    # (kind, which edge of the event was said) -> (order, edge of the event)
    ("at", None): ("==", "start"),
    ("at", False): ("==", "start"),
    ("at", True): ("==", "end"),
    ("after", None): (">=", "end"),
    ("after", False): (">=", "start"),
    ("after", True): (">=", "end"),
    ("within", None): (">=", "start"),
    ("within", False): (">=", "start"),
    ("within", True): (">=", "end"),
}
_END_RULES: Final = {
    ("until", None): ("==", "end"),
    ("until", False): ("==", "start"),
    ("until", True): ("==", "end"),
    ("by", None): ("<=", "end"),
    ("by", False): ("<=", "start"),
    ("by", True): ("<=", "end"),
    ("before", None): ("<=", "start"),
    ("before", False): ("<=", "start"),
    ("before", True): ("<=", "end"),
    ("to", None): ("==", "start"),
    ("to", False): ("==", "start"),
    ("to", True): ("==", "end"),
    ("after", None): (">=", "end"),
    ("after", False): (">=", "start"),
    ("after", True): (">=", "end"),
    ("late", None): (">=", "start"),
    ("late", False): (">=", "start"),
    ("late", True): (">=", "end"),
}


def start_constraints(node: Range, start: Expression, name: str) -> tuple[Constraint, ...]:
    """What a range says of its start where that is an event, or the edge of one."""
    order, theirs = _START_RULES[node.start_kind, start.end if isinstance(start, Edge) else None]
    return (Constraint("start", order, name, theirs),)


def end_constraints(node: Range, end: Expression, name: str) -> tuple[Constraint, ...]:
    """What a range says of its end where that is an event, or the edge of one."""
    order, theirs = _END_RULES[node.end_kind, end.end if isinstance(end, Edge) else None]
    return (Constraint("end", order, name, theirs),)


BESIDE: Final = {
    "during": (("start", ">=", "start"), ("end", "<=", "end")),
    "within": (("start", ">=", "start"), ("end", "<=", "end")),
    "same": (("start", "==", "start"), ("end", "==", "end")),
    "starting": (("start", "==", "start"),),
    "ending": (("end", "==", "end"),),
}
"""kind of ``Beside`` -> (edge of what is described, order, edge of the event)"""
BESIDE_WORDS: Final = {
    "during": "somewhere within",
    "within": "somewhere within",
    "same": "at the same time as",
    "starting": "starts with",
    "ending": "ends with",
}
