"""``timeline resolve``: what a wording means."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.app import FINE, PROBLEMS
from timeline.cli.output import note, write

if TYPE_CHECKING:
    from timeline.resolver.resolution import Resolution
    from timeline.span import Bound, Span

FORMATS = ("text", "json", "edtf", "iso")

EPILOG = """\b
Examples:
  timeline resolve "Nov. 29-30" --anchor 2017-11-30
  timeline resolve "two days before Nov. 30" --anchor 2017-12-01 --explain
  timeline resolve "next Friday" --anchor today --timezone Europe/Minsk
  timeline resolve 3/4/2017 --day-first
  timeline resolve "10 business days after 1 May 2018" --holidays DE
  timeline resolve - --format json < wordings.txt

Without --explain a note on standard error says where a preference decided between readings.
"""


@click.command("resolve", epilog=EPILOG, short_help="Say what a wording means.")
@click.argument("wording", metavar="WORDING")
@options.reading
@options.preferences
@click.option("--explain", is_flag=True, help="Tell every step, and the other readings.")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="text", show_default=True)
def command(
    wording: str,
    anchor: str | None,
    timezone: str | None,
    week_start: str | None,
    explain: bool,
    shape: str,
    **chosen: object,
) -> int:
    """Say what a WORDING means: its dates, how they came about, and what else it could be.

    With - as the wording, one is read from each line of standard input, and each line gives one answer (an empty line
    for text formats, null for JSON, where there is none).
    """
    settings: dict[str, Any] = options.given(
        anchor=options.anchor_text(anchor, timezone),
        timezone=timezone,
        week_start=week_start and options.WEEKDAYS.index(week_start) + 1,
        **chosen,
    )
    if wording == "-":
        return _each(sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines(), settings, explain, shape)
    from timeline import resolve

    resolution = resolve(wording, **settings)
    write(_answer(resolution, shape, explain))
    if not explain and shape != "json" and resolution.ambiguous:
        others = ", ".join(candidate.span.edtf() for candidate in resolution.candidates[:3])
        note(f"timeline: {others} would be another reading; --explain tells why" if others else "timeline: --explain")
    return FINE


def _each(wordings: list[str], settings: dict[str, Any], explain: bool, shape: str) -> int:
    from timeline import resolve
    from timeline.errors import TimelineError

    code = FINE
    for number, text in enumerate(wordings, 1):
        if not text.strip():
            continue
        try:
            answer = _answer(resolve(text.strip(), **settings), shape, explain, indent=None)
        except TimelineError as error:
            answer, code = "null" if shape == "json" else "", PROBLEMS
            note(f"<stdin>:{number}:{getattr(error, 'column', 1)}: {error}")
        write(f"{answer}\n")
    return code


def _answer(resolution: Resolution, shape: str, explain: bool, indent: int | None = 2) -> str:
    if shape == "json":
        return json.dumps(record(resolution, explain), ensure_ascii=False, indent=indent)
    if shape == "edtf":
        return "\n".join(span.edtf() for span in resolution.spans)
    if shape == "iso":
        return "\n".join("\t".join(edge or ".." for edge in span.iso()) for span in resolution.spans)
    return "\n".join(_text(resolution, explain))


def _text(resolution: Resolution, explain: bool) -> Iterator[str]:
    for span in resolution.spans:
        yield _line(span)
    if resolution.recurrence:
        yield f"repeats: {resolution.recurrence.rrule}"
    if not explain:
        return
    for number, step in enumerate(resolution.steps, 1):
        yield f"  {number}. {step.text}  [{step.rule}]"
    if resolution.candidates:
        yield "other readings:"
        for candidate in resolution.candidates:
            yield f"  {_line(candidate.span)}  ({candidate.reason})"


def _line(span: Span) -> str:
    from timeline import render

    said, edtf = render(span), span.edtf()
    return said if said == edtf else f"{said}  ({edtf})"


def record(resolution: Resolution, explain: bool) -> dict[str, object]:
    """A resolution as plain JSON values."""
    found: dict[str, object] = {"text": resolution.text, **_span(resolution.span)}
    if len(resolution.spans) > 1:
        found["spans"] = [_span(span) for span in resolution.spans]
    if resolution.recurrence:
        found["recurrence"] = {
            "rrule": resolution.recurrence.rrule,
            "start": resolution.recurrence.start.iso()[0],
        }
    found["ambiguous"] = resolution.ambiguous
    found["candidates"] = [{**_span(candidate.span), "reason": candidate.reason} for candidate in resolution.candidates]
    if explain:
        found["steps"] = [{"rule": step.rule, "text": step.text} for step in resolution.steps]
    return found


def _span(span: Span) -> dict[str, object]:
    start, end = span.iso()
    return {
        "start": start,
        "end": end,
        "edtf": span.edtf(),
        "grain": str(span.grain),
        "timezone": span.zone,
        "exact": span.exact,
        "approximate": span.approximate,
        "uncertain": span.uncertain,
        "bounds": [_bound(span, name) for name in ("earliest_start", "latest_start", "earliest_end", "latest_end")],
    }


def _bound(span: Span, name: str) -> str | None:
    from timeline.errors import OutOfRangeError
    from timeline.span import Unknown

    try:
        bound: Bound = getattr(span, name)
    except OutOfRangeError:
        return None
    if bound is None:
        return ".."
    return "unknown" if isinstance(bound, Unknown) else bound.isoformat()
