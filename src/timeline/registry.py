"""Named things that third parties can add to: exporters, importers, event types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from typing import Generic, TypeVar, cast

from timeline.errors import UnknownFormatError, nearest_name

T = TypeVar("T")


class Registry(Generic[T]):
    """A table from names to things, filled by rows, by ``add`` and by the entry points of one group.

    A built-in row is ``name: "module:attribute"`` and its module is imported only when the name is asked for. Entry
    points are read once, when a name is not among the rows or the names are listed; a row wins over an entry point.
    """

    def __init__(self, group: str, kind: str, rows: dict[str, str]) -> None:
        self.group = group
        self.kind = kind
        self._rows = dict(rows)
        self._found: dict[str, T] = {}
        self._loaders: dict[str, Callable[[], object]] | None = None

    def add(self, name: str, thing: T) -> T:
        """Put ``thing`` in the table under ``name``, in this process."""
        self._found[name] = thing
        return thing

    def __getitem__(self, name: str) -> T:
        if name in self._found:
            return self._found[name]
        if name in self._rows:
            module, _, attribute = self._rows[name].partition(":")
            thing = getattr(import_module(module), attribute)
        elif name in self._entry_points():
            thing = self._entry_points()[name]()
        else:
            close = nearest_name(name, self)
            hint = f"; did you mean {close!r}?" if close else ""
            raise UnknownFormatError(f"there is no {self.kind} {name!r}{hint} (known: {', '.join(self)})")
        self._found[name] = cast(T, thing)
        return self._found[name]

    def __contains__(self, name: str) -> bool:
        return name in self._found or name in self._rows or name in self._entry_points()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._found, *self._rows, *self._entry_points()}))

    def _entry_points(self) -> dict[str, Callable[[], object]]:
        if self._loaders is None:
            self._loaders = {point.name: point.load for point in entry_points(group=self.group)}
        return self._loaders


exporters: Registry[Callable[..., str | bytes]] = Registry(
    "timeline.exporters",
    "export format",
    {
        "ics": "timeline.exporters.ical:export_ical",
        "table": "timeline.exporters.table:export_table",
        "chart": "timeline.exporters.chart:export_chart",
        "json": "timeline.exporters.json:export_json",
        "csv": "timeline.exporters.csv:export_csv",
        "yaml": "timeline.exporters.yaml:export_yaml",
        "free-busy": "timeline.exporters.freebusy:export_freebusy",
        "graph": "timeline.exporters.graph:export_graph",
    },
)
"""Export formats by name: functions ``export_x(timeline, **settings) -> str | bytes``."""

streams: Registry[Callable[..., Iterator[bytes]]] = Registry(
    "timeline.streams",
    "export format",
    {
        "ics": "timeline.exporters.ical:stream_ical",
        "yaml": "timeline.exporters.yaml:stream_yaml",
    },
)
"""Those of the export formats that can be written piece by piece, so that memory does not grow with the number of
events: functions like the exporters, with the same settings, that give octets one piece after the other. They may take
``progress``, a function that is told how many of how many events are done."""

importers: Registry[Callable[..., object]] = Registry(
    "timeline.importers",
    "import format",
    {
        "yaml": "timeline.importers.yaml:import_yaml",
        "csv": "timeline.importers.csv:import_csv",
        "ics": "timeline.importers.ical:import_ical",
        "json": "timeline.importers.json:import_json",
    },
)
"""Import formats by name: functions ``import_x(source) -> timeline.events.Document`` that report, never raise, what is
wrong with what they read."""

event_types: Registry[type] = Registry("timeline.event_types", "event type", {})
"""Event classes by their ``type`` name; the built-in ones add themselves when ``timeline.events`` is imported."""
