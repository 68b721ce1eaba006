"""Rules for what starts with a number, in digits, words or Roman letters."""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from timeline.errors import NoDateError
from timeline.wording import dates
from timeline.wording.clocks import clock, day_behind, may_be_clock
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import SOMEDAY, Alternatives, At, Fields, Listed, Nth, Range, Slice
from timeline.wording.iso import read_iso
from timeline.wording.points.ordinals import century_at, nth_share, nth_unit, ordinal_led
from timeline.wording.points.point import point
from timeline.wording.points.quantities import between_led, quantity_led
from timeline.wording.points.times import clock_led, dated, part_after

_SEPARATORS: Final = frozenset("/-.")
_COUNTED: Final = frozenset({"unit", "shortunit", "and", "and-half", "rel", "weekday"})
_BROKEN: Final = frozenset(".,-")
"""What stands behind the number of a quantity: what is counted, or more of the number."""
_ISO_SIGNS: Final = frozenset("-wt/")
"""What stands behind the year or the day of an ISO 8601 date: its own letters, of no language."""
_ISO_LIKE: Final = re.compile(r"(?:[^\W_]+|[-:.+/~?%]+)+")
"""What an ISO 8601 date among words is written with."""


def number_led(c: Cursor, i: int) -> Match:
    """What starts with a number: a clock, a numeric date, a day with its month, a year, a quantity, a quarter."""
    tokens = c.tokens
    token = tokens[i]
    cats = token.cats
    digits: int = cats.get("digits", 0)
    following = tokens[i + 1]
    if digits:
        if digits == 4 and _behind_at(c, i) and (hour := clock(c, i)) is not None:
            return dated(c, hour[0], hour[1])  # "at 1400 tomorrow"
        if digits == 4 and i + 1 == c.last and (years := dates.year_led(c, i)) is not None:
            return years  # with nothing behind it, it can be nothing else
        if digits >= 4 and following.text in _ISO_SIGNS and not following.gap and (iso := _iso(c, i)) is not None:
            return iso
        if "monthsletter" in following.cats and not following.gap and (months := _months_of(c, i)) is not None:
            return months
        if digits < 3 and following.text in _RUNS and (days := _days_of_month(c, i)) is not None:
            return days
        if "suffix" in following.cats and not following.gap and "ord" not in cats:
            if "decades" in following.cats and (decades := _decades(c, i, digits)) is not None:
                return decades
            if ("yearsuffix" in following.cats and digits > 2) or "yearmark" in tokens[i + 2].cats:
                years = dates.year_led(c, i)
                if years is not None:
                    return years
            return ordinal_led(c, i)
        if following.text == "." and tokens[i + 3].text == "%":
            return None
        if following.text == ".":
            hours = (
                "hourletter" in tokens[i + 3].cats and not tokens[i + 3].gap and tokens[i + 2].cats.get("digits") == 2
            )
            timed = clock_led(c, i) if hours and (c.at_end(i + 4) or "prep" in tokens[i + 4].cats) else None
            if timed is not None:
                return timed  # "18.30h on Friday"
            counted = quantity_led(c, i)
            if counted is not None:
                return counted
        if digits == 8 and (packed := dates.packed(c, i)) is not None:
            return packed
        spaced = following.cats.get("digits", 9) < 3 and tokens[i + 2].cats.get("digits") == 4
        if (
            (following.text in _SEPARATORS and "digits" in tokens[i + 2].cats)
            or (digits == 4 and following.cats.get("digits") == 2)
            or (digits < 3 and spaced)
        ):
            if following.text == "-" and (between := between_led(c, i, quantity_led)) is not None:
                return between
            timed = clock_led(c, i) if following.text in (".", "-") else None
            if timed is not None:
                return timed
            if following.text == "." and _told_as_clock(c, i) and (said := _dotted(c, i)) is not None:
                return said
            # "1650 - 12 March 1720"
            year_first = digits == 4 and following.text == "-" and "month" in tokens[i + 3].cats
            found = None if year_first else dates.numeric(c, i)
            if found is not None:
                return found
            if following.text == "." and (said := _dotted(c, i)) is not None:
                return said
        if following.text == "-" and not following.gap and digits in (2, 3):
            open_year = _unfinished(c, i) or _first_decade(c, i)
            if open_year is not None:
                return open_year
        if not following.gap and following.cats:
            found = _glued(c, i)
            if found is not None:
                return found
    if not digits and following.text == "-" and not following.gap and (years := dates.year_led(c, i)) is not None:
        return years  # "nineteen-oh-five"
    if may_be_clock(c, i):
        timed = clock_led(c, i)
        if timed is not None:
            return timed
    spoken = "to" in following.cats or "or" in following.cats or (not digits and following.text == "-")
    if spoken and (between := between_led(c, i, quantity_led)) is not None:
        return between
    counts = not digits or following.text in _BROKEN or not _COUNTED.isdisjoint(following.cats)
    found = quantity_led(c, i) if counts else None
    if found is not None:
        return found
    if "centuryletter" in following.cats and 0 < digits < 3 and _abbreviates_century(c, i + 1):
        return century_at(c, int(token.text), i + 2)
    if "numbered" in following.cats and digits < 3 and (numbered := _numbered(c, i)) is not None:
        return numbered
    if "unit" in following.cats and (following.cats["unit"] == "century"):
        return None
    found = dates.day_led(c, i)
    if found is not None:
        return found
    if not digits and "num" in following.cats and (years := dates.year_led(c, i)) is not None:
        return years
    if not digits and "decade" in following.cats:
        joined = dates.decade_tail(c, cats["num"], i, i + 1)
        if joined is not None:
            return joined
    if not digits and following.text == "-" and "decade" in tokens[i + 2].cats:
        joined = dates.decade_tail(c, cats["num"], i, i + 1, dashed=True)
        if joined is not None:
            return joined
    if not digits and "and" in following.cats and "decade" in tokens[i + 2].cats and cats["num"] == 2000:
        return Nth(2000 + tokens[i + 2].cats["decade"], "decade-of"), i + 3
    found = dates.year_led(c, i)
    if found is not None:
        return found
    tail = dates.decade_tail(c, cats["num"], i, i + 1) if digits == 2 else None
    if tail is not None:
        return tail
    if digits == 3:
        if "era" in following.cats:
            return dates.year_led(c, i)
        old = dates.old_year(c, i) if i > 0 and "circa" in tokens[i - 1].cats else None
        return (Fields(old[0]), old[2]) if old is not None else None
    if ("unit" in following.cats and "weekday" not in following.cats) or following.text in ("%", "°", "$", "€"):
        return None
    if _behind_at(c, i) and c.at_end(i + 1) and digits in (1, 2):
        hour = clock(c, i, bare=True)  # "at 10" is no day
        return dated(c, hour[0], hour[1]) if hour is not None else None
    date = dates.day(c, i)
    if (
        date is not None
        and not date[1]
        and cats["num"] <= 12
        and "prep" in following.cats
        and part_after(c, i + 1) is not None
        and (hour := clock(c, i, bare=True)) is not None
    ):
        return dated(c, hour[0], hour[1])  # "3 in the afternoon"
    if date is not None:
        k = c.comma(date[2])
        timely = ("daypart" in tokens[k].cats and "plural" not in tokens[k].cats) or (
            "rel" in tokens[k].cats and "daypart" in tokens[k + 1].cats
        )
        if _behind_at(c, i) or (i > 0 and not _BOUNDING.isdisjoint(tokens[i - 1].cats)):
            # "at 5 on Friday", "by 5 tomorrow"; what joins two days may be a word of "on" as well
            timely = timely or ("to" not in tokens[date[2]].cats and day_behind(c, date[2]))
        if not digits and cats["num"] == 1 and k == date[2] and "daypart" in tokens[k].cats:
            return None  # "one evening" is some evening
        if not date[1] and timely:
            hour = clock(c, i, bare=True)
            if hour is not None:
                return dated(c, hour[0], hour[1])
        return Fields(None, None, date[0]), date[2]
    return None


