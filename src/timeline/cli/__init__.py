"""The command line: one module a command, loaded when the command is called."""

from __future__ import annotations

from timeline.cli.app import main

__all__ = ["main"]
