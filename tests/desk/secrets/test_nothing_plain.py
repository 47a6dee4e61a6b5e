"""No byte of what people said lies plain on the disk while an encrypted office is worked in, nor afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_no_deed_of_a_clerk_writes_anything_plain(tmp_path: Path) -> None:
    # An audit hook can't be taken away again, so this day is lived in a process of its own.
    folder, out, temporary = (tmp_path / name for name in ("office", "out", "temporary"))
    out.mkdir()
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.desk.secrets.a_day_sealed", str(folder), str(out)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    first, *found = done.stdout.splitlines()
    done_well = set(first.split())
    assert len(done_well) > 40
    assert {
        "LedgerPackages.build",
        "County.export",
        "Imports.run",
        "Attachments.add",
        "Letters.issue",
        "VisitPapers.print_form",
    } <= done_well
    assert found == []
