"""What language modules make their rows with: endings, spellings, and rows of several tables as one."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from timeline.wording.lexicon import Rows


def inflected(rows: Rows, endings: Mapping[str, str], spellings: Sequence[tuple[str, str]] = ()) -> Rows:
    """Rows with each name that has a "+" in all its forms: "перв+ый" is первый, первого, первая and so on.

    ``endings`` gives, by what stands behind the "+", what a form may end with, parted by spaces (by "|" where a form
    has a space of its own). ``spellings`` are letters and how they are typed as well ("ü" and "ue"): a form with all of
    them changed is read too.
    """
    return {
        category: {value: "|".join(dict.fromkeys(_forms(names, endings, spellings))) for value, names in table.items()}
        for category, table in rows.items()
    }


def _forms(names: str, endings: Mapping[str, str], spellings: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name in names.split("|"):
        stem, plus, ending = name.partition("+")
        forms = endings[ending] if plus else ""
        for form in forms.split("|" if "|" in forms else " "):
            made = typed = stem + form
            yield made
            for letter, other in spellings:
                typed = typed.replace(letter, other)
            yield typed


def names_of(texts: Iterable[str]) -> str:
    """Texts of CLDR as the names of a row: lower case, without their dots, each once."""
    return "|".join(dict.fromkeys(text.lower().replace(".", "").strip() for text in texts))


def merged(*tables: Rows) -> Rows:
    """Rows of several tables, category by category in the order of the last."""
    made: dict[str, dict[object, str]] = {}
    for category in dict.fromkeys(chain(*reversed(tables))):
        rows = made.setdefault(category, {})
        for table in tables:
            for value, names in table.get(category, {}).items():
                rows[value] = f"{rows[value]}|{names}" if value in rows else names
    return made
