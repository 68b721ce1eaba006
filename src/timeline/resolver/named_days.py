"""Named days as day numbers: rule rows, and the calendars that packages compute; public holidays and business days.

A key ("easter", "labor-day") stands for one named day; what people call it is the business of a language. Nothing here
is a list of dates: a row says how a day is found in a Gregorian year, a package computes the calendars that have no
short rule. Stretches are half-open pairs of day numbers. Years are astronomical. Packages are imported when a day needs
them.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import frozen

from timeline.calendar import civil, day_number, days_in_month, is_leap, nth_weekday, weekday
from timeline.errors import OutOfRangeError, SettingError, nearest_name

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

Stretch: TypeAlias = tuple[int, int]
Rule: TypeAlias = Callable[[int], Iterable[Stretch]]
"""Gives the stretches that a Gregorian year may hold; those that start in another year are left out by the caller."""
Season: TypeAlias = Literal["spring", "summer", "autumn", "winter"]
_SOLAR_MONTHS: Final[dict[Season, int]] = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(1, 8)


@frozen
class Row:
    """A rule and the first and last year that it holds for."""

    rule: Rule
    since: int | None = None
    until: int | None = None

    def holds(self, year: int) -> bool:
        """Whether the rule is in force in ``year``."""
        return (self.since is None or year >= self.since) and (self.until is None or year <= self.until)


# --- the kinds of rule ----------------------------------------------------------------------------------------------


def fixed(month: int, day: int, length: int = 1) -> Rule:
    """The same date each year, for ``length`` days."""

    def rule(year: int) -> Iterable[Stretch]:
        if day <= days_in_month(year, month):
            start = day_number(year, month, day)
            yield start, start + length

    return rule


def nth(n: int, day: int, month: int, shift: int = 0, length: int = 1) -> Rule:
    """The n-th weekday of a month (from its end where n is negative), moved by ``shift`` days."""

    def rule(year: int) -> Iterable[Stretch]:
        first = day_number(year, month)
        found = nth_weekday(first, first + days_in_month(year, month), day, n)
        if found is not None:
            yield found + shift, found + shift + length

    return rule


def on_or_before(month: int, day: int, which: int, weeks: int = 0, length: int = 1) -> Rule:
    """The weekday ``which`` on or before a date, ``weeks`` weeks earlier still."""

    def rule(year: int) -> Iterable[Stretch]:
        limit = day_number(year, month, day)
        found = limit - (weekday(limit) - which) % 7 - 7 * weeks
        yield found, found + length

    return rule


def julian(month: int, day: int) -> Rule:
    """The same date of the Julian calendar each year."""

    def rule(year: int) -> Iterable[Stretch]:
        for of_year in (year - 1, year, year + 1):
            start = julian_day_number(of_year, month, day)
            yield start, start + 1

    return rule


def easter(shift: int = 0, length: int = 1) -> Rule:
    """So many days from Easter Sunday of the Western churches (Gregorian computus, 1583-4099)."""

    def rule(year: int) -> Iterable[Stretch]:
        if (sunday := _easter(year, 3)) is not None:
            yield sunday + shift, sunday + shift + length

    return rule


def orthodox_easter(shift: int = 0, length: int = 1) -> Rule:
    """So many days from Easter Sunday of the Orthodox churches (Julian computus, 1583-4099)."""

    def rule(year: int) -> Iterable[Stretch]:
        if (sunday := _easter(year, 2)) is not None:
            yield sunday + shift, sunday + shift + length

    return rule


def hebrew(month: int, day: int, length: int = 1) -> Rule:
    """A date of the Hebrew calendar (Nisan is 1, Tishri 7), by daylight: its eve is the day before."""

    def rule(year: int) -> Iterable[Stretch]:
        if not 1 <= year <= 9999:
            return
        for hebrew_year in (year + 3760, year + 3761):
            start = _hebrew_day(hebrew_year, month, day)
            yield start, start + length

    return rule


def islamic(month: int, day: int, length: int = 1) -> Rule:
    """A date of the Umm al-Qura calendar (1924-2077), by daylight: it begins at sunset of the day before."""

    def rule(year: int) -> Iterable[Stretch]:
        for hijri_year in _hijri_years(year):
            if (start := _hijri_day(hijri_year, month, day)) is not None:
                yield start, start + length

    return rule


def islamic_month(month: int) -> Rule:
    """A whole month of the Umm al-Qura calendar."""

    def rule(year: int) -> Iterable[Stretch]:
        for hijri_year in _hijri_years(year):
            start = _hijri_day(hijri_year, month, 1)
            past = _hijri_day(hijri_year, month + 1, 1)
            if start is not None and past is not None:
                yield start, past

    return rule


def persian_new_year(shift: int = 0, length: int = 1) -> Rule:
    """So many days from 1 Farvardin: the day whose noon in Tehran is the first after the March equinox."""

    def rule(year: int) -> Iterable[Stretch]:
        instant = _solar_instant(year, "spring")
        if instant is not None:
            # 52.5 degrees east is 3.5 hours; an equinox after noon belongs to the next day.
            start = int(instant + 3.5 / 24 + 0.5)
            yield start + shift, start + shift + length

    return rule


def solar(season: Season) -> Rule:
    """The day (UTC) of an equinox or a solstice."""

    def rule(year: int) -> Iterable[Stretch]:
        if (instant := _solar_instant(year, season)) is not None:
            yield int(instant), int(instant) + 1

    return rule


def observed(calendar: str, method: str, shift: int = 0, length: int = 1, *arguments: str) -> Rule:
    """So many days from a festival that a calendar of the ``holidays`` package knows, within the package's years."""

    def rule(year: int) -> Iterable[Stretch]:
        if (start := _package_day(calendar, method, arguments, year)) is not None:
            yield start + shift, start + shift + length

    return rule


