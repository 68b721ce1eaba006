"""``timeline propose``: the best times to meet."""

from __future__ import annotations

import json
from typing import Any

import click

from timeline.cli import planning
from timeline.cli.opening import opened, outcome
from timeline.cli.output import write

EPILOG = """\b
Examples:
  timeline propose data/conference.yaml ada emi --within conference --length "30 minutes"
  timeline propose data/conference.yaml ada bo --from 2018-03-05 --to 2018-03-09 --best 3

Fewest zones out of hours come first, then what lies least outside them, then the earlier day, then what leaves no gap
too short for another meeting.
"""


@click.command("propose", epilog=EPILOG, short_help="Print the best times to meet, and why.")
@planning.search
@click.option("--best", type=click.IntRange(1), default=5, show_default=True, metavar="N", help="How many.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    file: str, participants: tuple[str, ...], best: int, shape: str, anchor: str | None, prefer: Any, **said: Any
) -> int:
    """Print the best slots in which all PARTICIPANTs of FILE are free for certain, best first, with reasons."""
    timeline = opened((file,), anchor=anchor, prefer=prefer)
    settings: dict[str, Any] = planning.searched(**said)
    found = timeline.propose(participants, best=best, **settings)
    if shape == "json":
        records = [
            {
                "start": one.slot.span.iso()[0],
                "end": one.slot.span.iso()[1],
                "timezone": one.slot.span.zone,
                "out_of_hours": list(one.out_of_hours),
                "reasons": list(one.reasons),
            }
            for one in found
        ]
        write(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        lines = [
            f"{number}. {planning.shown(one.slot.span)}\n   {'; '.join(one.reasons)}"
            for number, one in enumerate(found, 1)
        ]
        write("\n".join(lines) if lines else "no slot is free")
    return outcome(timeline)
