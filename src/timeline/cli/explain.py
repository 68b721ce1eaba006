"""``timeline explain``: how the date of an event came about."""

from __future__ import annotations

from typing import Any

import click

from timeline.cli import options
from timeline.cli.opening import opened
from timeline.cli.output import write

EPILOG = """\b
Examples:
  timeline explain data/events.yaml bilateral-meetings
  timeline explain data/events.yaml trade-recovery
"""


@click.command("explain", epilog=EPILOG, short_help="Tell how the date of an event came about.")
@click.argument("file", metavar="FILE", type=options.FILE)
@click.argument("id", metavar="ID")
@options.reading
def command(file: str, id: str, **reading: Any) -> int:  # noqa: A002  (what it is called on the command line)
    """Tell every step from the wording of the event ID in FILE to its date."""
    timeline = opened((file,), **reading)
    write(str(timeline.explain(id)))
    return 0
