"""What changed: laws of diff and apply, kinds of change, and merging three ways."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from spans import documents, examples, timelines
from timeline.compare import Diff, apply, diff
from timeline.errors import TimelineError
from timeline.events import Document, Event, Person, SourceReference
from timeline.exporters.changes import write_changes
from timeline.importers import load
from timeline.merge import MergeError, merge
from timeline.timeline import Entry, Timeline

ROOT = Path(__file__).parent.parent
FILE = ROOT / "data" / "events.yaml"
TEXT = FILE.read_text(encoding="utf-8")
FIRST = load(FILE)

resolved = documents().map(Timeline.from_document)


@examples(80)
@given(resolved)
def test_nothing_differs_from_itself(a: Timeline) -> None:
    assert diff(a, a) == Diff(from_documents=(True, True))
    assert not diff(a, a)
    assert apply(diff(a, a), a) == a


@examples(80)
@given(resolved, resolved)
def test_what_changed_can_be_made_again(a: Timeline, b: Timeline) -> None:
    changes = diff(a, b)
    assert apply(changes, a) == b
    assert bool(changes) == (a != b)


@examples(60)
@given(timelines(6), timelines(6))
def test_timelines_without_a_file_compare_too(a: Timeline, b: Timeline) -> None:
    assert apply(diff(a, b), a) == b
    assert not diff(a, a)


def test_changes_belong_to_what_they_were_found_in() -> None:
    assert FIRST.document is not None
    other = Timeline.from_document(evolve(FIRST.document, events=FIRST.document.events[1:]))
    changes = diff(FIRST, FIRST.what_if("minsk-visit", "+1 day"))
    assert apply(changes, FIRST) == FIRST.what_if("minsk-visit", "+1 day")
    with pytest.raises(TimelineError, match="not of this timeline"):
        apply(diff(other, FIRST), FIRST)


def one(**fields: object) -> Timeline:
    event = Event(**{"id": "x", "title": "X", **fields})  # type: ignore[arg-type]
    return Timeline.from_document(Document(events=(event,), as_of="2017-11-30", timezone="Europe/Minsk"))


AT_TEN = {"when": "Nov. 30", "starts": "10:00", "ends": "11:00"}
KINDS = [
    # before, after, kind, side, by how much
    ({"when": "Nov. 29-30"}, {"when": "Dec. 1-2"}, "moved", None, {"+2 days"}),
    ({"when": "Nov. 29-30"}, {"when": "Nov. 29 - Dec. 2"}, "moved", "end", {"+2 days"}),
    ({"when": "Nov. 29-30"}, {"when": "Nov. 22-30"}, "moved", "start", {"-1 week"}),
    ({"when": "Nov. 30"}, {"when": "30 November 2017"}, "reworded", None, set()),
    ({"when": "between 3 and 9 May 2017"}, {"when": "between 4 and 6 May 2017"}, "narrowed", None, None),
    ({"when": "between 4 and 6 May 2017"}, {"when": "between 3 and 9 May 2017"}, "widened", None, None),
    ({"when": "November 2017"}, {"when": "30 November 2017"}, "narrowed", None, None),
    ({"when": "Nov. 30"}, AT_TEN, "narrowed", None, None),
    (AT_TEN, {"when": "Nov. 30", "starts": "11:30", "ends": "12:30"}, "moved", None, {"+1 hour 30 minutes"}),
    ({"when": "since 2016"}, {"when": "since 2017"}, "changed", None, {"+366 days", "+365 days"}),
    ({"when": "Nov. 30"}, {"when": "undated"}, "undated", None, set()),
    ({"when": "undated"}, {"when": "Nov. 30"}, "dated", None, set()),
    ({"when": "Nov. 29-30"}, {"when": "between 2015 and 2025"}, "widened", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "kind", "side", "by"), KINDS)
def test_how_a_date_changed(
    before: dict[str, str], after: dict[str, str], kind: str, side: str | None, by: set[str] | None
) -> None:
    (change,) = diff(one(**before), one(**after)).changed
    assert change.date is not None
    assert change.date.kind == kind
    if by is not None:
        assert change.date.side == side
        assert {bound.says for bound in change.date.bounds} == by


def test_fields_and_settings() -> None:
    old = one(when="2017", title="Old", place="here")
    new = one(when="2017", title="New", tags=("a",))
    changes = diff(old, new)
    assert [(one.key, one.old, one.new) for one in changes.changed[0].fields] == [
        ("title", "Old", "New"),
        ("place", "here", None),
        ("tags", None, ("a",)),
    ]
    assert changes.changed[0].date is None
    document = old.document
    assert document is not None
    renamed = Timeline.from_document(evolve(document, title="T", people={"ada": Person(id="ada", name="Ada")}))
    assert [change.key for change in diff(old, renamed).document] == ["title", "people.ada"]


def test_a_renamed_event_is_known_by_the_id_that_it_had() -> None:
    (change,) = diff(one(when="2017"), one(id="y", when="2018", formerly=("x",))).changed
    assert (change.old.id, change.new.id) == ("x", "y")
    assert not diff(one(when="2017"), one(id="y", when="2018")).changed


@pytest.mark.parametrize("suffix", ["json", "ics", "yaml"])
def test_an_export_says_the_same_dates(suffix: str, tmp_path: Path) -> None:
    FIRST.export(suffix, tmp_path / f"events.{suffix}")
    changes = diff(FIRST, load(tmp_path / f"events.{suffix}"))
    assert (changes.added, changes.removed) == ((), ())
    assert [change.id for change in changes.changed if change.date is not None] == []
    if suffix in ("json", "yaml"):
        assert not changes


LONG = "All that was said of it, at more length than a line of an answer has room for, "
SAID = [
    # how a change of fields is told: before, after, line
    ({"place": "here"}, {}, "    place: here -> nothing"),
    ({}, {"tags": ("a", "b")}, "    tags: nothing -> [a, b]"),
    ({"notes": "Short"}, {"notes": "Shorter"}, "    notes: Short -> Shorter"),
    (
        {"notes": f"{LONG}and no more"},
        {"notes": f"{LONG}and then some"},
        (
            "    notes: … length than a line of an answer has room for, and no more -> "
            "…ength than a line of an answer has room for, and then some"
        ),
    ),
    (
        {"source": SourceReference(id="report", at="p. 3")},
        {"source": SourceReference(id="report", at="p. 4", quote="So be it")},
        "    source.at: p. 3 -> p. 4\n    source.quote: nothing -> So be it",
    ),
]


@pytest.mark.parametrize(("before", "after", "told"), SAID)
def test_how_a_change_is_told(before: dict[str, object], after: dict[str, object], told: str) -> None:
    text = write_changes(diff(one(when="2017", **before), one(when="2017", **after)))
    assert text == f"~ x: X\n{told}\n"
    assert all(len(side) <= 60 for line in told.splitlines() for side in line.partition(": ")[2].split(" -> "))


def test_entries_by_hand() -> None:
    entry = Entry("x", Event(id="x", title="X"))
    assert diff(Timeline(), Timeline([entry])).added == (entry,)


# --- merging --------------------------------------------------------------------------------------------------------

LAST = "\n  - id: astana-invitation"


def swap(old: str, new: str) -> Callable[[str], str]:
    """An edit that puts a text in place of another (its last one)."""
    return lambda text: new.join(text.rsplit(old, 1))


EDITS: dict[str, Callable[[str], str]] = {
    # what a side does to the first file, by name
    "nothing": lambda text: text,
    "move the visit": swap("    when: Nov. 29-30\n", "    when: Nov. 28-30\n"),
    "move the visit elsewhere": swap("    when: Nov. 29-30\n", "    when: Dec. 1-2\n"),
    "rename the visit": swap("    title: Nazarbayev visits Minsk\n", "    title: The visit  # new\n"),
    "say who wrote the report": swap("    published: 2017-11-30\n", "    published: 2017-11-30\n    author: nobody\n"),
    "drop the last event": lambda text: text.split(LAST)[0],
    "add an event": lambda text: text + "\n  # A remark\n  - id: new\n    title: New\n    when: 2018\n",
    "add another event": lambda text: text + "\n  - id: other\n    title: Other\n    when: 2019\n",
    "tag the last event": swap("    tags: [diplomacy]\n", "    tags: [talks]\n"),
    "change the header": swap("timezone: Europe/Minsk\nlanguage: en", "timezone: Europe/Moscow\nlanguage: en"),
}
CLASHING = (
    {"move the visit", "move the visit elsewhere"},
    {"drop the last event", "tag the last event"},
)
SIDES = st.sampled_from(sorted(EDITS))


@examples(25)
@given(SIDES, SIDES)
def test_merging(mine: str, theirs: str) -> None:
    ours, others = EDITS[mine](TEXT), EDITS[theirs](TEXT)
    merged = merge(TEXT, ours, others)
    assert merge(TEXT, ours, ours).text == ours
    assert merge(TEXT, TEXT, others).text == others
    assert merge(TEXT, ours, TEXT).text == ours
    if merged.conflicts:
        assert "<<<<<<< ours\n" in merged.text
        assert ">>>>>>> theirs\n" in merged.text
    elif "drop the last event" not in (mine, theirs):
        assert values(merged.text) == values(ours if mine == theirs else EDITS[theirs](ours))
    assert bool(merged.conflicts) == ({mine, theirs} in CLASHING)


@cache
def values(text: str) -> object:
    """What a file says, its events by id."""
    from io import StringIO

    timeline = load(StringIO(text), strict=False)
    document = timeline.document
    assert document is not None
    return {event.id: event for event in document.events}, document.people, document.sources, document.timezone


def test_comments_and_order_stay() -> None:
    merged = merge(TEXT, EDITS["rename the visit"](TEXT), EDITS["add an event"](EDITS["move the visit"](TEXT)))
    assert merged.conflicts == ()
    assert "    title: The visit  # new\n    when: Nov. 28-30\n" in merged.text
    assert merged.text.endswith("say.\n\n  # A remark\n  - id: new\n    title: New\n    when: 2018\n")
    assert merged.text.startswith("# yaml-language-server")


def test_a_conflict_names_its_field_and_stands_in_the_text() -> None:
    merged = merge(TEXT, EDITS["move the visit"](TEXT), EDITS["move the visit elsewhere"](TEXT))
    assert [str(one) for one in merged.conflicts] == [
        "events.minsk-visit.when: ours 'Nov. 28-30', base 'Nov. 29-30', theirs 'Dec. 1-2'"
    ]
    ours, base, theirs = (f"    when: {said}\n" for said in ("Nov. 28-30", "Nov. 29-30", "Dec. 1-2"))
    assert f"<<<<<<< ours\n{ours}||||||| base\n{base}=======\n{theirs}>>>>>>> theirs\n" in merged.text


BRACES = "events:\n  - {id: a, title: A, when: 2018, place: x}\n  - {id: b, title: B, when: 2019}  # two\n"


def test_events_in_braces_merge_by_field_as_well() -> None:
    merged = merge(
        BRACES,
        BRACES.replace("title: A,", "title: 'A, or so',"),
        BRACES.replace("when: 2018, place: x", "when: May 2018, tags: [x, y]").replace("title: B, ", "title: C, "),
    )
    assert merged.conflicts == ()
    assert merged.text.splitlines()[1:] == [
        "  - {id: a, title: 'A, or so', when: May 2018, tags: [x, y]}",
        "  - {id: b, title: C, when: 2019}  # two",
    ]


RENAMED = "events:\n  - id: a\n    title: A\n    when: 2018\n"


def test_a_renamed_event_meets_its_old_self() -> None:
    merged = merge(
        RENAMED,
        RENAMED.replace("id: a\n", "id: b\n    formerly: [a]\n"),
        RENAMED.replace("when: 2018", "when: 2019"),
    )
    assert merged.conflicts == ()
    assert merged.text == "events:\n  - id: b\n    formerly: [a]\n    title: A\n    when: 2019\n"


EVENT = "events:\n  - id: a\n    tags: {}\n    title: A\n"
PEOPLE = "events:\n- id: a\n  participants:\n{}  title: A\n"
LISTS = [
    # text around the lists, base, ours, theirs, merged (None: a conflict)
    (EVENT, "[x, y]", "[x, y, z]", "[w, x, y]", "[w, x, y, z]"),
    (EVENT, "[x, y]", "[x]", "[x, y, z]", "[x, z]"),
    (EVENT, "[x, y]", "[y]", "[x]", "[]"),
    (EVENT, "[x, y]", "[x, y, m]", "[x, y, n]", "[x, y, m, n]"),
    (EVENT, "[x, y]", "[x, m, y]", "[x, n, y]", "[x, m, n, y]"),
    (EVENT, "[x, y]", "[y, x]", "[x, y, z]", "[y, z, x]"),
    (EVENT, "[x, y]", "[x, y, z]", "[y, x]", "[y, z, x]"),
    (EVENT, "[x, y]", "[y, x]", "[x, 'y, or so']", "[x, 'y, or so']"),
    (EVENT, "[x, y, z]", "[y, x, z]", "[x, z, y]", None),
    (EVENT, "[]", "[x, y]", "[y, x]", None),
    (EVENT, "[x]", "[x, x]", "[x, y]", None),
    (EVENT, "[x]", "y", "[x, z]", None),
    (EVENT, "[x, # the first\n      y]", "[x, # the first\n      y, z]", "[y]", "[y, z]"),
    (EVENT, "[x]", "[x, 'a: b']", '["c, d", x]', "[\"c, d\", x, 'a: b']"),
    (
        EVENT,
        "\n      - x  # why\n      - y",
        "\n      - x  # why\n      # more\n      - z\n      - y",
        "[w, x]",
        "\n      - w\n      - x  # why\n      # more\n      - z",
    ),
    (EVENT, "[x]", "[x, z]", "\n      - x\n      - w", "[x, z, w]"),
    (EVENT, "[x]", "[x, z]", "\n      - x\n      - who: w\n        role: r", None),
    (
        PEOPLE,
        "  - ada\n",
        "  - ada\n  - who: bo\n    role: host\n",
        "    - {who: ada, role: chair}\n    - cy\n    # late\n    - who: dee\n      role: guest\n",
        "  - {who: ada, role: chair}\n  - who: bo\n    role: host\n  - cy\n  # late\n  - who: dee\n    role: guest\n",
    ),
    (PEOPLE, "  - ada\n", "  - {who: ada, role: chair}\n", "  - {who: ada, role: host}\n", None),
    (PEOPLE, "  - ada\n  - bo\n", "  - {who: ada, role: chair}\n  - bo\n", "  - bo\n", None),
    ("events:\n  - {{id: a, tags: {}, title: A}}\n", "[x, y]", "[x, y, z]", "[w, x]", "[w, x, z]"),
    ("include: {}\n", "[a.yaml]", "[a.yaml, b.yaml]", "[c.yaml]", "[b.yaml, c.yaml]"),
]


@pytest.mark.parametrize(("around", "base", "ours", "theirs", "expected"), LISTS)
def test_lists_merge_element_by_element(around: str, base: str, ours: str, theirs: str, expected: str | None) -> None:
    merged = merge(*(around.format(said) for said in (base, ours, theirs)))
    if expected is None:
        assert len(merged.conflicts) == 1
        assert "<<<<<<< ours" in merged.text
    else:
        assert merged.conflicts == ()
        assert merged.text == around.format(expected)


WORDS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)
STYLES = st.sampled_from(("in brackets", "on lines"))


def listed(words: list[str], style: str) -> str:
    if style == "in brackets" or not words:
        return f" [{', '.join(words)}]"
    return "".join(f"\n    - {word}" for word in words)


@examples(200)
@given(WORDS, WORDS, WORDS, STYLES, STYLES)
def test_what_either_side_added_or_took_out_is_so(
    base: list[str], ours: list[str], theirs: list[str], style: str, other: str
) -> None:
    around = "events:\n  - id: a\n    tags:{}\n"
    texts = [around.format(listed(words, look)) for words, look in ((base, style), (ours, style), (theirs, other))]
    merged = merge(*texts)
    if not merged.conflicts:
        found = load_events(merged.text)[0]["tags"]
        said = (set(ours) & set(theirs)) | (set(ours) - set(base)) | (set(theirs) - set(base))
        assert set(found) == said
        assert len(found) == len(said)
    elif ours and theirs:
        # Only the order of what both have, or a list that is empty now, can be in doubt.
        both = [[word for word in words if word in ours and word in theirs] for words in (base, ours, theirs)]
        emptied = not (set(ours) & set(theirs) or set(ours) - set(base) or set(theirs) - set(base))
        assert emptied or (both[1] != both[2] and both[0] not in both[1:])


def load_events(text: str) -> list[dict[str, list[str]]]:
    from ruamel.yaml import YAML

    found: list[dict[str, list[str]]] = YAML(typ="safe", pure=True).load(text)["events"]
    return found


INDENTED = "events:\n- id: a\n  title: A\n  notes: >-\n    some\n    words\n"


def test_indentation_is_ours() -> None:
    deeper = INDENTED.replace("\n", "\n    ").rstrip(" ").replace("title: A\n", "title: AA\n")
    theirs = deeper + "    - id: b\n      title: B\n"
    merged = merge(INDENTED, INDENTED.replace("some\n", "many\n"), theirs)
    assert merged.text == "events:\n- id: a\n  title: AA\n  notes: >-\n    many\n    words\n- id: b\n  title: B\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("events: [", "ours, line"),
        ("- a\n- b\n", "a mapping"),
        ("events:\n  - id: a\n    title: A\n  - id: a\n    title: B\n", "stands there twice"),
    ],
)
def test_what_cannot_be_merged(text: str, told: str) -> None:
    with pytest.raises(MergeError, match=told):
        merge(BRACES, text, RENAMED)
