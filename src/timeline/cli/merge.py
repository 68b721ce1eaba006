"""``timeline merge``: three versions of a file made one."""

from __future__ import annotations

import click

from timeline.cli import options
from timeline.cli.app import FINE, PROBLEMS, USAGE
from timeline.cli.output import counted, note, write

EPILOG = """\b
Examples:
  timeline merge base.yaml ours.yaml theirs.yaml -o merged.yaml
  git config merge.timeline.driver "timeline merge %O %A %B -o %A"

What both sides changed differently is marked in the text as git marks it, told on standard error, and never guessed.
Exits with 1 where there is such a conflict.
"""


@click.command("merge", epilog=EPILOG, short_help="Merge two changed versions of a file.")
@click.argument("base", metavar="BASE", type=options.FILE)
@click.argument("ours", metavar="OURS", type=options.FILE)
@click.argument("theirs", metavar="THEIRS", type=options.FILE)
@click.option("-o", "--output", default="-", metavar="FILE", type=options.FILE, help="Where to write; - is stdout.")
def command(base: str, ours: str, theirs: str, output: str) -> int:
    """Merge what changed from BASE to THEIRS into OURS, by event and field; comments and order stay as in OURS."""
    from timeline.importers import source
    from timeline.merge import merge

    read = [source.read(name) for name in (base, ours, theirs)]
    for text in read:
        if text.problem is not None:
            note(str(text.problem))
    if any(text.problem is not None for text in read):
        return USAGE
    merged = merge(*(text.text for text in read))
    write(merged.text, output)
    for conflict in merged.conflicts:
        note(f"{ours}: conflict in {conflict}")
    if merged.conflicts:
        note(counted(len(merged.conflicts), "conflict"))
    return PROBLEMS if merged.conflicts else FINE
