"""From plain values (text, lists, mappings) to the typed classes, by cattrs, with every fault told by its path.

A field's annotation decides how its text is read: the table ``_FORMS`` and ``converter_of`` are the whole of it. Good
values go straight through functions that cattrs generates, one a class; only where those refuse are the values gone
over again, key by key, for a report that misses nothing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias, TypeVar, Union, cast, get_args, get_origin

import cattrs
from attrs import frozen, has
from cattrs.gen import make_dict_structure_fn, override

from timeline import zones
from timeline.alarms import trigger_seconds
from timeline.calendar import MONTHS, WEEKDAYS, days_in_month, numbered
from timeline.errors import SettingError, nearest_name
from timeline.events import (
    SHORTHANDS,
    Coordinates,
    Form,
    Moves,
    Names,
    hints,
    key_of,
    required,
)

if TYPE_CHECKING:
    from timeline.importers.tree import Path

T = TypeVar("T")
Convert: TypeAlias = Callable[[object, object], object]


class Wrong(ValueError):  # noqa: N818 - never leaves the importers
    """A value that its field can't take."""

    def __init__(self, code: str, message: str, suggestion: str | None = None, path: Path = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.path = path


@frozen
class Finding:
    """What is wrong with the value at a path (or with its key, where ``key``)."""

    path: Path
    code: str
    message: str
    suggestion: str | None = None
    key: bool = False


def show_path(path: Path) -> str:
    """A path as people read it: ``events[3].when``."""
    shown = ""
    for step in path:
        shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown else step
    return shown


# --- one function for each form of text ------------------------------------------------------------------------------


def text(value: object, _: object = None) -> str:
    """Text, as it was written."""
    if value.__class__ is str:
        return value
    raise Wrong("wrong-type", f"text is wanted here, not {_kind(value)}")


def reference(value: object, _: object = None) -> str:
    """An id; one string in memory for each, however often it is named."""
    if value.__class__ is str:
        return sys.intern(value)
    raise Wrong("wrong-type", f"an id is wanted here, not {_kind(value)}")


_IDENTIFIER: Final = re.compile(r"(?=.*[^\W\d_])\w[\w.-]*\Z")


def identifier(value: object, _: object = None) -> str:
    """What something is called in the file."""
    name = text(value)
    if not _IDENTIFIER.match(name):
        fitting = re.sub(r"[^\w.-]+", "-", name).strip("-")
        raise Wrong(
            "bad-id",
            f"{name!r} can't be an id: use letters, digits and hyphens, with at least one letter",
            fitting if _IDENTIFIER.match(fitting) else None,
        )
    return name


_INTEGER: Final = re.compile(r"[+-]?\d+(?:[_,  ]\d{3})*\Z")


def integer(value: object, _: object = None) -> int:
    """A whole number, with or without separators of thousands."""
    if value.__class__ is str and _INTEGER.match(value):
        return int(re.sub(r"[_,  ]", "", value))
    raise Wrong("wrong-type", f"a whole number is wanted here, not {_kind(value)}")


def number(value: object, _: object = None) -> float:
    """A number, with or without a per cent sign."""
    try:
        found = float(text(value).strip().removesuffix("%").rstrip())
    except ValueError:
        found = float("nan")
    if found - found != 0:  # neither infinite nor no number
        raise Wrong("wrong-type", f"a number is wanted here, not {_kind(value)}")
    return found


_BOOLEANS: Final = {"true": True, "yes": True, "false": False, "no": False}


def boolean(value: object, _: object = None) -> bool:
    """``true`` or ``false`` (``yes`` and ``no`` will do)."""
    found = _BOOLEANS.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise Wrong("wrong-type", f"true or false is wanted here, not {_kind(value)}")
    return found


_ISO_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@lru_cache(maxsize=4096)
def _iso_date(written: str) -> str:
    try:
        (datetime if len(written) > 10 else date).fromisoformat(written if "-" in written else "")
    except ValueError:
        message = f"an ISO 8601 date is wanted here, like 2017-11-30, not {written!r}"
        nearest = None
        if (parts := _ISO_DATE.match(written)) and 1 <= int(parts[2]) <= 12 and int(parts[1]) > 0:
            longest = days_in_month(int(parts[1]), int(parts[2]))
            if int(parts[3]) > longest:
                message = f"{written} does not exist: that month has {longest} days"
                nearest = f"{parts[1]}-{parts[2]}-{longest}"
        raise Wrong("bad-date", message, nearest) from None
    return written


def iso_date(value: object, _: object = None) -> str:
    """An ISO 8601 date or date-time; stays text."""
    if not isinstance(value, str):
        raise Wrong("bad-date", f"an ISO 8601 date is wanted here, like 2017-11-30, not {_kind(value)}")
    return _iso_date(value)


@lru_cache(maxsize=4096)
def _zone(name: str) -> str:
    try:
        zones.zone(name)
    except SettingError:
        near = nearest_name(name, zones.zone_names())
        raise Wrong("bad-zone", f"there is no time zone {name!r}", near) from None
    return sys.intern(name)


def language(value: object, _: object = None) -> str:
    """The code of a language whose wording can be read."""
    from timeline.wording.lexicon import LANGUAGES  # few files name a language

    code = text(value)
    if code not in LANGUAGES:
        message = f"there is no language {code!r} (known: {', '.join(sorted(LANGUAGES))})"
        raise Wrong("bad-value", message, nearest_name(code, LANGUAGES))
    return code


_NAMESPACE: Final = re.compile(r"\w[\w.-]*\Z")


def namespace(value: object, _: object = None) -> str:
    """What follows the ``@`` of a UID."""
    name = text(value)
    if not _NAMESPACE.match(name):
        fitting = re.sub(r"[^\w.-]+", "-", name).strip("-.")
        message = f"{name!r} can't be a namespace: it is a domain, or another name of letters, digits, '-', '_' and '.'"
        raise Wrong("bad-value", message, fitting if _NAMESPACE.match(fitting) else None)
    return name


@lru_cache(maxsize=64)
def _country(code: str) -> str:
    import holidays

    from timeline.resolver.named_days import holiday_years  # few files name a country

    try:
        holiday_years(code)
    except SettingError:
        known = holidays.list_supported_countries(include_aliases=True)
        parts = (f"{country}-{part}" for country, named in known.items() for part in named)
        message = (
            f"no country {code!r} is known to have public holidays: an ISO 3166 code is wanted here, like DE or US-CA"
        )
        raise Wrong("bad-value", message, nearest_name(code.upper(), (*known, *parts))) from None
    return code


def country(value: object, _: object = None) -> str:
    """The code of a country whose public holidays are known."""
    return _country(text(value))


@lru_cache(maxsize=4096)
def _reminder(wording: str) -> str:
    if trigger_seconds(wording, 0) is None:
        raise Wrong(
            "bad-value",
            f"{wording!r} is no reminder: it is how long before the start (15 minutes before), a time (at 9:00 on the "
            "day before), or 'at the start'",
        )
    return sys.intern(wording)


def reminder(value: object, _: object = None) -> str:
    """When to be reminded, in words; stays text."""
    return _reminder(text(value))


def hours(value: object, _: object = None) -> str:
    """Hours of the day; stay text."""
    from timeline.schedule.free import read_hours  # few files say when people can be met

    return _refused_by(read_hours, text(value))


def days(value: object, _: object = None) -> str:
    """Days of the week; stay text."""
    from timeline.schedule.free import read_days

    return _refused_by(read_days, text(value))


def _refused_by(read: Callable[[str], object], written: str) -> str:
    try:
        read(written)
    except SettingError as error:
        raise Wrong("bad-value", str(error)) from None
    return written


def zone(value: object, _: object = None) -> str:
    """The name of a time zone."""
    return _zone(text(value))


def _counted(names: tuple[str, ...], what: str) -> Convert:
    def convert(value: object, _: object = None) -> int:
        written = text(value)
        if (found := numbered(written, names)) is not None:
            return found
        message = f"{what} is wanted here, such as {names[0].capitalize()}, not {value!r}"
        raise Wrong("bad-value", message, nearest_name(written.strip().lower(), names))

    return convert


def version(value: object, _: object = None) -> int:
    """The version of the format."""
    if text(value) != "1":
        raise Wrong("bad-version", f"this reads format 1, not {value!r}", "1")
    return 1


def moves(value: object, _: object = None) -> Moves:
    """A mapping from wording to wording."""
    if not isinstance(value, dict):
        raise Wrong("wrong-type", f"a mapping from date to date is wanted here, not {_kind(value)}")
    return tuple((key, text(to)) for key, to in value.items())


def coordinates(value: object, _: object = None) -> Coordinates:
    """Latitude and longitude: a list of two, or both in one text."""
    parts = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(parts, list) or len(parts) != 2:
        raise Wrong("wrong-type", "coordinates are a latitude and a longitude, like [53.90, 27.57]")
    latitude, longitude = (number(part) for part in parts)
    if not -90 <= latitude <= 90:
        raise Wrong("bad-value", f"a latitude lies between -90 and 90, not at {latitude:g}")
    if not -180 <= longitude <= 180:
        raise Wrong("bad-value", f"a longitude lies between -180 and 180, not at {longitude:g}")
    return latitude, longitude


_FORMS: Final[dict[str, Convert]] = {
    "id": identifier,
    "iso-date": iso_date,
    "zone": zone,
    "language": language,
    "weekday": _counted(WEEKDAYS, "a day of the week"),
    "month": _counted(MONTHS, "a month"),
    "version": version,
    "namespace": namespace,
    "holidays": country,
    "alarm": reminder,
    "hours": hours,
    "days": days,
}
_PRIMITIVES: Final[dict[object, Convert]] = {
    str: text,
    int: integer,
    float: number,
    bool: boolean,
    Moves: moves,
    Coordinates: coordinates,
}


@cache
def converter_of(hint: Any) -> Convert:
    """The function that reads the value of a field with this annotation.

    Raises:
        TypeError: an annotation that no file can hold.
    """
    if hint in _PRIMITIVES:
        return _PRIMITIVES[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        form = next((extra for extra in arguments[1:] if isinstance(extra, Form | Names)), None)
        if isinstance(form, Form):
            return _FORMS[form.name]
        return reference if form else converter_of(arguments[0])
    if origin is Literal:
        return _choice(arguments)
    if origin in (Union, UnionType):
        return converter_of(next(each for each in arguments if each is not type(None)))
    if origin is tuple and arguments[1:] == (...,):
        return _several(converter_of(arguments[0]))
    if has(hint):
        return _nested(hint)
    raise TypeError(f"a file can't hold {hint!r}")


def _choice(options: tuple[str, ...]) -> Convert:
    known = {option: sys.intern(option) for option in options}

    def convert(value: object, _: object = None) -> str:
        found = known.get(value) if isinstance(value, str) else None
        if found is None:
            message = f"one of {', '.join(options)} is wanted here, not {_kind(value)}"
            raise Wrong("bad-value", message, nearest_name(value, options) if isinstance(value, str) else None)
        return found

    return convert


@lru_cache(maxsize=1 << 16)
def _shared(values: tuple[object, ...]) -> tuple[object, ...]:
    """The same few tags and the same few people, event after event: kept once."""
    return values


def _several(one: Convert) -> Convert:
    def convert(value: object, _: object = None) -> tuple[object, ...]:
        if value.__class__ is list:
            return _shared(tuple([one(each, None) for each in value]))
        return _shared((one(value, None),))

    return convert


def _nested(cls: type) -> Convert:
    shorthand = SHORTHANDS[cls]

    @lru_cache(maxsize=1 << 16)  # the same few people in the same few roles, event after event: kept once
    def shared(items: tuple[tuple[str, str], ...]) -> object:
        return structure(dict(items), cls)

    def convert(value: object, _: object = None) -> object:
        if value.__class__ is dict:
            try:
                return shared(tuple(value.items()))
            except TypeError:  # a list or a mapping where text should be: not hashable, and not shared
                return structure(cast("dict[str, object]", value), cls)
        if isinstance(value, str):
            return shared(((shorthand, value),))
        message = f"an id or a mapping with {_listed(keys_of(cls))} is wanted here, not {_kind(value)}"
        raise Wrong("wrong-type", message)

    return convert


def _kind(value: object) -> str:
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case None:
            return "nothing"
        case _:
            shown = str(value)
            return repr(shown if len(shown) <= 40 else shown[:39] + "…")


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# --- whole classes ---------------------------------------------------------------------------------------------------


@cache
def keys_of(cls: type) -> tuple[str, ...]:
    """The keys that a mapping of this class can have, in order."""
    return tuple(key_of(name) for name in hints(cls))


@cache
def structurer(cls: type) -> Callable[[Mapping[str, Any], type], Any]:
    """The function of cattrs for a class: generated once, refuses keys that the class does not have."""
    overrides = {
        name: override(rename=key_of(name), struct_hook=converter_of(hint)) for name, hint in hints(cls).items()
    }
    made: object = make_dict_structure_fn(
        cls,
        cattrs.Converter(detailed_validation=False),
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=False,
        **overrides,  # type: ignore[arg-type]  # names of attributes, which never start with _cattrs
    )
    return cast("Callable[[Mapping[str, Any], type], Any]", made)


def structure(raw: dict[str, Any], cls: type[T]) -> T:
    """An object of a class, from a mapping; keys without a value count as left out.

    Raises:
        Exception: something is wrong; ``examine`` tells what.
    """
    if None in raw.values():
        raw = {key: value for key, value in raw.items() if value is not None}
    plain: type = cls
    return cast(T, structurer(plain)(raw, cls))


def examine(raw: dict[str, Any], cls: type, path: Path, *, extra: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Everything that keeps a mapping from being structured, in the order of its keys; required keys come last.

    ``extra`` are keys that are known, though the class has no field for them.
    """
    names = {key_of(name): hint for name, hint in hints(cls).items()}
    meant = set()
    for key, value in raw.items():
        if key in names:
            if value is not None:
                yield from _examine_value(value, names[key], (*path, key))
        elif key not in extra:
            near = nearest_name(key, [*names, *extra])
            meant.add(near)
            yield Finding((*path, key), "unknown-key", f"unknown key {key!r}", near, key=True)
    for key in required(cls):
        if raw.get(key) is None and key not in meant:  # one that is there with a slip in it has been told of
            yield Finding(path, "missing-key", f"the key {key!r} is missing", key=False)


def _examine_value(value: object, hint: Any, path: Path) -> Iterator[Finding]:
    nested, several = _core(hint)
    if several and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _examine_value(each, nested, (*path, index))
    elif has(nested) and isinstance(value, dict):
        yield from examine(value, nested, path)
    else:
        try:
            converter_of(hint)(value, None)
        except Wrong as wrong:
            yield Finding((*path, *wrong.path), wrong.code, wrong.message, wrong.suggestion)


def _core(hint: Any) -> tuple[Any, bool]:
    """What an annotation is about, and whether it takes several."""
    if get_origin(hint) in (Union, UnionType):
        return _core(next(each for each in get_args(hint) if each is not type(None)))
    if get_origin(hint) is tuple and get_args(hint)[1:] == (...,) and hint != Moves:
        return get_args(hint)[0], True
    return hint, False


def salvage(raw: dict[str, Any], findings: list[Finding], path: Path) -> dict[str, Any]:
    """A mapping without what is wrong in it: keys, items of lists, keys of items."""
    depth = len(path)
    return cast("dict[str, Any]", _without(raw, {found.path[depth:] for found in findings if len(found.path) > depth}))


def _without(value: Any, bad: set[Path]) -> Any:
    if not bad:
        return value
    if isinstance(value, dict):
        items = ((key, each, _under(bad, key)) for key, each in value.items())
        return {key: _without(each, inner) for key, each, inner in items if () not in inner}
    if isinstance(value, list):
        several = ((each, _under(bad, index)) for index, each in enumerate(value))
        return [_without(each, inner) for each, inner in several if () not in inner]
    return value


def _under(bad: set[Path], step: str | int) -> set[Path]:
    return {path[1:] for path in bad if path and path[0] == step}
