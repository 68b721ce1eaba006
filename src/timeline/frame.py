"""A timeline as a data frame of pandas or polars, whose columns have the same types whatever is in them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from timeline.errors import TimelineError
from timeline.selection import Entry
from timeline.span import BOUNDS, Span

if TYPE_CHECKING:
    from timeline.timeline import Timeline

_Columns: TypeAlias = dict[str, tuple[str, list[object]]]


def _pandas_frame(pandas: Any, columns: _Columns) -> object:
    kinds = {"text": "string", "flag": "bool", "list": "object"}
    return pandas.DataFrame(
        {name: pandas.Series(values, dtype=kinds[kind]) for name, (kind, values) in columns.items()}
    )


def _polars_frame(polars: Any, columns: _Columns) -> object:
    kinds = {"text": polars.String, "flag": polars.Boolean, "list": polars.List(polars.String)}
    return polars.DataFrame(
        {name: values for name, (_, values) in columns.items()},
        schema={name: kinds[kind] for name, (kind, _) in columns.items()},
    )


_FRAMES: Final[dict[str, Callable[[Any, _Columns], object]]] = {"pandas": _pandas_frame, "polars": _polars_frame}


def _of_span(read: Callable[[Span], object], otherwise: object = None) -> Callable[[Entry], object]:
    return lambda entry: otherwise if entry.span is None else read(entry.span)


def _bound(place: int) -> Callable[[Span], object]:
    return lambda span: span.iso_bounds()[place].strip(".") or None


FRAME: Final[tuple[tuple[str, str, Callable[[Entry], object]], ...]] = (
    ("id", "text", lambda entry: entry.id),
    ("type", "text", lambda entry: entry.event.type),
    ("title", "text", lambda entry: entry.event.title),
    ("when", "text", lambda entry: entry.event.when),
    ("start", "text", _of_span(lambda span: span.iso()[0])),
    ("end", "text", _of_span(lambda span: span.iso()[1])),
    *((name, "text", _of_span(_bound(place))) for place, name in enumerate(BOUNDS)),
    ("timezone", "text", _of_span(lambda span: span.zone)),
    ("edtf", "text", _of_span(Span.edtf)),
    ("grain", "text", _of_span(lambda span: span.grain.value)),
    ("exact", "flag", _of_span(lambda span: span.exact, otherwise=False)),
    ("status", "text", lambda entry: entry.event.status),
    ("place", "text", lambda entry: entry.event.place),
    ("participants", "list", lambda entry: list(entry.event.involved)),
    ("part_of", "text", lambda entry: entry.event.part_of),
    ("tags", "list", lambda entry: list(entry.event.tags)),
)
"""The columns of a data frame: name, kind and what an entry has there."""


def framed(timeline: Timeline, library: str | None) -> object:
    """The data frame of a timeline, by the library asked for, or by the first that is installed.

    Raises:
        TimelineError: none is, or the library has no data frames.
    """
    if library is not None and library not in _FRAMES:
        raise TimelineError(f"a data frame is made by {' or '.join(_FRAMES)}, not by {library!r}")
    for name in (library,) if library else _FRAMES:
        try:
            module = import_module(name)
        except ImportError:
            continue
        entries = tuple(timeline)
        return _FRAMES[name](module, {column: (kind, list(map(read, entries))) for column, kind, read in FRAME})
    raise TimelineError(f"a data frame needs {library or ' or '.join(_FRAMES)}, which is not installed")