_RUNS: Final = frozenset("/-")


def _days_of_month(c: Cursor, i: int) -> Match:
    """Days in figures of which only the last says its month: "5.-7.5.2018", "5-7/5/2018", "5./6.5.2018"."""
    tokens = c.tokens
    j = i + 1
    k = j + 1
    if k + 2 >= c.last or tokens[k].cats.get("digits", 9) > 2:
        return None
    separator, month = tokens[k + 1].text, tokens[k + 2].cats
    listed = tokens[j].text == "/"
    if separator not in _DATE_SIGNS or (listed and separator != ".") or month.get("digits", 9) not in (1, 2, 4):
        return None
    dotted = c.text[c.end(i) : c.end(i) + 1] == "."  # looked up last, since where tokens stand has to be worked out
    if (listed and not dotted) or (dotted and separator != "."):
        return None
    first, last, after = tokens[i].cats["num"], tokens[k].cats["num"], k + 3
    if separator == "/" and month.get("digits") == 4 and 0 < first < last <= 12:
        return Range(Fields(month["num"], first), Fields(month["num"], last)), after  # "4-6/2018"
    year, short = None, False
    if tokens[after].text == separator and tokens[after + 1].cats.get("digits") in (2, 4) and not tokens[after + 1].gap:
        year, short = tokens[after + 1].cats["num"], tokens[after + 1].cats["digits"] == 2
        after += 2
    elif separator == "/" and month["num"] <= 12:
        raise NoDateError(f"{c.text[c.start(i) : c.end(k + 2)]!r} can be days of one month or of two: name the month")
    elif not dotted or c.text[c.end(after - 1) : c.end(after - 1) + 1] != ".":
        return None  # "5-7.5" can be anything
    if not (0 < first < last <= 31 and 0 < month["num"] <= 12):
        return None
    end = dates.check(Fields(year, month["num"], last, short_year=short))
    start = dates.check(evolve(end, day=first))
    return (Listed((start, end)) if listed else Range(start, end)), after


