"""Where a span goes in a calendar: which days or moments an event is written at, by the policies asked for."""

from __future__ import annotations

from functools import lru_cache
from inspect import unwrap
from typing import Final

from attrs import field, frozen, validators

from timeline import zones
from timeline.calendar import DAY, civil, day_number, format_year
from timeline.span import FOREVER, NEVER, Span

# The caches of ``zones`` are large and would fill with moments that are asked for twice at most.
to_utc = lru_cache(maxsize=512)(unwrap(zones.to_utc))
from_utc = lru_cache(maxsize=512)(unwrap(zones.from_utc))
comes_twice = lru_cache(maxsize=512)(zones.comes_twice)

FIRST_YEAR: Final = 1000
"""The first year that calendar programs read right; RFC 5545 has four digits for it."""
LAST_YEAR: Final = 9999
ZONED_FROM: Final = day_number(1970) * DAY
_ZONED_UNTIL: Final = day_number(2038) * DAY


class UnplaceableError(Exception):
    """An event has no place in a calendar; the message says why."""


@frozen
class Policy:
    """What is done with events that are not exact.

    ``uncertain``, for what is known within bounds: ``bounds`` (over all of them), ``earliest`` or ``latest`` (the first
    or last place that they allow), ``journal`` (a journal entry on the first day), ``skip``. ``open``, for what has a
    side that is open or unknown: ``marker`` (one day on the side that is known), ``journal``, ``skip``.
    """

    uncertain: str = field(
        default="bounds", validator=validators.in_(("bounds", "earliest", "latest", "journal", "skip"))
    )
    open: str = field(default="marker", validator=validators.in_(("marker", "journal", "skip")))


@frozen
class Placement:
    """Where an event is written.

    ``start`` and the exclusive ``end`` are day numbers where ``zone`` is None, else seconds of wall time in ``zone``
    (``UTC`` or an IANA name). ``certain`` is False for what is not exact; ``marker`` True for a day that only marks the
    known side; ``journal`` for what goes out as a journal entry.
    """

    start: int
    end: int
    zone: str | None = None
    certain: bool = True
    marker: bool = False
    journal: bool = False

    @property
    def utc(self) -> tuple[int, int]:
        """Start and end as UTC seconds; days as the midnights of UTC."""
        if self.zone is None:
            return self.start * DAY, self.end * DAY
        return to_utc(self.zone, self.start), to_utc(self.zone, self.end)


def is_certain(span: Span) -> bool:
    """Whether a span says exactly when, and was said without doubt.

    A time of day is as exact as it was said: ten o'clock is some moment of the minute 10:00.
    """
    if span.approximate or span.uncertain or not span.bounded:
        return False
    if span.zone is None:
        return span.exact
    cell = 3600 if span.grain.value == "hour" else 60
    return span.start_high - span.start_low <= cell and span.end_high - span.end_low <= cell


def place(span: Span, policy: Policy, *, repeats: bool = False) -> Placement:
    """Where ``span`` goes.

    Moments of a named zone keep it within 1970-2037, for which every program has the zone's rules; others, and fixed
    offsets, become UTC. What ``repeats`` keeps its zone always, since its clock time is what repeats.

    Raises:
        UnplaceableError: the policy leaves it out, nothing is known of it, or RFC 5545 cannot write its years.
    """
    if not span.bounded:
        return _marker(span, policy)
    certain = is_certain(span)
    start, end = span.start_low, span.end_high
    journal = False
    if not certain:
        match policy.uncertain:
            case "skip":
                raise UnplaceableError("it is not exact, and uncertain=skip leaves such events out")
            case "earliest":
                end = max(_first_end(span), start + _least(span))
            case "latest":
                start = min(span.last_start_edge, end - _least(span))
            case "journal":
                journal = True
    if span.zone is None:
        return _checked(Placement(start, end, None, certain, journal=journal))
    return _checked(_moments(Placement(start, end, span.zone, certain, journal=journal), repeats=repeats))