def leap_years(month: int, day: int) -> Rule:
    """A date that only leap years have."""

    def rule(year: int) -> Iterable[Stretch]:
        if is_leap(year):
            yield day_number(year, month, day), day_number(year, month, day) + 1

    return rule


def every_fourth_year(remainder: int, rule: Rule) -> Rule:
    """A rule of the years with that remainder modulo 4."""
    return lambda year: rule(year) if year % 4 == remainder else ()


def _french_mothers_day(year: int) -> Iterable[Stretch]:
    ((last, past),) = nth(-1, SUNDAY, 5)(year)
    pentecost = _easter(year, 3)
    # It gives way to Pentecost.
    return ((last + 7, past + 7),) if pentecost is not None and pentecost + 49 == last else ((last, past),)


# --- what packages compute ------------------------------------------------------------------------------------------


def julian_day_number(year: int, month: int, day: int) -> int:
    """The day number of a date of the Julian calendar (year astronomical)."""
    before = year - 1
    ordinal = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)[month - 1] + day
    return before * 365 + before // 4 + ordinal + (month > 2 and year % 4 == 0) - 2


def _easter(year: int, method: Literal[2, 3]) -> int | None:
    if not 1583 <= year <= 4099:
        return None
    from dateutil.easter import easter as computus

    return computus(year, method).toordinal()


def _hebrew_day(year: int, month: int, day: int) -> int:
    from convertdate import hebrew as calendar

    leap = bool(calendar.leap(year))
    # In a leap year, what is kept in Adar is kept in its second one.
    months = (*range(7, 14 if leap else 13), *range(1, 7))
    past = months[: months.index(13 if leap and month == 12 else month)]
    new_year = int(calendar.to_jd(year, 7, 1) - 1_721_424.5)
    elapsed: int = sum(calendar.month_length(year, one) for one in past)
    return new_year + elapsed + day - 1


def _hijri_years(year: int) -> tuple[int, ...]:
    # A Gregorian year touches two or three Islamic ones; 33 of theirs are 32 of ours.
    last = (year - 621) * 33 // 32
    return last - 2, last - 1, last


