"""Import two calendars into every calendar program that can be had, and see when each says that things happen.

    python tests/clients/run.py [--write] [--install] [NAME …]

The calendars are the first file's and a hard one (``cases.py``). A program is asked by its reader in ``readers/``,
which prints a line of JSON for each event: title, start and end. ``--install`` installs what can be installed (Debian's
packages need root; Python's and npm's go to ``.bench/clients`` at the top of the checkout); a program that is not there
is left out, saying so. ``--write`` puts the table into ``docs/clients.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from attrs import frozen
from cases import GROUPS, Case, first, hard

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = Path(__file__).resolve().parent / "readers"
HOME = ROOT / ".bench" / "clients"
PYTHON = HOME / "venv" / "bin" / "python"
REPORT = ROOT / "docs" / "clients.md"

DEBIAN = (
    *("calcurse", "gir1.2-ical-3.0", "python3-gi", "evolution-data-server", "gir1.2-ecal-2.0", "dbus", "php-cli"),
    *("php-mbstring", "php-xml", "php-sabre-vobject", "ruby", "ruby-icalendar", "libkf5calendarcore-dev", "g++"),
    *("cmake", "make", "nodejs", "npm"),
)
PYPI = ("khal", "radicale", "caldav", "vdirsyncer", "vobject", "ics", "recurring-ical-events", "icalendar", "tzdata")
NPM = ("ical.js", "node-ical")

Edges = tuple[str, str]


@frozen
class Client:
    """A program: how it is asked, what must be there for that, and whether it says when what repeats happens again."""

    name: str
    command: tuple[str, ...]
    needs: tuple[str, ...]
    expands: bool = True
    version: tuple[str, ...] = ()
    fault: str = ""
    """What is known of what it gets wrong, and why that is its own fault."""


def python(reader: str) -> tuple[str, ...]:
    return str(PYTHON), "-W", "ignore", str(READERS / reader)


def of_python(package: str) -> tuple[str, ...]:
    return str(PYTHON), "-c", f"from importlib.metadata import version; print(version({package!r}))"


def of_debian(package: str) -> tuple[str, ...]:
    return "dpkg-query", "-W", "-f", "${Version}", package


def of_npm(package: str) -> tuple[str, ...]:
    return "node", "-p", f"require('{HOME}/node_modules/{package}/package.json').version"


VENV = (str(PYTHON),)
OWN_ZONES = (
    "It does not read the calendar's VTIMEZONE where it knows a zone of that name, and takes rules of its own, or the "
    "machine's, which are older than those that the calendar was written with."
)
CLIENTS = (
    Client("icalendar", python("icalendar_.py"), VENV, False, of_python("icalendar"), OWN_ZONES),
    Client(
        "recurring-ical-events",
        python("recurring_.py"),
        VENV,
        version=of_python("recurring-ical-events"),
        fault=OWN_ZONES,
    ),
    Client("vobject", python("vobject_.py"), VENV, version=of_python("vobject")),
    Client(
        "ics",
        python("ics_.py"),
        VENV,
        expands=False,
        version=of_python("ics"),
        fault=f"{OWN_ZONES} It reads an escaped backslash before `N` as a line break.",
    ),
    Client(
        "khal",
        python("khal_.py"),
        VENV,
        version=of_python("khal"),
        fault="It writes what it imports anew with icalendar, which takes a backslash before `N` for a line break.",
    ),
    Client(
        "Radicale",
        python("radicale_.py"),
        VENV,
        version=of_python("radicale"),
        fault=f"{OWN_ZONES} It keeps titles as they are; the library caldav, which asks it here, loses a backslash "
        "before `N`.",
    ),
    Client("vdirsyncer", python("vdirsyncer_.py"), VENV, False, of_python("vdirsyncer"), OWN_ZONES),
    Client(
        "calcurse",
        (sys.executable, str(READERS / "calcurse_.py")),
        ("calcurse",),
        version=of_debian("calcurse"),
        fault="It turns each start into the machine's local time and repeats that, so that what repeats in another "
        "zone is off after its clocks change, and a rule that names a weekday is refused where the local day differs. "
        f"It knows no RECURRENCE-ID, and nothing before 1902. {OWN_ZONES}",
    ),
    Client(
        "libical",
        ("/usr/bin/python3", str(READERS / "libical.py")),
        ("/usr/lib/x86_64-linux-gnu/girepository-1.0/ICalGLib-3.0.typelib",),
        version=of_debian("libical3"),
    ),
    Client(
        "Evolution Data Server",
        ("dbus-run-session", "--", "/usr/bin/python3", str(READERS / "evolution.py")),
        ("/usr/lib/x86_64-linux-gnu/girepository-1.0/ECal-2.0.typelib", "dbus-run-session"),
        version=of_debian("evolution-data-server"),
        fault=f"{OWN_ZONES} Its rules for Tehran in 2018 are not those that held.",
    ),
    Client(
        "KCalendarCore",
        (str(HOME / "kde" / "kcalendarcore"),),
        (str(HOME / "kde" / "kcalendarcore"),),
        version=of_debian("libkf5calendarcore-dev"),
        fault=OWN_ZONES,
    ),
    Client(
        "ical.js",
        ("node", str(HOME / "icaljs.mjs")),
        ("node", str(HOME / "node_modules" / "ical.js")),
        version=of_npm("ical.js"),
    ),
    Client(
        "node-ical",
        ("node", str(HOME / "nodeical.mjs")),
        ("node", str(HOME / "node_modules" / "node-ical")),
        version=of_npm("node-ical"),
        fault=f"{OWN_ZONES} For Casablanca they are off in 2018 as well. "
        "It takes escapes away one after the other, so that `C:\\\\News` loses its `N`.",
    ),
    Client(
        "sabre/vobject",
        ("php", str(READERS / "sabre.php")),
        ("php", "/usr/share/php/Sabre/VObject/includes.php"),
        version=of_debian("php-sabre-vobject"),
        fault=f"{OWN_ZONES} This old version leaves commas and semicolons of a title escaped.",
    ),
    Client(
        "ruby-icalendar",
        ("ruby", str(READERS / "ruby_icalendar.rb")),
        ("ruby", "/usr/share/rubygems-integration/all/specifications/icalendar-2.8.0.gemspec"),
        expands=False,
        version=of_debian("ruby-icalendar"),
        fault="It cannot compare the observances of a zone of which one has not begun yet "
        "(`comparison of IceCube::Occurrence with nil failed`), and raises on such events.",
    ),
)


def install() -> None:
    """Install what can be had; what cannot is left out later."""
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([apt, "update", "-qq"], check=False, env=environment)
        for package in DEBIAN:
            if subprocess.run(["dpkg-query", "-W", package], check=False, capture_output=True).returncode:
                command = [apt, "install", "-y", "-qq", "--no-install-recommends", package]
                subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    HOME.mkdir(parents=True, exist_ok=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME / "venv")], check=False)
        for package in PYPI:
            subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", package], check=False)
    if shutil.which("npm") and not (HOME / "node_modules").exists():
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", *NPM], check=False, cwd=HOME)
    for name in ("icaljs.mjs", "nodeical.mjs"):  # modules are looked for beside the file that asks for them
        shutil.copy(READERS / name, HOME / name)
    if shutil.which("cmake"):
        for step in (("-S", str(READERS), "-B", str(HOME / "kde")), ("--build", str(HOME / "kde"))):
            subprocess.run(["cmake", *step], check=False, capture_output=True)


def there(client: Client) -> bool:
    """Whether a program is installed."""
    return all(Path(need).exists() if "/" in need else shutil.which(need) for need in client.needs)


def asked(client: Client, calendar: Path) -> tuple[list[list[str]], str]:
    """What a program says: its records, and how it failed."""
    try:
        done = subprocess.run(
            [*client.command, str(calendar)],
            check=False,
            capture_output=True,
            text=True,
            timeout=600,
            env={**os.environ, "TZ": "UTC"},
        )
    except subprocess.TimeoutExpired:
        return [], "it took more than ten minutes"
    records = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    failure = done.stderr.strip().splitlines()[-1] if done.returncode and done.stderr.strip() else ""
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
    """How many cases of each group a program read right, and what it said of the others."""

    right: dict[str, int]
    wrong: dict[str, list[str]]
    faults: list[str]
    failure: str


def compare(client: Client, records: Iterable[list[str]], cases: list[Case], key: Callable[[str], str]) -> Outcome:
    """Hold what a program said against what is so."""
    said: dict[str, set[Edges]] = defaultdict(set)
    days: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    faults: list[str] = []
    for title, *edges in records:
        if title == "fault":
            faults.extend(edges)
            continue
        titles.setdefault(key(title), title)
        if edges[0] == "days":
            days[key(title)].update(edges[1:])
        elif edges[1].startswith("last:"):
            past = datetime.strptime(edges[1].removeprefix("last:"), "%Y%m%d") + timedelta(days=1)  # noqa: DTZ007
            said[key(title)].add((edges[0], f"{past:%Y%m%d}"))
        else:
            said[key(title)].add((edges[0], edges[1]))
    right: dict[str, int] = defaultdict(int)
    wrong: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        expected = wanted(case, expands=client.expands)
        name = key(case.title)
        if name in days and all(len(start) == 8 for start, _ in expected):
            good = days[name] == set().union(*map(days_of, expected))
        else:
            good = said[name] == expected
        if good and case.group == "text" and not same_text(titles[name], case.title):
            wrong[case.group].append(f"`{case.title[:70]}` becomes `{' '.join(titles[name].split())[:70]}`")
        elif good:
            right[case.group] += 1
        else:
            missing = sorted(expected - said[name])[:1]
            extra = sorted(said[name] - expected)[:1]
            told = extra[0] if extra else "nothing"
            shown_as = " to ".join(told) if isinstance(told, tuple) else told
            lies_at = " to ".join(missing[0]) if missing else "no more than it is"
            wrong[case.group].append(f"`{case.title[:60]}`: {shown_as}, and not {lies_at}")
    return Outcome(dict(right), dict(wrong), faults, "")


def by_word(title: str) -> str:
    return title.split(" ", 1)[0]


def main() -> int:
    """Install, ask, compare, report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these programs")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.install:
        install()
    outcomes: dict[str, Outcome] = {}
    versions: dict[str, str] = {}
    skipped: list[str] = []
    totals: dict[str, int] = defaultdict(int)
    with tempfile.TemporaryDirectory() as name:
        made = []
        for label, (tl, cases) in (("first", first()), ("hard", hard())):
            path = Path(name, f"{label}.ics")
            path.write_bytes(tl.to_ical())
            made.append((path, cases, str.strip if label == "first" else by_word))
            for case in cases:
                totals[case.group] += 1
        for client in CLIENTS:
            if options.names and client.name not in options.names:
                continue
            if not there(client):
                print(f"{client.name}: left out, it is not installed (make clients installs what it can)")
                skipped.append(client.name)
                continue
            begun = time.monotonic()
            found = []
            for path, cases, key in made:
                records, failure = asked(client, path)
                result = compare(client, records, cases, key)
                found.append(Outcome(result.right, result.wrong, result.faults, failure))
            whole = Outcome(
                {group: number for each in found for group, number in each.right.items()},
                {group: lines for each in found for group, lines in each.wrong.items()},
                [fault for each in found for fault in each.faults],
                next((each.failure for each in found if each.failure), ""),
            )
            outcomes[client.name] = whole
            versions[client.name] = subprocess.run(
                client.version, check=False, capture_output=True, text=True
            ).stdout.strip()
            told(client, whole, totals, time.monotonic() - begun)
    if options.write:
        REPORT.write_text(report(outcomes, versions, totals, skipped), encoding="utf-8")
    bad = [client.name for client in CLIENTS if client.name in outcomes and unexplained(client, outcomes[client.name])]
    print(f"{len(outcomes) - len(bad)} passed, {len(bad)} failed, {len(skipped)} skipped")
    return 1 if bad else 0


