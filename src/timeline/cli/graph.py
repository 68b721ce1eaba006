"""``timeline graph``: which date hangs on which."""

from __future__ import annotations

from typing import Any

import click

from timeline.cli import options
from timeline.cli.opening import opened, outcome
from timeline.cli.output import write

EPILOG = """\b
Examples:
  timeline graph data/events.yaml
  timeline graph data/events.yaml --format dot | dot -Tsvg > events.svg
  timeline graph data/events.yaml --format mermaid
"""


@click.command("graph", epilog=EPILOG, short_help="Print which date hangs on which.")
@options.files
@options.reading
@click.option("--format", "shape", type=click.Choice(("text", "dot", "mermaid")), default="text", show_default=True)
def command(files: tuple[str, ...], shape: str, **reading: Any) -> int:
    """Print what the dates of FILEs are counted from, bounded by, part of, before and after."""
    from timeline.registry import exporters

    timeline = opened(files, **reading)
    write(exporters["graph"](timeline, format=shape))
    return outcome(timeline)
