"""Spans to text as people write it; what is written reads back as the same span."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

from timeline import zones
from timeline.calendar import DAY, civil, day_number, format_year, iso_week, month_start, weekday
from timeline.errors import SettingError, nearest_name
from timeline.notation import FLOATING, LADDER, MONTHS_IN, month_index
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.phrases import GENITIVE, PLAIN, STYLES, Phrases, names, phrases

_DASH: Final = ("–", " – ")
"""What joins two parts of one date, and two dates."""

_THIRDS: Final = {
    # Months from the start of a unit to the start of its middle, to the start of its last part, and to its end.
    Grain.YEAR: (4, 8, 12),
    Grain.DECADE: (48, 84, 120),
    Grain.CENTURY: (396, 792, 1200),
}
_SECONDS: Final = {Grain.HOUR: 3600, Grain.MINUTE: 60, Grain.SECOND: 1}
_LAST_YEAR: Final = 9999


def render(span: Span, *, style: str = "long", language: str = "en") -> str:
    """A span as people write it.

    ``style``: ``long`` ("November 29–30, 2017"), ``short`` ("29–30 Nov 2017"), ``us`` ("Nov. 29–30, 2017"), ``full``
    (with weekdays), ``iso`` (EDTF, and ISO 8601 weeks). A span that is known to its grain without filling it is written
    as one that does. Years past 9999 are written in EDTF, whatever the style.

    Raises:
        SettingError: a style or language that there is none of.
    """
    if style not in STYLES:
        close = nearest_name(style, STYLES)
        hint = f"; did you mean {close!r}?" if close else ""
        raise SettingError(f"there is no style {style!r} (known: {', '.join(STYLES)}){hint}")
    writer = _writer(style, language)
    if style == "iso":
        week = _iso_week(span)
        return span.edtf() if week is None else week
    if _far(span) or (span.start_low == NEVER and span.end_high == FOREVER and span.notation):
        return span.edtf()
    return writer.span(span)


def _iso_week(span: Span) -> str | None:
    start, end = span.start_low, span.end_high
    if span.grain is not Grain.WEEK or span.zone is not None or end - start != 7 or weekday(start) != 1:
        return None
    year, week = iso_week(start)
    if not 0 <= year <= _LAST_YEAR:
        return None
    # ISO 8601 weeks have no qualifiers; EDTF's (§ 8.2 of ISO 8601-2) say it as well here
    doubt = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}
    return f"{format_year(year)}-W{week:02d}{doubt[span.approximate, span.uncertain]}"


def _far(span: Span) -> bool:
    scale = 1 if span.zone is None else DAY
    latest = max(edge for edge in (span.start_low, span.end_high, 0) if edge < FOREVER)
    # An end may touch the first day of the year 10000: what it closes still lies in 9999.
    return latest > day_number(_LAST_YEAR + 1) * scale


@lru_cache(maxsize=64)
def _writer(style: str, language: str) -> _Writer:
    return _Writer(phrases(language), style)


class _Writer:
    """Writes spans in one style of one language."""

    def __init__(self, words: Phrases, style: str) -> None:
        self.words = words
        self.style = style

    def span(self, span: Span) -> str:
        """The whole phrase, with its doubts."""
        text = self._phrase(span)
        return self.words.frames["uncertain"][0].format(text) if span.uncertain else text

    def _phrase(self, span: Span) -> str:
        low, high = span.start_low, span.end_high
        start_known, end_known = _known(low, span.start_high, span), _known(span.end_low, high, span)
        if low == NEVER and high == FOREVER:
            return span.edtf() if span.open_start or span.open_end else self._frame("undated", span, "")
        if low == NEVER:
            return self._until(span, known=end_known)
        if high == FOREVER:
            return self._since(span, known=start_known)
        if (start_known and end_known) or (_free(span) and self._unit_or_slice(low, high, span, PLAIN) is not None):
            return self._frame("approximate", span, self._extent(low, high, span, PLAIN, _DASH))
        if not start_known and not end_known and span.end_low < span.start_high:
            case = self._case("between")
            return self._frame("between", span, self._extent(low, high, span, case, self._and))
        first = self._part(low, span.start_high, span, known=start_known)
        last = self._part(span.end_low, high, span, known=end_known, ends=True)
        return f"{self._frame('from', span, first)} {self.words.frames['until'][0].format(last)}"

    @property
    def _and(self) -> tuple[str, str]:
        joined = self.words.frames["and"][0]
        return joined, joined

    def _case(self, frame: str) -> int:
        return self.words.frames[frame][1]

    def _frame(self, name: str, span: Span, text: str) -> str:
        """A text in its frame, with "circa" in front of the date itself."""
        pattern = self.words.frames[name][0]
        if span.approximate and text:
            text = text.removeprefix(self.words.article)
            if name != "approximate":
                text = self.words.frames["approximate"][0].format(text)
        elif name == "approximate":
            return text
        return pattern.format(text)

    def _until(self, span: Span, *, known: bool) -> str:
        high = span.end_high
        if span.open_start:
            return span.edtf()
        if known:
            return self._frame("until", span, self._side(high, span, self._case("until"), ends=True))
        if span.end_low == NEVER:
            return self._frame("by", span, self._side(high, span, self._case("by"), ends=True))
        return self._frame("until", span, self._part(span.end_low, high, span, known=False, ends=True))

    def _since(self, span: Span, *, known: bool) -> str:
        low = span.start_low
        frame = "onwards" if span.open_end else "since"
        if known:
            return self._frame(frame, span, self._side(low, span, self._case(frame), ends=False))
        if span.start_high == FOREVER:
            return self._frame("not-before", span, self._side(low, span, self._case("not-before"), ends=False))
        return self._frame(frame, span, self._part(low, span.start_high, span, known=False))

    def _part(self, low: int, high: int, span: Span, *, known: bool, ends: bool = False) -> str:
        """One end of a span whose two ends are known apart."""
        if known:
            return self._side(high if ends else low, span, self._case("until" if ends else "from"), ends=ends)
        text = self._extent(low, high, span, self._case("between"), self._and)
        return self.words.frames["between"][0].format(text)

    def _side(self, edge: int, span: Span, case: int, *, ends: bool) -> str:
        """The unit that starts at an edge, or that ends there."""
        if span.zone is not None:
            return f"{self.day(edge // DAY)}, {self._clock(edge)}{self._zone(span.zone)}"
        index = month_index(edge)
        if index is not None:
            for grain in LADDER.get(span.grain, ()):
                start = month_start(0, 1 + (index - MONTHS_IN[grain] if ends else index))
                if (text := self._unit(grain, start, case)) is not None:
                    return text
        return self.day(edge - 1 if ends else edge)

    def _extent(self, low: int, high: int, span: Span, case: int, joiner: tuple[str, str]) -> str:
        """All from one edge to another."""
        if span.zone is not None:
            return self._moments(low, high, span, joiner)
        if (text := self._unit_or_slice(low, high, span, case)) is not None:
            return text
        opening, closing = month_index(low), month_index(high)
        if opening is not None and closing is not None:
            for grain in LADDER.get(span.grain, ()):
                last = month_start(0, closing - MONTHS_IN[grain] + 1)
                if last > low and (text := self._units(grain, low, last, case, joiner)) is not None:
                    return text
        if high - low == 1:
            return self.day(low)
        return self._days(low, high - 1, joiner)

    def _unit_or_slice(self, low: int, high: int, span: Span, case: int) -> str | None:
        """One unit, or the early, middle or late part of one; None where the stretch is neither."""
        if span.zone is not None:
            return None
        if span.grain is Grain.WEEK and high - low == 7 and weekday(low) == 1:
            year, week = iso_week(low)
            return self.words.units[Grain.WEEK][case].format(n=week, year=self._year(year))
        plain = "long" if self.style == "full" else self.style
        if span.grain is Grain.WEEKEND and high - low == 2 and weekday(low) == 6:
            return self.words.units[Grain.WEEKEND][case].format(day=_writer(plain, self.words.code).day(low))
        opening, closing = month_index(low), month_index(high)
        if opening is not None and closing is not None:
            for grain in LADDER.get(span.grain, ()):
                if closing - opening == MONTHS_IN[grain] and (text := self._unit(grain, low, case)) is not None:
                    return text
        return self._slice(low, high, span.grain, case)

    def _slice(self, low: int, high: int, grain: Grain, case: int) -> str | None:
        year, month, day = civil(low)
        if grain is Grain.MONTH:
            start = low - day + 1
            edges = (start, start + 10, start + 20, month_start(year, month + 1))
        elif grain in _THIRDS:
            size = MONTHS_IN[grain] // 12
            first = year - year % size
            start = day_number(first)
            middle, late, past = (month_start(first, 1 + months) for months in _THIRDS[grain])
            edges = (start, middle, late, past)
        else:
            return None
        for name, part in zip(("early", "mid", "late"), pairwise(edges), strict=True):
            if (low, high) == part:
                whole = self._unit(grain, start, self.words.slice_case)
                return whole and self.words.slices[name][case].format(whole.removeprefix(self.words.article))
        return None

    def _unit(self, grain: Grain, start: int, case: int) -> str | None:
        """The name of the unit of a grain that starts on a day; None where there is none."""
        year, month, day = civil(start)
        if day != 1:
            return None
        pattern = self.words.units[grain][case]
        if grain is Grain.MONTH:
            return pattern.format(month=self._month(month, case), year=self._year(year))
        if grain is Grain.SEASON:
            season = self.words.seasons.get(month)
            return season and pattern.format(word=season[case], year=self._year(year))
        if grain is Grain.QUARTER:
            return pattern.format(n=month // 3 + 1, year=self._year(year)) if month % 3 == 1 else None
        if grain is Grain.HALF:
            half = self.words.halves[month // 6][case]
            return pattern.format(word=half, year=self._year(year)) if month % 6 == 1 else None
        if month != 1:
            return None
        if grain is Grain.YEAR:
            return pattern.format(year=self._year(year))
        if grain is Grain.DECADE:
            # "the 1900s" is the century; a decade that starts one has no name that says so, but for the 2000s.
            named = year % 10 == 0 and year >= 1000 and (year % 100 or year % 1000 == 0)
            return pattern.format(n=year) if named else None
        return self._century(year, case)

    def _century(self, year: int, case: int) -> str | None:
        if year >= 0 and year % 100 == 0:
            return self.words.units[Grain.CENTURY][case].format(ordinal=self.words.ordinal(year // 100 + 1))
        if year < 0 and year % 100 == 1:  # 500-401 BC is -499 to -400
            return self.words.century_before_christ[case].format(ordinal=self.words.ordinal((1 - year) // 100))
        return None

    def _units(self, grain: Grain, first: int, last: int, case: int, joiner: tuple[str, str]) -> str | None:
        """From one unit of a grain to a later one."""
        one, two = self._unit(grain, first, case), self._unit(grain, last, case)
        if one is None or two is None:
            return None
        (year, month, _), (last_year, last_month, _) = civil(first), civil(last)
        if grain is Grain.MONTH and year == last_year:
            both = f"{self._month(month, case)}{joiner[0]}{self._month(last_month, case)}"
            return self.words.units[grain][case].format(month=both, year=self._year(year))
        if grain is Grain.YEAR and year >= 1000:
            return self.words.years.format(n=f"{year}{joiner[0]}{last_year}")
        if grain is Grain.DECADE:
            one, two = one.removesuffix(self.words.trailer), two.removeprefix(self.words.article)
            return f"{one}{joiner[0]}{two}"
        return f"{one}{joiner[1]}{two}"

    def _year(self, year: int) -> str:
        if year <= 0:
            return self.words.year_before_christ.format(n=1 - year)
        return (self.words.year if year >= 1000 else self.words.early_year).format(n=year)

    def _month(self, month: int, case: int) -> str:
        table = names(self.words.code)
        if self.style == "short" or (self.style == "us" and "us" not in self.words.months):
            return table.short[month - 1]
        return table.months[case][month - 1]

    def _day_body(self, day: str, month: int, number: int) -> str:
        table = names(self.words.code)
        styles = {"short": table.short, "us": table.us}
        name = styles.get(self.style, table.months[GENITIVE])[month - 1]
        return self.words.day[self.style].format(day=day, month=name, weekday=table.weekdays[weekday(number) - 1])

    def _dated(self, body: str, year: int) -> str:
        return self.words.dated[self.style].format(day=body, year=self._year(year))

    def _number(self, day: int) -> str:
        return self.words.day_number.format(n=day)

    def day(self, number: int) -> str:
        """One day; its month is in the genitive whatever the frame."""
        year, month, day = civil(number)
        return self._dated(self._day_body(self._number(day), month, number), year)

    def _days(self, first: int, last: int, joiner: tuple[str, str]) -> str:
        (year, month, day), (last_year, last_month, last_day) = civil(first), civil(last)
        if year != last_year:
            return f"{self.day(first)}{joiner[1]}{self.day(last)}"
        if month == last_month and self.style != "full":
            both = f"{self._number(day)}{joiner[0]}{self._number(last_day)}"
            return self._dated(self._day_body(both, month, first), year)
        one = self._day_body(self._number(day), month, first)
        two = self._day_body(self._number(last_day), last_month, last)
        return self._dated(f"{one}{joiner[1]}{two}", year)

    def _moments(self, low: int, high: int, span: Span, joiner: tuple[str, str]) -> str:
        zone = self._zone(span.zone or FLOATING)
        hours = span.grain is Grain.HOUR and low % 3600 == 0 == high % 3600
        clock = self._hour if hours else self._clock
        day = self.day(low // DAY)
        if high - low == _SECONDS.get(span.grain, 0) and low % _SECONDS[span.grain] == 0:
            second = ":00" if span.grain is Grain.SECOND and low % 60 == 0 else ""
            return f"{day}, {clock(low)}{second}{zone}"
        if low // DAY == high // DAY:
            return f"{day}, {clock(low)}{joiner[hours]}{clock(high)}{zone}"
        return f"{day}, {clock(low)}{joiner[1]}{self.day(high // DAY)}, {clock(high)}{zone}"

    def _hour(self, wall: int) -> str:
        return self.words.hour(wall % DAY // 3600)

    def _clock(self, wall: int) -> str:
        hour, rest = divmod(wall % DAY, 3600)
        minute, second = divmod(rest, 60)
        return f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second else "")

    def _zone(self, zone: str) -> str:
        if zone == FLOATING:
            return ""
        if zone in ("UTC", "Z"):
            return " UTC"
        if zones.is_fixed(zone):
            return f" UTC{zone}"
        return " " + self.words.zone.format(_city(zone) if self.words.zone != "{}" else zone)


def _known(low: int, high: int, span: Span) -> bool:
    """Whether one end of a span is known to its grain: exactly, or to lie in one unit."""
    if low == high:
        return True
    if low == NEVER or high == FOREVER:
        return False
    if span.zone is not None:
        size = _SECONDS.get(span.grain, 0)
        return high - low == size and low % size == 0
    if span.grain in MONTHS_IN:
        opening, closing = month_index(low), month_index(high)
        length = MONTHS_IN[span.grain]
        # Every unit of months starts in a multiple of its length, but that a season starts in a December.
        if opening is None or closing is None or closing - opening != length:
            return False
        return (opening + (span.grain is Grain.SEASON)) % length == 0
    if span.grain is Grain.WEEK:
        return high - low == 7
    if span.grain is Grain.WEEKEND:
        return high - low == 2 and weekday(low) == 6
    return high - low == 1


def _free(span: Span) -> bool:
    """Whether a span lies anywhere within its outer bounds."""
    return span.start_low == span.end_low and span.start_high == span.end_high


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
