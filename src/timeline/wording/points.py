"""Rules for one date, however it is said: by the calendar, from the anchor, from another date, inside another date.

``point`` is the entry. It looks at the categories of the first token, tries the rules that the table ``RULES`` lists for
them, and then lets ``POSTFIXES`` attach what may follow (a year, "of next month", a clock).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from attrs import evolve

from timeline.errors import WordingError
from timeline.span import Grain
from timeline.wording import dates
from timeline.wording.clocks import clock, clock_range, day_part, may_be_clock, zone_at
from timeline.wording.cursor import MAX_DEPTH, Cursor, Match
from timeline.wording.expression import (
    NOW,
    SOMEDAY,
    TODAY,
    Adjacent,
    Alternatives,
    Amount,
    Anchor,
    Around,
    At,
    Chosen,
    Clock,
    DayPart,
    Edge,
    EventName,
    Every,
    Expression,
    Fields,
    Listed,
    Literal,
    Named,
    Nth,
    Qualified,
    Range,
    Shift,
    Slice,
    Unit,
    Window,
    Within,
)
from timeline.wording.iso import read_iso

Rule: TypeAlias = Callable[[Cursor, int], Match]

STEPS: Final = {
    "this": 0,
    "last": -1,
    "previous": -1,
    "past": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
    "before-last": -2,
    "after-next": 2,
}
_CLOCK_UNITS: Final = frozenset({"hour", "minute", "second"})
_DATED: Final = (Fields, Within, Nth, Chosen, Named, Shift, Adjacent, Anchor, Unit, Alternatives, Literal, EventName, Around)


def point(c: Cursor, i: int) -> Match:
    """One date at ``i``, with all that belongs to it."""
    if i in c.memo:
        return c.memo[i]
    c.depth += 1
    if c.depth > MAX_DEPTH:
        raise WordingError("this is nested too deeply for a date", c.column(i))
    cats = c.tokens[i].cats
    if "approx" in cats and i + 1 < c.last and not ("centuryletter" in cats and not c.tokens[i + 1].gap and c.tokens[i + 1].cats.get("digits", 9) < 3) and ("num" in c.tokens[i + 1].cats or "num" not in cats and "prep" not in cats):
        inner = point(c, i + 1)
        c.depth -= 1
        return (Qualified(inner[0], approximate=True), inner[1]) if inner is not None else None
    found = _primary(c, i)
    if found is not None:
        found = _postfix(c, *found)
    c.depth -= 1
    c.memo[i] = found
    return found


def operand(c: Cursor, i: int) -> Match:
    """A date that something else is counted from: a point, else a name that the file may know."""
    while "prep" in c.tokens[i].cats and "in" not in c.tokens[i].cats and "of" not in c.tokens[i].cats:
        i += 1
    found = point(c, i)
    if found is not None:
        node, after = found
        if not isinstance(node, Fields) or node.month or node.year or node.weekday or not c.names or c.at_end(after):
            return found
    i = c.skip(i, "the")
    return found or c.any_name(i)


def _primary(c: Cursor, i: int) -> Match:
    tokens = c.tokens
    while True:
        cats = tokens[i].cats
        named = c.known_name(i) if c.names is not None else None
        if named is not None and (not cats or named[1] > i + 1):
            return named
        if not cats:
            text = tokens[i].text
            if text == "'":
                return dates.year_led(c, i)
            if text in ("+", "-") and "digits" in tokens[i + 1].cats and not tokens[i + 1].gap:
                return _signed(c, i)
            return _roman_led(c, i)
        for category in cats:
            for rule in RULES.get(category, ()):
                found = rule(c, i)
                if found is not None and (named is None or found[1] > named[1]):
                    return found
        if named is not None:
            return named
        if "prep" in cats or "filler" in cats or "onlike" in cats:
            i += 1
            if "in" in cats and "digits" in tokens[i].cats and tokens[i].cats["digits"] < 3 and c.at_end(i + 1):  # type: ignore[operator]
                return None  # "in 5" says no day
            continue
        return None


# --- quantities ---------------------------------------------------------------------------------------------------


def number(c: Cursor, i: int) -> tuple[float | int, bool, int] | None:
    """How many, at ``i``: (number, whether vague, index behind it)."""
    tokens = c.tokens
    cats = tokens[i].cats
    if "num" in cats and cats.get("digits", 1) <= 6:  # type: ignore[operator]
        value: float = cats["num"]  # type: ignore[assignment]
        j = i + 1
        if tokens[j].text in (".", ",") and "digits" in tokens[j + 1].cats and not tokens[j + 1].gap and not tokens[j].gap:
            return float(f"{cats['num']}.{tokens[j + 1].text}"), False, j + 2
        if "and" in tokens[j].cats and (k := _half_at(c, j + 1)):
            return value + 0.5, False, k
        if "and-half" in tokens[j].cats:
            return value + 0.5, False, j + 1
        return int(value), False, j
    if (k := _half_at(c, i)) and "unit" in tokens[c.skip(k, "of", "quant")].cats:
        return 0.5, False, c.skip(k, "of", "quant")
    if "lone" in cats:
        return cats["lone"], False, i  # type: ignore[return-value]
    if "quant" in cats:
        value = cats["quant"]  # type: ignore[assignment]
        if isinstance(value, float):
            return value, False, i + 1
        j = i + 1
        if ("vague" in cats and "num" in tokens[j].cats) or (value == 1 and "word" in tokens[j].cats and tokens[j].cats.get("num", 0) >= 100):  # type: ignore[operator]
            return tokens[j].cats["num"], "vague" in cats, j + 1  # type: ignore[return-value]
        if value == 1 and (k := _half_at(c, j)) and "unit" in tokens[k].cats and "half" not in tokens[k].cats:
            return 0.5, False, k
        if value == 1 and "quant" in tokens[j].cats:
            return tokens[j].cats["quant"], "vague" in tokens[j].cats, c.skip(j + 1, "of")  # type: ignore[return-value]
        return int(value), "vague" in cats, c.skip(j, "of") if value != 1 else j
    return None


def _half_at(c: Cursor, i: int) -> int:
    """The index behind "half" or "a half" at ``i``, or 0."""
    j = i + 1 if c.tokens[i].cats.get("quant") == 1 else i
    return j + 1 if "half" in c.tokens[j].cats and "num" not in c.tokens[j].cats else 0


QuantityMatch: TypeAlias = "tuple[tuple[Amount, ...], bool, int] | None"


def quantity(c: Cursor, i: int) -> QuantityMatch:
    """Amounts at ``i``: "a year and two months", "1 week 3 days", "two and a half years"; also whether vague."""
    amounts: list[Amount] = []
    vague = False
    tokens = c.tokens
    j = i
    while True:
        found = number(c, j)
        if found is None:
            break
        value, is_vague, k = found
        if tokens[k].text == "-" and not tokens[k].gap:
            k += 1
        cats = tokens[k].cats
        unit = cats.get("unit")
        if unit is None and not tokens[k].gap and "shortunit" in cats:
            unit = cats["shortunit"]
        if unit is None or ("yearmark" in cats and tokens[j].cats.get("digits") == 4):
            break
        k += 1
        if "and" in tokens[k].cats and (after_half := _half_at(c, k + 1)):
            value, k = value + 0.5, after_half
        amounts.append((value, str(unit)))
        vague = vague or is_vague
        j = k
        following = j
        if tokens[following].text == ",":
            following += 1
        if "and" in tokens[following].cats:
            following += 1
        if following == j or number(c, following) is not None:
            after = number(c, following)
            if after is None or "unit" not in tokens[after[2]].cats:
                break
            j = following
        else:
            break
    return (tuple(amounts), vague, j) if amounts else None


def base_for(amounts: tuple[Amount, ...]) -> Anchor:
    """What amounts are counted from where nothing is said: the anchor's moment for clock units, else its day."""
    return NOW if any(unit in _CLOCK_UNITS for _, unit in amounts) else TODAY


def quantity_led(c: Cursor, i: int) -> Match:
    """What starts with so many units: "3 days ago", "two weeks before E", "5 past years", "a week starting tomorrow"."""
    tokens = c.tokens
    less = more = False
    start = i
    if "less" in tokens[i].cats:
        less, i = True, i + 1
    elif "more" in tokens[i].cats:
        more, i = True, i + 1
    found = quantity(c, i)
    if found is None:
        return _counted(c, i) if i == start else None
    amounts, vague, j = found
    joiner = tokens[j]
    cats = joiner.cats
    after = j
    if tokens[after].text == "to" and "the" in tokens[after + 1].cats and tokens[after + 2].cats.get("unit") == "day":
        after += 3  # "a year to the day after"
        cats = tokens[after].cats
    if tokens[after].text in ("'", "'s") and "time" in tokens[after + 1].cats:
        after += 1
    if len(amounts) == 1 and i == start and amounts[0][1] in ("week", "fortnight") and ("dayword" in cats or ("rel" in cats and "weekday" in tokens[after + 1].cats)):
        named = point(c, after)
        if named is not None:
            return Shift(named[0], amounts, 1, vague), named[1]
    if "onlike" in cats and "weekday" in tokens[after + 1].cats and len(amounts) == 1 and i == start:
        named = point(c, after + 1)
        if named is not None and isinstance(named[0], Fields) and named[0] == Fields(weekday=named[0].weekday):
            return Shift(Chosen(named[0], "coming"), amounts, 1, vague), named[1]
    if "window" in cats:
        return Window(amounts, int(cats["window"]), None, vague), after + 1  # type: ignore[call-overload]
    if "rel" in cats and "unit" in tokens[after + 1].cats and len(amounts) == 1:
        pass
    base: Match
    if "before" in cats or "back" in cats or cats.get("bound") == "before":
        base = operand(c, after + 1)
        if base is not None:
            return _counted_from(amounts, -1, vague, base, less, more)
    if "after" in cats or "from" in cats or cats.get("bound") in ("after", "since"):
        base = operand(c, after + 1)
        if base is not None and base[0] == NOW and base_for(amounts) == TODAY:
            base = TODAY, base[1]
        if base is not None:
            if "start" in cats and "from" not in cats:
                return Window(amounts, 1, base[0], vague, inclusive=True), base[1]
            if cats.get("bound") == "since" and "from" not in cats:
                base = Edge(base[0], end=False), base[1]  # "two years since 2011" counts from its first day
            if "from" in cats and isinstance(base[0], Fields) and base[0] == Fields(weekday=base[0].weekday):
                base = Chosen(base[0], "ahead"), base[1]  # "a week from Tuesday" counts from the one to come
            return _counted_from(amounts, 1, vague, base, less, more)
        if cats.get("bound") == "after":
            return Shift(base_for(amounts), amounts, 1, vague), after + 1
    if "ago" in cats:
        sign: int = cats["ago"]  # type: ignore[assignment]
        origin: Expression = base_for(amounts)
        after += 1
        k = c.skip(after, "onlike") if "onlike" in tokens[after].cats else after
        if k == after and ("weekday" in tokens[k].cats or "dayword" in tokens[k].cats):
            named = point(c, k)
            if named is not None:
                what = named[0]
                if isinstance(what, Fields) and what == Fields(weekday=what.weekday):
                    what = Chosen(what, "last" if sign < 0 else "coming")
                return Shift(what, amounts, sign, vague), named[1]
        if less or more:
            return _bounded(Shift(origin, amounts, sign, vague), origin, sign, less), after
        return Shift(origin, amounts, sign, vague), after
    if "before" in cats:
        return Shift(base_for(amounts), amounts, -1, vague), after + 1
    return None


