"""YAML read with the position of everything in it: slower, told of every fault, and the last word on what is YAML.

Reads YAML 1.2's core by events of libyaml. Every scalar stays the text that was written; only an empty value, ``~`` and
``null`` (unquoted) are nothing. Aliases are followed up to a limit, tags mean nothing, a document is one mapping.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn, TypeAlias, cast

import yaml
from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Key: TypeAlias = "str | int"
Path: TypeAlias = tuple[Key, ...]

DEEPEST: Final = 48
"""How deep mappings and lists may be nested; a timeline needs six."""
MOST_COPIES: Final = 100_000
"""How many values may come from aliases: more is an attack, or a file that should be written out."""

_NOTHING: Final = frozenset({"", "~", "null"})
_CORE_TAG: Final = re.compile(r"tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)\Z|!\Z")
# libyaml takes these for line breaks, as YAML 1.1 did; here they are text, and no editor counts them as lines.
_NO_BREAKS: Final = {0x85: 0xE085, 0x2028: 0xE028, 0x2029: 0xE029}
_BREAKS_AGAIN: Final = {there: here for here, there in _NO_BREAKS.items()}
_PLAIN_WORDS: Final = {
    "mapping values are not allowed in this context": "a colon is not expected here: check the indentation, or put the "
    "value in quotes if the colon belongs to its text",
    "found character that cannot start any token": "a value can't start with this character: put it in quotes",
    "found a tab character that violates indentation": "a tab can't indent: use spaces",
    "found a tab character where an indentation space is expected": "a tab can't indent: use spaces",
    "could not find expected ':'": "a key without a colon: write 'key: value'",
    "did not find expected key": "the indentation fits nothing above it, or a quoted text ends too early",
    "did not find expected '-' indicator": "the indentation fits nothing above it, or a '-' is missing",
    "found unexpected end of stream": "a quoted text is not closed",
    "did not find expected ',' or ']'": "a list that starts with '[' is not closed with ']', or a comma is missing",
    "did not find expected ',' or '}'": "a mapping that starts with '{' is not closed with '}', or a comma is missing",
    "did not find expected node content": "a value is missing here",
    "block sequence entries are not allowed in this context": "a list can't start here: begin it on the next line",
}


class Mark(NamedTuple):
    """Where a value stands (line and column from 1), and the marks of what is in it."""

    line: int
    column: int
    inside: dict[Key, tuple[int, int, Mark]]
    """By key or index: line and column of the key (of the value, in a list), and the value's own mark."""

    def at(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at a path, or of its key; of what is nearest around one that is missing."""
        mark, line, column = self, self.line, self.column
        for step in path:
            found = mark.inside.get(step)
            if found is None:
                return line, column
            line, column, mark = found
            if not key or step is not path[-1]:
                line, column = mark.line, mark.column
        return line, column


_UNDER_SIGN: Final = re.compile(r"[^\n]*\n(?:[ \t]*\n)*( *)(?=\S)")
_LEAF: Final[dict[Key, tuple[int, int, Mark]]] = {}  # shared by every scalar: nothing is in it, ever


@frozen
class Flaw:
    """Something wrong at a line and column: what only the text shows."""

    line: int
    column: int
    code: str
    message: str
    suggestion: str | None = None
    path: Path = ()


@frozen
class Tree:
    """A file as plain values, the mark of everything in it, and what was wrong."""

    value: Value
    mark: Mark
    flaws: tuple[Flaw, ...]


_TOO_DEEP: Final = f"nested deeper than {DEEPEST} levels, which no timeline needs"
_NESTING: Final = "exceeded maximum nesting depth"
"""What PyYAML says from version 6.0.4 on, where it looks further ahead than we do."""


class Unusable(Exception):  # noqa: N818 - never leaves the importers
    """The text can't be read as YAML; ``flaw`` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw


def read_tree(text: str) -> Tree:
    """Read YAML.

    Raises:
        Unusable: it is no YAML, nested too deep, made of too many aliases, or more than one document.
    """
    if not text.isascii():
        text = text.translate(_NO_BREAKS)
    try:
        return _Builder(text).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if error.problem == _NESTING:
            raise Unusable(Flaw(line, column, "too-deep", _TOO_DEEP)) from error
        raise Unusable(Flaw(line, column, "syntax", _plain(error, text, line, column))) from error
    except yaml.reader.ReaderError as error:
        position = next((at for at, char in enumerate(text) if _forbidden(char)), 0)
        before = text[:position]
        line, column = before.count("\n") + 1, position - before.rfind("\n")
        message = f"the character U+{ord(text[position]):04X} can't stand in a text file"
        raise Unusable(Flaw(line, column, "syntax", message)) from error


def _forbidden(char: str) -> bool:
    return (char < " " and char not in "\t\n\r") or "\x7f" <= char < "\xa0" or "\ud800" <= char <= "\udfff"


def _plain(error: yaml.MarkedYAMLError, text: str, line: int, column: int) -> str:
    said = error.problem or "this is no YAML"
    if said == "found character that cannot start any token":
        char = text.split("\n")[line - 1][column - 1 : column]
        if char == "\t":
            return "a tab can't indent: use spaces"
        return f"a value can't start with {char!r}: put it in quotes"
    context = ""
    if error.context and error.context_mark and error.context_mark.line + 1 != line:
        context = f" (in what starts on line {error.context_mark.line + 1})"
    return _PLAIN_WORDS.get(said, said) + context


class _Open:
    """A mapping or list that is not at its end yet."""

    __slots__ = ("anchor", "items", "key", "key_at", "mapping", "mark", "pairs", "seen", "size")

    def __init__(self, mark: Mark, anchor: str | None, *, mapping: bool) -> None:
        self.mark = mark
        self.anchor = anchor
        self.mapping = mapping
        self.pairs: dict[str, Value] = {}
        self.items: list[Value] = []
        self.key: str | None = None
        self.key_at = (0, 0)
        self.seen = False
        self.size = 1

    @property
    def value(self) -> Value:
        return self.pairs if self.mapping else self.items


class _Builder:
    """Puts libyaml's events together, with its own stack, so that no depth can exhaust Python's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Open] = []
        self.flaws: list[Flaw] = []
        self.anchors: dict[str, tuple[Value, Mark, int]] = {}
        self.root: tuple[Value, Mark] | None = None
        self.copies = 0
        self.documents = 0

    def build(self) -> Tree:
        take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        for event in yaml.parse(self.text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            if handle := take.get(type(event)):
                handle(event)
        value, mark = self.root or (None, Mark(1, 1, {}))
        return Tree(value, mark, tuple(self.flaws))

    def document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.stop(event, "several-documents", "a second document starts here; a file holds one timeline")

    def stop(self, event: yaml.Event, code: str, message: str) -> NoReturn:
        here = self.mark_of(event)
        raise Unusable(Flaw(here.line, here.column, code, message))

    def mark_of(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        return Mark(start.line + 1, start.column + 1, {}) if start else Mark(1, 1, {})

    def check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, mark: Mark) -> None:
        if event.tag and not _CORE_TAG.match(event.tag):
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.flaws.append(Flaw(mark.line, mark.column, "tag", f"the tag {shown} has no meaning here; leave it out"))

    def scalar(self, event: yaml.ScalarEvent) -> None:
        start = cast(yaml.Mark, event.start_mark)
        mark = Mark(start.line + 1, start.column + 1, _LEAF)
        if event.tag:
            self.check_tag(event, mark)
        text = event.value
        if not text.isascii():
            text = text.translate(_BREAKS_AGAIN)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.mapping and not parent.seen:
            self.key(parent, text, mark)
            if event.anchor:
                self.anchors[event.anchor] = (text, mark, 1)
            return
        value = None if event.implicit[0] and text in _NOTHING else text
        self.place(value, self.text_of(event.style, start, mark), event.anchor, 1)

    def text_of(self, style: str | None, start: yaml.Mark, mark: Mark) -> Mark:
        """Where the text of a scalar starts: behind the quote, or on the line under ``|`` and ``>``."""
        if style in ("'", '"'):
            return Mark(mark.line, mark.column + 1, _LEAF)
        if style in ("|", ">") and (found := _UNDER_SIGN.match(self.text, start.index)):
            return Mark(mark.line + self.text.count("\n", *found.span()), len(found[1]) + 1, _LEAF)
        return mark

    def key(self, parent: _Open, text: str, mark: Mark) -> None:
        parent.seen, parent.key, parent.key_at = True, text, (mark.line, mark.column)
        if text in parent.pairs:
            first = parent.mark.inside[text][0]
            message = f"the key {text!r} stands twice in one mapping; the first is on line {first}"
            self.flaws.append(Flaw(mark.line, mark.column, "duplicate-key", message, path=(*self.path(), text)))

    def path(self) -> Path:
        """The path of the mapping that is open."""
        return tuple(outer.key or "" if outer.mapping else len(outer.items) for outer in self.stack[:-1])

    def open(self, event: yaml.CollectionStartEvent) -> None:
        mark = self.mark_of(event)
        self.check_tag(event, mark)
        if len(self.stack) >= DEEPEST:
            self.stop(event, "too-deep", _TOO_DEEP)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.mapping and not parent.seen:
            self.stop(event, "key", "a key must be plain text, not a list or a mapping")
        self.stack.append(_Open(mark, event.anchor, mapping=isinstance(event, yaml.MappingStartEvent)))

    def close(self, _: yaml.CollectionEndEvent) -> None:
        done = self.stack.pop()
        self.place(done.value, done.mark, done.anchor, done.size)

    def alias(self, event: yaml.AliasEvent) -> None:
        known = self.anchors.get(event.anchor or "")
        if known is None:
            self.stop(event, "alias", f"*{event.anchor} stands for nothing: no &{event.anchor} has ended before it")
        value, mark, size = known
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.mapping and not parent.seen:
            if not isinstance(value, str):
                self.stop(event, "key", "a key must be plain text, not a list or a mapping")
            self.key(parent, str(value), self.mark_of(event))
            return
        self.copies += size
        if self.copies > MOST_COPIES:
            self.stop(event, "alias-bomb", f"aliases make more than {MOST_COPIES:,} values of this file; write it out")
        here = self.mark_of(event)
        self.place(value, Mark(here.line, here.column, mark.inside), None, size)

    def place(self, value: Value, mark: Mark, anchor: str | None, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (value, mark, size)
        if not self.stack:
            self.root = (value, mark)
            return
        parent = self.stack[-1]
        parent.size += size
        if not parent.mapping:
            parent.mark.inside[len(parent.items)] = (mark.line, mark.column, mark)
            parent.items.append(value)
            return
        key = parent.key or ""
        parent.seen = False
        if key not in parent.pairs:  # of a key that stands twice the first counts; the second is reported
            parent.pairs[key] = value
            parent.mark.inside[key] = (*parent.key_at, mark)
