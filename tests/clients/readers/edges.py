"""How the readers in Python print a start or an end."""

from datetime import UTC, date, datetime


def shown(edge: date) -> str:
    """A moment in UTC, or a day; one without a zone stays without the `Z`."""
    if not isinstance(edge, datetime):
        return f"{edge:%Y%m%d}".zfill(8)
    return edge.strftime("%Y%m%dT%H%M%S") if edge.tzinfo is None else edge.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
