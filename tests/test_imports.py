"""What importing costs, and that no room imports a room above it."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import timeline

PACKAGE = Path(timeline.__file__).parent

FLOORS = {
    # The rooms by floor, a room's own modules under its name.
    "quick": 1,
    "span": 1,
    "alarms": 1,
    "calendar": 1,
    "calendar_texts": 1,
    "calendar_times": 1,
    "errors": 1,
    "registry": 1,
    "zones": 1,
    "collector": 1,
    "files": 1,
    "contentlines": 1,
    "notation": 1,
    "wording": 2,
    "events": 2,
    "resolver": 3,
    "schema": 5,
    "index": 4,
    "selection": 4,
    "timeline": 4,
    "query": 4,
    "stats": 4,
    "frame": 4,
    "joined": 4,
    "schedule": 4,
    "compare": 4,
    "merge": 5,
    "merge_lists": 5,
    "exporters": 5,
    "importers": 5,
    "cli": 6,
    "__main__": 6,
}

HEAVY = {"attr", "attrs", "babel", "cattrs", "click", "holidays", "icalendar", "pendulum", "ryml", "tabulate"}


def loaded(program: str, *names: str) -> set[str]:
    """Which of ``names`` are loaded after a fresh interpreter ran ``program``."""
    report = f"{program}\nimport sys\nprint(*(set(sys.modules) & {set(names)!r}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded("import timeline", *HEAVY) <= {"attr", "attrs"}


@pytest.mark.parametrize("arguments", [["--help"], ["show", "--help"], ["resolve", "--help"], ["export", "--help"]])
def test_help_loads_neither_pendulum_nor_icalendar(arguments: list[str]) -> None:
    program = f"from timeline.cli import main\nassert main({arguments!r}) == 0"
    assert loaded(program, "pendulum", "icalendar", "babel", "holidays", "cattrs", "ryml") == set()


def test_resolving_a_wording_loads_no_file_format() -> None:
    program = "import timeline\ntimeline.resolve('Nov. 29-30', anchor='2017-11-30').span.iso()"
    assert loaded(program, "pendulum", "icalendar", "cattrs", "ryml", "tabulate") == set()


def room(module: str) -> str:
    """The room of a module of ours: ``timeline.cli.show`` lives in ``cli``."""
    return module.split(".")[1]


def imports(path: Path) -> Iterator[str]:
    """Every module of ours that a file imports, wherever in the file it does; not those for type checkers alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("timeline."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module == "timeline":
                yield from (f"timeline.{alias.name}" for alias in node.names)
            elif node.module and node.module.startswith("timeline."):
                yield node.module


MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or path.stem != "__init__"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_upward(path: Path) -> None:
    mine = FLOORS[path.relative_to(PACKAGE).parts[0].removesuffix(".py")]
    front_door = mine == FLOORS["cli"]
    for module in imports(path):
        if front_door and room(module) not in FLOORS:
            continue  # a public name, taken at the front door as Python users do
        assert FLOORS[room(module)] <= mine, f"{path.name} (floor {mine}) imports {module}"


def test_every_room_has_a_floor() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert rooms <= FLOORS.keys()


def dotted(path: Path) -> str:
    """The name of the module in a file."""
    return ".".join(("timeline", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def on_loading(path: Path) -> Iterator[str]:
    """The modules of ours that a file's own top level imports, by their names in full."""
    known = {dotted(other) for other in MODULES}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "timeline":
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module


def test_no_modules_import_each_other() -> None:
    """No circle, so that each module can be the first that is loaded."""
    graph = {dotted(path): set(on_loading(path)) - {dotted(path), "timeline"} for path in MODULES}
    graphlib.TopologicalSorter(graph).prepare()
