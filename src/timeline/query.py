"""The query language: ``type:summit,meeting during:minsk-visit -tag:draft sort:-start limit:20``.

A term is the name of one of ``Timeline``'s selections, a colon, and one value or several, separated by commas, any of
which will do. Terms beside each other must all hold; ``or`` joins alternatives, ``-`` or ``not`` turns a term round,
parentheses group. A word without a colon is looked for in titles, ids, tags, aliases and notes. Values with spaces
stand in quotes; dates are wording, or the ids of events. ``before?:x`` asks what may be so rather than what certainly
is; ``possible:yes`` asks that of the whole query. ``sort:``, ``limit:`` and ``possible:`` stand outside parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import define, field, frozen

from timeline.errors import QueryError, TimelineError, WordingError, nearest_name
from timeline.registry import event_types
from timeline.selection import Either, Keyed, Listed
from timeline.span import FOREVER, NEVER, Span
from timeline.timeline import SORTS, Entry, Timeline, all_of, any_of

if TYPE_CHECKING:
    from timeline.events import Document

_STATUSES: Final = ("confirmed", "tentative", "cancelled")
_DIGITS: Final = 18
"""Any number of events that takes as many digits is all of them."""
_DEEPEST: Final = 100
"""So many parentheses inside each other are a mistake, or worse."""

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\))
        | (?P<minus>-)
        | (?P<term>(?P<name>[^\s():"'?]*)(?P<mark>\?*):)
        | (?P<quoted>"[^"]*"|'[^']*')
        | (?P<word>[^\s()"']+)
    )""",
    re.VERBOSE,
)
_VALUE: Final = re.compile(r"""(?P<quoted>"[^"]*"|'[^']*')|(?P<bare>[^\s,()"']+)""")


@frozen
class Value:
    """A value of a term, and the column (from 1) where it stands."""

    text: str
    column: int


@frozen
class Term:
    """What a term does: selects from a timeline by its values.

    ``known`` gives the values that there can be, where those are few, and ``noun`` says what they are; any other is an
    error that names the nearest. ``least`` and ``most`` say how many values it takes.
    """

    select: Callable[[Timeline, tuple[Value, ...], bool], Timeline]
    known: Callable[[Timeline], Collection[str]] | None = None
    noun: str = ""
    dated: bool = False
    least: int = 1
    most: int | None = None


_Method: TypeAlias = "Callable[..., Timeline]"


def _keyed(method: _Method) -> Callable[[Timeline, tuple[Value, ...], bool], Timeline]:
    return lambda timeline, values, _possible: method(timeline, *(value.text for value in values))


def _dated(method: _Method) -> Callable[[Timeline, tuple[Value, ...], bool], Timeline]:
    def select(timeline: Timeline, values: tuple[Value, ...], possible: bool) -> Timeline:
        return any_of([_asked(value, method, timeline, value.text, possible=possible) for value in values])

    return select


def _between(timeline: Timeline, values: tuple[Value, ...], possible: bool) -> Timeline:
    first, last = values
    for value in values:  # each by itself first, so that an error points at the right one
        _asked(value, Timeline.on, timeline, value.text)
    return _asked(last, Timeline.between, timeline, first.text, last.text, possible=possible)


def _counted(method: _Method, *, can_be_possible: bool) -> Callable[[Timeline, tuple[Value, ...], bool], Timeline]:
    def select(timeline: Timeline, values: tuple[Value, ...], possible: bool) -> Timeline:
        count = _number(values[1], "a number of events") if len(values) > 1 else 1
        extra = {"possible": possible} if can_be_possible else {}
        return _asked(values[0], method, timeline, values[0].text, count, **extra)

    return select


def _text(timeline: Timeline, values: tuple[Value, ...], _possible: bool) -> Timeline:
    return timeline.where(_Mentions(tuple(value.text.casefold() for value in values)))


def _by_id(timeline: Timeline, values: tuple[Value, ...], _possible: bool) -> Timeline:
    ids = timeline._store.ids  # noqa: SLF001  (one room)
    found = Listed(sorted({ids[value.text] for value in values if value.text in ids}))
    repeated = tuple(value.text for value in values if value.text not in ids)
    return timeline._view(Either((found, Keyed("event", repeated))) if repeated else found)  # noqa: SLF001


def _by_facet(facet: str) -> Callable[[Timeline, tuple[Value, ...], bool], Timeline]:
    return lambda timeline, values, _possible: timeline._view(  # noqa: SLF001
        Keyed(facet, tuple(value.text for value in values))
    )


@frozen
class _Mentions:
    """Whether an entry holds one of some texts."""

    texts: tuple[str, ...]

    def __call__(self, entry: Entry) -> bool:
        event = entry.event
        said = (entry.id, event.title, *event.tags, *event.aliases, event.notes or "")
        return any(text in part.casefold() for text in self.texts for part in said)


