"""The house itself: floors, names, what is tracked, what ships, and what the locks promise."""

from __future__ import annotations

import ast
import codecs
import importlib
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from petidesk import paths
from tests import workers

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-qt67.lock")
DRAWERS_FOR_LEFTOVERS = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
MOST_LINES = 500  # of a Python file; from 400 on it is looked at for a second subject

# Hosts of package registries and folders of a build machine, turned by 13 letters: else this file would name them.
FORBIDDEN_WORDS = [
    codecs.decode(word, "rot13")
    for word in (
        "clcv.bet",
        "clgubaubfgrq",
        "ertvfgel.acz",
        "aczwf.bet",
        "qro.qrovna.bet",
        "/jbex/",
        "/ubzr/",
        "/ebbg/",
        "/.clrai",
    )
]


def tracked_files() -> list[Path]:
    """Every file that git tracks and that is there, relative to the root."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]  # a checkout may belong to another user
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    return [Path(name) for name in listing.decode("utf-8").split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str | None:
    """The text of a tracked file, or None when it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def requirements(lock: str) -> list[str]:
    """The logical lines of a lock file: one requirement with its marker and hashes each."""
    joined = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip()]


def pinned(lock: str) -> dict[str, list[str]]:
    """Package name to the versions that a lock names (more than one where a marker chooses)."""
    found: dict[str, list[str]] = {}
    for line in requirements(lock):
        name, version = line.split()[0].split("==")
        found.setdefault(name, []).append(version)
    return found


