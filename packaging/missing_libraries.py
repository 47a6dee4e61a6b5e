"""Print the Debian packages that this machine still lacks, on one line; nothing when all is there.

Each entry of system-libraries.txt is tried, not looked up in a package database, so that the answer is also right
on other distributions and for packages that were renamed. Runs before any library is installed: plain Python only.
"""

from __future__ import annotations

import ctypes
import shutil
from importlib.util import find_spec
from pathlib import Path


def is_present(name: str) -> bool:
    """Whether the shared library (or, without ``.so`` in its name, the command) `name` can be loaded or run."""
    if ".so" not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages(listing: Path) -> list[str]:
    """Debian package names for every line of `listing` that is not present, and python3-venv when venv cannot work."""
    lines = listing.read_text(encoding="utf-8").splitlines()
    entries = [line.split() for line in lines if line and not line.startswith("#")]
    lacking = [package for name, package in entries if not is_present(name)]
    return lacking if find_spec("ensurepip") else ["python3-venv", *lacking]


if __name__ == "__main__":
    print(*missing_packages(Path(__file__).with_name("system-libraries.txt")))
