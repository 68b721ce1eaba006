"""``timeline check``: every problem of files, one a line, and their count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from timeline.cli import options
from timeline.cli.app import FINE, PROBLEMS, USAGE
from timeline.cli.opening import tell, unusable
from timeline.cli.output import coloured, counted, note, progress, write

if TYPE_CHECKING:
    from timeline.errors import Problem

EPILOG = """\b
Examples:
  timeline check data/events.yaml
  timeline check *.yaml --format json
  cat events.yaml | timeline check -

Each problem is printed as file:line:column: message, which editors can jump to; the last line counts them.
"""


@click.command("check", epilog=EPILOG, short_help="Report every problem of files.")
@options.files
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(files: tuple[str, ...], shape: str) -> int:
    """Report every problem of FILEs: in their form, their references, and their dates."""
    problems: list[Problem] = []
    events, read, hopeless = 0, 0, False
    with progress("checking") as shown:
        from timeline.errors import UnreadableError
        from timeline.importers import load

        for number, file in enumerate(files):
            shown.share = number / len(files) if len(files) > 1 else None
            try:
                timeline = load(file, strict=False)
            except UnreadableError as error:
                note(f"timeline: {error}")
                hopeless = True
                continue
            read += 1
            problems += timeline.problems
            tell(timeline.warnings)
            events += len(timeline)
            hopeless = hopeless or unusable(timeline)
    if shape == "json":
        write(json.dumps([_record(problem) for problem in problems], ensure_ascii=False, indent=2))
    elif read:
        write("".join(f"{_line(problem)}\n" for problem in problems) + _count(len(problems), read, events))
    if hopeless:
        return USAGE
    return PROBLEMS if problems else FINE


def _line(problem: Problem) -> str:
    if not coloured():
        return str(problem)
    place, text = f"{problem.file}:{problem.line}:{problem.column}:", str(problem)
    return click.style(place, bold=True) + text.removeprefix(place)


def _count(problems: int, files: int, events: int) -> str:
    read = f"{counted(events, 'event')} in {counted(files, 'file')}"
    return f"{counted(problems, 'problem')}; {read}" if problems else f"no problems; {read}"


def _record(problem: Problem) -> dict[str, object]:
    import attrs

    return attrs.asdict(problem)
