"""``timeline resolve``: what a wording means."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.answers import OTHERS, resolution_lines, resolution_record
from timeline.cli.app import FINE, PROBLEMS
from timeline.cli.output import note, write

if TYPE_CHECKING:
    from timeline.resolver.resolution import Resolution

FORMATS = ("text", "json", "edtf", "iso")

EPILOG = """\b
Examples:
  timeline resolve "Nov. 29-30" --anchor 2017-11-30
  timeline resolve "two days before Nov. 30" --anchor 2017-12-01 --explain
  timeline resolve "next Friday" --anchor today --timezone Europe/Minsk
  timeline resolve 3/4/2017 --day-first
  timeline resolve "10 business days after 1 May 2018" --holidays DE
  timeline resolve - --format json < wordings.txt

Without --explain a note on standard error names the other readings, where there are any.
"""


@click.command("resolve", epilog=EPILOG, short_help="Say what a wording means.")
@click.argument("wording", metavar="WORDING")
@options.reading
@options.preferences
@click.option("--explain", is_flag=True, help="Tell every step, and the other readings.")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="text", show_default=True)
def command(
    wording: str,
    anchor: str | None,
    timezone: str | None,
    explain: bool,
    shape: str,
    **chosen: object,
) -> int:
    """Say what a WORDING means: its dates, how they came about, and what else it could be.

    With - as the wording, one is read from each line of standard input, and each line gives one answer (an empty line
    for text formats, null for JSON, where there is none).
    """
    settings: dict[str, Any] = options.given(
        anchor=options.anchor_text(anchor, timezone),
        timezone=timezone,
        **chosen,
    )
    if wording == "-":
        return _each(sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines(), settings, explain, shape)
    from timeline import resolve

    resolution = resolve(wording, **settings)
    write(_answer(resolution, shape, explain))
    if not explain and shape != "json" and resolution.candidates:
        others = ", ".join(candidate.span.edtf() for candidate in resolution.candidates[:OTHERS])
        note(f"timeline: other readings: {others}; --explain tells why")
    return FINE


def _each(wordings: list[str], settings: dict[str, Any], explain: bool, shape: str) -> int:
    from timeline import resolve
    from timeline.errors import TimelineError

    code = FINE
    for number, text in enumerate(wordings, 1):
        if not text.strip():
            continue
        try:
            answer = _answer(resolve(text.strip(), **settings), shape, explain, indent=None)
        except TimelineError as error:
            answer, code = "null" if shape == "json" else "", PROBLEMS
            note(f"<stdin>:{number}:{getattr(error, 'column', 1)}: {error}")
        write(f"{answer}\n")
    return code


def _answer(resolution: Resolution, shape: str, explain: bool, indent: int | None = 2) -> str:
    if shape == "json":
        return json.dumps(resolution_record(resolution, explain=explain), ensure_ascii=False, indent=indent)
    if shape == "edtf":
        return "\n".join(span.edtf() for span in resolution.spans)
    if shape == "iso":
        return "\n".join("\t".join(edge or ".." for edge in span.iso()) for span in resolution.spans)
    return "\n".join(resolution_lines(resolution, explain=explain))