_DATE_SIGNS: Final = frozenset("./")


_BOUNDING: Final = frozenset({"bound", "before", "after", "from", "to", "approx"})
"""What stands before a bare number that the day behind it makes an hour."""


def _dotted(c: Cursor, i: int) -> Match:
    """A clock with a dot, which only the day behind it shows to be one: "15.30 on Friday", "9.15 tomorrow"."""
    timed = clock(c, i, bare=True)
    found = dated(c, *timed) if timed is not None and timed[0].minute is not None else None
    if found is None or not isinstance(found[0], At) or (found[0].date == SOMEDAY and not _behind_at(c, i)):
        return None
    return found


def _told_as_clock(c: Cursor, i: int) -> bool:
    """Whether what stands around "9.15" says that it is no day: "at 9.15", "9.15 on Friday", "9.15 tomorrow"."""
    behind = c.tokens[i + 3].cats
    if c.tokens[i + 3].text == "." and "digits" in c.tokens[i + 4].cats:
        return False  # "at 5.10.2018"
    return (
        _behind_at(c, i)
        or "onlike" in behind
        or behind.get("daypart") == "tonight"
        or ("rel" in behind and "daypart" in c.tokens[i + 4].cats)  # "7.30 this evening"
        or (("weekday" in behind or "dayword" in behind) and c.tokens[i + 2].cats["num"] > 12)
    )


def _behind_at(c: Cursor, i: int) -> bool:
    at = i - 1 - (i > 1 and "approx" in c.tokens[i - 1].cats)  # "at about 5"
    return i > 0 and "athour" in c.tokens[at].cats


