"""``timeline free``: when everybody is free."""

from __future__ import annotations

import json
from typing import Any

import click

from timeline.cli import planning
from timeline.cli.opening import opened, outcome
from timeline.cli.output import write

EPILOG = """\b
Examples:
  timeline free data/conference.yaml ada bo --within "6 March 2018" --length "30 minutes"
  timeline free data/conference.yaml ada --from 2018-03-05 --to 2018-03-09 --hours 8-18 --possible
  timeline free data/conference.yaml ada emi --within conference --zone emi=Asia/Tokyo --timezone UTC
"""


@click.command("free", epilog=EPILOG, short_help="Print when everybody is free.")
@planning.search
@click.option("--possible", is_flag=True, help="Also where somebody may be busy, and is not for certain.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    file: str, participants: tuple[str, ...], possible: bool, shape: str, anchor: str | None, prefer: Any, **said: Any
) -> int:
    """Print the slots in which all PARTICIPANTs of FILE are free, each within their own hours and zone."""
    timeline = opened((file,), anchor=anchor, prefer=prefer)
    settings: dict[str, Any] = planning.searched(**said)
    found = timeline.free(participants, possible=possible, **settings)
    if shape == "json":
        records = [
            {
                "start": slot.span.iso()[0],
                "end": slot.span.iso()[1],
                "timezone": slot.span.zone,
                "certain": slot.certain,
            }
            for slot in found
        ]
        write(json.dumps(records, indent=2))
    else:
        rows = [
            (planning.shown(slot.span), f"{slot.seconds // 60} min", "free" if slot.certain else "perhaps")
            for slot in found
        ]
        write(planning.table(("when", "length", ""), rows) if rows else "no slot is free")
    return outcome(timeline)
