"""Random spans, events and timelines for the laws that queries keep."""

from __future__ import annotations

import os

from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st

from timeline.calendar import DAY, day_number, month_start, week_start
from timeline.errors import TimelineError
from timeline.events import Deadline, Document, Event, Meeting, Participation, Period, Person
from timeline.notation import MONTHS_IN
from timeline.resolver.network import Network, Statement
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.timeline import Entry, Timeline

_MANY = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "random" else 1


def examples(count: int) -> settings:
    """So many examples, and twenty times as many where new ones are looked for."""
    return settings(max_examples=_MANY * count, deadline=None)


ZONES = (None, None, None, "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "+05:30")

EPOCHS = (
    day_number(2017, 10, 28),  # clocks go back in Berlin on the 29th
    day_number(2017, 11, 4),  # and in New York on the 5th
    day_number(2018, 3, 24),  # forward in Berlin on the 25th
    day_number(2018, 3, 31),  # half an hour back on Lord Howe Island on April 1
    day_number(-43, 3, 14),
    day_number(0, 12, 30),  # over into the year 1
    day_number(9999, 12, 29),  # and into the year 10000
    day_number(12_000, 1, 1),
)


@st.composite
def spans(draw: st.DrawFn, epochs: tuple[int, ...] = EPOCHS[:1]) -> Span:
    """Exact, bounded, open and unknown spans of a few days around an epoch, in days and in moments.

    Those in moments lie in the first hours of a day, where clocks are changed, or begin there.
    """
    zone = draw(st.sampled_from(ZONES))
    base = draw(st.sampled_from(epochs))
    unit = 1 if zone is None else draw(st.sampled_from((1800, 7200, DAY)))
    origin = base if zone is None else (base + draw(st.integers(0, 1))) * DAY + draw(st.sampled_from((0, 3600)))
    a, b, c, d = sorted(draw(st.lists(st.integers(0, 6), min_size=4, max_size=4)))
    if a == d:
        d += 1
    edges = draw(
        st.sampled_from(
            (
                (a, a, d, d),  # exact
                (a, d, a, d),  # somewhere within
                (a, b, max(c, b), d) if a < max(c, b) or c < d else (a, a, d, d),
                (NEVER, FOREVER, a, d),  # only its end is known
                (NEVER, NEVER, d, d),
                (a, d, NEVER, FOREVER),  # only its start
                (a, a, FOREVER, FOREVER),
                (a, FOREVER, a, FOREVER),  # after something
                (NEVER, d, NEVER, d),  # before something
                (NEVER, NEVER, FOREVER, FOREVER),  # always
                (a, a, d, d) if zone is None else (a, a, a, a),  # a mere moment
            )
        )
    )
    low, high, end_low, end_high = (edge if edge in (NEVER, FOREVER) else origin + unit * edge for edge in edges)
    return Span(
        low,
        high,
        end_low,
        end_high,
        zone=zone,
        open_start=high == NEVER,
        open_end=end_low == FOREVER,
    )


def event(number: int) -> Event:
    return Event(id=f"e{number:02d}", title=f"Event {number}")


@st.composite
def timelines(draw: st.DrawFn, size: int = 12) -> Timeline:
    """Timelines without statements, of spans around all epochs or one, in a zone of its own."""
    epochs = draw(st.sampled_from((EPOCHS, EPOCHS[:1], EPOCHS[2:3])))
    found = draw(st.lists(st.none() | spans(epochs), max_size=size))
    zone = draw(st.sampled_from(("UTC", "Europe/Minsk", "America/New_York")))
    return Timeline((Entry(f"e{n:02d}", event(n), span) for n, span in enumerate(found)), timezone=zone)


@st.composite
def stated(draw: st.DrawFn, size: int = 6) -> tuple[Timeline, Network]:
    """Timelines of events in days with statements between them that don't contradict each other.

    An open side has no end in a comparison of dates, and no bound in statements, so there are none here.
    """
    in_days = spans().filter(lambda span: span.zone is None and not span.open_start and not span.open_end)
    own = draw(st.lists(in_days, min_size=2, max_size=size))
    network = Network()
    for number, span in enumerate(own):
        network.add(f"e{number:02d}", span)
    ids = st.integers(0, len(own) - 1)
    for kind, one, two in draw(st.lists(st.tuples(st.sampled_from(("before", "part_of")), ids, ids), max_size=5)):
        if one != two:
            first, second = f"e{one:02d}", f"e{two:02d}"
            if kind == "before":
                network.before(first, second, Statement("before", first, second))
            else:
                network.contain(second, first, Statement("part_of", first, second))
    contradictions = network.solve()
    if contradictions:
        raise TimelineError("contradiction")
    entries = [Entry(f"e{n:02d}", event(n), network.span(f"e{n:02d}")) for n in range(len(own))]
    return Timeline(entries, network=network), network


@st.composite
def written(draw: st.DrawFn) -> Span:
    """Spans of every grain above an hour as people write them: filled, bounded or one-sided, certain or not."""
    grain = draw(st.sampled_from([grain for grain in Grain if not grain.timed]))
    year = draw(
        st.one_of(st.integers(1000, 2200), st.integers(1, 999), st.integers(-3000, 0), st.integers(9000, 30_000))
    )
    if length := MONTHS_IN.get(grain):
        index = year * 12 // length * length + draw(st.integers(0, 11)) // length * length - (grain is Grain.SEASON)
        low, high = month_start(0, index + 1), month_start(0, index + 1 + length * draw(st.integers(1, 3)))
    else:
        low = day_number(year) + draw(st.integers(0, 364))
        size = {Grain.WEEK: 7, Grain.WEEKEND: 2}.get(grain)
        low = week_start(low) + 5 * (grain is Grain.WEEKEND) if size else low
        high = low + (size or draw(st.integers(1, 400)))
    shapes = {
        "filled": Span.filled(low, high, grain),
        "since": Span(low, low, low, FOREVER, grain),
        "onwards": Span(low, low, FOREVER, FOREVER, grain, open_end=True),
        "until": Span(NEVER, high, high, high, grain),
        "by": Span(NEVER, low, NEVER, low, grain),
        "not before": Span(high, FOREVER, high, FOREVER, grain),
        "within": Span.within(low, high, grain),
    }
    names = [*shapes] if grain not in (Grain.WEEK, Grain.WEEKEND) else ["filled"]
    span = shapes[draw(st.sampled_from(names))]
    return evolve(span, approximate=draw(st.booleans()), uncertain=draw(st.booleans()))


NAMES = ("e0", "e1", "e2", "e3", "e4")
DATED: tuple[dict[str, object], ...] = (
    # the ways in which an event of a document says when it is
    {"when": "Nov. 29-30"},
    {"when": "2017"},
    {"when": "2015-2016"},
    {"when": "3 May 2017"},
    {"when": "30 November 2017"},
    {"when": "since 2016"},
    {"when": "about 1992"},
    {"when": "undated"},
    {"when": "no date at all"},
    {"when": "29 October 2017", "starts": "2:30", "ends": "4:00"},
    {"when": "Nov. 29", "starts": "22:00", "ends": "6:00", "timezone": "America/New_York"},
    {"when": "Nov. 29", "starts": "9:30", "duration": "45 minutes"},
    {"repeats": "every Tuesday from 3 October 2017", "starts": "10:00", "ends": "10:15", "except_": ("Nov. 7",)},
    {"repeats": "every day until 3 December 2017", "moved": (("2017-12-02", "2017-12-04"),)},
    {"when": "2017-10-02", "repeats": "FREQ=MONTHLY;COUNT=5"},
    {"when": "after e0"},
    {"when": "two days before e1"},
    {"when": "during e2"},
    {},
)


@st.composite
def events(draw: st.DrawFn, name: str) -> Event:
    """Events of one id: of several types, dated in all ways, tied to others."""
    others = st.lists(st.sampled_from([other for other in NAMES if other != name]), max_size=1).map(tuple)
    said: dict[str, object] = {
        "title": draw(st.sampled_from(("One", "Two"))),
        "status": draw(st.sampled_from(("confirmed", "tentative", "cancelled"))),
        "place": draw(st.sampled_from((None, "here", "there"))),
        "tags": draw(st.sampled_from(((), ("a",), ("a", "b")))),
        "participants": draw(st.sampled_from(((), (Participation("ada"),), (Participation("bo", "host"),)))),
        "formerly": draw(st.sampled_from(((), (), ("e3",), ("old",)))),
        "revised": draw(st.sampled_from((None, "2017-12-01"))),
        "part_of": draw(st.sampled_from((None, None, *NAMES))),
        "before": draw(others),
        "after": draw(others),
        **draw(st.sampled_from(DATED)),
    }
    kind = draw(st.sampled_from((Event, Meeting, Period, Deadline)))
    return kind(id=name, **said)  # type: ignore[arg-type]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of a few events, some of them the same in every draw, and some of them with problems."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=5, unique=True))
    people = {name: Person(id=name, name=name.title()) for name in draw(st.sets(st.sampled_from(("ada", "bo"))))}
    return Document(
        events=tuple(draw(events(name)) for name in names),
        people=people,
        title=draw(st.sampled_from((None, "T"))),
        as_of=draw(st.sampled_from(("2017-11-30", "2016-01-01"))),
        timezone=draw(st.sampled_from(("UTC", "Europe/Minsk", "Europe/Berlin"))),
        language=draw(st.sampled_from(("en", "en", "ru"))),
    )
