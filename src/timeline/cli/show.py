"""``timeline show``: files as one chronological table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.opening import opened, outcome
from timeline.cli.output import coloured, drawable, note, progress, width, write

if TYPE_CHECKING:
    from timeline.timeline import Timeline

EPILOG = """\b
Examples:
  timeline show data/events.yaml
  timeline show data/events.yaml --from 2017-11-29 --to "Nov. 30"
  timeline show *.yaml --group-by year --columns date,title,place
  timeline show data/events.yaml --format github
  timeline show data/conference.yaml --format chart --from 2018-03-23 --to 2018-03-25

Columns wrap to the width of a terminal; where the output is none, rows are as long as they need to be, unless --width
says otherwise. Colour is for terminals, and NO_COLOR turns it off. A chart has a bar for each event, fitted to the
width, and draws what is certain and what is merely possible apart.
"""


@click.command("show", epilog=EPILOG, short_help="Print files as a chronological table, or a chart.")
@options.files
@options.reading
@click.option(
    "--from", "start", metavar="WHEN", help="Only what touches the time from here on: a date, wording or an id."
)
@click.option("--to", "end", metavar="WHEN", help="Only what touches the time until here, itself included.")
@click.option("--possible", is_flag=True, help="With --from and --to: what may touch that time as well.")
@click.option("--group-by", type=click.Choice(("year", "month", "type")), help="A heading over each group.")
@click.option("--columns", metavar="NAMES", help="What to show, separated by commas: date,weekday,type,title,…")
@click.option(
    "--format", "shape", metavar="NAME", default="simple", show_default=True, help="Any of tabulate's, or chart."
)
@click.option("--ascii", "plain", is_flag=True, help="Draw a chart with plain ASCII.")
@click.option("--width", "columns_wide", type=click.IntRange(20), metavar="N", help="Wrap to N columns.")
def command(
    files: tuple[str, ...],
    start: str | None,
    end: str | None,
    possible: bool,
    group_by: str | None,
    columns: str | None,
    shape: str,
    plain: bool,
    columns_wide: int | None,
    **reading: Any,
) -> int:
    """Print the events of FILEs in order, with their dates as people write them."""
    from timeline.schedule.occurrences import without_end

    timeline = opened(files, **reading)
    look: dict[str, Any] = options.given(columns=options.names(columns), width=columns_wide or width())
    if coloured():
        look["color"] = True
    if shape == "chart":
        if group_by:
            raise click.UsageError("a chart has no groups: leave out --group-by")
        write(timeline.to_chart(start=start, end=end, ascii=plain or not drawable(), **look))
        return outcome(timeline)
    found: Timeline = timeline
    with progress("making the table"):
        if start or end:
            # Within a window, what repeats is shown each time that it takes place there.
            endless = timeline.where(without_end) if end is None else timeline[:0]
            low, high = (None if word is None else timeline.meant(word) for word in (start, end))
            found = timeline.without(*endless).occurrences((low, high)).between(low, high, possible=possible)
            found = found.with_events(*endless.between(low, None, possible=possible))
            if endless:
                note(f"without --to, what repeats without end stands at its first date only: {', '.join(endless.ids)}")
        table = found.to_table(shape, **look, **({"group_by": group_by} if group_by else {}))
    write(table)
    return outcome(timeline)
