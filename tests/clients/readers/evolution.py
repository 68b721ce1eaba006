"""What Evolution Data Server says happens in a calendar that was put into it (through gi's ECal).

Its services start with the session bus: the program starts itself again under one, in a home of its own.
"""

import json
import os
import subprocess
import sys
import tempfile

if "READER_HOME" not in os.environ:
    with tempfile.TemporaryDirectory() as home:
        names = ("HOME", "READER_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
        environment = {**os.environ, **dict.fromkeys(names, home), "GSETTINGS_BACKEND": "memory"}
        command = ["dbus-run-session", "--", sys.executable, __file__, sys.argv[1]]
        sys.exit(subprocess.run(command, check=False, env=environment).returncode)

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib

utc = ICalGLib.Timezone.get_utc_timezone()


def shown(time: ICalGLib.Time) -> str:
    return time.as_ical_string() if time.is_date() or time.is_utc() else time.convert_to_zone(utc).as_ical_string()


registry = EDataServer.SourceRegistry.new_sync(None)
source = EDataServer.Source.new_with_uid("hard", None)
source.set_display_name("hard")
source.set_parent("local-stub")
source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("local")
registry.commit_source_sync(source, None)
client = ECal.Client.connect_sync(registry.ref_source("hard"), ECal.ClientSourceType.EVENTS, 60, None)
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    root = ICalGLib.Component.new_from_string(file.read())
if root.get_method() == ICalGLib.PropertyMethod.NONE:
    root.set_method(ICalGLib.PropertyMethod.PUBLISH)
client.receive_objects_sync(root, ECal.OperationFlags.NONE, None)


def found(component: ICalGLib.Component, start: ICalGLib.Time, end: ICalGLib.Time, *_: object) -> bool:
    print(json.dumps([component.get_summary(), shown(start), shown(end)]))
    return True


# It does not say what happens before 1970 again and again, but has what happens once.
for component in client.get_object_list_sync("#t", None)[1]:
    if component.get_dtstart().get_year() < 1970:
        found(component, component.get_dtstart(), component.get_dtend())
client.generate_instances_sync(86400, 2524608000, None, found)
