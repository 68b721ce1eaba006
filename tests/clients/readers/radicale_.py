"""What Radicale says happens in a calendar that was put into it, asked through caldav."""

import json
import re
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import caldav
import icalendar
from edges import shown


def parts(text: str) -> list[str]:
    """The calendar as one object a UID, as CalDAV wants it (RFC 4791 §4.1), with every line as it was written."""
    block = r"(?ms)^BEGIN:{0}\r\n.*?^END:{0}\r\n"
    zones = {re.search(r"(?m)^TZID:(.*?)\r$", zone)[1]: zone for zone in re.findall(block.format("VTIMEZONE"), text)}
    by_uid: dict[str, str] = {}
    for event in re.findall(block.format("VEVENT"), text):
        uid = re.search(r"(?m)^UID:(.*?)\r$", event)[1]
        by_uid[uid] = by_uid.get(uid, "") + event
    found = []
    for events in by_uid.values():
        needed = "".join(zone for name, zone in zones.items() if f"TZID={name}:" in events)
        found.append(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{needed}{events}END:VCALENDAR\r\n")
    return found


with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    settings = Path(folder, "config")
    settings.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = {folder}/data\n"
        "[logging]\nlevel = error\n"
    )
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "radicale"), "--config", str(settings)], stderr=subprocess.DEVNULL
    )
    try:
        client = caldav.DAVClient(f"http://127.0.0.1:{port}/", username="a", password="a")
        for _ in range(600):
            try:
                calendar = client.principal().make_calendar(name="hard")
                break
            except Exception:  # it is not there yet
                time.sleep(0.1)
        for data in parts(Path(sys.argv[1]).read_bytes().decode()):
            calendar.save_event(data)
        found = calendar.search(
            start=datetime(1800, 1, 1, tzinfo=UTC), end=datetime(2050, 1, 1, tzinfo=UTC), event=True, expand=True
        )
        for item in found:
            for event in icalendar.Calendar.from_ical(item.data).events:
                print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
    finally:
        server.terminate()
        server.wait()