def _bounded(edge: Shift, base: Expression, sign: int, less: bool) -> Expression:
    """"less than two days before X" lies between, "more than two days before X" beyond."""
    if less:
        return Window(edge.amounts, sign, base, edge.approximate, inclusive=True)
    return Range(None, edge, end_kind="before") if sign < 0 else Range(edge, None, start_kind="at")


def _counted_from(amounts: tuple[Amount, ...], sign: int, vague: bool, base: tuple[Expression, int], less: bool, more: bool) -> Match:
    edge = Shift(base[0], amounts, sign, vague)
    if less or more:
        return _bounded(edge, base[0], sign, less), base[1]
    return edge, base[1]


def _counted(c: Cursor, i: int) -> Match:
    """"two Sundays from now", "5 upcoming years", "3 next weeks", "two Mondays after X"."""
    found = number(c, i)
    if found is None or isinstance(found[0], float):
        return None
    count, vague, j = found
    tokens = c.tokens
    cats = tokens[j].cats
    if "rel" in cats and cats["rel"] != "this" and "many" in tokens[j + 1].cats:
        sign = STEPS[str(cats["rel"])]
        return Window(((count, str(tokens[j + 1].cats["unit"])),), sign, None, vague), j + 2
    if "weekday" in cats and count > 0:
        what = Fields(weekday=cats["weekday"])  # type: ignore[arg-type]
        after = tokens[j + 1].cats
        if "ago" in after:
            return Adjacent(what, int(after["ago"]), TODAY, count), j + 2  # type: ignore[call-overload]
        sign = 1 if "after" in after or "from" in after else -1 if "before" in after else 0
        if sign:
            base = operand(c, j + 2)
            if base is not None:
                return Adjacent(what, sign, _day_of(base[0]), count), base[1]
    return None


def _day_of(node: Expression) -> Expression:
    return TODAY if node == NOW else node


def in_led(c: Cursor, i: int) -> Match:
    """"in two weeks", "within 5 days of E", "in two years since 2011"."""
    tokens = c.tokens
    within = "within" in tokens[i].cats and tokens[i].text != "in"
    j = i + 1
    vague_less = "less" in tokens[j].cats
    if vague_less:
        j += 1
    relative = j
    if within:
        relative = c.skip(j, "the")
        if "rel" in tokens[relative].cats and tokens[relative].cats["rel"] in ("next", "coming", "following"):
            relative += 1
    found = quantity(c, relative)
    if found is None and (relative > j or within and c.language.bare_genitive) and "unit" in tokens[relative].cats:
        # "within the next day and 5 hours"
        more = quantity(c, relative + 2) if "and" in tokens[relative + 1].cats else None
        first: Amount = (1, str(tokens[relative].cats["unit"]))
        found = ((first, *more[0]), more[1], more[2]) if more is not None else ((first,), False, relative + 1)
    if found is None:
        return None
    amounts, vague, after = found
    cats = tokens[after].cats
    if within:
        sign = 1
        if "of" in cats or "after" in cats or "from" in cats or "before" in cats or "back" in cats or cats.get("bound") in ("since", "after", "before"):
            base = operand(c, after + 1)
            if base is not None:
                around = "of" in cats and "from" not in cats and "after" not in cats and "bound" not in cats
                if around and not (isinstance(base[0], Anchor)):
                    return (
                        Range(Shift(base[0], amounts, -1, vague), Shift(base[0], amounts, 1, vague), extent=False),
                        base[1],
                    )
                if "before" in cats or "back" in cats or cats.get("bound") == "before":
                    sign = -1
                return Window(amounts, sign, _day_of(base[0]), vague, inclusive=True), base[1]
        return Window(amounts, 1, None, vague, inclusive=True), after
    if "ago" in cats or "window" in cats:
        return quantity_led(c, relative)
    if "from" in cats or "after" in cats or "before" in cats or "bound" in cats:
        counted = quantity_led(c, relative)
        if counted is not None:
            return counted
    if "genitive" in cats:
        return None
    if tokens[after].text in ("'", "'s") and "time" in tokens[after + 1].cats:
        after += 2  # "in ten days' time"
    return Shift(base_for(amounts), amounts, 1, vague), after


def for_led(c: Cursor, i: int) -> Match:
    """"for 3 days from today", "for 1 week, from 20th Dec"."""
    found = quantity(c, i + 1)
    if found is None:
        return None
    amounts, vague, j = found
    j = c.comma(j)
    cats = c.tokens[j].cats
    if "from" in cats or "start" in cats or cats.get("bound") == "since":
        base = operand(c, j + 1)
        if base is not None:
            return Window(amounts, 1, _day_of(base[0]), vague, inclusive=True), base[1]
    return None


# --- numbers ------------------------------------------------------------------------------------------------------


def _signed(c: Cursor, i: int) -> Match:
    chunk = c.text[c.tokens[i].start :].split(" ", 1)[0].rstrip(",;")
    made = read_iso(chunk)
    if made is None:
        return None
    return made, _after(c, i, c.tokens[i].start + len(chunk))


def _after(c: Cursor, i: int, end: int) -> int:
    while c.tokens[i].start < end and not c.at_end(i):
        i += 1
    return i


def number_led(c: Cursor, i: int) -> Match:
    """What starts with a number: a clock, a numeric date, a day with its month, a year, a quantity, a quarter."""
    tokens = c.tokens
    token = tokens[i]
    cats = token.cats
    digits: int = cats.get("digits", 0)  # type: ignore[assignment]
    following = tokens[i + 1]
    if digits:
        if digits >= 4 and following.text in ("-", "w", "t", "/") and not following.gap and (iso := _iso(c, i)) is not None:
            return iso
        if "suffix" in following.cats and not following.gap and "ord" not in cats:
            if "decades" in following.cats and (decades := _decades(c, i, digits)) is not None:
                return decades
            if "yearsuffix" in following.cats and digits > 2 or "yearmark" in tokens[i + 2].cats:
                years = dates.year_led(c, i)
                if years is not None:
                    return years
            return ordinal_led(c, i)
        if following.text == "." and (counted := quantity_led(c, i)) is not None:
            return counted
        if digits == 8 and (packed := dates.packed(c, i)) is not None:
            return packed
        if following.text in "/-." and following.text and "digits" in tokens[i + 2].cats or (
            digits == 4 and following.cats.get("digits") == 2
        ):
            timed = _clock_led(c, i) if following.text == "." or following.text == "-" else None
            if timed is not None:
                return timed
            found = dates.numeric(c, i)
            if found is not None:
                return found
        if following.text == "-" and not following.gap and digits in (2, 3):
            open_year = _unfinished(c, i)
            if open_year is not None:
                return open_year
        if not following.gap and following.cats:
            found = _glued(c, i)
            if found is not None:
                return found
    if may_be_clock(c, i):
        timed = _clock_led(c, i)
        if timed is not None:
            return timed
    found = quantity_led(c, i)
    if found is not None:
        return found
    if "centuryletter" in following.cats and "prep" in following.cats and 0 < digits < 3 and _abbreviates_century(c, i + 1):
        return _century(c, int(token.text), i + 2)
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
        joined = dates.decade_tail(c, cats["num"], i, i + 1)  # type: ignore[arg-type]
        if joined is not None:
            return joined
    if not digits and following.text == "-" and "decade" in tokens[i + 2].cats:
        joined = dates.decade_tail(c, cats["num"], i, i + 1, dashed=True)  # type: ignore[arg-type]
        if joined is not None:
            return joined
    if not digits and "and" in following.cats and "decade" in tokens[i + 2].cats and cats["num"] == 2000:
        return Nth(2000 + int(tokens[i + 2].cats["decade"]), "decade-of"), i + 3  # type: ignore[call-overload]
    found = dates.year_led(c, i)
    if found is not None:
        return found
    tail = dates.decade_tail(c, cats["num"], i, i + 1) if digits == 2 else None  # type: ignore[arg-type]
    if tail is not None:
        return tail
    if digits == 3 and "era" in following.cats:
        return dates.year_led(c, i)
    if ("unit" in following.cats and "weekday" not in following.cats) or following.text in ("%", "°", "$", "€"):
        return None
    date = dates.day(c, i)
    if date is not None:
        k = c.comma(date[2])
        timely = "daypart" in tokens[k].cats or ("rel" in tokens[k].cats and "daypart" in tokens[k + 1].cats)
        if i > 0 and tokens[i - 1].text in ("at", "@"):
            timely = timely or "dayword" in tokens[k].cats or "weekday" in tokens[k].cats
        if not date[1] and timely:
            hour = clock(c, i, bare=True)
            if hour is not None:
                return dated(c, hour[0], hour[1])
        return Fields(None, None, date[0]), date[2]
    return None


def _unfinished(c: Cursor, i: int) -> Match:
    """A year that a catalogue leaves unfinished: "17--", "192-"."""
    tokens = c.tokens
    digits = tokens[i].cats["digits"]
    after = i + (3 if digits == 2 else 2)
    if digits == 2 and (tokens[i + 2].text != "-" or tokens[i + 2].gap):
        return None
    if not (c.at_end(after) or "uncertain" in tokens[after].cats):
        return None
    number_ = int(tokens[i].text)
    return (Nth(number_ + 1, "century") if digits == 2 else Nth(number_ * 10, "decade-of")), after


def _iso(c: Cursor, i: int) -> Match:
    start = c.tokens[i].start
    end = start
    text = c.text
    while end < len(text) and (text[end].isalnum() or text[end] in "-:.+/~?%"):
        end += 1
    chunk = text[start:end].rstrip(".-/:")
    if "." in chunk and "T" not in chunk.upper():
        return None
    if chunk.count("/") == 1 and chunk.count("-") == 0:
        return None
    if "/" in chunk and chunk.count("-") == 0:
        return None
    made = read_iso(chunk)
    if made is None or isinstance(made, (Range, Alternatives)):
        return None
    after = _after(c, i, start + len(chunk))
    if c.tokens[after - 1].end > start + len(chunk):
        return None
    return made, after


