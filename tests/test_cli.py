"""The command line: what it prints, where, and what it returns."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from calling import ROOT, Done, Run, golden
from timeline.errors import UnwritableError
from timeline.importers import load

EVENTS = "data/events.yaml"
BROKEN = "tests/data/broken.yaml"

GOLDEN_CALLS = {
    "help.txt": "--help",
    "show-80.txt": f"show {EVENTS} --width 80",
    "show.txt": f"show {EVENTS}",
    "show-by-year.txt": f"show {EVENTS} --group-by year --columns date,title --width 80",
    "show-november.txt": f"show {EVENTS} --from 2017-11-29 --to 2017-11-30 --columns date,type,id",
    "show.md": f"show {EVENTS} --format github --columns date,title",
    "check-broken.txt": f"check {BROKEN}",
    "explain-bilateral-meetings.txt": f"explain {EVENTS} bilateral-meetings",
    "explain-kyrgyz-election.txt": f"explain {EVENTS} kyrgyz-election",
    "explain-document-signing.txt": f"explain {EVENTS} document-signing",
    "query.txt": f"query {EVENTS} 'participant:nazarbayev during:minsk-visit'",
    "resolve-explained.txt": "resolve 'two days before Nov. 30' --anchor 2017-12-01 --explain",
    "stats.txt": f"stats {EVENTS}",
}


@pytest.mark.parametrize("name", GOLDEN_CALLS)
def test_what_people_see(run: Run, name: str) -> None:
    done = run(*shlex.split(GOLDEN_CALLS[name]))
    golden(name, done.out)
    assert (done.code, done.err) == (1 if "broken" in name else 0, "")


def test_check_reports_each_kind_of_mistake_on_its_line(run: Run) -> None:
    done = run("check", BROKEN)
    lines = (ROOT / BROKEN).read_text(encoding="utf-8").splitlines()
    at = dict(enumerate(lines, 1))
    reported = {int(match[1]) for match in re.finditer(rf"^{re.escape(BROKEN)}:(\d+):\d+: ", done.out, re.MULTILINE)}
    for wanted in (
        "{id: a,",
        "{id: b,",
        "{id: d,",
        "sumit}",
        "sumitt}",
        "id: leap",
        "Again",
        "titel",
        "adda",
        "id: words",
    ):
        number = next(number for number, line in at.items() if wanted in line)
        near = {number, number + 1} if wanted in ("{id: a,", "{id: b,", "{id: d,") else {number}
        assert near & reported, f"line {number} ({wanted}) is not reported"
    assert done.code == 1
    assert re.search(r"^\d+ problems; \d+ events in 1 file$", done.out, re.MULTILINE)


def test_check_as_json(run: Run) -> None:
    done = run("check", BROKEN, "--format", "json")
    problems = json.loads(done.out)
    assert done.code == 1
    assert {"file", "line", "column", "path", "code", "message", "suggestion"} == problems[0].keys()


def test_check_of_a_clean_file(run: Run) -> None:
    assert run("check", EVENTS) == Done(0, "no problems; 16 events in 1 file\n", "")


@pytest.mark.parametrize("command", ["show {}", "export {} --format csv", "export {} --format ics"])
def test_what_resolves_is_written_and_the_rest_reported(run: Run, command: str) -> None:
    done = run(*shlex.split(command.format(BROKEN)))
    assert done.code == 1
    assert "Once" in done.out
    assert f"{BROKEN}:" in done.err


RESOLVED = [
    ("Nov. 29-30", "2017-11-30", "2017-11-29\t2017-12-01"),
    ("first nine months of 2017", "2017-11-30", "2017-01-01\t2017-10-01"),
    ("25 years before 2017", "2017-11-30", "1992-01-01\t1993-01-01"),
    ("until 2025", "2017-11-30", "..\t2026-01-01"),
    ("two days before Nov. 30", "2017-12-01", "2017-11-28\t2017-11-29"),
]


@pytest.mark.parametrize(("wording", "anchor", "iso"), RESOLVED)
def test_resolve(run: Run, wording: str, anchor: str, iso: str) -> None:
    assert run("resolve", wording, "--anchor", anchor, "--format", "iso").out == f"{iso}\n"


def test_resolve_settings_reach_the_library(run: Run) -> None:
    day_first = run("resolve", "3/4/2017", "--day-first", "--format", "edtf")
    month_first = run("resolve", "3/4/2017", "--month-first", "--format", "edtf")
    assert (day_first.out, month_first.out) == ("2017-04-03\n", "2017-03-04\n")
    for weekday in ("Sunday", "sunday"):  # as a file may have it, and in small letters
        week = run("resolve", "this week", "--anchor", "2017-11-29", "--week-start", weekday, "--format", "edtf")
        assert week.out == "2017-11-26/2017-12-02\n"
    past = run("resolve", "Oct. 15", "--anchor", "2017-10-01", "--prefer", "past", "--format", "edtf")
    assert past.out == "2016-10-15\n"


def test_resolve_as_json(run: Run) -> None:
    done = run("resolve", "Nov. 29-30", "--anchor", "2017-11-30", "--format", "json", "--explain")
    found = json.loads(done.out)
    assert (found["start"], found["end"], found["edtf"]) == ("2017-11-29", "2017-12-01", "2017-11-29/2017-11-30")
    assert found["steps"]


def test_resolve_lines_of_standard_input(run: Run) -> None:
    done = run("resolve", "-", "--format", "iso", stdin="2017\nhello\n\nmid-May 2018\n")
    assert done.out == "2017-01-01\t2018-01-01\n\n2018-05-11\t2018-05-21\n"
    assert done.err.startswith("<stdin>:2:1: ")
    assert done.code == 1


def test_an_ambiguous_wording_says_so_beside_its_answer(run: Run) -> None:
    done = run("resolve", "3/4/2017", "--format", "edtf")
    assert (done.code, done.out) == (0, "2017-03-04\n")
    assert "2017-04-03" in done.err
    assert run("resolve", "3/4/2017", "--strict").code == 1


FAILURES = [
    ("resolve hello", 1, "hello"),
    ("resolve '30 February 2018'", 1, "2018"),
    ("resolve tomorrow", 1, "--anchor"),
    ("resolve 2017 --anchor yesterdayish", 2, "yesterdayish"),
    ("resolve 2017 --timezone Mars/Base", 2, "Mars/Base"),
    ("resolve now --anchor now --timezone Mars/Base", 2, "Mars/Base"),
    ("resolve 2017 --prefer never", 2, "never"),
    ("resolve", 2, "WORDING"),
    ("shwo data/events.yaml", 2, "did you mean 'show'"),
    ("", 2, "Usage"),
    ("show nowhere.yaml", 2, "nowhere.yaml"),
    ("show data", 2, "data"),
    ("check nowhere.yaml", 2, "nowhere.yaml"),
    (f"show {EVENTS} --format simpel", 2, "simple"),
    (f"show {EVENTS} --columns titel", 2, "title"),
    (f"show {EVENTS} --from hello", 1, "hello"),
    (f"explain {EVENTS} minsk-vist", 2, "minsk-visit"),
    (f"query {EVENTS} 'tpye:summit'", 2, "type"),
    (f"query {EVENTS} 'type:summit' --format pdf", 2, "pdf"),
    (f"export {EVENTS} -o events.pdf", 2, "pdf"),
    (f"export {EVENTS} -o nowhere/events.ics", 2, "nowhere"),
    (f"export {EVENTS} --set policy", 2, "NAME=VALUE"),
    (f"export {EVENTS} --set uncertian=skip", 2, "uncertain"),
    (f"export {EVENTS} --set alarms=maybe", 2, "alarms is true or false"),
    (f"export {EVENTS} --set refresh=daily", 2, "P1D"),
    (f"export {EVENTS} --format table --set width=wide", 2, "width is a number"),
    (f"export {EVENTS} --format chart --set width=wide", 2, "width is a number"),
    (f"export {EVENTS} --format json --set indent=two", 2, "indent is a number"),
]


@pytest.mark.parametrize(("command", "code", "said"), FAILURES)
def test_failures_say_why_on_standard_error(run: Run, command: str, code: int, said: str) -> None:
    done = run(*shlex.split(command))
    assert (done.code, done.out) == (code, "")
    assert said.casefold() in done.err.casefold()
    assert "Traceback" not in done.err


@pytest.mark.parametrize("text", ["a: [", "events: 3", "- just\n- a list", "", "\x00", "when: {{{{"])
@pytest.mark.parametrize("command", ["check -", "show -", "export -", "explain - x"])
def test_files_that_are_no_timelines_are_refused_politely(run: Run, command: str, text: str) -> None:
    done = run(*shlex.split(command), stdin=text)
    assert done.code in (0, 1, 2)
    assert "Traceback" not in done.err


def test_standard_input_and_output(run: Run) -> None:
    text = (ROOT / EVENTS).read_text(encoding="utf-8")
    assert run("check", "-", stdin=text) == run("check", EVENTS)
    assert (
        run("export", "-", "-o", "-", "--format", "csv", stdin=text).out == run("export", EVENTS, "--format", "csv").out
    )


def test_export_by_suffix(run: Run, tmp_path: Path) -> None:
    for name, start in {"a.ics": "BEGIN:VCALENDAR\r\n", "a.json": "{", "a.csv": "id,"}.items():
        done = run("export", EVENTS, "-o", str(tmp_path / name))
        assert (done.code, done.out) == (0, "")
        assert (tmp_path / name).read_bytes().decode().startswith(start)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 16


def test_export_has_all_sixteen_events_and_settings_reach_it(run: Run) -> None:
    calendar = run("export", EVENTS).out
    assert calendar.count("BEGIN:VEVENT") == 16
    assert run("export", EVENTS, "--set", "uncertain=skip").out.count("BEGIN:VEVENT") < 16
    assert "X-TIMELINE-FIELDS" in calendar
    assert "X-TIMELINE-FIELDS" not in run("export", EVENTS, "--set", "fields=False").out
    assert "NAME:true\n" in run("export", EVENTS, "--set", "name=true").out.replace("\r", "")


def test_a_failing_export_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "events.ics"
    target.write_text("old", encoding="utf-8")
    assert run("export", EVENTS, "-o", str(target), "--set", "nonsense=1").code == 2
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["events.ics"]


@pytest.mark.parametrize("command", ["export", "import"])
def test_what_is_read_is_not_written_over(run: Run, tmp_path: Path, command: str) -> None:
    source, link = tmp_path / "events.yaml", tmp_path / "link.yaml"
    source.write_text("# a remark\nevents:\n  - {id: a, title: A, when: 2018}\n", encoding="utf-8")
    link.symlink_to(source)
    before = source.read_bytes()
    for output in (source, link, tmp_path / "nowhere" / ".." / "events.yaml"):
        done = run(command, str(source), "-o", str(output))
        assert (done.code, done.out) == (2, "")
        assert str(output) in done.err
    assert source.read_bytes() == before
    assert run(command, str(source), "-o", str(tmp_path / "other.yaml")).code == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere/events.ics", "there is no such folder"),
        ("events.ics/events.ics", "there is no such folder"),
        ("folder", "this is a folder, not a file"),
        ("loop", "this is a link that leads to itself"),
    ],
)
def test_what_cannot_be_written_is_named_as_it_was_asked_for(run: Run, tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "events.ics").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    target = tmp_path / name
    done = run("export", EVENTS, "-o", str(target))
    assert (done.code, done.err) == (2, f"timeline: {target}: {why}\n")
    with pytest.raises(UnwritableError, match=f"{re.escape(str(target))}: {why}"):
        load(EVENTS).export("ics", target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.ics", "folder", "loop"]


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "events.ics"
    target.touch()
    monkeypatch.setattr("os.access", lambda path, _mode: os.fspath(path) != os.fspath(target))  # root may write all
    with pytest.raises(UnwritableError, match="you may not write this file"):
        load(EVENTS).export("ics", target)
    assert target.read_bytes() == b""


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="open files have no names here")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_by_its_name(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-m", "timeline", "export", EVENTS, "--format", "json", "-o", name]
    piped = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(piped.stdout)["format"] == 1
    kept = tmp_path / "kept"
    with kept.open("wb") as file:
        file.write(b"[\n")
        file.flush()
        subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, check=True)
    if name != "/proc/self/fd/1":
        assert kept.read_bytes() == b"[\n" + piped.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_file_whose_name_is_no_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/b\xffd.yaml"
    Path(os.fsdecode(path)).write_bytes(b"evnts: []\n")
    done = subprocess.run([sys.executable, "-m", "timeline", "check", path], capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith(path + b":1:1: unknown key 'evnts'")


def test_the_package_runs_as_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "timeline", "resolve", "yesterday"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("timeline: ")
    assert "--anchor" in done.stderr


def test_a_program_that_is_ended_leaves_no_half_file(tmp_path: Path) -> None:
    source = tmp_path / "events.yaml"
    rows = "".join(f"  - {{id: e{number}, title: E, when: 2018}}\n" for number in range(4000))
    source.write_text(f"events:\n{rows}", encoding="utf-8")
    code = "from timeline.cli import main; raise SystemExit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", code, "export", str(source), "-o", str(tmp_path / "events.ics")]
    ) as it:
        while it.poll() is None and not list(tmp_path.glob(".events*")):
            time.sleep(0.01)
        it.send_signal(signal.SIGTERM)
        assert it.wait(60) == 128 + signal.SIGTERM
    assert [path.name for path in tmp_path.iterdir()] == ["events.yaml"]


def test_an_anchor_replaces_the_files(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("format: 1\nevents:\n- {id: a, title: A, when: yesterday}\n", encoding="utf-8")
    assert run("show", str(path)).code == 1
    done = run("show", str(path), "--anchor", "2018-05-02", "--columns", "start", "--format", "tsv")
    assert (done.code, done.out.split(), done.err) == (0, ["start", "2018-05-01"], "")


def test_several_files_are_one_table(run: Run, tmp_path: Path) -> None:
    for name, year, month in (("late", 2018, "May"), ("early", 2016, "June")):
        (tmp_path / f"{name}.yaml").write_text(
            f"format: 1\nas_of: {year}-07-01\nevents:\n- {{id: {name}, title: {name}, when: {month} 3}}\n", "utf-8"
        )
    files = [str(tmp_path / "late.yaml"), str(tmp_path / "early.yaml")]
    done = run("show", *files, "--columns", "start,id", "--format", "tsv")
    assert done.out.split() == ["start", "id", "2016-06-03", "early", "2018-05-03", "late"]
    assert (done.code, done.err) == (0, "")
    assert run("check", *files).out == "no problems; 2 events in 2 files\n"


def test_schema_is_json_schema(run: Run) -> None:
    done = run("schema")
    assert done.code == 0
    assert json.loads(done.out)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize(
    ("when", "more", "told"),
    [
        ("3/4/2017", "", "<stdin>:2:27: '3/4/2017' is read month first, and could be day first: "),
        ("two days after 3/4/2017", "", "<stdin>:2:27: 'two days after 3/4/2017' is read month first, and could be "),
        ("3/4/2017", "day_first: false", ""),
        ("3/4/2017", "language: ru", ""),
        ("3/4/2017", "- {id: b, title: B, when: 25/12/2017}", ""),
        ("3/3/2017", "", ""),
        ("2017-03-04", "", ""),
    ],
)
@pytest.mark.parametrize("command", ["check", "show", "export"])
def test_a_date_that_could_be_day_first_is_warned_of(run: Run, command: str, when: str, more: str, told: str) -> None:
    done = run(command, "-", stdin=f"events:\n- {{id: a, title: A, when: {when}}}\n{more}\n")
    assert done.code == 0
    assert done.err.startswith(told)
    assert done.err.count("\n") == bool(told)


def test_version(run: Run) -> None:
    assert re.fullmatch(r"timeline \d+\.\d+\.\d+\n", run("--version").out)


def program(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, in a shell."""
    timeline = f"{shlex.quote(sys.executable)} -c 'from timeline.cli import main; raise SystemExit(main())'"
    return subprocess.run(
        ["/bin/bash", "-c", command.replace("timeline", timeline, 1)],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = program(f"set -o pipefail; timeline export {EVENTS} --format json | head -c 1")
    assert (done.stderr, done.stdout) == (b"", b"{")
    assert done.returncode in (0, 141)


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        (f"timeline show {EVENTS} >&-", 2, b"timeline: Bad file descriptor\n"),
        ("timeline --help >&-", 2, b"timeline: Bad file descriptor\n"),
        ("timeline resolve 2017 >/dev/full", 2, b"timeline: No space left on device\n"),
        ("timeline check - <&-", 2, b"timeline: Bad file descriptor\n"),
        (f"timeline show {EVENTS} >/dev/null 2>&-", 0, b""),
        ("timeline show nowhere.yaml 2>&-", 2, b""),
        (f"timeline export {EVENTS} -o /dev/null >&- <&- 2>&-", 0, b""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_told_of_where_it_is_used(command: str, code: int, told: bytes) -> None:
    if "/dev/full" in command and not os.path.exists("/dev/full"):  # noqa: PTH110  (a device, as it is written)
        pytest.skip("no full device here")
    done = program(command)
    assert (done.returncode, done.stderr, done.stdout) == (code, told, b"")


def test_output_is_utf8_whatever_the_locale() -> None:
    done = program(f"timeline export {EVENTS} --format json", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))


def on_a_terminal(*arguments: str, **environment: str) -> bytes:
    """What the program writes where its standard output is a terminal of 80 columns."""
    pty = pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-c", "import sys; from timeline.cli import main; sys.exit(main(sys.argv[1:]))"]
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [*command, *arguments], cwd=ROOT, stdout=theirs, stdin=theirs, env={**plain, **environment}
    ) as running:
        os.close(theirs)
        seen = bytearray()
        with suppress(OSError):  # how a terminal says that the other side is gone
            while data := os.read(ours, 4096):
                seen += data
        os.close(ours)
    assert running.returncode == 0
    return bytes(seen)


