"""Where output goes: data to standard output or a file, notes to standard error, colour and progress on terminals."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self

import click

from timeline.files import write_atomically


def coloured(stream: object = None) -> bool:
    """Whether to colour what goes to a stream (standard output unless told): a terminal, and NO_COLOR not set."""
    stream = stream or sys.stdout
    return bool(getattr(stream, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR")


def drawable() -> bool:
    """Whether standard output can show what charts are drawn with; what is no terminal gets UTF-8."""
    if not sys.stdout.isatty():
        return True
    try:
        "█░←→×…".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def width() -> int | None:
    """The columns that text for people may take: the terminal's, or None (no wrapping) where output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def note(text: str) -> None:
    """Say something that is not data."""
    click.echo(text, err=True)


def counted(number: int, noun: str) -> str:
    """``1 event``, ``2 events``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def write(content: str | bytes, target: str = "-") -> None:
    """Write data to a file, whole or not at all, or to standard output for ``-``; text ends in a newline.

    Text is UTF-8, but for a terminal, which gets what it can show.
    """
    if isinstance(content, str) and content and not content.endswith("\n"):
        content += "\n"
    if target == "-" and isinstance(content, str) and sys.stdout.isatty():
        click.echo(content, nl=False)
    else:
        # The name of a file that is no UTF-8 is written as the file system has it.
        write_atomically(target, content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show on a terminal, once a piece of work has taken a second, that it goes on and how far it came."""
    with Progress(label) as shown:
        yield shown


class Progress:
    """A bar on standard error that appears after a second and disappears at the end.

    ``share`` (0 to 1) is how much is done, and None where nobody can say; then the bar only moves.
    """

    DELAY: Final = 1.0
    BEAT: Final = 0.2
    BAR: Final = 30

    def __init__(self, label: str) -> None:
        self.label = label
        self.share: float | None = None
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._thread = threading.Thread(target=self._show, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()

    def _show(self) -> None:
        beat, wait = 0, self.DELAY
        while not self._done.wait(wait):
            wait = self.BEAT
            sys.stderr.write(f"\r{self.label} [{self.bar(beat)}] {self.DELAY + beat * self.BEAT:.0f} s\033[K")
            sys.stderr.flush()
            beat += 1
        if beat:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def done(self, count: int, whole: int) -> None:
        """Take it that so much of the whole is done; nobody knows how much where the whole is 0."""
        self.share = count / whole if whole else None

    def bar(self, beat: int) -> str:
        """The bar's inside: filled as far as is known, else a block that wanders."""
        if self.share is not None:
            return ("#" * round(self.share * self.BAR)).ljust(self.BAR)
        return ("-" * (beat % (self.BAR - 2)) + "###").ljust(self.BAR, "-")
