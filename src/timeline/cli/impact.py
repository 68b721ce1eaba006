"""``timeline impact``: what moving an event would move."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options, planning
from timeline.cli.app import FINE, PROBLEMS
from timeline.cli.opening import opened, outcome
from timeline.cli.output import write

if TYPE_CHECKING:
    from timeline.schedule.impact import Impact, Moved
    from timeline.timeline import Timeline

EPILOG = """\b
Examples:
  timeline impact data/events.yaml csto-session "+2 days"
  timeline impact data/events.yaml minsk-visit "Dec. 2"
  timeline impact data/conference.yaml keynote "+90 minutes"
  timeline impact data/conference.yaml coffee@2018-03-24 "+1 hour"

Of what repeats one occurrence is moved, named by the day on which its rule has it (`show --from … --to …` lists them).
Nothing is written. Exits with 1 where the move breaks something or double-books somebody for certain.
"""


@click.command(
    "impact",
    epilog=EPILOG,
    short_help="Tell what moving an event would move.",
    context_settings={"ignore_unknown_options": True},  # so that a move may be "-2 days"
)
@click.argument("file", metavar="FILE", type=options.FILE)
@click.argument("id", metavar="ID")
@click.argument("move", metavar="MOVE")
@options.reading
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(file: str, id: str, move: str, shape: str, **reading: Any) -> int:  # noqa: A002  (its name on the command line)
    """Tell what moving the event ID of FILE by so much ("+2 days") or to a date ("Dec. 2") would change."""
    timeline = opened((file,), **reading)
    found = timeline.impact(id, move)
    write(
        json.dumps(_record(found), ensure_ascii=False, indent=2)
        if shape == "json"
        else "\n".join(_lines(timeline, found))
    )
    bad = found.problems or found.broken or any(one.certain for one in found.conflicts)
    return max(outcome(timeline), PROBLEMS if bad else FINE)


def _lines(timeline: Timeline, found: Impact) -> Iterator[str]:
    if not found.moved:
        yield "nothing moves"
    else:
        yield planning.table(
            ("event", "before", "after", "because"),
            ((one.entry.id, planning.shown(one.old), planning.shown(one.new), _because(one)) for one in found.moved),
        )
    if found.broken or found.problems:
        yield ""
        yield "broken"
        yield from (f"  {one.message}" for one in found.broken)
        yield from (f"  {problem.message}" for problem in found.problems)
    for heading, group in (
        ("new conflicts, certain", [one for one in found.conflicts if one.certain]),
        ("new conflicts, possible", [one for one in found.conflicts if not one.certain]),
    ):
        if group:
            yield ""
            yield heading
            yield ""
            yield planning.table(planning.CONFLICT_HEADERS, planning.conflict_rows(timeline, group))


def _because(one: Moved) -> str:
    return ", ".join(f"{step.event} {step.kind} {step.on}" for step in one.through) or "moved"


def _record(found: Impact) -> dict[str, object]:
    return {
        "event": found.event,
        "moved": [
            {
                "id": one.entry.id,
                "old": one.old.edtf() if one.old else None,
                "new": one.new.edtf() if one.new else None,
                "through": [{"event": step.event, "kind": step.kind, "on": step.on} for step in one.through],
            }
            for one in found.moved
        ],
        "broken": [one.message for one in found.broken],
        "problems": [problem.message for problem in found.problems],
        "conflicts": [planning.conflict_record(one) for one in found.conflicts],
    }
