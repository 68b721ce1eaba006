"""What is tried with every calendar, however broken it is."""

from __future__ import annotations

import io

from timeline.exporters.ical import export_ical
from timeline.exporters.yaml import stream
from timeline.importers.ical import MOST_PROBLEMS, import_ical
from timeline.importers.yaml import import_yaml
from timeline.timeline import Timeline


def check(data: bytes) -> None:
    """Import, write, read again, resolve, export, import what was exported."""
    document = import_ical(io.BytesIO(data))
    assert len(document.problems) <= MOST_PROBLEMS + 1
    written = b"".join(stream(document)).decode()
    again = import_yaml(io.StringIO(written, newline=""))
    assert len(again.events) == len(document.events), "YAML lost events"
    assert again.events == document.events, "YAML changed events"
    tl = Timeline.from_document(document)
    import_ical(io.BytesIO(export_ical(tl, report=[])))
    for problem in tl.problems:
        str(problem)
