"""The planning commands: what they print on the two files of ``data/``, and what their exit codes mean."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import timeline
from calling import ROOT, Done, Run, golden

EVENTS = "data/events.yaml"
CONFERENCE = "data/conference.yaml"
SPRING = "--from 2018-03-01 --to 2018-04-30"

DAILY = f"{CONFERENCE} --days 'every day'"
LATER = "--from 2018-03-26 --to 2018-03-29"
ALMATY = "--zone nazarbayev=Asia/Almaty"
IN_SPRING = "--set start=2018-03-01 --set end=2018-04-30"

CALLS = {
    # golden file: what is called, and its exit code
    "conflicts-events.txt": (f"conflicts {EVENTS}", 0),
    "conflicts-conference.txt": (f"conflicts {CONFERENCE} {SPRING} --gap '40 minutes'", 1),
    "conflicts-conference.json": (f"conflicts {CONFERENCE} {SPRING} --certain --format json", 1),
    "free-events.txt": (f"free {EVENTS} nazarbayev lukashenko --within 'November 27-30' --length '2 hours'", 0),
    "free-conference.txt": (f"free {DAILY} bo gita --within conference", 0),
    "free-conference.json": (f"free {DAILY} finn --within conference --possible --format json", 0),
    "propose-events.txt": (f"propose {EVENTS} nazarbayev jeenbekov --within 'Nov. 27-28' {ALMATY}", 0),
    "propose-conference.txt": (f"propose {CONFERENCE} bo gita emi {LATER} --length '45 min'", 0),
    "propose-conference.json": (f"propose {CONFERENCE} ada bo --within 2018-03-27 --best 2 --format json", 0),
    "impact-events.txt": (f"impact {EVENTS} csto-session '+2 days'", 0),
    "impact-events.json": (f"impact {EVENTS} minsk-visit 'Dec. 2' --format json", 1),
    "impact-visit.txt": (f"impact {EVENTS} minsk-visit '+1 week'", 1),
    "impact-conference.txt": (f"impact {CONFERENCE} conference '-1 week'", 1),
    "impact-clash.txt": (f"impact {CONFERENCE} committee-meeting 'March 23, 2018 9:00'", 1),
    "impact-occurrence.txt": (f"impact {CONFERENCE} coffee@2018-03-24 '+1 week'", 1),
    "graph-events.txt": (f"graph {EVENTS}", 0),
    "graph-events.dot": (f"graph {EVENTS} --format dot", 0),
    "graph-conference.txt": (f"graph {CONFERENCE}", 0),
    "graph-conference.mmd": (f"graph {CONFERENCE} --format mermaid", 0),
    "upcoming-events.txt": (f"upcoming {EVENTS} --from 2017-11-28 --within '1 week'", 0),
    "upcoming-conference.txt": (f"upcoming {CONFERENCE} --from 2018-03-11", 0),
    "upcoming-conference.json": (f"upcoming {CONFERENCE} --from 2018-04-06 --within '4 weeks' --format json", 0),
    "free-busy-events.ics": (f"export {EVENTS} --free-busy", 0),
    "free-busy-conference.ics": (f"export {CONFERENCE} --free-busy --set participants=ada,emi {IN_SPRING}", 0),
    "chart-events.txt": (f"show {EVENTS} --format chart", 0),
    "chart-events-ascii.txt": (f"show {EVENTS} --format chart --ascii --columns id --width 80", 0),
    "chart-november.txt": (f"export {EVENTS} --format chart --set start=2017-11-27 --set end=2017-12-02", 0),
    "chart-conference.txt": (f"show {CONFERENCE} --format chart --from 2018-03-23 --to 2018-03-25 --width 110", 0),
    "chart-spring.txt": (f"show {CONFERENCE} --format chart --from 2018-03 --columns date,title --width 120", 0),
    "table-conference.txt": (f"show {CONFERENCE}", 0),
    "table-conference-80.txt": (f"show {CONFERENCE} --width 80", 0),
    "show-conference.txt": (f"show {CONFERENCE} --from 2018-03-23 --to 2018-03-25 --columns date,title,id", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_what_people_see(run: Run, name: str) -> None:
    words, code = CALLS[name]
    done = run(*shlex.split(words))
    golden(f"planning/{name}", done.out)
    assert (done.code, done.err) == (code, "")


EDITS = {
    # file: what one side changes in it, and what the other
    EVENTS: (
        (
            ("    when: Nov. 29-30\n", "    when: Nov. 29 - Dec. 1\n"),
            ("    title: Talks with Lukashenko\n", "    title: Talks with the host  # shorter\n"),
            ("    when: during minsk-visit\n", "    when: first day of minsk-visit\n"),
            ("    when: Oct. 15\n", "    when: 15 October 2017\n"),
        ),
        (
            ("    when: Nov. 29-30\n", "    when: Nov. 28-30\n"),
            ("    role: President of Kyrgyzstan\n", "    role: President of the Kyrgyz Republic\n"),
            ("    status: tentative\n", "    status: confirmed\n"),
        ),
    ),
    CONFERENCE: (
        (
            ("    when: March 23-25, 2018\n", "    when: April 6-8, 2018\n"),
            ("  # The double booking: Emi is to sit in both.\n", ""),
            ("    starts: 14:30\n    ends: 16:00\n", "    starts: 15:00\n    ends: 16:30\n"),
        ),
        (
            ("  studio: {name: Studio, country: PT,", "  studio: {name: Sound Studio, country: PT,"),
            ("    starts: 14:30\n    ends: 16:00\n", "    starts: 14:30\n    ends: 15:30\n"),
            ("    attendees: [committee]\n", "    attendees: [committee]\n    notes: Minutes by Ada.\n"),
        ),
    ),
}


def edited(file: str, side: int, folder: Path) -> str:
    """A file as one side has it."""
    text = (ROOT / file).read_text(encoding="utf-8")
    for old, new in EDITS[file][side]:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"{'ours' if side == 0 else 'theirs'}-{Path(file).name}"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("file", EDITS)
@pytest.mark.parametrize(
    ("shape", "suffix"), [("text", "txt"), ("table", "table"), ("markdown", "md"), ("json", "json")]
)
def test_diff(run: Run, file: str, shape: str, suffix: str, tmp_path: Path) -> None:
    done = run("diff", file, edited(file, 0, tmp_path), "--format", shape)
    golden(f"planning/diff-{Path(file).stem}.{suffix}", done.out)
    assert done.code == 1


@pytest.mark.parametrize("file", EDITS)
def test_merge(run: Run, file: str, tmp_path: Path) -> None:
    done = run("merge", file, edited(file, 0, tmp_path), edited(file, 1, tmp_path))
    golden(f"planning/merge-{Path(file).name}", done.out)
    golden(f"planning/merge-{Path(file).stem}.txt", done.err.replace(str(tmp_path), "."))
    assert done.code == 1
    clean = run("merge", file, edited(file, 0, tmp_path), file, "-o", str(tmp_path / "out.yaml"))
    assert clean == Done(0, "", "")
    assert (tmp_path / "out.yaml").read_bytes() == Path(edited(file, 0, tmp_path)).read_bytes()


@pytest.mark.parametrize("file", EDITS)
@pytest.mark.parametrize("suffix", ["json", "ics"])
def test_diff_with_what_was_exported(run: Run, file: str, suffix: str, tmp_path: Path) -> None:
    exported = str(tmp_path / f"exported.{suffix}")
    assert run("export", file, "-o", exported).code == 0
    done = run("diff", exported, file, "--format", "json")
    changes = json.loads(done.out) if done.out else {"added": [], "removed": [], "changed": []}
    assert (changes["added"], changes["removed"]) == ([], [])
    assert [one["id"] for one in changes["changed"] if one["date"] and one["date"]["kind"] != "reworded"] == []
    if suffix == "json":
        assert done.code == 0


def test_nothing_differs(run: Run) -> None:
    assert run("diff", EVENTS, EVENTS) == Done(0, "", "")
    assert run("impact", EVENTS, "minsk-visit", "+0 days").out == "nothing moves\n"


def test_a_window_that_is_open_at_one_side(run: Run) -> None:
    until = run("show", CONFERENCE, "--to", "2018-03-23", "--columns", "id")
    assert "coffee@2018-03-23" in until.out
    assert (until.code, until.err) == (0, "")
    since = run("show", CONFERENCE, "--from", "2018-03-25", "--columns", "id")
    assert {"coffee@2018-03-25", "committee-call"} <= set(since.out.split())
    told = "without --to, what repeats without end stands at its first date only: committee-call\n"
    assert (since.code, since.err) == (0, told)


def test_the_standard_input_is_a_side(run: Run) -> None:
    done = run(
        "diff", "-", EVENTS, stdin=(ROOT / EVENTS).read_text(encoding="utf-8").replace("Nov. 29-30", "Nov. 28-30")
    )
    assert "~ minsk-visit: Nazarbayev visits Minsk\n    start moved by +1 day: " in done.out


WRONG = [
    ("free data/conference.yaml ada", 2, "say where to look"),
    ("free data/conference.yaml nobody --within conference", 2, "nobody is known as 'nobody'"),
    ("free data/conference.yaml ada --within conference --hours 9", 2, "no hours"),
    ("free data/conference.yaml ada --within conference --zone Lisbon", 2, "NAME="),
    ("conflicts data/conference.yaml", 2, "repeats without end"),
    ("impact data/conference.yaml keynot +1", 2, "did you mean 'keynote'"),
    ("impact data/conference.yaml keynote +soon", 1, "no duration"),
    ("merge data/events.yaml data/events.yaml data/nothing.yaml", 2, "there is no such file"),
    ("export data/conference.yaml --free-busy --set participants=nobody", 2, "nobody is known"),
    ("export data/conference.yaml --free-busy --format csv", 2, "takes no other --format"),
    ("graph data/conference.yaml --format png", 2, "png"),
    ("show data/conference.yaml --format chart --group-by year", 2, "no groups"),
    ("export data/conference.yaml --format chart --set width=9", 2, "at least 20 columns"),
    ("show data/conference.yaml --format chart --columns titel", 2, "did you mean 'title'"),
]


@pytest.mark.parametrize(("words", "code", "told"), WRONG)
def test_wrong_usage(run: Run, words: str, code: int, told: str) -> None:
    done = run(*shlex.split(words))
    assert (done.code, told in done.err) == (code, True), done


def test_a_circle_of_dates_is_drawn_as_what_it_is(run: Run) -> None:
    circle = "events:\n- {id: a, title: A, when: day after b}\n- {id: b, title: B, when: day after a}\n"
    done = run("graph", "-", stdin=circle)
    assert done.code == 1
    assert done.out.splitlines() == [
        "a  (undated)",
        "  counted from b, 'day after b'",
        "b  (undated)",
        "  counted from a, 'day after a'",
    ]
    assert "counted from each other: a -> b -> a" in done.err


@pytest.mark.parametrize("file", [EVENTS, CONFERENCE])
def test_alarms_are_exported(run: Run, file: str) -> None:
    lines = run("export", file).out.splitlines()
    alarms = [line.rpartition(":")[2] for line in lines if line.startswith("TRIGGER")]
    assert alarms == ([] if file == EVENTS else ["-P2D", "-PT15H"])


def test_git_compares_and_merges_by_event(tmp_path: Path) -> None:
    """The lines of ``docs/comparing.md``, as git runs them."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("there is no git here")
    page = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    program = tmp_path / "bin" / "timeline"
    program.parent.mkdir()
    call_main = "import sys, timeline.cli; sys.exit(timeline.cli.main())"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{call_main}' \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    package = str(Path(timeline.__file__).parent.parent)
    environment = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "HOME": str(home),
        "PYTHONPATH": package,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    tree = tmp_path / "tree"
    tree.mkdir()

    def call(*words: str, code: int = 0) -> str:
        done = subprocess.run(words, cwd=tree, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def write(*edits: tuple[str, str]) -> None:
        text = (ROOT / EVENTS).read_text(encoding="utf-8")
        for old, new in edits:
            text = text.replace(old, new, 1)
        (tree / "events.timeline.yaml").write_text(text, encoding="utf-8")

    call(git, "init", "--quiet", "--initial-branch=main")
    for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL):
        call("sh", "-c", block)
    (tree / ".gitattributes").write_text(re.findall(r"```text\n(.*?)```", page, re.DOTALL)[0], encoding="utf-8")
    write()
    call(git, "add", ".")
    call(git, "commit", "--quiet", "--message=base")
    visit = "    when: Nov. 29-30\n"
    write((visit, "    when: Nov. 28-30\n"))
    assert "start moved by -1 day: 29–30 Nov 2017 -> 28–30 Nov 2017" in call(git, "diff")
    call(git, "checkout", "--quiet", "-b", "theirs")
    call(git, "commit", "--quiet", "--all", "--message=theirs")
    call(git, "checkout", "--quiet", "main")
    write(("    title: Nazarbayev visits Minsk\n", "    title: The visit\n"))  # the very next line
    call(git, "commit", "--quiet", "--all", "--message=ours")
    call(git, "merge", "--quiet", "--no-edit", "theirs")
    merged = (tree / "events.timeline.yaml").read_text(encoding="utf-8")
    assert "    title: The visit\n    when: Nov. 28-30\n" in merged
    call(git, "checkout", "--quiet", "-b", "other", "HEAD~1")
    write((visit, "    when: Dec. 1-2\n"))
    call(git, "commit", "--quiet", "--all", "--message=other")
    call(git, "merge", "--quiet", "--no-edit", "theirs", code=1)
    assert "<<<<<<< ours\n    when: Dec. 1-2\n" in (tree / "events.timeline.yaml").read_text(encoding="utf-8")
