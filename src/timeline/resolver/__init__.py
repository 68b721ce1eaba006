"""Expression and context to span: ``resolve`` for one wording, ``graph`` for a file of events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache, partial

from timeline.errors import AmbiguousError, TimelineError, UnknownNameError
from timeline.resolver.context import AnchorInput, Context, make_context
from timeline.resolver.evaluate import RULES, Evaluator
from timeline.resolver.nodes.statements import as_statement
from timeline.resolver.recorder import Recorder
from timeline.resolver.recurring import rule_of
from timeline.resolver.resolution import Candidate, Explanation, RecurrenceRule, Resolution, Step
from timeline.span import Span
from timeline.wording.expression import EventName, Expression, Recurrence
from timeline.wording.parser import parsed

_NOTHING: Mapping[str, Span] = {}
_MOST_CANDIDATES = 12
_FAR_FETCHED = frozenset({"month-number", "half-day", "hundreds"})
"""Choices whose other readings come last."""


def resolve(
    text: str,
    *,
    anchor: AnchorInput = None,
    prefer: str = "nearest",
    timezone: str = "UTC",
    language: str = "en",
    **settings: object,
) -> Resolution:
    """What a wording means.

    Args:
        text: the wording ("two days before Nov. 30").
        anchor: what relative wording counts from: an ISO 8601 string, a date or a datetime.
        prefer: ``nearest``, ``past`` or ``future``, for dates without a year and bare weekdays and months.
        timezone: IANA name of the zone of times that name none.
        language: ISO 639-1 code.
        settings: other fields of ``Context`` (``week_start``, ``day_first``, ``holidays`` …).

    Raises:
        NoDateError: there is no date in the text.
        InvalidDateError: the date does not exist.
        AnchorNeededError: it counts from an anchor, and none is given.
        WordingError: words are left over; ``column`` is where.
        AmbiguousError: ``strict=True`` and several readings are open.
        SettingError: a setting that there is not, or a value that it can't have.
    """
    if isinstance(anchor, datetime) and anchor.fold:
        # The two moments of a time that comes twice are equal, as keys of a cache too.
        anchor = anchor.isoformat()
    try:
        found = _resolved(text, anchor, prefer, timezone, language, tuple(settings.items()) if settings else ())
    except (AttributeError, TypeError) as error:
        if not isinstance(text, str):
            raise TypeError(f"a wording is text, not {type(text).__name__}") from error
        # What cannot be hashed cannot be right either, and this says which it is.
        make_context(anchor, prefer=prefer, timezone=timezone, language=language, **settings)
        raise
    if isinstance(found, TimelineError):
        raise found.with_traceback(None)
    return found


@lru_cache(maxsize=16_384)
def _resolved(
    text: str,
    anchor: AnchorInput,
    prefer: str,
    timezone: str,
    language: str,
    settings: tuple[tuple[str, object], ...],
) -> Resolution | TimelineError:
    """Resolutions are values, so that a text seen before costs a look-up; errors are kept likewise."""
    try:
        evaluator = _evaluator(anchor, prefer, timezone, language, settings)
        expression = parsed(text, language)
        return expression if isinstance(expression, TimelineError) else _resolution(text, expression, evaluator, True)
    except TimelineError as error:
        return error


def resolve_expression(
    text: str,
    expression: Expression,
    context: Context,
    known: Mapping[str, Span] = _NOTHING,
    *,
    fill: bool = True,
) -> Resolution:
    """The resolution of an expression that has been parsed already."""
    return _resolution(text, expression, Evaluator(context, known), fill)


@lru_cache(maxsize=4_096)
def _evaluator(
    anchor: AnchorInput, prefer: str, timezone: str, language: str, settings: tuple[tuple[str, object], ...]
) -> Evaluator:
    """Nobody is told what it does, so that one serves for all wordings with the same settings."""
    return Evaluator(
        make_context(anchor, prefer=prefer, timezone=timezone, language=language, **dict(settings)), _NOTHING
    )


def _resolution(text: str, expression: Expression, evaluator: Evaluator, fill: bool) -> Resolution:
    context, known = evaluator.context, evaluator.known
    kind = expression.__class__  # once, since every wording passes here
    draft = as_statement(evaluator, expression) if kind is EventName else RULES[kind](evaluator, expression)
    if not known and draft.constraints:
        name = draft.constraints[0].event
        raise UnknownNameError(
            f"{name!r} is no date, and no event is known by that name", name, _column(expression, name)
        )
    span = draft.span(fill)
    items = tuple(item.span(fill) for item in draft.items) if draft.items else (span,)
    rule: RecurrenceRule | None = None
    if expression.__class__ is Recurrence:
        rule = rule_of(expression, evaluator, span)
    resolution = Resolution(
        text, expression, span, items, rule, partial(explain, text, expression, context, known, fill)
    )
    if context.strict and resolution.ambiguous:
        readings = [span, *(candidate.span for candidate in resolution.candidates)]
        shown = ["/".join(edge or ".." for edge in reading.iso()) for reading in readings]
        raise AmbiguousError(f"{text!r} can be read in several ways: {', '.join(shown)}", shown)
    return resolution


def _column(expression: object, name: str) -> int:
    """Where the expression names an event."""
    if isinstance(expression, EventName):
        return expression.column
    for attribute in getattr(expression, "__attrs_attrs__", ()):
        child = getattr(expression, attribute.name)
        for item in child if isinstance(child, tuple) else (child,):
            found = _column(item, name) if hasattr(item, "__attrs_attrs__") else 0
            if found:
                return found
    return 0


def explain(
    text: str, expression: Expression, context: Context, known: Mapping[str, Span] = _NOTHING, fill: bool = True
) -> Explanation:
    """Steps and candidates of a wording: evaluated once more with a recorder, then once for each open reading."""
    recorder = Recorder()
    recorder.step("wording", f"{text!r}")
    chosen = as_statement(Evaluator(context, known, recorder), expression).span(fill)
    candidates: list[Candidate] = []
    seen = {_key(chosen)}
    # What decided first is the likeliest to have gone the other way, far-fetched readings apart.
    for at, choice in sorted(enumerate(recorder.choices), key=lambda item: (item[1].setting in _FAR_FETCHED, item[0])):
        for reading in range(1, len(choice.reasons)):
            if len(candidates) >= _MOST_CANDIDATES:
                break
            forced = Recorder(force=(at, reading))
            try:
                span = as_statement(Evaluator(context, known, forced), expression).span(fill)
            except TimelineError:
                continue
            if _key(span) not in seen:
                seen.add(_key(span))
                candidates.append(Candidate(span, choice.reasons[reading]))
    return Explanation(tuple(recorder.steps), tuple(candidates), bool(candidates))


def _key(span: Span) -> tuple[int, int, int, int, str | None]:
    return span.start_low, span.start_high, span.end_low, span.end_high, span.zone


__all__ = [
    "Candidate",
    "Context",
    "Explanation",
    "RecurrenceRule",
    "Resolution",
    "Step",
    "explain",
    "resolve",
    "resolve_expression",
]
