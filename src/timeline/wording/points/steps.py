"""What counts by steps from the anchor: this, last, next, and the one after next."""

from __future__ import annotations

from typing import Final

from timeline.wording.cursor import Cursor
from timeline.wording.expression import NOW, TODAY, Amount, Anchor, Around, EventName, Expression, Fields, Shift
from timeline.wording.token import Cats

STEPS: Final = {
    "this": 0,
    "last": -1,
    "previous": -1,
    "past": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
    "before-last": -2,
    "after-next": 2,
}
"""How many units from the anchor's a word steps."""
FEW: Final = 3
"""How many a plural without a number is taken for, as "a few" is."""
CLOCK_UNITS: Final = frozenset({"hour", "minute", "second"})


def next_but_one(c: Cursor, i: int) -> tuple[int, int] | None:
    """Read "after next" (2) or "before last" (-2) at ``i``, where nothing follows that "next" would belong to."""
    tokens = c.tokens
    sign = 1 if "after" in tokens[i].cats else -1 if "before" in tokens[i].cats else 0
    if not sign:
        return None
    j = c.skip(i + 1, "the")
    which = tokens[j].cats.get("rel")
    if which == "this" and tokens[j + 1].cats.get("num") == 1 and "word" in tokens[j + 1].cats:
        return sign, j + 2  # "the Friday after this one"
    if which not in (("next", "coming", "following") if sign > 0 else ("last", "previous", "past")):
        return None
    behind = tokens[j + 1].cats
    if any(
        category in behind
        for category in ("unit", "weekday", "month", "season", "named", "num", "ord", "quant", "daypart")
    ):
        return None
    return 2 * sign, j + 1


def side_of(cats: Cats) -> int:
    """The side that a word puts something on of what follows it: -1 before, 1 after, 0 where it says neither.

    "following" and "prior to" do as well as "after" and "before".
    """
    if "after" in cats:
        return 1
    if "before" in cats:
        return -1
    return cats.get("side", 0)


def base_for(amounts: tuple[Amount, ...]) -> Anchor:
    """What amounts are counted from where nothing is said: the anchor's moment for clock units, else its day."""
    for _, unit in amounts:
        if unit in CLOCK_UNITS:
            return NOW
    return TODAY


def day_beside(node: Expression, sign: int) -> Expression:
    """The day before (-1) or after (1) something."""
    return Around("day", node, sign) if isinstance(node, EventName) else Shift(day_of(node), ((1, "day"),), sign)


def day_of(node: Expression) -> Expression:
    """``node``, with the anchor's day for its moment."""
    return TODAY if node == NOW else node


def is_weekday(node: Expression) -> bool:
    """Whether a date says a weekday and nothing else."""
    return isinstance(node, Fields) and node.weekday is not None and node == Fields(weekday=node.weekday)
