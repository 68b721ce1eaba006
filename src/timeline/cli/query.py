"""``timeline query``: what in a file answers a question."""

from __future__ import annotations

from typing import Any

import click

from timeline.cli import options
from timeline.cli.app import USAGE
from timeline.cli.opening import opened, outcome
from timeline.cli.output import coloured, note, progress, width, write

EPILOG = """\b
Examples:
  timeline query data/events.yaml "participant:nazarbayev during:minsk-visit"
  timeline query data/events.yaml "type:summit,meeting after:'Oct. 15' sort:start limit:20"
  timeline query data/events.yaml "on:'1 May 2016'" --format json

The words are those of Timeline's methods; wording with spaces stands in quotes.
"""


@click.command("query", epilog=EPILOG, short_help="Print the events that a query selects.")
@click.argument("file", metavar="FILE", type=options.FILE)
@click.argument("query", metavar="QUERY")
@options.reading
@click.option("--format", "shape", metavar="NAME", default="table", show_default=True, help="table, json, csv or ics.")
@click.option("--columns", metavar="NAMES", help="Columns of the table, separated by commas.")
def command(file: str, query: str, shape: str, columns: str | None, **reading: Any) -> int:
    """Print the events of FILE that a QUERY selects."""
    from timeline.errors import QueryError
    from timeline.registry import exporters

    export = exporters[shape]
    timeline = opened((file,), **reading)
    for_people = options.given(columns=options.names(columns), width=width(), color=coloured() or None)
    try:
        with progress("answering"):
            answer = export(timeline.query(query), **(for_people if shape == "table" else {}))
    except QueryError as error:
        note(f"timeline: {error}\n  {' '.join(query.splitlines())}\n  {' ' * (error.column - 1)}^")
        return USAGE
    write(answer)
    return outcome(timeline)
