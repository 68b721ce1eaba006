"""What resolving gives: the span, the other readings, and the steps that led there, worked out when asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from attrs import frozen

from timeline.span import Span
from timeline.wording.expression import Expression


@frozen
class Step:
    """One step of an explanation: the rule's short name (``range``, ``year-from-anchor``) and what it did, in words."""

    rule: str
    text: str


@frozen
class Candidate:
    """Another span that the wording allows, and what would have to hold for it."""

    span: Span
    reason: str


@frozen
class RecurrenceRule:
    """Something that repeats: an RFC 5545 rule (§3.3.10) and its first occurrence."""

    rrule: str
    """The rule's parts, without ``RRULE:``; UNTIL included where the wording ends it."""
    start: Span
    """The first occurrence (DTSTART)."""


@frozen
class Explanation:
    """All that is worked out only when somebody asks."""

    steps: tuple[Step, ...]
    candidates: tuple[Candidate, ...]
    ambiguous: bool


def _given(explanation: Explanation) -> Explanation:
    return explanation


class Resolution:
    """The answer to what a wording means.

    ``span`` is the answer (the hull of all of them for lists), ``spans`` each of several, ``recurrence`` the rule where
    the wording repeats; ``expression`` what was said. ``steps``, ``candidates`` and ``ambiguous`` are computed on first
    use.
    """

    __slots__ = ("_explain", "_explanation", "expression", "recurrence", "span", "spans", "text")

    def __init__(
        self,
        text: str,
        expression: Expression,
        span: Span,
        spans: tuple[Span, ...],
        recurrence: RecurrenceRule | None,
        explain: Callable[[], Explanation],
    ) -> None:
        self.text = text
        self.expression = expression
        self.span = span
        self.spans = spans
        self.recurrence: RecurrenceRule | None = recurrence
        self._explain = explain
        self._explanation: Explanation | None = None

    def __eq__(self, other: object) -> bool:
        """Whether both say the same and come to the same, whatever else they might have meant."""
        if not isinstance(other, Resolution):
            return NotImplemented
        return self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[object, ...]:
        return self.text, self.expression, self.span, self.spans, self.recurrence

    def __reduce__(self) -> tuple[object, ...]:
        # What explains it holds the whole file, so that a copy that goes elsewhere has the explanation itself.
        explain = partial(_given, self.explanation)
        return Resolution, (self.text, self.expression, self.span, self.spans, self.recurrence, explain)

    def __repr__(self) -> str:
        return f"Resolution({self.text!r}, {'/'.join(edge or '..' for edge in self.span.iso())})"

    @property
    def explanation(self) -> Explanation:
        """Steps and candidates together."""
        if self._explanation is None:
            self._explanation = self._explain()
        return self._explanation

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step in plain words: the wording, the rules, what was counted from, each default that decided."""
        return self.explanation.steps

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Other readings, best first; the chosen one is not among them, and none comes twice."""
        return self.explanation.candidates

    @property
    def ambiguous(self) -> bool:
        """Whether a preference decided between readings."""
        return self.explanation.ambiguous
