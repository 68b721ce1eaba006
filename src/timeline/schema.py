"""The JSON Schema of the YAML format, made from the event classes, so that editors complete and check a file.

``python -m timeline.schema`` writes it where the package ships it; a test fails when the two differ.
"""

from __future__ import annotations

import inspect
import json
import re
from importlib import resources
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from attrs import has

from timeline.events import (
    BUILT_IN,
    FIELD_KINDS,
    SHORTHANDS,
    Coordinates,
    Document,
    Event,
    Form,
    Moves,
    Organisation,
    Person,
    Place,
    Source,
    hints,
    key_of,
    required,
)

Json: TypeAlias = dict[str, Any]

NAME: Final = "timeline-1.schema.json"
_TABLES: Final[dict[str, type]] = {
    "sources": Source,
    "people": Person,
    "organisations": Organisation,
    "places": Place,
}
_SCALAR: Final = ["string", "number", "boolean"]
"""What an editor takes plain YAML text for: ``when: 2017`` is a number to it, and text to us."""
_PRIMITIVES: Final[dict[Any, Json]] = {
    str: {"type": _SCALAR},
    int: {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[+-]?\d[\d_,  ]*$"}]},
    float: {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?[\d.]+\s*%?$"}]},
    bool: {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]},
    Moves: {"type": "object", "additionalProperties": {"type": _SCALAR}},
    Coordinates: {
        "anyOf": [
            {
                "type": "array",
                "prefixItems": [
                    {"type": "number", "minimum": -90, "maximum": 90},
                    {"type": "number", "minimum": -180, "maximum": 180},
                ],
                "minItems": 2,
                "maxItems": 2,
            },
            {"type": "string"},
        ]
    },
}
_FORMS: Final[dict[str, Json]] = {
    "id": {"type": "string", "pattern": r"^(?=.*[^\W\d_])\w[\w.-]*$"},
    "iso-date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$"},
    "language": {"type": "string", "examples": ["en", "ru"]},
    "alarm": {"type": "string", "examples": ["15 minutes before", "at 9:00 on the day before", "at the start"]},
    "hours": {"type": "string", "examples": ["9:00-17:00", "9-12, 13-17"]},
    "days": {"type": "string", "examples": ["Mon-Fri", "Tue, Thu"]},
    "holidays": {"type": "string", "examples": ["DE", "US-CA"]},
    "namespace": {"type": "string", "pattern": r"^\w[\w.-]*$"},
    "zone": {"type": "string", "examples": ["Europe/Minsk", "UTC", "+03:00"]},
    "weekday": {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 7},
            {"enum": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]},
        ]
    },
    "month": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 12}, {"type": "string"}]},
    "version": {"enum": [1, "1"]},
}


def schema() -> Json:
    """The schema (JSON Schema 2020-12) of a file of format 1."""
    defs = {cls.__name__.lower(): _object(cls) for cls in (*BUILT_IN, *_TABLES.values())}
    for cls in _TABLES.values():
        del defs[cls.__name__.lower()]["properties"]["id"]
        defs[cls.__name__.lower()]["required"].remove("id")
    defs["type"] = _type_declaration()
    properties = {
        key_of(name): _described(_of(hint), Document, name)
        for name, hint in hints(Document).items()
        if name not in ("problems", "locate", "name", "files", "types", "events", *_TABLES)
    }
    for key, cls in _TABLES.items():
        each = {"anyOf": [{"$ref": f"#/$defs/{cls.__name__.lower()}"}, {"type": "string"}]}
        properties[key] = _described({"type": ["object", "null"], "additionalProperties": each}, Document, key)
    types = {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/type"}}
    properties["types"] = _described(types, Document, "types")
    events = {"type": ["array", "null"], "items": {"$ref": "#/$defs/anyEvent"}}
    properties["events"] = _described(events, Document, "events")
    defs["anyEvent"] = _any_event()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "timeline, format 1",
        "description": "A file of typed events, dated in words.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": defs,
    }


