"""What Radicale says happens in a calendar that was put into it, asked through caldav."""

import json
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import caldav
import icalendar


def shown(edge: date) -> str:
    return edge.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if isinstance(edge, datetime) else edge.strftime("%Y%m%d")


def parts(data: bytes) -> list[bytes]:
    """The calendar as one object a UID, as CalDAV wants it (RFC 4791 §4.1)."""
    whole = icalendar.Calendar.from_ical(data)
    head = [each for each in whole.subcomponents if each.name == "VTIMEZONE"]
    by_uid: dict[str, list[icalendar.Component]] = {}
    for each in whole.subcomponents:
        if each.name != "VTIMEZONE":
            by_uid.setdefault(str(each["UID"]), []).append(each)
    found = []
    for components in by_uid.values():
        calendar = icalendar.Calendar(whole)
        needed = {
            value.params["TZID"]
            for each in components
            for value in each.values()
            if hasattr(value, "params") and "TZID" in value.params
        }
        calendar.subcomponents = [zone for zone in head if str(zone["TZID"]) in needed] + components
        found.append(calendar.to_ical(sorted=False))
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
        for data in parts(Path(sys.argv[1]).read_bytes()):
            calendar.save_event(data.decode())
        found = calendar.search(
            start=datetime(1800, 1, 1, tzinfo=UTC), end=datetime(2050, 1, 1, tzinfo=UTC), event=True, expand=True
        )
        for item in found:
            for event in icalendar.Calendar.from_ical(item.data).events:
                print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
    finally:
        server.terminate()
        server.wait()
