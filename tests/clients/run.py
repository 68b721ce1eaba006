"""Import two calendars into every calendar program that can be had, and see when each says that things happen.

    python tests/clients/run.py [--install [all|quick]] [--small] [--known] [--limit SECONDS] [--write] [NAME …]

The calendars are the first file's and a hard one (``cases.py``). A program is asked by its reader in ``readers/``,
which prints a line of JSON for each event: title, start and end. What a program gets wrong must be what its listed
faults let it get wrong (``faults.py``), event for event: anything more fails, and so does anything less.

``--install`` installs what can be installed (Debian's packages need root; Python's and npm's go to ``.bench/clients``
in the checkout), ``--install quick`` only Python's and npm's; a program that is not there is left out, saying so.
``--small`` leaves the thousand events out, ``--known`` the programs of other versions than those that were looked
into, ``--limit`` those that are not done by then. ``--write`` puts the table into ``docs/clients.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import faults
from attrs import field, frozen
from cases import GROUPS, Case, first, hard
from faults import FAULTS, Asked, Clocks

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = Path(__file__).resolve().parent / "readers"
HOME = ROOT / ".bench" / "clients"
PYTHON = HOME / "venv" / "bin" / "python"
REPORT = ROOT / "docs" / "clients.md"

DEBIAN = (
    *("calcurse", "gir1.2-ical-3.0", "python3-gi", "evolution-data-server", "gir1.2-ecal-2.0", "dbus", "php-cli"),
    *("php-mbstring", "php-xml", "php-sabre-vobject", "ruby", "ruby-icalendar", "libkf5calendarcore-dev", "g++"),
    *("cmake", "make", "nodejs", "npm", "thunderbird"),
)
# What was found out of a version holds for that version: a newer one is tried by naming it here.
PYPI = (
    *("khal==0.14.1", "radicale==3.9.0", "caldav==3.6.0", "vdirsyncer==0.21.0", "vobject==0.9.9", "ics==0.7.3"),
    *("recurring-ical-events==3.8.2", "icalendar==7.3.0", "tzdata"),
)
NPM = ("ical.js@2.2.1", "node-ical@0.26.1")

MEMORY = {"TMPDIR": "/dev/shm"} if Path("/dev/shm").is_dir() else {}  # noqa: S108
"""Several programs wait for the disk after each event."""

Edges = tuple[str, str]


@frozen
class Client:
    """A program: how it is asked, what must be there for that, and what is known of it."""

    name: str
    command: tuple[str, ...]
    needs: tuple[str, ...]
    version: tuple[str, ...]
    faults: tuple[str, ...] = ()
    """What it gets wrong, by the names of ``faults.FAULTS``."""
    rules: str = "machine"
    """Whose rules of time zones it has: the ``machine``'s, ``pytz``'s, or ``node``'s."""
    once: str = ""
    """Why it does not say when something happens again, where it does not."""
    slow: bool = False
    """Whether it takes minutes, and is asked after the others."""
    note: str = ""
    """How what it says was come by, where that is not plain."""


def python(reader: str) -> tuple[str, ...]:
    return str(PYTHON), "-W", "ignore", str(READERS / reader)


def of_python(package: str) -> tuple[str, ...]:
    return str(PYTHON), "-c", f"from importlib.metadata import version; print(version({package!r}))"


def of_debian(package: str) -> tuple[str, ...]:
    return "dpkg-query", "-W", "-f", "${Version}", package


def of_npm(package: str) -> tuple[str, ...]:
    return "node", "-p", f"require('{HOME}/node_modules/{package}/package.json').version"


