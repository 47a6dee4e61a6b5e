"""Every benchmark is played once on a tiny office, so that none falls behind the program unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.table import Line

ROOT = Path(__file__).resolve().parents[2]


def test_every_benchmark_runs_to_its_end(tmp_path: Path) -> None:
    environment = os.environ | {"PETIDESK_BENCH": str(tmp_path), "PETIDESK_BENCH_TINY": "1"}
    command = [sys.executable, "-m", "benchmarks"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1), "so small an office keeps or misses promises by chance"
    assert [name for name in benchmarks.PARTS if f"{name}: " not in done.stderr] == []


def test_a_part_that_fails_leaves_the_others_their_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> list[Line]:
        raise KeyError(2)

    parts = {"first": broken, "second": lambda: [Line("reading", "at once", "1 ms", True)]}
    monkeypatch.setattr(benchmarks, "PARTS", parts)
    assert benchmarks.main([]) == 1
    said = capsys.readouterr()
    assert "KeyError: 2" in said.out and "reading" in said.out
    assert "Traceback" in said.err
