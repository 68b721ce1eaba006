"""Recurrences: the rule as RFC 5545 (§3.3.10) wants it, and its first occurrence."""

from __future__ import annotations

from datetime import datetime

from timeline.calendar import DAY, civil, format_day
from timeline.errors import InvalidDateError
from timeline.resolver.draft import Draft, cell
from timeline.resolver.evaluation import Evaluation
from timeline.resolver.resolution import RecurrenceRule
from timeline.resolver.rules import read_rule
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.expression import At, Literal, Range, Recurrence
from timeline.zones import to_utc


def first_occurrence(evaluator: Evaluation, node: Recurrence) -> Draft:
    """The first time that the rule gives, from its start or else from the anchor on.

    Raises:
        InvalidDateError: the rule has no occurrence before it ends.
    """
    day = _start(evaluator, node)
    first = _first(node.rule, day)
    last = _until(evaluator, node)
    if first is None or (last is not None and first >= last):
        raise InvalidDateError("it never comes round: its first occurrence would lie after its end")
    if evaluator.recorder is not None:
        evaluator.recorder.step(
            "recurrence", f"{node.rule}: from {format_day(day)} on, the first is {format_day(first)}"
        )
    if node.time is not None:
        return evaluator.evaluate(At(_day(first), node.time))
    return cell(first, first + 1, Grain.DAY)


def rule_of(node: Recurrence, evaluator: Evaluation, first: Span) -> RecurrenceRule:
    """The whole rule: with UNTIL where the wording ends it, as RFC 5545 §3.3.10 wants it beside the first."""
    rule = node.rule
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
