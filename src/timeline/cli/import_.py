"""``timeline import``: a calendar, or a table, as a file of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli import options
from timeline.cli.app import FINE, PROBLEMS, USAGE
from timeline.cli.opening import tell
from timeline.cli.output import counted, note, progress

if TYPE_CHECKING:
    from timeline.events import Document

EPILOG = """\b
Examples:
  timeline import calendar.ics -o events.yaml
  timeline import calendar.ics --timezone Europe/Minsk -o events.yaml
  timeline import table.csv > events.yaml

What a calendar says and an event has no field for is kept in the event's ical: lines, so that it is there again when
the events are exported. What cannot be read is told with its line, and everything else is written.
"""


@click.command("import", epilog=EPILOG, short_help="Turn a calendar or a table into a file of events.")
@click.argument("file", metavar="FILE", type=options.FILE)
@click.option("-o", "--output", default="-", metavar="FILE", type=options.FILE, help="Where to write; - is stdout.")
@click.option("--format", "shape", metavar="NAME", help="ics, csv, yaml, or one that is installed beside them.")
@click.option("--timezone", metavar="ZONE", help="Zone of times that name none, such as Europe/Minsk.")
@click.option("--title", metavar="TEXT", help="What the timeline is called; else as the calendar is.")
def command(file: str, output: str, shape: str | None, timezone: str | None, title: str | None) -> int:
    """Write the events of FILE, a calendar or a table, as a file of events (YAML)."""
    from attrs import evolve

    from timeline import zones
    from timeline.exporters.yaml import stream
    from timeline.files import write_atomically

    if timezone is not None:
        zones.zone(timezone)  # refuses what no zone is called
    options.apart(output, [file])
    document = _read(file, shape)
    if not document.events and any(not problem.path for problem in document.problems):
        tell(document.problems)
        return USAGE
    given = options.given(timezone=timezone, title=title)
    if given:
        document = evolve(document, **given)  # type: ignore[arg-type]  # the names are its own
    with progress(f"writing {output}") as shown:
        write_atomically(output, stream(document, progress=shown.done))
    tell(document.problems)
    if output != "-":
        note(f"{output}: {counted(len(document.events), 'event')}")
    return PROBLEMS if document.problems else FINE


def _read(file: str, shape: str | None) -> Document:
    from timeline.importers import format_of, read
    from timeline.importers.ical import import_ical

    name = shape or ("ics" if file == "-" else format_of(file))
    with progress(f"reading {file}") as shown:
        if name != "ics":
            return read(file, format=name)

        return import_ical(file, progress=shown.done)
