"""``timeline export``: files as a calendar, a table, JSON or CSV."""

from __future__ import annotations

import inspect
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli import options
from timeline.cli.app import FINE, PROBLEMS
from timeline.cli.opening import opened, outcome, tell
from timeline.cli.output import counted, note, progress, write

if TYPE_CHECKING:
    from timeline.errors import Problem

BY_SUFFIX: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "": ("ics", {}),
    "html": ("table", {"format": "html"}),
    "ical": ("ics", {}),
    "md": ("table", {"format": "github"}),
    "rst": ("table", {"format": "rst"}),
    "tex": ("table", {"format": "latex"}),
    "tsv": ("csv", {"delimiter": "\t"}),
    "txt": ("table", {}),
}
"""Format and settings by the suffix of the output; any other suffix is the name of a format."""

EPILOG = """\b
Examples:
  timeline export data/events.yaml -o events.ics
  timeline export data/events.yaml -o events.ics --set uncertain=earliest --set attendees=true
  timeline export data/events.yaml --format json | jq .
  timeline export *.yaml -o all.csv

The format goes by the suffix of the output, or by --format; --set hands a setting to the exporter. The output is
written whole or not at all.

\b
Settings of calendars (docs/calendars.md says more):
  uncertain     what is known within bounds: bounds, earliest, latest, journal, skip
  open          what has an open side: marker, journal, skip
  transparent   what takes no time: auto, all-day, always, never
  descriptions  explained, plain, none
  alarms, attendees, mark_uncertain   true or false
  relations     parent, all
  method, name, color, url, source, refresh, image   of the calendar itself
"""


@click.command("export", epilog=EPILOG, short_help="Write files as a calendar, JSON, CSV or a table.")
@options.files
@options.reading
@click.option("-o", "--output", default="-", metavar="FILE", type=options.FILE, help="Where to write; - is stdout.")
@click.option("--format", "shape", metavar="NAME", help="ics, json, csv, table, or one that is installed beside them.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of the exporter.")
def command(files: tuple[str, ...], output: str, shape: str | None, settings: tuple[str, ...], **reading: Any) -> int:
    """Write the events of FILEs in another format."""
    from timeline.registry import exporters

    suffix = PurePath(output).suffix.removeprefix(".").lower()
    name, chosen = (shape, {}) if shape else BY_SUFFIX.get(suffix, (suffix, {}))
    export = exporters[name]
    chosen = {**chosen, **options.settings(settings, export)}
    timeline = opened(files, **reading)
    left_out: list[Problem] = []
    if "report" in inspect.signature(export).parameters:
        chosen["report"] = left_out
    with progress(f"writing {output}"):
        write(export(timeline, **chosen), output)
    tell(left_out)
    if output != "-":
        note(f"{output}: {counted(len(timeline) - len({problem.path for problem in left_out}), 'event')}")
    return max(outcome(timeline), PROBLEMS if left_out else FINE)
