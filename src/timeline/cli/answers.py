"""What a date came to, as lines for people and as values for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.resolver.resolution import Candidate, Resolution, Step
    from timeline.span import Span

OTHERS = 5
"""How many other readings are named to people; programs get all of them."""


def date_line(span: Span) -> str:
    """A span as people write it, and in EDTF."""
    from timeline import render

    said, edtf = render(span), span.edtf()
    return said if said == edtf else f"{said}  ({edtf})"


def step_lines(steps: Iterable[Step], candidates: tuple[Candidate, ...]) -> Iterator[str]:
    """The steps of an explanation, numbered, and the other readings."""
    for number, step in enumerate(steps, 1):
        yield f"  {number}. {step.text}  [{step.rule}]"
    if candidates:
        yield "other readings:"
    for candidate in candidates[:OTHERS]:
        yield f"  {date_line(candidate.span)}: {candidate.reason}"
    if len(candidates) > OTHERS:
        yield f"  … and {len(candidates) - OTHERS} more"


def resolution_lines(resolution: Resolution, *, explain: bool) -> Iterator[str]:
    """A resolution: a line for each of its spans, its recurrence, and with ``explain`` how it came about."""
    for span in resolution.spans:
        yield date_line(span)
    if resolution.recurrence:
        yield f"repeats: {resolution.recurrence.rrule}"
    if explain:
        yield from step_lines(resolution.steps, resolution.candidates)


def resolution_record(resolution: Resolution, *, explain: bool) -> dict[str, object]:
    """A resolution as JSON values, its dates in the shape that exported events have."""
    from timeline.exporters.json import resolution_values, span_values

    return {
        "text": resolution.text,
        **span_values(resolution.span),
        "ambiguous": resolution.ambiguous,
        **resolution_values(resolution, steps=explain),
    }