def _glued(c: Cursor, i: int) -> Match:
    """A number with letters right behind it: "3Q18", "18q4", "2016H2", "1990s", "19c"."""
    tokens = c.tokens
    token, letter = tokens[i], tokens[i + 1]
    number_: int = token.cats["num"]  # type: ignore[assignment]
    digits: int = token.cats["digits"]  # type: ignore[assignment]
    after = tokens[i + 2]
    follows = "digits" in after.cats and (not after.gap or digits == 1)
    if letter.text in ("q", "h") and (letter.text == "q" or digits == 4 or c.text[letter.start] == "H"):
        unit, top = ("quarter", 4) if letter.text == "q" else ("half", 2)
        if digits == 1 and 1 <= number_ <= top:
            found = dates.year(c, i + 2, short=True) if follows or after.text == "'" else None
            if found is not None:
                return Nth(number_, unit, Fields(found[0], short_year=found[1])), found[2]
            if letter.text == "q":
                return Nth(number_, unit), i + 2
        if digits in (2, 4) and "digits" in after.cats and not after.gap and 1 <= int(after.text) <= top:
            return Nth(int(after.text), unit, Fields(number_, short_year=digits == 2)), i + 3
    if "centuryletter" in letter.cats and "prep" not in letter.cats and 0 < number_ <= 40 and digits <= 2 and "unit" not in after.cats:
        return _century(c, number_, i + 2)
    if digits in (2, 4) or digits == 3:
        return dates.decade_tail(c, number_, i, i + 1)
    return None


def _century(c: Cursor, n: int, i: int) -> Match:
    name = c.tokens[i].cats.get("era")
    if name is not None:
        return Nth(n, "century-bc" if name == "bc" else "century"), i + 1
    return Nth(n, "century"), i


def _decades(c: Cursor, i: int, digits: int) -> Match:
    """A decade whose number ends as an ordinal would, so that "20-th" may be a day as well."""
    found = dates.decade_tail(c, int(c.tokens[i].text), i, i + 1)
    if found is None or found[0] is None:
        return None
    node, after = found
    behind = c.tokens[after]
    marked = "yearmark" in behind.cats
    if not marked and digits == 2 and int(c.tokens[i].text) <= 31 and _roman(c, after) is None:
        return None
    return node, after + marked


def _numbered(c: Cursor, i: int) -> Match:
    """A unit with its number in front, which is no quantity: "19 century", "3 quarter 2018"."""
    n = int(c.tokens[i].cats["num"])  # type: ignore[call-overload]
    return _nth_unit(c, n, str(c.tokens[i + 1].cats["unit"]), i + 1) if n else None


def _abbreviates_century(c: Cursor, i: int) -> bool:
    """Whether token ``i`` is the letter of a century and no preposition: with its dot, or with nothing behind."""
    token = c.tokens[i]
    return "centuryletter" in token.cats and (c.text[token.end : token.end + 1] == "." or c.at_end(i + 1))


def _roman(c: Cursor, i: int) -> int | None:
    """The Roman number at ``i``, in letters that look like Latin ones too where the language has them."""
    token = c.tokens[i]
    if "roman" in token.cats:
        return token.cats["roman"]  # type: ignore[return-value]
    return dates.roman(token.text) or dates.roman(token.text.removesuffix("th").removesuffix("st"))


def _roman_led(c: Cursor, i: int) -> Match:
    value = _roman(c, i)
    if value is None:
        return None
    j = i + 1
    if c.tokens[j].text == "-":
        # "XVIII-XIX centuries": the unit behind the second counts for the first
        second = _roman_led(c, j + 1) if _roman(c, j + 1) is not None else None
        return (evolve(second[0], n=value, of=None), j) if second is not None and isinstance(second[0], Nth) else None
    unit = c.tokens[j].cats.get("unit")
    if unit == "century" or _abbreviates_century(c, j):
        return _century(c, value, j + 1)
    return _nth_unit(c, value, str(unit), j) if unit in ("quarter", "half", "millennium") else None


def _clock_led(c: Cursor, i: int) -> Match:
    """A time of day first, with the date that may follow: "8pm on the 15th", "2-4 pm tomorrow", "noon"."""
    found: Match = clock_range(c, i) if _may_range(c, i) else None
    if found is None:
        single = clock(c, i)
        if single is None:
            return None
        found = single
    time, j = found
    return dated(c, time, j)


def _may_range(c: Cursor, i: int) -> bool:
    tokens = c.tokens
    for k in (i + 1, i + 2, i + 3, i + 4, i + 5):
        if k >= c.last:
            return False
        if tokens[k].text in ("-", "~") or "to" in tokens[k].cats or "and" in tokens[k].cats:
            return True
    return False


def dated(c: Cursor, time: Expression, j: int) -> Match:
    """The date behind a time of day, or the anchor's day where none stands there."""
    tokens = c.tokens
    part = _part_after(c, j)
    if part is not None:
        time, j = _in_part(time, part[0]), part[1]
    k = c.comma(j)
    if "of" in tokens[k].cats or "onlike" in tokens[k].cats or "prep" in tokens[k].cats:
        k += 1
    if not c.at_end(k) and "to" not in tokens[j].cats and tokens[j].text != "-":
        date = point(c, k)
        if date is not None:
            node, after = date
            if isinstance(node, At):
                if isinstance(node.time, DayPart):
                    return At(node.date, _in_part(time, node.time)), after
            elif isinstance(node, Fields) and node.day is None and node.weekday is None:
                pass
            elif isinstance(node, _DATED) or isinstance(node, Slice):
                return At(node, time), after
    return At(SOMEDAY, time), j


def _part_after(c: Cursor, i: int) -> tuple[DayPart, int] | None:
    """"in the evening", "this afternoon"-less part behind a clock ("3 in the afternoon", "8 pm in the evening")."""
    tokens = c.tokens
    j = i
    while "prep" in tokens[j].cats and j < i + 3:
        j += 1
    if j == i and "daypart" not in tokens[j].cats and "slice" not in tokens[j].cats:
        return None
    found = day_part(c, j)
    if found is None or not isinstance(found[0], DayPart):
        return None
    if j > i and c.has(i, "onlike") and not c.has(j, "the") and found[0].name == "tonight":
        return None
    return found[0], found[1]


def _in_part(time: Expression, part: DayPart) -> Expression:
    """A clock read inside a part of the day ("7 in the evening" is 19:00)."""
    if isinstance(time, Clock):
        return _halve(time, part.name)
    if isinstance(time, Range) and isinstance(time.start, Clock) and isinstance(time.end, Clock):
        return evolve(time, start=_halve(time.start, part.name), end=_halve(time.end, part.name))
    return time


_PART_HALF: Final = {"morning": "am", "afternoon": "pm", "evening": "pm", "tonight": "pm", "night": "pm", "day": ""}


def _halve(time: Clock, part: str) -> Clock:
    half = _PART_HALF[part]
    if time.half in ("am", "pm", "24") and not (time.half == "24" and 0 < time.hour < 12 and half == "pm" and part != "night"):
        return time
    if not half or time.hour > 12:
        return time
    if part in ("night", "tonight") and (time.hour < 5 or time.hour == 12):
        return evolve(time, hour=time.hour % 12, half="am")
    if half == "am":
        return evolve(time, hour=time.hour % 12, half="am")
    return evolve(time, hour=time.hour % 12 + 12, half="pm")


# --- words for days and the anchor --------------------------------------------------------------------------------


def dayword_led(c: Cursor, i: int) -> Match:
    """Today, tomorrow, yesterday and their kin."""
    days: int = c.tokens[i].cats["dayword"]  # type: ignore[assignment]
    if days == 0:
        return TODAY, i + 1
    return Shift(TODAY, ((abs(days), "day"),), 1 if days > 0 else -1), i + 1


def now_led(c: Cursor, i: int) -> Match:
    """The anchor's moment."""
    return NOW, i + 1


def daypart_led(c: Cursor, i: int) -> Match:
    """"tonight", "morning of the second day of E", "in the afternoon, next Friday"."""
    found = day_part(c, i)
    if found is None:
        return None
    part, j = found
    if isinstance(part, DayPart) and part.name == "tonight":
        time: Expression = DayPart("tonight", part.slice)
        return At(TODAY, time), j
    k = c.comma(j)
    while "prep" in c.tokens[k].cats or "onlike" in c.tokens[k].cats:
        k += 1
    timed = clock_range(c, k) or clock(c, k, bare="onlike" in c.tokens[k - 1].cats)
    if timed is not None and isinstance(part, DayPart):
        return dated(c, _in_part(timed[0], part), timed[1])
    date = operand(c, k) if k > j and not c.at_end(k) else None
    if date is None and k == j and not c.at_end(k):
        date = point(c, k)
    if date is not None and isinstance(date[0], _DATED):
        return At(date[0], part), date[1]
    if date is not None and isinstance(date[0], At) and isinstance(part, DayPart):
        return At(date[0].date, _in_part(date[0].time, part)), date[1]
    return At(SOMEDAY, part), j


def night_before_led(c: Cursor, i: int) -> Match:
    """The night that leads up to a day, named by that day."""
    base = operand(c, i + 1)
    return (At(Shift(base[0], ((1, "day"),), -1), DayPart("night")), base[1]) if base is not None else None


def eox_led(c: Cursor, i: int) -> Match:
    """EOM, EOY, EOD: the end of the anchor's month, year, day."""
    unit = str(c.tokens[i].cats["eox"])
    j = c.skip(i + 1, "of", "onlike")
    stretch = point(c, j) if not c.at_end(j) else None
    if stretch is not None and isinstance(stretch[0], (Fields, Shift, Chosen, Within, Anchor, Alternatives, Unit)):
        if takes_time(stretch[0]) == (unit == "day"):
            return Slice("end", stretch[0]), stretch[1]
    return Slice("end", Unit(unit)), i + 1


def box_led(c: Cursor, i: int) -> Match:
    """BOM, BOY: the beginning of the anchor's month, year."""
    return Slice("beginning", Unit(str(c.tokens[i].cats["box"]))), i + 1


# --- this, last, next ---------------------------------------------------------------------------------------------


