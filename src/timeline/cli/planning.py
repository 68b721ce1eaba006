"""What the planning commands share: how dates, events and people are shown, and options that several of them take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from timeline.cli import options

if TYPE_CHECKING:
    from timeline.schedule.conflicts import Conflict
    from timeline.span import Span
    from timeline.timeline import Timeline, When, Window

Command = TypeVar("Command", bound=Callable[..., object])


def shown(span: Span | None) -> str:
    """A span in few words."""
    from timeline.wording.render import render

    return "undated" if span is None else render(span, style="short")


def name_of(timeline: Timeline, name: str) -> str:
    """What a person, organisation or place is called."""
    document = timeline.document
    for table in (document.people, document.organisations, document.places) if document else ():
        if name in table:
            return table[name].name
    return name


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows for people, as wide as they need to be."""
    from tabulate import tabulate

    made = tabulate([list(row) for row in rows], headers=headers, tablefmt="simple", disable_numparse=True)
    return "\n".join(line.rstrip() for line in str(made).split("\n"))


def conflict_rows(timeline: Timeline, found: Iterable[Conflict]) -> Iterable[tuple[str, ...]]:
    """Conflicts as rows: kind, who or where, the two events, and when."""
    for one in found:
        when = shown(one.overlap) if one.overlap is not None else "too near each other"
        yield one.kind, name_of(timeline, one.what), one.first.id, one.second.id, when


CONFLICT_HEADERS = ("conflict", "who or where", "first", "second", "when")


def conflict_record(one: Conflict) -> dict[str, object]:
    """A conflict as JSON has it."""
    overlap = one.overlap
    return {
        "kind": one.kind,
        "what": one.what,
        "first": one.first.id,
        "second": one.second.id,
        "certain": one.certain,
        "overlap": None if overlap is None else overlap.edtf(),
    }


def window(command: Command) -> Command:
    """--from and --to: the stretch to look at."""
    for add in (
        click.option("--to", "end", metavar="WHEN", help="Until when, itself included."),
        click.option("--from", "start", metavar="WHEN", help="From when on: a date, wording or an id."),
    ):
        command = add(command)
    return command


def window_of(start: str | None, end: str | None) -> Window:
    """What --from and --to say, as the library takes it."""
    said: tuple[When | None, When | None] | None = (start, end) if start or end else None
    return said


def search(command: Command) -> Command:
    """What free time is looked for by: the file, who, when, how long, and whose hours."""
    for add in (
        click.option("--prefer", type=click.Choice(options.PREFERENCES), help="Which date is meant without a year."),
        click.option(
            "--anchor", metavar="DATE", help="What relative wording counts from: an ISO date, 'today', 'now'."
        ),
        click.option("--timezone", metavar="ZONE", help="The zone of the answer; else the file's."),
        click.option(
            "--days", metavar="DAYS", help="Days of the week; default Mon-Fri. Also NAME=DAYS.", multiple=True
        ),
        click.option("--hours", metavar="HOURS", help="Default 9:00-17:00. Also NAME=HOURS.", multiple=True),
        click.option("--zone", "zones", metavar="NAME=ZONE", help="Where somebody is.", multiple=True),
        click.option("--length", metavar="LENGTH", default="1 hour", show_default=True),
        click.option("--within", metavar="WHEN", help="Where to look, instead of --from and --to."),
        window,
        click.argument("participants", nargs=-1, required=True, metavar="PARTICIPANT…"),
        click.argument("file", metavar="FILE", type=options.FILE),
    ):
        command = add(command)
    return command


def searched(
    *,
    start: str | None,
    end: str | None,
    within: str | None,
    length: str,
    hours: tuple[str, ...],
    days: tuple[str, ...],
    zones: tuple[str, ...],
    timezone: str | None,
) -> dict[str, object]:
    """The options of ``search`` as the library's keywords."""
    if within and (start or end):
        raise click.UsageError("say --within, or --from and --to")
    if not within and not (start and end):
        raise click.UsageError("say where to look: --within, or --from and --to")
    return {
        "within": within or (start, end),
        "length": length,
        "hours": _each(hours),
        "days": _each(days),
        "zones": dict(_pair(text, "--zone") for text in zones) or None,
        "timezone": timezone,
    }


def _each(said: tuple[str, ...]) -> str | dict[str, str] | None:
    """One text for all, or by name: ``9-17``, ``ada=10-18``."""
    named = [text for text in said if "=" in text]
    plain = [text for text in said if "=" not in text]
    if (named and plain) or len(plain) > 1:
        raise click.UsageError("hours and days are said once for all, or as NAME=… for each")
    if plain:
        return plain[0]
    return dict(_pair(text, "--hours") for text in named) or None


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise click.BadParameter(f"{text!r} is not of the form NAME=…", param_hint=option)
    return name.strip(), value.strip()
