"""``timeline stats``: counts, busiest days and gaps of files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.opening import opened, outcome
from timeline.cli.output import progress, write

if TYPE_CHECKING:
    from timeline.stats import Statistics, Stretch

EPILOG = """\b
Examples:
  timeline stats data/events.yaml
  timeline stats *.yaml --format json
"""

LONGEST = 10
"""Rows of a table for people; JSON has all of them."""


@click.command("stats", epilog=EPILOG, short_help="Count what files hold.")
@options.files
@options.reading
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(files: tuple[str, ...], shape: str, **reading: Any) -> int:
    """Count the events of FILEs by type, year, participant and place; name the busiest days and the longest gaps."""
    timeline = opened(files, **reading)
    with progress("counting"):
        figures = timeline.stats()
    if shape == "json":
        write(json.dumps(figures.to_dict(), ensure_ascii=False, indent=2))
    else:
        write("\n\n".join(_tables(figures)))
    return outcome(timeline)


def _tables(figures: Statistics) -> Iterator[str]:
    dates = ("exact", "bounded", "open", "undated", "ambiguous")
    yield _table("events", [("total", figures.total), *((name, getattr(figures, name)) for name in dates)])
    years = (("unknown" if year is None else year, count) for year, count in figures.by_year)
    yield _table("year", years, longest=None)
    yield _table("type", figures.by_type)
    yield _table("participant", figures.by_participant)
    yield _table("place", figures.by_place)
    yield _table("busiest days", ((_days(stretch), stretch.events) for stretch in figures.busiest))
    longest = sorted(figures.empty, key=lambda stretch: (-stretch.days, stretch.first))
    yield _table("nothing happens", ((_days(stretch), f"{stretch.days} days") for stretch in longest))


def _table(heading: str, rows: Iterable[tuple[object, object]], longest: int | None = LONGEST) -> str:
    from tabulate import tabulate

    shown = [(str(name), str(count)) for name, count in rows]
    if longest is not None and len(shown) > longest:
        shown = [*shown[:longest], (f"… and {len(shown) - longest} more", "")]
    return tabulate(shown or [("none", "")], headers=(heading, ""), tablefmt="simple", disable_numparse=True)


def _days(stretch: Stretch) -> str:
    from timeline.span import Span
    from timeline.wording.render import render

    return render(Span.filled(stretch.first, stretch.last + 1), style="short")
