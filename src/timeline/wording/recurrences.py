"""Rules for what repeats: "every Tuesday", "monthly on the 15th", "the last Friday of each month until June 2018"."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from timeline.errors import InvalidDateError, WordingError
from timeline.wording.clocks import clock, clock_range, day_part
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    SOMEDAY,
    Alternatives,
    At,
    Clock,
    DayPart,
    EventName,
    Every,
    Expression,
    Fields,
    Listed,
    Named,
    Nth,
    Range,
    Recurrence,
    Shift,
    Unit,
    Within,
)
from timeline.wording.joining import joiner_at
from timeline.wording.points.ordinals import ordinal
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import half_at, quantity
from timeline.wording.points.steps import day_beside
from timeline.wording.points.times import in_part, part_after
from timeline.wording.sharing import inherit

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""RFC 5545 weekday names, Monday first."""

FREQUENCIES: Final = {
    # unit -> (FREQ, INTERVAL for one of it, BYDAY)
    "second": ("SECONDLY", 1, ""),
    "minute": ("MINUTELY", 1, ""),
    "hour": ("HOURLY", 1, ""),
    "day": ("DAILY", 1, ""),
    "business-day": ("WEEKLY", 1, "MO,TU,WE,TH,FR"),
    "weekend": ("WEEKLY", 1, "SA,SU"),
    "week": ("WEEKLY", 1, ""),
    "workweek": ("WEEKLY", 1, ""),
    "fortnight": ("WEEKLY", 2, ""),
    "month": ("MONTHLY", 1, ""),
    "quarter": ("MONTHLY", 3, ""),
    "half": ("MONTHLY", 6, ""),
    "year": ("YEARLY", 1, ""),
    "decade": ("YEARLY", 10, ""),
    "century": ("YEARLY", 100, ""),
}


