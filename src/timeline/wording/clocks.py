"""Rules for times of day: clocks, parts of the day, ranges of clocks, zones."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import evolve

from timeline import zones
from timeline.errors import InvalidDateError
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import Clock, DayPart, Expression, Range

ClockMatch: TypeAlias = "tuple[Clock, int] | None"

_FIGURED: Final = frozenset({"base", "zulu", "wire"})
"""Zones that four figures without a colon may stand before: "1400 GMT"."""
_HOURED: Final = frozenset({"base", "zulu"})
"""Zones that a bare hour may stand before: "15 UTC"."""
_IANA: Final = re.compile(r"[A-Za-z]+(?:/[A-Za-z_+-]+)+")
_OFFSET: Final = re.compile(r"\s*([+-])\s?(\d{1,2})(?::?(\d\d))?(?!\d)(?!:)")
_NO_NAME: Final = "", ""


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    cities: dict[str, str] = {}
    for name in sorted(zones.zone_names()):
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/")):
            cities.setdefault(name.rsplit("/", 1)[1].replace("_", " ").lower(), name)
    return cities


_NO_ZONE: Final = frozenset({"to", "and", "num", "onlike", "weekday", "dayword", "month"})
"""What stands behind times often, and starts the name of no zone."""


def zone_at(c: Cursor, i: int, *, offsets: bool = True) -> tuple[str | None, int]:
    """The zone named at ``i`` ("GMT", "Minsk time", "UTC+3"), and the index behind it."""
    token = c.tokens[i]
    if i == c.last or not _NO_ZONE.isdisjoint(token.cats):
        return None, i
    names = c.language.zones
    zone, kind = names.get(token.text, _NO_NAME)
    if kind == "base" or (
        offsets and (token.text == "+" or (token.text == "-" and token.gap and not c.tokens[i + 1].gap))
    ):
        found = _OFFSET.match(c.text, c.end(i) if kind else c.start(i))
        # after a bare clock "-11" starts a range; only "-11:00" is an offset
        if found and int(found[2]) <= 14 and (found[3] or token.text != "-"):
            after = c.behind(i, found.end())
            hours, minutes = int(found[2]), int(found[3] or 0)
            return ("UTC" if hours == minutes == 0 else f"{found[1]}{hours:02d}:{minutes:02d}"), after
    timed = False
    for length in (1, 2, 3):
        if i + length < len(c.tokens) and "time" in c.tokens[i + length].cats:
            timed = True
            words = " ".join(c.tokens[i + k].text for k in range(length))
            if words in names:
                return names[words][0] or None, i + length + 1
            if words in _cities():
                return _cities()[words], i + length + 1
    if "zone" in token.cats:
        return token.cats["zone"], i + 1
    if kind == "local":
        return None, i + 1
    if (
        not timed
        and c.tokens[i + 1].text == "/"
        and (name := _IANA.match(c.text, c.start(i)))
        and name[0] in zones.zone_names()
    ):
        return name[0], c.behind(i, name.end())
    if (
        not timed
        and kind
        and kind != "timed"
        and (
            kind != "region"
            or c.at_end(i + 1)
            or c.tokens[i + 1].text == ","
            or not _DATING.isdisjoint(c.tokens[i + 1].cats)
        )
    ):
        return zone, i + 1
    return None, i


_DATING: Final = frozenset({"dayword", "weekday", "onlike"})
"""What starts the date behind a clock."""
_CLOCK_SIGNS: Final = frozenset(":.-~")
_CLOCK_CATS: Final = frozenset(
    {
        "ampm",
        "ampmletter",
        "hourletter",
        "oclock",
        "past",
        "before-hour",
        "to",
        "and",
        "word",
        "hourmark",
        "hourpart",
        "ish",
    }
)

_CLOCK_STARTS: Final = frozenset({"num", "clockword", "towards", "short-of", "lone", "quant", "half", "unit"})


def may_be_clock(c: Cursor, i: int) -> bool:
    """Whether the number at ``i`` can be a time of day, by what stands behind it; a quick no for most dates."""
    after = c.tokens[i + 1]
    if after.text in _CLOCK_SIGNS:
        return True
    cats = after.cats
    if not cats:
        kind = c.language.zones.get(after.text, _NO_NAME)[1]
        return kind in _HOURED or (kind in _FIGURED and c.tokens[i].cats.get("digits") == 4)
    if "unit" in cats:
        return cats["unit"] == "minute" or "oclock" in cats or "hourmark" in cats or "hourletter" in cats
    if "digits" in cats:
        return cats["digits"] == 2 and "ampm" in c.tokens[i + 2].cats  # "7 30 pm"
    return not _CLOCK_CATS.isdisjoint(cats)


def _half(c: Cursor, i: int) -> tuple[str, int]:
    """``am`` or ``pm`` at ``i``, by letters or by a part of the day, and the index behind it."""
    token = c.tokens[i]
    half = token.cats.get("ampm")
    if half is not None:
        return half, i + 1
    letter = token.cats.get("ampmletter", "")
    return (letter, i + 1) if letter and not token.gap and not c.has(i + 1, "unit") else ("", i)


def clock(c: Cursor, i: int, *, bare: bool = False) -> ClockMatch:
    """A time of day at ``i``: "10:30", "10.30 am", "18h30", "half past seven", "nine thirty", "noon".

    A lone hour is one only where ``bare``.

    Raises:
        InvalidDateError: hour 25, minute 61.
    """
    found = None if _CLOCK_STARTS.isdisjoint(c.tokens[i].cats) else _clock(c, i, bare=bare)
    if found is None:
        return None
    made, after = found
    if after == c.last:
        return found
    if "hourshift" in c.tokens[after].cats and made.minute is None:
        total = made.hour * 60 + c.tokens[after].cats["hourshift"]
        half, behind = _hour_part(c, made.hour, after + 1)
        return _checked(total // 60 % 24, total % 60, None, half or made.half), behind
    zone, after = zone_at(c, after, offsets=made.minute is not None)
    if zone is not None:
        made = evolve(made, zone=zone)
    return made, after


def is_hour(c: Cursor, i: int) -> bool:
    """Whether what stands at ``i`` is a time of day, behind a word that means "at" before those and "about" else."""
    found = clock(c, i, bare=True)
    return found is not None and (found[1] > i + 1 or "num" not in c.tokens[i].cats or c.at_end(i + 1))


def _clock(c: Cursor, i: int, *, bare: bool) -> ClockMatch:
    tokens = c.tokens
    token = tokens[i]
    cats = token.cats
    if "clockword" in cats:
        return Clock(cats["clockword"][0], None, None, "24"), i + 1 + _is_sharp(c, i + 1)
    if ("towards" in cats or "short-of" in cats or "lone" in cats) and (running := _running(c, i)) is not None:
        return running
    following = tokens[i + 1].cats
    if (following and "ampm" not in following) or "num" not in cats:
        spoken = _spoken(c, i)
        if spoken is not None:
            return spoken
    if "num" not in cats or cats.get("digits", 1) > 4:
        return None
    hour = cats["num"]
    after = tokens[i + 1]
    minute: int | None = None
    second: int | None = None
    j = i + 1
    if cats.get("digits", 1) > 2:
        # "1030 am", "0930 hours", "1530h"
        half, k = _half(c, j)
        hundred = _says_hours(c, j) or _in_figures(c, i)
        if (half or (hundred and cats["digits"] == 4)) and cats["digits"] < 5 and not after.text.isdigit():
            return _checked(hour // 100, hour % 100, None, half or "24"), k if half else j + _says_hours(c, j)
        return None
    if after.text == ":" and "digits" in tokens[i + 2].cats:
        minute, j = int(tokens[i + 2].text), i + 3
        if tokens[j].text == ":" and "digits" in tokens[j + 1].cats:
            second, j = int(tokens[j + 1].text), j + 2
            if tokens[j].text == "." and "digits" in tokens[j + 1].cats:
                j += 2
    elif after.text == "." and "digits" in tokens[i + 2].cats and tokens[i + 2].cats["digits"] == 2 and hour < 24:
        half, _ = _half(c, i + 3)
        dated = tokens[i + 3].text == "." and "digits" in tokens[i + 4].cats
        told = half or _says_hours(c, i + 3) or _is_sharp(c, i + 3)
        if dated or (not told and (not bare or int(tokens[i + 2].text) > 59)):
            return None  # "23.12.2017"
        minute, j = int(tokens[i + 2].text), i + 3
    elif "hourletter" in after.cats and not after.gap and hour < 25:
        j = i + 2
        if "digits" in tokens[j].cats and not tokens[j].gap and tokens[j].cats["digits"] == 2:
            minute, j = int(tokens[j].text), j + 1
        elif not bare and not _names_hour(c, i, hour):
            return None
        return _checked(hour, minute, None, "24"), j
    elif (
        after.cats.get("digits") == 2
        and after.gap
        and 0 < hour <= 12
        and int(after.text) < 60
        and "ampm" in tokens[i + 2].cats
    ):
        minute, j = int(after.text), i + 2  # "7 30 pm"
    elif "hourmark" in after.cats and hour < 25:
        return _marked(c, i, bare=bare)
    elif "word" in cats and 1 <= hour <= 12:
        k = j + 1 if after.text == "-" and not after.gap else j
        follow = tokens[k].cats
        if follow.get("num") == 0 and "word" in follow and 0 < tokens[k + 1].cats.get("num", 0) < 10:
            minute, j = tokens[k + 1].cats["num"], k + 2  # "seven oh five"
        elif "num" in follow and "word" in follow and 10 <= follow["num"] <= 59:
            minute, j = follow["num"], k + 1
            if tokens[j].cats.get("unit") == "minute":
                j += 1
            elif "unit" in tokens[j].cats or "month" in tokens[j].cats:
                return None
    if minute is not None and _says_hours(c, j):
        return _checked(hour, minute, second, "24"), j + 1
    half, k = _half(c, j)
    if minute == 0 and hour == 12 and not half and "clockword" in tokens[j].cats:
        return _checked(tokens[j].cats["clockword"][0], 0, None, "24"), j + 1  # "12:00 noon"
    if not half and "hourpart" in tokens[j].cats and (minute is not None or "unit" not in tokens[j].cats):
        half, k = _hour_part(c, hour, j)
    if half:
        return _checked(hour, minute, second, half), k + _is_sharp(c, k)
    if _is_sharp(c, j):
        half, k = _half(c, j + 1)
        return _checked(hour, minute, second, half), k
    if minute is None:
        told = bare or "ish" in tokens[j].cats or c.language.zones.get(tokens[j].text, _NO_NAME)[1] in _HOURED
        if not told or hour > 24 or "unit" in tokens[j].cats or ("suffix" in tokens[j].cats and not tokens[j].gap):
            return None
        if "month" in tokens[j].cats or tokens[j].text in ("/", ":"):
            return None
        if tokens[j].text in ("-", ".") and "digits" in tokens[j + 1].cats and tokens[j + 2].text == tokens[j].text:
            return None  # a date, "12-05-2019"
        return _checked(hour, None, None, "24" if len(token.text) == 2 and token.text[0] == "0" else ""), j
    padded = len(token.text) == 2 and token.text[0] == "0"
    return _checked(hour, minute, second, "24" if padded or hour > 12 or hour == 0 or c.language.clock_24 else ""), j


def _is_sharp(c: Cursor, i: int) -> bool:
    """Whether "o'clock" or "sharp" stands at ``i``, which no unit does."""
    cats = c.tokens[i].cats
    return "oclock" in cats and "unit" not in cats


def _says_hours(c: Cursor, i: int) -> bool:
    """Whether "hours", "hrs" or a glued "h" stands at ``i``, behind the figures of a clock."""
    token = c.tokens[i]
    return ("oclock" in token.cats and "unit" in token.cats) or ("hourletter" in token.cats and not token.gap)


def _names_hour(c: Cursor, i: int, hour: int) -> bool:
    """Whether "15h" at ``i`` is a time of day and not a length: past noon, or with a day behind it ("9h tomorrow")."""
    tokens = c.tokens
    behind = tokens[i + 2].cats
    if not _LENGTHS.isdisjoint(behind) or "unit" in tokens[i + 3].cats or tokens[i + 2].text == "'":
        return False
    if i > 0 and ("for" in tokens[i - 1].cats or "within" in tokens[i - 1].cats):
        return False
    return hour > 12 or day_behind(c, i + 2) or (i > 0 and not _DAYS.isdisjoint(tokens[i - 1].cats))


_LENGTHS: Final = frozenset({"ago", "after", "before", "back", "from", "bound", "time", "window"})
"""What stands behind a length, and never behind an hour."""


def _in_figures(c: Cursor, i: int) -> bool:
    """Whether four figures at ``i`` can only be a time of day: "at 1400", "1500Z", "tomorrow 0800"."""
    tokens = c.tokens
    number = tokens[i].cats["num"]
    if tokens[i].cats.get("digits") != 4:
        return False
    if c.language.zones.get(tokens[i + 1].text, _NO_NAME)[1] in _FIGURED:
        return True
    if i == 0 or number > 2359 or number % 100 > 59:
        return False
    before = tokens[i - 1]
    if before.text == "-" or "to" in before.cats:
        return i > 2 and tokens[i - 2].cats.get("digits") == 4 and _in_figures(c, i - 2)  # "Sat 1000-1400"
    if "atclock" in before.cats or tokens[i].text[0] == "0":
        return True
    return not _DAYS.isdisjoint(before.cats) and not _LIKE_YEARS[0] <= number < _LIKE_YEARS[1]


_LIKE_YEARS: Final = (1900, 2100)
"""Figures from the first up to the second are rather a year."""
_DAYS: Final = frozenset({"weekday", "dayword"})
"""What stands before four figures that are no year."""


def _hour_part(c: Cursor, hour: int, i: int) -> tuple[str, int]:
    """The half of the day that a part of it at ``i`` gives an hour ("3 of the night"), and the index behind it."""
    part = c.tokens[i].cats.get("hourpart", "")
    if part == "night":
        part = "am" if hour < 6 or hour == 12 else "pm"
    return part, i + 1 if part else i


def _marked(c: Cursor, i: int, *, bare: bool) -> ClockMatch:
    """An hour that says it is one: "10 hours 30 minutes", "3 hours of the night"; no duration ("2 hours ago")."""
    tokens = c.tokens
    hour = tokens[i].cats["num"]
    # a mark, or minutes behind it, that no length of time has
    told = "unit" not in tokens[i + 1].cats or "hourshift" in tokens[i + 2].cats
    minute: int | None = None
    j = i + 2
    if "num" in tokens[j].cats and tokens[j].cats.get("digits", 2) < 3:
        minutes = tokens[j + 1].cats.get("unit") == "minute"
        if minutes or (
            tokens[j].cats.get("digits") == 2
            and (not tokens[j + 1].cats or (told and not _DATING.isdisjoint(tokens[j + 1].cats)))
            and tokens[j + 1].text not in ("/", "-")
        ):
            minute, j = tokens[j].cats["num"], j + 1 + minutes
    half, k = _hour_part(c, hour, j)
    if half:
        return _checked(hour, minute, None, half), k
    behind = tokens[j].cats
    bare = bare or told
    if not bare and (
        "ago" in behind or "after" in behind or "before" in behind or "back" in behind or "from" in behind
    ):
        return None
    dated = "num" in behind and "month" in tokens[j + 1].cats
    if minute is None and not bare and not dated and not (i > 0 and tokens[i - 1].text == ","):
        return None
    return _checked(hour, minute, None, "24" if hour > 12 or hour == 0 else ""), j


def _running(c: Cursor, i: int) -> ClockMatch:
    """Read "half eight" for 7:30, "short of five eight" for 7:55, and the one hour that needs no number."""
    tokens = c.tokens
    cats = tokens[i].cats
    if "lone" in cats:
        part = tokens[i + 1].cats.get("hourpart") if cats.get("unit") == "hour" else None
        if part is None:
            return None
        half, k = _hour_part(c, 1, i + 1)
        return _checked(1, None, None, half), k
    j = i + 1
    if "towards" in cats:
        target = tokens[j].cats.get("ord", 0) or _hour_towards(c, j)
        minutes = cats["towards"]
    else:
        minutes = -15 if tokens[j].cats.get("unit") == "quarter" else -tokens[j].cats.get("num", 0)
        j += 2 if tokens[j + 1].cats.get("unit") == "minute" else 1
        target = 1 if tokens[j].cats.get("unit") == "hour" else tokens[j].cats.get("num", 0)
    hour = int(target)
    if not 0 < hour <= 12 or minutes <= -60 or minutes == 0:
        return None
    j += _is_sharp(c, j + 1)
    half, k = _hour_part(c, hour, j + 1)
    # The hour that runs is the one before: half eight is half an hour into the eighth.
    return _checked((hour - 1) or 12, minutes % 60, None, half), k


def _hour_towards(c: Cursor, i: int) -> int:
    """The hour at ``i`` as a number, behind "half" in languages where it runs up to that hour, or 0."""
    cats, behind = c.tokens[i].cats, c.tokens[i + 1].cats
    counted = "digits" in cats and "unit" in c.tokens[i - 1].cats  # "quarter 3"
    return 0 if counted or cats.get("digits", 1) > 2 or not _NO_HOUR.isdisjoint(behind) else cats.get("num", 0)


def _spoken(c: Cursor, i: int) -> ClockMatch:
    """Read "half past seven", "a quarter to seven", "20 min past eight", "thirty-six minutes past eight"."""
    tokens = c.tokens
    j = i + 1 if "quant" in tokens[i].cats and tokens[i].cats["quant"] == 1 else i
    cats = tokens[j].cats
    if "half" in cats and "num" not in cats:
        minutes = 30
    elif cats.get("unit") == "quarter" and "ord" not in cats:
        minutes = 15
    elif "num" in cats and cats.get("digits", 1) < 3:
        minutes = cats["num"]
        if tokens[j + 1].cats.get("unit") == "minute":
            j += 1
        elif not ("word" in cats or "past" in tokens[j + 1].cats):
            return None
    else:
        return None
    if tokens[j + 1].text == "-" and not tokens[j + 1].gap and "past" in tokens[j + 2].cats:
        j += 1  # "half-past three"
    joiner = tokens[j + 1].cats
    sign = 1 if "past" in joiner else -1 if "before-hour" in joiner else 0
    if "half" in cats and j == i and 0 < joiner.get("num", 0) <= 12:
        return _half_past(c, j + 1)
    if sign == 0 and minutes == 15 and "genitive" in joiner and "unit" in cats:
        sign = -1  # "quarter of eight", as Americans say
    running = tokens[j + 1].cats.get("ord", 0)
    if c.language.bare_genitive and 0 < running <= 12 and 0 < minutes < 60 and "month" not in tokens[j + 2].cats:
        half, k = _hour_part(c, running, j + 2)  # "five minutes of the first" hour: 12:05
        return _checked((running - 1) or 12, minutes, None, half), k
    if sign == 0 or not 0 < minutes < 60:
        return None
    target = tokens[j + 2]
    if "towards" in target.cats and (turned := _running(c, j + 2)) is not None:
        made, k = turned  # "five to half eight", which is 7:25
        total = made.hour * 60 + (made.minute or 0) + sign * minutes
        return evolve(made, hour=total // 60 % 24, minute=total % 60), k
    if (
        sign == -1
        and "to" in joiner
        and tokens[j].cats.get("unit") != "minute"
        and not (minutes == 15 and "unit" in cats)
        and not (minutes % 5 == 0 and "word" in cats and minutes != 5)
    ):
        return None
    if "clockword" in target.cats:
        hour, half = target.cats["clockword"][0], "24"
        k = j + 3
    elif "num" in target.cats and 1 <= target.cats["num"] <= 12 and target.cats.get("digits", 1) < 3:
        hour = target.cats["num"]
        k = j + 3 + _is_sharp(c, j + 3)
        if "unit" in tokens[k].cats or "month" in tokens[k].cats:
            return None
        half, k = _half(c, k)
    else:
        return None
    total = hour * 60 + sign * minutes
    hour = total // 60 % 24
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    return Clock(hour, total % 60, None, half), k


def _half_past(c: Cursor, i: int) -> ClockMatch:
    """Behind "half" at ``i``: "half nine" for half past nine, as the British say."""
    hour, following = c.tokens[i].cats, c.tokens[i + 1].cats
    if hour.get("digits", 1) > 2 or not _NO_HOUR.isdisjoint(following) or following.get("digits", 0) > 2:
        return None
    if "digits" in hour and hour["num"] < 3 and "ampm" not in following:
        return None  # "half 2" is the second half
    half, k = _half(c, i + 1)
    return _checked(hour["num"], 30, None, half), k


_NO_HOUR: Final = frozenset({"unit", "month", "suffix", "num", "word", "decade", "hundreds"})
"""What stands behind a number that is no hour."""


def _checked(hour: int, minute: int | None, second: int | None, half: str) -> Clock:
    if hour == 24 and not minute and not second:
        return Clock(24, minute, second, "24")
    if hour > 24 or (hour == 24 and (minute or second)):
        raise InvalidDateError(f"there is no hour {hour}", "23:59")
    if minute is not None and minute > 59:
        raise InvalidDateError(f"there is no minute {minute}", f"{hour:02d}:59")
    if second is not None and second > 59:
        raise InvalidDateError(f"there is no second {second}", f"{hour:02d}:{minute or 0:02d}:59")
    if half in ("am", "pm"):
        if hour == 0 and half == "pm":
            raise InvalidDateError("there is no 0 pm", "12 pm, or 12 am")
        if hour > 12 and half == "am":
            raise InvalidDateError(f"there is no {hour} am", f"{hour - 12} pm")
        if hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
    return Clock(hour, minute, second, half)


def clock_range(c: Cursor, i: int, *, told: bool = False) -> Match:
    """Read "10:00-11:30", "from 5 to 6pm", "between 2 and 4:30 pm": two clocks that share what one of them says.

    ``told``: what stands before says that bare numbers can only be hours.
    """
    tokens = c.tokens
    opened = "from" in tokens[i].cats or "between" in tokens[i].cats
    between = "between" in tokens[i].cats
    j = i + 1 if opened else i
    if "onlike" in tokens[j].cats:
        j += 1
    first = clock(c, j, bare=True)
    if first is None:
        return None
    start, k = first
    joiner = tokens[k]
    if not (joiner.text in ("-", "~") or "to" in joiner.cats or ("and" in joiner.cats and between)):
        return None
    second = clock(c, k + 1, bare=True)
    if second is None:
        return None
    end, after = second
    if is_lone(start) and is_lone(end) and not told and not _dated_before(c, i, after) and not day_behind(c, after):
        if "clockword" in tokens[j].cats or "clockword" in tokens[k + 1].cats:
            return share(start, end), after  # "10 to noon"
        if "ish" in tokens[after].cats or any(
            "hourmark" in each.cats or "hourletter" in each.cats for each in tokens[j:after]
        ):
            return share(start, end), after
        return None  # "9 to 12" alone could be days
    return share(start, end), after


def is_lone(time: Clock) -> bool:
    """Whether a clock is a bare number, which could be a day as well."""
    return time.minute is None and time.half in ("", "24") and time.zone is None and time.hour > 0


def day_behind(c: Cursor, i: int) -> bool:
    """Whether a day or a part of one stands behind ``i``, so that "5 to 6" before it can only be hours."""
    tokens = c.tokens
    j = c.comma(i)
    while "prep" in tokens[j].cats or "onlike" in tokens[j].cats:
        j += 1
    cats = tokens[j].cats
    if "daypart" in cats or "dayword" in cats or "weekday" in cats:
        return True
    following = tokens[j + 1].cats
    if "rel" in cats:
        part = following.get("unit") == "day" and "genitive" in tokens[j + 2].cats  # "on the last day of X"
        return part or "daypart" in following or "weekday" in following
    if "month" in cats:
        return j > i and "num" in following and following.get("digits", 1) < 3
    if "named" in cats:
        return j > i
    if cats.get("unit") == "day":
        return j > i and not _BESIDE.isdisjoint(following)  # "on the day after X"
    if ("num" in cats or "quant" in cats) and "unit" in following:
        return not _BESIDE.isdisjoint(tokens[j + 2].cats)  # "two days before X"
    if "num" in cats or "ord" in cats:
        after = tokens[j + 1]
        if tokens[j - 1].text == ",":
            return False  # "4-6, 8 May" lists days
        part = following.get("unit") == "day" or "weekday" in following  # "on the second day of X"
        return j > i and (
            part or after.text in ("/", ".", "-") or "month" in following or "suffix" in following or "of" in following
        )
    return False


_BESIDE: Final = frozenset({"after", "before", "side", "genitive", "ago"})
"""What ties a day, or so many, to what it is counted from."""


def _dated_before(c: Cursor, i: int, after: int) -> bool:
    """Whether a weekday or such stands right before ``i``, so that "8-9" can only be hours."""
    if i > 1 and c.tokens[i - 1].text == "," and "weekday" in c.tokens[i - 2].cats:
        return c.at_end(after) or "or" in c.tokens[after].cats  # "Friday, 9-5"
    return i > 0 and any(
        category in c.tokens[i - 1].cats for category in ("weekday", "dayword", "unit", "daypart", "onlike", "suffix")
    )


def share(start: Clock, end: Clock) -> Range:
    """The range of two clocks; a half of the day or a zone said with one counts for both."""
    if not start.half and end.half in ("am", "pm"):
        hour = start.hour % 12 + (12 if end.half == "pm" else 0)
        # "9:30-4:30 pm" starts in the morning, "3-8 pm" does not
        if hour * 60 + (start.minute or 0) <= end.hour * 60 + (end.minute or 0):
            start = evolve(start, hour=hour, half=end.half)
        else:
            start = evolve(start, half="am")
    elif not end.half and start.half in ("am", "pm"):
        base = start.hour * 60 + (start.minute or 0)
        for hour in (end.hour, end.hour + 12):
            if hour * 60 + (end.minute or 0) > base and hour < 24:
                end = evolve(end, hour=hour, half="24")
                break
    elif not end.half and (not start.half or (start.half == "24" and start.hour == 12)) and end.hour < 12:
        base = start.hour * 60 + (start.minute or 0)
        if end.hour * 60 + (end.minute or 0) <= base < (end.hour + 12) * 60 + (end.minute or 0):
            end = evolve(end, hour=end.hour + 12, half="24")
    if start.zone is None and end.zone is not None:
        start = evolve(start, zone=end.zone)
    return Range(start, end)


def day_part(c: Cursor, i: int) -> tuple[Expression, int] | None:
    """Morning, afternoon, evening, night; early or late in it; AM and PM as halves of the day."""
    tokens = c.tokens
    j = c.skip(i, "the")
    cats = tokens[j].cats
    cut = ""
    if cats.get("slice") in ("early", "mid", "late"):
        k = j + 1
        while tokens[k].text == "-" or "the" in tokens[k].cats:
            k += 1
        if "daypart" not in tokens[k].cats:
            return None
        cut, j = cats["slice"], k
        cats = tokens[j].cats
    name = cats.get("daypart")
    if name is None:
        return None
    if name == "first-thing":
        if j > i:
            return None  # "the first thing"
        k = c.skip(j + 1, "prep")
        return DayPart("morning", "early"), k + 1 if tokens[k].cats.get("daypart") == "morning" else j + 1
    return DayPart(name, cut), j + 1