def test_floors_lean_downwards_only() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _layers() -> list[dict[str, Any]]:
    """The contracts of layers."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return [contract for contract in tool["contracts"] if contract["type"] == "layers"]


def test_every_floor_is_under_a_contract() -> None:
    named = set(re.findall(r"petidesk\.(\w+)", " ".join(_layers()[0]["layers"])))
    folders = {path.parent.name for path in (ROOT / "petidesk").glob("*/__init__.py")}
    assert folders <= named


def test_every_room_of_a_floor_is_under_a_contract() -> None:
    whole = {floor for contract in _layers() if contract.get("exhaustive") for floor in contract["containers"]}
    assert {"petidesk.desk", "petidesk.storage", "petidesk.documents"} <= whole


def test_a_module_that_a_second_worker_begins_is_seen_and_the_long_ones_are_there(tmp_path: Path) -> None:
    assert [module for module in workers.FIRST if not (ROOT / module).is_file()] == []
    ours = f"tests/{tmp_path.name}/test_none.py"
    assert [workers.alone(ours, worker) for worker in ("gw7", "gw7", "gw8")] == ["gw7", "gw7", "gw7"]


def test_no_file_is_a_drawer_for_leftovers() -> None:
    assert [path for path in tracked_files() if path.stem.lower() in DRAWERS_FOR_LEFTOVERS] == []


def test_no_file_is_longer_than_is_read_at_one_sitting() -> None:
    code = [path for path in tracked_files() if path.parts[0] in ("petidesk", "tests", "benchmarks")]
    lengths = {str(path): len((text_of(path) or "").splitlines()) for path in code if path.suffix == ".py"}
    assert len(lengths) > 500
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_tracked_file_names_a_registry_or_a_build_machine() -> None:
    named = []
    for path in tracked_files():
        text = text_of(path) or ""
        named += [(str(path), word) for word in FORBIDDEN_WORDS if word in text]
    assert named == []


def test_the_forbidden_words_are_recognised() -> None:
    sample = "see " + "pypi" + ".org and /" + "work/ here"
    assert [word for word in FORBIDDEN_WORDS if word in sample] == ["pypi" + ".org", "/" + "work/"]


def numbered(page: str) -> set[str]:
    """The numbers that a page of rules gives its parts: items of a list, and headings."""
    return set(re.findall(r"^(?:## )?(\d+)\. ", page, flags=re.MULTILINE))


def test_every_rule_that_is_cited_is_written_down() -> None:
    rules = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "rules").glob("*.md")}
    cited = re.compile(r"rules/([\w-]+\.md)(?:, (\d+))?")
    missing = []
    for path in tracked_files():
        if path.suffix not in (".py", ".toml", ".md"):
            continue
        for page, number in cited.findall(text_of(path) or ""):
            if page not in rules or (number and number not in numbered(rules[page])):
                missing.append(f"{path}: {page} {number}")
    assert missing == []


def test_nothing_cites_a_page_that_is_not_in_the_project() -> None:
    elsewhere = re.compile(r"(?<![\w/-])(?:cli|practice|domain|product|house-plan)\.md")
    assert [str(path) for path in tracked_files() if elsewhere.search(text_of(path) or "")] == []


def test_no_test_is_switched_off() -> None:
    switched_off = re.compile(r"mark\.(skip|x" + r"fail)|pytest\.(skip|x" + r"fail|importor" + r"skip)\(")
    tests = [path for path in tracked_files() if path.parts[0] == "tests" and path.suffix == ".py"]
    assert [str(path) for path in tests if switched_off.search(text_of(path) or "")] == []


def test_every_form_has_its_text_and_a_sample() -> None:
    folders = [folder for folder in paths.forms().iterdir() if folder.is_dir()]
    assert folders
    for folder in folders:
        assert tomllib.loads((folder / "form.toml").read_text(encoding="utf-8")), folder.name
        assert json.loads((folder / "sample.json").read_text(encoding="utf-8")), folder.name


def named_icons(source: str) -> set[str]:
    """Names of icons written as literals: ``icon="x"``, and the first text handed to a function that draws one."""
    found: set[str] = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        texts = [word.value for word in call.keywords if word.arg == "icon"]
        function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if function in ("icon", "icon_button", "pixmap"):
            texts += call.args[:1]
        elif ast.unparse(call.func) == "icons.put":
            texts += call.args[1:2]
        found |= {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}
    return found - {""}


def test_every_icon_that_a_window_names_ships() -> None:
    windows = (ROOT / "petidesk" / "ui").glob("**/*.py")
    named = set().union(*(named_icons(path.read_text(encoding="utf-8")) for path in windows))
    assert "eye" in named
    assert named <= {path.stem for path in (paths.resources() / "icons").glob("*.svg")}


def test_wheel_carries_program_papers_and_resources(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("petidesk-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    tracked = [path.as_posix() for path in tracked_files()]
    wanted = {name for name in tracked if name.startswith("petidesk/")}
    wanted |= {f"petidesk/_data/{name}" for name in tracked if name.startswith(("forms/", "resources/"))}
    assert wanted <= inside
    assert [name for name in inside if name.endswith(".pyc") or name.startswith(("tests/", "_data"))] == []


@pytest.mark.parametrize("name", ["icons", "fonts", "calendars", "help"])
def test_resources_are_there(name: str) -> None:
    assert any(path.is_file() for path in (paths.resources() / name).iterdir())


def test_icons_can_be_recoloured_and_carry_their_licence() -> None:
    icons = sorted((paths.resources() / "icons").glob("*.svg"))
    assert len(icons) >= 45
    for icon in icons:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", icon.stem)
        assert 'stroke="currentColor"' in icon.read_text(encoding="utf-8"), icon.name
    assert "ISC License" in (paths.resources() / "icons" / "LICENSE").read_text(encoding="utf-8")


def test_every_font_has_a_licence_beside_it_and_all_fit_the_budget() -> None:
    fonts = sorted((paths.resources() / "fonts").glob("*.ttf"))
    licences = [path.stem.split("-", 1)[1] for path in (paths.resources() / "fonts").glob("*.txt")]
    assert fonts
    assert [font.name for font in fonts if font.stem.split("-")[0] not in licences] == []
    assert sum(font.stat().st_size for font in fonts) <= 40_000_000


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_and_hashes_everything_and_names_no_index(lock: str) -> None:
    lines = requirements(lock)
    assert len(lines) > 40
    for line in lines:
        assert re.match(r"[a-z0-9-]+==\S+ ", line), line[:80]
        assert "--hash=sha256:" in line, line[:80]
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text and "--find-links" not in text and "#" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_declared_library_and_the_build_backend(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    declared += project["build-system"]["requires"]
    names = {re.split(r"[<>=!~; \[]", entry)[0].lower().replace("_", "-") for entry in declared}
    assert names <= set(pinned(lock))


def test_the_second_lock_differs_in_qt_alone() -> None:
    newest, old = (pinned(lock) for lock in LOCKS)
    assert {name for name in newest if newest[name] != old[name]} == {"pyside6-essentials", "shiboken6"}
    assert old["pyside6-essentials"] == old["shiboken6"] == ["6.7.3"]
    assert newest["pyside6-essentials"][0] == "6.7.3", "Linux arm64 with an older C library"


def test_what_a_mechanism_leaves_open_every_class_made_of_it_says() -> None:
    """Pages are made by name, where no type checker sees a hook (`abstractmethod`) that nobody filled in."""
    from petidesk import ui

    classes: dict[str, type] = {}
    for module in pkgutil.walk_packages(ui.__path__, "petidesk.ui."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and found.__module__.startswith("petidesk.ui."):
                classes[f"{found.__module__}.{found.__qualname__}"] = found
    abstract = {name for name, kind in classes.items() if open_hooks(kind)}
    assert len(abstract) >= 5
    assert [name for name in sorted(abstract) if not classes[name].__subclasses__()] == []


def open_hooks(kind: type) -> set[str]:
    """The methods of a class that are abstract still."""
    return {name for name in dir(kind) if getattr(getattr(kind, name, None), "__isabstractmethod__", False)}