def unexplained(client: Client, outcome: Outcome) -> bool:
    """Whether a program reads something wrong, or minds something, and nobody has found out why."""
    return bool(outcome.faults or ((outcome.wrong or outcome.failure) and not client.fault))


def told(client: Client, outcome: Outcome, totals: dict[str, int], seconds: float) -> None:
    wrong = sum(map(len, outcome.wrong.values()))
    print(f"{client.name}: {sum(outcome.right.values())} right, {wrong} wrong ({seconds:.0f} s) {outcome.failure}")
    for group, lines in outcome.wrong.items():
        print(f"  {group}: {totals[group] - len(lines)} of {totals[group]}; {lines[0]}")
    for fault in outcome.faults[:3]:
        print(f"  {fault}")


def machine_zones() -> str:
    """The version of the machine's own rules of time zones."""
    rules = Path("/usr/share/zoneinfo/tzdata.zi")
    return rules.read_text(encoding="utf-8").split("\n", 1)[0].split()[-1] if rules.exists() else "none"


def report(outcomes: dict[str, Outcome], versions: dict[str, str], totals: dict[str, int], skipped: list[str]) -> str:
    """The page of the documentation."""
    lines = [
        "# Calendar programs",
        "",
        "What each program read of two calendars that `timeline` wrote: the first file's, and a hard one of",
        f"{sum(totals.values()) - totals['first file']} events. `make clients` installs the programs and imports the",
        "calendars; `python tests/clients/run.py --write` writes this page. A number is how many of the events were",
        "read at the right time (and, under *text*, with the right title); ✓ is all of them.",
        "",
        "| program | version | " + " | ".join(f"{group} ({totals[group]})" for group in GROUPS) + " |",
        "|---|---|" + "---|" * len(GROUPS),
    ]
    for client in CLIENTS:
        if client.name not in outcomes:
            continue
        right = outcomes[client.name].right
        cells = ["✓" if right.get(group, 0) == totals[group] else str(right.get(group, 0)) for group in GROUPS]
        star = "" if client.expands else " ¹"
        lines.append(f"| {client.name}{star} | {versions[client.name]} | {' | '.join(cells)} |")
    lines += ["", "¹ It says when something starts first, and not when it happens again.", ""]
    lines += [f"Rules of time zones: {version('tzdata')} in the calendars, {machine_zones()} on the machine.", ""]
    checked = [name for name in ("libical", "sabre/vobject", "icalendar") if name in outcomes]
    if checked and not any(outcomes[name].faults for name in checked):
        names = {"libical": "libical's restriction check", "sabre/vobject": "sabre's `validate`"}
        lines += [f"{', '.join(names.get(name, name) for name in checked)} find no fault in either calendar.", ""]
    if skipped:
        lines += [f"Not there when this page was written: {', '.join(skipped)}.", ""]
    wrong = [client for client in CLIENTS if client.name in outcomes and outcomes[client.name].wrong]
    if wrong:
        lines += ["## What they get wrong", ""]
    for client in wrong:
        lines += [f"**{client.name}.** {client.fault}".rstrip(), ""]
        for group, told_ in outcomes[client.name].wrong.items():
            lines.append(f"- {group}, {len(told_)} of {totals[group]}, such as {told_[0]}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
