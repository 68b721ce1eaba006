"""The first real file: what each of its events resolves to, in whatever order the file lists them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from timeline import load
from timeline.span import UNKNOWN, Grain
from timeline.timeline import Timeline

FILE = Path(__file__).parent.parent / "data" / "events.yaml"

# id, type, when, earliest start, latest start, earliest end, latest end; "?" is unknown
ROWS = """
diplomatic-relations     | milestone | 25 years before 2017         | 1992-01-01 | 1992-12-31 | 1992-01-01 | 1992-12-31
trade-decline            | period    | 2015-2016                    | 2015-01-01 | 2015-01-01 | 2016-12-31 | 2016-12-31
csto-chairmanship-belarus | term     | this year                    | 2017-01-01 | 2017-01-01 | 2017-12-31 | 2017-12-31
csto-chairmanship-kazakhstan | term  | 2017-2018                    | 2017-01-01 | 2017-01-01 | 2018-12-31 | 2018-12-31
trade-recovery           | period    | first nine months of 2017    | 2017-01-01 | 2017-01-01 | 2017-09-30 | 2017-09-30
kyrgyz-election          | election  | Oct. 15                      | 2017-10-15 | 2017-10-15 | 2017-10-15 | 2017-10-15
minsk-visit              | visit     | Nov. 29-30                   | 2017-11-29 | 2017-11-29 | 2017-11-30 | 2017-11-30
lukashenko-talks         | meeting   | first day of minsk-visit     | 2017-11-29 | 2017-11-29 | 2017-11-29 | 2017-11-29
business-forum           | forum     | during minsk-visit           | 2017-11-29 | 2017-11-30 | 2017-11-29 | 2017-11-30
document-signing         | signing   | after lukashenko-talks, by the end of minsk-visit \
                                                                    | 2017-11-29 | 2017-11-30 | 2017-11-29 | 2017-11-30
bilateral-meetings       | meeting   | before csto-session          | 2017-11-29 | 2017-11-30 | 2017-11-29 | 2017-11-30
jeenbekov-meeting        | meeting   | Nov. 30                      | 2017-11-30 | 2017-11-30 | 2017-11-30 | 2017-11-30
csto-session             | summit    | Nov. 30                      | 2017-11-30 | 2017-11-30 | 2017-11-30 | 2017-11-30
cooperation-programme    | programme | from document-signing until 2026 \
                                                                    | 2017-11-29 | 2017-11-30 | 2026-12-31 | 2026-12-31
csto-strategy            | programme | until 2025                   | ?          | 2025-12-31 | 2025-12-31 | 2025-12-31
astana-invitation        | visit     | after jeenbekov-meeting      | 2017-11-30 | ?          | 2017-11-30 | ?
""".replace("\\\n", "")
TABLE = [[cell.strip() for cell in row.split("|")] for row in ROWS.strip().splitlines()]
ORDER = """
csto-strategy diplomatic-relations trade-decline trade-recovery csto-chairmanship-belarus csto-chairmanship-kazakhstan
kyrgyz-election lukashenko-talks business-forum document-signing minsk-visit bilateral-meetings cooperation-programme
csto-session jeenbekov-meeting astana-invitation
""".split()  # noqa: SIM905


def bounds(timeline: Timeline, name: str) -> list[str]:
    span = timeline[name].span
    assert span is not None
    four = (span.earliest_start, span.latest_start, span.earliest_end, span.latest_end)
    return ["?" if bound is UNKNOWN else str(bound) for bound in four]


@pytest.fixture(scope="module")
def first() -> Timeline:
    return load(FILE)


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_every_event_says_and_means_what_the_report_does(first: Timeline, row: list[str]) -> None:
    name, kind, when, *expected = row
    event = first[name].event
    assert (event.type, event.when) == (kind, when)
    assert bounds(first, name) == expected


def test_what_else_the_table_says(first: Timeline) -> None:
    assert len(first) == len(TABLE) == 16
    assert list(first.ids) == ORDER
    span = first["diplomatic-relations"].span
    assert span is not None
    assert span.grain is Grain.YEAR
    parts = {entry.id for entry in first if entry.event.part_of == "minsk-visit"}
    assert {"bilateral-meetings", "jeenbekov-meeting"} <= parts
    assert first["astana-invitation"].event.status == "tentative"


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_file_changes_nothing(first: Timeline, tmp_path: Path, seed: int) -> None:
    head, events = re.split(r"^events:\n", FILE.read_text("utf-8"), flags=re.MULTILINE)
    blocks = re.split(r"^(?=  - id:)", events, flags=re.MULTILINE)
    assert blocks[0].strip() == ""
    blocks = [block.rstrip() + "\n" for block in blocks[1:]]
    assert len(blocks) == len(TABLE)
    random.Random(seed).shuffle(blocks)  # noqa: S311 - any order will do
    path = tmp_path / "events.yaml"
    path.write_text(f"{head}events:\n{''.join(blocks)}", "utf-8")
    shuffled = load(path)
    assert shuffled.ids == first.ids
    for entry in first:
        other = shuffled[entry.id]
        assert other.span == entry.span
        assert other.event == entry.event
        assert [step.text for step in shuffled.explain(entry.id)] == [step.text for step in first.explain(entry.id)]
        for third in first:
            assert shuffled.relation(entry.id, third.id) == first.relation(entry.id, third.id)
