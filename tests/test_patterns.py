"""Wording parsed by pattern: the same trees, and the same errors, as each text parsed by itself."""

from __future__ import annotations

import pytest

from timeline.errors import TimelineError
from timeline.wording.names import NameIndex
from timeline.wording.parser import parse
from timeline.wording.patterns import Patterns

NAMES = NameIndex(
    {
        name: name
        for name in (
            "e1", "e2", "e17", "a1", "minsk-visit", "csto-session", "talks", "talks-2", "may", "may-day-parade", "8",
            "2017-talks", "week", "rd", "of", "e", "c", "session-week", "xii", "Grand Opening", "opening", "bc", "q1",
        )
    },
    {"closing party": ("p1", "p2")},
)  # fmt: skip

FORMS = (
    "{}", "during {}", "first day of {}", "after {}, by the end of {}", "from {} until 2026", "two days after {}",
    "1 day after {}", "before {}", "between {} and {}", "the week of {}", "the morning of the second day of {}",
    "{} to {}", "{} + 3 days", "the Monday after {}", "{} or {}", "the eve of {}", "on the sidelines of {}",
    "no later than 3 days after {}", "{}'s end", "the end of {}", "({})", "{}, 2017", "{} 2017", "2017 {}", "{}-{}",
    "c. {}", "since {} at 10:00", "{} 10:00", "in May {}", "the {}", "every day during {}", "{} until {}", "until {}.",
    "from {}, to {}", "3 {}", "a week before {} and after {}", "two hours after the start of {}",
)  # fmt: skip
FILLINGS = (*NAMES.ids, "closing party", "nobody", "csto sesion", "May 5", "3rd", "the summit", "e 1", "E17", "10:30")


def outcome(read: object, *arguments: object) -> tuple[object, ...]:
    try:
        return ("tree", repr(read(*arguments)))  # type: ignore[operator]
    except TimelineError as error:
        return (type(error), error.message, getattr(error, "column", None))


@pytest.mark.parametrize("form", FORMS)
def test_a_pattern_gives_the_tree_that_the_parser_gives(form: str) -> None:
    patterns = Patterns(NAMES)
    many = form.count("{}") > 1
    for filling in zip(FILLINGS, FILLINGS[3:], strict=False) if many else zip(FILLINGS, strict=True):
        text = form.format(*filling)
        expected = outcome(lambda text: parse(text, "en", NAMES), text)
        assert outcome(lambda text: patterns.parse(text, "en").expression, text) == expected, text


def test_texts_that_name_other_events_follow_one_pattern() -> None:
    patterns = Patterns(NameIndex({name: name for name in ("e1", "e2", "e17", "talks", "may-day-parade")}))
    one, two = patterns.parse("after e1, by the end of e17"), patterns.parse("after talks, by the end of e2")
    assert one.pattern is two.pattern
    assert (one.filled, two.filled) == (("e1", "e17"), ("talks", "e2"))
    assert patterns.parse("during may-day-parade").filled is None