def rel_led(c: Cursor, i: int) -> Match:
    """"this week", "next Friday", "last summer", "the past three months", "next June", "last night"."""
    tokens = c.tokens
    which = str(tokens[i].cats["rel"])
    ordinal: int = tokens[i].cats.get("ord", 0)  # type: ignore[assignment]
    j = i + 1
    cats = tokens[j].cats
    if ordinal and ("unit" in cats or "weekday" in cats or "num" in cats or "quant" in cats or "third" in cats or "half" in cats):
        nth = ordinal_led(c, i, nested=True)
        if nth is not None and not (isinstance(nth[0], Nth) and nth[0].of is None) and not isinstance(nth[0], (Fields, Unit)):
            return nth
    steps = STEPS[which]
    if "unit" in cats and "month" not in cats:
        return _rel_unit(c, which, steps, j)
    if steps and (counted := number(c, j)) is not None:
        window = _rel_window(c, steps, j)
        if window is not None:
            return window
        if "unit" not in tokens[counted[2]].cats and "digits" not in cats and "month" not in tokens[counted[2]].cats and "suffix" not in tokens[counted[2]].cats:
            return None
    if "daypart" in cats or (cats.get("slice") in ("early", "mid", "late", "end", "beginning") and "daypart" in tokens[j + 1].cats):
        part = day_part(c, j)
        if part is None:
            return None
        if steps == -1 and isinstance(part[0], DayPart) and part[0].name in ("evening", "night", "afternoon", "morning"):
            return At(Shift(TODAY, ((1, "day"),), -1), part[0]), part[1]
        if steps == 1:
            return At(Shift(TODAY, ((1, "day"),), 1), part[0]), part[1]
        if isinstance(part[0], DayPart) and part[0].name == "night":
            return At(TODAY, evolve(part[0], name="tonight")), part[1]
        return At(TODAY, part[0]), part[1]
    if "weekday" in cats:
        return _rel_weekday(c, which, j)
    if "fiscal" in cats or "academic" in cats:
        return Slice("fiscal" if "fiscal" in cats else "academic", Chosen(Slice("fiscal" if "fiscal" in cats else "academic", Fields()), which)), j + 1
    if "season" in cats:
        return Chosen(Nth(0, f"season:{cats['season']}"), which), j + 1
    if "named" in cats:
        return Chosen(Named(str(cats["named"])), which), j + 1
    if "quarterletter" in cats and "num" in tokens[j + 1].cats:
        lettered = dates.lettered(c, j, None)
        return (Chosen(lettered[0], which), lettered[1]) if lettered is not None else None
    if "month" in cats or "num" in cats or "ord" in cats or "the" in cats:
        found = dates.month_led(c, j) if "month" in cats else point(c, j)
        if found is None:
            return None
        node, after = found
        if isinstance(node, Alternatives) and node.setting == "month-number":
            node = node.items[0]
        if isinstance(node, Fields) and node.year is not None:
            return (node, after) if which == "this" else None
        if isinstance(node, (Fields, Alternatives)):
            return Chosen(node, which), after
    if "slice" in cats and which == "this":
        return point(c, j)
    return None


def _rel_unit(c: Cursor, which: str, steps: int, j: int) -> Match:
    tokens = c.tokens
    unit = str(tokens[j].cats["unit"])
    after = j + 1
    node: Expression
    if unit in _CLOCK_UNITS and steps:
        node = Window(((1, unit),), steps)
        return node, after
    node = Unit(unit, steps)
    k = after
    while tokens[k].text in ("-", ",") or ("onlike" in tokens[k].cats and "weekday" in tokens[k + 1].cats):
        k += 1
    if "weekday" in tokens[k].cats and unit == "week" and "plural" not in tokens[k].cats:
        return Within(Fields(weekday=tokens[k].cats["weekday"]), node), k + 1  # type: ignore[arg-type]
    if unit in ("day",) and which == "this":
        return TODAY, after
    if "and" in tokens[after].cats and steps and quantity(c, after + 1) is not None:
        more = quantity(c, after + 1)
        if more is not None and "ago" not in tokens[more[2]].cats:
            return Window(((1, unit), *more[0]), steps), more[2]
    return node, after


def _rel_window(c: Cursor, steps: int, j: int) -> Match:
    found = quantity(c, j)
    if found is None:
        counted = number(c, j)
        if counted is not None and "weekday" in c.tokens[counted[2]].cats and isinstance(counted[0], int) and counted[0] > 1:
            return None
        return None
    amounts, vague, after = found
    return Window(amounts, steps, None, vague), after


def _rel_weekday(c: Cursor, which: str, j: int) -> Match:
    tokens = c.tokens
    weekday: int = tokens[j].cats["weekday"]  # type: ignore[assignment]
    k = j + 1
    if tokens[k].text in (",", "-"):
        k += 1
    if "onlike" in tokens[k].cats:
        dated = None
    else:
        dated = _with_weekday(c, weekday, k)
    if dated is not None:
        node, after = dated
        return node, after
    base = Fields(weekday=weekday)
    if abs(STEPS[which]) > 1:
        return Within(base, Unit("week", STEPS[which])), j + 1
    if "month" in tokens[k].cats and k == j + 1:
        return Within(Nth(-1 if which == "last" else 1, f"weekday:{weekday}"), Fields(month=tokens[k].cats["month"])), k + 1  # type: ignore[arg-type]
    if beyond := next_but_one(c, j + 1):
        return Within(base, Unit("week", beyond[0])), beyond[1]
    return Chosen(base, which), j + 1


# --- weekdays -----------------------------------------------------------------------------------------------------


def _with_weekday(c: Cursor, weekday: int, k: int) -> Match:
    """A date at ``k`` that a weekday before it belongs to."""
    tokens = c.tokens
    cats = tokens[k].cats
    found: Match = None
    start = k
    if "the" in cats:
        k += 1
        cats = tokens[k].cats
    if "month" in cats:
        found = dates.month_led(c, k)
    elif "num" in cats or "ord" in cats:
        if "digits" in cats and tokens[k + 1].text in ("/", "-", ".") and "digits" in tokens[k + 2].cats:
            timed = clock_range(c, k)
            if timed is not None and (tokens[k + 1].text == "-" and _hours_likely(c, k)):
                return None
            if clock(c, k) is None:
                found = dates.numeric(c, k)
        if found is None:
            found = dates.day_led(c, k)
        if found is None and clock(c, k) is None and "digits" in cats and cats["digits"] == 4:
            found = None
        elif found is None and clock(c, k) is None and not c.has(start - 1, "onlike"):
            date = dates.day(c, k)
            if date is not None and _bare_day(c, date[1], date[2]):
                found = Fields(None, None, date[0]), date[2]
        if found is None and k > start:
            date = dates.day(c, k)
            found = (Fields(None, None, date[0]), date[2]) if date is not None else None
    if found is None:
        return None
    node, after = found
    if isinstance(node, Alternatives):
        fields = tuple(evolve(o, weekday=weekday) for o in node.items if isinstance(o, Fields) and o.day is not None)
        if len(fields) == 1:
            return fields[0], after
        return Alternatives(fields, node.setting, node.reasons), after
    if isinstance(node, Literal) or not isinstance(node, Fields) or (node.day is None):
        return None
    return evolve(node, weekday=weekday), after


def _hours_likely(c: Cursor, k: int) -> bool:
    """"Monday 8-9" is hours, "Friday 7-6" a date: hours where the second is later, or counts on past noon."""
    tokens = c.tokens
    if tokens[k].text == "0" or len(tokens[k].text) > 2:
        return False
    after = tokens[k + 3]
    if after.text == "-" or "month" in after.cats:
        return False
    if "ampm" in after.cats:
        return True
    a, b = int(tokens[k].text), int(tokens[k + 2].text)
    return a > 12 or b > 12 or a < b or (a >= 8 and b <= 7)


def _bare_day(c: Cursor, ordinal: bool, after: int) -> bool:
    cats = c.tokens[after].cats
    if ordinal:
        return "unit" not in cats and "weekday" not in cats
    if c.tokens[after].text == "-" and "weekday" in c.tokens[after + 1].cats:
        return True
    return not ("unit" in cats or "to" in cats or c.tokens[after].text in ("-", ":", ".")) and "rel" not in cats and "weekday" not in cats


def weekday_led(c: Cursor, i: int) -> Match:
    """"Friday", "Wednesday, Nov. 29", "Monday after next", "Tuesday of next week", "the Monday after E"."""
    tokens = c.tokens
    cats = tokens[i].cats
    weekday: int = cats["weekday"]  # type: ignore[assignment]
    what = Fields(weekday=weekday)
    j = i + 1
    following = tokens[j].cats
    if "plural" in cats:
        return _weekdays_in(c, i)
    k = j
    if tokens[k].text in (",", "-"):
        k += 1
    if "genitive" in tokens[k].cats and ("num" in tokens[k + 1].cats or "month" in tokens[k + 1].cats or "ord" in tokens[k + 1].cats or "the" in tokens[k + 1].cats) and "onlike" not in tokens[k].cats:
        dated = _with_weekday(c, weekday, k + 1)
        if dated is not None:
            return dated
    if "onlike" not in tokens[k].cats:
        dated = _with_weekday(c, weekday, k)
        if dated is not None:
            return dated
    if beyond := next_but_one(c, j):
        return Within(what, Unit("week", beyond[0])), beyond[1]
    if "weekfrom" in following and (c.at_end(j + 1) or tokens[j + 1].text == ","):
        return Shift(Chosen(what, "coming"), ((1, "week"),), 1), j + 1
    sign = 1 if "after" in following else -1 if "before" in following else 0
    if sign and clock(c, j + 1) is None:
        base = operand(c, j + 1)
        if base is not None:
            return Adjacent(what, sign, _day_of(base[0])), base[1]
    if "from" in following or "of" in following or "rel" in following or k > j or "num" in following or "quant" in following:
        k = c.skip(k, "of", "onlike")
        week = _week_phrase(c, k)
        if week is not None:
            return Within(what, week[0]), week[1]
        if "num" in tokens[k].cats or "quant" in tokens[k].cats:
            counted = quantity_led(c, k)
            if counted is not None and isinstance(counted[0], Shift):
                return Within(what, Around("week", counted[0])), counted[1]
    return what, j


def next_but_one(c: Cursor, i: int) -> tuple[int, int] | None:
    """"after next" (2) or "before last" (-2) at ``i``, where nothing follows that "next" would belong to."""
    tokens = c.tokens
    sign = 1 if "after" in tokens[i].cats else -1 if "before" in tokens[i].cats else 0
    if not sign:
        return None
    j = c.skip(i + 1, "the")
    which = tokens[j].cats.get("rel")
    if which not in (("next", "coming", "following") if sign > 0 else ("last", "previous", "past")):
        return None
    behind = tokens[j + 1].cats
    if any(category in behind for category in ("unit", "weekday", "month", "season", "named", "num", "ord", "quant", "daypart")):
        return None
    return 2 * sign, j + 1


