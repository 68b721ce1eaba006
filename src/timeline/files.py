"""Writing files whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

STANDARD_STREAM = "-"
"""The path that means standard output."""


def write_atomically(path: str | os.PathLike[str], chunks: str | bytes | Iterable[bytes]) -> None:
    """Write ``chunks`` to ``path`` so that a reader sees the old file or the new one, never a part of it.

    Text is written as UTF-8, as it is: no line ending is changed. ``-`` is standard output, which gets each chunk as it
    comes. The new file stands beside the old one until it is complete and takes its permissions; where anything fails,
    the old one is left as it was. A path that is no regular file (a device, a pipe) is written to in place.

    Raises:
        OSError: the file cannot be written.
    """
    if isinstance(chunks, str):
        chunks = chunks.encode("utf-8")
    if isinstance(chunks, bytes):
        chunks = (chunks,)
    if os.fspath(path) == STANDARD_STREAM:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(chunks)
        sys.stdout.buffer.flush()
        return
    target = Path(path).resolve()  # a link stays a link: what it points at is replaced
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            file.writelines(chunks)
        return
    # Its name is known before it is there, so that nothing can end the program in between and leave it behind.
    new = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        with open(new, "xb", opener=_private) as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(_permissions(target))
        new.replace(target)
    except BaseException as error:
        with suppress(OSError):
            new.unlink()
        if isinstance(error, OSError) and error.filename == os.fspath(new):
            # Nobody knows the name of the new file: what cannot be written is the one that was asked for.
            raise type(error)(error.errno, error.strerror, os.fspath(path)) from error
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _permissions(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
