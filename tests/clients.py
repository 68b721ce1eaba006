"""Import the first file's calendar into the calendar programs khal and calcurse, and see what they show on which days.

    python tests/clients.py

khal is installed into ``.bench/`` at the top of the checkout; calcurse is left out, saying so, where it is not
installed. For every event both must list it on its first and on its last day, and on neither the day before nor the day
after.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import icalendar

import timeline

ROOT = Path(__file__).resolve().parent.parent
EVENTS = ROOT / "data" / "events.yaml"
KHAL = ROOT / ".bench" / "khal"

KHAL_SETTINGS = """\
[calendars]
[[events]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Minsk
default_timezone = Europe/Minsk
[sqlite]
path = {folder}/khal.db
"""

Listing = Callable[[date], set[str]]


def output(*command: str | Path) -> str:
    """What a program prints; its failure is ours."""
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def khal(calendar: Path, folder: Path) -> Listing:
    """The program khal with the calendar imported: the titles that it lists on a day."""
    if not (KHAL / "bin" / "khal").exists():
        output(sys.executable, "-m", "venv", KHAL)
        output(KHAL / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "khal")
    (folder / "calendar").mkdir()
    settings = folder / "khal.conf"
    settings.write_text(KHAL_SETTINGS.format(folder=folder), encoding="utf-8")
    program = (KHAL / "bin" / "khal", "-c", settings)
    output(*program, "import", "--batch", "-a", "events", calendar)
    return lambda day: set(
        output(*program, "list", "--day-format", "", "--format", "{title}", day.isoformat(), "1d").splitlines()
    )


def calcurse(calendar: Path, folder: Path) -> Listing:
    """The program calcurse with the calendar imported: the titles that it lists on a day."""
    program = ("calcurse", "-D", folder / "calcurse")
    output(*program, "-i", calendar)
    kinds = ("event", "recur-event", "apt", "recur-apt")
    shown = [word for kind in kinds for word in (f"--format-{kind}", "%m\n")]

    def listing(day: date) -> set[str]:
        days = ("--input-datefmt", "4", "--from", day.isoformat(), "--to", day.isoformat())
        return set(output(*program, "-Q", *days, *shown).splitlines())

    return listing


def places(calendar: Path) -> dict[str, tuple[date, date]]:
    """First and last day of each event, by its title, as the file says them."""
    found = {}
    for event in icalendar.Calendar.from_ical(calendar.read_bytes()).events:
        found[str(event["SUMMARY"])] = (event.start, event.end - timedelta(days=1))
    return found


def main() -> int:
    """Import, list, compare."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calendar = folder / "events.ics"
        calendar.write_bytes(timeline.load(EVENTS).to_ical())
        wanted = places(calendar)
        for client in (khal, calcurse):
            if client is calcurse and not shutil.which("calcurse"):
                print("calcurse: left out, it is not installed")
                continue
            listing = cache(client(calendar, folder))
            for title, (first, last) in wanted.items():
                days = {first - timedelta(days=1): False, first: True, last: True, last + timedelta(days=1): False}
                off = [str(day) for day, there in days.items() if (title in listing(day)) is not there]
                wrong += len(off)
                print(f"{client.__name__}: {first} to {last} {title}" + (f": WRONG on {', '.join(off)}" if off else ""))
    print(f"{wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
