"""Three versions of a file become one: merged by event and field, every line, comment and order kept as it was written.

``ruamel.yaml`` says where each key and value stands; what is put together are the lines themselves. What both sides
changed differently is a conflict, told by its field and marked in the text as git marks its own, and never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field, frozen

from timeline.errors import TimelineError
from timeline.merge_lists import Value, is_mapping, is_sequence, merge_lists, plain

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

_TABLES: Final = frozenset({"people", "organisations", "places", "sources", "types"})
_LABELS: Final = ("ours", "base", "theirs")


class MergeError(TimelineError):
    """A file that cannot be merged: it is no YAML, or no mapping, or one id stands in it twice."""


@frozen
class MergeConflict:
    """A field that both sides changed, each in its own way; a value is None where that side has none.

    ``path`` names it: ``events.csto-session.when``, ``people.ada.role``, ``title``.
    """

    path: str
    base: Value
    ours: Value
    theirs: Value

    def __str__(self) -> str:
        sides = zip(_LABELS, (self.ours, self.base, self.theirs), strict=True)
        return f"{self.path}: {', '.join(f'{label} {_told(value)}' for label, value in sides)}"


@frozen
class Merged:
    """The merged text, and what could not be merged in it."""

    text: str
    conflicts: tuple[MergeConflict, ...]


def merge(base: str, ours: str, theirs: str, *, labels: tuple[str, str, str] = _LABELS) -> Merged:
    """Merge what changed from ``base`` to ``theirs`` into ``ours``; all three are the texts of YAML files.

    Events are matched by their ids, and by the ids that they had before (``formerly``), never by their place; people,
    organisations, places and sources by their keys. ``labels`` name ours, base and theirs in the marks of conflicts.

    Raises:
        MergeError: a text is no YAML, or no mapping, or has one id twice.
    """
    if theirs in (ours, base):
        return Merged(ours, ())
    if base == ours:
        return Merged(theirs, ())
    work = _Work(labels)
    parts = [_document(text, name) for text, name in zip((base, ours, theirs), ("base", "ours", "theirs"), strict=True)]
    merged = work.container(parts[0], parts[1], parts[2], ())
    return Merged(_written(merged), tuple(work.conflicts))


# --- a file as parts ------------------------------------------------------------------------------------------------


@define(eq=False)
class _Part:
    """A key with its value, or an event, as lines of text.

    ``lead`` are the comments right above it, ``body`` its own lines, ``tail`` what follows up to the next: blank lines
    and comments that stand for themselves. Where it has ``children``, its body is only what comes before them.
    """

    key: str
    value: Value
    lead: str
    body: str
    tail: str
    indent: int
    children: list[_Part] | None = None
    dashed: bool = False
    """Whether its first child stands behind the dash of a list."""
    names: tuple[str, ...] = ()
    """Other keys that it had."""
    pieces: dict[str, tuple[int, int, int]] = field(factory=dict)
    """Of a mapping in braces: by key, where in the body the key starts, and its value starts and ends."""

    @property
    def text(self) -> str:
        """All of it but its tail."""
        return self.lead + self.body + _written_children(self)


def _written(part: _Part) -> str:
    return part.text + part.tail


def _written_children(part: _Part) -> str:
    children = part.children or []
    usual = _usual_tail(children)
    pieces = []
    for at, child in enumerate(children):
        text = child.text
        if part.dashed and at == 0:
            text = _with_dash(text, part.indent)
        last = at == len(children) - 1
        tail = "" if last else child.tail
        if not last and not tail and child.children is not None:
            tail = usual
        pieces.append(text + tail)
    return "".join(pieces)


def _usual_tail(children: Sequence[_Part]) -> str:
    """What stands between most of some parts."""
    tails = [child.tail for child in children[:-1] if not child.tail.strip()]
    return max(sorted(set(tails)), key=tails.count) if tails else ""


def _with_dash(text: str, column: int) -> str:
    """The text with the dash of a list item on its first line that is no comment (of each side, in a conflict)."""
    lines = text.splitlines(keepends=True)
    fresh = True
    for at, line in enumerate(lines):
        if line.startswith(_MARKS):
            fresh = True
        elif fresh and line.strip() and not line.lstrip().startswith("#"):
            lines[at] = line[:column] + "-" + line[column + 1 :]
            fresh = False
    return "".join(lines)


def _document(text: str, name: str) -> _Part:
    """A file's parts.

    Raises:
        MergeError: it is no YAML, or no mapping.
    """
    from ruamel.yaml import YAML  # only who merges needs it
    from ruamel.yaml.error import YAMLError

    if text and not text.endswith("\n"):
        text += "\n"
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise MergeError(f"{name}{where}: {getattr(error, 'problem', None) or error}") from error
    lines = text.splitlines(keepends=True)
    if node is None:
        return _Part("", {}, "", text, "", 0, [])
    if not is_mapping(node) or getattr(node, "flow_style", True):
        raise MergeError(f"{name}: a timeline is a mapping of keys to values, each on a line of its own")
    whole = _Part("", None, "", "", "", 0, [])
    _fill(whole, lines, _pairs(node), 0, len(lines), name)
    for part in whole.children or []:
        _open(part, lines, name)
    _lift(whole)
    return whole


@define(eq=False)
class _Found(_Part):
    """A part while it is being made: with its node, and its first and last line."""

    node: Node | None = None
    first: int = 0
    past: int = 0


def _fill(
    parent: _Part, lines: list[str], found: list[tuple[str, Node, Node]], start: int, past: int, name: str
) -> None:
    """Give a part its children: one for each of these (key, where it starts, its value), over the lines given."""
    children: list[_Part] = []
    firsts = [at.start_mark.line for _, at, _ in found]
    if len(set(firsts)) < len(firsts):  # on one line: left as they are
        parent.children = None
        return
    leads = [_lead(lines, line, start if at == 0 else firsts[at - 1] + 1) for at, line in enumerate(firsts)]
    parent.body += "".join(lines[start : leads[0]]) if leads else ""
    seen: set[str] = set()
    for at, (key, where, value) in enumerate(found):
        if key in seen:
            raise MergeError(f"{name}, line {firsts[at] + 1}: {key!r} stands there twice")
        seen.add(key)
        end = leads[at + 1] if at + 1 < len(found) else past
        body_end = _body_end(lines, firsts[at], end)
        child = _Found(
            key,
            plain(value),
            "".join(lines[leads[at] : firsts[at]]),
            "".join(lines[firsts[at] : body_end]),
            "".join(lines[body_end:end]),
            where.start_mark.column,
        )
        child.node, child.first, child.past = value, firsts[at], body_end
        if is_mapping(value) and getattr(value, "flow_style", False):
            begin = sum(map(len, lines[: firsts[at]]))
            child.pieces = {
                str(one.value): (one.start_mark.index - begin, two.start_mark.index - begin, two.end_mark.index - begin)
                for one, two in value.value
            }
        children.append(child)
    parent.children = children


def _open(part: _Part, lines: list[str], name: str) -> None:
    """Take a part of the top level apart as far as fields: tables by key, events by id."""
    if not isinstance(part, _Found) or part.node is None or getattr(part.node, "flow_style", True):
        return
    node, first, past = part.node, part.first, part.past
    if part.key in _TABLES and is_mapping(node):
        part.body = ""
        _fill(part, lines, _pairs(node), first, past, name)
        for child in part.children or []:
            if isinstance(child, _Found) and child.node is not None and is_mapping(child.node):
                _open_fields(child, lines, name)
    elif part.key == "events" and is_sequence(node):
        part.body = ""
        items = [(_id_of(item), item, item) for item in node.value]
        _fill(part, lines, items, first, past, name)
        for child in part.children or []:
            # The dash stands before the item's own column.
            dash = lines[child.first].index("-") if isinstance(child, _Found) else 0
            child.indent = dash
            if isinstance(child, _Found) and child.node is not None and is_mapping(child.node):
                child.names = _former(child.value)
                _open_fields(child, lines, name, dash)


def _open_fields(part: _Found, lines: list[str], name: str, dash: int | None = None) -> None:
    node = part.node
    if node is None or getattr(node, "flow_style", True) or not getattr(node, "value", None):
        return
    if dash is not None and not lines[part.first][dash + 1 :].strip():
        return  # a dash on a line of its own: left whole
    kept, part.body = part.body, ""
    own = list(lines)
    if dash is not None:
        own[part.first] = own[part.first][:dash] + " " + own[part.first][dash + 1 :]
        part.dashed = True
    _fill(part, own, _pairs(node), part.first, part.past, name)
    if part.children is None:
        part.body, part.dashed = kept, False


def _lift(part: _Part) -> None:
    """Let what follows the last child follow the parent."""
    for child in part.children or []:
        _lift(child)
    if part.children:
        last = part.children[-1]
        part.tail, last.tail = last.tail + part.tail, ""


def _lead(lines: list[str], line: int, floor: int) -> int:
    """The first of the comment lines that stand right above a line."""
    while line > floor and lines[line - 1].lstrip().startswith("#"):
        line -= 1
    return line


def _body_end(lines: list[str], first: int, end: int) -> int:
    """Where a part's own lines end: blank lines and comments behind them are not its own."""
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _pairs(node: Node) -> list[tuple[str, Node, Node]]:
    return [(str(key.value), key, value) for key, value in node.value]


