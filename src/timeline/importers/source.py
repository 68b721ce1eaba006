"""Where a file's bytes come from: a path, standard input, or an open file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, Final, TypeAlias

from attrs import evolve, frozen

from timeline.errors import Problem, UnreadableError

Readable: TypeAlias = str | os.PathLike[str] | IO[str] | IO[bytes]

LARGEST = 1 << 29
"""The most bytes that are read of one file: half a gigabyte, some two million events."""

_MARKS: Final = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "a zip file or a spreadsheet",
    b"%PDF": "a PDF",
}
"""What a file is that starts with these bytes, where it is no UTF-8."""


@frozen
class Text:
    """What was read: the name that problems are told under, the text, and the folder that ``include`` counts from.

    ``problem`` says why there is no text, where the bytes are no UTF-8.
    """

    name: str
    text: str
    folder: Path
    problem: Problem | None = None
    again: bool = False
    """Whether it is a file that can be read once more under its name."""


def read(source: Readable) -> Text:
    """The text of a path, of ``-`` (standard input) or of an open file; a byte order mark is left out.

    Raises:
        UnreadableError: there is no such file, it is a folder, it may not be read, or it is too large.
    """
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        if name == "-":
            return _text("<stdin>", sys.stdin.buffer.read(LARGEST + 1), Path())
        path = Path(name)
        try:
            if path.stat().st_size > LARGEST:
                raise _too_large(name)
            data = path.read_bytes()
        except OSError as error:
            raise UnreadableError(f"{name}: {_reason(error)}") from error
        return evolve(_text(name, data, path.parent), again=path.is_file())
    name = str(getattr(source, "name", "<file>"))
    return _text(name, source.read(), Path(name).parent)


def _text(name: str, data: str | bytes, folder: Path) -> Text:
    if len(data) > LARGEST:
        raise _too_large(name)
    if isinstance(data, str):
        return Text(name, data.removeprefix("\ufeff"), folder)
    try:
        return Text(name, data.decode("utf-8-sig"), folder)
    except UnicodeDecodeError as error:
        good = data[: error.start]
        line = good.count(b"\n") + 1
        column = len(good[good.rfind(b"\n") + 1 :].decode("utf-8-sig")) + 1
        byte = data[error.start]
        what = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "not UTF-8")
        message = f"this is {what}: byte 0x{byte:02x} at offset {error.start}; save the file as UTF-8"
        return Text(name, "", folder, Problem(name, line, column, "", "encoding", message))


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(f"{name}: larger than {LARGEST >> 20} MiB, which is more than is read of one file")


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "this is a folder, not a file"
        case PermissionError():
            return "you may not read this file"
        case _:
            return error.strerror or str(error)
