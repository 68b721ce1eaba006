"""JSON files: the keys of the YAML format, as ``timeline export --format json`` writes them."""

from __future__ import annotations

from timeline.events import Document
from timeline.importers import source as sources
from timeline.importers.document import Raw, build
from timeline.importers.tree import Unusable
from timeline.importers.yaml import problem_of, values_of


def import_json(source: sources.Readable) -> Document:
    """A JSON file; what is wrong with it is in ``Document.problems``.

    JSON is read as YAML, which it is. What an export adds (``resolved`` to each event) is left out: dates are resolved
    anew from what was said.

    Raises:
        UnreadableError: the file can't be read at all.
    """
    main = sources.read(source)
    if main.problem:
        return Document(name=main.name, problems=(main.problem,))
    try:
        data, marks, flaws = values_of(main)
    except Unusable as unusable:
        return Document(name=main.name, problems=(problem_of(main.name, unusable.flaw),))
    events = data.get("events")
    for event in events if isinstance(events, list) else ():
        if isinstance(event, dict):
            event.pop("resolved", None)
    return build([Raw(main.name, data, marks, flaws)])