def _hijri_day(year: int, month: int, day: int) -> int | None:
    from hijridate import Hijri

    if month == 13:
        year, month = year + 1, 1
    try:
        return Hijri(year, month, day).to_gregorian().toordinal()
    except (OverflowError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _solar_instant(year: int, season: Season) -> float | None:
    """The instant (UT) of an equinox or solstice as a day number with its fraction of a day."""
    if not -1000 <= year <= 3000:
        return None
    from pymeeus.Epoch import Epoch
    from pymeeus.Sun import Sun

    terrestrial = float(Sun.get_equinox_solstice(year, target=season).jde())
    lag = float(Epoch.tt2ut(year, _SOLAR_MONTHS[season]))
    return terrestrial - lag / 86_400 - 1_721_424.5


@lru_cache(maxsize=4096)
def _package_day(calendar: str, method: str, arguments: tuple[str, ...], year: int) -> int | None:
    # The package's calendars hold dates for the years 1901 to 2100 at most; some rules answer beyond what they know.
    if not 1901 <= year <= 2099:
        return None
    from holidays import calendars

    found = getattr(getattr(calendars, calendar)(*arguments), method)(year)
    day = found[0] if isinstance(found, tuple) else found
    return None if day is None else int(day.toordinal())


_CHINESE, _HINDU, _BUDDHIST = "_ChineseLunisolar", "_HinduLunisolar", "_BuddhistLunisolar"

# --- the rows -------------------------------------------------------------------------------------------------------


def _always(rule: Rule, since: int | None = None, until: int | None = None) -> tuple[Row, ...]:
    return (Row(rule, since, until),)


_ROWS: Final[dict[str, tuple[Row, ...]]] = {
    # Fixed dates
    "new-years-day": _always(fixed(1, 1)),
    "new-years-eve": _always(fixed(12, 31)),
    "twelfth-night": _always(fixed(1, 5)),
    "epiphany": _always(fixed(1, 6)),
    "burns-night": _always(fixed(1, 25)),
    "australia-day": _always(fixed(1, 26), 1808),
    "holocaust-remembrance-day": _always(fixed(1, 27), 2006),
    "groundhog-day": _always(fixed(2, 2)),
    "candlemas": _always(fixed(2, 2)),
    "waitangi-day": _always(fixed(2, 6), 1934),
    "lincolns-birthday": _always(fixed(2, 12)),
    "valentines-day": _always(fixed(2, 14)),
    "defender-day": _always(fixed(2, 23), 1919),
    "leap-day": _always(leap_years(2, 29)),
    "st-davids-day": _always(fixed(3, 1)),
    "womens-day": _always(fixed(3, 8), 1911),
    "pi-day": _always(fixed(3, 14), 1988),
    "ides-of-march": _always(fixed(3, 15)),
    "st-patricks-day": _always(fixed(3, 17)),
    "annunciation": _always(fixed(3, 25)),
    "april-fools-day": _always(fixed(4, 1)),
    "cosmonautics-day": _always(fixed(4, 12), 1962),
    "earth-day": _always(fixed(4, 22), 1970),
    "st-georges-day": _always(fixed(4, 23)),
    "anzac-day": _always(fixed(4, 25), 1916),
    "walpurgis-night": _always(fixed(4, 30)),
    "may-day": _always(fixed(5, 1)),
    "star-wars-day": _always(fixed(5, 4), 1977),
    "cinco-de-mayo": _always(fixed(5, 5), 1863),
    "ve-day": _always(fixed(5, 8), 1945),
    "victory-day": _always(fixed(5, 9), 1945),
    "europe-day": _always(fixed(5, 9), 1985),
    "childrens-day": _always(fixed(6, 1), 1950),
    "bloomsday": _always(fixed(6, 16), 1954),
    "flag-day": _always(fixed(6, 14), 1877),
    "juneteenth": _always(fixed(6, 19), 1865),
    "midsummer-day": _always(fixed(6, 24)),
    "canada-day": _always(fixed(7, 1), 1868),
    "independence-day": _always(fixed(7, 4), 1776),
    "bastille-day": _always(fixed(7, 14), 1789),
    "lammas": _always(fixed(8, 1)),
    "assumption": _always(fixed(8, 15)),
    "patriot-day": _always(fixed(9, 11), 2001),
    "michaelmas": _always(fixed(9, 29)),
    "german-unity-day": _always(fixed(10, 3), 1990),
    "teachers-day": _always(fixed(10, 5), 1994),
    "united-nations-day": _always(fixed(10, 24), 1948),
    "halloween": _always(fixed(10, 31)),
    "all-saints-day": _always(fixed(11, 1)),
    "all-souls-day": _always(fixed(11, 2)),
    "guy-fawkes-night": _always(fixed(11, 5), 1605),
    "armistice-day": _always(fixed(11, 11), 1918),
    "martinmas": _always(fixed(11, 11)),
    "singles-day": _always(fixed(11, 11), 1993),
    "st-andrews-day": _always(fixed(11, 30)),
    "world-aids-day": _always(fixed(12, 1), 1988),
    "st-nicholas-day": _always(fixed(12, 6)),
    "immaculate-conception": _always(fixed(12, 8)),
    "human-rights-day": _always(fixed(12, 10), 1950),
    "st-lucys-day": _always(fixed(12, 13)),
    "christmas-eve": _always(fixed(12, 24)),
    "christmas": _always(fixed(12, 25)),
    "boxing-day": _always(fixed(12, 26)),
    "kwanzaa": _always(fixed(12, 26), 1966),
    "holy-innocents": _always(fixed(12, 28)),
    "twelve-days-of-christmas": _always(fixed(12, 25, 12)),
    # A weekday of a month
    "mlk-day": _always(nth(3, MONDAY, 1), 1986),
    "presidents-day": (Row(fixed(2, 22), 1879, 1970), Row(nth(3, MONDAY, 2), 1971)),
    "arbor-day": _always(nth(-1, FRIDAY, 4), 1970),
    "mothers-day": _always(nth(2, SUNDAY, 5), 1908),
    "victoria-day": (Row(fixed(5, 24), 1845, 1951), Row(on_or_before(5, 24, MONDAY), 1952)),
    "memorial-day": (Row(fixed(5, 30), 1868, 1970), Row(nth(-1, MONDAY, 5), 1971)),
    "fathers-day": _always(nth(3, SUNDAY, 6), 1910),
    "labor-day": _always(nth(1, MONDAY, 9), 1882),
    "grandparents-day": _always(nth(1, MONDAY, 9, shift=6), 1978),
    "columbus-day": (Row(fixed(10, 12), 1892, 1970), Row(nth(2, MONDAY, 10), 1971)),
    "veterans-day": (
        Row(fixed(11, 11), 1919, 1970),
        Row(nth(4, MONDAY, 10), 1971, 1977),
        Row(fixed(11, 11), 1978),
    ),
    "remembrance-day": _always(fixed(11, 11), 1919),
    "remembrance-sunday": _always(nth(2, SUNDAY, 11), 1946),
    "election-day": _always(nth(1, MONDAY, 11, shift=1), 1845),
    "inauguration-day": _always(every_fourth_year(1, fixed(1, 20)), 1937),
    "early-may-bank-holiday": _always(nth(1, MONDAY, 5), 1978),
    "spring-bank-holiday": _always(nth(-1, MONDAY, 5), 1971),
    "summer-bank-holiday": _always(nth(-1, MONDAY, 8), 1971),
    "advent": _always(on_or_before(12, 24, SUNDAY, weeks=3)),
    "second-advent": _always(on_or_before(12, 24, SUNDAY, weeks=2)),
    "third-advent": _always(on_or_before(12, 24, SUNDAY, weeks=1)),
    "fourth-advent": _always(on_or_before(12, 24, SUNDAY)),
    # Easter and what hangs on it
    "shrove-monday": _always(easter(-48)),
    "shrove-tuesday": _always(easter(-47)),
    "ash-wednesday": _always(easter(-46)),
    "lent": _always(easter(-46, 46)),
    "laetare-sunday": _always(easter(-21)),
    "palm-sunday": _always(easter(-7)),
    "mothering-sunday": _always(easter(-21)),
    "holy-week": _always(easter(-7, 7)),
    "maundy-thursday": _always(easter(-3)),
    "good-friday": _always(easter(-2)),
    "holy-saturday": _always(easter(-1)),
    "easter": _always(easter()),
    "easter-monday": _always(easter(1)),
    "easter-week": _always(easter(0, 7)),
    "easter-weekend": _always(easter(-2, 4)),
    "divine-mercy-sunday": _always(easter(7)),
    "ascension-day": _always(easter(39)),
    "pentecost": _always(easter(49)),
    "whit-monday": _always(easter(50)),
    "trinity-sunday": _always(easter(56)),
    "corpus-christi": _always(easter(60)),
    "sacred-heart": _always(easter(68)),
    # Orthodox
    "orthodox-maslenitsa": _always(orthodox_easter(-55, 7)),
    "forgiveness-sunday": _always(orthodox_easter(-49)),
    "clean-monday": _always(orthodox_easter(-48)),
    "orthodox-lent": _always(orthodox_easter(-48, 48)),
    "orthodox-palm-sunday": _always(orthodox_easter(-7)),
    "orthodox-holy-week": _always(orthodox_easter(-6, 6)),
    "orthodox-good-friday": _always(orthodox_easter(-2)),
    "orthodox-holy-saturday": _always(orthodox_easter(-1)),
    "orthodox-easter": _always(orthodox_easter()),
    "orthodox-easter-monday": _always(orthodox_easter(1)),
    "bright-week": _always(orthodox_easter(0, 7)),
    "radonitsa": _always(orthodox_easter(9)),
    "orthodox-ascension": _always(orthodox_easter(39)),
    "orthodox-pentecost": _always(orthodox_easter(49)),
    "orthodox-christmas-eve": _always(julian(12, 24), 1583),
    "orthodox-christmas": _always(julian(12, 25), 1583),
    "old-new-year": _always(julian(1, 1), 1583),
    "orthodox-epiphany": _always(julian(1, 6), 1583),
    "tatianas-day": _always(julian(1, 12), 1583),
    "kupala-night": _always(julian(6, 23), 1583),
    "orthodox-transfiguration": _always(julian(8, 6), 1583),
    "orthodox-dormition": _always(julian(8, 15), 1583),
    "pokrov": _always(julian(10, 1), 1583),
    # Hebrew
    "tu-bishvat": _always(hebrew(11, 15)),
    "purim": _always(hebrew(12, 14)),
    "passover": _always(hebrew(1, 15)),
    "passover-week": _always(hebrew(1, 15, 8)),
    "lag-baomer": _always(hebrew(2, 18)),
    "shavuot": _always(hebrew(3, 6)),
    "rosh-hashanah": _always(hebrew(7, 1)),
    "yom-kippur": _always(hebrew(7, 10)),
    "sukkot": _always(hebrew(7, 15)),
    "sukkot-week": _always(hebrew(7, 15, 7)),
    "shemini-atzeret": _always(hebrew(7, 22)),
    "simchat-torah": _always(hebrew(7, 23)),
    "hanukkah": _always(hebrew(9, 25)),
    "hanukkah-week": _always(hebrew(9, 25, 8)),
    # Islamic
    "islamic-new-year": _always(islamic(1, 1)),
    "ashura": _always(islamic(1, 10)),
    "mawlid": _always(islamic(3, 12)),
    "isra-and-miraj": _always(islamic(7, 27)),
    "mid-shaban": _always(islamic(8, 15)),
    "ramadan": _always(islamic(9, 1)),
    "ramadan-month": _always(islamic_month(9)),
    "laylat-al-qadr": _always(islamic(9, 27)),
    "eid-al-fitr": _always(islamic(10, 1)),
    "arafah": _always(islamic(12, 9)),
    "eid-al-adha": _always(islamic(12, 10)),
    # The sun
    "march-equinox": _always(solar("spring")),
    "june-solstice": _always(solar("summer")),
    "september-equinox": _always(solar("autumn")),
    "december-solstice": _always(solar("winter")),
    "nowruz": _always(persian_new_year(), 1925),
    "sizdah-bedar": _always(persian_new_year(12), 1925),
    # China and its neighbours
    "lunar-new-year-eve": _always(observed(_CHINESE, "lunar_new_year_date", -1)),
    "lunar-new-year": _always(observed(_CHINESE, "lunar_new_year_date")),
    "lantern-festival": _always(observed(_CHINESE, "lunar_new_year_date", 14)),
    "qingming": _always(observed(_CHINESE, "qingming_date")),
    "dragon-boat-festival": _always(observed(_CHINESE, "dragon_boat_date")),
    "mid-autumn-festival": _always(observed(_CHINESE, "mid_autumn_date")),
    "double-ninth": _always(observed(_CHINESE, "double_ninth_date")),
    "tet": _always(observed(_CHINESE, "lunar_new_year_date", 0, 1, "VIETNAMESE_CALENDAR")),
    "seollal": _always(observed(_CHINESE, "lunar_new_year_date", 0, 1, "KOREAN_CALENDAR")),
    "chuseok": _always(observed(_CHINESE, "mid_autumn_date", 0, 1, "KOREAN_CALENDAR")),
    "vesak": _always(observed(_BUDDHIST, "vesak_date")),
    # India
    "makar-sankranti": _always(observed(_HINDU, "makar_sankranti_date")),
    "pongal": _always(observed(_HINDU, "pongal_date")),
    "maha-shivaratri": _always(observed(_HINDU, "maha_shivaratri_date")),
    "holi": _always(observed(_HINDU, "holi_date")),
    "ram-navami": _always(observed(_HINDU, "ram_navami_date")),
    "vaisakhi": _always(observed(_HINDU, "vaisakhi_date")),
    "raksha-bandhan": _always(observed(_HINDU, "raksha_bandhan_date")),
    "janmashtami": _always(observed(_HINDU, "janmashtami_date")),
    "ganesh-chaturthi": _always(observed(_HINDU, "ganesh_chaturthi_date")),
    "onam": _always(observed(_HINDU, "onam_date")),
    "dussehra": _always(observed(_HINDU, "dussehra_date")),
    "diwali": _always(observed(_HINDU, "diwali_india_date")),
    "guru-nanak-jayanti": _always(observed(_HINDU, "guru_nanak_jayanti_date")),
}

_THANKSGIVING: Final = (
    Row(nth(-1, THURSDAY, 11), 1863, 1938),
    Row(nth(-2, THURSDAY, 11), 1939, 1941),
    Row(nth(4, THURSDAY, 11), 1942),
)


def _after_thanksgiving(shift: int, since: int) -> tuple[Row, ...]:
    def rule(year: int) -> Iterable[Stretch]:
        return [(start + shift, past + shift) for start, past in _by_rows(_THANKSGIVING, year)]

    return (Row(rule, since),)


_ROWS["thanksgiving"] = _THANKSGIVING
_ROWS["black-friday"] = _after_thanksgiving(1, 1950)
_ROWS["small-business-saturday"] = _after_thanksgiving(2, 2010)
_ROWS["cyber-monday"] = _after_thanksgiving(4, 2005)
_ROWS["giving-tuesday"] = _after_thanksgiving(5, 2012)

_BY_COUNTRY: Final[dict[str, tuple[tuple[str, tuple[Row, ...]], ...]]] = {
    # key: (countries, rows), where they differ from the row above
    "thanksgiving": (("CA", _always(nth(2, MONDAY, 10), 1957)),),
    "labor-day": (("CA", _always(nth(1, MONDAY, 9), 1894)), ("NZ", _always(nth(4, MONDAY, 10), 1910))),
    "mothers-day": (
        ("GB IE", _always(easter(-21))),
        ("FR", _always(_french_mothers_day, 1950)),
        ("SE", _always(nth(-1, SUNDAY, 5), 1919)),
        ("ES PT HU RO LT MZ", _always(nth(1, SUNDAY, 5))),
        ("NO", _always(nth(2, SUNDAY, 2), 1919)),
        ("RU", _always(nth(-1, SUNDAY, 11), 1998)),
        ("KZ", _always(nth(3, SUNDAY, 9), 2012)),
        ("BY", _always(fixed(10, 14), 1996)),
        ("AR", _always(nth(3, SUNDAY, 10))),
        ("MX GT SV", _always(fixed(5, 10), 1922)),
        ("PL", _always(fixed(5, 26), 1923)),
        ("TH", _always(fixed(8, 12), 1976)),
        ("EG AE SA QA KW BH OM JO LB IQ SY", _always(fixed(3, 21), 1956)),
        ("BG RS MK BA ME", _always(fixed(3, 8))),
    ),
    "fathers-day": (
        ("AU NZ FJ PG", _always(nth(1, SUNDAY, 9))),
        ("DE", _always(easter(39))),
        ("ES IT PT HR", _always(fixed(3, 19))),
        ("SE NO FI EE IS", _always(nth(2, SUNDAY, 11))),
        ("AT", _always(nth(2, SUNDAY, 6))),
        ("BR", _always(nth(2, SUNDAY, 8))),
        ("DK", _always(fixed(6, 5))),
        ("PL", _always(fixed(6, 23))),
        ("TH", _always(fixed(12, 5))),
        ("RU", _always(nth(3, SUNDAY, 10), 2021)),
        ("BY", _always(fixed(10, 21), 2022)),
        ("KZ", _always(nth(3, SUNDAY, 6), 2012)),
    ),
    "easter": (("GR CY RU BY UA RS MK GE MD RO BG ET ER", _always(orthodox_easter())),),
    "good-friday": (("GR CY RU BY UA RS MK GE MD RO BG ET ER", _always(orthodox_easter(-2))),),
    "easter-monday": (("GR CY RU BY UA RS MK GE MD RO BG ET ER", _always(orthodox_easter(1))),),
    "palm-sunday": (("GR CY RU BY UA RS MK GE MD RO BG ET ER", _always(orthodox_easter(-7))),),
    "veterans-day": (("GB CA AU NZ FR BE", _always(fixed(11, 11), 1919)),),
}

_BY_PACKAGE: Final[dict[str, tuple[str, ...]]] = {
    # key: the names that the `holidays` package may give it in a country that has no row of its own
    "independence-day": ("Independence Day", "National Independence Day", "State Independence Day"),
    "labor-day": ("Labor Day", "International Workers' Day", "May Day", "Workers' Day", "Holiday of Spring and Labor"),
    "victory-day": ("Victory Day",),
    "flag-day": ("Flag Day", "National Flag Day", "State Flag Day"),
    "memorial-day": ("Memorial Day",),
    "childrens-day": ("Children's Day",),
    "teachers-day": ("Teachers' Day", "Teacher's Day"),
    "remembrance-day": ("Remembrance Day", "National Remembrance Day", "Day of Remembrance"),
    "republic-day": ("Republic Day",),
    "national-day": ("National Day",),
    "constitution-day": ("Constitution Day",),
    "unity-day": ("Unity Day", "National Unity Day", "German Unity Day"),
    "liberation-day": ("Liberation Day",),
    "armed-forces-day": ("Armed Forces Day",),
    "monarchs-birthday": ("King's Birthday", "Queen's Birthday"),
    "thanksgiving": ("Thanksgiving Day", "Thanksgiving"),
    "womens-day": ("International Women's Day", "Women's Day"),
}
_OWN_ONLY: Final = frozenset({"independence-day", "labor-day", "memorial-day", "flag-day"})
"""Keys whose row is that of the United States, and of no country that the package knows no such day of."""

HOLIDAY_PREFIX: Final = "holiday:"
"""A key ``holiday:<name>`` is whatever the ``holidays`` package calls so in the country of the context."""

KEYS: Final[frozenset[str]] = frozenset(_ROWS) | frozenset(_BY_PACKAGE)
"""Every key that is known, apart from ``holiday:<name>``."""


def differs_by_country(key: str) -> bool:
    """Whether the day of a key depends on the country, so that an answer has to say which was taken."""
    return key in _BY_COUNTRY or key in _BY_PACKAGE or key.startswith(HOLIDAY_PREFIX)


def needs_country(key: str) -> bool:
    """Whether a key means nothing without a country ("National Day")."""
    return key not in _ROWS


def named_day(key: str, year: int, country: str | None = None) -> Stretch | None:
    """The (first) stretch of a named day that starts in the Gregorian ``year``.

    None where there is none in that year, or where it cannot be computed: outside a package's years, or before the
    day was kept.
    """
    return next(iter(named_days(key, year, country)), None)


@lru_cache(maxsize=8192)
def named_days(key: str, year: int, country: str | None = None) -> tuple[Stretch, ...]:
    """Every stretch of a named day that starts in the Gregorian ``year``, in order; an Islamic one may come twice.

    Raises:
        SettingError: a country that the ``holidays`` package doesn't know, where it is asked.
    """
    home = country.partition("-")[0].upper() if country else "US"
    for countries, rows in _BY_COUNTRY.get(key, ()):
        if home in countries.split():
            return tuple(_by_rows(rows, year))
    if key.startswith(HOLIDAY_PREFIX):
        found = find_holiday(key.removeprefix(HOLIDAY_PREFIX), country, year) if country else None
        return () if found is None else (found,)
    if country and key in _BY_PACKAGE and not (home == "US" and key in _ROWS):
        for name in _BY_PACKAGE[key]:
            if (found := find_holiday(name, country, year)) is not None:
                return ((found[0], found[0] + 1),)
        if key in _OWN_ONLY:
            return ()
    return tuple(_by_rows(_ROWS.get(key, ()), year))


def _by_rows(rows: Iterable[Row], year: int) -> list[Stretch]:
    start, past = day_number(year), day_number(year + 1)
    return sorted({found for row in rows if row.holds(year) for found in row.rule(year) if start <= found[0] < past})


# --- public holidays by country -------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def country_holidays(country: str, year: int) -> Mapping[int, tuple[str, ...]]:
    """The public holidays of a country (``US``) or a part of it (``US-CA``) in a year, by day number: their names.

    Names are English where the ``holidays`` package has them so. Years that it does not know have none.

    Raises:
        SettingError: a country that the package doesn't know.
    """
    from holidays.constants import HOLIDAY_NAME_DELIMITER

    days = _package_year(country, year)
    return (
        {}
        if days is None
        else {
            day.toordinal(): tuple(name.strip() for name in names.split(HOLIDAY_NAME_DELIMITER))
            for day, names in sorted(days.items())
        }
    )


def holiday_years(country: str) -> tuple[int, int]:
    """The first and last year whose holidays the package knows.

    Raises:
        SettingError: a country that the package doesn't know.
    """
    entity = _entity(country)
    return int(entity.start_year), int(entity.end_year)


@lru_cache(maxsize=128)
def _entity(country: str) -> HolidayBase:
    import holidays

    code, _, part = country.upper().partition("-")
    try:
        # A country without English names keeps its own.
        return holidays.country_holidays(code, subdiv=part or None, language="en_US", expand=False)
    except NotImplementedError:
        supported = holidays.list_supported_countries(include_aliases=True)
        close = nearest_name(country.upper(), (*supported, *(f"{code}-{name}" for name in supported.get(code, ()))))
        hint = f"; did you mean {close!r}?" if close else ""
        raise SettingError(f"no country {country!r} is known to have public holidays{hint}") from None


@lru_cache(maxsize=512)
def _package_year(country: str, year: int) -> HolidayBase | None:
    import holidays

    first, last = holiday_years(country)
    if not first <= year <= last:
        return None
    code, _, part = country.upper().partition("-")
    with warnings.catch_warnings():
        # Some countries' moving festivals are known for fewer years than the rest; the rest is still an answer.
        warnings.simplefilter("ignore", UserWarning)
        return holidays.country_holidays(code, subdiv=part or None, years=year, language="en_US", expand=False)


_SPELLING: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\blabour\b"), "labor"),
    (re.compile(r"[’'`.]"), ""),
    (re.compile(r"[^\w()]+"), " "),
    (re.compile(r"\bthe\b"), ""),
    (re.compile(r"\bsaint\b"), "st"),
    (re.compile(r"\s+"), " "),
)


