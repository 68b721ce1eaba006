"""How the properties are tried (the same examples on every run, unless HYPOTHESIS_PROFILE=random), and the program."""

from __future__ import annotations

import io
import os
import sys

import pytest
from hypothesis import HealthCheck, settings

from calling import ROOT, Done, Run
from timeline.cli import main

# The suite has to fail for the one reason that something broke; looking for new examples is a run of its own.
QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much)
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=QUIET)
settings.register_profile("random", deadline=None, suppress_health_check=QUIET, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the program from the top of the checkout, with text on its standard input."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def call(*arguments: str, stdin: str | bytes = "") -> Done:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        code = main(arguments)
        seen = capfd.readouterr()
        return Done(code, seen.out, seen.err)

    return call
