"""``timeline explain``: how the date of an event came about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.answers import date_line, resolution_record, step_lines
from timeline.cli.app import FINE, PROBLEMS
from timeline.cli.opening import opened, tell
from timeline.cli.output import write

if TYPE_CHECKING:
    from timeline.errors import Problem
    from timeline.timeline import Timeline

EPILOG = """\b
Examples:
  timeline explain data/events.yaml bilateral-meetings
  timeline explain data/events.yaml trade-recovery --format json
"""


@click.command("explain", epilog=EPILOG, short_help="Tell how the date of an event came about.")
@click.argument("file", metavar="FILE", type=options.FILE)
@click.argument("id", metavar="ID")
@options.reading
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(file: str, id: str, shape: str, **reading: Any) -> int:  # noqa: A002  (its name on the command line)
    """Tell every step from the wording of the event ID in FILE to its date."""
    timeline = opened((file,), **reading)
    entry, steps = timeline[id], timeline.explain(id)
    if shape == "json":
        found = None if entry.resolution is None else resolution_record(entry.resolution, explain=True)
        told = [{"rule": step.rule, "text": step.text} for step in steps]
        write(json.dumps({"id": id, **(found or {}), "steps": told}, ensure_ascii=False, indent=2))
    else:
        date = "no date" if entry.span is None else date_line(entry.span)
        candidates = entry.resolution.candidates if entry.resolution else ()
        write("\n".join((f"{entry.event.title}: {date}", *step_lines(steps, candidates))))
    wrong = _problems_of(timeline, id)
    tell(wrong)
    return PROBLEMS if wrong else FINE


def _problems_of(timeline: Timeline, event_id: str) -> list[Problem]:
    document = timeline.document
    if document is None or not timeline.problems:
        return []
    found = (document.locate(f"events[{at}]") for at, event in enumerate(document.events) if event.id == event_id)
    places = {(file, path) for file, _, _, path in found}
    return [each for each in timeline.problems if (each.file, each.path.partition(".")[0]) in places]