def _id_of(item: Node) -> str:
    value = plain(item)
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else f"({_told(value)})"


def _former(value: Value) -> tuple[str, ...]:
    found = value.get("formerly") if isinstance(value, dict) else None
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return tuple(name for name in names if isinstance(name, str))


# --- three ways -----------------------------------------------------------------------------------------------------

_MARKS: Final = ("<<<<<<< ", "||||||| ", "=======\n", ">>>>>>> ")


@define(eq=False)
class _Work:
    labels: tuple[str, str, str]
    conflicts: list[MergeConflict] = field(factory=list)

    def container(self, base: _Part | None, ours: _Part, theirs: _Part, path: tuple[str, ...]) -> _Part:
        """Ours with what theirs changed, child by child."""
        old = _by_key(base)
        mine, others = _by_key(ours), _by_key(theirs)
        partner = _partners(ours, theirs)
        back = {own: other for other, own in partner.items()}
        made = _Part(
            ours.key,
            ours.value,
            ours.lead,
            self.plain_text(base, ours, theirs),
            ours.tail,
            ours.indent,
            [],
            ours.dashed,
            ours.names,
        )
        result: list[_Part] = []
        for key, own in mine.items():
            there = others.get(back.get(key, key))
            before = old.get(key) or next((old[name] for name in (*own.names, back.get(key, key)) if name in old), None)
            one = self.child(before, own, there, (*path, key))
            if one is not None:
                result.append(one)
        self.added(base, ours, theirs, partner, result, path)
        made.children = result
        return made

    def added(
        self,
        base: _Part | None,
        ours: _Part,
        theirs: _Part,
        partner: dict[str, str],
        result: list[_Part],
        path: tuple[str, ...],
    ) -> None:
        """Put in what only theirs has, each behind the one that it stands behind there."""
        old = _by_key(base)
        previous: str | None = None
        for key, there in _by_key(theirs).items():
            own = partner.get(key)
            if own is None:
                before = old.get(key) or next((old[name] for name in there.names if name in old), None)
                one = self.child(before, None, there, (*path, key))
                if one is not None:
                    one = _indented(one, _indent_of(ours, one))
                    places = [at for at, part in enumerate(result) if part.key == previous]
                    result.insert(places[0] + 1 if places else 0 if previous is None else len(result), one)
                    own = one.key
            previous = own if own is not None else previous

    def plain_text(self, base: _Part | None, ours: _Part, theirs: _Part) -> str:
        """The lines before the children: ours, but for what only theirs changed."""
        return theirs.body if base is not None and base.body == ours.body else ours.body

    def child(
        self, base: _Part | None, ours: _Part | None, theirs: _Part | None, path: tuple[str, ...]
    ) -> _Part | None:
        """One key or event of three versions, or None where it is gone."""
        if ours is None or theirs is None:
            left = ours or theirs
            if left is None or base is None:
                return left  # new on one side
            if _same(base, left):
                return None  # taken out by the other
            return self.conflict(base, ours, theirs, path)
        if ours.text == theirs.text:
            return ours
        if base is not None and base.text == theirs.text:
            return ours
        if base is not None and base.text == ours.text:
            taken = _indented(theirs, ours.indent)
            taken.tail = ours.tail
            return taken
        if ours.children is not None and theirs.children is not None:
            return self.container(base if base is None or base.children is not None else None, ours, theirs, path)
        if ours.value == theirs.value or (base is not None and theirs.value == base.value):
            return ours
        if ours.pieces and theirs.pieces:
            return self.in_braces(base, ours, theirs, path)
        if base is not None and ours.value == base.value:
            taken = _indented(theirs, ours.indent)
            taken.tail = ours.tail
            return taken
        lists = merge_lists(None if base is None else base.body, ours.body, theirs.body)
        return self.conflict(base, ours, theirs, path) if lists is None else evolve(ours, body=lists)

    def in_braces(self, base: _Part | None, ours: _Part, theirs: _Part, path: tuple[str, ...]) -> _Part:
        """A mapping in braces, field by field; where fields conflict, all of it is marked."""
        old, mine, other = map(_fields, (base, ours, theirs))
        changes: dict[str, str | None] = {}
        clashes = []
        for key in dict.fromkeys((*mine, *other)):
            before, own, there = old.get(key), mine.get(key), other.get(key)
            if there in (own, before):
                continue
            if own == before:
                changes[key] = _piece(theirs, key) if there is not None else None
                continue
            says = [f"_: {_piece(part, key)}\n" if part is not None and key in part.pieces else None
                    for part in (base, ours, theirs)]  # fmt: skip
            lists = merge_lists(says[0], says[1], says[2]) if says[1] and says[2] else None
            if lists is not None:
                changes[key] = lists.removeprefix("_: ").removesuffix("\n")
            else:
                clashes.append(MergeConflict(".".join((*path, key)), before, own, there))
        if clashes:
            marked = self.conflict(base, ours, theirs, path)
            self.conflicts[-1:] = clashes
            return marked
        return evolve(ours, body=_spliced(ours, theirs, changes))

    def conflict(self, base: _Part | None, ours: _Part | None, theirs: _Part | None, path: tuple[str, ...]) -> _Part:
        """All versions of a part, marked as git does."""
        values = [None if part is None else part.value for part in (base, ours, theirs)]
        self.conflicts.append(MergeConflict(".".join(path), values[0], values[1], values[2]))
        shown = ours or theirs
        assert shown is not None  # noqa: S101  (a conflict is between two sides, one of which is there)
        texts = ["" if part is None else _indented(part, shown.indent).text for part in (ours, base, theirs)]
        mine, old, other = self.labels
        body = f"<<<<<<< {mine}\n{texts[0]}||||||| {old}\n{texts[1]}=======\n{texts[2]}>>>>>>> {other}\n"
        return _Part(shown.key, shown.value, "", body, shown.tail, shown.indent)