def _weekdays_in(c: Cursor, i: int) -> Match:
    """"Mondays in May 2018", "Tuesdays and Thursdays in May"."""
    tokens = c.tokens
    days: list[int] = []
    j = i
    while "plural" in tokens[j].cats and "weekday" in tokens[j].cats:
        days.append(tokens[j].cats["weekday"])  # type: ignore[arg-type]
        j = c.skip(c.comma(j + 1), "and")
    if "of" not in tokens[j].cats:
        return None
    stretch = point(c, j + 1)
    if stretch is None:
        return None
    found = tuple(Every(Fields(weekday=day), stretch[0]) for day in days)
    return (found[0] if len(found) == 1 else Listed(found)), stretch[1]


def _week_phrase(c: Cursor, i: int) -> Match:
    tokens = c.tokens
    i = c.skip(i, "the")
    cats = tokens[i].cats
    if "rel" in cats and tokens[i + 1].cats.get("unit") in ("week", "workweek"):
        return Unit("week", STEPS[str(cats["rel"])]), i + 2
    if cats.get("unit") == "week" or "weekno" in cats or "wc" in cats:
        return unit_led(c, i)
    if "ord" in cats and tokens[i + 1].cats.get("unit") == "week":
        return ordinal_led(c, i)
    return None


# --- ordinals -----------------------------------------------------------------------------------------------------


def ordinal(c: Cursor, i: int) -> tuple[int, int] | None:
    """An ordinal at ``i``, in words or digits, with the index behind it."""
    cats = c.tokens[i].cats
    if "ord" in cats:
        return cats["ord"], i + 1  # type: ignore[return-value]
    if "digits" in cats and "suffix" in c.tokens[i + 1].cats and not c.tokens[i + 1].gap:
        return cats["num"], i + 2  # type: ignore[return-value]
    return None


def ordinal_led(c: Cursor, i: int, *, nested: bool = False) -> Match:
    """"third quarter of 2018", "19th century", "last Friday in October", "first nine months of 2017", "the 3rd"."""
    tokens = c.tokens
    found = ordinal(c, i)
    if found is None:
        return None
    n, j = found
    if n > 31 and "yearmark" in tokens[j].cats and "decade" not in tokens[i].cats:
        return dates.year_led(c, i)
    if "rel" in tokens[i].cats and not nested:
        return rel_led(c, i)
    if tokens[j].text == "-":
        j += 1
    if tokens[j].cats.get("slice") == "mid" and tokens[j].text == "-":
        j += 1
    cats = tokens[j].cats
    if "fraction" in cats or "third" in cats:
        return _share(c, n, 3 if "third" in cats else 2, j)
    if cats.get("unit") == "quarter" and "of" in tokens[j + 1].cats:
        stretch = _stretch(c, j + 1)
        if stretch is not None:
            return Nth(n, "quarter", stretch[0]), stretch[1]
    if "unit" in cats and not ("weekday" in cats and "unit" not in cats):
        return _nth_unit(c, n, str(cats["unit"]), j)
    if "centuryletter" in cats and n > 0:
        return _century(c, n, j + 1)
    if "weekday" in cats:
        return _nth_weekday(c, n, j)
    if ("num" in cats or "quant" in cats) and (counted := number(c, j)) is not None:
        count, vague, k = counted
        if "unit" in tokens[k].cats and isinstance(count, int):
            stretch = _stretch(c, k + 1)
            if stretch is not None:
                first = n if n > 0 else n - count + 1
                node: Expression = Nth(first, str(tokens[k].cats["unit"]), stretch[0], count)
                return (Qualified(node, approximate=True) if vague else node), stretch[1]
            if n == -1:
                return None
    if n > 0:
        dated = dates.day_led(c, i)
        if dated is not None:
            return dated
        date = dates.day(c, i)
        if date is not None:
            return Fields(None, None, date[0]), date[2]
    return None


def _share(c: Cursor, n: int, parts: int, j: int) -> Match:
    """"first half of 2017", "last third of May", "second half of the 19th century"."""
    stretch = _stretch(c, j + 1)
    if stretch is None:
        return None
    index = n if n > 0 else parts + 1 + n
    if not 1 <= index <= parts:
        return None
    return Slice(f"{index}/{parts}", stretch[0]), stretch[1]


def _stretch(c: Cursor, i: int) -> Match:
    """What a part is a part of: "of 2017", "in October", "this year"."""
    tokens = c.tokens
    j = i
    while "of" in tokens[j].cats or "poss" in tokens[j].cats or "the" in tokens[j].cats:
        j += 1
    if c.at_end(j) or j == i and c.language.bare_genitive and any(stop in tokens[j].cats for stop in _ENDS_PART):
        return None
    if j == i and not (c.language.bare_genitive or "rel" in tokens[j].cats or "digits" in tokens[j].cats or "month" in tokens[j].cats or "fiscal" in tokens[j].cats or "num" in tokens[j].cats or tokens[j].text == "'"):
        return None
    if "unit" in tokens[j].cats and "ord" not in tokens[j].cats and "num" not in tokens[j + 1].cats and (c.at_end(j + 1) or "of" not in tokens[j + 1].cats) and "weekno" not in tokens[j].cats:
        return Unit(str(tokens[j].cats["unit"])), j + 1
    if tokens[j].cats.get("unit") == "week" and c.at_end(j + 1):
        return Unit("week"), j + 1
    found = operand(c, j) if j > i or c.language.bare_genitive else point(c, j)
    if found is not None and j == i and isinstance(found[0], Fields) and found[0].year is None and found[0].month is None:
        return None
    return found


def _nth_unit(c: Cursor, n: int, unit: str, j: int) -> Match:
    tokens = c.tokens
    if unit in ("century", "millennium") and n > 0:
        found = _century(c, n, j + 1)
        if found is None or unit == "century":
            return found
        node = found[0]
        return Nth(n, "millennium-bc" if isinstance(node, Nth) and node.unit == "century-bc" else unit), found[1]
    after = tokens[j + 1].cats
    if unit == "day" and n > 0 and ("after" in after or "before" in after):
        base = operand(c, j + 2)
        if base is not None:
            return Shift(base[0], ((n, "day"),), 1 if "after" in after else -1), base[1]
    stretch = _stretch(c, j + 1)
    if stretch is not None:
        return Nth(n, unit, stretch[0], iso="isoweek" in tokens[j].cats), stretch[1]
    if n == -1:
        return Unit(unit, -1), j + 1
    if unit in ("quarter", "half"):
        return Nth(n, unit), j + 1
    if unit in ("week", "month", "day"):
        return Nth(n, unit, Unit("month" if unit == "day" else "year")), j + 1
    return None


def _nth_weekday(c: Cursor, n: int, j: int) -> Match:
    tokens = c.tokens
    weekday: int = tokens[j].cats["weekday"]  # type: ignore[assignment]
    following = tokens[j + 1].cats
    unit = f"weekday:{weekday}"
    if "of" not in following and ("after" in following or "before" in following) and clock(c, j + 2) is None:
        base = operand(c, j + 2)
        if base is not None:
            return Adjacent(Fields(weekday=weekday), 1 if "after" in following else -1, base[0], abs(n)), base[1]
    part = day_part(c, j + 1)
    timed: Match = None
    k = j + 1
    if part is not None:
        timed = part
        k = part[1]
    else:
        timed = clock_range(c, j + 1) or clock(c, j + 1)
        if timed is not None:
            k = timed[1]
    stretch = _stretch(c, k)
    if stretch is not None:
        nth = Nth(n, unit, stretch[0])
        return (At(nth, timed[0]) if timed is not None else nth), stretch[1]
    if n == -1:
        return None
    return Nth(n, unit, Unit("month")), j + 1


# --- slices, units, seasons ---------------------------------------------------------------------------------------


def slice_led(c: Cursor, i: int) -> Match:
    """"early 2018", "mid-October", "end of March", "rest of the week", "early to mid May"."""
    tokens = c.tokens
    cats = tokens[i].cats
    part = str(cats["slice"])
    if "daypart" in tokens[i + 1].cats or (tokens[i + 1].text == "-" and "daypart" in tokens[i + 2].cats):
        return daypart_led(c, i)
    j = i + 1
    if tokens[j].text in ("-", "/") or "to" in tokens[j].cats or "or" in tokens[j].cats:
        k = j + 1
        while tokens[k].text == "-" or "to" in tokens[k].cats:
            k += 1
        if "slice" in tokens[k].cats and "slice" not in tokens[k - 1].cats:
            second = slice_led(c, k)
            if second is not None and isinstance(second[0], Slice):
                return Range(Slice(part, second[0].of), second[0]), second[1]
    while tokens[j].text == "-" or "of" in tokens[j].cats or "the" in tokens[j].cats or "poss" in tokens[j].cats:
        j += 1
    if "unit" in tokens[j].cats and "of" not in tokens[j + 1].cats and not (tokens[j].text == "second") and "num" not in tokens[j + 1].cats:
        unit = str(tokens[j].cats["unit"])
        return Slice(part, Unit(unit)), j + 1
    found = operand(c, j) if "of" in tokens[i + 1].cats or c.language.bare_genitive else point(c, j)
    if found is None:
        return None
    node, after = found
    if isinstance(node, At):
        if isinstance(node.time, DayPart) and not node.time.slice and part in ("early", "mid", "late"):
            return evolve(node, time=evolve(node.time, slice=part)), after
        return At(Slice(part, node.date), node.time), after
    if isinstance(node, Fields) and node.day is not None and node.month is None and node.weekday is None:
        behind = tokens[after]
        if not (behind.text == "-" or "to" in behind.cats or "or" in behind.cats or "and" in behind.cats):
            return None  # else "late 19th-early 20th century"
    return Slice(part, node), after


def edge_of(c: Cursor, i: int) -> Match:
    """"the end of E", "the start of 2008" as an edge, where a bound asks for one."""
    tokens = c.tokens
    j = c.skip(i, "the", "onlike") if "onlike" in tokens[i].cats else c.skip(i, "the")
    if "edge" not in tokens[j].cats:
        if "eox" in tokens[j].cats:
            closing = eox_led(c, j)
            if closing is not None and isinstance(closing[0], Slice) and not isinstance(closing[0].of, Unit):
                return Edge(closing[0].of, end=True), closing[1]
            return Edge(Unit(str(tokens[j].cats["eox"])), end=True), j + 1
        return None
    end = tokens[j].cats["edge"] == "end"
    k = c.skip(j + 1, "of", "the")
    if k == j + 1 and not c.language.bare_genitive and tokens[j].text not in ("end of", "start of", "beginning of", "onset of", "close of") and "of" not in tokens[j].text:
        if "unit" not in tokens[k].cats and "rel" not in tokens[k].cats and "month" not in tokens[k].cats and "num" not in tokens[k].cats:
            return None
    if "unit" in tokens[k].cats and "of" not in tokens[k + 1].cats and "num" not in tokens[k + 1].cats:
        return Edge(Unit(str(tokens[k].cats["unit"])), end), k + 1
    found = operand(c, k)
    if found is None:
        return None
    return Edge(found[0], end), found[1]


