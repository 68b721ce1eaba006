"""What one wording says of its event: bounds of its own, and constraints that tie it to other events."""

from __future__ import annotations

from attrs import frozen

from timeline.span import Span


@frozen
class Constraint:
    """An order between an edge of the event that is described and an edge of another.

    ``mine`` and ``theirs`` are ``start`` or ``end``; ``order`` is ``<=``, ``>=`` or ``==``.
    """

    mine: str
    order: str
    event: str
    theirs: str


@frozen
class Reading:
    """The reading of one wording before anything is propagated.

    ``span`` holds the bounds that the wording itself sets (``NEVER``/``FOREVER`` where it sets none); ``constraints``
    what it says about other events, whose values it does not need.
    """

    span: Span
    constraints: tuple[Constraint, ...] = ()
    spans: tuple[Span, ...] = ()
