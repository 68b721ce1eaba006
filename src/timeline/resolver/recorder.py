"""What an explanation needs to know: the steps that were taken, and the choices that a preference made."""

from __future__ import annotations

from attrs import define, field

from timeline.resolver.resolution import Step


@define
class Choice:
    """A place where several readings were open: what decided, and the reason of each reading, the chosen one first."""

    setting: str
    reasons: list[str]


@define
class Recorder:
    """Kept by an evaluation that somebody asked to explain."""

    steps: list[Step] = field(factory=list)
    choices: list[Choice] = field(factory=list)
    force: tuple[int, int] | None = None
    """(choice, reading): makes that choice take that reading, which is how other candidates are found."""

    def step(self, rule: str, text: str) -> None:
        """Note one step."""
        self.steps.append(Step(rule, text))
