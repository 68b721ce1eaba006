"""The YAML format, version 1: a clean file is read fast, positions are looked up only when there is something to say.

Small files are read by ``tree`` alone. A large one goes through rapidyaml, whose tree comes over as JSON in one piece;
whatever that could read otherwise than YAML 1.2's core says, or lose a character of, is left to ``tree`` as well.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import Problem, UnreadableError
from timeline.events import Document
from timeline.importers import source as sources
from timeline.importers.document import Marks, Raw, build
from timeline.importers.structure import Finding
from timeline.importers.tree import Flaw, Mark, Tree, Unusable, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

FAST_FROM: Final = 1 << 18
"""Characters from which on the fast reader is worth its start."""


def import_yaml(source: sources.Readable) -> Document:
    """A YAML file with all that it includes; what is wrong with it is in ``Document.problems``.

    Raises:
        UnreadableError: the file itself can't be read at all (an included one is a problem of the file).
    """
    main = sources.read(source)
    if main.problem:
        return Document(name=main.name, problems=(main.problem,))
    raws: list[Raw] = []
    problems: list[Problem] = []
    try:
        _collect(main, (_identity(main),), raws, problems)
    except Unusable as unusable:
        return Document(name=main.name, problems=(problem_of(main.name, unusable.flaw),))
    return build(raws, more=tuple(problems))


def _identity(text: sources.Text) -> str:
    return os.path.realpath(text.folder / Path(text.name).name)


def _collect(text: sources.Text, above: tuple[str, ...], raws: list[Raw], problems: list[Problem]) -> None:
    """Put a file and those that it includes in a list, each once, the including one first."""
    data, marks, flaws = values_of(text)
    at = len(raws)
    raws.append(Raw(text.name, data, marks, flaws))
    findings: list[Finding] = []
    written = data.get("include")
    for index, name in enumerate(written if isinstance(written, list) else [written] if written else []):
        path = ("include", index) if isinstance(written, list) else ("include",)
        if not isinstance(name, str):
            continue  # reported with the other keys
        target = os.path.realpath(text.folder / name)
        if target in above:
            route = " -> ".join(Path(each).name for each in (*above[above.index(target) :], target))
            findings.append(Finding(path, "include-cycle", f"files include each other in a circle: {route}"))
            continue
        if any(raw.identity == target for raw in raws):
            continue
        try:
            inner = sources.read(os.path.normpath(text.folder / name))
        except UnreadableError as error:
            findings.append(Finding(path, "include", f"can't include {error.message}"))
            continue
        if inner.problem:
            problems.append(inner.problem)
            continue
        try:
            _collect(inner, (*above, target), raws, problems)
        except Unusable as unusable:
            problems.append(problem_of(inner.name, unusable.flaw))
    raws[at] = Raw(text.name, data, marks, flaws, tuple(findings), above[-1])


def problem_of(name: str, flaw: Flaw) -> Problem:
    """A flaw of a text as a problem of its file."""
    return Problem(name, flaw.line, flaw.column, "", flaw.code, flaw.message, flaw.suggestion)


def values_of(said: sources.Text) -> tuple[dict[str, Any], Marks, tuple[Flaw, ...]]:
    """The top-level mapping of a text, the way to its positions, and what the reading found wrong.

    Raises:
        Unusable: it is no YAML, or no mapping.
    """
    text = said.text
    tree: Tree | None = None
    value: Any = _fast(text) if len(text) >= FAST_FROM else None
    if value is None:
        tree = read_tree(text)
        value = tree.value
    if value is None:
        raise Unusable(Flaw(1, 1, "empty", "the file is empty; a timeline starts with 'events:'"))
    if not isinstance(value, dict):
        shown = "a list" if isinstance(value, list) else "plain text"
        raise Unusable(Flaw(1, 1, "wrong-type", f"a timeline is a mapping that holds 'events:', not {shown}"))

    # Of a large file nothing is kept for positions that may never be asked for: it is read once more.
    kept = None if said.again and len(text) >= FAST_FROM else text
    name, size = Path(said.name).absolute(), len(text)

    @lru_cache(maxsize=1)
    def marks() -> tuple[Mark, tuple[Flaw, ...]]:
        try:
            now = sources.read(name).text if kept is None else kept
            if len(now) != size:  # somebody has changed it meanwhile
                return Mark(1, 1, {}), ()
            found = tree or read_tree(now)
        except UnreadableError:
            return Mark(1, 1, {}), ()
        except Unusable as unusable:  # what only the stricter reader minds
            return Mark(unusable.flaw.line, unusable.flaw.column, {}), (unusable.flaw,)
        return found.mark, found.flaws

    return value, marks, tree.flaws if tree else ()


# --- the fast way ----------------------------------------------------------------------------------------------------

_LEAVE: Final = tuple(
    (sign, re.compile(pattern, re.MULTILINE))
    for sign, pattern in (
        ("&", r"(?:^|[\s\[{,])&\S"),  # anchors and aliases, which have to be counted
        ("*", r"(?:^|[\s\[{,])\*\S"),
        ("!", r"(?:^|[\s\[{,])!"),  # tags, to be refused
        ("%", r"^%|[:\-,\[{]\s+%"),  # directives, and characters that no plain text starts with
        ("@", r"[:\-,\[{]\s+@"),
        ("`", r"[:\-,\[{]\s+`"),
        ("?", r"(?:^|[\s\[{,])\?\s"),  # keys that are not plain
        ("~", r"[:\-,\[{]\s+~\s*(?:$|[,\]}#])"),  # nothing, spelt so that JSON would not see it
        ("\\", r"\\[uUx]"),  # escapes that could be half a character
        ("---", r"^---"),  # several documents
        ("...", r"^\.\.\.\s*$"),
        ("\x85", ""),  # line breaks in YAML 1.1 only
        ("\u2028", ""),
        ("\u2029", ""),
        ("\x7f", ""),
    )
)


class _Leave(Exception):  # noqa: N818 - a signal within this module
    """The fast way does not do for this text."""


def _fast(text: str) -> Any | None:
    """The values of a text as ``tree`` would give them, or None where only ``tree`` can tell."""
    if any(sign in text and pattern.search(text) for sign, pattern in _LEAVE):
        return None
    import ryml

    rewritten = False

    def as_written(number: str) -> str:
        nonlocal rewritten
        rewritten = rewritten or number.endswith(".0") or number.startswith(("0.", "-0."))
        return number

    try:
        with _silent():
            written = ryml.emit_json(ryml.parse_in_arena(text.encode()))
        pairs = _pairs_with_truth if "true" in written or "false" in written else _pairs
        found = json.loads(
            written, object_pairs_hook=pairs, parse_int=str, parse_float=as_written, parse_constant=_leave
        )
    except Exception:  # noqa: BLE001 - whatever it minds, the reader that keeps positions says it better
        return None
    return None if rewritten and _BARE_POINT.search(text) else found


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Leave  # a key stands twice
    return found


def _pairs_with_truth(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _pairs(pairs)
    for key, value in pairs:
        if value is True or value is False:
            found[key] = "true" if value else "false"
        elif value.__class__ is list and (True in value or False in value):
            raise _Leave
    return found


# rapidyaml writes .5 as 0.5 and 1. as 1.0, so a text that holds numbers spelt like that is not for it
_BARE_POINT: Final = re.compile(r"[:\-,\[{]\s+[+-]?(?:\.\d[\d.e+-]*|\d+\.)\s*(?:$|[,\]}#])", re.MULTILINE)


def _leave(constant: str) -> object:
    raise _Leave(constant)


@contextmanager
def _silent() -> Iterator[None]:
    """Keeps rapidyaml from writing its own error messages past Python to standard error."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