_ENDS_PART: Final = ("to", "and", "or", "bound", "from", "between", "open", "orbound", "every", "freq", "approx", "uncertain")
"""What never starts the whole that a part belongs to."""


def unit_led(c: Cursor, i: int) -> Match:
    """"week 14 of 2018", "the week of October 6th", "year 2008", "the day after E", "month to date", "weekend"."""
    tokens = c.tokens
    cats = tokens[i].cats
    unit = str(cats["unit"]) if "unit" in cats else "week"
    j = i + 1
    following = tokens[j]
    after = following.cats
    if beyond := next_but_one(c, j):
        return Unit(unit, beyond[0]), beyond[1]
    if "todate" in after:
        return Slice("todate", Unit(unit)), j + 1
    if "wc" in cats or "start" in after or after.get("bound") == "since" or after.get("beside") == "starting":
        base = operand(c, c.skip(j + ("wc" not in cats), "onlike"))
        if base is not None:
            return (Around(unit, base[0]) if unit == "week" else Window(((1, unit),), 1, base[0], inclusive=True)), base[1]
    if "weekno" in cats or unit in ("month", "day", "quarter"):
        k = j + 1 if "number" in after or following.text == "#" else j
        if "num" in tokens[k].cats and tokens[k].cats.get("digits", 1) <= 2 and not (tokens[k + 1].text == ":" or "month" in tokens[k + 1].cats or ("suffix" in tokens[k + 1].cats and not tokens[k + 1].gap) or "ampm" in tokens[k+1].cats):  # type: ignore[operator]
            n: int = tokens[k].cats["num"]  # type: ignore[assignment]
            stretch = _stretch(c, c.comma(k + 1))
            if stretch is not None:
                return Nth(n, unit, stretch[0], iso=True), stretch[1]
            if unit == "day":
                return None
            return Nth(n, unit, Unit("year"), iso=True), k + 1
        if len(tokens[i].text) == 1:
            return None
    if unit == "year":
        k = c.skip(j, "number")
        if "num" in tokens[k].cats and (found := dates.year(c, k)) is not None and tokens[k].cats.get("digits") != 2:
            return Fields(found[0], short_year=found[1]), found[2]
        if "digits" in tokens[k].cats and tokens[k].cats["digits"] == 2 and not tokens[k].gap:
            return Fields(int(tokens[k].text), short_year=True), k + 1
        if "digits" in tokens[k].cats and tokens[k].cats["digits"] in (1, 2, 3):
            return Fields(*dates.era(c, int(tokens[k].text), k + 1)[:1]), dates.era(c, int(tokens[k].text), k + 1)[1]
        if "word" in tokens[k].cats and "num" in tokens[k].cats:
            counted, behind = dates.era(c, tokens[k].cats["num"], k + 1)  # type: ignore[arg-type]
            return Fields(counted), behind
    if unit in _CLOCK_UNITS:
        return None
    if unit in ("week", "month", "year") and (after.get("bound") == "until" and "to" not in after or "ended" in after):
        base = operand(c, c.skip(j + 1, "onlike"))
        if base is not None:  # "the week ending 5 May": the seven days up to it
            return Window(((1, unit),), -1, Shift(base[0], ((1, "day"),), 1), inclusive=True), base[1]
    sign = 1 if "after" in after else -1 if "before" in after else 0
    if sign:
        base = operand(c, j + 1) if clock(c, j + 1) is None else None
        if base is not None:
            node = base[0]
            if unit == "day":
                return Shift(_day_of(node), ((1, "day"),), sign), base[1]
            return Around(unit, _day_of(node), sign), base[1]
        if c.at_end(j + 1):
            return Unit(unit, sign), j + 1
    if unit == "weekend" and "plural" in cats and "of" in after:
        stretch = point(c, j + 1)
        if stretch is not None:
            return Every(Unit("weekend"), stretch[0]), stretch[1]
    bare = c.language.bare_genitive and not ("of" in after or "prep" in after)
    if unit == "day" and ("genitive" in after or bare):
        base = operand(c, j + ("genitive" in after))
        if base is not None and isinstance(base[0], (EventName, Named)):
            return Around("day", base[0]), base[1]
    if ("of" in after and tokens[j].text not in (",", "on", "for", "during") or bare and j < c.last) and unit != "day":
        base = operand(c, j + (not bare)) if not bare or not any(stop in after for stop in _ENDS_PART) else None
        if base is not None:
            if isinstance(base[0], At):
                return At(Around(unit, base[0].date), base[0].time), base[1]
            last = dates.day(c, base[1] + 1) if unit == "weekend" and tokens[base[1]].text == "-" else None
            return Around(unit, base[0]), base[1] if last is None else last[2]  # "the weekend of December 2-3"
    if unit == "weekend" and "num" not in after:
        return Unit(unit), j
    if len(tokens[i].text) == 1 or "quarterletter" in cats and "num" in after:
        return None
    if i > 0 and ("the" in tokens[i - 1].cats or "rel" in tokens[i - 1].cats or "slice" in tokens[i - 1].cats or "of" in tokens[i - 1].cats):
        return (TODAY if unit == "day" else Unit(unit)), j
    return None


def wc_led(c: Cursor, i: int) -> Match:
    """"w/c Feb 4", "week commencing Feb 4"."""
    base = operand(c, i + 1)
    return (Around("week", base[0]), base[1]) if base is not None else None


def letter_led(c: Cursor, i: int) -> Match:
    """"Q3 2018", "H1 2016", "Q3 FY2018", "W48 2017"."""
    found = dates.lettered(c, i, None)
    if found is None:
        return None
    node, j = found
    k = j
    while c.tokens[k].text in ("-", "/", ",") or ("of" in c.tokens[k].cats):
        k += 1
    short = dates.year(c, k, short=True)
    if short is not None and isinstance(node, Nth):
        return Nth(node.n, node.unit, Fields(short[0], short_year=short[1])), short[2]
    return node, j


def fiscal_led(c: Cursor, i: int) -> Match:
    """"FY18", "fiscal year 2018", "academic year 2017/18"."""
    tokens = c.tokens
    kind = "fiscal" if "fiscal" in tokens[i].cats else "academic"
    j = i + 1
    if tokens[j].cats.get("unit") == "year":
        j += 1
    j = c.skip(j, "of") if "of" in tokens[j].cats else j
    found = dates.year(c, j, short=True)
    if found is None:
        if "ord" in tokens[i + 1].cats or "quarterletter" in tokens[i + 1].cats:
            inner = point(c, i + 1)
            if inner is not None and isinstance(inner[0], Nth) and isinstance(inner[0].of, Fields):
                return evolve(inner[0], of=Slice(kind, inner[0].of)), inner[1]
        return None
    number_, short, k = found
    if tokens[k].text in ("/", "-") and tokens[k + 1].cats.get("digits") in (2, 4):
        last = int(tokens[k + 1].text)
        if last == (number_ + 1 if tokens[k + 1].cats["digits"] == 4 else (number_ + 1) % 100):
            k += 2
            if kind == "fiscal":
                number_ += 1
    made = Slice(kind, Fields(number_, short_year=short))
    lettered = dates.lettered(c, k, made)
    return lettered or (made, k)


def season_led(c: Cursor, i: int) -> Match:
    """"summer", "winter 2017/18", "spring of next year"."""
    tokens = c.tokens
    season = Nth(0, f"season:{tokens[i].cats['season']}")
    j = i + 1
    k = j
    while tokens[k].text in (",", "'") or "of" in tokens[k].cats:
        if tokens[k].text == "'":
            break
        k += 1
    found = dates.year(c, k, short=True)
    if found is not None:
        number_, short, after = found
        joined = tokens[after].text in ("/", "-") and not tokens[after + 1].gap or "to" in tokens[after].cats
        if joined and tokens[after + 1].cats.get("digits") in (1, 2, 4):
            last = int(tokens[after + 1].text)
            digits: int = tokens[after + 1].cats["digits"]  # type: ignore[assignment]
            if last % 10 ** min(digits, 2) == (number_ + 1) % 10 ** min(digits, 2):
                after += 2
        return Within(season, Fields(number_, short_year=short)), after
    return season, j


def named_led(c: Cursor, i: int) -> Match:
    """"Easter 2018", "Labor Day weekend", "Christmas Eve"."""
    tokens = c.tokens
    node: Expression = Named(str(tokens[i].cats["named"]))
    j = i + 1
    if "eve" in tokens[j].cats and tokens[j].cats.get("daypart") == "evening" and tokens[j].text == "eve":
        node, j = Shift(node, ((1, "day"),), -1), j + 1
    k = j
    while tokens[k].text == "," or "of" in tokens[k].cats or tokens[k].text == "'":
        if tokens[k].text == "'":
            break
        k += 1
    found = dates.year(c, k, short=False)
    if found is not None:
        node, j = _year_in(node, Fields(found[0], short_year=found[1])), found[2]
    if tokens[j].cats.get("unit") == "weekend":
        j += 1
        if found is None:
            later = dates.year(c, c.skip(j, "of"), short=False)
            if later is not None:
                node, j = _year_in(node, Fields(later[0], short_year=later[1])), later[2]
        return Around("weekend", node), j
    return node, j


def _year_in(node: Expression, outer: Expression) -> Expression:
    if isinstance(node, Shift) and isinstance(node.base, Named):
        return evolve(node, base=Within(node.base, outer))
    return Within(node, outer)


def eve_led(c: Cursor, i: int) -> Match:
    """"the eve of the summit"."""
    j = i + 1
    if c.tokens[i].text == "eve" and "of" not in c.tokens[j].cats:
        return None
    base = operand(c, c.skip(j, "of"))
    return (Shift(base[0], ((1, "day"),), -1), base[1]) if base is not None else None


def decade_led(c: Cursor, i: int) -> Match:
    """"the nineties", "the noughties"."""
    tens: int = c.tokens[i].cats["decade"]  # type: ignore[assignment]
    return Nth(tens, "decade-of" if tens > 100 else "decade-short"), i + 1


def era_led(c: Cursor, i: int) -> Match:
    """"AD 79", "CE 300"."""
    return dates.year_led(c, i)