def _of_document(timeline: Timeline, *kinds: str) -> Iterable[str]:
    document: Document | None = timeline.document
    for kind in kinds if document else ():
        for name, thing in getattr(document, kind).items():
            yield name
            for attribute in ("name", "title", "short"):
                if known := getattr(thing, attribute, None):
                    yield known
            yield from getattr(thing, "aliases", ())


def _people(timeline: Timeline) -> set[str]:
    return {*_of_document(timeline, "people", "organisations"), *timeline.values("participant")}


def _places(timeline: Timeline) -> set[str]:
    countries = (place.country for place in timeline.document.places.values()) if timeline.document else ()
    return {*_of_document(timeline, "places"), *filter(None, countries), *timeline.values("place")}


def _types(timeline: Timeline) -> set[str]:
    declared = timeline.document.types if timeline.document else ()
    return {*event_types, *declared, *timeline.values("type")}


def _sources(timeline: Timeline) -> set[str]:
    return {*_of_document(timeline, "sources"), *timeline.values("source")}


def _organisations(timeline: Timeline) -> set[str]:
    return {*_of_document(timeline, "organisations"), *timeline.values("organisation")}


def _ids(timeline: Timeline) -> Collection[str]:
    return timeline._store.ids  # noqa: SLF001  (one room)


_PEOPLE: Final = Term(_keyed(Timeline.with_participant), _people, "a participant")
_PLACES: Final = Term(_keyed(Timeline.at), _places, "a place")
_TAGS: Final = Term(_keyed(Timeline.tagged), lambda timeline: timeline.values("tag"), "a tag")
_TYPES: Final = Term(_keyed(Timeline.of), _types, "a type")
_ORGANISATIONS: Final = Term(_keyed(Timeline.with_organisation), _organisations, "an organisation")

TERMS: Final[dict[str, Term]] = {
    "type": _TYPES,
    "of": _TYPES,
    "participant": _PEOPLE,
    "with_participant": _PEOPLE,
    "organisation": _ORGANISATIONS,
    "with_organisation": _ORGANISATIONS,
    "place": _PLACES,
    "at": _PLACES,
    "tag": _TAGS,
    "tagged": _TAGS,
    "source": Term(_keyed(Timeline.from_source), _sources, "a source"),
    "status": Term(_keyed(Timeline.with_status), lambda _timeline: _STATUSES, "a status"),
    "role": Term(_by_facet("role"), lambda timeline: timeline.values("role"), "a role"),
    "id": Term(_by_id, _ids, "an id"),
    "part_of": Term(_by_facet("part_of"), _ids, "an id"),
    "text": Term(_text),
    "between": Term(_between, dated=True, least=2, most=2),
    "on": Term(_dated(Timeline.on), dated=True),
    "before": Term(_dated(Timeline.before), dated=True),
    "after": Term(_dated(Timeline.after), dated=True),
    "during": Term(_dated(Timeline.during), dated=True),
    "overlapping": Term(_dated(Timeline.overlapping), dated=True),
    "nearest": Term(_counted(Timeline.nearest, can_be_possible=False), most=2),
    "next": Term(_counted(Timeline.next, can_be_possible=True), dated=True, most=2),
    "previous": Term(_counted(Timeline.previous, can_be_possible=True), dated=True, most=2),
}
"""The terms of the language, by name; each is a selection of ``Timeline``."""

SETTINGS: Final = ("sort", "limit", "possible")
"""Terms that say how the whole answer is given."""


def answer(timeline: Timeline, query: str) -> Timeline:
    """What a query selects from a timeline.

    What repeats stands in the answer as its occurrences, where the query looks at a stretch of time.

    Raises:
        QueryError: it can't be read; ``column`` (from 1) says where, ``suggestion`` the nearest word that would do.
    """
    reader = _Reader(query)
    tree = reader.read()
    found = timeline
    if tree is not None:
        window = _window(timeline, reader.stretches)
        found = tree(timeline, reader.possible) if window is None else _with_occurrences(timeline, window, reader, tree)
    if reader.sort:
        found = found.sort(reader.sort.removeprefix("-"), reverse=reader.sort.startswith("-"))
    return found if reader.limit is None else found[: reader.limit]


def _repeating(timeline: Timeline) -> Timeline:
    return timeline._view(Keyed("repeats", (True,)))  # noqa: SLF001  (one room)


def _window(timeline: Timeline, stretches: list[tuple[Value, ...]]) -> Span | None:
    """All that a query looks at, where something in the timeline repeats."""
    if not stretches:
        return None
    again = {entry.id for entry in _repeating(timeline.everything)}
    if not again or any(value.text in again for values in stretches for value in values):
        return None
    try:
        spans = [timeline.meant(value.text) for values in stretches for value in values]
    except TimelineError:
        return None  # the term itself says what is wrong with it, and where
    moments = [span.in_zone(timeline.timezone) for span in spans]
    low, high = min(span.start_low for span in moments), max(span.end_high for span in moments)
    return None if low <= NEVER or high >= FOREVER else Span.filled(low, high, zone=timeline.timezone)


