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
    from collections.abc import Callable

    from timeline.errors import Problem
    from timeline.timeline import Timeline

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
  timeline export data/conference.yaml --free-busy --set participants=ada,bo -o busy.ics
  timeline export data/events.yaml -o events.ics --update

The format goes by the suffix of the output, or by --format; --set hands a setting to the exporter. The output is
written whole or not at all.

--update compares with the calendar that the output is now: what did not change keeps every byte, what did keeps its
UID and gets a higher SEQUENCE where calendars have to know. Give changed events a new revised: date.

\b
Settings of calendars (docs/calendars.md says more):
  uncertain     what is known within bounds: bounds, earliest, latest, journal, skip
  open          what has an open side: marker, journal, skip
  transparent   what takes no time: auto, all-day, always, never
  descriptions  explained, plain, none
  alarms, attendees, mark_uncertain, fields   true or false
  relations     parent, all
  method, name, color, url, source, refresh, image   of the calendar itself
"""


@click.command("export", epilog=EPILOG, short_help="Write files as a calendar, JSON, CSV or a table.")
@options.files
@options.reading
@click.option("-o", "--output", default="-", metavar="FILE", type=options.FILE, help="Where to write; - is stdout.")
@click.option("--format", "shape", metavar="NAME", help="ics, json, csv, table, or one that is installed beside them.")
@click.option("--free-busy", is_flag=True, help="When people are busy (VFREEBUSY), without saying by what.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of the exporter.")
@click.option("--update", "renew", is_flag=True, help="Bring the calendar FILE of -o up to date.")
@click.option("--keep-cancelled", is_flag=True, help="With --update: keep what is gone, as cancelled.")
def command(
    files: tuple[str, ...],
    output: str,
    shape: str | None,
    settings: tuple[str, ...],
    free_busy: bool,
    renew: bool,
    keep_cancelled: bool,
    **reading: Any,
) -> int:
    """Write the events of FILEs in another format."""
    from timeline.registry import exporters, streams

    suffix = PurePath(output).suffix.removeprefix(".").lower()
    name, preset = (shape, {}) if shape else BY_SUFFIX.get(suffix, (suffix, {}))
    if free_busy:
        if shape not in (None, "ics", "free-busy"):
            raise click.UsageError("--free-busy is a calendar of its own, and takes no other --format.")
        name, preset = "free-busy", {}
    export = exporters[name]
    chosen: dict[str, Any] = {**preset, **options.settings(settings, export)}
    if keep_cancelled and not renew:
        raise click.UsageError("--keep-cancelled goes with --update.")
    if renew and (name != "ics" or output == "-"):
        raise click.UsageError("--update is for calendars, and needs -o FILE.ics.")
    options.apart(output, files)
    timeline = opened(files, **reading)
    left_out: list[Problem] = []
    if "report" in inspect.signature(export).parameters:
        chosen["report"] = left_out
    with progress(f"writing {output}") as shown:
        if renew:
            _update(timeline, output, keep_cancelled, progress=shown.done, **chosen)
        elif name in streams:
            timeline.export(name, output, progress=shown.done, **chosen)
        else:
            write(export(timeline, **chosen), output)
    tell(left_out)
    if output != "-" and not free_busy:
        missing = {(problem.file, problem.path) for problem in left_out if problem.code == "left-out"}
        note(f"{output}: {counted(len(timeline) - len(missing), 'event')}")
    return max(outcome(timeline), PROBLEMS if left_out else FINE)


def _update(
    timeline: Timeline,
    output: str,
    keep_cancelled: bool,
    *,
    report: list[Problem],
    progress: Callable[[int, int], None],
    **settings: Any,
) -> None:
    from timeline.exporters.ical import CalendarSettings
    from timeline.exporters.update import update
    from timeline.files import write_atomically

    chunks = update(
        timeline,
        output,
        CalendarSettings(**settings),
        keep_cancelled=keep_cancelled,
        report=report,
        progress=progress,
    )
    write_atomically(output, chunks)
