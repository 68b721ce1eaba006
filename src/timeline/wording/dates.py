"""Rules for calendar dates that stand by themselves: numeric dates, days and months by name, years, eras."""

from __future__ import annotations

from typing import Final, TypeAlias

from timeline.calendar import days_in_month
from timeline.errors import InvalidDateError, NoDateError
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import Alternatives, Expression, Fields, Named, Nth, Range, Slice, Within

_SEPARATORS: Final = frozenset("/-.")
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

YearMatch: TypeAlias = "tuple[int, bool, int] | None"
"""Year (astronomical), whether its century is open, index behind it."""


def roman(word: str) -> int | None:
    """The value of a Roman number below 100, in lower case; None for anything else."""
    if not word or any(letter not in _ROMAN for letter in word):
        return None
    values = [_ROMAN[letter] for letter in word]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total < 100 and _to_roman(total) == word else None


def _to_roman(number: int) -> str:
    text = ""
    for value, letters in ((90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            text += letters
            number -= value
    return text


def era(c: Cursor, year: int, i: int) -> tuple[int, int]:
    """The astronomical year of a year with an era at ``i``, and the index behind the era."""
    name = c.tokens[i].cats.get("era")
    if name is None:
        return year, i
    return (1 - year if name == "bc" else year), i + 1


def marked_year(c: Cursor, i: int) -> int:
    """The index behind what may follow the number of a year at ``i`` ("2017 year", "2017-th"), or ``i``."""
    tokens = c.tokens
    if "yearsuffix" in tokens[i].cats and not tokens[i].gap:
        return i + 2 if "yearmark" in tokens[i + 1].cats else i + 1
    return i + 1 if "yearmark" in tokens[i].cats else i


_HOURLY: Final = frozenset({"ampm", "hourpart", "oclock"})
_LAST_HALVED: Final = 1259
"""The last time in four figures that a half of the day can stand behind."""


def _starts_clock(c: Cursor, i: int) -> bool:
    """Whether the number at ``i`` is an hour ("10:30", "5 pm")."""
    after = c.tokens[i + 1]
    cats = after.cats
    if not _HOURLY.isdisjoint(cats):
        if "ampm" in cats:
            return c.tokens[i].cats.get("num", 0) <= _LAST_HALVED  # "3 May 2015 p.m." is no quarter past eight
        return "unit" not in cats
    if after.text == ".":
        return "ampm" in c.tokens[i + 3].cats
    if after.text == ":":
        return True
    if "hourletter" in cats and not after.gap:
        return c.tokens[i + 2].cats.get("digits", 2) == 2  # "1 March, 09h00", and no "19H2"
    return "ampmletter" in cats and not after.gap and c.at_end(i + 2)


def year(c: Cursor, i: int, *, short: bool = False) -> YearMatch:
    """A year at ``i``: four digits, "nineteen ninety-eight", "'17", with an era; two bare digits where ``short``."""
    tokens = c.tokens
    token = tokens[i]
    cats = token.cats
    if token.text == "'" and tokens[i + 1].cats.get("digits") == 2:
        return int(tokens[i + 1].text), True, i + 2
    if cats.get("era") == "ad" and "digits" in tokens[i + 1].cats:
        return int(tokens[i + 1].text), False, i + 2
    if "num" not in cats:
        if "ord" in cats and "yearmark" in tokens[i + 1].cats and cats["ord"] > 31:
            nth = cats["ord"]
            if nth < 100 and "era" not in tokens[i + 2].cats:
                return nth, True, i + 2
            return _plain_era(c, nth, i + 2)
        return None
    number = cats["num"]
    digits = cats.get("digits")
    after = i + 1
    if digits == 4 and after == c.last:
        return number, False, after
    following = tokens[after].cats
    if ("yearmark" in following or "yearsuffix" in following) and (behind := marked_year(c, after)) > after:
        if "era" in tokens[behind].cats or digits in (None, 3, 4):
            return _plain_era(c, number, behind)
        told = "yearmark" in tokens[behind - 1].cats or (number > 31 and "unit" not in tokens[behind].cats)
        return (number, True, behind) if digits == 2 and told else None
    if digits is None:
        if number >= 1000:
            return _plain_era(c, number, after)
        if (
            tokens[after].text == "-"
            and not tokens[after].gap
            and not tokens[after + 1].gap
            and "word" in tokens[after + 1].cats
        ):
            after += 1  # "twenty-seventeen"
            following = tokens[after].cats
        if 10 <= number <= 99 and "num" in following and "word" in following:
            rest = following["num"]
            last = after + 2 if tokens[after + 1].text == "-" and not tokens[after + 1].gap else after + 1
            if rest == 0 and "word" in tokens[last].cats and 0 < tokens[last].cats.get("num", 0) < 10:
                return number * 100 + tokens[last].cats["num"], False, last + 1
            if 10 <= rest <= 99 and not _starts_clock(c, after):
                return number * 100 + rest, False, after + 1
        if "era" in following:
            return _plain_era(c, number, after)
        return None
    if "era" in following:
        return _plain_era(c, number, after)
    if tokens[after].text == "/" and later_bc(c, after, number):
        return 1 - number, False, after
    if digits <= 6 and (tokens[after].text == "-" or "to" in following):
        last = after + 2 if "circa" in tokens[after + 1].cats else after + 1  # "500-c. 450 BC"
        if "digits" in tokens[last].cats:
            behind = marked_year(c, last + 1)
            if "era" in tokens[behind].cats:
                return (1 - number if tokens[behind].cats["era"] == "bc" else number), False, after  # "500-400 BC"
            if digits == 3 and behind > last + 1:
                return number, False, after
    if digits == 4:
        if _starts_clock(c, i) and tokens[after].text != "-":
            return None
        return number, False, after
    counted = "unit" in following and not (
        "halfletter" in following and "digits" in tokens[after + 1].cats
    )  # "FY19 H2"
    if digits == 2 and short and not _starts_clock(c, i) and not counted and "month" not in following:
        return None if "suffix" in following and not tokens[after].gap else (number, True, after)
    return None


def later_bc(c: Cursor, i: int, year: int) -> int:
    """The later year of "480/479 BC" or "480/79 BC", whose slash is at ``i``; 0 where there is none."""
    tokens = c.tokens
    if tokens[i].text != "/" or tokens[i + 2].cats.get("era") != "bc":
        return 0
    digits, number = tokens[i + 1].cats.get("digits", 0), tokens[i + 1].cats.get("num", 0)
    if digits > 1 and year - year % 10**digits + number < year:
        number += year - year % 10**digits
    return number if digits > 1 and 0 < number < year and not tokens[i + 1].gap else 0


def old_year(c: Cursor, i: int) -> YearMatch:
    """A year of three digits, which is one only where its neighbours say so: "May 451", "c. 451", "early 451"."""
    cats, following = c.tokens[i].cats, c.tokens[i + 1]
    if cats.get("digits") != 3 or not cats["num"]:
        return None
    if "unit" in following.cats or (not following.gap and following.text not in (",", "-", "?", "/", "")):
        return None
    return cats["num"], False, i + 1


def _plain_era(c: Cursor, number: int, after: int) -> tuple[int, bool, int]:
    counted, after = era(c, number, after)
    return counted, False, after


def day(c: Cursor, i: int) -> tuple[int, bool, int] | None:
    """A day of the month at ``i``: (day, whether an ordinal, index behind it)."""
    tokens = c.tokens
    token = tokens[i]
    cats = token.cats
    if "the" in cats:
        i += 1
        token = tokens[i]
        cats = token.cats
    if "num" in cats:
        number = cats["num"]
        if not 0 < number <= 31 or cats.get("digits", 1) > 2 or _starts_clock(c, i):
            return None
        if "suffix" in tokens[i + 1].cats and not tokens[i + 1].gap:
            return number, True, _of_day(c, i + 2)
        return number, False, i + 1
    if "ord" in cats and 0 < cats["ord"] <= 31:
        return cats["ord"], True, _of_day(c, i + 1)
    return None


def _of_day(c: Cursor, i: int) -> int:
    # "the twenty-third day of September": the unit adds nothing
    return i + 1 if c.tokens[i].cats.get("unit") == "day" and "of" in c.tokens[i + 1].cats else i


def check(fields: Fields) -> Fields:
    """The fields, where such a date can exist.

    Raises:
        InvalidDateError: it can't, in any year.
    """
    month, date = fields.month, fields.day
    if month is not None and date is not None:
        known = None if fields.short_year else fields.year
        if date > 28 and date > (length := days_in_month(4 if known is None else known, month)):
            shown = "" if known is None else f"{known:04d}-"
            raise InvalidDateError(
                f"there is no {shown}{month:02d}-{date:02d}: that month has {length} days",
                f"{shown}{month:02d}-{length:02d}",
            )
    return fields


def _with_year(
    c: Cursor, month: int | None, date: int | None, i: int, *, short: bool, dashes: bool = True
) -> tuple[Fields, int]:
    """Fields of a month and day, with the year that stands at ``i`` if one does."""
    tokens = c.tokens
    j = i
    joined = False
    while True:
        token = tokens[j]
        if token.text in ("-", "/") and not token.gap and not tokens[j + 1].gap:
            joined = True
        elif not (
            token.text == ","
            or (
                "of" in token.cats
                and "from" not in token.cats
                and not ("onlike" in token.cats and tokens[j + 1].cats.get("digits") in (1, 2))
            )
            or ("yearword" in token.cats and "num" in tokens[j + 1].cats)
        ):
            break
        j += 1
    if joined and j == i + 1 and tokens[j].cats.get("digits") not in ((2, 4) if dashes else (4,)):
        return Fields(None, month, date), i
    of = j > i
    if date is not None and not joined and tokens[j].text[:1] == "0" and tokens[j].cats.get("digits") == 4:
        return Fields(None, month, date), i  # "5 May 0745" is an hour, as no year is written so
    found = year(c, j, short=short or (of and tokens[j - 1].text != ",") or joined)
    if found is None and not of and tokens[j].cats.get("digits") == 2 and int(tokens[j].text) > 31:
        found = year(c, j, short=True)
    if found is None and not joined and (tokens[j + 1].text != "?" or tokens[j + 1].gap):
        found = old_year(c, j)  # "May 185?" can be in the 1850s
    if found is None:
        return Fields(None, month, date), i
    number, is_short, after = found
    second = tokens[after + 1].cats.get("digits", 9)
    if (
        not is_short
        and (tokens[after].text == "/" or (tokens[after].text == "-" and _is_doubled(c, number, month, date, after)))
        and not tokens[after].gap
        and second <= 2
        and tokens[after + 2].text != "/"
        and (number + 1) % 10**second == int(tokens[after + 1].text)
    ):
        # "11 February 1731/2": Old Style and New Style years; ours is the later
        return Fields(number + 1, month, date), after + 2
    if (
        is_short
        and tokens[after].text in ("/", "-", ":", ".")
        and not tokens[after].gap
        and "num" in tokens[after + 1].cats
    ):
        return Fields(None, month, date), i
    listed = is_short and tokens[j - 1].text == "," and (tokens[after].text == "," or "and" in tokens[after].cats)
    if listed and day(c, after + 1) is not None:
        return Fields(None, month, date), i  # "1 November, 29 and 30 December" goes on with days
    if joined and tokens[after].text == ":":
        return Fields(None, month, date), i
    return Fields(number, month, date, None, is_short), after


_GOES_ON: Final = frozenset("-/.:")
_LAST_DOUBLED: Final = 1752
"""The last year that did not start on 1 January everywhere in Britain and its colonies."""


def _is_doubled(c: Cursor, number: int, month: int | None, date: int | None, i: int) -> bool:
    """Whether the dash at ``i`` stands between the years of one day by two styles: "12 March 1744-5"."""
    if number > _LAST_DOUBLED or month is None or date is None or (month, date) >= (3, 25):
        return False
    behind = c.tokens[i + 2]
    return not c.tokens[i + 1].gap and behind.text not in _GOES_ON and "month" not in behind.cats


def month_led(c: Cursor, i: int) -> Match:
    """A date that starts with a month's name: "Nov. 29, 2017", "May", "May 2017", "Oct-2", "September-2020-23"."""
    tokens = c.tokens
    month = tokens[i].cats["month"]
    j = i + 1
    while tokens[j].text in (",", "/", "-", ".") or "the" in tokens[j].cats:
        j += 1
    separated = j > i + 1
    dashed = separated and tokens[i + 1].text == "-"
    if dashed and (tokens[i + 1].gap or tokens[j].gap) and "digits" in tokens[j].cats and tokens[j].cats["digits"] != 4:
        separated = False  # "May - 5 June" is a range
    else:
        if (
            dashed
            and tokens[j].cats.get("digits") == 4
            and tokens[j + 1].text == "-"
            and tokens[j + 2].cats.get("digits") == 2
        ):
            fields = Fields(int(tokens[j].text), month, int(tokens[j + 2].text))
            if fields.day and fields.day <= 31:
                return check(fields), j + 3
        found = day(c, j)
        if found is not None and not _is_year(c, j) and "unit" not in tokens[found[2]].cats:
            date, ordinal, after = found
            fields, after = _with_year(c, month, date, after, short=ordinal, dashes=separated)
            if (
                fields.year is None
                and not ordinal
                and tokens[after].text == ","
                and tokens[after + 1].cats.get("digits") == 2
            ):
                short = year(c, after + 1, short=True)
                # "Nov 29, 30" lists two days
                if short is not None and c.at_end(short[2]) and short[0] != date + 1:
                    fields, after = Fields(short[0], month, date, None, True), short[2]
            if (
                fields.year is None
                and not ordinal
                and tokens[j].cats.get("digits") == 2
                and after == i + 2
                and not separated
                and c.at_end(after)
            ):
                # "Nov 17" is a day first, a year second
                readings = check(fields), Fields(date, month, short_year=True)
                return Alternatives(readings, "month-number", ("the day of the month", "a two-digit year")), after
            return check(fields), after
        if found is None and tokens[j].cats.get("digits") in (1, 2) and not _starts_clock(c, j):
            number = int(tokens[j].text)
            if number == 0:
                raise InvalidDateError("there is no day 0", f"{month:02d}-01")
            dated = tokens[j + 1].text == "," and year(c, j + 2) is not None
            if number > 31 and "yearsuffix" in tokens[j + 1].cats and not tokens[j + 1].gap:
                return Fields(number, month, short_year=True), marked_year(c, j + 2)
            if number > 31 and (dated or ("suffix" in tokens[j + 1].cats and not tokens[j + 1].gap)):
                length = days_in_month(4, month)
                raise InvalidDateError(
                    f"there is no day {number}: that month has {length} days", f"{month:02d}-{length:02d}"
                )
    fields, after = _with_year(c, month, None, i + 1, short=False)
    return fields, after


def _is_year(c: Cursor, i: int) -> bool:
    """Whether the number at ``i`` starts a year rather than a day ("June nineteen eighty")."""
    following = c.tokens[i + 1]
    if not following.cats and following.text != "-" and "digits" in c.tokens[i].cats:
        return False  # one or two digits need something behind them to be a year
    found = year(c, i)
    if found is None:
        return False
    # "twenty-five nineteen eighty-six": a day, then its year
    return not (found[2] == i + 2 and "word" in c.tokens[found[2]].cats and year(c, i + 1) is not None)


def day_led(c: Cursor, i: int) -> Match:
    """A date that starts with its day: "29 Nov 2017", "the 3rd of May", "29/Nov/2017", "29 XI 2017", "23-2020-Sep"."""
    tokens = c.tokens
    found = day(c, i)
    if found is None:
        return _no_day(c, i)
    date, _, j = found
    k = j
    while tokens[k].text in ("/", "-", ",", ".") or "of" in tokens[k].cats or "the" in tokens[k].cats:
        if "to" in tokens[k].cats:
            break
        k += 1
    month = tokens[k].cats.get("month")
    if month is None and k <= j + 1:
        month = _roman_month(c, k)
    if month is not None:
        if tokens[j].text == "-" and tokens[j].gap and tokens[k].gap and k == j + 1:
            return None  # "29 - May" is no date
        fields, after = _with_year(c, month, date, k + 1, short=True)
        if fields.short_year and after == k + 2 and tokens[after].text == ":":
            fields, after = Fields(None, month, date), k + 1  # "5 May 10 : 30"
        return check(fields), after
    if (
        tokens[j].text == "-"
        and tokens[j + 1].cats.get("digits") == 4
        and tokens[j + 2].text == "-"
        and "month" in tokens[j + 3].cats
    ):
        return check(Fields(int(tokens[j + 1].text), tokens[j + 3].cats["month"], date)), j + 4
    return None


def _roman_month(c: Cursor, k: int) -> int | None:
    """A month in Roman numbers at ``k``, before a year: "29 XI 2017", "29.xi.2017", "29-XI-2017"."""
    tokens = c.tokens
    month = roman(tokens[k].text)
    behind = tokens[k + 2] if tokens[k + 1].text in ("-", "/") else tokens[k + 1]
    if month is None or month > 12 or "digits" not in behind.cats:
        return None
    at = c.start(k)
    if c.text[at - 1] in ".-/":
        return month
    return month if c.text[at].isupper() and behind.cats["digits"] == 4 else None  # "5 X 10" is a measure


_JOINING: Final = frozenset({"and", "to", "onlike"})


def second_day(c: Cursor, i: int) -> Match:
    """The second day of "26-27 May", "26th/27th May", "26 and 27 May"."""
    tokens = c.tokens
    first = day(c, c.skip(i, "the"))
    if first is None:
        return None
    joiner = tokens[first[2]]
    if joiner.text not in ("-", "/") and _JOINING.isdisjoint(joiner.cats):
        return None
    last = day_led(c, first[2] + 1)
    return last if last is not None and isinstance(last[0], Fields) and last[0].day == first[0] + 1 else None


def _no_day(c: Cursor, i: int) -> Match:
    """Refuse "32 May", "the 0th of May": a day that no month has, beside its month."""
    tokens = c.tokens
    if "num" not in tokens[i].cats or tokens[i].cats.get("digits", 1) > 2:
        return None
    j = i + 2 if "suffix" in tokens[i + 1].cats and not tokens[i + 1].gap else i + 1
    k = c.skip(j, "genitive")
    month = tokens[k].cats.get("month")
    if month is None or _starts_clock(c, i) or (k == j and tokens[k].text == "-"):
        return None
    if year(c, k + 1) is None and j == i + 1 and k == j and not c.at_end(k + 1):
        return None
    length = days_in_month(4, month)
    raise InvalidDateError(f"there is no day {tokens[i].cats['num']} in a month", f"{month:02d}-{length:02d}")


def year_led(c: Cursor, i: int) -> Match:
    """What starts with a year: "2017", "2016 Nov", "2019/Aug/01", "1990s", "2018 Q4", "2018 summer", "44 BC"."""
    tokens = c.tokens
    found = year(c, i)
    if found is None:
        return None
    number, is_short, j = found
    if tokens[i].cats.get("digits") == 4 or tokens[i].text == "'" or "word" in tokens[i].cats:
        tail = decade_tail(c, number, i, j)
        if tail is not None:
            return tail
    k = j
    while tokens[k].text in (",", "/", "-", ".") or "the" in tokens[k].cats:
        k += 1
    glued = k == j or not (tokens[j].text == "-" and tokens[j].gap)
    cats = tokens[k].cats
    if "month" in cats and glued:
        month = cats["month"]
        after = k + 1
        m = after
        while tokens[m].text in ("/", "-", ",") or "the" in tokens[m].cats:
            m += 1
        date = day(c, m)
        if (
            date is not None
            and (m == after or tokens[after].text != "-" or not tokens[after].gap)
            and tokens[m].cats.get("digits", 1) < 3
        ):
            follow = tokens[date[2]]
            if not (
                tokens[after].text == "-" and m == after + 1 and k == j and tokens[k].gap and "digits" in follow.cats
            ):
                return check(Fields(number, month, date[0], None, is_short)), date[2]
        return Fields(number, month, None, None, is_short), after
    if (
        glued
        and k == j + 1
        and tokens[j].text in ("/", "-")
        and cats.get("digits") == 2
        and tokens[k + 1].text == tokens[j].text
        and "month" in tokens[k + 2].cats
    ):
        return check(Fields(number, tokens[k + 2].cats["month"], int(tokens[k].text))), k + 3
    base = Fields(number, None, None, None, is_short)
    if glued and (part := lettered(c, k, base)) is not None:
        return part
    if "season" in cats and (k == j or (k == j + 1 and tokens[j].text == ",")):
        return Within(Nth(0, f"season:{cats['season']}"), base), k + 1
    if glued and ("ord" in cats or cats.get("digits") == 1) and (share := share_of(c, k, base)) is not None:
        return share
    if "monthsletter" in cats and not is_short and not tokens[k].gap and not tokens[k + 1].gap:
        month = tokens[k + 1].cats.get("num", 0)
        return (Fields(number, month), k + 2) if 1 <= month <= 12 else None  # "2017M03", as statistics are labelled
    if (
        "weekno" in cats
        and (len(tokens[k].text) < 3 or k == j)
        and glued
        and tokens[k + 1].cats.get("digits") in (1, 2)
    ):
        return Nth(int(tokens[k + 1].text), "week", base, iso=True), k + 2
    if "named" in cats and k == j:
        return Within(Named(cats["named"]), base), k + 1
    if ("fiscal" in cats or "academic" in cats) and k == j:
        return Slice("fiscal" if "fiscal" in cats else "academic", base), k + 1
    return base, j


def share_of(c: Cursor, k: int, base: Expression) -> Match:
    """The quarter or half behind its year: "2018 third quarter", "2018 1st half", "2018 1H"."""
    tokens = c.tokens
    cats, following = tokens[k].cats, tokens[k + 1]
    n, at = cats.get("ord", 0), k + 1
    if not n and cats.get("digits") == 1 and not following.gap:
        n = cats["num"]
        at += "suffix" in following.cats
        if at == k + 1 and len(following.text) > 1:
            return None
    part = tokens[at].cats
    letter = at == k + 1 and "ord" not in cats
    if "quarterletter" in part if letter else part.get("unit") == "quarter":
        return (Nth(n, "quarter", base), at + 1) if 1 <= n <= 4 else None
    if "halfletter" in part if letter else ("fraction" in part or part.get("unit") == "half"):
        return (Slice(f"{n}/2", base), at + 1) if n in (1, 2) else None
    return None


def decade_tail(c: Cursor, number: int, i: int, j: int, *, dashed: bool = False) -> Match:
    """The decade or century that a number with an "s" means: "1990s", "the '90s", "1800s", "2000's"."""
    tokens = c.tokens
    short = tokens[i].text == "'" or tokens[i].cats.get("digits") == 2
    digits = tokens[j - 1]
    after = j + 1 if dashed else j
    token = tokens[after]
    if "decades" in token.cats and (not token.gap or c.at_end(after + 1)) and "digits" in digits.cats:
        made = decade(number, short)
        era_at = after + 1 + ("yearmark" in tokens[after + 1].cats)
        if tokens[era_at].cats.get("era") == "bc" and number % 10 == 0 and number % 100:
            return Nth(number, "decade-bc"), era_at + 1  # "the 480s BC"
        if tokens[era_at].cats.get("era") == "ad" and number % 10 == 0 and number % 100:
            return Nth(number, "decade-of"), era_at + 1  # "the 50s AD"
        return None if made is None else (made, after + 1)
    if ("decade" in token.cats and "word" in digits.cats and 10 <= number <= 30) or (
        "decade" in token.cats and number == 2000
    ):
        tens = token.cats["decade"]
        made = decade(number + tens if number >= 1000 else number * 100 + tens, short=False) if tens < 100 else None
        if made is not None:
            return made, after + 1
    return None


def decade(number: int, short: bool) -> Expression | None:
    """The decade that starts with year ``number`` (two digits where ``short``); round hundreds are centuries."""
    if short:
        return Nth(number, "decade-short") if number % 10 == 0 else None
    if number % 100 == 0 and number > 0:
        century = Nth(number // 100 + 1, "century")
        decade_too = Nth(number, "decade-of")
        if number % 1000 == 0:
            return Alternatives((decade_too, century), "hundreds", ("the first decade", "the whole century"))
        return Alternatives((century, decade_too), "hundreds", ("the whole century", "its first decade"))
    return Nth(number, "decade-of") if number % 10 == 0 else None


def lettered(c: Cursor, k: int, base: Expression | None) -> Match:
    """A quarter or half by letter, "Q3", "H1", of a year that stands before it (``base``) or behind it."""
    tokens = c.tokens
    token = tokens[k]
    unit, top = ("quarter", 4) if "quarterletter" in token.cats else ("half", 2)
    if "quarterletter" not in token.cats and "halfletter" not in token.cats:
        return None
    if len(token.text) > 1 and "num" not in tokens[k + 1].cats:
        return None
    number = tokens[k + 1]
    if (
        number.cats.get("digits") == 1
        and not number.gap
        and len(token.text) == 1
        and not 1 <= int(number.text) <= top
        and unit == "quarter"
    ):
        raise InvalidDateError(f"there is no quarter {number.text}", "Q4")
    if (
        "num" not in number.cats
        or not 1 <= number.cats["num"] <= top
        or (len(token.text) == 1 and number.gap and base is None)
    ):
        return None
    n = number.cats["num"]
    if base is not None:
        return Nth(n, unit, base), k + 2
    return Nth(n, unit), k + 2


def numeric(c: Cursor, i: int) -> Match:
    """Numbers with separators: "29.11.2017", "11/29/2017", "2017/11/29", "4/22", "11-2016", "2016 10 16"."""
    tokens = c.tokens
    first = tokens[i]
    separator = tokens[i + 1]
    if separator.text not in _SEPARATORS:
        if (
            tokens[i + 2].cats.get("digits") == 4
            and first.cats["digits"] < 3
            and separator.cats.get("digits", 9) < 3
            and c.text[c.end(i) : c.end(i) + 1] == "."
        ):
            made = _three(c, first.text, separator.text, tokens[i + 2].text, ".")  # "1. 5. 2018"
            return None if made is None else (made, i + 3)
        if (
            first.cats["digits"] == 4
            and tokens[i + 1].cats.get("digits") == 2
            and tokens[i + 2].cats.get("digits") == 2
        ):
            month, date = int(tokens[i + 1].text), int(tokens[i + 2].text)
            if 1 <= month <= 12 and 1 <= date <= 31 and not _starts_clock(c, i + 2):
                return check(Fields(int(first.text), month, date)), i + 3
        return None
    second = tokens[i + 2]
    if "digits" not in second.cats:
        return None
    third = tokens[i + 4] if tokens[i + 3].text == separator.text else None
    loose = separator.gap or second.gap
    if loose and "numbered" in tokens[i + 3].cats:
        return None  # the second counts what is behind it: "1 quarter 2018 - 2 quarter 2018"
    if third is not None and "digits" in third.cats and not (tokens[i + 3].gap and not loose):
        made = _three(c, first.text, second.text, third.text, separator.text)
        if made is not None:
            return made, i + 5
        if not loose and len(first.text) != 4:
            raise NoDateError(f"{c.text[c.start(i) : c.end(i + 4)]!r} is no date")
    if third is not None and "month" in third.cats:
        return None
    made = _two(c, i, first.text, second.text, separator.text, loose)
    if made is None:
        return None
    after = i + 3
    if (
        isinstance(made, (Fields, Alternatives))
        and tokens[after].text == ","
        and len(first.text) <= 2
        and len(second.text) <= 2
    ):
        found = year(c, after + 1, short=True)
        if found is not None and not _starts_clock(c, after + 1):
            options = made.items if isinstance(made, Alternatives) else (made,)
            dated = tuple(
                check(Fields(found[0], o.month, o.day, None, found[1])) for o in options if isinstance(o, Fields)
            )
            if isinstance(made, Alternatives):
                return Alternatives(dated, made.setting, made.reasons), found[2]
            return dated[0], found[2]
    return made, after


def packed(c: Cursor, i: int) -> Match:
    """Eight digits as a date (ISO 8601-1 basic format)."""
    text = c.tokens[i].text
    month, date = int(text[4:6]), int(text[6:])
    if not (1 <= month <= 12 and 1 <= date <= 31):
        return None
    return check(Fields(int(text[:4]), month, date)), i + 1


def _three(c: Cursor, a: str, b: str, d: str, separator: str) -> Expression | None:
    x, y, z = int(a), int(b), int(d)
    if len(a) == 4:
        if len(b) > 2 or len(d) > 2:
            return None
        return _ymd(x, y, z, short=False)
    if len(a) > 2 or len(b) > 2 or len(d) not in (2, 4):
        return None
    if len(d) == 2 and x > 31:
        return _ymd(x, y, z, short=True)
    return _mdy(c, x, y, z, short=len(d) == 2, dotted=separator == ".")


def _month_or_years(first: int, text: str) -> Expression:
    """Read "2015-3", "1868-9", "1711/12": a month, or the second of two years, which it is where it is the next one."""
    month = Fields(first, int(text))
    base = 10 ** len(text)
    last = first - first % base + int(text)
    if last <= first or text[0] == "0":
        return month
    years = Range(Fields(first), Fields(last))
    reasons = (f"{text} is a month", f"{text} stands for the year {last}")
    if last == first + 1 and len(text) == 1:
        return Alternatives((years, month), "order", reasons[::-1])
    return Alternatives((month, years), "order", reasons)


def _ymd(number: int, month: int, date: int, *, short: bool) -> Fields:
    if not 1 <= month <= 12:
        raise InvalidDateError(f"there is no month {month}", f"{number:04d}-12")
    if not 1 <= date <= 31:
        raise InvalidDateError(
            f"there is no day {date}", f"{number:04d}-{month:02d}-{days_in_month(number, month):02d}"
        )
    return check(Fields(number, month, date, None, short))


def _mdy(c: Cursor, x: int, y: int, number: int | None, *, short: bool, dotted: bool = False) -> Expression:
    """Month and day in either order; both readings where both can be.

    With dots and a year ("3.4.2017") the day stands first wherever people write so; else the language says.
    """
    readings = []
    orders = [(x, y, "month first"), (y, x, "day first")]
    if dotted or c.language.day_first:
        orders.reverse()
    for month, date, reason in orders:
        if 1 <= month <= 12 and 1 <= date <= 31:
            try:
                readings.append((check(Fields(number, month, date, None, short)), reason))
            except InvalidDateError:
                if not (1 <= date <= 12):
                    raise
    if not readings:
        shown = max(x, y)
        raise InvalidDateError(
            f"there is no month {min(x, y)}" if min(x, y) > 12 else f"there is no day {shown}", "12-31"
        )
    if len(readings) == 1 or x == y:
        if x != y:
            c.day_first = readings[0][1] == "day first"
        return readings[0][0]
    return Alternatives(tuple(r for r, _ in readings), "day_first", tuple(reason for _, reason in readings))


def _two(c: Cursor, i: int, a: str, b: str, separator: str, loose: bool) -> Expression | None:
    x, y = int(a), int(b)
    if len(a) == 4 and len(b) <= 2:
        if 1 <= y <= 12 and not _starts_clock(c, i + 2):
            return _month_or_years(x, b)
        if separator == "/" and (y > x % 100 or y == (x + 1) % 100):
            return None  # "2017/18" is two years
        if separator != "-" and y > 12:
            raise InvalidDateError(f"there is no month {y}", f"{x:04d}-12")
        return None
    if len(a) == 4 and separator == "/" and y == (x + 1) % 100:
        return None  # "1999/00"
    if len(b) == 4 and len(a) <= 2:
        if 1 <= x <= 12:
            return Fields(y, x)
        if separator == "/":
            raise InvalidDateError(f"there is no month {x}", f"{y:04d}-12")
        return None
    if len(a) > 2 or len(b) > 2 or loose or _starts_clock(c, i + 2):
        return None
    if separator == "/" and "month" in c.tokens[i + 3].cats:
        return None  # "5/6 June" is two days
    if separator == "-":
        # "4-22 January", "4-22 this month", "3-5 and 9 May": days of a range
        j = i + 3
        while (
            "of" in c.tokens[j].cats
            or "and" in c.tokens[j].cats
            or c.tokens[j].text in (",", "-")
            or c.tokens[j].cats.get("digits", 3) < 3
        ):
            j += 1
        if "month" in c.tokens[j].cats or "rel" in c.tokens[j].cats:
            return None
    if x == 0 or y == 0 or (x > 12 and y > 12) or x > 31 or y > 31:
        return None
    behind = c.tokens[i + 3]
    if c.at_end(i + 3) or (behind.text == "," and c.tokens[i + 4].cats.get("digits", 3) < 3):
        alone = i == 0 or c.tokens[i - 1].text == ","
        if separator == "-" and x <= 12 and y <= 12 and alone:
            raise NoDateError(f"'{a}-{b}' can be hours, days or a score as well: write {a}/{b}, or name the month")
        if separator == "/" and (x, y) == (24, 7) and i == 0:
            raise NoDateError("'24/7' means always; write 24 July for the day")
    return _mdy(c, x, y, None, short=False)