def _with_occurrences(timeline: Timeline, window: Span, reader: _Reader, tree: _Selection) -> Timeline:
    """What a query selects of what does not repeat, and of the occurrences of what does.

    Only terms that count need both in one timeline; any other asks of each entry by itself, so that the many that don't
    repeat are asked where they are.
    """
    from timeline.schedule.occurrences import expand

    repeating = _repeating(timeline)
    if reader.counts:
        whole = expand(timeline, window, everything=True)
        return tree(whole, reader.possible)
    once = tree(timeline - repeating, reader.possible)
    occurrences = Timeline._taken(expand(repeating, window, everything=True), timeline)  # noqa: SLF001  (one room)
    return Timeline._taken((*once, *tree(occurrences, reader.possible)), timeline)  # noqa: SLF001


_LOOKING: Final = frozenset({"between", "on", "during", "overlapping"})
"""Terms that look at a stretch of time, in which whatever repeats is looked at as well."""
_COUNTING: Final = frozenset({"nearest", "next", "previous"})
"""Terms whose answer for one entry hangs on all the others."""

_Selection: TypeAlias = Callable[[Timeline, bool], Timeline]


@frozen
class _Token:
    kind: str
    text: str
    column: int
    end: int
    marked: bool = False


@define
class _Reader:
    """Reads a query from left to right into a function that selects."""

    query: str
    at: int = 0
    depth: int = 0
    sort: str | None = None
    limit: int | None = None
    possible: bool = False
    counts: bool = False
    seen: set[str] = field(factory=set)
    stretches: list[tuple[Value, ...]] = field(factory=list)

    def read(self) -> _Selection | None:
        tree = self._alternatives()
        if token := self._peek():  # only a parenthesis ends a list of terms before the text does
            raise QueryError("this parenthesis closes nothing", token.column)
        return tree

    def _peek(self) -> _Token | None:
        found = _TOKEN.match(self.query, self.at)
        if found is None:
            rest = self.query[self.at :]
            if not rest.strip():
                return None
            column = self.at + len(rest) - len(rest.lstrip()) + 1
            raise QueryError("this quote is never closed", column)
        kind = "term" if found["term"] else str(found.lastgroup)
        text = found["name"] if found["term"] else found[kind]
        if kind == "word" and text.lower() in ("or", "and", "not"):
            kind = text.lower()
        start = found.start("name") if found["term"] else found.start(kind if kind in found.groupdict() else "word")
        return _Token(kind, text, start + 1, found.end(), bool(found["mark"]))

    def _alternatives(self) -> _Selection | None:
        choices = [self._together()]
        while (token := self._peek()) and token.kind == "or":
            self.at = token.end
            choices.append(self._together())
            if choices[0] is None or choices[-1] is None:
                raise QueryError("something must stand on both sides of 'or'", token.column)
        if len(choices) == 1:
            return choices[0]
        several = [choice for choice in choices if choice]
        return lambda timeline, possible: any_of([one(timeline, possible) for one in several])

    def _together(self) -> _Selection | None:
        parts: list[_Selection] = []
        while (token := self._peek()) and token.kind not in ("or", "close"):
            if token.kind == "and":
                self.at = token.end
                following = self._peek()
                if not parts or following is None or following.kind in ("or", "and", "close"):
                    raise QueryError("something must stand on both sides of 'and'", token.column)
                continue
            if part := self._one(token):
                parts.append(part)
        if len(parts) <= 1:
            return parts[0] if parts else None
        return lambda timeline, possible: all_of([one(timeline, possible) for one in parts])

    def _one(self, token: _Token) -> _Selection | None:
        self.at = token.end
        if token.kind in ("minus", "not"):
            return self._turned(token)
        if token.kind == "open":
            return self._group(token)
        if token.kind == "term":
            return self._term(token)
        text = token.text[1:-1] if token.kind == "quoted" else token.text
        if token.kind == "word" and not any(map(str.isalnum, text)):
            raise QueryError(f"{text!r} is no word to look for; in quotes it would be", token.column)
        value = (Value(text, token.column),)
        return lambda timeline, _possible: _text(timeline, value, False)

    def _turned(self, token: _Token) -> _Selection:
        following = self._peek()
        if following is None or following.kind in ("or", "and", "close"):
            raise QueryError(f"nothing follows {token.text!r}", token.column)
        if following.kind == "term" and following.text in SETTINGS:
            raise QueryError(f"{following.text}: can't be turned round", following.column)
        self.depth += 1
        self._check_depth(token)
        one = self._one(following)
        self.depth -= 1
        if one is None:
            raise QueryError(f"nothing follows {token.text!r}", token.column)
        return lambda timeline, possible: timeline - one(timeline, possible)

    def _group(self, token: _Token) -> _Selection:
        self.depth += 1
        self._check_depth(token)
        tree = self._alternatives()
        closing = self._peek()
        if closing is None or closing.kind != "close":
            raise QueryError("this parenthesis is never closed", token.column)
        if tree is None:
            raise QueryError("nothing stands in these parentheses", token.column)
        self.at = closing.end
        self.depth -= 1
        return tree

    def _check_depth(self, token: _Token) -> None:
        if self.depth > _DEEPEST:
            raise QueryError(f"more than {_DEEPEST} terms and parentheses are nested here", token.column)

    def _term(self, token: _Token) -> _Selection | None:
        if not token.text:
            raise QueryError("the name of a term is missing before this colon", token.column)
        values = self._values(token)
        if token.text in SETTINGS:
            self._setting(token, values)
            return None
        term = TERMS.get(token.text)
        if term is None:
            close = nearest_name(token.text, (*TERMS, *SETTINGS))
            hint = f"; did you mean {close!r}?" if close else f" (terms: {', '.join((*TERMS, *SETTINGS))})"
            raise QueryError(f"there is no term {token.text!r}{hint}", token.column, close)
        if token.marked and not term.dated:
            raise QueryError(f"{token.text}: is never merely possible, so it takes no '?'", token.column)
        if len(values) < term.least or (term.most is not None and len(values) > term.most):
            wanted = str(term.least) if term.least == term.most else f"{term.least} or {term.most}"
            raise QueryError(f"{token.text}: takes {wanted} values, not {len(values)}", token.column)
        if token.text in _LOOKING:
            self.stretches.append(values)
        self.counts |= token.text in _COUNTING
        return lambda timeline, possible: _select(term, timeline, values, possible or token.marked)

    def _values(self, token: _Token) -> tuple[Value, ...]:
        values: list[Value] = []
        while True:
            found = _VALUE.match(self.query, self.at)
            if found is None:
                if self.query[self.at : self.at + 1] in ("'", '"'):
                    raise QueryError("this quote is never closed", self.at + 1)
                after = "after this comma" if values else f"after {token.text}:"
                raise QueryError(f"a value is missing {after}", self.at if values else token.column)
            quoted = found["quoted"]
            text = quoted[1:-1] if quoted else found["bare"]
            values.append(Value(text, found.start() + (2 if quoted else 1)))
            self.at = found.end()
            if self.query[self.at : self.at + 1] != ",":
                return tuple(values)
            self.at += 1

    def _setting(self, token: _Token, values: tuple[Value, ...]) -> None:
        name, value = token.text, values[0]
        if self.depth:
            raise QueryError(f"{name}: concerns the whole query and can't stand in parentheses", token.column)
        if name in self.seen or len(values) > 1 or token.marked:
            raise QueryError(f"{name}: is said once, with one value", token.column)
        self.seen.add(name)
        if name == "sort":
            self.sort = value.text
            _among(Value(value.text.removeprefix("-"), value.column), SORTS, "an order")
        elif name == "limit":
            self.limit = _number(value, "a number of events")
        else:
            _among(value, ("yes", "no"), "an answer")
            self.possible = value.text == "yes"


