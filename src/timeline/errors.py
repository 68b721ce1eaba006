"""What can go wrong, said so that a person can mend it: the errors, and problems as data."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import pairwise
from typing import Final

from attrs import field, frozen


class TimelineError(Exception):
    """Base of every error that this library raises on purpose."""

    @property
    def message(self) -> str:
        """The error in one sentence."""
        return str(self.args[0]) if self.args else ""

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        # Not by ``__init__``: most make their message of what they are given.
        return _again, (type(self), self.args, self.__dict__)


def _again(cls: type[TimelineError], args: tuple[object, ...], said: dict[str, object]) -> TimelineError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(said)
    return error


class NoDateError(TimelineError):
    """The text holds no date."""


class InvalidDateError(TimelineError):
    """The text names a date that does not exist; ``nearest`` is one that does, where there is one."""

    def __init__(self, message: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.nearest = nearest

    def __str__(self) -> str:
        return f"{self.message}; the nearest is {self.nearest}" if self.nearest else self.message


class AnchorNeededError(TimelineError):
    """The wording counts from a date that nobody gave."""


class AmbiguousError(TimelineError):
    """Strict reading only: the wording allows several dates; ``readings`` names them."""

    def __init__(self, message: str, readings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.readings = tuple(readings)


class WordingError(TimelineError):
    """The text starts like a date, but words are left over; ``column`` (from 1) is where they start."""

    def __init__(self, message: str, column: int = 1, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.column = column
        self.suggestion = suggestion

    def __str__(self) -> str:
        return f"{self.message}; did you mean {self.suggestion!r}?" if self.suggestion else self.message


class OutOfRangeError(TimelineError):
    """The year lies outside 1-9999, so that no ``pendulum`` object can hold the date."""


class SettingError(TimelineError):
    """A setting has a value that it cannot have."""


class UnknownNameError(WordingError):
    """Wording names an event that nobody knows; ``name`` is what it said."""

    def __init__(self, message: str, name: str, column: int = 1, suggestion: str | None = None) -> None:
        super().__init__(message, column, suggestion)
        self.name = name


class UndatedReferenceError(TimelineError):
    """Wording counts from an event that has no date itself; ``name`` is that event's id."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class UnknownEventError(TimelineError, KeyError):
    """``timeline[id]`` for an id that is not there; ``nearest`` is the closest that is."""

    def __init__(self, event_id: str, known: Iterable[str] = ()) -> None:
        self.event_id = event_id
        self.nearest = nearest_name(event_id, known)
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        super().__init__(f"there is no event {event_id!r}{hint}")

    __str__ = TimelineError.__str__


class UnknownFormatError(TimelineError):
    """No exporter or importer has that name."""


class ExportError(TimelineError):
    """The timeline cannot be written as asked."""


class UnreadableError(TimelineError):
    """A file that cannot be read at all: missing, a folder, forbidden, too large."""


class UnwritableError(TimelineError):
    """A file that cannot be written: no such folder, a folder itself, forbidden, no room left."""


class QueryError(TimelineError):
    """A query that cannot be read; ``column`` (from 1) is where it goes wrong."""

    def __init__(self, message: str, column: int = 1, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.column = column
        self.suggestion = suggestion


@frozen(order=True)
class Problem:
    """One thing that is wrong in a file. Prints as ``file:line:column: message``.

    ``line`` and ``column`` count from 1; ``path`` is where in the document it is (``events[3].when``); ``code`` is
    a short stable name (``unknown-key``); ``suggestion`` is the nearest thing that would be right.
    """

    file: str
    line: int
    column: int
    path: str
    code: str
    message: str
    suggestion: str | None = field(default=None, order=False)

    def __str__(self) -> str:
        hint = f" (did you mean {self.suggestion!r}?)" if self.suggestion else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{hint}"


class LoadError(TimelineError):
    """A file with problems; ``problems`` has every one of them, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """The known name that ``word`` most likely stands for, or None; the same answer in whatever order they come."""
    names = _alike(word, sorted(set(known)))
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(word.casefold(), sorted(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


_MANY: Final = 500
"""So many names are compared letter by letter, which takes a second for some thousands."""


def _alike(word: str, names: list[str]) -> list[str]:
    """Of very many names those that share the most pairs of letters with a word and are about as long."""
    if len(names) <= _MANY:
        return names
    pairs = {one + two for one, two in pairwise(word.casefold())}

    def apart(name: str) -> tuple[int, int]:
        folded = name.casefold()
        return -sum(pair in folded for pair in pairs), abs(len(name) - len(word))

    return sorted(nsmallest(_MANY, names, key=apart))
