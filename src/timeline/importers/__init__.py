"""Files in: one module a format, and ``load``, which finds the right one and resolves what it read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from timeline.collector import collector_paused
from timeline.errors import LoadError, UnreadableError
from timeline.registry import importers

if TYPE_CHECKING:
    from timeline.events import Document
    from timeline.importers.source import Readable
    from timeline.timeline import Timeline

SUFFIXES: Final = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".csv": "csv",
    ".tsv": "csv",
    ".ics": "ics",
    ".ical": "ics",
    ".ifb": "ics",
    ".icalendar": "ics",
}
"""Formats by the end of a file's name; any other end is tried as the name of an importer."""


def load(path_or_file: Readable, *, strict: bool = True, format: str | None = None) -> Timeline:  # noqa: A002 - its name everywhere
    """A whole file, resolved.

    Args:
        path_or_file: A path, ``-`` for standard input, or an open file. The format goes by the end of its name, YAML
            where that says nothing.
        strict: Refuse a file with problems; else every event that can be built is kept, those without a date with
            ``span`` None, and ``Timeline.problems`` tells the rest.
        format: The name of the format, where the file's name does not tell it.

    Raises:
        LoadError: ``strict``, and there are problems; ``problems`` has every one, in the order of the file.
        UnreadableError: there is no such file, or it can't be read at all.
        UnknownFormatError: no importer has that name.
    """
    from timeline.timeline import Timeline

    with collector_paused():
        document = read(path_or_file, format=format)
        found = Timeline.from_document(document)
    if strict and found.problems:
        raise LoadError(document.in_order(found.problems))
    return found


def read(path_or_file: Readable, *, format: str | None = None) -> Document:  # noqa: A002
    """A whole file as it says it, nothing resolved.

    Raises:
        UnreadableError: there is no such file, or it can't be read at all.
        UnknownFormatError: no importer has that name.
    """
    if isinstance(path_or_file, str | os.PathLike):
        name = os.fspath(path_or_file)
        if not name or "\0" in name:
            raise UnreadableError(f"{name!r} is no path of a file")
    elif not hasattr(path_or_file, "read"):
        raise TypeError(f"a path or an open file is wanted, not {type(path_or_file).__name__}")
    return cast("Document", importers[format or format_of(path_or_file)](path_or_file))


def format_of(path_or_file: Readable) -> str:
    """The format that a file's name tells.

    Raises:
        UnreadableError: its end is the name of no format.
    """
    name = path_or_file if isinstance(path_or_file, str | os.PathLike) else getattr(path_or_file, "name", "")
    suffix = Path(os.fspath(name)).suffix.lower() if isinstance(name, str | os.PathLike) else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if not suffix or suffix[1:] not in importers:
        return "yaml"
    return suffix[1:]


__all__ = ["SUFFIXES", "UnreadableError", "format_of", "load", "read"]