VENV = (str(PYTHON),)
CLIENTS = (
    Client(
        "icalendar",
        python("icalendar_.py"),
        VENV,
        of_python("icalendar"),
        ("zone-rules",),
        once="it reads a rule and leaves what follows from it to recurring-ical-events",
    ),
    Client(
        "recurring-ical-events",
        python("recurring_.py"),
        VENV,
        of_python("recurring-ical-events"),
        ("zone-rules",),
    ),
    Client(
        "vobject",
        python("vobject_.py"),
        VENV,
        of_python("vobject"),
        note="it says when what repeats starts; the reader adds how long it lasts",
    ),
    Client(
        "ics",
        python("ics_.py"),
        VENV,
        of_python("ics"),
        ("zone-rules", "escaped-backslash"),
        once="it knows no recurrence",
    ),
    Client(
        "khal",
        python("khal_.py"),
        VENV,
        of_python("khal"),
        ("zone-rules", "escaped-backslash"),
        rules="pytz",
        note="it writes what it imports anew with icalendar, which is where backslashes get lost",
        slow=True,
    ),
    Client(
        "Radicale",
        python("radicale_.py"),
        VENV,
        of_python("radicale"),
        ("zone-rules", "escaped-backslash"),
        note="asked through caldav, which writes events anew with icalendar, and loses backslashes there",
        slow=True,
    ),
    Client(
        "vdirsyncer",
        python("vdirsyncer_.py"),
        VENV,
        of_python("vdirsyncer"),
        ("zone-rules",),
        note="it copies; what it wrote is read by recurring-ical-events",
        slow=True,
    ),
    Client(
        "calcurse",
        (sys.executable, str(READERS / "calcurse_.py")),
        ("calcurse",),
        of_debian("calcurse"),
        ("zone-rules", "repeats-elsewhere", "weekday-elsewhere", "moved", "left-out", "long-ago"),
    ),
    Client(
        "libical",
        ("/usr/bin/python3", str(READERS / "libical.py")),
        ("/usr/lib/x86_64-linux-gnu/girepository-1.0/ICalGLib-3.0.typelib",),
        of_debian("libical3"),
        note="it says when what repeats starts; the reader adds how long it lasts",
    ),
    Client(
        "Evolution Data Server",
        ("dbus-run-session", "--", "/usr/bin/python3", str(READERS / "evolution.py")),
        ("/usr/lib/x86_64-linux-gnu/girepository-1.0/ECal-2.0.typelib", "dbus-run-session"),
        of_debian("evolution-data-server"),
        ("zone-rules", "tehran", "night"),
        slow=True,
    ),
    Client(
        "KCalendarCore",
        (str(HOME / "kde" / "kcalendarcore"),),
        (str(HOME / "kde" / "kcalendarcore"),),
        of_debian("libkf5calendarcore-dev"),
        ("zone-rules",),
    ),
    Client(
        "Thunderbird",
        (sys.executable, str(READERS / "thunderbird.py")),
        ("thunderbird",),
        of_debian("thunderbird"),
        note="without a window, by its own import into a local calendar",
    ),
    Client(
        "ical.js",
        ("node", str(HOME / "icaljs.mjs")),
        ("node", str(HOME / "node_modules" / "ical.js")),
        of_npm("ical.js"),
    ),
    Client(
        "node-ical",
        ("node", str(HOME / "nodeical.mjs")),
        ("node", str(HOME / "node_modules" / "node-ical")),
        of_npm("node-ical"),
        ("zone-rules", "escaped-backslash", "casablanca"),
        rules="node",
    ),
    Client(
        "sabre/vobject",
        ("php", str(READERS / "sabre.php")),
        ("php", "/usr/share/php/Sabre/VObject/includes.php"),
        of_debian("php-sabre-vobject"),
        ("zone-rules", "escaped-comma"),
        note="Debian has no newer one, and its own registry is not reached from where this is run",
    ),
    Client(
        "ruby-icalendar",
        ("ruby", str(READERS / "ruby_icalendar.rb")),
        ("ruby", "/usr/share/rubygems-integration/all/specifications/icalendar-2.8.0.gemspec"),
        of_debian("ruby-icalendar"),
        ("observance-to-come",),
        once="it reads a rule and leaves what follows from it to another gem, icalendar-recurrence",
    ),
)


