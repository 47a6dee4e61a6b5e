"""Take out of a gathered tree what the program never loads: prune.py TREE. Says what it was and what it became.

Whole folders and files by name, then every library of Qt that nothing left asks for. A licence is never taken away.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Modules of Qt that petidesk imports; tests/packaging reads the program's imports and holds this set to them.
QT_MODULES = frozenset(("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg"))
# Loaded by Qt itself, by name, from its folder of plug-ins.
QT_PLUGINS = frozenset(
    ("platforms", "platforminputcontexts", "imageformats", "iconengines", "styles", "platformthemes", "printsupport")
)
QT_LEFTOVERS = (
    *("*.pyi", "include", "metatypes", "typesystems", "glue", "doc", "scripts", "support/*.pyi", "examples"),
    *("Qt/qml", "Qt/libexec", "Qt/metatypes", "Qt/resources", "Qt/lib/cmake", "Qt/lib/pkgconfig", "Qt/modules"),
    *("assistant", "designer", "linguist", "lupdate", "lrelease", "qmlls", "qmlformat", "qmllint", "balsam*"),
    *("svgtoqml", "libpyside6qml.*", "Qt/plugins/platformthemes/libqgtk3.so"),
    *(f"Qt/plugins/platforms/*{name}*" for name in ("eglfs", "vnc", "linuxfb", "vkkhr", "wayland", "minimalegl")),
    "Qt/plugins/platforminputcontexts/*virtualkeyboard*",
    *(f"Qt/plugins/imageformats/*{name}*" for name in ("pdf", "icns", "tga", "tiff", "wbmp", "webp")),
)
QT_TRANSLATIONS = frozenset(("qtbase_zh_CN.qm", "qt_zh_CN.qm"))
# Of Python itself: windows of another kind, its own tests and tools, what is there to build on it.
PYTHON_LEFTOVERS = (
    *("include", "share", "bin/2to3*", "bin/idle*", "bin/pydoc*", "bin/python3*-config", "bin/python3", "bin/python"),
    *(f"lib/python3.11/{name}" for name in ("idlelib", "tkinter", "turtledemo", "turtle.py", "lib2to3", "test")),
    *("lib/python3.11/ensurepip", "lib/python3.11/pydoc_data", "lib/python3.11/config-*", "lib/pkgconfig"),
    *("lib/python3.11/lib-dynload/nis.*", "lib/python3.11/lib-dynload/_tkinter.*", "lib/python3.11/unittest/test"),
    *("lib/python3.11/distutils/tests", "lib/python3.11/distutils/command/*.exe"),
)
SITE_LEFTOVERS = (
    "PIL/_avif*",
    "PIL/_webp*",
    "pillow.libs/libavif*",
    "pillow.libs/libwebp*",
    "pillow.libs/libsharpyuv*",
)
SOURCES = frozenset((".pyi", ".pxd", ".pyx", ".c", ".h", ".cpp", ".hpp"))
TEST_FOLDERS = frozenset(("tests", "SelfTest", "testing"))
# These import a folder of that name themselves.
TESTING_NEEDED = ("sqlalchemy", "alembic")


def size(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def remove(paths: Iterable[Path]) -> None:
    """Remove files, links and whole folders."""
    for path in list(paths):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def remove_named(root: Path, patterns: Iterable[str]) -> None:
    """Remove what the patterns find under `root`."""
    for pattern in patterns:
        remove(root.glob(pattern))


def asked_for(file: Path) -> list[str]:
    """The libraries that an ELF file asks for, by name."""
    told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=False).stdout
    return re.findall(r"NEEDED\s+(\S+)", told)


def prune_qt(qt: Path) -> None:
    """Leave of PySide6 the modules, plug-ins and translations above and the libraries that they need."""
    remove(file for file in qt.glob("Qt*.abi3.so") if file.name.split(".")[0] not in QT_MODULES)
    remove_named(qt, QT_LEFTOVERS)
    remove(folder for folder in (qt / "Qt/plugins").iterdir() if folder.name not in QT_PLUGINS)
    remove(file for file in (qt / "Qt/translations").iterdir() if file.name not in QT_TRANSLATIONS)
    libraries = {file.name: file for file in (qt / "Qt/lib").iterdir() if file.is_file()}
    todo = [file for file in qt.parent.rglob("*.so*") if file.is_file() and file.parent != qt / "Qt/lib"]
    kept: set[str] = set()
    while todo:
        for name in asked_for(todo.pop()):
            if name in libraries and name not in kept:
                kept.add(name)
                todo.append(libraries[name])
    remove(file for name, file in libraries.items() if name not in kept)


def main() -> None:
    """Prune TREE."""
    tree = Path(sys.argv[1])
    site = tree / "python/lib/python3.11/dist-packages"
    before = size(tree)
    remove_named(tree / "python", PYTHON_LEFTOVERS)
    remove(tree.rglob("__pycache__"))
    remove_named(site, SITE_LEFTOVERS)
    remove(file for file in site.rglob("*") if file.suffix in SOURCES)
    remove(
        folder
        for folder in site.rglob("*")
        if folder.name in TEST_FOLDERS and folder.is_dir() and folder.relative_to(site).parts[0] not in TESTING_NEEDED
    )
    remove(site.glob("*.dist-info/RECORD"))  # says what a wheel brought, not what is left
    prune_qt(site / "PySide6")
    print(f"tree: {before / 1e6:.0f} MB, pruned to {size(tree) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
