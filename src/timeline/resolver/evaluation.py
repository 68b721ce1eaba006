"""One evaluation: what every rule for a node works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Self, TypeAlias

from timeline.calendar import DAY
from timeline.errors import AnchorNeededError
from timeline.resolver.context import Context
from timeline.resolver.draft import Draft
from timeline.resolver.recorder import Choice, Recorder
from timeline.span import Span
from timeline.wording.expression import Expression

Cell: TypeAlias = tuple[int, int]
Series: TypeAlias = tuple[Callable[[int], "Sequence[Cell]"], int, int]
"""What recurs: the cells of the i-th cycle, the cycle that holds the anchor, and how far to look for one."""


class Evaluation:
    """The context, the known events, and who is told: ``recorder`` is None unless somebody wants an explanation."""

    __slots__ = ("context", "known", "recorder")

    rules: ClassVar[Mapping[type, Callable[..., Draft]]]
    """The rule ``rule(evaluation, node)`` for each kind of node. Rules nest, so they come with the evaluation."""

    def __init__(self, context: Context, known: Mapping[str, Span], recorder: Recorder | None = None) -> None:
        self.context = context
        self.known = known
        self.recorder = recorder

    def evaluate(self, node: Expression) -> Draft:
        """The draft of any expression."""
        return self.rules[node.__class__](self, node)

    def anchor(self, why: str) -> int:
        """The anchor's day; ``why`` is what needs it."""
        day = self.context.anchor
        if day is None:
            raise AnchorNeededError(f"{why} counts from a date that is not given: say an anchor (as_of)")
        return day

    def moment(self, why: str) -> int:
        """The anchor's moment in wall seconds of the context's zone."""
        second = self.context.anchor_second
        if second is None and self.recorder is not None:
            self.recorder.step("anchor", "the anchor names no time of day: counted from its start")
        return self.anchor(why) * DAY + (second or 0)

    def quietly(self, node: Expression) -> Draft:
        """The draft of an expression, of which nobody is told."""
        return self.evaluate(node) if self.recorder is None else type(self)(self.context, self.known).evaluate(node)

    def seen_from(self, day: int, prefer: str) -> Self:
        """A silent evaluation with another anchor and preference."""
        return type(self)(self.context.seen_from(day, prefer), self.known)

    def pick(self, setting: str, readings: Sequence[tuple[Draft | Cell | int, str]]) -> int:
        """Which of several readings is taken: the first, unless an explanation forces another."""
        recorder = self.recorder
        if recorder is None or len(readings) < 2:
            return 0
        at = len(recorder.choices)
        taken = 0
        if recorder.force is not None and recorder.force[0] == at:
            taken = min(recorder.force[1], len(readings) - 1)
        recorder.choices.append(Choice(setting, [reason for _, reason in readings]))
        others = "; ".join(reason for k, (_, reason) in enumerate(readings) if k != taken)
        recorder.step(setting, f"took {readings[taken][1]}; also possible: {others}")
        return taken
