"""Recurrences: the rule as RFC 5545 (§3.3.10) wants it, and its first occurrence."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import evolve

from timeline.calendar import DAY, civil, days_in_month, format_day, weekday
from timeline.errors import InvalidDateError, WordingError
from timeline.resolver.draft import Draft, cell
from timeline.resolver.evaluation import Evaluation
from timeline.resolver.resolution import RecurrenceRule
from timeline.resolver.rules import read_rule
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.expression import At, Fields, Literal, Range, Recurrence
from timeline.wording.points.nesting import with_outer
from timeline.wording.recurrences import DAYS
from timeline.zones import to_utc


def first_occurrence(evaluator: Evaluation, node: Recurrence) -> Draft:
    """The first time that the rule gives, from its start or else from the anchor on.

    Raises:
        InvalidDateError: the rule has no occurrence before it ends.
        WordingError: it is more than one rule.
    """
    node = _dated(evaluator, node)
    day = _start(evaluator, node)
    first = _first(node.rule, day)
    last = _until(evaluator, node)
    if first is None or (last is not None and first >= last):
        raise InvalidDateError("it never comes round: its first occurrence would lie after its end")
    if evaluator.recorder is not None:
        evaluator.recorder.step(
            "recurrence", f"{node.rule}: from {format_day(day)} on, the first is {format_day(first)}"
        )
    often = node.rule.startswith(_WITHIN_DAYS)
    if often and isinstance(node.time, Range):
        raise WordingError("so often within hours of each day is no single rule: say the times, or leave the hours out")
    if node.time is not None:
        return evaluator.evaluate(At(_day(first), node.time))
    if often:
        return _minute(evaluator, node, first)
    return cell(first, first + 1, Grain.DAY)


_WITHIN_DAYS: Final = ("FREQ=HOURLY", "FREQ=MINUTELY")
"""What repeats more often than once a day, and so starts at a time of day."""


def _minute(evaluator: Evaluation, node: Recurrence, day: int) -> Draft:
    """The minute in which something starts that comes round within the day: at the start said, or the anchor's time."""
    zone = evaluator.context.timezone
    if node.start is None:
        moment = evaluator.moment("the start of what repeats")
    else:
        draft = evaluator.quietly(node.start)
        moment, zone = (day * DAY, zone) if draft.zone is None else (draft.s0, draft.zone)
    minute = moment - moment % 60
    return Draft(minute, minute + 60, minute, minute + 60, Grain.MINUTE, zone)


def rule_of(node: Recurrence, evaluator: Evaluation, first: Span) -> RecurrenceRule:
    """The whole rule: with UNTIL where the wording ends it, as RFC 5545 §3.3.10 wants it beside the first."""
    rule = _dated(evaluator, node).rule
    last = _until(evaluator, node)
    if last is not None:
        year, month, day = civil(last - 1)
        if first.zone is None:
            rule += f";UNTIL={year:04d}{month:02d}{day:02d}"
        else:
            instant = to_utc(first.zone, last * DAY - 1)
            number, second = divmod(instant, DAY)
            year, month, day = civil(number)
            rule += (
                f";UNTIL={year:04d}{month:02d}{day:02d}T{second // 3600:02d}{second // 60 % 60:02d}{second % 60:02d}Z"
            )
    return RecurrenceRule(rule, first)


_LAST_YEAR: Final = 9999
"""The last year that four digits can write (RFC 5545 §3.3.4)."""


def _dated(evaluator: Evaluation, node: Recurrence) -> Recurrence:
    """``node`` with the dates of its named day in its rule: one date of each year, or the n-th weekday of a month.

    Raises:
        WordingError: the day is another one each year, as Easter is.
    """
    if node.first is None:
        return node
    year = civil(_start(evaluator, node))[0]
    days = [
        evaluator.quietly(with_outer(node.first, Fields(each))).s0 for each in range(year, year + _YEARS_TO_BE_SURE)
    ]
    dates = [civil(day) for day in days]
    months = {month for _, month, _ in dates}
    numbers = {day for _, _, day in dates}
    weekdays = {weekday(day) for day in days}
    if len(months) > 1 or (len(numbers) > 1 and len(weekdays) > 1):
        raise WordingError("that day is another date each year: no single rule says which")
    month = months.pop()
    if len(numbers) == 1:
        which = f"BYMONTHDAY={numbers.pop()}"
    else:
        counted = {(number - 1) // 7 + 1 for number in numbers}
        last = all(number > days_in_month(each, month) - 7 for each, _, number in dates)
        which = f"BYDAY={counted.pop() if len(counted) == 1 else -1}{DAYS[weekdays.pop() - 1]}"
        if len(counted) > 0 and not last:
            raise WordingError("that day is another date each year: no single rule says which")
    head, count, rest = node.rule.partition(";COUNT=")
    return evolve(node, rule=f"{head};BYMONTH={month};{which}{count}{rest}", first=None)


_YEARS_TO_BE_SURE: Final = 28
"""After so many years the weekdays of the dates come round again."""


def _day(number: int) -> Literal:
    return Literal(Span.filled(number, number + 1))


def _start(evaluator: Evaluation, node: Recurrence) -> int:
    if node.start is None:
        return evaluator.anchor("the start of what repeats")
    draft = evaluator.evaluate(node.start)
    edge = draft.s0
    if edge <= NEVER:
        raise InvalidDateError("a recurrence needs a start")
    return edge if draft.zone is None else edge // DAY


def _until(evaluator: Evaluation, node: Recurrence) -> int | None:
    """The edge behind the last day on which it may occur."""
    if node.until is None:
        return None
    draft = evaluator.evaluate(node.until)
    if draft.e1 >= FOREVER:
        return None
    edge = draft.e1 if draft.zone is None else -(-draft.e1 // DAY)
    if isinstance(node.until, Range):
        edge = draft.e1
    if civil(edge - 1)[0] > _LAST_YEAR:
        raise InvalidDateError(f"no rule of a calendar ends after the year {_LAST_YEAR}: leave the end out")
    return edge


def _first(rule: str, day: int) -> int | None:
    from dateutil.rrule import rrulestr  # noqa: PLC0415  (slow to import, and few wordings repeat)

    if not 1 <= day <= 3_600_000:
        raise InvalidDateError("recurrences are counted in the years 1 to 9856 only")
    read_rule(rule)
    parts = [part for part in rule.split(";") if not part.startswith(("INTERVAL=", "COUNT="))]
    if any(part.startswith("BYMONTH=") for part in parts) and not any(
        part.startswith(("BYMONTHDAY=", "BYDAY=")) for part in parts
    ):
        parts.append("BYMONTHDAY=1")  # a whole month starts on its first
    # Every second one starts with the first that comes, so the interval plays no part in finding it.
    rule = ";".join(parts)
    base = datetime.fromordinal(day)
    for moment in rrulestr(rule, dtstart=base):
        return int(moment.toordinal())
    return None