def todate_unit_led(c: Cursor, i: int) -> Match:
    """"YTD", "MTD"."""
    return Slice("todate", Unit(str(c.tokens[i].cats["todateunit"]))), i + 1


def century_letter_led(c: Cursor, i: int) -> Match:
    """"C19", "C19th": a century by its letter."""
    following = c.tokens[i + 1]
    if len(c.tokens[i].text) > 1 or following.gap or following.cats.get("digits") not in (1, 2):
        return None
    after = i + 3 if "suffix" in c.tokens[i + 2].cats and not c.tokens[i + 2].gap else i + 2
    return _century(c, int(following.text), after)


def clock_led(c: Cursor, i: int) -> Match:
    """A time in words first: "noon", "half past seven on Friday"."""
    return _clock_led(c, i)


RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "num": (number_led,),
    "dayword": (dayword_led,),
    "now": (now_led,),
    "rel": (rel_led,),
    "weekday": (weekday_led,),
    "month": (dates.month_led,),
    "wc": (wc_led,),
    "eox": (eox_led,),
    "box": (box_led,),
    "clockword": (clock_led,),
    "within": (in_led,),
    "in": (in_led,),
    "for": (for_led,),
    "less": (quantity_led,),
    "more": (quantity_led,),
    "quant": (clock_led, quantity_led),
    "half": (clock_led, quantity_led),
    "slice": (slice_led,),
    "ord": (ordinal_led,),
    "lone": (quantity_led,),
    "towards": (clock_led,),
    "short-of": (clock_led,),
    "roman": (_roman_led,),
    "unit": (clock_led, unit_led),
    "weekno": (unit_led,),
    "season": (season_led,),
    "named": (named_led,),
    "daypart": (daypart_led,),
    "night-before": (night_before_led,),
    "quarterletter": (letter_led,),
    "halfletter": (letter_led,),
    "fiscal": (fiscal_led,),
    "academic": (fiscal_led,),
    "eve": (eve_led,),
    "decade": (decade_led,),
    "era": (era_led,),
    "todateunit": (todate_unit_led,),
    "centuryletter": (century_letter_led,),
}
"""The rules by the category of the first token. A new way to start a date is a row here."""


# --- what may follow a date ---------------------------------------------------------------------------------------


_MARKABLE: Final = frozenset({"digits", "decades", "decade"})
"""What a word for "year" may stand behind without meaning more than it."""


def _postfix(c: Cursor, node: Expression, j: int) -> tuple[Expression, int]:
    last = c.last
    while j < last:
        if "yearmark" in c.tokens[j].cats and _MARKABLE & c.tokens[j - 1].cats.keys():
            j += 1  # "winter 2017/18 year", "1990-s years"
            continue
        for attach in POSTFIXES:
            found = attach(c, node, j)
            if found is not None:
                node, j = found
                break
        else:
            break
    return node, j


Postfix: TypeAlias = Callable[[Cursor, Expression, int], "tuple[Expression, int] | None"]


def _open_year(node: Expression) -> bool:
    """Whether a year behind ``node`` would still tell something."""
    if isinstance(node, Fields):
        return node.year is None
    if isinstance(node, Nth):
        return node.of is None or _open_year(node.of)
    if isinstance(node, Within):
        return _open_year(node.outer)
    if isinstance(node, At):
        return _open_year(node.date)
    if isinstance(node, (Slice, Around)):
        return _open_year(node.of)
    if isinstance(node, Range) and isinstance(node.start, Fields) and isinstance(node.end, Fields):
        return node.start.year is None and node.end.year is None and node.start.month is not None
    if isinstance(node, (Shift, Adjacent)):
        return _open_year(node.base)
    if isinstance(node, Chosen):
        return False
    if isinstance(node, Alternatives):
        return all(_open_year(item) for item in node.items)
    return isinstance(node, Named)


def with_outer(node: Expression, outer: Expression) -> Expression:
    """``node`` inside ``outer``, pushed down to where the open year is."""
    if isinstance(node, Fields) and isinstance(outer, Fields):
        merged = _merge(node, outer)
        if merged is not None:
            return merged
    if isinstance(node, At):
        return evolve(node, date=with_outer(node.date, outer))
    if isinstance(node, Alternatives):
        if node.setting == "month-number":
            return with_outer(node.items[0], outer)
        return evolve(node, items=tuple(with_outer(item, outer) for item in node.items))
    if isinstance(node, (Slice, Around)):
        return evolve(node, of=with_outer(node.of, outer))
    if isinstance(node, Range) and node.start is not None and node.end is not None:
        return evolve(node, start=with_outer(node.start, outer), end=with_outer(node.end, outer))
    if isinstance(node, Nth):
        return evolve(node, of=outer if node.of is None else with_outer(node.of, outer))
    if isinstance(node, Shift) and not isinstance(node.base, Anchor):
        return evolve(node, base=with_outer(node.base, outer))
    if isinstance(node, Adjacent):
        return evolve(node, base=with_outer(node.base, outer))
    if isinstance(node, Within):
        return Within(node.what, with_outer(node.outer, outer))
    return Within(node, outer)


def _merge(inner: Fields, outer: Fields) -> Fields | None:
    pairs = ((inner.year, outer.year), (inner.month, outer.month), (inner.day, outer.day), (inner.weekday, outer.weekday))
    if any(a is not None and b is not None for a, b in pairs):
        return None
    year, month, day, weekday = (a if a is not None else b for a, b in pairs)
    if outer.day is not None:
        return None
    return dates.check(Fields(year, month, day, weekday, inner.short_year or outer.short_year))


