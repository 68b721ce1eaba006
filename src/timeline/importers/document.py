"""Files of plain values become one ``Document``: typed, joined with what they include, every reference checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain
from typing import Any, Final, TypeVar, cast

from attrs import evolve, field, frozen

from timeline.errors import Problem, TimelineError, nearest_name
from timeline.events import (
    FIELD_KINDS,
    SHORTHANDS,
    Document,
    Event,
    Organisation,
    Participation,
    Person,
    Place,
    Source,
    SourceReference,
    declare_type,
    hints,
    key_of,
    references,
)
from timeline.importers.structure import (
    Finding,
    Wrong,
    converter_of,
    examine,
    keys_of,
    salvage,
    show_path,
    structure,
)
from timeline.importers.tree import Flaw, Mark, Path
from timeline.registry import event_types

T = TypeVar("T")

Marks = Callable[[], tuple[Mark, tuple[Flaw, ...]]]
"""Reads a file again for the position of everything in it; also tells what only the text shows."""


@frozen(eq=False)
class Raw:
    """One file, read but not yet typed: its name, its top-level mapping, and how to find positions in it."""

    name: str
    data: dict[str, Any]
    marks: Marks
    flaws: tuple[Flaw, ...] = ()
    """What the reading has already found."""
    findings: tuple[Finding, ...] = ()
    """What was wrong with the files that it includes."""
    identity: str = ""
    """The file's real path, so that it is read once, whoever includes it."""


_TABLES: Final[dict[str, type]] = {
    "people": Person,
    "organisations": Organisation,
    "places": Place,
    "sources": Source,
}
_KINDS: Final = {"person": "people", "organisation": "organisations", "place": "places", "source": "sources"}
_NOT_SETTINGS: Final = frozenset({*_TABLES, "events", "types", "problems", "locate", "name", "files"})
_MAIN_ONLY: Final = ("prefer", "day_first", "week_start", "hemisphere", "seasons", "fiscal_year_start", "holidays")
"""Settings that hold for all files together, and that an included file may only repeat."""


@frozen
class _Place:
    """Where a thing of the document stands: which file, and its path there."""

    file: int
    path: Path


def build(raws: list[Raw], *, more: tuple[Problem, ...] = ()) -> Document:
    """The document of a file (the first) and of those that it includes, with every problem of both, and ``more``."""
    return _Assembly(raws, more).document(raws[0].name)


