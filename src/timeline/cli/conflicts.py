"""``timeline conflicts``: who and what is double-booked."""

from __future__ import annotations

import json
from typing import Any

import click

from timeline.cli import options, planning
from timeline.cli.app import FINE, PROBLEMS
from timeline.cli.opening import opened, outcome
from timeline.cli.output import counted, progress, write

EPILOG = """\b
Examples:
  timeline conflicts data/conference.yaml
  timeline conflicts data/conference.yaml --gap "20 minutes" --certain
  timeline conflicts team.yaml --from 2018-03-01 --to 2018-03-31

What repeats without end needs --from and --to. Exits with 1 where something is certainly double-booked.
"""


@click.command("conflicts", epilog=EPILOG, short_help="Find who and what is double-booked.")
@options.files
@options.reading
@planning.window
@click.option("--gap", metavar="LENGTH", help="The least time between two places, such as '30 minutes'.")
@click.option("--certain", is_flag=True, help="Leave out what is merely possible.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    files: tuple[str, ...],
    start: str | None,
    end: str | None,
    gap: str | None,
    certain: bool,
    shape: str,
    **reading: Any,
) -> int:
    """Find the same participant or place in two events at once, certainly or possibly, in FILEs."""
    timeline = opened(files, **reading)
    with progress("comparing"):
        found = timeline.conflicts(window=planning.window_of(start, end), gap=gap, possible=not certain)
    sure = [one for one in found if one.certain]
    perhaps = [one for one in found if not one.certain]
    if shape == "json":
        write(json.dumps([planning.conflict_record(one) for one in found], ensure_ascii=False, indent=2))
    else:
        parts = [
            f"{heading}\n\n{planning.table(planning.CONFLICT_HEADERS, planning.conflict_rows(timeline, group))}"
            for heading, group in (("certain", sure), ("possible", perhaps))
            if group
        ]
        told = counted(len(sure), "certain conflict") + ("" if certain else f", {len(perhaps)} possible")
        write("\n\n".join((*parts, told)))
    return max(outcome(timeline), PROBLEMS if sure else FINE)
