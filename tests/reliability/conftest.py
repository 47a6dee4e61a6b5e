"""The places that deeds are done in, made once for each module; what this computer cannot play is said and left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.reliability.deeds import Places


def mount(disk: Path) -> bool:
    """Mount a small disk of memory, of 64 MB; whether that may be done here."""
    words = ["mount", "-t", "tmpfs", "-o", "size=64m", "petidesk", str(disk)]
    return os.name == "posix" and os.getuid() == 0 and subprocess.run(words, capture_output=True).returncode == 0


def unmount(disk: Path) -> None:
    """Take it away again."""
    subprocess.run(["umount", disk], check=True)


def _may_mount() -> bool:
    with tempfile.TemporaryDirectory(prefix="petidesk-mount-") as disk:
        mounted = mount(Path(disk))
        if mounted:
            unmount(Path(disk))
        return mounted


_LACKING = {
    **({} if shutil.which("strace") else {"test_power.py": "no strace here: power cuts are not replayed"}),
    **({} if _may_mount() else {"test_full.py": "nothing may be mounted here: full disks are left out"}),
}
collect_ignore = list(_LACKING)


def pytest_report_header() -> list[str]:
    """Say what is left out, and why."""
    return list(_LACKING.values())


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Copies of offices, each under the same path every time."""
    return Places(tmp_path_factory.mktemp("places"))