def _plain(name: str) -> str:
    text = name.casefold()
    for pattern, replacement in _SPELLING:
        text = pattern.sub(replacement, text)
    return text.strip()


def _forms(name: str) -> tuple[str, ...]:
    """What a holiday of the package may be called: whole, without its bracket, by its bracket."""
    whole, bracket, rest = _plain(name).partition("(")
    whole = whole.strip()
    inner = rest.rstrip(") ").strip()
    # An observed day stands for another; it is not that day.
    if inner.startswith("observed") or whole.startswith("day off"):
        return ()
    return (whole, inner) if bracket else (whole,)


def find_holiday(name: str, country: str, year: int) -> Stretch | None:
    """The first run of consecutive days that ``country`` calls ``name`` in ``year``, or None.

    Case, punctuation, "the" and "Labour" or "Labor" make no difference; a longer official name counts where it goes on
    with "of" or "and" ("Independence Day of the Republic of Belarus").

    Raises:
        SettingError: a country that the ``holidays`` package doesn't know.
    """
    wanted = _plain(name)
    calendar = country_holidays(country, year)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda form: form == wanted,
        lambda form: form.startswith((f"{wanted} of ", f"{wanted} and ", f"{wanted} celebrations")),
    )
    for test in tests:
        days = [day for day, names in calendar.items() if any(test(form) for one in names for form in _forms(one))]
        if days:
            past = days[0] + 1
            while past in days:
                past += 1
            return days[0], past
    return None


