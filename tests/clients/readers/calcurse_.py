"""What calcurse shows after an import: times of what is timed, and the days on which anything all-day is shown."""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime

first, last = sys.argv[2:4] if len(sys.argv) > 3 else ("1902-01-01", "2045-01-01")
with tempfile.TemporaryDirectory() as folder:
    calcurse = ["calcurse", "-D", folder]
    subprocess.run([*calcurse, "-i", sys.argv[1]], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shapes = []
    for kind in ("apt", "recur-apt"):
        shapes += [f"--format-{kind}", "%m\x1f%(start:epoch)\x1f%(end:epoch)\x1e"]
    for kind in ("event", "recur-event"):
        shapes += [f"--format-{kind}", "%m\x1fday\x1e"]
    listed = subprocess.run(
        [
            *calcurse,
            "-Q",
            "--input-datefmt",
            "4",
            "--from",
            first,
            "--to",
            last,
            "--output-datefmt",
            "%Y-%m-%d",
            *shapes,
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    days: dict[str, list[str]] = {}
    seen = set()
    day = ""
    for record in listed.split("\x1e"):
        for line in record.split("\n"):
            if "\x1f" not in line:
                if line.strip().endswith(":"):
                    day = line.strip(" :\n")
                continue
            parts = line.split("\x1f")
            if parts[1] == "day":
                days.setdefault(parts[0], []).append(day)
            elif tuple(parts) not in seen:
                seen.add(tuple(parts))
                edges = [datetime.fromtimestamp(int(each), UTC).strftime("%Y%m%dT%H%M%SZ") for each in parts[1:]]
                print(json.dumps([parts[0], *edges]))
    for title, shown in days.items():
        print(json.dumps([title, "days", *(each.replace("-", "") for each in shown)]))
