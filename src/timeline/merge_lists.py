"""A list of three versions of a file made one: element by element, in the words and on the lines that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


def merge_lists(base: str | None, ours: str, theirs: str) -> str | None:
    """Our text of one key and its list, with what theirs changed in the list; None where that cannot be said for sure.

    Elements are known by what they say, or by the ``who`` or ``id`` of a mapping. What one side adds, takes out or
    changes is taken over; what both add to one place stands one after the other, ours first. They clash where both
    change one element differently, or both change the order.
    """
    versions = [_read(text) for text in ("_: []\n" if base is None else base, ours, theirs)]
    old, mine, other = versions
    if old is None or mine is None or other is None:
        return None
    keys = _order(old.items, mine.items, other.items)
    if keys is None:
        return None
    made: list[tuple[_List, _Item]] = []
    for key in keys:
        before, own, there = (version.items.get(key) for version in (old, mine, other))
        says = [None if item is None else item.value for item in (before, own, there)]
        if says[1] not in (says[0], says[2]) and says[2] != says[0]:
            return None
        taken = (mine, own) if says[2] in (says[0], says[1]) else (other, there)
        if taken[1] is not None:
            made.append((taken[0], taken[1]))
    text = mine.written(made)
    again = _read(text) if text is not None else None
    same = again is not None and [item.value for item in again.items.values()] == [item.value for _, item in made]
    return text if same else None


def is_mapping(node: Node) -> bool:
    """Whether a node is a mapping."""
    return getattr(node, "id", "") == "mapping"


def is_sequence(node: Node) -> bool:
    """Whether a node is a list."""
    return getattr(node, "id", "") == "sequence"


def plain(node: Node) -> Value:
    """A node's value, every scalar as the text that it is."""
    if is_mapping(node):
        return {str(key.value): plain(value) for key, value in node.value}
    if is_sequence(node):
        return [plain(item) for item in node.value]
    return str(node.value)


@frozen
class _Item:
    """An element: what it says, where it stands, and, in a list of lines, where those start and end."""

    value: Value
    start: int
    end: int
    first: int = 0
    past: int = 0


@frozen
class _List:
    """A text of one key and its list: its elements by what they are known by."""

    text: str
    items: dict[str, _Item]
    in_brackets: bool
    open: int
    """Where the first element stands, or would."""
    indent: int = 0
    """The column of its dashes."""

    def written(self, made: Sequence[tuple[_List, _Item]]) -> str | None:
        """The text with other elements, each with the list that it stands in."""
        return self._on_one_line(made) if self.in_brackets else self._on_lines(made)

    def _on_one_line(self, made: Sequence[tuple[_List, _Item]]) -> str:
        own = list(self.items.values())
        behind = {one.start: self.text[one.end : two.start] for one, two in pairwise(own)}
        parts = []
        for at, (where, item) in enumerate(made):
            gap = behind.get(item.start, ", ") if where is self else ", "
            parts.append(where.text[item.start : item.end] + (gap if at + 1 < len(made) else ""))
        return self.text[: self.open] + "".join(parts) + self.text[own[-1].end if own else self.open :]

    def _on_lines(self, made: Sequence[tuple[_List, _Item]]) -> str:
        return self.text[: self.open] + "".join(
            where.text[item.first : item.past] if where is self else where.moved(item, self.indent)
            for where, item in made
        )

    def moved(self, item: _Item, column: int) -> str:
        """An element as lines, its dash in a column."""
        if self.in_brackets:
            return f"{' ' * column}- {self.text[item.start : item.end]}\n"
        lines = self.text[item.first : item.past].splitlines(keepends=True)
        return "".join(" " * column + line[self.indent :] if line.strip() else line for line in lines)


def _read(text: str) -> _List | None:
    """A list, where it is one whose elements can be told from each other."""
    from ruamel.yaml import YAML  # only who merges needs it
    from ruamel.yaml.error import YAMLError

    try:
        whole = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:  # an element in lines does not stand within brackets
        return None
    if not is_mapping(whole) or not is_sequence(whole.value[0][1]):
        return None
    node = whole.value[0][1]
    values = [plain(item) for item in node.value]
    keys = [_known_by(value) for value in values]
    if len(set(keys)) < len(keys):
        return None
    marks = [(item.start_mark.index, _end(text, item)) for item in node.value]
    if node.flow_style:
        items = [_Item(value, *mark) for value, mark in zip(values, marks, strict=True)]
        first = marks[0][0] if marks else node.start_mark.index + 1
        return _List(text, dict(zip(keys, items, strict=True)), in_brackets=True, open=first)
    return _on_lines(text, keys, values, marks)


def _on_lines(text: str, keys: list[str], values: list[Value], marks: list[tuple[int, int]]) -> _List | None:
    firsts = []
    indent = -1
    for start, _ in marks:
        line = text.rindex("\n", 0, start) + 1
        before = text[line:start]
        if before.strip() != "-" or indent not in (-1, before.index("-")):
            return None  # an element that starts on the line of its key, or on the line below its dash
        indent = before.index("-")
        while (above := text.rfind("\n", 0, line - 1) + 1) and text[above:line].lstrip().startswith("#"):
            line = above
        firsts.append(line)
    items = [
        _Item(value, *mark, first, past)
        for value, mark, first, past in zip(values, marks, firsts, [*firsts[1:], len(text)], strict=True)
    ]
    return _List(text, dict(zip(keys, items, strict=True)), in_brackets=False, open=firsts[0], indent=indent)


def _end(text: str, node: Node) -> int:
    """Where an element ends: white space behind it is not its own."""
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _known_by(value: Value) -> str:
    if isinstance(value, dict):
        name = value.get("who") or value.get("id")
        if isinstance(name, str):
            return name
    return value if isinstance(value, str) else repr(value)


def _order(old: Iterable[str], mine: Iterable[str], other: Iterable[str]) -> list[str] | None:
    """All elements of two sides in one order, ours first where both add; None where both changed the order."""
    both = {*mine} & {*other}
    was, own, there = ([key for key in keys if key in both] for keys in (old, mine, other))
    if own != there and was not in (own, there):
        return None
    # Where only they changed the order, it is theirs, with what we added in it.
    result, added = (list(mine), other) if there in (own, was) else (list(other), mine)
    at = 0
    for key in added:
        if key in both:
            at = result.index(key) + 1
            continue
        while at < len(result) and result[at] not in both:
            at += 1
        result.insert(at, key)
        at += 1
    return result
