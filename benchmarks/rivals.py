"""Time one resolver over wordings from standard input; runs inside the environment that holds it.

Input: one JSON array a line, ``[text, anchor, prefer]``. Output: one JSON object with the microseconds of the first and
of the second reading of each text. Run by ``resolve.py``; every resolver goes through the same loop.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import perf_counter_ns

Read = Callable[[str, str, str], object]

WARM_UP = ("yesterday", "12 March 1995", "from 3 to 5 July 2003", "half past seven tomorrow evening", "in six days")
"""Read first, so that nobody pays for loading its tables within the figures; none is a case of the bench."""


def ours() -> Read:
    """``timeline.resolve``; a text that it refuses counts like one that it reads."""
    import timeline

    resolve, refused = timeline.resolve, timeline.TimelineError

    def read(text: str, anchor: str, prefer: str) -> object:
        try:
            return resolve(text, anchor=anchor, prefer=prefer).span
        except refused:
            return None

    return read


def dateparser_in_english() -> Read:
    """The library dateparser, told the language, which saves it the detection."""
    import dateparser

    def read(text: str, anchor: str, _prefer: str) -> object:
        return dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": datetime.fromisoformat(anchor)})

    return read


def dateparser_alone() -> Read:
    """The library dateparser as it comes: it finds out the language of each text by itself."""
    import dateparser

    def read(text: str, anchor: str, _prefer: str) -> object:
        return dateparser.parse(text, settings={"RELATIVE_BASE": datetime.fromisoformat(anchor)})

    return read


def parsedatetime() -> Read:
    """The calendar of parsedatetime, with its own English."""
    import parsedatetime

    calendar = parsedatetime.Calendar()

    def read(text: str, anchor: str, _prefer: str) -> object:
        return calendar.parseDT(text, sourceTime=datetime.fromisoformat(anchor))

    return read


READERS = {
    "timeline": ours,
    "dateparser": dateparser_alone,
    "dateparser/en": dateparser_in_english,
    "parsedatetime": parsedatetime,
}


def timed(read: Read, text: str, anchor: str, prefer: str) -> float:
    """Microseconds of one reading; a crash of the resolver counts as a reading."""
    start = perf_counter_ns()
    with suppress(Exception):  # some of them crash on some texts: their time counts all the same
        read(text, anchor, prefer)
    return (perf_counter_ns() - start) / 1000


def main() -> None:
    """Read the wordings, time them twice each, write the figures."""
    read = READERS[sys.argv[1]]()
    wordings = [json.loads(line) for line in sys.stdin]
    for text in WARM_UP:
        timed(read, text, "2016-11-07T00:00:00", "nearest")
    gc.collect()
    first = [timed(read, *wording) for wording in wordings]
    again = [timed(read, *wording) for wording in wordings]
    json.dump({"first": first, "again": again}, sys.stdout)


if __name__ == "__main__":
    main()