@frozen(eq=False)
class _Assembly:
    """The work on one document: what has been found in its files so far."""

    raws: list[Raw]
    more: tuple[Problem, ...]
    findings: list[tuple[int, Finding]] = field(factory=list)
    tables: dict[str, dict[str, Any]] = field(factory=lambda: {key: {} for key in _TABLES})
    origins: dict[tuple[str, str], _Place] = field(factory=dict)
    types: dict[str, type[Event]] = field(factory=dict)
    events: list[Event] = field(factory=list)
    places: list[_Place] = field(factory=list)
    settings: list[dict[str, Any]] = field(factory=list)

    def note(self, file: int, findings: Iterable[Finding]) -> None:
        self.findings.extend((file, found) for found in findings)

    def document(self, name: str) -> Document:
        for file, raw in enumerate(self.raws):
            self.note(file, raw.findings)
            self.settings.append(self.read_settings(file, raw.data))
        for file, raw in enumerate(self.raws):
            self.read_types(file, raw.data.get("types"))
        for file, raw in enumerate(self.raws):
            for key in _TABLES:
                self.read_table(file, key, raw.data.get(key))
            self.read_events(file, raw.data.get("events"))
        self.check_references()
        moved = any(place.file or place.path[1] != at for at, place in enumerate(self.places))
        files = tuple((raw.name, raw.marks) for raw in self.raws)
        locate = _Locator(files, tuple(self.places) if moved else ())
        said: dict[str, Any] = {**self.settings[0], **self.tables}
        return Document(
            **said,
            types=self.types,
            events=tuple(self.events),
            problems=self.problems(),
            locate=locate,
            name=name,
            files=tuple(raw.name for raw in self.raws),
        )

    # --- the keys of the top level -----------------------------------------------------------------------------------

    def read_settings(self, file: int, data: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        known = {key: hint for key, hint in hints(Document).items() if key not in _NOT_SETTINGS}
        for key, value in data.items():
            if key in known:
                if value is not None:
                    try:
                        found[key] = converter_of(known[key])(value, None)
                    except Wrong as wrong:
                        self.note(file, [Finding((key,), wrong.code, wrong.message, wrong.suggestion)])
                        if wrong.suggestion:  # most likely what was meant, and spares reports that follow from this one
                            found[key] = converter_of(known[key])(wrong.suggestion, None)
            elif key not in _TABLES and key not in ("events", "types"):
                near = nearest_name(key, [*known, *_TABLES, "events", "types"])
                self.note(file, [Finding((key,), "unknown-key", f"unknown key {key!r}", near, key=True)])
        for key in _MAIN_ONLY if file else ():
            if key in found and found[key] != self.settings[0].get(key, getattr(Document(), key)):
                message = f"{key} holds for all files together: set it in {self.raws[0].name}"
                self.note(file, [Finding((key,), "include", message, key=True)])
        return found

    def read_types(self, file: int, types: object) -> None:
        for name, declared in self.mapping(file, "types", types).items():
            path: Path = ("types", name)
            try:
                self.types[name] = self.declared(name, declared)
            except Wrong as wrong:
                self.note(file, [Finding((*path, *wrong.path), wrong.code, wrong.message, wrong.suggestion)])

    def declared(self, name: str, said: object) -> type[Event]:
        if name in event_types or name in self.types:
            raise Wrong("duplicate-id", f"there is a type {name!r} already")
        if not name.replace("-", "_").isidentifier():
            raise Wrong("bad-id", f"{name!r} can't be a type: use letters, digits and hyphens")
        if not isinstance(said, dict):
            raise Wrong("wrong-type", "a type is a mapping with based_on and fields")
        if unknown := next((key for key in said if key not in ("based_on", "fields")), None):
            near = nearest_name(unknown, ("based_on", "fields"))
            raise Wrong("unknown-key", f"unknown key {unknown!r}", near, (unknown,))
        base = said.get("based_on") or "event"
        if base not in self.types and (not isinstance(base, str) or base not in event_types):
            near = nearest_name(str(base), [*event_types, *self.types])
            raise Wrong("unknown-type", f"there is no type {base!r}", near, ("based_on",))
        parent = self.type_of(base)
        kinds = said.get("fields") or {}
        if not isinstance(kinds, dict):
            raise Wrong("wrong-type", "fields is a mapping from a field's name to its kind", None, ("fields",))
        for key, kind in kinds.items():
            if key in hints(cast(type, parent)) or key in ("type", "except") or not key.isidentifier():
                raise Wrong("bad-id", f"{key!r} can't be the name of a field here", None, ("fields", key))
            if not isinstance(kind, str) or kind not in FIELD_KINDS:
                message = f"the kind of a field is one of {', '.join(FIELD_KINDS)}, not {kind!r}"
                raise Wrong("bad-value", message, nearest_name(str(kind), FIELD_KINDS), ("fields", key))
        return declare_type(name, parent, kinds)

    def mapping(self, file: int, key: str, value: object) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        if value is not None:
            self.note(file, [Finding((key,), "wrong-type", f"{key} is a mapping: a line for each, 'id: …'")])
        return {}

    def read_table(self, file: int, key: str, values: object) -> None:
        cls, table = _TABLES[key], self.tables[key]
        for name, said in self.mapping(file, key, values).items():
            path: Path = (key, name)
            if name in table:
                other = self.origins[key, name]
                message = f"{name!r} is in {key} already, in {self.raws[other.file].name}"
                self.note(file, [Finding(path, "duplicate-id", message, key=True)])
                continue
            raw = {SHORTHANDS[cls]: said} if isinstance(said, str) else said
            if not isinstance(raw, dict):
                wanted = " and ".join(key_of(each) for each in ("name", "…"))
                self.note(file, [Finding(path, "wrong-type", f"a name, or a mapping with {wanted}, is wanted here")])
                raw = {}
            self.origins[key, name] = _Place(file, path)
            table[name] = self.typed(file, {**raw, "id": name}, cls, path, fallback=SHORTHANDS[cls])

    def typed(self, file: int, raw: dict[str, Any], cls: type[T], path: Path, *, fallback: str) -> T | None:
        """An object of a class; where something is wrong, one without that, with its id for a missing name."""
        try:
            return structure(raw, cls)
        except Exception:  # noqa: BLE001 - whatever refused it, the second look says why
            found = list(examine(raw, cls, path))
        # The id of a person or place is its key, so that is where a fault of it is told.
        shown = [evolve(each, path=path, key=True) if each.path == (*path, "id") else each for each in found]
        self.note(file, shown)
        kept = salvage(raw, found, path)
        kept.setdefault("id", str(raw["id"]))
        kept.setdefault(fallback, str(raw["id"]))
        return _lenient(kept, cls)

    # --- events ------------------------------------------------------------------------------------------------------

    def type_of(self, name: str) -> type[Event]:
        return self.types[name] if name in self.types else cast("type[Event]", event_types[name])

    def read_events(self, file: int, events: object) -> None:
        if events is None:
            return
        if not isinstance(events, list):
            self.note(file, [Finding(("events",), "wrong-type", "events is a list: start each with '- id: …'")])
            return
        seen = self.origins
        for index, raw in enumerate(events):
            event = self.read_event(file, index, raw)
            if event is None:
                continue
            if ("events", event.id) in seen:
                self.duplicate(file, index, event)
                continue
            place = _Place(file, ("events", index))
            seen["events", event.id] = place
            self.events.append(event)
            self.places.append(place)

    def duplicate(self, file: int, index: int, event: Event) -> None:
        first = self.origins["events", event.id]
        line, _ = self.raws[first.file].marks()[0].at((*first.path, "id"))
        where = f"on line {line}" if first.file == file else f"in {self.raws[first.file].name}, line {line}"
        message = f"the id {event.id!r} is taken: the first is {where}"
        self.note(file, [Finding(("events", index, "id"), "duplicate-id", message)])

    def read_event(self, file: int, index: int, raw: object) -> Event | None:
        if raw.__class__ is not dict:
            shown = "nothing" if raw is None else "a list" if isinstance(raw, list) else repr(raw)
            message = f"an event is a mapping with id, title and when, not {shown}"
            self.note(file, [Finding(("events", index), "wrong-type", message)])
            return None
        data = cast("dict[str, Any]", raw)
        said = data.pop("type", None)
        try:
            cls = Event if said is None else self.type_of(said)
            event = structure(data, cls)
        except Exception:  # noqa: BLE001 - whatever refused it, the second look says why
            return self.mend_event(file, index, data, said)
        if any(True for _ in event.faults()):
            self.note_faults(file, index, event)
        return self.with_defaults(file, event) if file else event

    def note_faults(self, file: int, index: int, event: Event) -> None:
        path: Path = ("events", index)
        self.note(file, (Finding((*path, each.field), each.code, each.message) for each in event.faults()))

    def mend_event(self, file: int, index: int, data: dict[str, Any], said: object) -> Event | None:
        path: Path = ("events", index)
        cls, known_type = Event, said is None
        if isinstance(said, str) and (said in self.types or said in event_types):
            cls, known_type = self.type_of(said), True
        if not known_type:
            near = nearest_name(said, [*event_types, *self.types]) if isinstance(said, str) else None
            shown = said if isinstance(said, str) else "this"
            self.note(file, [Finding((*path, "type"), "unknown-type", f"there is no type {shown!r}", near)])
            if near:
                cls = self.type_of(near)
        found = list(examine(data, cls, path, extra=("type",)))
        # A key that is unknown may belong to the type that nobody knows: the type is reported, that is enough.
        self.note(file, (each for each in found if known_type or each.code != "unknown-key"))
        kept = salvage(data, found, path)
        if not isinstance(data.get("id"), str):
            return None
        kept["id"] = data["id"]  # one that is badly written is still what others call it
        kept.setdefault("title", kept["id"])
        event = _lenient(kept, cls)
        if (
            event is not None
            and known_type
            and not any(each.code == "unknown-key" and len(each.path) == len(path) + 1 for each in found)
        ):
            broken = {each.path[2] for each in found if len(each.path) > 2}
            faults = (each for each in event.faults() if each.field not in broken)
            self.note(file, (Finding((*path, each.field), each.code, each.message) for each in faults))
        return event

    def with_defaults(self, file: int, event: Event) -> Event:
        """An event of an included file, with that file's own anchor, zone and language where it has none."""
        settings, main = self.settings[file], self.settings[0]
        changes = {}
        if event.language is None and settings.get("language", "en") != main.get("language", "en"):
            changes["language"] = settings.get("language", "en")
        source = self.tables["sources"].get(event.source.id) if event.source else None
        if event.as_of is None and not (source and source.published) and "as_of" in settings:
            changes["as_of"] = settings["as_of"]
        place = self.tables["places"].get(event.place) if event.place else None
        if event.timezone is None and not (place and place.timezone) and "timezone" in settings:
            changes["timezone"] = settings["timezone"]
        return evolve(event, **changes) if changes else event

    # --- references --------------------------------------------------------------------------------------------------

    def check_references(self) -> None:
        ids = {event.id: event for event in self.events}
        known: dict[str, Mapping[str, Any]] = {kind: self.tables[key] for kind, key in _KINDS.items()}
        known["event"] = ids
        checks: dict[type, list[tuple[str, tuple[str, ...], tuple[Mapping[str, Any], ...]]]] = {}
        for at, event in enumerate(self.events):
            cls: type = type(event)
            table = checks.get(cls)
            if table is None:
                table = checks[cls] = [(key, kinds, tuple(known[k] for k in kinds)) for key, kinds in references(cls)]
            for key, kinds, tables in table:
                value = getattr(event, key)
                if value:
                    self.check(self.places[at], key, value, kinds, tables)
        for key in ("people", "organisations"):
            for name, thing in self.tables[key].items():
                for attribute, kinds in references(_TABLES[key]):
                    tables = tuple(known[kind] for kind in kinds)
                    self.check(self.origins[key, name], attribute, getattr(thing, attribute), kinds, tables)

    def check(
        self,
        place: _Place,
        key: str,
        value: object,
        kinds: tuple[str, ...],
        tables: tuple[Mapping[str, Any], ...],
    ) -> None:
        if value.__class__ is str:
            if not _within(value, tables):
                self.unknown(place, (key_of(key),), value, kinds, tables)
        elif value.__class__ is SourceReference:
            if not _within(value.id, tables):
                whole = self.written(place, key)
                self.unknown(place, (key, "id") if isinstance(whole, dict) else (key,), value.id, kinds, tables)
        else:
            for index, each in enumerate(cast("tuple[Any, ...]", value)):
                who = each.who if each.__class__ is Participation else each
                if not _within(who, tables):
                    self.unknown(place, self.step(place, key, index, who), who, kinds, tables)

    def step(self, place: _Place, key: str, index: int, name: str) -> Path:
        """Where in the value of a key, as the file has it, a name stands: at ``index``, or later where faults left."""
        whole = self.written(place, key)
        if not isinstance(whole, list):
            return (key_of(key), "who") if isinstance(whole, dict) else (key_of(key),)
        for at in range(index, len(whole)):
            if whole[at] == name:
                return key_of(key), at
            if isinstance(whole[at], dict) and whole[at].get("who") == name:
                return key_of(key), at, "who"
        return key_of(key), index

    def written(self, place: _Place, key: str) -> object:
        """The value of a key as the file has it."""
        raw: Any = self.raws[place.file].data
        for step in place.path:
            raw = raw[step]
        return raw.get(key_of(key))

    def unknown(
        self,
        place: _Place,
        steps: Path,
        name: str,
        kinds: tuple[str, ...],
        tables: tuple[Mapping[str, Any], ...],
    ) -> None:
        near = nearest_name(name, chain(*tables)) or _by_name(name, tables)
        message = f"there is no {' or '.join(kinds)} {name!r}"
        self.note(place.file, [Finding((*place.path, *steps), "unknown-reference", message, near)])

    # --- the report --------------------------------------------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """Every problem, file after file, in the order of their lines."""
        by_file: defaultdict[int, list[Problem]] = defaultdict(list)
        for file, found in self.findings:
            mark, _ = self.raws[file].marks()
            line, column = mark.at(found.path, key=found.key)
            shown = show_path(found.path)
            by_file[file].append(
                Problem(self.raws[file].name, line, column, shown, found.code, found.message, found.suggestion)
            )
        for file, raw in enumerate(self.raws):
            flaws = raw.marks()[1] if by_file[file] else raw.flaws
            by_file[file].extend(
                Problem(
                    raw.name, each.line, each.column, show_path(each.path), each.code, each.message, each.suggestion
                )
                for each in flaws
            )
            by_file[file].sort(key=lambda problem: (problem.line, problem.column))
        return tuple(chain.from_iterable(by_file[file] for file in range(len(self.raws)))) + self.more


def _within(name: object, tables: tuple[Mapping[str, Any], ...]) -> bool:
    return name in tables[0] or (len(tables) > 1 and name in tables[1])


def _by_name(name: str, tables: tuple[Mapping[str, Any], ...]) -> str | None:
    """The id of what is called so, where somebody wrote a name instead of an id."""
    for table in tables:
        for key, thing in table.items():
            names = (getattr(thing, "name", None), getattr(thing, "title", None), getattr(thing, "short", None))
            if name in names or name in getattr(thing, "aliases", ()):
                return key
    return None


def _lenient(raw: dict[str, Any], cls: type[T]) -> T | None:
    """An object of a class where that is possible; an id that is badly written is kept."""
    plain: type = cls
    usable = {key: value for key, value in raw.items() if key in keys_of(plain) and value is not None}
    name = usable.pop("id")
    try:
        made: Any = structure({**usable, "id": "x1"}, cls)
        return cast(T, evolve(made, id=name))
    except (Wrong, TimelineError, TypeError, KeyError):
        return None


@frozen(eq=False)
class _Locator:
    """``Document.locate``: reads the file again when first asked, and keeps nothing of it before."""

    files: tuple[tuple[str, Marks], ...]
    events: tuple[_Place, ...]
    """Where each event of the document stands; empty where they stand as they are counted."""

    def __call__(self, path: str) -> tuple[str, int, int, str]:
        name, marks = self.files[0]
        steps = _steps(path, marks()[0])
        if len(steps) > 1 and steps[0] == "events" and isinstance(steps[1], int) and steps[1] < len(self.events):
            place = self.events[steps[1]]
            name, marks = self.files[place.file]
            steps = (*place.path, *steps[2:])
            path = show_path(steps)
        return name, *marks()[0].at(steps), path

    def __reduce__(self) -> tuple[object, ...]:
        # A copy that goes elsewhere takes the positions along, since the file may not be there.
        return _Locator, (tuple((name, partial(_kept, *marks())) for name, marks in self.files), self.events)


def _kept(mark: Mark, flaws: tuple[Flaw, ...]) -> tuple[Mark, tuple[Flaw, ...]]:
    return mark, flaws


def _steps(path: str, mark: Mark) -> Path:
    """The steps of a path as people read it; the second of a table is an id, which may hold dots itself."""
    head, _, rest = path.partition(".")
    if head in _TABLES and head in mark.inside:
        ids = (str(key) for key in mark.inside[head][2].inside)
        name = max((each for each in ids if rest == each or rest.startswith(f"{each}.")), key=len, default=rest)
        tail = rest[len(name) + 1 :]
        return (head, name, *(tail.split(".") if tail else ()))
    steps: list[str | int] = []
    for part in path.replace("[", ".[").split("."):
        if part.startswith("["):
            steps.append(int(part[1:-1]))
        elif part:
            steps.append(part)
    return tuple(steps)
