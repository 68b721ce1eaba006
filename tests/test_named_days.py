"""Named days, public holidays and business days against dates that are known from elsewhere."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.calendar import civil, format_day
from timeline.errors import OutOfRangeError, SettingError
from timeline.resolver import named_days as days
from timeline.wording.languages.english_days import ENGLISH_DAYS
from timeline.wording.languages.russian_days import RUSSIAN_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).parent / "data" / "named_days.tsv"


def rows() -> Iterator[tuple[str, str, str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield row["key"], row["country"], row["year"], row["expected"]


def written(stretch: tuple[int, int]) -> str:
    start, last = format_day(stretch[0]), format_day(stretch[1] - 1)
    return start if start == last else f"{start}/{last}"


@pytest.mark.parametrize(("key", "country", "year", "expected"), list(rows()))
def test_named_days(key: str, country: str, year: str, expected: str) -> None:
    found = days.named_days(key, int(year), country or None)
    assert " ".join(map(written, found)) == expected
    assert days.named_day(key, int(year), country or None) == (found[0] if found else None)


@pytest.mark.parametrize("key", sorted(days.KEYS))
def test_every_key_has_a_day_somewhere(key: str) -> None:
    countries = (None, "US", "DE", "EG", "IN", "IT", "KZ", "NZ", "SG")
    assert any(days.named_days(key, year, country) for country in countries for year in (2016, 2017, 2018))


@given(st.sampled_from(sorted(days.KEYS)), st.integers(-12_000, 12_000))
def test_a_day_starts_in_its_year(key: str, year: int) -> None:
    for start, past in days.named_days(key, year):
        assert civil(start)[0] == year
        assert start < past


@pytest.mark.parametrize("names", [ENGLISH_DAYS, RUSSIAN_DAYS], ids=["english", "russian"])
def test_names_lead_to_known_keys(names: dict[str, str]) -> None:
    assert set(names.values()) <= days.KEYS
    assert all(name == name.lower().strip() and "’" not in name for name in names)


def test_every_key_has_an_english_name() -> None:
    assert set(ENGLISH_DAYS.values()) == days.KEYS


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("int'l workers day", "may-day"),
        ("yuandan", "new-years-day"),
        ("thanks giving day", "thanksgiving"),
        ("eid al-azha", "eid-al-adha"),
        ("ramzan", "ramadan"),
        ("festival of breaking the fast", "eid-al-fitr"),
        ("xmas", "christmas"),
        ("saint paddy's day", "st-patricks-day"),
        ("new years eve", "new-years-eve"),
        ("jubilee day", "juneteenth"),
        ("all saints day", "all-saints-day"),
        ("labour day", "labor-day"),
    ],
)
def test_english_spellings(name: str, key: str) -> None:
    assert ENGLISH_DAYS[name] == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("пасха", "orthodox-easter"),
        ("пасхи", "orthodox-easter"),
        ("рождеством", "orthodox-christmas"),
        ("нового года", "new-years-day"),
        ("дню победы", "victory-day"),
        ("женского дня", "womens-day"),
        ("радоницу", "radonitsa"),
        ("масленице", "orthodox-maslenitsa"),
        ("католической пасхи", "easter"),
    ],
)
def test_russian_cases(name: str, key: str) -> None:
    assert RUSSIAN_DAYS[name] == key


def test_importing_costs_little() -> None:
    program = (
        "import sys, timeline.resolver.named_days\n"
        "print(*sorted({'holidays', 'convertdate', 'hijridate', 'pymeeus', 'dateutil'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# --- public holidays --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "country", "year", "expected"),
    [
        ("Republic Day", "IN", 2020, "2020-01-26"),
        ("the REPUBLIC day", "in", 2020, "2020-01-26"),
        ("Independence Day", "BY", 2018, "2018-07-03"),
        ("Labour Day", "US", 2018, "2018-09-03"),
        ("new years day", "KZ", 2019, "2019-01-01/2019-01-02"),
        ("Spring Festival", "CN", 2019, "2019-02-05/2019-02-07"),
        ("Christmas Day", "US-CA", 2018, "2018-12-25"),
        ("Cesar Chavez Day", "US-CA", 2018, "2018-03-31"),
        ("Cesar Chavez Day", "US-NY", 2018, None),
        ("no such day", "IN", 2020, None),
        ("Republic Day", "IN", 1800, None),
    ],
)
def test_find_holiday(name: str, country: str, year: int, expected: str | None) -> None:
    found = days.find_holiday(name, country, year)
    assert (written(found) if found else None) == expected


def test_holidays_of_a_country() -> None:
    calendar = days.country_holidays("US", 2020)
    assert calendar[date(2020, 7, 4).toordinal()] == ("Independence Day",)
    assert "Independence Day (observed)" in calendar[date(2020, 7, 3).toordinal()]
    assert "republic day" in days.holiday_names("IN", 2020)
    assert days.country_holidays("US", 1200) == {}
    with pytest.raises(SettingError):
        days.country_holidays("XX", 2020)


@pytest.mark.parametrize("key", sorted(days.KEYS))
def test_what_needs_a_country_says_so(key: str) -> None:
    if days.needs_country(key):
        assert days.differs_by_country(key)
        assert days.named_day(key, 2018) is None


# --- business days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "n", "country", "expected"),
    [
        ("2018-05-01", 10, None, "2018-05-15"),
        ("2018-05-01", 0, None, "2018-05-01"),
        ("2018-05-05", 1, None, "2018-05-07"),
        ("2018-05-05", -1, None, "2018-05-04"),
        ("2018-05-06", 5, None, "2018-05-11"),
        ("2018-12-20", 5, None, "2018-12-27"),
        ("2018-12-20", 5, "US", "2018-12-28"),
        ("2019-01-02", -3, "US", "2018-12-27"),
        ("2018-12-31", 1, "US", "2019-01-02"),
        ("2018-11-22", -1, "US", "2018-11-21"),
        ("2018-08-02", 1, "EG", "2018-08-05"),
        ("2018-06-30", 500, "US", "2020-06-26"),
    ],
)
def test_business_days(start: str, n: int, country: str | None, expected: str) -> None:
    assert format_day(days.add_business_days(date.fromisoformat(start).toordinal(), n, country)) == expected


def test_business_days_need_known_years() -> None:
    with pytest.raises(OutOfRangeError):
        days.is_business_day(date(1500, 1, 1).toordinal(), "US")


@given(st.integers(-800_000, 3_000_000), st.integers(-60, 60))
def test_business_days_are_counted(start: int, n: int) -> None:
    step = 1 if n > 0 else -1
    walked = start
    for _ in range(abs(n)):
        walked += step
        while not days.is_business_day(walked):
            walked += step
    assert days.add_business_days(start, n) == walked
