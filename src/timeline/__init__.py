"""Event timelines from dates written in words: resolve them, print them, hand them to calendars, ask them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from timeline.errors import (
        AmbiguousError as AmbiguousError,
    )
    from timeline.errors import (
        AnchorNeededError as AnchorNeededError,
    )
    from timeline.errors import (
        InvalidDateError as InvalidDateError,
    )
    from timeline.errors import (
        LoadError as LoadError,
    )
    from timeline.errors import (
        NoDateError as NoDateError,
    )
    from timeline.errors import (
        OutOfRangeError as OutOfRangeError,
    )
    from timeline.errors import (
        Problem as Problem,
    )
    from timeline.errors import (
        TimelineError as TimelineError,
    )
    from timeline.errors import (
        UnknownEventError as UnknownEventError,
    )
    from timeline.errors import (
        WordingError as WordingError,
    )
    from timeline.importers import load as load
    from timeline.resolver import Resolution as Resolution
    from timeline.resolver import resolve as resolve
    from timeline.span import UNKNOWN as UNKNOWN
    from timeline.span import Allen as Allen
    from timeline.span import Grain as Grain
    from timeline.span import Span as Span
    from timeline.timeline import Entry as Entry
    from timeline.timeline import Timeline as Timeline
    from timeline.wording.edtf import parse_edtf as parse_edtf
    from timeline.wording.render import render as render

_ROOMS: Final = {
    "timeline.errors": (
        "AmbiguousError AnchorNeededError ExportError InvalidDateError LoadError NoDateError OutOfRangeError Problem"
        " QueryError SettingError TimelineError UndatedReferenceError UnknownEventError UnknownFormatError"
        " UnknownNameError WordingError"
    ),
    "timeline.events": (
        "Conference Deadline Document Election Event Forum Meeting Milestone Organisation Participation Period Person"
        " Place Programme Signing Source Statement Summit Term Visit"
    ),
    "timeline.importers": "load",
    "timeline.resolver": "Candidate Context Resolution Step resolve",
    "timeline.span": "UNKNOWN Allen Grain Span",
    "timeline.timeline": "Entry Timeline",
    "timeline.wording.edtf": "parse_edtf",
    "timeline.wording.render": "render",
}
"""Where each public name lives; imported when it is asked for (PEP 562)."""

_HOMES: Final = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = sorted(_HOMES)  # noqa: PLE0605  (made from the rooms, so that no name is written twice)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
