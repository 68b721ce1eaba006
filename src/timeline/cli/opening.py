"""Opening files for a command: read, resolved, joined; what is wrong with them goes to standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli import options
from timeline.cli.app import FINE, PROBLEMS, USAGE
from timeline.cli.output import note, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.errors import Problem
    from timeline.events import Preference
    from timeline.timeline import Timeline


def opened(
    files: Sequence[str],
    *,
    anchor: str | None = None,
    prefer: Preference | None = None,
    timezone: str | None = None,
) -> Timeline:
    """The events of files as one timeline; settings that are given stand in place of the files' own.

    Leaves the program with its exit code for usage where a file holds no timeline at all, having said why.
    """
    from timeline.joined import joined

    with progress(f"reading {files[0]}" if len(files) == 1 else f"reading {len(files)} files") as shown:
        found = []
        for number, file in enumerate(files):
            shown.share = number / len(files) if len(files) > 1 else None
            found.append(_one(file, anchor, prefer, timezone))
    hopeless = [timeline for timeline in found if unusable(timeline)]
    if hopeless:
        tell(problem for timeline in hopeless for problem in timeline.problems)
        click.get_current_context().exit(USAGE)
    return joined(found)


def _one(file: str, anchor: str | None, prefer: Preference | None, timezone: str | None) -> Timeline:
    from timeline.importers import read
    from timeline.timeline import Timeline

    document = read(file)
    if anchor or prefer or timezone:
        from attrs import evolve

        from timeline.resolver.context import make_context

        said = options.anchor_text(anchor, timezone)
        make_context(said, timezone=timezone or document.timezone)  # refuses what no file could say
        document = evolve(
            document,
            as_of=said or document.as_of,
            prefer=prefer or document.prefer,
            timezone=timezone or document.timezone,
        )
    return Timeline.from_document(document)


def unusable(timeline: Timeline) -> bool:
    """Whether a file could not be read at all: it is no text, no YAML, or no mapping."""
    return not len(timeline) and any(not problem.path for problem in timeline.problems)


def tell(problems: Iterable[Problem]) -> None:
    """Say problems on standard error, one a line."""
    for problem in problems:
        note(str(problem))


def outcome(timeline: Timeline) -> int:
    """Say what is wrong with the files that were read or worth a look, and the exit code that goes with it."""
    tell(timeline.warnings)
    tell(timeline.problems)
    return PROBLEMS if timeline.problems else FINE
