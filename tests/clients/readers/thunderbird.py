"""What Thunderbird says happens in a calendar that its own import put into a local calendar of a new profile.

It runs without a window and is told what to do over Marionette, the protocol by which Mozilla's programs are tested: a
message is its length, a colon, and JSON.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETTINGS = """\
user_pref("marionette.port", 0);
user_pref("app.update.enabled", false);
user_pref("calendar.timezone.useSystemTimezone", false);
user_pref("calendar.timezone.local", "UTC");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("mailnews.start_page.enabled", false);
"""

SCRIPT = """
const [path, done] = arguments;
(async () => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const { CalendarFileImporter } = ChromeUtils.importESModule("resource:///modules/CalendarFileImporter.sys.mjs");
  const { FileUtils } = ChromeUtils.importESModule("resource://gre/modules/FileUtils.sys.mjs");
  const calendar = cal.manager.createCalendar("storage", Services.io.newURI("moz-storage-calendar://"));
  calendar.name = "hard";
  cal.manager.registerCalendar(calendar);
  const importer = new CalendarFileImporter();
  await importer.startImport(await importer.parseIcsFile(new FileUtils.File(path)), calendar);
  const filter = Ci.calICalendar.ITEM_FILTER_TYPE_EVENT | Ci.calICalendar.ITEM_FILTER_CLASS_OCCURRENCES;
  const [from, to] = ["18000101T000000Z", "20500101T000000Z"].map(each => cal.createDateTime(each));
  const shown = edge => edge.isDate ? edge.icalString : edge.getInTimezone(cal.dtz.UTC).icalString;
  const items = await calendar.getItemsAsArray(filter, 0, from, to);
  return items.map(item => [item.title, shown(item.startDate), shown(item.endDate)]);
})().then(records => done({ records }), fault => done({ fault: String(fault) }));
"""


class Marionette:
    """A connection: a command goes out, its answer comes back."""

    def __init__(self, port: int) -> None:
        self.file = socket.create_connection(("127.0.0.1", port)).makefile("rwb")
        self._message()

    def _message(self) -> object:
        length = b""
        while (byte := self.file.read(1)) not in (b":", b""):
            length += byte
        return json.loads(self.file.read(int(length)))

    def ask(self, command: str, **parameters: object) -> object:
        """The answer to a command."""
        said = json.dumps([0, 1, command, parameters]).encode()
        self.file.write(b"%d:%s" % (len(said), said))
        self.file.flush()
        _, _, fault, answer = self._message()
        if fault:
            raise SystemExit(f"{command}: {fault['message']}")
        return answer


def port_of(profile: Path) -> int:
    """The port that a program listens on, once it does."""
    written = profile / "MarionetteActivePort"
    for _ in range(600):
        if written.exists() and written.read_text().strip():
            return int(written.read_text())
        time.sleep(0.1)
    raise SystemExit("Thunderbird did not start")


with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
    profile = Path(name, "profile")
    profile.mkdir()
    (profile / "user.js").write_text(SETTINGS)
    program = subprocess.Popen(
        [
            "thunderbird",
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
            profile,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": name},
    )
    try:
        marionette = Marionette(port_of(profile))
        marionette.ask("WebDriver:NewSession", capabilities={})
        marionette.ask("Marionette:SetContext", value="chrome")
        marionette.ask("WebDriver:SetTimeouts", script=500_000)
        answer = marionette.ask("WebDriver:ExecuteAsyncScript", script=SCRIPT, args=[str(Path(sys.argv[1]).resolve())])
        found = answer["value"]
        for record in found.get("records", ()):
            print(json.dumps(record))
        if "fault" in found:
            raise SystemExit(found["fault"])
        marionette.ask("Marionette:Quit", flags=["eForceQuit"])
    finally:
        program.terminate()
        program.wait()
