"""``timeline diff``: what changed from one file to another."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.app import FINE, PROBLEMS
from timeline.cli.opening import opened, outcome
from timeline.cli.output import write

if TYPE_CHECKING:
    from timeline.timeline import Timeline

EPILOG = """\b
Examples:
  timeline diff old.yaml new.yaml
  timeline diff exported.ics data/events.yaml --format markdown
  git show HEAD~1:events.yaml | timeline diff - events.yaml

Either side is YAML, a calendar, JSON or CSV. Exits with 1 where they differ.
"""


@click.command("diff", epilog=EPILOG, short_help="Tell what changed between two files.")
@click.argument("old", metavar="OLD", type=options.FILE)
@click.argument("new", metavar="NEW", type=options.FILE)
@options.reading
@click.option(
    "--format",
    "shape",
    type=click.Choice(("text", "table", "markdown", "json")),
    default="text",
    show_default=True,
)
def command(old: str, new: str, shape: str, **reading: Any) -> int:
    """Tell what changed from OLD to NEW: events added, removed, moved, reworded or changed, and the people in them."""
    from timeline.compare import diff
    from timeline.exporters.changes import write_changes

    before, after = _side(old, reading), _side(new, reading)
    changes = diff(before, after)
    write(write_changes(changes, format=shape))
    return max(outcome(before), outcome(after), PROBLEMS if changes else FINE)


def _side(file: str, reading: dict[str, Any]) -> Timeline:
    """One side; where there is no file, as git names it, there are no events."""
    if file == os.devnull:
        from timeline.timeline import Timeline

        return Timeline()
    return opened((file,), **reading)
