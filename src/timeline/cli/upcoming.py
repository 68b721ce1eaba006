"""``timeline upcoming``: what comes, with the days left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options, planning
from timeline.cli.opening import opened, outcome
from timeline.cli.output import write

if TYPE_CHECKING:
    from timeline.schedule.upcoming import Upcoming

EPILOG = """\b
Examples:
  timeline upcoming data/events.yaml --from 2017-11-28 --within "1 week"
  timeline upcoming data/conference.yaml --from today

'today' and 'now' read the clock; without --from it is the file's own date (as_of).
"""


@click.command("upcoming", epilog=EPILOG, short_help="List what comes, with the days left.")
@options.files
@options.reading
@click.option("--from", "start", metavar="DATE", help="From when on: a date, wording, 'today' or 'now'.")
@click.option("--within", metavar="LENGTH", default="2 weeks", show_default=True)
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(files: tuple[str, ...], start: str | None, within: str, shape: str, **reading: Any) -> int:
    """List what comes in FILEs from a day on, with the days left; deadlines that ran out come first."""
    timeline = opened(files, **reading)
    said = options.anchor_text(start, reading.get("timezone")) or (timeline.document and timeline.document.as_of)
    if not said:
        raise click.UsageError("say from when on: --from")
    found = timeline.upcoming(said, within=within)
    if shape == "json":
        write(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=2))
    else:
        rows = [
            (one.says, planning.shown(one.entry.span), one.entry.event.type, one.entry.event.title, one.entry.id)
            for one in found
        ]
        write(planning.table(("left", "date", "type", "title", "id"), rows) if rows else "nothing comes")
    return outcome(timeline)


def _record(one: Upcoming) -> dict[str, object]:
    return {
        "id": one.entry.id,
        "title": one.entry.event.title,
        "type": one.entry.event.type,
        "edtf": one.entry.span.edtf() if one.entry.span else None,
        "days": one.days if one.known else None,
        "certain": one.certain,
        "says": one.says,
    }