def _select(term: Term, timeline: Timeline, values: tuple[Value, ...], possible: bool) -> Timeline:
    if term.known is not None:
        known = term.known(timeline.everything)
        if any(value.text not in known for value in values):
            known = {*known, *term.known(timeline.source)}
        for value in values:
            _among(value, known, f"{term.noun} in this timeline")
    return term.select(timeline, values, possible)


def _among(value: Value, known: Collection[str], what: str) -> None:
    if value.text not in known:
        close = nearest_name(value.text, known)
        hint = f"; did you mean {close!r}?" if close else ""
        raise QueryError(f"{value.text!r} is not {what}{hint}", value.column, close)


def _number(value: Value, what: str) -> int:
    if not (value.text.isascii() and value.text.isdecimal()):
        raise QueryError(f"{value.text!r} is not {what}", value.column)
    return int(value.text) if len(value.text) < _DIGITS else 10**_DIGITS


def _asked(value: Value, method: _Method, *arguments: object, **settings: bool) -> Timeline:
    """Call a selection; what is wrong with a value becomes an error at its column."""
    try:
        return method(*arguments, **settings)
    except TimelineError as error:
        column = value.column + error.column - 1 if isinstance(error, WordingError) else value.column
        suggestion = getattr(error, "nearest", None) or getattr(error, "suggestion", None)
        raise QueryError(str(error), column, suggestion) from error
