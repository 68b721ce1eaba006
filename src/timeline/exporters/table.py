"""Text tables, in every format of ``tabulate``: dates as people write them, cells wrapped to the width of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen
from tabulate import MIN_PADDING, tabulate, tabulate_formats
from wcwidth import ljust, wrap
from wcwidth import width as columns_of

from timeline.calendar import DAY, civil, weekday
from timeline.errors import SettingError, nearest_name
from timeline.events import Document
from timeline.exporters.placement import is_certain
from timeline.exporters.plain import taking_part
from timeline.exporters.text import flatten
from timeline.schedule.occurrences import repeats
from timeline.span import NEVER, Grain, Span

if TYPE_CHECKING:
    from timeline.timeline import Entry, Timeline

DEFAULT_COLUMNS: Final = ("date", "weekday", "type", "title", "place", "participants")
GROUPS: Final = ("year", "month", "type")
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

MARKUP: Final = frozenset(
    {
        "asciidoc",
        "github",
        "html",
        "jira",
        "latex",
        "latex_booktabs",
        "latex_longtable",
        "latex_raw",
        "mediawiki",
        "moinmoin",
        "orgtbl",
        "pipe",
        "textile",
        "tsv",
        "unsafehtml",
        "youtrack",
    }
)
"""Formats that some program reads: one row stays one row, whatever the width, and nothing is coloured."""

_ESCAPES: Final[Mapping[str, str]] = {
    # What a bar in a cell is written as, where tabulate leaves it to end the cell.
    "asciidoc": "\\|",
    "github": "\\|",
    "jira": "\\|",
    "mediawiki": "&#124;",
    "orgtbl": "\\vert{}",
    "pipe": "\\|",
    "textile": "&#124;",
}
_HEADINGS: Final[Mapping[str, str]] = {
    "asciidoc": "== {}",
    "github": "## {}",
    "html": "<h2>{}</h2>",
    "jira": "h2. {}",
    "latex": "\\section*{{{}}}",
    "latex_booktabs": "\\section*{{{}}}",
    "latex_longtable": "\\section*{{{}}}",
    "latex_raw": "\\section*{{{}}}",
    "mediawiki": "== {} ==",
    "moinmoin": "== {} ==",
    "orgtbl": "* {}",
    "pipe": "## {}",
    "textile": "h2. {}",
    "unsafehtml": "<h2>{}</h2>",
}

_SHORT: Final[Mapping[str, str]] = {"weekday": "day", "participants": "who"}
"""Headers for narrow pages."""
_WORD: Final = 14
"""The longest word that a column keeps whole while other columns can give way."""
_BOLD: Final = "1"
_DIM: Final = "2"
_RED: Final = "31"
_YELLOW: Final = "33"
_CYAN: Final = "36"


@frozen
class Column:
    """How a column is filled and how it gives way when space is short.

    ``floor`` is the width below which it shrinks only when nothing else can; ``weight`` how dearly it shrinks above.
    """

    text: Callable[[Entry, Look], str]
    floor: int = 8
    weight: int = 1


@frozen
class Look:
    """What cells need to know apart from their entry."""

    document: Document
    style: str
    language: str

    def name(self, party: str) -> str:
        """The name of a person, the short name of an organisation, else the id."""
        if party in self.document.people:
            return self.document.people[party].name
        organisation = self.document.organisations.get(party)
        return party if organisation is None else organisation.short or organisation.name

    def place(self, place_id: str | None) -> str:
        """The name of a place, else its id."""
        found = self.document.places.get(place_id) if place_id else None
        return found.name if found is not None else place_id or ""


def _date(entry: Entry, look: Look) -> str:
    from timeline.wording.render import render

    return "undated" if entry.span is None else render(entry.span, style=look.style, language=look.language)


def _weekday(entry: Entry, _look: Look) -> str:
    """The weekday of what is known to the day, both of what is known to two within a week."""
    span = entry.span
    if span is None or not is_certain(span) or span.grain.rank < Grain.DAY.rank:
        return ""
    scale = 1 if span.zone is None else DAY
    first, last = span.start_low // scale, (span.end_high - 1) // scale
    if last - first > 6:
        return ""
    names = [WEEKDAYS[weekday(day) - 1] for day in dict.fromkeys((first, last))]
    return "–".join(names)


def _participants(entry: Entry, look: Look) -> str:
    return ", ".join(map(look.name, taking_part(entry.event)))


def _roles(entry: Entry, look: Look) -> str:
    told = ((look.name(party), ", ".join(roles)) for party, roles in taking_part(entry.event).items())
    return ", ".join(f"{name} ({roles})" if roles else name for name, roles in told)


def _source(entry: Entry, look: Look) -> str:
    reference = entry.event.source
    if reference is None:
        return ""
    found = look.document.sources.get(reference.id)
    title = found.title if found is not None else reference.id
    return f"{title}, {reference.at}" if reference.at else title


def _edge(entry: Entry, index: int) -> str:
    return "" if entry.span is None else entry.span.iso()[index] or ""


COLUMNS: Final[Mapping[str, Column]] = {
    "date": Column(_date, 14, 4),
    "weekday": Column(_weekday, 7, 6),
    "type": Column(lambda entry, _: entry.event.type, 10, 3),
    "title": Column(lambda entry, _: entry.event.title, 20, 3),
    "place": Column(lambda entry, look: look.place(entry.event.place), 8, 2),
    "participants": Column(_participants, 12),
    "id": Column(lambda entry, _: entry.id, 12, 3),
    "when": Column(lambda entry, _: entry.event.when or "", 12, 2),
    "start": Column(lambda entry, _: _edge(entry, 0), 10, 4),
    "end": Column(lambda entry, _: _edge(entry, 1), 10, 4),
    "edtf": Column(lambda entry, _: "" if entry.span is None else entry.span.edtf(), 10, 4),
    "grain": Column(lambda entry, _: "" if entry.span is None else entry.span.grain.value, 7, 3),
    "status": Column(lambda entry, _: entry.event.status, 9, 3),
    "roles": Column(_roles, 12),
    "organisations": Column(lambda entry, look: ", ".join(map(look.name, entry.event.organisations)), 12),
    "part_of": Column(lambda entry, _: entry.event.part_of or "", 10, 2),
    "tags": Column(lambda entry, _: ", ".join(entry.event.tags), 8),
    "repeats": Column(lambda entry, _: entry.event.repeats or (entry.event.when or "" if repeats(entry) else ""), 10),
    "source": Column(_source, 10),
    "url": Column(lambda entry, _: entry.event.url or "", 12),
    "notes": Column(lambda entry, _: entry.event.notes or "", 16),
}
"""Every column there is, by name."""


def export_table(
    timeline: Timeline,
    *,
    format: str = "simple",  # noqa: A002  (its name everywhere, tabulate's included)
    columns: str | Sequence[str] | None = None,
    group_by: str | None = None,
    width: int | None = None,
    color: bool = False,
    style: str = "short",
    language: str | None = None,
) -> str:
    """The timeline as a table, without a line break at its end.

    Args:
        timeline: What to show.
        format: A table format of tabulate: ``simple``, ``grid``, ``github``, ``html``, ``latex``, ``tsv`` …
        columns: Names of ``COLUMNS``, as a sequence or with commas between; else ``DEFAULT_COLUMNS``, and how events
            repeat where some stand for all their occurrences.
        group_by: ``year``, ``month`` or ``type``: one table for each, under a heading.
        width: Width of the page in columns of a terminal, to which cells are wrapped; None is as wide as it gets.
        color: Whether to colour the cells with escape sequences of terminals.
        style: The style of the dates, as ``timeline.render`` has it.
        language: The language of the dates; else the file's.

    Raises:
        SettingError: there is no such format, column or group.
    """
    _known("table format", format, tabulate_formats)
    names = named_columns(columns)
    if columns is None and any(map(repeats, timeline)):
        names = (*names, "repeats")
    if group_by is not None:
        _known("grouping", group_by, GROUPS)
    document, entries = timeline.document or Document(), timeline.entries
    look = Look(document, style, language or document.language)
    rows = [[_cell(COLUMNS[name].text(entry, look), format) for name in names] for entry in entries]
    shown = [_header(name) for name in names]
    painted = color and format not in MARKUP
    page = None if format in MARKUP else width
    if page is not None and columns is None and not _fits(shown, rows, format, page):
        # A column that says nothing takes no room that others need, unless it was asked for.
        kept = [at for at, cells in enumerate(_turned(rows, len(names))) if any(cells) or not rows]
        names, shown = tuple(names[at] for at in kept), [shown[at] for at in kept]
        rows = [[row[at] for at in kept] for row in rows]
    if page is not None and not _fits(shown, rows, format, page):
        shown = [_SHORT.get(name, header) for name, header in zip(names, shown, strict=True)]
        widths = _fit(names, shown, rows, format, page)
        rows = [[_wrapped(cell, room) for cell, room in zip(row, widths, strict=True)] for row in rows]
        shown = [_wrapped(header, max(1, room - MIN_PADDING)) for header, room in zip(shown, widths, strict=True)]
    groups = _grouped(entries, group_by)
    if len(groups) > 1 and format not in MARKUP:
        # Every group's table is as wide as the others.
        widest = [max(map(_widest, cells)) for cells in _turned(rows, len(names))]
        shown = [
            ljust(header, max(_widest(header), room - MIN_PADDING)) for header, room in zip(shown, widest, strict=True)
        ]
    if painted:
        rows = [[paint(cell, color_of(name, entry)) for name, cell in zip(names, row, strict=True)]
                for entry, row in zip(entries, rows, strict=True)]  # fmt: skip
        shown = [paint(header, _BOLD) for header in shown]
    if group_by is None:
        return _table(shown, rows, format)
    if format == "tsv":
        labels = {index: label for label, members in groups.items() for index in members}
        return _table([group_by, *shown], [[labels[index], *row] for index, row in enumerate(rows)], format)
    parts = []
    for label, members in groups.items():
        heading = _heading(label, format)
        parts.append(
            f"{paint(heading, _BOLD) if painted else heading}\n\n{_table(shown, [rows[i] for i in members], format)}"
        )
    return "\n\n".join(parts)


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]], table_format: str) -> str:
    table = tabulate(rows, headers=headers, tablefmt=table_format, disable_numparse=True)
    if table_format == "tsv":  # tabulate drops the tabs of empty cells at the end of a row
        return "\n".join(line + "\t" * (len(headers) - 1 - line.count("\t")) for line in str(table).split("\n"))
    if table_format in MARKUP:
        return str(table)
    return "\n".join(line.rstrip() for line in str(table).split("\n"))


def _fits(headers: Sequence[str], rows: Sequence[Sequence[str]], table_format: str, width: int) -> bool:
    # Every line counts: in formats without frames a line is as long as its own last cell.
    return all(columns_of(line) <= width for line in _table(headers, rows, table_format).split("\n"))


def named_columns(columns: str | Sequence[str] | None) -> tuple[str, ...]:
    """Names of columns, as they were asked for.

    Raises:
        SettingError: there is no such column.
    """
    if columns is None:
        return DEFAULT_COLUMNS
    names = tuple(name.strip() for name in columns.split(",")) if isinstance(columns, str) else tuple(columns)
    for name in names:
        _known("column", name, COLUMNS)
    if not names:
        raise SettingError("a table has at least one column")
    return names


def _known(kind: str, name: str, known: Iterable[str]) -> None:
    known = sorted(known)
    if name not in known:
        close = nearest_name(name, known)
        hint = f"; did you mean {close!r}?" if close else ""
        raise SettingError(f"there is no {kind} {name!r}{hint} (known: {', '.join(known)})")


def _header(name: str) -> str:
    return name.replace("_", " ")


def _cell(text: str, table_format: str) -> str:
    """The text on one line, with nothing in it that the format or a terminal would take for its own."""
    text = flatten(text)
    bar = _ESCAPES.get(table_format)
    return text if bar is None else text.replace("|", bar)


def _wrapped(text: str, room: int) -> str:
    return "\n".join(wrap(text, room)) if columns_of(text) > room else text


def _widest(text: str) -> int:
    return max((columns_of(line) for line in text.split("\n")), default=0)


def _fit(
    names: Sequence[str], headers: Sequence[str], rows: Sequence[Sequence[str]], table_format: str, width: int
) -> list[int]:
    """The width of each column so that a row is no wider than ``width``, where that can be had."""
    padding = 0 if table_format == "pretty" else MIN_PADDING  # tabulate leaves so much beside each header
    heads = [columns_of(header) + padding for header in headers]
    widths = [max(head, *map(columns_of, cells)) for head, cells in zip(heads, _turned(rows, len(names)), strict=True)]
    sample = ["x" * room for room in widths]
    framed = str(tabulate([sample], headers=["x"] * len(names), tablefmt=table_format))
    frame = max(map(columns_of, framed.split("\n"))) - sum(widths)
    excess = sum(widths) - (width - frame)
    words = [_longest_word(cells) for cells in _turned(rows, len(names))]
    floors = [
        min(room, max(head, COLUMNS[name].floor, word))
        for name, room, head, word in zip(names, widths, heads, words, strict=True)
    ]
    weights = [COLUMNS[name].weight for name in names]
    # The column that has most to spare for its weight gives way first: above the floors, then while words are whole,
    # then while headers are, and at last whatever is left.
    phases = (
        (floors, weights),
        ([max(head, word) for head, word in zip(heads, words, strict=True)], weights),
        (heads, weights),
        ([min(head, 4 + padding) for head in heads], weights),
        ([1 + padding] * len(names), weights),
    )
    for least, cost in phases:
        while excess > 0:
            spare = [(room - low) / price for room, low, price in zip(widths, least, cost, strict=True)]
            most = max(range(len(names)), key=spare.__getitem__)
            if spare[most] <= 0:
                break
            widths[most] -= 1
            excess -= 1
    return widths


def _longest_word(cells: Iterable[str]) -> int:
    """Columns that the longest word takes, within reason: words are broken last of all."""
    words = (word for cell in cells for part in cell.split() for word in part.split("-"))
    # A word of wide characters (Chinese, Japanese) can be broken anywhere.
    return min(_WORD, max((len(word) for word in words if columns_of(word) <= len(word)), default=0))


def _turned(rows: Sequence[Sequence[str]], columns: int) -> Iterable[Sequence[str]]:
    return zip(*rows, strict=True) if rows else [("",)] * columns


def _grouped(entries: Sequence[Entry], group_by: str | None) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        label = entry.event.type if group_by == "type" else _period(entry.span, group_by or "")
        groups.setdefault(label, []).append(index)
    return groups


def _period(span: Span | None, group_by: str) -> str:
    if not group_by:
        return ""
    if span is None:
        return "undated"
    edge = span.start_low if span.start_low > NEVER else None
    if edge is None:
        return "open start" if span.open_start else "unknown start"
    year, month, _ = civil(edge if span.zone is None else edge // DAY)
    told = f"{1 - year} BC" if year < 1 else str(year)
    return f"{MONTHS[month - 1]} {told}" if group_by == "month" and span.grain.rank >= Grain.MONTH.rank else told


def _heading(label: str, table_format: str) -> str:
    if table_format == "rst":
        return f"{label}\n{'=' * columns_of(label)}"
    return _HEADINGS.get(table_format, "{}").format(label)


def color_of(name: str, entry: Entry) -> str:
    """The colour (SGR parameter) of an entry's cell in a column; empty for none."""
    if entry.event.status == "cancelled":
        return _RED
    if name == "date":
        return _CYAN if entry.span is not None and is_certain(entry.span) else _YELLOW
    return _DIM if name in ("weekday", "type", "id") else ""


def paint(text: str, color: str) -> str:
    """Each line in its colour, since the lines of a cell stand apart in a table."""
    if not color:
        return text
    return "\n".join(f"\033[{color}m{line}\033[0m" if line.strip() else line for line in text.split("\n"))