def _fields(part: _Part | None) -> dict[str, Value]:
    return part.value if part is not None and isinstance(part.value, dict) else {}


def _piece(part: _Part, key: str) -> str:
    """The text of a value within braces."""
    _, begin, end = part.pieces[key]
    return part.body[begin:end]


def _spliced(ours: _Part, theirs: _Part, changes: dict[str, str | None]) -> str:
    """Our braces with other texts of values for some keys; None where they took the key out."""
    body = ours.body
    brace = max(past for _, _, past in ours.pieces.values())
    brace = body.index("}", brace)
    edits: list[tuple[int, int, str]] = []
    for key, value in changes.items():
        if value is None:
            start, _, end = ours.pieces[key]
            comma = body.find(",", end, brace)
            after = comma + 1 + (len(body[comma + 1 :]) - len(body[comma + 1 :].lstrip(" "))) if comma >= 0 else end
            before = body.rfind(",", 0, start)
            edits.append((start, after, "") if comma >= 0 or before < 0 else (before, end, ""))
            continue
        name, begin, _ = theirs.pieces[key]
        if key in ours.pieces:
            edits.append((*ours.pieces[key][1:], value))
        else:
            edits.append((brace, brace, f", {theirs.body[name:begin]}{value}"))
    for start, end, text in sorted(edits, key=lambda edit: edit[0], reverse=True):
        body = body[:start] + text + body[end:]
    return body


