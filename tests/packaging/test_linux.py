"""What is packed for Linux: the parts that can be told without building. `make test-deb` installs and runs the rest."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LINUX = ROOT / "packaging" / "linux"


def step(name: str) -> ModuleType:
    """A step of the packaging as a module."""
    spec = importlib.util.spec_from_file_location(f"linux_{name}", LINUX / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(LINUX))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(LINUX))
    return module


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The start script, beside no Python, with a plain environment."""
    plain = {"PATH": os.environ["PATH"], "HOME": environment.pop("HOME", "/nonexistent"), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [LINUX / "start", *words],
        env=plain | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def old_system(folder: Path, **answers: str) -> str:
    """A PATH on which commands of the system answer as another computer's would."""
    for name, answer in answers.items():
        command = folder / name
        command.write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
        command.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_every_module_of_qt_that_the_program_imports_ships() -> None:
    imported: set[str] = set()
    for file in (ROOT / "petidesk").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                imported.add(str(node.module).split(".")[1])
    assert imported == step("prune").QT_MODULES


def test_a_system_that_is_too_old_is_told_before_anything_happens(tmp_path: Path) -> None:
    path = old_system(tmp_path, getconf="glibc 2.27")
    done = start("--version", PATH=path)
    assert done.returncode == 4
    assert "2.27" in done.stderr and "至少要 2.28" in done.stderr
    before = subprocess.run(
        [LINUX / "deb" / "preinst", "install"], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert before.returncode == 1
    assert "2.27" in before.stderr and "没有改动任何东西" in before.stderr


@pytest.mark.parametrize("libc", ["2.28", "2.31", "2.100"])
def test_a_system_that_is_new_enough_is_let_through(tmp_path: Path, libc: str) -> None:
    path = old_system(tmp_path, getconf=f"glibc {libc}", uname="x86_64")
    done = subprocess.run([LINUX / "deb" / "preinst", "install"], env={"PATH": path}, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_another_processor_is_told(tmp_path: Path) -> None:
    path = old_system(tmp_path, getconf="glibc 2.31", uname="aarch64")
    assert "aarch64" in start(PATH=path).stderr
    done = subprocess.run(
        [LINUX / "deb" / "preinst", "upgrade"], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "aarch64" in done.stderr


@pytest.mark.parametrize("words", [(), ("--data", "office"), ("--data=office", "--staff", "成小满")])
def test_without_a_screen_the_window_says_so(words: tuple[str, ...]) -> None:
    done = start(*words)
    assert done.returncode == 4 and "没有图形界面" in done.stderr


def test_a_desktop_without_x_is_told_what_it_lacks() -> None:
    assert "Xwayland" in start(WAYLAND_DISPLAY="wayland-0").stderr


def test_a_command_needs_no_screen() -> None:
    done = start("--data", "office", "home")
    assert done.returncode == 127 and "python3.11" in done.stderr


def test_what_keeps_chinese_from_being_typed_is_said_once(tmp_path: Path) -> None:
    words = {"HOME": str(tmp_path), "DISPLAY": ":nobody", "PATH": old_system(tmp_path, zenity="")}
    assert "中文输入法" in start(**words).stderr
    assert "中文输入法" not in start(**words).stderr


def test_a_full_disk_and_little_memory_are_said_and_stop_nothing(tmp_path: Path) -> None:
    disk = "F 1K U A C M\n/dev/x 9 9 102400 1% /"
    words = {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PATH": old_system(tmp_path, df=disk)}
    done = start("--data", str(tmp_path / "not" / "yet"), **words)
    assert "只剩 100 MB" in done.stderr and str(tmp_path) in done.stderr
    assert done.returncode == 127


def test_the_lock_is_read_for_the_python_that_ships() -> None:
    lock = (
        "one==1.0 ; python_version >= '3.12' \\\n    --hash=sha256:aa\n"
        "one==0.9 ; python_version < '3.12' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
        "two==2 ; sys_platform == 'win32' \\\n    --hash=sha256:dd\n"
    )
    assert step("fetch_wheels").wanted(lock) == ["one==0.9 --hash=sha256:bb --hash=sha256:cc"]


def wheel(folder: Path, name: str, *asked: str, **files: str) -> Path:
    """A small wheel."""
    made = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as packed:
        told = "".join(f"Requires-Dist: {line}\n" for line in asked)
        packed.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{told}")
        for file, text in files.items():
            packed.writestr(f"{name}/{file}.py", text)
    return made


def test_only_what_the_program_asks_for_is_unpacked(tmp_path: Path) -> None:
    program = wheel(tmp_path, "program", "near>=1", "other ; sys_platform == 'win32'", "tester ; extra == 'dev'")
    wheels = {
        name: wheel(tmp_path, name, *asked) for name, *asked in (("near", "far"), ("far",), ("other",), ("tester",))
    }
    unpack = step("unpack_wheels")
    assert [file.name.split("-")[0] for file in unpack.needed(program, wheels)] == ["far", "near"]
    with pytest.raises(SystemExit, match="asks for near>=2"):
        unpack.needed(wheel(tmp_path, "newer", "near>=2"), wheels)


def test_two_wheels_never_write_the_same_file(tmp_path: Path) -> None:
    unpack = step("unpack_wheels")
    one = wheel(tmp_path, "one", module="1")
    unpack.unpack(one, tmp_path / "site")
    assert (tmp_path / "site" / "one" / "module.py").read_text() == "1"
    with pytest.raises(SystemExit, match="two wheels"):
        unpack.unpack(one, tmp_path / "site")


def test_the_package_depends_on_whatever_is_left_to_the_system() -> None:
    control = (LINUX / "deb" / "control.in").read_text(encoding="utf-8")
    (depends,) = re.findall(r"^Depends: (.*)$", control, flags=re.MULTILINE)
    named = set(re.findall(r"[a-z][a-z0-9.+-]+", re.sub(r"\([^)]*\)", "", depends)))
    assert set(step("check_libraries").FROM_THE_SYSTEM.values()) <= named


def test_the_version_stands_in_one_place() -> None:
    from petidesk import __version__

    assert __version__ not in (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool", 1)[0]
    told = subprocess.run(
        ["bash", "-c", f'. "{LINUX}/chain.sh"; echo "$version"'],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1"},
    )
    assert told.stdout.strip() == __version__


@pytest.mark.parametrize("script", sorted(file.name for file in LINUX.iterdir() if not file.suffix and file.is_file()))
def test_every_step_is_well_formed_and_can_be_run(script: str) -> None:
    file = LINUX / script
    shell = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")
    assert os.access(file, os.X_OK)
    assert subprocess.run([shell, "-n", file], check=False, capture_output=True, text=True).stderr == ""
