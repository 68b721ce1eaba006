"""Typed values as plain ones (text, numbers, lists, mappings), keyed as a file keys them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, TypeAlias

from attrs import NOTHING, Attribute, fields, has

from timeline.events import FIELD_KINDS, Document, Event, hints, identifiers, key_of, references

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

DATA: Final = ("problems", "locate", "name")
"""What a document knows of its file beside what the file says."""


@cache
def _attributes(cls: type) -> tuple[tuple[str, str, object], ...]:
    """Attribute, key in a file and default of each field."""
    return tuple((a.name, key_of(a.name), _default(a)) for a in fields(cls))


def _default(attribute: Attribute[object]) -> object:
    return attribute.default if attribute.default is not NOTHING else NOTHING


def said(value: object) -> Plain:
    """A value as the file says it; fields that it leaves out are left out."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): said(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [said(item) for item in value]
    if has(type(value)):
        return _record(value)
    raise TypeError(f"nothing to write a {type(value).__name__} as")


def _record(value: object) -> dict[str, Plain]:
    record: dict[str, Plain] = {}
    cls: type = type(value)
    for attribute, key, default in _attributes(cls):
        item = getattr(value, attribute)
        if attribute == "moved" and item:
            record[key] = dict(item)
        elif item != default:
            record[key] = said(item)
    return record


def said_event(event: Event) -> dict[str, Plain]:
    """An event as the file says it, its id and type first."""
    record = _record(event)
    return {"id": event.id, "type": event.type, **{key: item for key, item in record.items() if key != "id"}}


_APART = ("events", "include", "files", "format")
"""What an export says in its own place, or not at all: which files it was read from is no fact of the timeline."""


def said_document(document: Document) -> dict[str, Plain]:
    """A file as it is said, but for its events; people and other named things under their ids."""
    record: dict[str, Plain] = {"format": document.format}
    for attribute, key, default in _attributes(Document):
        item = getattr(document, attribute)
        if attribute in DATA or attribute in _APART or item == default or not _told(item):
            continue
        if attribute == "types":
            record[key] = {name: _declared(cls) for name, cls in document.types.items()}
        elif isinstance(item, Mapping):
            record[key] = {name: _without_id(thing) for name, thing in item.items()}
        else:
            record[key] = said(item)
    return record


def _told(item: object) -> bool:
    return item is not None and item not in ({}, ())


def _without_id(thing: object) -> Plain:
    return {key: item for key, item in _record(thing).items() if key != "id"}


def _declared(cls: type) -> Plain:
    """A type that the file declares: what it is based on, and the kinds of the fields that it adds."""
    base = next(parent for parent in cls.__mro__[1:] if issubclass(parent, Event))
    inherited = {attribute.name for attribute in fields(base)}
    own = {name: hint for name, hint in hints(cls).items() if name not in inherited}
    return {"based_on": base.type, "fields": {key_of(name): _kind(hint) for name, hint in own.items()}}


def _kind(hint: object) -> str:
    return next(kind for kind, annotation in FIELD_KINDS.items() if hint in (annotation, _or_none(annotation)))


def _or_none(annotation: object) -> object:
    return annotation | None  # type: ignore[operator]  # annotations are types, which can be joined


def taking_part(event: Event) -> dict[str, tuple[str, ...]]:
    """Ids of everybody who takes part in an event, in whatever field it says so, each with the roles that it gives.

    Organisations that it only concerns or belongs to are not among them.
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in event.participants:
        found[part.who] = (*found.get(part.who, ()), *((part.role,) if part.role else ()))
    cls: type = type(event)
    for name, kinds in references(cls):
        if "person" in kinds:
            for who in identifiers(getattr(event, name)):
                found.setdefault(who, ())
    return found
