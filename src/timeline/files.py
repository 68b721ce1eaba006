"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from timeline.errors import UnwritableError

STANDARD_STREAM = "-"
"""The path that means standard output."""

_STANDARD: Final = (STANDARD_STREAM, "/dev/stdout", "/dev/fd/1")
"""What it goes by, so that nothing takes the place of a file that it is sent to."""


def write_atomically(path: str | os.PathLike[str], chunks: str | bytes | Iterable[bytes]) -> None:
    """Write ``chunks`` to ``path`` so that a reader sees the old file or the new one, never a part of it.

    Text is written as UTF-8, as it is: no line ending is changed. ``-`` is standard output, which gets each chunk as it
    comes. The new file stands beside the old one until it is complete and takes its permissions; where anything fails,
    the old one is left as it was. A path that is no regular file (a device, a pipe) is written to in place.

    Raises:
        UnwritableError: the file cannot be written.
        OSError: standard output cannot.
    """
    if isinstance(chunks, str):
        chunks = chunks.encode("utf-8")
    if isinstance(chunks, bytes):
        chunks = (chunks,)
    if os.fspath(path) in _STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(chunks)
        sys.stdout.buffer.flush()
        return
    if "\0" in os.fspath(path):
        raise UnwritableError(f"{os.fspath(path)!r} is no path of a file")
    try:
        _write(Path(path), chunks)
    except OSError as error:
        why = _WHY.get(error.errno or 0) or error.strerror or str(error)
        raise UnwritableError(f"{os.fspath(path)}: {why}") from error


_WHY: Final = {
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "there is no such folder",
    errno.EISDIR: "this is a folder, not a file",
    errno.EACCES: "you may not write this file",
    errno.EPERM: "you may not write this file",
    errno.EROFS: "nothing can be written there",
    errno.ENOSPC: "there is no room left",
    errno.ELOOP: "this is a link that leads to itself",
}


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    try:
        there = stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        there = None
    if there is False:
        with path.open("wb") as file:
            file.writelines(chunks)
        return
    if there and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "")  # putting a new file in its place would be let through
    target = Path(os.path.realpath(path))  # a link stays a link: what it points at is replaced
    # Its name is known before it is there, so that nothing can end the program in between and leave it behind.
    new = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        with open(new, "xb", opener=_private) as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(_permissions(target))
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _permissions(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