def holiday_names(country: str, year: int) -> tuple[str, ...]:
    """The names of a country's public holidays in a year, as ``holiday:<name>`` takes them, sorted."""
    return tuple(
        sorted({form for names in country_holidays(country, year).values() for one in names for form in _forms(one)})
    )


# --- business days --------------------------------------------------------------------------------------------------


def is_business_day(day: int, country: str | None = None) -> bool:
    """Whether a day is neither on a weekend nor, where a country is given, a public holiday there.

    Raises:
        OutOfRangeError: a year whose holidays the ``holidays`` package doesn't know.
        SettingError: a country that it doesn't know.
    """
    if country is None:
        return weekday(day) < SATURDAY
    days = _business_days(country, civil(day)[0])
    index = bisect_left(days, day)
    return index < len(days) and days[index] == day


def add_business_days(day: int, n: int, country: str | None = None) -> int:
    """The n-th business day after ``day`` (before it where n is negative); ``day`` itself for 0.

    Raises:
        OutOfRangeError: a year whose holidays the ``holidays`` package doesn't know.
        SettingError: a country that it doesn't know.
    """
    if n == 0:
        return day
    if country is None:
        return _add_weekdays(day, n)
    year = civil(day)[0]
    days = _business_days(country, year)
    # The index of the n-th business day after (before) the day, in years laid end to end.
    index = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
    while index >= len(days):
        index -= len(days)
        year += 1
        days = _business_days(country, year)
    while index < 0:
        year -= 1
        days = _business_days(country, year)
        index += len(days)
    return days[index]


def _add_weekdays(day: int, n: int) -> int:
    of_week = (day - 1) % 7
    if n > 0:
        friday = min(of_week, 4)  # a weekend counts from its Friday
        weeks, rest = divmod(friday + n, 5)
        return day - of_week + weeks * 7 + rest
    monday = min(of_week, 5)  # and backwards from the Monday after it
    weeks, rest = divmod(monday + n, 5)
    return day - of_week + weeks * 7 + rest


@lru_cache(maxsize=512)
def _business_days(country: str, year: int) -> tuple[int, ...]:
    calendar = _package_year(country, year)
    if calendar is None:
        first, last = holiday_years(country)
        raise OutOfRangeError(f"the public holidays of {country} are known for {first}-{last}, not for {year}")
    start, past = day_number(year), day_number(year + 1)
    return tuple(day for day in range(start, past) if calendar.is_working_day(date.fromordinal(day)))
