"""What arrives where vdirsyncer copies a calendar to: one file a UID, read by recurring-ical-events."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import icalendar
import recurring_ical_events
from edges import shown

SETTINGS = """\
[general]
status_path = "{folder}/status/"
[pair copy]
a = "from"
b = "to"
collections = null
[storage from]
type = "singlefile"
path = "{path}"
[storage to]
type = "filesystem"
path = "{folder}/to/"
fileext = ".ics"
"""


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "to").mkdir()
    (folder / "from.ics").write_bytes(Path(sys.argv[1]).read_bytes())
    (folder / "settings").write_text(SETTINGS.format(folder=folder, path=folder / "from.ics"))
    program = [str(Path(sys.executable).parent / "vdirsyncer"), "-c", str(folder / "settings")]
    subprocess.run([*program, "discover"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([*program, "sync"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in sorted((folder / "to").glob("*.ics")):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        for event in recurring_ical_events.of(calendar).between(1800, 2050):
            print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