def attach_year(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """A year behind: ", 2017", "of 2017", "in two thousand and five"."""
    if not _open_year(node):
        return None
    tokens = c.tokens
    k = j
    while tokens[k].text == "," or ("of" in tokens[k].cats and "from" not in tokens[k].cats) or "yearword" in tokens[k].cats or "the" in tokens[k].cats:
        if "yearword" in tokens[k].cats and "num" not in tokens[k + 1].cats:
            return None
        k += 1
    found = dates.year(c, k)
    if found is None:
        return None
    number_, short, after = found
    if tokens[k].text == "'" and "decades" in tokens[after].cats:
        return None
    if "month" in tokens[after].cats and not (isinstance(node, (Nth, Named)) or (isinstance(node, Fields) and node.month)):
        return None
    if tokens[after].text in ("-", "/") and not tokens[after].gap and "digits" in tokens[after + 1].cats and not (tokens[after+2].text == "-" or tokens[after+2].text == "/"):
        pass
    return with_outer(node, Fields(number_, short_year=short)), after


def attach_outer(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """"next year", "of this month", "last week" behind a partial date."""
    tokens = c.tokens
    k = j
    while tokens[k].text == "," or "of" in tokens[k].cats or "the" in tokens[k].cats or "onlike" in tokens[k].cats:
        k += 1
    cats = tokens[k].cats
    if isinstance(node, Unit) and node.unit in ("year", "month", "quarter", "decade") and k > j and "num" not in cats and tokens[k].text != "the":
        part = point(c, k)
        if part is not None and (isinstance(part[0], (Named, Slice)) or (isinstance(part[0], (Fields, Nth)))) and _fits(part[0], node.unit):
            return with_outer(part[0], node), part[1]
    if "poss" in tokens[j].cats and ("ord" in cats or "quarterletter" in cats or "season" in cats or "month" in cats or "named" in cats):
        part = point(c, k)
        if part is not None and (isinstance(part[0], (Named, Nth)) or (isinstance(part[0], Fields) and part[0].year is None)):
            inner = part[0]
            if isinstance(inner, Nth) and isinstance(inner.of, Unit):
                inner = evolve(inner, of=None)
            return with_outer(inner, node), part[1]
    if "rel" in cats and "unit" in tokens[k + 1].cats and tokens[k + 1].cats["unit"] not in _CLOCK_UNITS:
        unit = str(tokens[k + 1].cats["unit"])
        outer: Expression = Unit(unit, STEPS[str(cats["rel"])])
        if not _fits(node, unit):
            return None
        return with_outer(node, outer), k + 2
    if "unit" in cats and k > j and "the" in tokens[k - 1].cats and cats["unit"] in ("month", "year", "week", "quarter", "decade", "century"):
        if "after" in tokens[k + 1].cats or "before" in tokens[k + 1].cats or "genitive" in tokens[k + 1].cats:
            found = unit_led(c, k)
            if found is not None and _fits(node, str(cats["unit"])):
                return with_outer(node, found[0]), found[1]
            return None
        if _fits(node, str(cats["unit"])):
            return with_outer(node, Unit(str(cats["unit"]))), k + 1
    if "month" in cats and "of" in tokens[k - 1].cats and k > j and isinstance(node, Fields) and node.day is not None and node.month is None:
        found = dates.month_led(c, k)
        if found is not None and isinstance(found[0], Fields) and found[0].day is None:
            return with_outer(node, found[0]), found[1]
    if ("fiscal" in cats or "academic" in cats) and isinstance(node, Nth) and node.of is None:
        found = fiscal_led(c, k)
        if found is not None:
            return evolve(node, of=found[0]), found[1]
    return None


def _fits(node: Expression, unit: str) -> bool:
    """Whether ``node`` is a partial date that a stretch of ``unit`` can complete."""
    if isinstance(node, Fields):
        if unit == "week":
            return node.weekday is not None and node.day is None
        if unit == "month":
            return node.month is None and node.year is None
        return node.year is None
    if isinstance(node, At):
        return _fits(node.date, unit)
    if isinstance(node, Nth):
        return node.of is None
    if isinstance(node, (Slice, Around)):
        return _fits(node.of, unit)
    if isinstance(node, Alternatives):
        return all(_fits(item, unit) for item in node.items)
    return isinstance(node, Named) and unit in ("year", "month", "quarter", "half")


def attach_on_weekday(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """"in 3 days on Friday", "first week of October on Friday": the weekday of that week."""
    tokens = c.tokens
    k = c.comma(j)
    onlike = tokens[k].text == "on" or "onlike" in tokens[k].cats and tokens[k].text != "@"
    if onlike:
        k += 1
    if "weekday" not in tokens[k].cats or "plural" in tokens[k].cats:
        return None
    what = Fields(weekday=tokens[k].cats["weekday"])  # type: ignore[arg-type]
    if onlike and isinstance(node, Shift):
        return Within(what, Around("week", node)), k + 1
    if onlike and isinstance(node, (Nth, Around, Unit)) and getattr(node, "unit", "") == "week":
        return Within(what, node), k + 1
    if isinstance(node, At) and node.date == SOMEDAY:
        found = point(c, k)
        if found is not None and not isinstance(found[0], At):
            return At(found[0], node.time), found[1]
    if isinstance(node, Slice) and node.of == Unit("day"):
        return evolve(node, of=what), k + 1  # "early in the day Wednesday"
    if isinstance(node, Fields) and node.day is not None and node.weekday is None and not onlike:
        return evolve(node, weekday=what.weekday), k + 1
    return None


def attach_time(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """A clock, a range of clocks or a part of the day behind a date."""
    tokens = c.tokens
    if isinstance(node, At):
        return _attach_part(c, node, j)
    if not takes_time(node):
        return None
    if "for" in tokens[j].cats and isinstance(node, Fields) and node == Fields(day=node.day):
        return None  # "2 for 1"
    k = c.comma(j)
    if tokens[k].text in ("-", "t") and (tokens[k].text == "t" or "num" in tokens[k + 1].cats):
        single = clock(c, k + 1)
        if single is not None and (single[0].minute is not None or single[0].half):
            return At(node, single[0]), single[1]
        return None
    approximate = False
    onlike = False
    while "onlike" in tokens[k].cats or "approx" in tokens[k].cats or ("prep" in tokens[k].cats and "num" in tokens[k + 1].cats) or "for" in tokens[k].cats:
        if "approx" in tokens[k].cats:
            approximate = True
        onlike = True
        k += 1
    first_cats = tokens[k].cats
    if "from" in first_cats or "between" in first_cats or "num" in first_cats or "clockword" in first_cats:
        ranged = clock_range(c, k)
        if ranged is not None:
            return At(node, ranged[0]), ranged[1]
    bound = tokens[k].cats.get("bound")
    if bound is not None and "to" not in tokens[k].cats:
        timed = clock(c, c.skip(k + 1, "approx"), bare=True)
        if timed is not None:
            time, after = timed
            part = _part_after(c, after)
            if part is not None:
                time, after = _halve(time, part[0].name), part[1]
            at = At(node, time)
            if bound in ("before", "by", "until"):
                return Range(None, at, end_kind=str(bound)), after
            return Range(at, None, start_kind="at" if bound in ("since", "after") else "within"), after
        return None
    single = clock(c, k, bare=onlike or tokens[j].text == "," and c.at_end(k + 1) and isinstance(node, (Anchor, Shift)))
    if single is not None:
        time, after = single
        part = _part_after(c, after)
        if part is not None:
            time, after = _halve(time, part[0].name), part[1]
        made: Expression = At(node, time)
        if "for" in tokens[after].cats and (lasting := quantity(c, after + 1)) is not None:
            return Window(lasting[0], 1, made, inclusive=True), lasting[2]
        return (Qualified(made, approximate=True) if approximate else made), after
    if "from" in tokens[k].cats and (single := clock(c, k + 1, bare=True)) is not None:
        after = single[1]
        if "for" in tokens[after].cats and (lasting := quantity(c, after + 1)) is not None:
            return Window(lasting[0], 1, At(node, single[0]), inclusive=True), lasting[2]
    if onlike and tokens[k - 1].cats and "for" in tokens[k - 1].cats and (lasting := quantity(c, k)) is not None:
        m = lasting[2]
        if "from" in tokens[m].cats and (single := clock(c, m + 1, bare=True)) is not None:
            return Window(lasting[0], 1, At(node, single[0]), inclusive=True), single[1]
    return _part_of(c, node, j)


def takes_time(node: Expression) -> bool:
    """Whether a time of day can stand behind ``node``: it names a day."""
    if isinstance(node, Fields):
        return node.day is not None or node.weekday is not None
    if isinstance(node, Nth):
        return node.unit == "day" or node.unit.startswith("weekday") or node.unit == "business-day"
    if isinstance(node, Unit):
        return node.unit in ("day", "business-day")
    if isinstance(node, (Within, Chosen)):
        return takes_time(node.what)
    if isinstance(node, Slice):
        return isinstance(node.of, Unit) and node.of.unit == "day"
    if isinstance(node, Alternatives):
        return takes_time(node.items[0])
    if isinstance(node, Anchor):
        return node.grain is Grain.DAY
    return isinstance(node, (Shift, Adjacent, Named, EventName, Literal, Around)) and not (isinstance(node, Around) and node.unit != "day")


def _part_of(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    k = c.comma(j)
    tokens = c.tokens
    while "prep" in tokens[k].cats or "the" in tokens[k].cats:
        k += 1
    half = tokens[k].cats.get("ampm")
    if half is not None:
        return At(node, DayPart("morning" if half == "am" else "afternoon")), k + 1
    part = day_part(c, k)
    if part is None:
        return None
    if isinstance(part[0], DayPart) and part[0].name == "tonight" and node != TODAY:
        return None
    return At(node, part[0]), part[1]


def _attach_part(c: Cursor, node: At, j: int) -> tuple[Expression, int] | None:
    """A clock behind a part of the day ("tomorrow morning at 7"), or a part behind a clock."""
    tokens = c.tokens
    k = c.comma(j)
    if isinstance(node.time, DayPart):
        approximate = False
        while "onlike" in tokens[k].cats or "approx" in tokens[k].cats or ("prep" in tokens[k].cats and "from" not in tokens[k].cats):
            approximate = approximate or "approx" in tokens[k].cats
            k += 1
        timed: Match = clock_range(c, k) or clock(c, k, bare=True)
        if timed is not None:
            made = At(node.date, _in_part(timed[0], node.time))
            return (Qualified(made, approximate=True) if approximate else made), timed[1]
        if isinstance(node.date, Fields) and node.date == Fields(weekday=node.date.weekday):
            dated_ = _with_weekday(c, node.date.weekday or 1, c.comma(j))
            if dated_ is not None:
                return evolve(node, date=dated_[0]), dated_[1]
        return None
    if isinstance(node.time, (Clock, Range)):
        part = _part_after(c, k)
        if part is not None:
            return At(node.date, _in_part(node.time, part[0])), part[1]
        zone, after = zone_at(c, j)
        if zone is not None and isinstance(node.time, Clock) and node.time.zone is None:
            return At(node.date, evolve(node.time, zone=zone)), after
        if isinstance(node.date, Fields) and node.date == Fields(weekday=node.date.weekday) and k == j + 1:
            dated_ = _with_weekday(c, node.date.weekday or 1, k)
            if dated_ is not None:
                return evolve(node, date=dated_[0]), dated_[1]
        if node.date == SOMEDAY and k == j + 1:
            date = point(c, k)
            if date is not None and isinstance(date[0], (Fields, Alternatives, Nth, Chosen, Within, Named)) and not (
                isinstance(date[0], Fields) and date[0].year is not None and date[0].month is None
            ):
                return At(date[0], node.time), date[1]
    return None


def attach_offset(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """"E + 3 days", "Nov. 30 - 2 days"."""
    tokens = c.tokens
    if tokens[j].text not in ("+", "-") or not tokens[j].gap:
        return None
    found = quantity(c, j + 1)
    if found is None or "yearmark" in tokens[found[2] - 1].cats and tokens[j + 1].cats.get("digits", 1) > 1:  # type: ignore[operator]
        return None
    return Shift(node, found[0], 1 if tokens[j].text == "+" else -1, found[1]), found[2]


def attach_range(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """A range inside what was said: "next week between Wednesday and Friday", "November between 19 and 20"."""
    if not isinstance(node, (Unit, Fields)) or (isinstance(node, Fields) and (node.day is not None or node.weekday is not None)):
        return None
    tokens = c.tokens
    between = "between" in tokens[j].cats
    if not between and "from" not in tokens[j].cats:
        return None
    days = dates.day(c, j + 1)
    if days is not None and tokens[days[2]].text == "-" and (last := dates.day(c, days[2] + 1)) is not None:
        # "Feb between 2-7", which alone would be a date
        first_day = with_outer(Fields(day=days[0]), node)
        return Range(first_day, with_outer(Fields(day=last[0]), node), extent=not between), last[2]
    first = point(c, j + 1)
    if first is None:
        return None
    a, k = first
    joined = "to" in tokens[k].cats or tokens[k].text == "-" or (between and "and" in tokens[k].cats)
    if not joined:
        return None
    second = point(c, k + 1)
    if second is None:
        return None
    b, after = second
    if not all(isinstance(x, Fields) and (x.day is not None or x.weekday is not None) for x in (a, b)):
        return None
    inner, outer = (a, b)
    if isinstance(inner, Fields) and isinstance(outer, Fields) and isinstance(node, Fields):
        merged_b = with_outer(outer, node)
        year = merged_b.year if isinstance(merged_b, Fields) else None
        merged_a = with_outer(inner, node if inner.year is not None or year is None else evolve(node, year=year))
        return Range(merged_a, merged_b, extent=not between), after
    return Range(with_outer(a, node), with_outer(b, node), extent=not between), after


def attach_week(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """"tomorrow week", "Tuesday fortnight": so much later, as the British say."""
    unit = c.tokens[j].cats.get("unit")
    if unit not in ("week", "fortnight") or not c.at_end(j + 1) or "weekno" in c.tokens[j + 1].cats:
        return None
    if isinstance(node, Fields) and node == Fields(weekday=node.weekday):
        return Shift(Chosen(node, "coming"), ((1, str(unit)),), 1), j + 1
    if isinstance(node, Anchor) or (isinstance(node, Shift) and node.amounts == ((1, "day"),) and isinstance(node.base, Anchor)):
        return Shift(node, ((1, str(unit)),), 1), j + 1
    return None


def attach_weekend(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """"Labor Day 2021 weekend"."""
    if c.tokens[j].cats.get("unit") == "weekend" and isinstance(node, Within) and isinstance(node.what, Named):
        return Around("weekend", node), j + 1
    return None


def attach_century(c: Cursor, node: Expression, j: int) -> tuple[Expression, int] | None:
    """The century of a decade that says none: "the nineties of the 20th century"."""
    if not isinstance(node, Nth) or node.unit != "decade-short" or node.of is not None:
        return None
    k = c.skip(j, "of", "the")
    if k == j and not c.language.bare_genitive:
        return None
    found = point(c, k)
    if found is None or not isinstance(found[0], Nth) or found[0].unit != "century":
        return None
    return Nth((found[0].n - 1) * 100 + node.n, "decade-of"), found[1]


POSTFIXES: Final[tuple[Postfix, ...]] = (
    attach_year,
    attach_outer,
    attach_time,
    attach_on_weekday,
    attach_weekend,
    attach_week,
    attach_range,
    attach_offset,
    attach_century,
)
"""What may follow a date, tried in this order until none fits."""


def is_now(node: Expression) -> bool:
    """Whether ``node`` is the anchor's moment."""
    return isinstance(node, Anchor) and node.grain is Grain.SECOND