def shipped() -> str:
    """The schema's text, as the package ships it."""
    return resources.files("timeline").joinpath("data", NAME).read_text(encoding="utf-8")


def text() -> str:
    """The schema's text, made anew."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _any_event() -> Json:
    """One of the types by its ``type``; a type that the file declares has whatever keys it declares."""
    names = [cls.type for cls in BUILT_IN]
    rules = [
        {
            "if": {"properties": {"type": {"const": cls.type}}, "required": ["type"]},
            "then": {"$ref": f"#/$defs/{cls.__name__.lower()}"},
        }
        for cls in BUILT_IN
    ]
    untyped = {"if": {"not": {"required": ["type"]}}, "then": {"$ref": "#/$defs/event"}}
    kinds = [{"const": cls.type, "description": _summary(cls)} for cls in BUILT_IN]
    return {
        "type": "object",
        "properties": {
            "type": {
                "description": "What kind of event it is; decides which other keys it has.",
                "anyOf": [*kinds, {"type": "string", "not": {"enum": names}}],
            }
        },
        "required": list(required(Event)),
        "allOf": [*rules, untyped],
    }


def _type_declaration() -> Json:
    return {
        "type": "object",
        "description": "A type of event that this file declares.",
        "properties": {
            "based_on": {"type": "string", "description": "The type that it adds fields to."},
            "fields": {
                "type": "object",
                "description": "Its own fields, each with its kind.",
                "additionalProperties": {"enum": list(FIELD_KINDS)},
            },
        },
        "additionalProperties": False,
    }


def _object(cls: type) -> Json:
    properties: Json = {"type": {"const": getattr(cls, "type", None)}} if issubclass(cls, Event) else {}
    shared = hints(Event) if issubclass(cls, Event) and cls is not Event else {}
    for name, hint in hints(cls).items():
        key = key_of(name)
        inherited = {"$ref": f"#/$defs/event/properties/{key}"}
        properties[key] = inherited if name in shared else _described(_of(hint), cls, name)
    return {
        "type": "object",
        "description": _summary(cls),
        "properties": properties,
        "required": list(required(cls)),
        "additionalProperties": False,
    }


def _of(hint: Any) -> Json:
    """The schema of a field with this annotation."""
    if hint in _PRIMITIVES:
        return dict(_PRIMITIVES[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        form = next((extra for extra in arguments[1:] if isinstance(extra, Form)), None)
        return dict(_FORMS[form.name]) if form else {"type": _SCALAR}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        return _of(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        one = _of(arguments[0])
        return {"anyOf": [{"type": "array", "items": one}, one]}
    if has(hint):
        return {"anyOf": [{"type": "string", "description": f"Its `{SHORTHANDS[hint]}` alone."}, _object(hint)]}
    raise TypeError(hint)


def _described(found: Json, cls: type, attribute: str) -> Json:
    return {"description": descriptions(cls)[attribute.removesuffix("_")], **_or_nothing(found)}


def _or_nothing(found: Json) -> Json:
    """A key may stand without a value, which is as good as leaving it out."""
    match found:
        case {"type": str(one), **rest}:
            return {"type": [one, "null"], **rest}
        case {"type": [*several], **rest} if "null" not in several:
            return {"type": [*several, "null"], **rest}
        case {"anyOf": [*several], **rest}:
            return {"anyOf": [*several, {"type": "null"}], **rest}
        case {"enum": [*several], **rest}:
            return {"enum": [*several, None], **rest}
        case _:
            return found


def _summary(cls: type) -> str:
    return (inspect.getdoc(cls) or "").partition("\n")[0]


def descriptions(cls: type) -> dict[str, str]:
    """What the docstrings of a class and of those that it is based on say of each field, by key."""
    found: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        section = (inspect.cleandoc(each.__doc__ or "")).partition("Attributes:\n")[2]
        for line in re.sub(r"\n\s{8,}", " ", section).splitlines():
            key, colon, words = line.strip().partition(": ")
            if colon:
                found[key] = words
    return found


if __name__ == "__main__":
    (Path(__file__).parent / "data" / NAME).write_text(text(), encoding="utf-8")
