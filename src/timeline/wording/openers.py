"""Rules for what opens a range or sets a bound: "from", "between", "until", "since", "during"."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.calendar import days_in_month
from timeline.errors import WordingError
from timeline.wording.clocks import clock, clock_range, day_behind, is_lone, share
from timeline.wording.cursor import Cursor, Match, Rule
from timeline.wording.dates import era, marked_year, second_day
from timeline.wording.expression import (
    NOW,
    TODAY,
    At,
    Beside,
    DayPart,
    Edge,
    EventName,
    Expression,
    Fields,
    Listed,
    Qualified,
    Range,
    Shift,
    Slice,
    Unit,
    Window,
)
from timeline.wording.joining import (
    bounded,
    bounded_end,
    dashed,
    date_first,
    end_at,
    from_point,
    joiner_at,
    make_range,
    with_orbound,
)
from timeline.wording.lexicon import BOUNDS
from timeline.wording.points.nesting import takes_time
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import ago_led, hour_counted, quantity, quantity_led
from timeline.wording.points.quantities import between_led as between_so_many
from timeline.wording.points.slices import edge_of
from timeline.wording.points.steps import CLOCK_UNITS, day_beside
from timeline.wording.points.times import dated
from timeline.wording.sharing import inherit


def _rough_hours(c: Cursor, i: int) -> Match:
    """Hours of which one is rough: "between about 6 and 8 pm", "from 6 until about 8 tomorrow"."""
    tokens = c.tokens
    j = c.skip(i + 1, "approx")
    first = clock(c, j, bare=True)
    if first is None:
        return None
    cats = tokens[first[1]].cats
    if not ("to" in cats or tokens[first[1]].text == "-" or ("and" in cats and "between" in tokens[i].cats)):
        return None
    k = c.skip(first[1] + 1, "approx")
    last = clock(c, k, bare=True) if j > i + 1 or k > first[1] + 1 else None
    if last is None or (is_lone(first[0]) and is_lone(last[0]) and not day_behind(c, last[1])):
        return None
    made = dated(c, share(first[0], last[0]), last[1])
    return (Qualified(made[0], approximate=True), made[1]) if made is not None else None


def from_led(c: Cursor, i: int) -> Match:
    """Read "from A to B", "from A on", "from A"."""
    tokens = c.tokens
    hours = clock_range(c, i)
    if hours is not None:
        return dated(c, *hours)
    if any("approx" in token.cats for token in tokens[i + 1 : i + 6]) and (rough := _rough_hours(c, i)) is not None:
        return rough
    timed = point(c, i)
    j = i + 1
    while "onlike" in tokens[j].cats or "approx" in tokens[j].cats:
        j += 1
    if "between" in tokens[j].cats:
        inner = between_led(c, j)
        if inner is not None and isinstance(inner[0], Range) and inner[0].start is not None:
            k = joiner_at(c, inner[1])
            end = end_at(c, k, inner[0]) if k else None
            start = inner[0]
            if end is not None:
                return Range(start, end[0], end_kind=end[2]), end[1]
            return Range(start, None), inner[1]
    first = operand(c, j)
    if first is None:
        return timed
    node, k = _as_edge(first[0]), first[1]
    if (whole := _to_an_hour(node)) is not None:
        return whole, k
    if timed is not None and timed[1] > k and isinstance(timed[0], At):
        return timed
    if any("approx" in token.cats for token in tokens[i + 1 : j]):
        node = Qualified(node, approximate=True)
    joined = joiner_at(c, k) or (joiner_at(c, k + 1) if tokens[k].text == "," else 0)
    if not joined and tokens[k].cats.get("bound") in ("until", "by", "before", "to-edge"):
        joined = k + 1
    if joined:
        end = end_at(c, joined, node)
        if end is None:
            named = c.any_name(c.skip(joined, "the"))
            end = (named[0], named[1], "until") if named is not None else None
        if end is not None:
            bound = tokens[joined - 1].cats.get("bound")
            kind = end[2]
            if bound is not None and bound in ("by", "before", "to-edge") and "to" not in tokens[joined - 1].cats:
                kind = BOUNDS[bound][1]
            return make_range(node, end[0], kind, apart=date_first(c, joined)), end[1]
        if "open" in tokens[joined].cats:
            return Range(node, None, open_end=True), joined + 1
    if "open" in tokens[k].cats:
        return Range(node, None, open_end=True), k + 1
    if "orbound" in tokens[k].cats:
        return with_orbound(c, node, k)
    if "for" in tokens[k].cats and (lasting := quantity(c, k + 1)) is not None:
        node = (hour_counted(c, (node, k), lasting[0]) or first)[0]
        return Window(lasting[0], 1, node, inclusive=True), lasting[2]
    if "todate" in tokens[k].cats:
        return Range(node, TODAY), k + 1
    return (node if isinstance(node, (Range, Window)) else Range(node, None)), k  # "from tomorrow for a week"


def between_led(c: Cursor, i: int) -> Match:
    """Read "between A and B": it lies somewhere between, bounds rather than an extent."""
    tokens = c.tokens
    if "num" in tokens[i + 1].cats and (counted := between_so_many(c, i + 1, quantity_led)) is not None:
        return counted  # "between two and three weeks after E"
    if any("approx" in token.cats for token in tokens[i + 1 : i + 6]) and (rough := _rough_hours(c, i)) is not None:
        return rough
    timed = _of_era(c, i + 1) or point(c, i + 1)
    ranged_clock = clock_range(c, i)
    edge = edge_of(c, i + 1)
    first = timed or operand(c, i + 1) if edge is None else (_part_at(edge[0]), edge[1])
    if first is None:
        return None
    node, k = first
    if "now" in tokens[i + 1].cats:
        node = NOW
    joined = k + 1 if "and" in tokens[k].cats else joiner_at(c, k)
    if ranged_clock is not None and (not joined or isinstance(node, (At, Fields))):
        return dated(c, *ranged_clock)
    if not joined:
        return None
    end = end_at(c, joined, node)
    if end is None:
        named = operand(c, joined)
        if named is None:
            return None
        end = (named[0], named[1], "until")
    if isinstance(end[0], Edge) and not end[0].end and not isinstance(end[0].of, EventName):
        end = (_part_at(end[0]), end[1], "until")  # "between late 1930 and the beginning of 1931"
    if isinstance(node, EventName) or isinstance(end[0], EventName):
        return Range(
            node,
            end[0],
            start_kind="after" if isinstance(node, EventName) else "within",
            end_kind="before" if isinstance(end[0], EventName) else "by",
            extent=False,
        ), end[1]
    return make_range(node, end[0], end[2], extent=False), end[1]


def _of_era(c: Cursor, i: int) -> Match:
    """A year beside another whose era counts for both: "between 500 and 450 BC", "between c. 1200 and c. 800 BC"."""
    tokens = c.tokens
    rough = "circa" in tokens[i].cats
    i += rough
    if "digits" not in tokens[i].cats or "and" not in tokens[i + 1].cats:
        return None
    last = i + 3 if "circa" in tokens[i + 2].cats else i + 2
    behind = marked_year(c, last + 1)
    if "digits" not in tokens[last].cats or "era" not in tokens[behind].cats:
        return None
    year = Fields(era(c, tokens[i].cats["num"], behind)[0])
    return (Qualified(year, approximate=True) if rough else year), i + 1


def _to_an_hour(node: Expression) -> Expression | None:
    """What starts on a day and ends at an hour of it, where a clock behind the day was taken for one with it."""
    if isinstance(node, At) and isinstance(node.time, Range):
        return node  # "from Monday 10:00 to 12:00"
    held = node.of if isinstance(node, Slice) else node
    if not (isinstance(held, Range) and held.start is None and isinstance(held.end, At)):
        return None
    day = held.end.date
    if not isinstance(node, Slice):
        return evolve(held, start=day)  # "from Monday to 11:00"
    start = _as_edge(Slice(node.part, day))
    return evolve(held, start=start, end=At(start, held.end.time))  # "from the start of the meeting to 11:00"


def _as_edge(node: Expression) -> Expression:
    """Where an event starts or ends, as what starts "from the end of E" starts there and not in its last third."""
    if isinstance(node, Slice) and node.part in ("beginning", "end") and isinstance(node.of, EventName):
        return Edge(node.of, node.part == "end")
    return node


def _part_at(edge: Edge) -> Slice:
    """The part of a stretch at an edge of it, as what lies between two of them is bounded by whole parts."""
    return Slice("end" if edge.end else "beginning", edge.of)


def bound_led(c: Cursor, i: int) -> Match:
    """Read "until X", "by X", "before X", "since X", "after X", "not before X", "no later than X"."""
    tokens = c.tokens
    kind = tokens[i].cats.get("bound")
    if kind is None or (len(tokens[i].text) == 1 and c.text[c.end(i) : c.end(i) + 1] == "."):
        return None  # a letter with its dot stands for another word
    j = i + 1
    if tokens[j].text == "-" and not tokens[j].gap and not tokens[j + 1].gap:
        j += 1  # "pre-1945"
    if "rel" in tokens[i].cats:
        first = point(c, i)
        if first is not None:
            return from_point(c, first)
    if ("less" in tokens[i].cats or "more" in tokens[i].cats) and quantity(c, j) is not None:
        found = point(c, i)
        if found is not None:
            return found
    if "agoled" in tokens[i].cats and (counted := ago_led(c, i)) is not None:
        return counted if isinstance(counted[0], Range) else from_point(c, counted)
    if kind == "since" and tokens[j].cats.get("bound") == "since":
        j += 1
    if "todate" in tokens[j].cats:
        return Range(None, TODAY, end_kind="until"), j + 1
    if "beside" in tokens[i].cats and tokens[i].cats["beside"] in ("starting", "ending"):
        named = operand(c, j)
        if named is not None and isinstance(named[0], EventName):
            return Beside(tokens[i].cats["beside"], named[0]), named[1]
    edge = edge_of(c, j) if kind in ("before", "after", "until", "by", "to-edge") else None
    said = tokens[j].cats
    if kind == "until" and ("least" in said or said.get("bound") == "after") and point(c, j) is None:
        later = bounded_end(c, j)  # "until at least 2020", "until after 1680"
        if later is not None:
            return Range(None, later[0], end_kind=later[2]), later[1]
    target: Match = edge or operand(c, j)
    if target is None:
        return None
    node, after = target
    node = _as_edge(node) if kind == "since" else node
    if kind == "since" and isinstance(node, Window) and node.inclusive:
        return target  # "starting tomorrow for three days"
    if kind != "since" and (whole := dashed(c, node, after)) is not None and isinstance(whole[0], Range):
        return bounded(kind, whole[0]), whole[1]  # "after 5-7 May": when all of it is over
    if kind == "until" and isinstance(node, Edge) and not node.end:
        made = Range(None, node, end_kind="to")
    elif isinstance(node, Range) and node.start is not None:
        return None
    elif kind == "since" and isinstance(node, At) and isinstance(node.time, Range):
        return None  # "since 9-5"
    else:
        made = bounded(kind, node)
    if kind == "until" and "back" in tokens[i].cats and isinstance(node, EventName):
        made = bounded("before", node)
    side, how = BOUNDS[kind]
    if side == "start":
        joined = joiner_at(c, after) or (
            after + 1 if tokens[after].cats.get("bound") in ("until", "by", "before") else 0
        )
        if joined:
            if tokens[joined].cats.get("bound") in ("until", "by", "before") and "to" not in tokens[joined].cats:
                joined += 1  # "not before 1887 - not after 1890"
            end = end_at(c, joined, node)
            if end is not None:
                a, b = inherit(node, end[0])
                bound = tokens[joined - 1].cats.get("bound")
                end_kind = end[2]
                edged = bound in ("by", "before") and "to" not in tokens[joined - 1].cats
                if bound is not None and (edged or bound == "to-edge"):
                    end_kind = BOUNDS[bound][1]
                return Range(a, b, start_kind=how, end_kind=end_kind), end[1]
        if "open" in tokens[c.comma(after)].cats:
            return evolve(made, open_end=True), c.comma(after) + 1
        if "orbound" in tokens[after].cats and tokens[after].cats["orbound"] == "since":
            return made, after + 1
    again = tokens[c.comma(after)].cats.get("orbound")
    if again in ("by", "not-before") and again == kind:
        return made, c.comma(after) + 1  # "by 5 May at the latest"
    return made, after


def beside_led(c: Cursor, i: int) -> Match:
    """Read "during E", "at the same time as E", "ending with E"."""
    kind = c.tokens[i].cats["beside"]
    j = c.skip(i + 1, "the")
    counted = c.tokens[j].cats
    measured = "num" in counted or "quant" in counted or "half" in counted
    measured = measured or ("unit" in counted and (c.language.bare_genitive or counted["unit"] in CLOCK_UNITS))
    if measured and point(c, i) is not None:
        return None
    named = (night_led(c, j) if "daypart" in counted else None) or operand(c, j)
    if named is None:
        return None
    node, after = named
    if kind == "during" and "prep" in c.tokens[i].cats and not isinstance(node, EventName) and _lists(c, after):
        return None  # "during May and June 1930"
    if "atclock" in c.tokens[i].cats and not isinstance(node, EventName):
        return None
    if kind != "during" and isinstance(node, EventName):
        return Beside(kind, node), after
    if not isinstance(node, EventName) and (ranged := from_point(c, named)) is not None:
        node, after = ranged  # "during the years 1868-1871"
    if kind == "during":
        if not isinstance(node, EventName) and "inside" not in c.tokens[i].cats:
            return None
        if "within" in c.tokens[i].cats and isinstance(node, Window):
            return None
        return Beside("during" if isinstance(node, EventName) else "within", node), after
    if kind == "same":
        return node, after
    if kind == "starting":
        return Range(node, None), after
    return Range(None, node), after


def _lists(c: Cursor, i: int) -> bool:
    """Whether what stands before ``i`` is the first of several."""
    return "and" in c.tokens[i].cats or "or" in c.tokens[i].cats


def night_led(c: Cursor, i: int) -> Match:
    """Read "the night of 4-5 May", "the night of Thursday to Friday": one night, between two days."""
    tokens = c.tokens
    if tokens[i].cats["daypart"] != "night":
        return None
    if "between" in tokens[i + 1].cats and (pair := second_day(c, i + 2)) is not None:
        return At(Shift(pair[0], ((1, "day"),), -1), DayPart("night")), pair[1]
    if "into" in tokens[i + 1].cats and (morrow := point(c, i + 2)) is not None and takes_time(morrow[0]):
        return At(day_beside(morrow[0], -1), DayPart("night")), morrow[1]  # "overnight into Tuesday"
    if not ("genitive" in tokens[i + 1].cats or "from" in tokens[i + 1].cats):
        k = c.skip(i + 1, "onlike")
        pair = second_day(c, k)  # "overnight 5-6 May"
        if pair is not None:
            return At(Shift(pair[0], ((1, "day"),), -1), DayPart("night")), pair[1]
        return _between_days(c, k)
    if "from" in tokens[i + 1].cats and "weekday" in tokens[i + 2].cats and "onlike" in tokens[i + 3].cats:
        weekday: int = tokens[i + 2].cats["weekday"]
        if tokens[i + 4].cats.get("weekday") == weekday % 7 + 1:
            return At(Fields(weekday=weekday), DayPart("night")), i + 5
    if "from" in tokens[i + 1].cats and (last := _new_month(c, i + 2)) is not None:
        return At(Shift(last[0], ((1, "day"),), -1), DayPart("night")), last[1]
    if "from" in tokens[i + 1].cats and (last := second_day(c, i + 2)) is not None:
        return At(Shift(last[0], ((1, "day"),), -1), DayPart("night")), last[1]
    first = point(c, c.skip(i + 2, "the"))
    if first is None:
        return None
    if tokens[first[1]].text == "/" and (morrow := point(c, first[1] + 1)) is not None:
        return At(inherit(first[0], morrow[0])[0], DayPart("night")), morrow[1]
    found = from_point(c, first)
    if found is None or not isinstance(found[0], Range) or found[0].start is None or found[0].end is None:
        return None
    if _follows(found[0].start, found[0].end) is False or "plural" in tokens[i].cats:
        raise WordingError("a night lies between a day and the next: list the nights", c.column(i))
    return At(found[0].start, DayPart("night")), found[1]


def _between_days(c: Cursor, i: int) -> Match:
    """The night between two days at ``i``: "overnight Sat/Sun", "overnight Sat 5 - Sun 6 May"."""
    first = point(c, i)
    if first is None:
        return None
    k = first[1] + 1 if c.tokens[first[1]].text == "/" else joiner_at(c, first[1])
    last = point(c, k) if k else None
    if last is None:
        return None
    follows = _follows(*inherit(first[0], last[0]))
    if follows is False:
        raise WordingError("a night lies between a day and the next: list the nights", c.column(i))
    return (At(inherit(first[0], last[0])[0], DayPart("night")), last[1]) if follows else None


def _follows(first: Expression, last: Expression) -> bool | None:
    """Whether one day is the day after another, where both say enough."""
    if not isinstance(first, Fields) or not isinstance(last, Fields):
        return None
    if first.weekday and last.weekday:
        return first.weekday % 7 + 1 == last.weekday
    if not (first.day and last.day and first.month and last.month):
        return None
    if first.month == last.month:
        return last.day - first.day == 1
    return last.day == 1 and first.day >= 28 and last.month == first.month % 12 + 1


def _new_month(c: Cursor, i: int) -> Match:
    """The second day of "30 April to 1 May", where a month ends with the first."""
    first = point(c, i)
    if first is None or not isinstance(first[0], Fields) or (first[0].day or 0) < 28 or not first[0].month:
        return None
    if "onlike" not in c.tokens[first[1]].cats:
        return None
    last = point(c, first[1] + 1)
    if last is None or not isinstance(last[0], Fields) or last[0].day != 1 or last[0].month != first[0].month % 12 + 1:
        return None
    return last if days_in_month(last[0].year or 4, first[0].month) == first[0].day else None


def weekdays_led(c: Cursor, i: int) -> Match:
    """Read "Wed–Thu, 29–30 Nov 2017", "Sat and Sun, 5-6 May": the weekdays of a range, which have to be right."""
    tokens = c.tokens
    j, k = i, i
    while "weekday" in tokens[k].cats:
        j = k
        k = joiner_at(c, j + 1) or c.skip(j + 2 if tokens[j + 1].text in ("/", ",") else j + 1, "and")
    if j == i:
        return None
    if (pair := _pair(c, i, j)) is not None:
        return pair
    first = point(c, c.comma(j + 1))
    found = from_point(c, first) if first is not None and isinstance(first[0], Fields) else None
    if found is None or not isinstance(found[0], Range):
        return None
    start, end = found[0].start, found[0].end
    if not (isinstance(start, Fields) and isinstance(end, Fields) and start.day and end.day):
        return None
    first_day = evolve(start, weekday=tokens[i].cats["weekday"])
    return Range(first_day, evolve(end, weekday=tokens[j].cats["weekday"])), found[1]


def _pair(c: Cursor, i: int, j: int) -> Match:
    """Behind two weekdays: "Sat/Sun 5/6 May", "Sat & Sun 5 & 6 May"."""
    tokens = c.tokens
    first, last = tokens[i].cats["weekday"], tokens[j].cats["weekday"]
    days = second_day(c, c.comma(j + 1)) if (last - first) % 7 == 1 else None
    if days is None or not isinstance(days[0], Fields) or days[0].day is None or days[0].weekday not in (None, last):
        return None
    if any(token.text == "-" for token in tokens[j + 1 : days[1]]):
        return None
    end = evolve(days[0], weekday=last)
    return Listed((evolve(end, day=days[0].day - 1, weekday=first), end)), days[1]


def todate_led(c: Cursor, i: int) -> Match:
    """Read "to date", "so far this year": up to the anchor."""
    stretch = point(c, c.comma(i + 1)) if "rel" in c.tokens[c.comma(i + 1)].cats else None
    if stretch is not None and isinstance(stretch[0], Unit) and not stretch[0].steps:
        return Slice("todate", stretch[0]), stretch[1]
    return Range(None, TODAY, end_kind="until"), i + 1


OPENERS: Final[dict[str, Rule]] = {
    "from": from_led,
    "daypart": night_led,
    "between": between_led,
    "todate": todate_led,
    "bound": bound_led,
    "beside": beside_led,
    "weekday": weekdays_led,
}
"""What may open a range, by the category of its first word."""
