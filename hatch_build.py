"""What installing does beyond copying: compiles the modules that every new wording passes through, where it can.

An installation from source has them compiled by mypyc where there are a C compiler and Python's headers; elsewhere, and
wherever compiling fails, it gets the same modules as plain Python, with a warning. An editable one is always plain.
``TIMELINE_COMPILE=0`` never compiles; ``TIMELINE_COMPILE=1`` makes it an error that it can't.

Nothing is written beside the sources: what lay there would be imported in their place after they change.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from setuptools import Extension

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a program, there may be none
    BuildHookInterface = object  # type: ignore[assignment,misc]

COMPILER = ("mypy>=1.17", "setuptools>=77", "attrs>=25.1")


def asked() -> str:
    """What the user wants: "0" never, "1" always, else where it can be done."""
    return os.environ.get("TIMELINE_COMPILE", "")


def wanted() -> bool:
    """Whether to compile: as asked, or where there is what it takes."""
    if asked() in {"0", "1"}:
        return asked() == "1"
    compiler = (sysconfig.get_config_var("CC") or "").split()
    headers = Path(sysconfig.get_path("include"), "Python.h")
    return bool(compiler) and shutil.which(compiler[0]) is not None and headers.is_file()


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts compiled modules into a wheel."""

    folder: TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """What the environment of the build needs."""
        return list(COMPILER) if wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and say what goes into the wheel."""
        if version == "editable" or not wanted():
            return
        root = Path(self.root)
        source = root / "src"
        modules = sorted({path for pattern in self.config["include"] for path in source.glob(pattern)})
        plain = {source / name for name in self.config["plain"]}
        names = [str(path.relative_to(source)) for path in modules if path not in plain]
        self.folder = TemporaryDirectory()
        built = Path(self.folder.name, "built")
        words = [sys.executable, str(root / "hatch_build.py"), self.folder.name, *names]
        done = subprocess.run(words, cwd=source, capture_output=True, text=True, check=False)
        if done.returncode:
            if asked() == "1":
                raise RuntimeError(done.stdout + done.stderr)
            self.app.display_warning("the modules could not be compiled; they are installed as plain Python")
            return
        build_data["infer_tag"] = True
        build_data["pure_python"] = False
        for path in sorted(built.rglob("*")):
            if path.is_file():
                build_data["force_include"][str(path)] = str(path.relative_to(built))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made on the way."""
        if self.folder is not None:
            self.folder.cleanup()


def compile_modules(folder: Path, names: list[str]) -> None:
    """Compile the modules of these names, under the current folder, into ``folder/built``."""
    from mypyc.build import mypycify
    from setuptools import setup
    from setuptools.command.build_ext import build_ext

    class BuildAtOnce(build_ext):
        """Has as many files compiled at a time as there are processors."""

        def build_extensions(self) -> None:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                made = [[pool.submit(self.objects, ext, source) for source in ext.sources] for ext in self.extensions]
            for ext, objects in zip(self.extensions, made, strict=True):
                ext.extra_objects = [name for future in objects for name in future.result()]
                ext.sources = []
            super().build_extensions()

        def objects(self, ext: Extension, source: str) -> list[str]:
            """The names of what one source compiles to."""
            made: list[str] = self.compiler.compile(
                [source],
                output_dir=self.build_temp,
                include_dirs=ext.include_dirs,
                extra_postargs=ext.extra_compile_args,
            )
            return made

    # Types are checked elsewhere, with everything installed; a level of 2 takes twice the time and is no faster.
    options = ["--config-file=", "--strict", "--ignore-missing-imports", "--no-warn-return-any", "--allow-any-generics"]
    made = mypycify([*options, *names], opt_level="1", debug_level="0", multi_file=True, target_dir=str(folder / "c"))
    extensions = cast("list[Extension]", made)  # it takes setuptools' where they are imported
    for extension in extensions:
        extension.extra_compile_args.append("-w")  # nobody wrote that code, and warnings take time
    commands = ["--quiet", "build_ext", "--build-lib", str(folder / "built"), "--build-temp", str(folder / "objects")]
    setup(
        name="timeline", packages=[], ext_modules=extensions, cmdclass={"build_ext": BuildAtOnce}, script_args=commands
    )


if __name__ == "__main__":
    compile_modules(Path(sys.argv[1]), sys.argv[2:])