@define
class _Rule:
    """A rule as it is put together; ``text`` writes it in RFC 5545's order of parts."""

    freq: str = ""
    interval: int = 1
    months: list[int] = field(factory=list)
    month_days: list[int] = field(factory=list)
    days: list[str] = field(factory=list)
    count: int | None = None
    start: Expression | None = None
    until: Expression | None = None
    time: Expression | None = None
    first: Expression | None = None

    def text(self) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        for name, values in (("BYMONTH", self.months), ("BYMONTHDAY", self.month_days), ("BYDAY", self.days)):
            if values:
                parts.append(f"{name}={','.join(str(value) for value in values)}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)


def recurrence(c: Cursor, i: int) -> Match:
    """A recurrence at ``i``, or None.

    Raises:
        WordingError: it repeats, but no single rule says how ("twice a year").
        InvalidDateError: it repeats on a day that no month has.
    """
    tokens = c.tokens
    rule = _Rule()
    j = i
    while "prep" in tokens[j].cats and "every" not in tokens[j].cats and "in" not in tokens[j].cats:
        j += 1
    timed = clock_range(c, j) or clock(c, j)
    if timed is not None and (
        "every" in tokens[timed[1]].cats or "freq" in tokens[timed[1]].cats or "plural" in tokens[timed[1]].cats
    ):
        rule.time, j = timed
    after = _head(c, j, rule)
    if after is None:
        return None
    if timed is not None and rule.time is not timed[0] and rule.time is not None:
        if not isinstance(rule.time, DayPart):
            return None
        rule.time = in_part(timed[0], rule.time)  # "8 pm nightly"
    after = _tail(c, after, rule)
    if not rule.freq:
        return None
    if rule.start is not None and rule.until is not None and rule.start is not rule.until:
        rule.start, rule.until = inherit(rule.start, rule.until)  # "daily from 5 to 9 May"
    if (
        rule.start is not None
        and rule.start is rule.until
        and rule.freq == "WEEKLY"
        and rule.interval == 1
        and rule.time is None
    ):
        # "every Monday in May 2018" lists its days
        found = tuple(Every(Fields(weekday=DAYS.index(day) + 1), rule.start) for day in rule.days)
        if found:
            return (found[0] if len(found) == 1 else Listed(found)), after
    if rule.month_days and (last := max(map(abs, rule.month_days))) > 31:
        raise InvalidDateError(f"there is no day {last} in a month", "the 31st")
    return Recurrence(rule.text(), rule.start, rule.until, rule.first, rule.time), after


def _head(c: Cursor, j: int, rule: _Rule) -> int | None:
    """What repeats, up to its settings."""
    tokens = c.tokens
    cats = tokens[j].cats
    if "times" in cats or ("num" in cats and "timesword" in tokens[j + 1].cats):
        return _times(c, j, rule)
    if "freq" in cats:
        return _frequency(c, j, rule)
    if "every" in cats:
        return _every(c, j if "other" in cats else j + 1, rule)  # "alternate" is "every other"
    if "plural" in cats and "weekday" in cats:
        return _weekdays(c, j, rule, plural=True)
    told = _Rule()
    after = _weekdays(c, j, told) if "weekday" in cats else None
    evenings = tokens[j + 1 if after is None else after].cats
    if after is not None and "daypart" in evenings and "plural" in evenings:
        part = _part_time(c, after)
        if part is not None:
            rule.freq, rule.days, rule.time = "WEEKLY", told.days, part[0]
            return part[1]  # "Sunday mornings", "Monday to Thursday evenings"
    if cats.get("unit") in ("business-day", "weekend") and "daypart" in evenings and "plural" in evenings:
        part = _part_time(c, j + 1)
        if part is not None:
            rule.freq, rule.days, rule.time = "WEEKLY", FREQUENCIES[cats["unit"]][2].split(","), part[0]
            return part[1]  # "weekday evenings"
    if (
        "plural" in cats
        and cats.get("unit") in ("business-day", "weekend")
        and ("of" not in tokens[j + 1].cats or "from" in tokens[j + 1].cats)
    ):
        freq, _, days = FREQUENCIES[cats["unit"]]
        rule.freq, rule.days = freq, days.split(",")
        return j + 1
    return _part_of_every(c, j, rule) or _nth_weekdays(c, j, rule, every=False)


def _times(c: Cursor, j: int, rule: _Rule) -> int | None:
    tokens = c.tokens
    if "times" in tokens[j].cats:
        count, k = tokens[j].cats["times"], j + 1
    else:
        count, k = tokens[j].cats["num"], j + 2
    if not (
        "quant" in tokens[k].cats
        or "every" in tokens[k].cats
        or "genitive" in tokens[k].cats
        or "per" in tokens[k].cats
        or "unit" in tokens[k].cats
    ):
        return None
    if count > 1:
        raise WordingError(
            f"{c.text[c.start(j) :].strip()!r} repeats, but no single rule says on which days", c.column(j)
        )
    k = k + 1 if "unit" not in tokens[k].cats else k
    return _every(c, k, rule)


def _frequency(c: Cursor, j: int, rule: _Rule) -> int:
    freq, interval = c.tokens[j].cats["freq"]
    rule.freq, rule.interval = freq, int(interval)
    if "daypart" in c.tokens[j].cats and (part := _part_time(c, j)) is not None:
        rule.time = part[0]  # "nightly at 10"
        return part[1]
    return _on(c, j + 1, rule)


def _every(c: Cursor, j: int, rule: _Rule) -> int | None:
    """Behind "every": how many of what."""
    tokens = c.tokens
    cats = tokens[j].cats
    if (several := _nth_weekdays(c, j, rule, every=True)) is not None:
        return several
    if "other" in cats:
        follows, behind = tokens[j + 1].cats, tokens[j + 2].cats
        if "weekday" in follows and ("genitive" in behind or behind.get("unit") == "month"):
            return _yearly(c, j, rule)  # "every second Tuesday of the month"
        if "unit" in follows or "named" in follows or "weekday" in follows:
            rule.interval, j = 2, j + 1
            cats = tokens[j].cats
    elif cats.get("quant") == 2 and "unit" in tokens[j + 1].cats:
        rule.interval, j = 2, j + 1  # "every couple of weeks"
        cats = tokens[j].cats
    elif (
        "half" in cats and tokens[after_half := half_at(c, j) + (tokens[j + 1].text == "-")].cats.get("unit") == "hour"
    ):
        rule.freq, rule.interval = "MINUTELY", 30
        return after_half + 1
    elif "num" in cats and "unit" in tokens[j + 1].cats:
        rule.interval, j = cats["num"], j + 1
        cats = tokens[j].cats
        if rule.interval < 1:
            raise WordingError("nothing repeats every 0 days", c.column(j - 1))
    elif (
        (nth := ordinal(c, j))
        and nth[0] > 1
        and "weekday" in tokens[nth[1]].cats
        and "genitive" not in tokens[nth[1] + 1].cats
    ):
        if nth[0] > 2:
            raise WordingError(
                f"{c.text[c.start(j) :].strip()!r} can be every {nth[0]} weeks or one day of each month: say which",
                c.column(j),
            )
        rule.interval, j = nth  # "every 2nd Tuesday", as "every second Tuesday"
        cats = tokens[j].cats
    elif (
        (nth := ordinal(c, j)) is not None
        and "unit" in tokens[nth[1]].cats
        and nth[0] > 1
        and "genitive" not in tokens[nth[1] + 1].cats
    ):
        rule.interval, j = nth
        cats = tokens[j].cats
    if (
        "unit" in cats
        and ("genitive" not in tokens[j + 1].cats or c.known_name(c.skip(j + 2, "the")) is not None)
        and not ("ord" in cats and "weekday" in tokens[j + 1].cats)
    ):
        freq, step, days = FREQUENCIES.get(cats["unit"], ("", 1, ""))
        if not freq:
            return None
        if cats["unit"] == "business-day" and rule.interval > 1:
            raise WordingError("every so many working days follow no single rule", c.column(j))
        rule.freq, rule.interval = freq, rule.interval * step
        if days:
            rule.days = days.split(",")
        return _on(c, j + 1, rule)
    if "weekday" in cats:
        return _weekdays(c, j, rule)
    if "daypart" in cats and (part := _part_time(c, j)) is not None:
        rule.freq, rule.time = "DAILY", part[0]
        return part[1]
    if "month" in cats or "num" in cats or "ord" in cats or "named" in cats:
        return _yearly(c, j, rule)
    return None


def _weekdays(c: Cursor, j: int, rule: _Rule, *, plural: bool = False) -> int | None:
    """Read "Tuesday and Thursday", "Mondays", up to what comes behind."""
    tokens = c.tokens
    days: list[str] = []
    k = j
    while "weekday" in tokens[k].cats:
        days.append(DAYS[tokens[k].cats["weekday"] - 1])
        k += 1
        last = joiner_at(c, k)
        running = tokens[k].text == "-" or "spanning" in tokens[k].cats or "plural" in tokens[last].cats
        if last and "weekday" in tokens[last].cats and running:  # "Mondays to Fridays"
            until = tokens[last].cats["weekday"]
            days += _through(tokens[k - 1].cats["weekday"], until)
            k = last + 1
        after = k
        if tokens[after].text in (",", "/"):
            after += 1
        if "and" in tokens[after].cats or "or" in tokens[after].cats:
            after += 1
        if after > k and "weekday" in tokens[after].cats:
            k = after
    if plural and "genitive" in tokens[k].cats and "every" not in tokens[k + 1].cats:
        return None
    rule.freq = rule.freq or "WEEKLY"
    rule.days = sorted(set(days), key=DAYS.index)
    return k


def _through(first: int, last: int) -> list[str]:
    """The days behind weekday ``first`` up to ``last``, over the end of the week where that comes between."""
    return [DAYS[(first + step) % 7] for step in range((last - first) % 7)]


def _yearly(c: Cursor, j: int, rule: _Rule) -> int | None:
    """Read "every January", "every 5 November", "every 15th", "every first Monday of the month"."""
    numbered = _month_days(c, j, rule)
    if numbered is not None:
        return numbered
    found = point(c, j)
    if found is None:
        return None
    node, after = found
    if isinstance(node, Alternatives):
        node = node.items[0]
    if isinstance(node, Fields) and node.year is None and node.month is not None and node.weekday is None:
        rule.freq = "YEARLY"
        rule.months = [node.month]
        if node.day is not None:
            rule.month_days = [node.day]
        return after
    if isinstance(node, Fields) and node == Fields(day=node.day):
        rule.freq, rule.month_days = "MONTHLY", [node.day or 1]
        return after
    if isinstance(node, At) and isinstance(node.date, Nth):
        rule.time, node = node.time, node.date  # "every first Thursday of the month at 7 pm"
    if isinstance(node, Nth):
        return after if _nth(rule, node) else None
    return after if _named(rule, node) else None


def _named(rule: _Rule, node: Expression) -> bool:
    """A named day each year: which dates that are is worked out where the country is known."""
    if isinstance(node, At):
        rule.time, node = node.time, node.date
    if not isinstance(node.base if isinstance(node, Shift) else node, Named):
        return False
    rule.freq, rule.first = "YEARLY", node
    return True


def _month_days(c: Cursor, j: int, rule: _Rule) -> int | None:
    """Read "1st and 15th (of the month)"."""
    days: list[int] = []
    k = j
    while True:
        k = c.skip(k, "the")
        found = ordinal(c, k)
        if found is None or not (0 < found[0] <= 31):
            break
        days.append(found[0])
        k = found[1]
        after = c.comma(k)
        if "and" in c.tokens[after].cats:
            after += 1
        if after > k and ordinal(c, c.skip(after, "the")) is not None:
            k = after
            continue
        break
    single = "genitive" in c.tokens[k].cats and c.tokens[c.skip(k + 1, "the", "every")].cats.get("unit") == "month"
    if len(days) < (1 if single else 2):
        return None
    if "genitive" in c.tokens[k].cats:
        tail = c.skip(k + 1, "the", "every")
        if c.tokens[tail].cats.get("unit") != "month":
            return None
        k = tail + 1
    rule.freq, rule.month_days = "MONTHLY", days
    return k


def _nth(rule: _Rule, node: Nth) -> bool:
    """The n-th weekday or day of each month or year."""
    outer = node.of
    freq = "MONTHLY"
    if isinstance(outer, Fields) and outer == Fields(month=outer.month) and outer.month:
        freq, rule.months = "YEARLY", [outer.month]
    elif isinstance(outer, Unit) and outer.unit == "year":
        freq = "YEARLY"
    elif not (outer is None or (isinstance(outer, Unit) and outer.unit == "month")):
        return False
    if node.unit.startswith("weekday:"):
        rule.days = [f"{node.n}{DAYS[int(node.unit[8:]) - 1]}"]
    elif node.unit == "day":
        rule.month_days = [node.n]
    else:
        return False
    rule.freq = freq
    return True


def _part_of_every(c: Cursor, j: int, rule: _Rule) -> int | None:
    """Read "the last Friday of each month", "the 15th of every month", "November 5 every year", "10 May annually"."""
    tokens = c.tokens
    at = next((k for k in range(j, len(tokens)) if "every" in tokens[k].cats or "freq" in tokens[k].cats), None)
    if at is None or at == j:
        return None
    unit = str(tokens[at + 1].cats.get("unit")) if "every" in tokens[at].cats else ""
    several = _several_weekdays(c, j, rule, unit)
    if several is not None:
        return several
    numbered = _month_days(c, j, rule)
    if numbered is not None:
        return numbered
    k = c.skip(j, "the")
    nth = ordinal(c, k)
    if nth is not None and unit in ("month", "year", "week", "quarter"):
        n, after = nth
        cats = tokens[after].cats
        if "weekday" in cats and ((at == after + 2 and "genitive" in tokens[after + 1].cats) or at == after + 1):
            if unit == "quarter":
                return at + 2 if _quarterly(rule, n, [f"{n}{DAYS[int(cats['weekday']) - 1]}"], 4) else None
            rule.freq = FREQUENCIES[unit][0]
            rule.interval = FREQUENCIES[unit][1]
            rule.days = [f"{n}{DAYS[int(cats['weekday']) - 1]}"]
            return at + 2
        is_day = cats.get("unit") in ("day", "business-day")
        ends = after + 1 if is_day else after
        if ((at == ends + 1 and "genitive" in tokens[ends].cats) or at == ends) and (n > 0 or is_day):
            rule.freq, rule.interval, _ = FREQUENCIES[unit]
            if cats.get("unit") == "business-day":
                raise WordingError("business days of a month follow no single rule", c.column(after))
            days = {"week": 7, "month": 31}.get(unit)
            if days is not None and abs(n) > days:
                raise InvalidDateError(f"no {unit} has {abs(n)} days", f"{days}")
            if unit == "quarter":
                return at + 2 if _quarterly(rule, n, [], 28) else None
            if unit == "week":
                rule.days = [DAYS[n - 1 if n > 0 else 7 + n]]
            else:
                rule.month_days = [n]
            return at + 2
    found = point(c, j)
    if found is None:
        return None
    node, after = found
    if isinstance(node, Alternatives):
        node = node.items[0]
    after = c.comma(after)
    if after != at:
        return None
    if "freq" in tokens[at].cats:
        freq = tokens[at].cats["freq"][0]
        unit = {"YEARLY": "year", "MONTHLY": "month", "WEEKLY": "week"}.get(freq, "")
        behind = at + 1
    else:
        behind = at + 2
    return behind if _fixed(rule, node, unit) else None


def _quarterly(rule: _Rule, n: int, days: list[str], most: int) -> bool:
    """The n-th day or weekday of each quarter, which lies in its first month or, counted from its end, its last."""
    if abs(n) > most:
        return False
    rule.freq, rule.interval = "YEARLY", 1
    rule.months = [1, 4, 7, 10] if n > 0 else [3, 6, 9, 12]
    rule.days, rule.month_days = days, [] if days else [n]
    return True


def _several_weekdays(c: Cursor, j: int, rule: _Rule, unit: str) -> int | None:
    """Read "the second and fourth Tuesday of every month"."""
    numbers, k = _ordinals(c, j)
    cats = c.tokens[k].cats
    if (
        len(numbers) < 2
        or "weekday" not in cats
        or "genitive" not in c.tokens[k + 1].cats
        or unit not in ("month", "year")
    ):
        return None
    rule.freq = FREQUENCIES[unit][0]
    rule.days = [f"{n}{DAYS[int(cats['weekday']) - 1]}" for n in numbers]
    return k + 4


def _ordinals(c: Cursor, j: int) -> tuple[list[int], int]:
    """The ordinals of "first and third", and the index behind them."""
    numbers: list[int] = []
    k = j
    while (found := ordinal(c, c.skip(k, "the"))) is not None:
        numbers.append(found[0])
        k = found[1]
        after = c.skip(c.comma(k), "and")
        if after == k or ordinal(c, c.skip(after, "the")) is None:
            break
        k = after
    return numbers, k


def _nth_weekdays(c: Cursor, j: int, rule: _Rule, *, every: bool) -> int | None:
    """Read "first and third Saturdays (of the month)", "every 1st and 3rd Saturday"."""
    numbers, k = _ordinals(c, j)
    cats = c.tokens[k].cats
    if not numbers or "weekday" not in cats or not ("plural" in cats or (every and len(numbers) > 1)):
        return None
    after = _of_unit(c, k + 1)
    if after == k + 1 and ("of" in c.tokens[after].cats or min(numbers) < 0):
        return None  # "first Saturdays in May"
    rule.freq = "YEARLY" if c.tokens[after - 1].cats.get("unit") == "year" else "MONTHLY"
    rule.days = [f"{n}{DAYS[cats['weekday'] - 1]}" for n in numbers]
    return after


def _fixed(rule: _Rule, node: Expression, unit: str) -> bool:
    """The rule of a date that comes again each ``unit``."""
    if isinstance(node, Fields) and unit == "year" and node.month is not None and node.year is None:
        rule.freq, rule.months = "YEARLY", [node.month]
        rule.month_days = [node.day] if node.day is not None else []
        return True
    if isinstance(node, Fields) and unit == "month" and node == Fields(day=node.day):
        rule.freq, rule.month_days = "MONTHLY", [node.day or 1]
        return True
    if isinstance(node, Fields) and unit == "week" and node.weekday is not None and node.day is None:
        rule.freq, rule.days = "WEEKLY", [DAYS[node.weekday - 1]]
        return True
    if isinstance(node, Nth) and unit in ("year", "month"):
        return _nth(rule, node)
    return unit == "year" and _named(rule, node)


def _on(c: Cursor, j: int, rule: _Rule) -> int:
    """Which days of each week, month or year: "on Mondays", "on the 15th", "on the last Sunday of March"."""
    tokens = c.tokens
    k = j
    while (
        "onlike" in tokens[k].cats
        or ("prep" in tokens[k].cats and "in" not in tokens[k].cats and "for" not in tokens[k].cats)
        or tokens[k].text == ","
    ):
        k += 1
    if "in" in tokens[k].cats and "month" in tokens[k + 1].cats:
        k += 1
    if k == j and "weekday" not in tokens[k].cats and not c.language.bare_genitive:
        return j
    if "weekday" in tokens[k].cats and rule.freq in ("WEEKLY", "DAILY"):
        rule.freq = "WEEKLY"
        return _weekdays(c, k, rule) or j
    if clock(c, k) is not None:
        return j
    if rule.freq in ("MONTHLY", "YEARLY"):
        held = rule.freq, rule.interval
        numbered = _month_days(c, k, rule)
        if numbered is not None:
            rule.freq = held[0]
            return numbered
        nth = ordinal(c, k)
        if nth is not None and rule.freq == "MONTHLY":
            n, after = nth
            cats = tokens[after].cats
            if "weekday" in cats:
                rule.days = [f"{n}{DAYS[int(cats['weekday']) - 1]}"]
                return _of_unit(c, after + 1)
            if cats.get("unit") == "day":
                rule.month_days = [n]
                return _of_unit(c, after + 1)
            if cats.get("unit") == "business-day":
                raise WordingError("business days of a month follow no single rule", c.column(after))
            if n > 0:
                rule.month_days = [n]
                return _of_unit(c, after)
        found = point(c, k)
        if found is not None:
            node = found[0].items[0] if isinstance(found[0], Alternatives) else found[0]
            unit = "year" if rule.freq == "YEARLY" else "month"
            if _fixed(rule, node, unit):
                rule.freq, rule.interval = held
                return found[1]
            rule.freq, rule.interval = held
    return j


def _of_unit(c: Cursor, i: int) -> int:
    """Behind "of the month" at ``i``."""
    if "genitive" in c.tokens[i].cats:
        j = c.skip(i + 1, "the", "every")
        if c.tokens[j].cats.get("unit") in ("month", "year"):
            return j + 1
    return i


def _tail(c: Cursor, i: int, rule: _Rule) -> int:
    """Times, start, end and number of occurrences, in any order."""
    while not c.at_end(i):
        after = _setting(c, i, rule)
        if after is None:
            break
        i = after
    return i


def _part_time(c: Cursor, i: int) -> Match:
    """A part of the day, or the clock in it that may stand behind it: "every morning at 8"."""
    part = day_part(c, i)
    if part is None:
        return None
    k = c.skip(c.comma(part[1]), "onlike")
    timed: Match = clock_range(c, k) or clock(c, k, bare=k > part[1])
    if timed is None or not isinstance(part[0], DayPart):
        return part
    return in_part(timed[0], part[0]), timed[1]


def _often(c: Cursor, j: int, rule: _Rule) -> int | None:
    """Behind weekdays: "Tuesdays fortnightly", "Tuesdays, every other week"."""
    cats = c.tokens[j].cats
    told = _Rule()
    after = j + 1
    if "freq" in cats:
        told.freq, told.interval = cats["freq"][0], int(cats["freq"][1])
    elif "every" in cats:
        after = _every(c, j + 1, told) or 0
    if told.freq != "WEEKLY" or told.days or not after:
        return None
    rule.interval = told.interval
    return after


def _without(c: Cursor, i: int, rule: _Rule) -> int | None:
    """Weekdays that a rule leaves out: "every day except Sunday", "every weekday but Wednesday"."""
    left = _Rule()
    k = c.skip(i, "onlike")
    after = _weekdays(c, k, left)
    if after is not None and not left.days and c.tokens[k].cats.get("unit") == "weekend":
        left.days, after = list(DAYS[5:]), k + 1  # "every day except weekends"
    days = rule.days or list(DAYS)
    weekly = rule.freq == "WEEKLY" and rule.days
    if any("whichever" in token.cats for token in c.tokens[:i]):
        return None  # "any day but Friday" is one of them
    if (
        after is None
        or not left.days
        or rule.interval != 1
        or not (weekly or rule.freq == "DAILY")
        or not set(left.days) < set(days)
    ):
        return None
    rule.freq, rule.days = "WEEKLY", [day for day in days if day not in left.days]
    return after


def _refuse_hour(c: Cursor, found: tuple[Expression, int], i: int) -> None:
    """Refuse an hour where what repeats starts or ends for good: "every Friday from 7 pm", "weekdays from 9".

    Raises:
        WordingError: it is one, or a number that can be one.
    """
    node, after = found
    if isinstance(node, At) and node.date == SOMEDAY:
        raise WordingError("one end of the hours is no time of each day: write at 19:00, or 19:00-21:00", c.column(i))
    bare = isinstance(node, Fields) and node == Fields(day=node.day) and "num" in c.tokens[i + 1].cats
    if bare and after == i + 2 and not joiner_at(c, after):
        raise WordingError("a number alone can be a day or an hour: write the 5th, or at 5 pm", c.column(i))


def _behind(node: Expression) -> Expression:
    """What starts after something: with the day behind an event, whose end may be known within bounds only."""
    return day_beside(node, 1) if isinstance(node, EventName) else Range(node, None, start_kind="after")


_HOURLESS: Final = frozenset({"month", "genitive", "suffix"})
"""What stands behind days, and never behind hours."""


_STRETCHING: Final = frozenset({"in", "between", "genitive", "prep", "inside", "rel"})
"""What stands before the stretch in which something repeats."""


def _setting(c: Cursor, i: int, rule: _Rule) -> int | None:
    tokens = c.tokens
    j = c.comma(i)
    cats = tokens[j].cats
    if rule.time is None:
        timed: Match = clock_range(c, j) or clock_range(c, j, told=True)
        if timed is not None and not _HOURLESS.isdisjoint(tokens[timed[1]].cats):
            timed = None  # "daily from 5 to 9 May"
        k = c.skip(j, "onlike")
        if timed is None and "atclock" in cats and k == j:
            timed = clock(c, j + 1, bare=True)  # "every Friday starting at 7"
        if timed is None:
            timed = clock(c, k, bare=k > j)
        if timed is not None and (inside := part_after(c, timed[1])) is not None:
            timed = in_part(timed[0], inside[0]), inside[1]
        if timed is None and ("daypart" in tokens[c.skip(j, "prep")].cats):
            timed = _part_time(c, c.skip(j, "prep"))
        if timed is not None:
            rule.time = timed[0]
            return timed[1]
    if rule.freq == "WEEKLY" and rule.interval == 1 and rule.days and (often := _often(c, j, rule)) is not None:
        return often
    if "open" in cats and rule.until is None:
        return j + 1  # "Tuesdays until further notice"
    if "except" in cats and (kept := _without(c, j + 1, rule)) is not None:
        return kept
    bound = cats.get("bound")
    if rule.until is None and ("to" in cats or bound in ("until", "by", "before")):
        end = operand(c, j + 1)
        if end is not None:
            _refuse_hour(c, end, j)
            rule.until = Range(None, end[0], end_kind="before") if bound == "before" else end[0]
            return end[1]
    if rule.count is None and ("for" in cats or "num" in cats):
        k = j + 1 if "for" in cats else j
        if "num" in tokens[k].cats and ("count" in tokens[k + 1].cats or "timesword" in tokens[k + 1].cats):
            rule.count = tokens[k].cats["num"]
            return k + 2
        lasting = quantity(c, k) if "for" in cats else None
        if lasting is not None and len(lasting[0]) == 1:
            amount, unit = lasting[0][0]
            freq, step, _ = FREQUENCIES.get(unit, ("", 1, ""))
            if freq == "WEEKLY" and rule.freq == "DAILY":
                freq, step = "DAILY", 7 * step  # "every day for a week"
            if freq == rule.freq and isinstance(amount, int) and not (freq == "WEEKLY" and len(rule.days) > 1):
                rule.count = max(1, amount * step // rule.interval)
                return lasting[2]
    if rule.start is None and ("from" in cats or bound in ("since", "not-before", "after") or "start" in cats):
        begin = operand(c, j + 1)
        if begin is not None:
            _refuse_hour(c, begin, j)
            rule.start = _behind(begin[0]) if bound == "after" else begin[0]
            return begin[1]
    if rule.start is None and rule.until is None and not _STRETCHING.isdisjoint(cats):
        named = "genitive" in cats or "inside" in cats  # "each morning of the visit"
        stretch = operand(c, j + 1) if named else point(c, j if "rel" in cats else j + 1)  # "every day this week"
        if (
            stretch is not None
            and isinstance(stretch[0], (Fields, Unit, Within, Range, EventName))
            and not isinstance(stretch[0], Clock)
        ):
            node, after = stretch
            if "between" in cats and "and" in tokens[after].cats:
                second = point(c, after + 1)
                if second is None:
                    return None
                rule.start, rule.until = node, second[0]
                return second[1]
            rule.start = rule.until = node
            return after
        if stretch is not None and isinstance(stretch[0], At) and isinstance(stretch[0].date, EventName):
            rule.start = rule.until = stretch[0].date  # "every day of the visit at 9:00"
            rule.time = stretch[0].time
            return stretch[1]
    owned = c.known_name(j) if rule.start is None and rule.until is None and c.language.bare_genitive else None
    if owned is not None:
        rule.start = rule.until = owned[0]
        return owned[1]
    return None
