"""What installing from source does where modules can't, or shall not, be compiled (``make compiled`` is the rest)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
HOOK = ROOT / "hatch_build.py"

pytestmark = pytest.mark.skipif(not HOOK.exists(), reason="runs in a checkout")


def run(version: str, asked: str, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], list[str], list[str]]:
    """What a build with one module that there is not puts into the wheel, warns of, and needs."""
    spec = importlib.util.spec_from_file_location("hatch_build", HOOK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("TIMELINE_COMPILE", asked)
    warnings: list[str] = []
    config: dict[str, list[str]] = {"include": [], "plain": []}
    app = SimpleNamespace(display_warning=warnings.append)
    hook = module.CompileHook(str(ROOT), config, None, None, str(ROOT), "wheel", app)
    data: dict[str, Any] = {"force_include": {}}
    try:
        hook.initialize(version, data)
    finally:
        hook.finalize(version, data, "")
    return data, warnings, hook.dependencies()


@pytest.mark.parametrize(("version", "asked"), [("editable", "1"), ("standard", "0")])
def test_stays_plain_where_it_shall(version: str, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, warnings, needed = run(version, asked, monkeypatch)
    assert data == {"force_include": {}}
    assert warnings == []
    assert bool(needed) is (asked == "1")


def test_an_error_where_it_must_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError):
        run("standard", "1", monkeypatch)


@pytest.mark.parametrize(("headers", "said"), [(True, 1), (False, 0)])
def test_plain_where_it_can_not(headers: bool, said: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if headers:
        (tmp_path / "Python.h").touch()
    monkeypatch.setattr("sysconfig.get_config_var", lambda _: sys.executable)  # a compiler, as far as anybody looks
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path))
    data, warnings, needed = run("standard", "", monkeypatch)
    assert data == {"force_include": {}}
    assert len(warnings) == said
    assert bool(needed) is headers