def install(*, debian: bool, seconds: float) -> None:
    """Install what can be had within some time; what cannot is left out later."""
    ends_at = time.monotonic() + seconds

    def step(command: list[str], **options: Any) -> bool:
        return _try(command, seconds=max(min(600, ends_at - time.monotonic()), 0.1), **options)

    if debian and (apt := shutil.which("apt-get")) and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        step([apt, "update", "-qq"], env=environment)
        for package in DEBIAN:
            if not step(["dpkg-query", "-W", package]):
                step([apt, "install", "-y", "-qq", "--no-install-recommends", package], env=environment)
    HOME.mkdir(parents=True, exist_ok=True)
    if PYTHON.exists() or step([sys.executable, "-m", "venv", str(HOME / "venv")]):
        pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "1"]
        if not step([*pip, *PYPI]):
            for package in PYPI:
                step([*pip, package])
    if shutil.which("npm") and not all((HOME / "node_modules" / each.split("@")[0]).exists() for each in NPM):
        step(["npm", "install", "--silent", "--no-fund", "--no-audit", "--fetch-retries=1", *NPM], cwd=HOME)
    for name in ("icaljs.mjs", "icu.mjs", "nodeical.mjs"):  # modules are looked for beside the file that asks for them
        shutil.copy(READERS / name, HOME / name)
    if shutil.which("cmake"):
        for part in (("-S", str(READERS), "-B", str(HOME / "kde")), ("--build", str(HOME / "kde"))):
            step(["cmake", *part])


def _try(command: list[str], *, seconds: float = 60, **options: Any) -> bool:
    """Whether a command did its work."""
    try:
        return not subprocess.run(command, check=False, capture_output=True, timeout=seconds, **options).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def there(client: Client) -> bool:
    """Whether a program is installed."""
    found = all(Path(need).exists() if "/" in need else shutil.which(need) for need in client.needs)
    return bool(found and (client.command[0] != str(PYTHON) or _try([*client.version])))