def _least(span: Span) -> int:
    return 1 if span.zone is None else 60


def _first_end(span: Span) -> int:
    """The exclusive end of something that ends as early as it can."""
    return span.first_end_edge + (1 if span.zone is None else 0)


def _marker(span: Span, policy: Policy) -> Placement:
    side = "start" if span.start_low == NEVER else "end"
    is_open = span.open_start if side == "start" else span.open_end
    if policy.open == "skip":
        raise UnplaceableError(
            f"its {side} is {'open' if is_open else 'unknown'}, and open=skip leaves such events out"
        )
    scale = 1 if span.zone is None else DAY
    if span.start_low > NEVER:
        day = span.start_low // scale
    elif span.end_high < FOREVER:
        day = (span.end_high - 1) // scale
    elif span.start_high < FOREVER:
        day = span.last_start_edge // scale
    elif span.end_low > NEVER:
        day = span.first_end_edge // scale
    else:
        raise UnplaceableError("neither its start nor its end is known")
    return _checked(Placement(day, day + 1, None, certain=False, marker=True, journal=policy.open == "journal"))


def _moments(placement: Placement, *, repeats: bool) -> Placement:
    zone, start, end = placement.zone or "UTC", placement.start, placement.end
    instants = to_utc(zone, start), to_utc(zone, end)
    if instants[1] <= instants[0]:  # both within the hour that a change of clocks skips or repeats
        instants = instants[0], instants[0] + end - start
    within = instants[0] >= ZONED_FROM and instants[1] < _ZONED_UNTIL
    if zones.is_fixed(zone) or not (within or repeats):
        return Placement(*instants, "UTC", placement.certain, journal=placement.journal)
    if not repeats:  # a time that the change skips is the time after it (RFC 5545 §3.3.5): not every program knows
        start, end = (from_utc(zone, instant) for instant in instants)
        if end <= start or comes_twice(zone, start) or comes_twice(zone, end):  # and of two times some take the second
            return Placement(*instants, "UTC", placement.certain, journal=placement.journal)
    return Placement(start, end, zone, placement.certain, journal=placement.journal)


def _checked(placement: Placement) -> Placement:
    scale = 1 if placement.zone is None else DAY
    for edge in (placement.start, placement.end):
        year = civil(edge // scale)[0]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise UnplaceableError(
                f"the year {format_year(year)} is outside {FIRST_YEAR}-{LAST_YEAR}, which calendar files can hold"
            )
    return placement


def uncertainty(span: Span, placement: Placement) -> str:
    """What is not known of a date, in a sentence or two; empty where all is."""
    if placement.certain:
        return ""
    sides = list(span.iso_bounds())
    inexact = "" in sides or ".." in sides or sides[0] != sides[1] or sides[2] != sides[3]
    # That it starts by its end and ends after its start goes without saying.
    if not sides[0] and span.start_high >= span.end_low:
        sides[1] = ""
    if not sides[3] and span.end_low <= span.start_high:
        sides[2] = ""
    words = [_side("starts", *sides[:2]), _side("ends", *sides[2:])]
    told = [f"The date is not exact: it {words[0]} and {words[1]}."] if inexact else []
    if span.approximate:
        told.append("The date is approximate.")
    if span.uncertain:
        told.append("The date is doubtful.")
    if placement.marker:
        told.append("It is entered on one day, at the side that is known.")
    return " ".join(told)


def _side(verb: str, earliest: str, latest: str) -> str:
    noun = {"starts": "start", "ends": "end"}[verb]
    if ".." in (earliest, latest):
        return f"has an open {noun}"
    if not earliest and not latest:
        return f"has an unknown {noun}"
    if not latest:
        return f"{verb} on {earliest} or later"
    if not earliest:
        return f"{verb} on {latest} or earlier"
    return f"{verb} on {earliest}" if earliest == latest else f"{verb} between {earliest} and {latest}"
