"""Calls of the program, and the golden files that what it prints is held against."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"


@frozen
class Done:
    """What a call of the program came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]
"""The fixture ``run``: arguments, and as ``stdin`` what stands on the standard input."""


def golden(name: str, made: str | bytes) -> None:
    """Compare with a golden file; with UPDATE_GOLDEN set, write it instead, to be read before it is committed."""
    path, data = GOLDEN / name, made.encode() if isinstance(made, str) else made
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