def asked(client: Client, calendar: Path, seconds: float = 1800) -> tuple[list[list[str]], str]:
    """What a program says within some time: its records, and how it failed.

    Raises:
        subprocess.TimeoutExpired: it says nothing for so long.
    """
    program = subprocess.Popen(
        [*client.command, str(calendar)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TZ": "UTC", **MEMORY},
        start_new_session=True,
    )
    try:
        said, minded = program.communicate(timeout=seconds)
    finally:
        if program.poll() is None:  # it ends with whatever it started, such as a server
            for sign in (signal.SIGTERM, signal.SIGKILL):
                os.killpg(program.pid, sign)
                time.sleep(1)
            program.communicate()
    records = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
    failure = minded.strip().splitlines()[-1] if program.returncode and minded.strip() else ""
    return records, failure


def shown(edge: date) -> str:
    """An edge as the readers print it."""
    return edge.strftime("%Y%m%dT%H%M%SZ") if isinstance(edge, datetime) else f"{edge:%Y%m%d}".zfill(8)


def wanted(case: Case, *, expands: bool) -> set[Edges]:
    """When a case happens, as far as a program can say."""
    times = {(shown(start), shown(end)) for start, end in case.times}
    return times if expands else {min(times)}


def days_of(edges: Edges) -> set[str]:
    """The days of an all-day event."""
    first_day, past = (datetime.strptime(edge, "%Y%m%d") for edge in edges)  # noqa: DTZ007
    return {f"{first_day + timedelta(days=each):%Y%m%d}" for each in range((past - first_day).days)}


def same_text(said: str, title: str) -> bool:
    return " ".join(said.split()) == " ".join(title.split())


@frozen
class Outcome:
    """What a program read right, and what it said of the rest, by the keys of the cases."""

    right: set[str] = field(factory=set)
    wrong: dict[str, str] = field(factory=dict)
    minded: list[str] = field(factory=list)
    """What its own check of calendars finds fault with."""
    failure: str = ""


def compare(client: Client, records: Iterable[list[str]], cases: list[Case], key: Callable[[str], str]) -> Outcome:
    """Hold what a program said against what is so."""
    said: dict[str, set[Edges]] = defaultdict(set)
    days: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    outcome = Outcome()
    for title, *edges in records:
        if title == "fault":
            outcome.minded.extend(edges)
            continue
        titles.setdefault(key(title), title)
        if edges[0] == "days":
            days[key(title)].update(edges[1:])
        elif edges[1].startswith("last:"):
            past = datetime.strptime(edges[1].removeprefix("last:"), "%Y%m%d") + timedelta(days=1)  # noqa: DTZ007
            said[key(title)].add((edges[0], f"{past:%Y%m%d}"))
        else:
            said[key(title)].add((edges[0], edges[1]))
    for case in cases:
        expected = wanted(case, expands=not client.once)
        name = key(case.title)
        if name in days and all(len(start) == 8 for start, _ in expected):
            good = days[name] == set().union(*map(days_of, expected))
        else:
            good = said[name] == expected
        if good and case.group in {"text", *FAULTS} and not same_text(titles[name], case.title):
            outcome.wrong[case.key] = f"`{case.title[:70]}` becomes `{' '.join(titles[name].split())[:70]}`"
        elif good:
            outcome.right.add(case.key)
        else:
            missing = sorted(expected - said[name])[:1]
            extra = sorted(said[name] - expected)[:1]
            told = " to ".join(extra[0]) if extra else "nothing"
            lies_at = " to ".join(missing[0]) if missing else "no more than it is"
            outcome.wrong[case.key] = f"`{case.title[:60]}`: {told}, and not {lies_at}"
    return outcome


def by_word(title: str) -> str:
    return title.split(maxsplit=1)[0]


@frozen
class Made:
    """A calendar to read, and what is in it."""

    path: Path
    cases: list[Case]
    key: Callable[[str], str]


@frozen
class Run:
    """What a program did with everything, and whether it is what it had to do."""

    client: Client
    version: str
    outcome: Outcome
    """Of the two large calendars."""
    shown: frozenset[str]
    """The faults that it shows."""
    struck: dict[str, tuple[str, ...]]
    """The events that its faults strike, and by which."""
    seconds: float

    def unexplained(self) -> list[str]:
        """What is not as its listed faults have it: every such thing, in words."""
        outcome, listed = self.outcome, set(self.client.faults)
        found = [f"its own check finds {each}" for each in outcome.minded]
        found += [
            f"it does not show the fault {name} any more" for name in self.client.faults if name not in self.shown
        ]
        found += [f"it shows the fault {name}, which is not listed" for name in FAULTS if name in self.shown - listed]
        found += [f"not by a listed fault: {text}" for key, text in outcome.wrong.items() if key not in self.struck]
        found += [
            f"read right, though {' and '.join(names)} should strike: {key}"
            for key, names in self.struck.items()
            if key in outcome.right
        ]
        if outcome.failure and not outcome.wrong:
            found.append(outcome.failure)
        return found


def ran(client: Client, made: list[Made], shows: Made, clocks: dict[str, tuple[Clocks, Clocks]], ends_at: float) -> Run:
    """Ask a program about everything.

    Raises:
        subprocess.TimeoutExpired: it did not answer in time.
    """
    begun = time.monotonic()

    def ask(each: Made) -> Outcome:
        records, failure = asked(client, each.path, max(min(1800, ends_at - time.monotonic()), 0.1))
        found = compare(client, records, each.cases, each.key)
        return Outcome(found.right, found.wrong, found.minded, failure)

    shown_faults = frozenset(ask(shows).wrong)
    outcomes = [ask(each) for each in made]
    struck: dict[str, tuple[str, ...]] = {}
    for each in made:
        text = each.path.read_bytes().decode()
        about = Asked(*clocks[client.rules], faults.zoned(text), faults.observances(text))
        for case in each.cases:
            seen = Case(case.key, case.group, case.title, case.times[:1], case.zone, case.said) if client.once else case
            if names := tuple(name for name in client.faults if FAULTS[name].struck(seen, about)):
                struck[case.key] = names
    return Run(
        client,
        version_of(client),
        Outcome(
            {key for each in outcomes for key in each.right},
            {key: text for each in outcomes for key, text in each.wrong.items()},
            [text for each in outcomes for text in each.minded],
            next((each.failure for each in outcomes if each.failure), ""),
        ),
        shown_faults,
        struck,
        time.monotonic() - begun,
    )


def clocks_of(clients: Iterable[Client], cases: list[Case]) -> dict[str, tuple[Clocks, Clocks]]:
    """The rules that programs have, and what those were made from, by ``Client.rules``."""
    found: dict[str, tuple[Clocks, Clocks]] = {}
    for rules in {client.rules for client in clients}:
        if rules == "node":
            by_node = faults.by_node(cases, HOME / "icu.mjs")
            found[rules] = by_node["polyfill"], by_node["icu"]
        else:
            folders = [*HOME.glob("venv/lib/*/site-packages/pytz/zoneinfo")] if rules == "pytz" else []
            found[rules] = (faults.by_files(folders[0] if folders else Path("/usr/share/zoneinfo")),) * 2
    return found


def known() -> dict[str, str]:
    """The versions of the programs that the page of the documentation speaks of."""
    rows = [line.split("|") for line in REPORT.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {row[1].strip(): row[2].strip() for row in rows}


def version_of(client: Client) -> str:
    return subprocess.run(client.version, check=False, capture_output=True, text=True).stdout.strip()


def main() -> int:
    """Install, ask, compare, report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these programs")
    parser.add_argument("--install", nargs="?", choices=("all", "quick"), const="all")
    parser.add_argument("--small", action="store_true", help="without the thousand events")
    parser.add_argument("--known", action="store_true", help="only in the versions that docs/clients.md is about")
    parser.add_argument("--limit", type=float, default=float("inf"), metavar="SECONDS", help="no longer than that")
    parser.add_argument("--write", action="store_true", help="write docs/clients.md")
    options = parser.parse_args()
    ends_at = time.monotonic() + options.limit
    if options.install:
        install(debian=options.install == "all", seconds=options.limit)
    runs: list[Run] = []
    skipped: list[str] = []
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
        made = []
        for label, (tl, cases) in (("first", first()), ("hard", hard(thousand=not options.small))):
            path = Path(name, f"{label}.ics")
            path.write_bytes(tl.to_ical())
            made.append(Made(path, cases, str.strip if label == "first" else by_word))
        shows = Made(Path(name, "faults.ics"), [fault.case for fault in FAULTS.values()], by_word)
        shows.path.write_bytes(faults.calendar())
        everything = [case for each in made for case in each.cases]
        wanted_clients = [each for each in CLIENTS if not options.names or each.name in options.names]
        installed = {each.name: version_of(each) for each in wanted_clients if there(each)}
        versions = known() if options.known else installed
        asked_for = {
            each.name: each for each in wanted_clients if installed.get(each.name, "") == versions.get(each.name, "-")
        }
        clocks = clocks_of(asked_for.values(), everything)
        waiting = {
            each.name: pool.submit(ran, each, made, shows, clocks, ends_at)
            for each in sorted(asked_for.values(), key=lambda client: client.slow)
        }
        for client in wanted_clients:
            if client.name not in waiting:
                why = "its version is not the one of docs/clients.md" if client.name in installed else "not installed"
                print(f"{client.name}: left out, {why}")
                skipped.append(client.name)
                continue
            try:
                runs.append(waiting[client.name].result())
                told(runs[-1])
            except subprocess.TimeoutExpired:
                print(f"{client.name}: left out, it did not answer in time")
                skipped.append(client.name)
    if options.write:
        REPORT.write_text(report(runs, everything, skipped), encoding="utf-8")
    bad = sum(bool(run.unexplained()) for run in runs)
    print(f"{len(runs) - bad} passed, {bad} failed, {len(skipped)} skipped")
    return 1 if bad else 0


def told(run: Run) -> None:
    """What came of a program, and each thing that is not as it should be."""
    count, wrong = len(run.outcome.right), len(run.outcome.wrong)
    by = f", by {', '.join(run.client.faults)}" if wrong else ""
    print(f"{run.client.name} {run.version}: {count} right, {wrong} wrong{by} ({run.seconds:.0f} s)", flush=True)
    for text in run.unexplained():
        print(f"  {text}", flush=True)


def machine_zones() -> str:
    """The version of the machine's own rules of time zones."""
    rules = Path("/usr/share/zoneinfo/tzdata.zi")
    return rules.read_text(encoding="utf-8").split("\n", 1)[0].split()[-1] if rules.exists() else "none"


def cell(run: Run, cases: list[Case]) -> str:
    """How many of a group were read right: a number, or ✓ for all of them."""
    right = sum(case.key in run.outcome.right for case in cases)
    if run.client.once and any(len(case.times) > 1 for case in cases):
        return "–" if right == len(cases) else f"– ({right})"
    return "✓" if right == len(cases) else str(right)


def report(runs: list[Run], cases: list[Case], skipped: list[str]) -> str:
    """The page of the documentation."""
    groups = {group: [case for case in cases if case.group == group] for group in GROUPS}
    count = len(cases) - len(groups["first file"])
    lines = [
        "# Calendar programs",
        "",
        "What each program read of two calendars that `timeline` wrote: the first file's, and a hard one of",
        f"{count} events. `make clients` installs the programs, imports the calendars, and fails where a program reads",
        "anything else than this page says; `python tests/clients/run.py --write` writes it. A number is how many of",
        "the events were read at the right time, with every occurrence of what repeats (and, under *text*, with the",
        "right title); ✓ is all of them, – that a program does not say when something happens again.",
        "",
        "| program | version | " + " | ".join(f"{group} ({len(groups[group])})" for group in GROUPS) + " |",
        "|---|---|" + "---|" * len(GROUPS),
    ]
    for run in runs:
        cells = " | ".join(cell(run, groups[group]) for group in GROUPS)
        lines.append(f"| {run.client.name} | {run.version} | {cells} |")
    lines.append("")
    lines += [f"- {run.client.name}: {run.client.note}." for run in runs if run.client.note]
    lines += [
        f"- {run.client.name} does not expand recurrences: {run.client.once}. It is asked for first starts alone."
        for run in runs
        if run.client.once
    ]
    lines += ["", f"Rules of time zones: {version('tzdata')} in the calendars, {machine_zones()} on the machine.", ""]
    checked = [run for run in runs if run.client.name in CHECKS]
    if checked and not any(run.outcome.minded for run in checked):
        names = ", ".join(CHECKS[run.client.name] for run in checked)
        lines += [f"No fault in either calendar is found by {names}.", ""]
    if skipped:
        lines += [f"Not there when this page was written: {', '.join(skipped)}.", ""]
    return "\n".join([*lines, *_faults(runs, cases)]).rstrip() + "\n"


CHECKS = {
    "libical": "libical's restriction check",
    "sabre/vobject": "sabre's `validate`",
    "icalendar": "icalendar's `errors`",
}


def _faults(runs: list[Run], cases: list[Case]) -> list[str]:
    """What the programs get wrong, fault by fault."""
    lines = [
        "## What they get wrong",
        "",
        "Each fault is shown by a small calendar written by hand, `tests/clients/faults/NAME.ics`, which every program",
        "reads as well: those named are the ones that read it wrong. The events of the two calendars that they read",
        "wrong are those that the fault strikes, and no others.",
        "",
    ]
    titles = {case.key: case for case in cases}
    for name, fault in FAULTS.items():
        with_it = [run for run in runs if name in run.shown]
        if not with_it:
            continue
        known_to = f" Known {fault.known}." if fault.known.startswith("of ") else f" Known: {fault.known}."
        lines += ["### " + name, "", fault.why + (known_to if fault.known else ""), ""]
        told: dict[str, list[str]] = defaultdict(list)
        for run in with_it:
            struck = [key for key, names in run.struck.items() if name in names and key in run.outcome.wrong]
            groups = ", ".join(
                f"{number} of *{group}*"
                for group in GROUPS
                if (number := sum(titles[key].group == group for key in struck))
            )
            such = f"{groups}, such as {run.outcome.wrong[struck[0]]}" if struck else "none of these events"
            told[such].append(run.client.name)
        lines += [f"- {', '.join(names)}: {such}" for such, names in told.items()]
        lines.append("")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
