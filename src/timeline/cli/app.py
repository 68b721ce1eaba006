"""The program itself: finds the command's module, and turns errors into messages and exit codes."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Final

import click

FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130

COMMANDS: Final = (
    "check",
    "conflicts",
    "diff",
    "explain",
    "export",
    "free",
    "graph",
    "impact",
    "import",
    "merge",
    "propose",
    "query",
    "resolve",
    "schema",
    "show",
    "stats",
    "upcoming",
)
"""Each is ``timeline.cli.<name>:command``; ``import`` is a word of Python's, and stands in ``import_``."""

EPILOG: Final = """\b
Examples:
  timeline show data/events.yaml
  timeline resolve "two days before Nov. 30" --anchor 2017-12-01 --explain
  timeline check data/*.yaml
  timeline query data/events.yaml "participant:nazarbayev during:minsk-visit"
  timeline export data/events.yaml -o events.ics
  timeline import calendar.ics -o events.yaml

Exit codes: 0 fine; 1 problems in a file, or no date; 2 wrong usage, or a file that cannot be read.
"""


class Program(click.Group):
    """A group that knows its commands by name and imports none of them before it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = "import_" if cmd_name == "import" else cmd_name
        command: click.Command = import_module(f"timeline.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; for a misspelt one the error names the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from timeline.errors import nearest_name

            close = nearest_name(name, COMMANDS)
            hint = f" Did you mean {close!r}?" if close else ""
            raise click.UsageError(f"There is no command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"timeline {version('typed-timeline')}")
        ctx.exit()


@click.group(
    cls=Program,
    name="timeline",
    epilog=EPILOG,
    no_args_is_help=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def program(ctx: click.Context) -> int:
    """Turn files of events, dated in words, into exact dates, tables, calendars and answers."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        return USAGE
    return FINE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; what goes wrong is said on standard error in one message."""
    _stand_in_for_closed_streams()
    _never_fail_on_a_letter()
    _leave_nothing_behind()
    try:
        code = program.main(
            None if arguments is None else list(arguments),
            prog_name="timeline",
            standalone_mode=False,
            color=False if os.environ.get("NO_COLOR") else None,
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        _forget_output()
        if error.errno == errno.EPIPE:  # the reader went away, as `head` does: nothing is wrong
            return FINE
        click.echo(f"timeline: {file_trouble(error)}", err=True)
        return USAGE
    except Exception as error:  # noqa: BLE001  (what is no error of ours is raised again)
        return _said(error)
    return code if isinstance(code, int) else FINE


def _said(error: Exception) -> int:
    """Say a library error in one message; raise anything else on, since it is a fault in the program."""
    from timeline import errors

    if not isinstance(error, errors.TimelineError):
        raise error
    how = "; --anchor gives one" if isinstance(error, errors.AnchorNeededError) else ""
    click.echo(f"timeline: {error}{how}", err=True)
    of_the_text = (
        errors.LoadError,
        errors.NoDateError,
        errors.InvalidDateError,
        errors.AmbiguousError,
        errors.AnchorNeededError,
        errors.OutOfRangeError,
        errors.UndatedReferenceError,
        errors.WordingError,
    )
    return PROBLEMS if isinstance(error, of_the_text) else USAGE


def file_trouble(error: OSError) -> str:
    """What keeps a file from being read or written, in one line."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _stand_in_for_closed_streams() -> None:
    """Put a stream in the place of each standard one that was closed (``>&-``), so that no file takes its number.

    Standard input and output fail when they are used, as what is closed does; messages without a reader are lost.
    """
    for name, flags, mode in (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def _never_fail_on_a_letter() -> None:
    """Let a terminal that lacks a letter show a mark for it; what is written for programs never passes here."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _leave_nothing_behind() -> None:
    """Let a signal that ends the program unwind it, so that no half-written file stays; the exit code is a shell's."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is threading.main_thread():  # no other may say what signals do
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, leave)


def _forget_output() -> None:
    """Send what Python still wants to flush at exit nowhere, if it cannot be written."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, sys.stdout.fileno())
    except (OSError, ValueError):  # not a real stream: there is nothing to flush
        pass
    finally:
        os.close(sink)
