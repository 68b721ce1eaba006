"""What arrives where vdirsyncer copies a calendar to: it splits it into one file a UID, and is read by icalendar."""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar

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


def shown(edge: date) -> str:
    return edge.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if isinstance(edge, datetime) else edge.strftime("%Y%m%d")


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "to").mkdir()
    (folder / "from.ics").write_bytes(Path(sys.argv[1]).read_bytes())
    (folder / "settings").write_text(SETTINGS.format(folder=folder, path=folder / "from.ics"))
    program = [str(Path(sys.executable).parent / "vdirsyncer"), "-c", str(folder / "settings")]
    subprocess.run([*program, "discover"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([*program, "sync"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in sorted((folder / "to").glob("*.ics")):
        for event in icalendar.Calendar.from_ical(path.read_bytes()).events:
            if "RECURRENCE-ID" not in event:
                print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
