"""The JSON Schema that the package ships: it is what the classes say, and it tells good files from bad ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from timeline import schema
from timeline.events import (
    BUILT_IN,
    Document,
    Organisation,
    Participation,
    Person,
    Place,
    Source,
    SourceReference,
    hints,
)

FIRST_FILE = Path(__file__).parent.parent / "data" / "events.yaml"


class Core(yaml.SafeLoader):
    """YAML as editors read it for a schema: dates stay text."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true\Z|false\Z"), list("tf"))


def errors(text: str) -> list[str]:
    found = yaml.load(text, Loader=Core)  # noqa: S506 - a safe loader
    return [error.json_path for error in jsonschema.Draft202012Validator(schema.schema()).iter_errors(found)]


def test_the_shipped_schema_is_the_one_that_the_classes_make() -> None:
    assert schema.shipped() == schema.text(), "run python -m timeline.schema"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize(
    "cls",
    [*BUILT_IN, Document, Person, Organisation, Place, Source, Participation, SourceReference],
    ids=lambda cls: cls.__name__,
)
def test_every_field_is_described(cls: type) -> None:
    words = schema.descriptions(cls)
    undescribed = {name.removesuffix("_") for name in hints(cls)} - set(words) - {"problems", "locate", "name", "files"}
    assert not undescribed
    assert all(each.endswith(".") for each in words.values()), words


def test_the_first_file_fits() -> None:
    assert errors(FIRST_FILE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "events: []",
        "events:",
        "format: 1\nas_of: 2017-11-30\nweek_start: Sunday\nday_first: yes\nevents: []",
        "people: {ann: Ann, ben: {name: Ben}}\nevents: [{id: a, title: A, when: 2017, participants: ann, tags:}]",
        "types: {rally: {fields: {turnout: integer}}}\nevents: [{id: a, type: rally, title: A, turnout: 5}]",
        "events: [{id: a, type: election, title: A, country: NO, turnout: 5.5 %, round: '1'}]",
        "events: [{id: a, title: A, except: [May 1], moved: {May 1: May 2}, repeats: daily, source: {id: b, at: 3}}]",
    ],
)
def test_what_fits(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("evnts: []", "$"),
        ("events: {}", "$.events"),
        ("as_of: yesterday\nevents: []", "$.as_of"),
        ("events: [{title: A}]", "$.events[0]"),
        ("events: [{id: a, title: A, whne: 2017}]", "$.events[0]"),
        ("events: [{id: a, type: visit, title: A, turnout: 5}]", "$.events[0]"),
        ("events: [{id: a, title: A, status: canceled}]", "$.events[0].status"),
        ("events: [{id: a, title: [A]}]", "$.events[0].title"),
        ("people: {ann: {nmae: Ann}}\nevents: []", "$.people.ann"),
        ("places: {x: {name: X, coordinates: [91, 0]}}\nevents: []", "$.places.x"),
    ],
)
def test_what_does_not_fit(text: str, path: str) -> None:
    assert path in errors(text)


def test_an_editor_sees_what_each_key_means() -> None:
    when: dict[str, Any] = schema.schema()["$defs"]["event"]["properties"]["when"]
    assert when["description"] == 'The date as words: "Nov. 29-30", "2017", "after csto-session".'
