"""What wording is read against: the anchor, the zone and the preferences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, TypeAlias

from attrs import evolve, fields, frozen

from timeline import zones
from timeline.calendar import DAY, MONTHS, WEEKDAYS, days_in_month, numbered
from timeline.errors import SettingError, nearest_name
from timeline.quick import quick

AnchorInput: TypeAlias = "str | date | datetime | None"

_CHOICES: Final = {
    "prefer": ("nearest", "past", "future"),
    "hemisphere": ("north", "south"),
    "seasons": ("meteorological", "astronomical"),
}


_NAMED: Final = {"week_start": WEEKDAYS, "fiscal_year_start": MONTHS}


def _is_part(value: object) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) == 2
        and all(isinstance(hour, int) and 0 <= hour <= 48 for hour in value)
    ) and value[0] < value[1]


_PART: Final = (_is_part, "the two hours between which it lies, such as (6, 12)")
_KINDS: Final[dict[str, tuple[Callable[[object], bool], str]]] = {
    "language": (lambda value: isinstance(value, str), "the code of a language"),
    "day_first": (lambda value: value is None or isinstance(value, bool), "true, false or None"),
    "strict": (lambda value: isinstance(value, bool), "true or false"),
    "holidays": (lambda value: value is None or isinstance(value, str), "the code of a country"),
    **dict.fromkeys(("morning", "afternoon", "evening", "night"), _PART),
}


@quick
@frozen(weakref_slot=False)
class Context:
    """The settings that decide where wording leaves something open.

    ``anchor`` is the day number that relative wording counts from and ``anchor_second`` the second of that day (None
    where only the day is known), both as wall time in ``timezone``.
    """

    anchor: int | None = None
    anchor_second: int | None = None
    prefer: str = "nearest"
    timezone: str = "UTC"
    language: str = "en"
    week_start: int = 1
    day_first: bool | None = None
    hemisphere: str = "north"
    seasons: str = "meteorological"
    fiscal_year_start: int = 1
    holidays: str | None = None
    strict: bool = False
    morning: tuple[int, int] = (6, 12)
    afternoon: tuple[int, int] = (12, 18)
    evening: tuple[int, int] = (18, 22)
    night: tuple[int, int] = (22, 30)

    def with_anchor(self, anchor: AnchorInput) -> Context:
        """The same settings with another anchor (an ISO 8601 string, a date or a datetime)."""
        day, second = read_anchor(anchor, self.timezone)
        return evolve(self, anchor=day, anchor_second=second)

    def seen_from(self, day: int, prefer: str) -> Context:
        """The same settings with the anchor on another day, and another preference."""
        return Context(  # by hand: ranges without a year ask for this often, and ``evolve`` takes ten times as long
            day,
            None,
            prefer,
            self.timezone,
            self.language,
            self.week_start,
            self.day_first,
            self.hemisphere,
            self.seasons,
            self.fiscal_year_start,
            self.holidays,
            self.strict,
            self.morning,
            self.afternoon,
            self.evening,
            self.night,
        )


_SETTINGS: Final = frozenset(attribute.name for attribute in fields(Context)) - {"anchor_second"}


def make_context(anchor: AnchorInput = None, **settings: object) -> Context:
    """A context from settings as people give them.

    Raises:
        SettingError: an unknown setting, or a value that it can't have.
    """
    for name, value in tuple(settings.items()):
        if name not in _SETTINGS:
            close = nearest_name(name, _SETTINGS)
            hint = f"; did you mean {close!r}?" if close else ""
            raise SettingError(f"there is no setting {name!r}{hint}")
        if (choices := _CHOICES.get(name)) and value not in choices:
            raise SettingError(f"{name} can be {', '.join(choices)}, not {value!r}")
        if names := _NAMED.get(name):
            settings[name] = number = numbered(value, names)
            if number is None:
                first = names[0].capitalize()
                raise SettingError(
                    f"{name} is a name such as {first} or a number from 1 to {len(names)}, not {value!r}"
                )
        if (kind := _KINDS.get(name)) and not kind[0](value):
            raise SettingError(f"{name} is {kind[1]}, not {value!r}")
    zone = settings.get("timezone", "UTC")
    if not isinstance(zone, str):
        raise SettingError(f"timezone is the name of a zone, not {zone!r}")
    zones.zone(zone)
    day, second = read_anchor(anchor, zone)
    return Context(anchor=day, anchor_second=second, **settings)  # type: ignore[arg-type]


def read_anchor(anchor: AnchorInput, zone: str) -> tuple[int | None, int | None]:
    """Day number and second of the day of an anchor, as wall time in ``zone``.

    Raises:
        SettingError: neither a date, a datetime nor text that is an ISO 8601 date or date-time.
    """
    if anchor is None:
        return None, None
    if isinstance(anchor, str):
        anchor = _parse_anchor(anchor)
    if not isinstance(anchor, date):
        raise SettingError(f"the anchor is an ISO 8601 string, a date or a datetime, not {anchor!r}")
    if not isinstance(anchor, datetime):
        return anchor.toordinal(), None
    wall = anchor.toordinal() * DAY + anchor.hour * 3600 + anchor.minute * 60 + anchor.second
    if (offset := anchor.utcoffset()) is not None:
        wall = zones.from_utc(zone, wall - int(offset.total_seconds()))
    return divmod(wall, DAY)


def _parse_anchor(text: str) -> date | datetime:
    try:
        return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
    except ValueError:
        pass
    parts = text.split("-")
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        year, month, day = map(int, parts)
        if 1 <= month <= 12 and day > days_in_month(year, month):
            raise SettingError(f"the anchor {text!r} does not exist: that month has {days_in_month(year, month)} days")
    raise SettingError(f"the anchor {text!r} is no ISO 8601 date or date-time (like 2017-11-30)")