def _same(one: _Part, other: _Part) -> bool:
    return one.text == other.text or one.value == other.value


def _by_key(part: _Part | None) -> dict[str, _Part]:
    return {child.key: child for child in (part.children if part is not None else None) or []}


def _partners(ours: _Part, theirs: _Part) -> dict[str, str]:
    """For each key of theirs the key that it has in ours: the same, or that of the same event under its other id."""
    mine, others = _by_key(ours), _by_key(theirs)
    found = {key: key for key in others if key in mine}
    taken = set(found.values())
    for key, there in others.items():
        if key in found:
            continue
        was = next((name for name in there.names if name in mine and name not in taken), None)
        was = was or next((name for name, own in mine.items() if key in own.names and name not in taken), None)
        if was is not None:
            found[key] = was
            taken.add(was)
    return found


def _indent_of(parent: _Part, child: _Part) -> int:
    return parent.children[0].indent if parent.children else child.indent


def _indented(part: _Part, indent: int) -> _Part:
    """The part with all its lines moved so that it starts in a column."""
    by = indent - part.indent

    def shift(text: str) -> str:
        return text if not by else "".join(_shifted(line, by) for line in text.splitlines(keepends=True))

    children = None if part.children is None else [_indented(child, child.indent + by) for child in part.children]
    return _Part(
        part.key,
        part.value,
        shift(part.lead),
        shift(part.body),
        part.tail,
        indent,
        children,
        part.dashed,
        part.names,
    )


def _shifted(line: str, by: int) -> str:
    if not line.strip():
        return line
    return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _told(value: Value) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return f"[{', '.join(_told(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_told(item)}' for key, item in value.items())}}}"
    return repr(value)
