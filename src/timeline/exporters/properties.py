r"""Property values that ``icalendar`` writes right: its own types, and text escaped as RFC 5545 §3.3.11 has it.

``icalendar`` turns a literal ``\N`` in a text (``C:\News``) into a line break before it escapes anything, and strips a
byte order mark; its reader does neither, so a text of ours comes back as it was. Values share their parameters, which
nobody changes, since making them costs more than all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final, Self

from icalendar import Parameters, vText
from icalendar.prop import vDate, vDatetime

from timeline.calendar import DAY

_DAY_ONE: Final = datetime(1, 1, 1)  # noqa: DTZ001  (wall time has no zone)
_PLAIN: Final = Parameters()
_AS_TEXT: Final = Parameters({"VALUE": "TEXT"})
_AS_DATE: Final = Parameters({"VALUE": "DATE"})


def escape(text: str) -> str:
    """The text with backslash, semicolon, comma and line feed escaped (RFC 5545 §3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


class Text(vText):
    """A TEXT value (RFC 5545 §3.3.11) of text that is clean already."""

    __slots__ = ()

    def __new__(cls, text: str, params: Parameters = _PLAIN) -> Self:
        """A value that shares ``params``."""
        self = str.__new__(cls, text)
        self.params = params
        return self

    def to_ical(self) -> str:  # type: ignore[override]  # text, since icalendar would strip a byte order mark from bytes
        """The text, escaped."""
        return escape(self)


class Texts:
    """Several TEXT values in one property, such as CATEGORIES (RFC 5545 §3.8.1.2)."""

    __slots__ = ("params", "texts")

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)
        self.params = _PLAIN

    def to_ical(self) -> str:
        """The texts, each escaped, with commas between them."""
        return ",".join(escape(text) for text in self.texts)


class Verbatim:
    """A value that is written as it is: URI (RFC 5545 §3.3.13), RECUR, DURATION, colour names."""

    __slots__ = ("params", "text")

    def __init__(self, text: str, params: Parameters = _PLAIN) -> None:
        self.text = text
        self.params = params

    def to_ical(self) -> str:
        """The value as it is."""
        return self.text


def extension(text: str) -> Text:
    """The value of an X- property: TEXT, and said to be, since readers don't unescape what they don't know."""
    return Text(text, _AS_TEXT)


def naive(second: int) -> datetime:
    """A second of the number line as a datetime without a zone."""
    return _DAY_ONE + timedelta(seconds=second - DAY)


def all_day(day: date) -> vDate:
    """A DATE value with its VALUE parameter (RFC 5545 §3.3.4)."""
    value = vDate(day)
    value.params = _AS_DATE
    return value


def utc(moment: datetime) -> vDatetime:
    """A DATE-TIME in UTC (RFC 5545 §3.3.5, form 2) of a naive moment that is in UTC."""
    return vDatetime(moment.replace(tzinfo=UTC))


def zoned(moment: datetime, params: Parameters) -> vDatetime:
    """A local DATE-TIME (RFC 5545 §3.3.5, form 3) of a naive moment; ``params`` hold its TZID."""
    value = vDatetime(moment)
    value.params = params
    return value
