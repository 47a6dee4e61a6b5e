"""`diagnose`: made of any folder in any state, and nothing in it that says who anybody is."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, create_engine, text
from sqlalchemy.exc import DatabaseError

from petidesk.desk import diagnosing
from petidesk.storage.schema import metadata
from tests.commands.conftest import Run

PLANTED = "植入zhiru"
Diagnosed = Callable[[], dict[str, bytes]]


@pytest.fixture
def diagnosed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diagnosed:
    """Makes one more diagnosis file; what is in it, by name."""
    monkeypatch.setattr(diagnosing, "log_folder", lambda: tmp_path / "log")
    made = iter(range(9))

    def make() -> dict[str, bytes]:
        out = tmp_path / f"{next(made)}.zip"
        answer = run("diagnose", "--out", out, "--json")
        assert answer.status == 0 and answer.document == {"file": str(out), "bytes": out.stat().st_size}
        with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    return make


def _said(files: dict[str, bytes], name: str) -> Any:
    return json.loads(files[name])


def _plant(folder: Path) -> int:
    """Put the string into every column of words of every row, whatever the program would say of it."""
    engine, planted = create_engine(f"sqlite:///{folder / 'petidesk.db'}"), 0
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Text) and not column.foreign_keys:
                try:
                    with engine.begin() as connection:
                        change = text(f'UPDATE "{table.name}" SET "{column.name}" = "{column.name}" || :said')
                        planted += connection.execute(change, {"said": PLANTED}).rowcount
                except DatabaseError:
                    continue  # a column that the schema itself guards
    engine.dispose()
    return planted


def test_what_it_says_of_a_sound_office(
    office: Run, write: Callable[..., Path], example: dict[str, Any], diagnosed: Diagnosed, tmp_path: Path
) -> None:
    assert office("visit", "add", write(example)).status == 0
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "petidesk.log").write_text("2026-11-01 ERROR petidesk bug 1a2b3c\n", encoding="utf-8")
    files = diagnosed()
    assert set(files) == {"README.txt", "versions.json", "folder.json", "settings.json", "checks.json", "log.txt"}
    assert _said(files, "checks.json") == {"checked": True, "why": None, "problems": []}
    facts = _said(files, "folder.json")
    assert facts["in_the_file"]["rows"]["visit"] == 1 and facts["encrypted"] is False
    assert _said(files, "settings.json")["notice_days"] == 15
    assert b"1a2b3c" in files["log.txt"] and "sqlite" in _said(files, "versions.json")
    everything = b"".join(files.values()).decode()
    for word in (
        "张桂花",
        "11010519491231002X",
        "13800001234",
        "征地",
        "清溪镇",
        "安平县",
        "清信访",
        "东村",
        str(tmp_path),
    ):
        assert word not in everything


def test_nothing_that_was_planted_is_in_it(
    office: Run, write: Callable[..., Path], example: dict[str, Any], diagnosed: Diagnosed, data_dir: Path
) -> None:
    assert office("visit", "add", write(example)).status == 0
    named = office("office", "show", "--json").document
    planted = {key: PLANTED for key in ("name", "county", "window", "address", "phone", "local_basis", "organ_code")}
    assert set(planted) <= set(named)
    assert office("office", "set", write(planted | {"name": f"{PLANTED}镇", "county": f"{PLANTED}县"})).status == 0
    assert PLANTED not in b"".join(diagnosed().values()).decode()
    for folder in ("forms", "backups", "attachments"):
        (data_dir / folder / PLANTED).mkdir(parents=True, exist_ok=True)
        (data_dir / folder / PLANTED / PLANTED).write_text(PLANTED, encoding="utf-8")
    assert _plant(data_dir) > 50
    files = diagnosed()
    assert PLANTED not in b"".join(files.values()).decode() and PLANTED not in "".join(files)


@pytest.mark.parametrize("spoil", ["gone", "no folder", "rubbish", "cut", "empty"])
def test_a_folder_that_does_not_open(office: Run, diagnosed: Diagnosed, data_dir: Path, spoil: str) -> None:
    file = data_dir / "petidesk.db"
    if spoil == "gone":
        file.unlink()
    elif spoil == "no folder":
        os.rename(data_dir, data_dir.with_name("elsewhere"))
    else:
        whole = file.read_bytes()
        file.write_bytes({"rubbish": b"\x13" * 9000, "cut": whole[: len(whole) // 2], "empty": b""}[spoil])
    files = diagnosed()
    found = _said(files, "checks.json")
    assert found["why"] or found["problems"]
    assert "versions.json" in files and "folder.json" in files
