"""What khal lists after an import."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = """\
[calendars]
[[events]]
path = {folder}/calendar
[locale]
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M:%S
longdatetimeformat = %Y-%m-%d %H:%M:%S
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {folder}/khal.db
"""

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "calendar").mkdir()
    (folder / "khal.conf").write_text(SETTINGS.format(folder=folder))
    khal = [str(Path(sys.executable).parent / "khal"), "-c", str(folder / "khal.conf")]
    subprocess.run([*khal, "import", "--batch", "-a", "events", sys.argv[1]], check=True, stdout=subprocess.DEVNULL)
    shape = "\x1f".join(("{title}", "{start-date}", "{start-time}", "{end-date}", "{end-time}")) + "\x1e"
    listed = subprocess.run(
        [*khal, "list", "--notstarted", "--day-format", "", "--format", shape, "1800-01-01", "2050-01-01"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    for record in listed.split("\x1e"):
        parts = record.strip("\n").split("\x1f")
        if len(parts) != 5:
            continue
        title, first, starts, last, ends = parts
        if starts:
            edges = [
                f"{day}T{clock}Z".replace("-", "").replace(":", "") for day, clock in ((first, starts), (last, ends))
            ]
        else:
            edges = [first.replace("-", ""), "last:" + last.replace("-", "")]
        print(json.dumps([title, *edges]))