def _iso(c: Cursor, i: int) -> Match:
    """An ISO 8601 date or interval among words: "2017-W48-3 at noon"."""
    start = c.start(i)
    written = _ISO_LIKE.match(c.text, start)
    chunk = written[0].rstrip(".-/:") if written is not None else ""
    if "." in chunk and "T" not in chunk.upper():
        return None
    if "/" in chunk and "-" not in chunk:
        return None
    made = read_iso(chunk)
    if made is None or isinstance(made, (Range, Alternatives)):
        return None
    after = c.behind(i, start + len(chunk))
    if c.end(after - 1) > start + len(chunk):
        return None
    return made, after


def _unfinished(c: Cursor, i: int) -> Match:
    """A year that a catalogue leaves unfinished: "17--", "192-"."""
    tokens = c.tokens
    digits = tokens[i].cats["digits"]
    after = i + (3 if digits == 2 else 2)
    if digits == 2 and (tokens[i + 2].text != "-" or tokens[i + 2].gap):
        return None
    if not (c.at_end(after) or "uncertain" in tokens[after].cats):
        return None
    value = int(tokens[i].text)
    return (Nth(value + 1, "century") if digits == 2 else Nth(value * 10, "decade-of")), after


def _first_decade(c: Cursor, i: int) -> Match:
    """Read "60-70-е" up to its dash, as decades of one century; "20-teens"."""
    tokens = c.tokens
    value, following = tokens[i].cats["num"], tokens[i + 2]
    if "decade" in following.cats and 10 <= value <= 30 and following.cats["decade"] < 100:
        return Nth(value * 100 + following.cats["decade"], "decade-of"), i + 3
    if value % 10 or following.cats.get("digits") != 2 or "decades" not in tokens[i + 3].cats:
        return None
    if "shortunit" in tokens[i + 3].cats and not (i and "the" in tokens[i - 1].cats):
        return None  # "20-30s" are seconds
    found = point(c, i + 2)
    if found is None or not isinstance(found[0], Nth) or found[0].unit not in ("decade-short", "decade-of", "decade"):
        return None
    step = following.cats["num"] - value
    if step <= 0:
        return None
    return evolve(found[0], n=found[0].n - (step // 10 if found[0].unit == "decade" else step)), i + 1


def _months_of(c: Cursor, i: int) -> Match:
    """Read "9M 2018", as reports call the months from the start of a year."""
    count: int = c.tokens[i].cats["num"]
    told = dates.year(c, i + 2, short=not c.tokens[i + 2].gap) if count in (3, 6, 9) else None
    return (Nth(1, "month", Fields(told[0], short_year=told[1]), count=count), told[2]) if told is not None else None


def _glued(c: Cursor, i: int) -> Match:
    """A number with letters right behind it: "3Q18", "18q4", "2016H2", "1990s", "19c"."""
    tokens = c.tokens
    token, letter = tokens[i], tokens[i + 1]
    value: int = token.cats["num"]
    digits: int = token.cats["digits"]
    after = tokens[i + 2]
    follows = "digits" in after.cats and (not after.gap or digits == 1)
    quarters = "quarterletter" in letter.cats
    # "2h" is two hours
    halves = "halfletter" in letter.cats and (digits == 4 or c.text[c.start(i + 1)].isupper())
    if len(letter.text) == 1 and (quarters or halves):
        unit, top = ("quarter", 4) if quarters else ("half", 2)
        if digits == 1 and 1 <= value <= top:
            found = dates.year(c, i + 2, short=True) if follows or after.text == "'" else None
            if found is not None:
                return Nth(value, unit, Fields(found[0], short_year=found[1])), found[2]
            if quarters or "fiscal" in after.cats:
                return Nth(value, unit), i + 2
        if digits in (2, 4) and "digits" in after.cats and not after.gap and 1 <= int(after.text) <= top:
            return Nth(int(after.text), unit, Fields(value, short_year=digits == 2)), i + 3
    if (
        "centuryletter" in letter.cats
        and "prep" not in letter.cats
        and 0 < value <= 40
        and digits <= 2
        and "unit" not in after.cats
    ):
        return century_at(c, value, i + 2)
    if digits in (2, 3, 4):
        return dates.decade_tail(c, value, i, i + 1)
    return None


def _decades(c: Cursor, i: int, digits: int) -> Match:
    """A decade whose number ends as an ordinal would, so that "20-th" may be a day as well."""
    found = dates.decade_tail(c, int(c.tokens[i].text), i, i + 1)
    if found is None:
        return None
    node, after = found
    behind = c.tokens[after]
    marked = "yearmark" in behind.cats
    if not marked and digits == 2 and int(c.tokens[i].text) <= 31 and _roman(c, after) is None:
        return None
    return node, after + marked


def _numbered(c: Cursor, i: int) -> Match:
    """A unit with its number in front, which is no quantity: "19 century", "3 quarter 2018"."""
    n, cats = c.tokens[i].cats["num"], c.tokens[i + 1].cats
    if "third" in cats or "fraction" in cats:
        return nth_share(c, n, i + 1)
    return nth_unit(c, n, c.tokens[i + 1].cats["unit"], i + 1) if n else None


def _abbreviates_century(c: Cursor, i: int) -> bool:
    """Whether token ``i`` is the letter of a century and no preposition: with its dot, or with nothing behind."""
    token = c.tokens[i]
    return "centuryletter" in token.cats and (c.at_end(i + 1) or c.text[c.end(i) : c.end(i) + 1] == ".")


def roman_led(c: Cursor, i: int) -> Match:
    """What starts with a Roman number: "XIX century", "IV quarter of 2018", "XVIII-XIX centuries"."""
    value = _roman(c, i)
    if value is None:
        return None
    j = i + 1
    if c.tokens[j].text == "-" and "hyphened" in c.tokens[j + 1].cats and not c.tokens[j + 1].gap:
        j += 2
    joiner = c.tokens[j]
    if joiner.text in ("-", "/", ",") or not _JOINING.isdisjoint(joiner.cats):
        # "XVIII-XIX centuries", "end of the XVIII - early XIX century": the unit behind the second counts for the first
        last = c.skip(j + 1, "slice", "the")
        second = roman_led(c, last) if _roman(c, last) is not None else None
        node = second[0] if second is not None else None
        if second is None and joiner.text == "-" and (part := point(c, j + 1)) is not None:
            node = part[0]  # "XVIII - 1st half of the XIX century"
            while isinstance(node, Slice) or (isinstance(node, Nth) and node.of is not None):
                node = node.of
        return (evolve(node, n=value, of=None), j) if isinstance(node, Nth) else None
    if "fraction" in c.tokens[j].cats or "third" in c.tokens[j].cats:
        return nth_share(c, value, j)  # "the II half of the XIX century"
    unit = c.tokens[j].cats.get("unit")
    if unit == "century" or _abbreviates_century(c, j):
        return century_at(c, value, j + 1)
    return nth_unit(c, value, unit, j) if unit in ("quarter", "half", "millennium") else None


_JOINING: Final = frozenset({"and", "or", "to"})
"""What ties two numbers of which only the second has its unit."""


def _roman(c: Cursor, i: int) -> int | None:
    """The Roman number at ``i``, in letters that look like Latin ones too where the language has them."""
    token = c.tokens[i]
    if "roman" in token.cats:
        return token.cats["roman"]
    written = token.text
    if (value := dates.roman(written)) is not None:
        return value
    ending = next(filter(written.endswith, c.language.suffixes), "")
    return dates.roman(written.removesuffix(ending)) if ending else None


def bare_led(c: Cursor, i: int) -> Match:
    """What starts with a word that no language knows: "'17", "-0043-03-15", a Roman number."""
    text, following = c.tokens[i].text, c.tokens[i + 1]
    if text == "'":
        return dates.year_led(c, i)
    if text in ("+", "-") and "digits" in following.cats and not following.gap:
        return _signed(c, i)
    return roman_led(c, i)


def _signed(c: Cursor, i: int) -> Match:
    chunk = c.text[c.start(i) :].split(" ", 1)[0].rstrip(",;")
    made = read_iso(chunk)
    if made is None:
        return None
    return made, c.behind(i, c.start(i) + len(chunk))
