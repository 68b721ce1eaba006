"""How a file and its places are called in calendars: what the export writes, and the import knows again."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.events import Document, Place


def namespace_of(document: Document) -> str:
    """What follows the ``@`` in the file's UIDs: its ``namespace``, else one made from its title."""
    if document.namespace:
        return document.namespace
    title = unicodedata.normalize("NFKD", document.title or "timeline").casefold()
    plain = "".join(character for character in title if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if any(character.isalnum() and not character.isascii() for character in plain):
        # Letters that ASCII lacks would be lost, and titles that differ in them alone would meet.
        digest = hashlib.sha256(title.encode("utf-8")).hexdigest()[:8]
        slug = f"{slug}-{digest}" if slug else digest
    return slug or "timeline"


def location_of(place: Place) -> str:
    """LOCATION: name, address and country."""
    return ", ".join(part for part in (place.name, place.address, place.country) if part)


def degrees(number: float) -> str:
    """A coordinate of GEO (RFC 5545 §3.8.1.6: six decimals at most)."""
    return f"{number:.6f}".rstrip("0").rstrip(".")
