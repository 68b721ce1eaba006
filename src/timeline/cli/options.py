"""Options that several commands share, and what they mean."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import click

from timeline.calendar import WEEKDAYS

Command = TypeVar("Command", bound=Callable[..., object])

PREFERENCES = ("nearest", "past", "future")


def anchor_text(anchor: str | None, timezone: str | None) -> str | None:
    """An anchor as the library takes it: ``today`` and ``now`` are read from the clock here, and nowhere else."""
    if anchor not in ("today", "now"):
        return anchor
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        now = datetime.now(ZoneInfo(timezone) if timezone else UTC)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(f"there is no time zone {timezone!r}", param_hint="--timezone") from error
    return now.date().isoformat() if anchor == "today" else now.replace(tzinfo=None, microsecond=0).isoformat()


def reading(command: Command) -> Command:
    """--anchor, --prefer, --timezone: how wording is read where it leaves something open."""
    for add in (
        click.option("--timezone", metavar="ZONE", help="Zone of times that name none, such as Europe/Minsk."),
        click.option("--prefer", type=click.Choice(PREFERENCES), help="Which date is meant where a year is left out."),
        click.option(
            "--anchor", metavar="DATE", help="What relative wording counts from: an ISO date, 'today' or 'now'."
        ),
    ):
        command = add(command)
    return command


def preferences(command: Command) -> Command:
    """The settings of a context that only bare wording takes from the command line."""
    for add in (
        click.option("--strict", is_flag=True, help="Fail where the wording allows several dates."),
        click.option("--fiscal-year-start", type=click.IntRange(1, 12), metavar="MONTH", help="1 to 12."),
        click.option("--seasons", type=click.Choice(("meteorological", "astronomical"))),
        click.option("--hemisphere", type=click.Choice(("north", "south")), help="Whose seasons."),
        click.option(
            "--week-start",
            type=click.Choice(WEEKDAYS, case_sensitive=False),
            metavar="WEEKDAY",
            help="First day of a week.",
        ),
        click.option("--day-first/--month-first", default=None, help="How 3/4/2017 is read."),
        click.option("--holidays", metavar="COUNTRY", help="Its holidays are no business days (ISO 3166 code)."),
        click.option("--language", metavar="CODE", help="Language of the wording, such as en or ru."),
    ):
        command = add(command)
    return command


def files(command: Command) -> Command:
    """One or more files of events."""
    return click.argument("files", nargs=-1, required=True, metavar="FILE…", type=FILE)(command)


FILE = click.Path(allow_dash=True)
"""A file of events; ``-`` is standard input. Whether it can be read is found out by reading it."""


def apart(output: str, files: Sequence[str]) -> None:
    """Refuse to write over a file that is read: its remarks and its wording would be gone."""
    if output != "-" and os.path.realpath(output) in {os.path.realpath(file) for file in files if file != "-"}:
        raise click.BadParameter(f"{output} is what is read; write to another file", param_hint="--output")


def given(**settings: object) -> dict[str, object]:
    """The settings that were given; the others are left to the library and to the file."""
    return {name: value for name, value in settings.items() if value is not None}


def names(text: str | None) -> list[str] | None:
    """``a, b`` as a list of names."""
    return [name.strip() for name in text.split(",") if name.strip()] if text else None


def settings(words: Sequence[str], function: Callable[..., object]) -> dict[str, object]:
    """``NAME=VALUE`` words as keyword arguments of a function: true or false, a number or text, as it takes them."""
    parameters = inspect.signature(function).parameters
    found: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or not name.isidentifier() or name in _NOT_SETTINGS:
            raise click.BadParameter(f"{word!r} is not of the form NAME=VALUE", param_hint="--set")
        anything = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
        if name not in parameters and not anything:
            known = ", ".join(sorted(set(parameters) - _NOT_SETTINGS - {"timeline"})) or "none"
            raise click.BadParameter(f"this format has no setting {name!r} (known: {known})", param_hint="--set")
        found[name] = _value(name, value, str(parameters[name].annotation) if name in parameters else "object")
    return found


def _value(name: str, value: str, annotation: str) -> object:
    kinds = re.findall(r"\w+", annotation)
    if "bool" in kinds and value.lower() not in _SAID:
        raise click.BadParameter(f"{name} is true or false, not {value!r}", param_hint="--set")
    if "str" in kinds:
        return value
    if "int" in kinds:
        if not re.fullmatch(r"-?\d+", value):
            raise click.BadParameter(f"{name} is a number, not {value!r}", param_hint="--set")
        return int(value)
    return _SAID.get(value.lower(), value)


_SAID: Final[dict[str, object]] = {"true": True, "false": False}
_NOT_SETTINGS: Final = frozenset({"timeline", "report", "progress"})