def test_colour_only_on_terminals() -> None:
    assert b"\x1b[" not in program(f"timeline show {EVENTS}").stdout
    assert b"\x1b[" in on_a_terminal("show", EVENTS)
    assert b"\x1b[" not in on_a_terminal("show", EVENTS, NO_COLOR="1")


def test_tables_wrap_to_the_terminal() -> None:
    lines = on_a_terminal("show", EVENTS, NO_COLOR="1").decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert max(map(len, program(f"timeline show {EVENTS}").stdout.decode().splitlines())) > 80


def test_charts_fit_the_terminal_and_its_letters() -> None:
    lines = on_a_terminal("show", EVENTS, "--format", "chart", NO_COLOR="1").decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert any("█" in line for line in lines)
    assert b"\x1b[" in on_a_terminal("show", EVENTS, "--format", "chart")
    assert on_a_terminal("show", EVENTS, "--format", "chart", NO_COLOR="1", PYTHONIOENCODING="ascii").isascii()


def test_the_file_in_the_readme_is_a_timeline(run: Run) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks:
        assert run("check", "-", stdin=block) == Done(0, f"no problems; {block.count('- id:')} events in 1 file\n", "")


CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def documented() -> Iterator[tuple[Path, str, str]]:
    """Every command in the documents with what it prints: blocks of ``console`` with ``$ timeline …`` lines."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for block in CONSOLE.findall(path.read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, printed = part.partition("\n")
                if command.startswith("timeline "):
                    yield path, command, printed


DOCUMENTED = list(documented())


@pytest.mark.parametrize(
    ("page", "command", "printed"), DOCUMENTED, ids=[f"{path.name}: {command}" for path, command, _ in DOCUMENTED]
)
def test_documents_show_what_commands_print(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path, command: str, printed: str
) -> None:
    for name in ("data", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)  # some of them write files
    done = run(*shlex.split(command)[1:])
    now = (done.out + done.err).rstrip() + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(f"$ {command}\n{printed}", f"$ {command}\n{now}", 1), encoding="utf-8")
    else:
        assert now == printed.rstrip() + "\n"
