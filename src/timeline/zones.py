"""Time zones by name, always from the ``tzdata`` package, so that every machine reads the same rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from timeline.calendar import DAY
from timeline.errors import SettingError, nearest_name

_FIRST = DAY * 2
_LAST = DAY * 3_652_058
_FIXED = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)\Z")
_EPOCH = datetime(1, 1, 1)  # noqa: DTZ001  (wall time of no zone)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every zone name that the ``tzdata`` package knows."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


@lru_cache(maxsize=512)
def zone(name: str) -> tzinfo:
    """The zone with an IANA name, ``UTC``, or a fixed offset written ``+03:00``.

    Raises:
        SettingError: no such zone; the message names the nearest.
    """
    if name in ("UTC", "Z"):
        return UTC
    if fixed := _FIXED.match(name):
        sign = -1 if fixed[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(fixed[2]), minutes=int(fixed[3])), name)
    if name in zone_names():
        *folders, leaf = name.split("/")
        with resources.files(".".join(["tzdata.zoneinfo", *folders])).joinpath(leaf).open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    close = nearest_name(name, zone_names())
    hint = f"; did you mean {close!r}?" if close else ""
    raise SettingError(f"there is no time zone {name!r}{hint}")


def is_fixed(name: str) -> bool:
    """Whether a zone name is a plain offset (or UTC) rather than a place's rules."""
    return name in ("UTC", "Z") or _FIXED.match(name) is not None


@lru_cache(maxsize=65_536)
def to_utc(name: str, wall: int) -> int:
    """UTC seconds of wall seconds in a zone.

    Of a time that exists twice the first, of one that is skipped the time after the gap (RFC 5545 §3.3.5).
    """
    if name in ("UTC", "Z"):
        return wall
    return wall - _offset(zone(name), wall, utc=False)


@lru_cache(maxsize=65_536)
def from_utc(name: str, instant: int) -> int:
    """Wall seconds in a zone of UTC seconds."""
    if name in ("UTC", "Z"):
        return instant
    return instant + _offset(zone(name), instant, utc=True)


def convert(wall: int, source: str, target: str) -> int:
    """Wall seconds of one zone as wall seconds of another."""
    return wall if source == target else from_utc(target, to_utc(source, wall))


def comes_twice(name: str, wall: int) -> bool:
    """Whether clocks in a zone show a time twice, since they are put back over it."""
    if is_fixed(name) or not _FIRST <= wall <= _LAST:
        return False
    moment = (_EPOCH + timedelta(seconds=wall - DAY)).replace(tzinfo=zone(name))
    first, second = moment.utcoffset(), moment.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second


def _offset(rules: tzinfo, seconds: int, *, utc: bool) -> int:
    # Python's datetime ends at the years 1 and 9999; outside, a zone keeps the offset that it has there.
    seconds = min(max(seconds, _FIRST), _LAST)
    moment = _EPOCH + timedelta(seconds=seconds - DAY)
    moment = moment.replace(tzinfo=UTC).astimezone(rules) if utc else moment.replace(tzinfo=rules)
    offset = moment.utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
