"""`init`, `office`, `sample`, `demo`, and the program as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from petidesk.storage.file.database import Database
from tests.commands.conftest import Run

Write = Callable[..., Path]
ENTRY = [sys.executable, "-m", "petidesk"]


def test_init_makes_the_folder_once(run: Run, data_dir: Path, tmp_path: Path) -> None:
    names = tmp_path / "villages.txt"
    names.write_text("南村\n\n 北村 \n", encoding="utf-8")
    words = [
        "init",
        "--office",
        "清溪镇",
        "--county",
        "安平县",
        "--villages",
        "东村，西村,东村",
        "--villages-file",
        names,
    ]
    assert run(*words).status == 0
    shown = run("office", "show", "--json").document
    assert shown["name"] == "清溪镇" and shown["villages"] == ["东村", "西村", "南村", "北村"]
    told = run(*words, "--json")
    assert (told.status, told.trouble["code"]) == (3, "forbidden")
    again = run(*words)
    assert again.status == 3 and "已经有数据" in again.told
    assert run("office", "show", "--json").document == shown
    assert sorted(path.name for path in data_dir.iterdir() if path.suffix == ".new") == []


def test_init_with_wrong_words(run: Run, data_dir: Path, tmp_path: Path) -> None:
    assert run("init", "--office", "清溪镇").status == 2
    assert run("init", "--office", " ", "--county", "安平县").status == 3
    missing = ["--office", "清溪镇", "--county", "安平县", "--villages-file", tmp_path / "none"]
    assert run("init", *missing).status == 2
    assert not data_dir.exists()


def test_no_data_yet_is_said(run: Run) -> None:
    for words in (["visit", "list"], ["office", "show"], ["find", "花"]):
        answer = run(*words, "--json")
        assert (answer.status, answer.trouble["code"]) == (3, "not_found")


def test_office_set(office: Run, write: Write) -> None:
    change = {
        "phone": "0000-5550123",
        "visit_pattern": "{year}-{serial:3}",
        "leaders": [{"name": "任秀兰", "post": "副书记"}],
        "units": ["司法所"],
        "villages": ["东村", "南村"],
    }
    shown = office("office", "set", write(change), "--json").document
    assert shown["phone"] == "0000-5550123" and shown["villages"] == ["东村", "南村"]
    assert shown["leaders"][0]["name"] == "任秀兰"
    for wrong, field in (
        ({"nope": 1}, "nope"),
        ({"leaders": [{"name": "甲", "nope": 1}]}, "leaders[0].nope"),
        ({"most_representatives": 6}, "most_representatives"),
        ({"notice_days": 16}, "notice_days"),
        ({"visit_pattern": "{year}"}, "visit_pattern"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
    ):
        answer = office("office", "set", write(wrong), "--json")
        assert (answer.status, answer.trouble["field"]) == (3, field)
    assert office("office", "show", "--json").document == shown


def test_office_set_names_every_setting_of_the_office(office: Run) -> None:
    told = office("office", "set", "--help").out.decode("utf-8")
    for key in set(office("office", "show", "--json").document) - {"valid_from"}:
        assert key in told, key


def test_bodies_limits_and_letters_are_set_and_shown(office: Run, write: Write) -> None:
    change = {
        "party_committee": "中共清溪镇委员会",
        "local_limits": [{"kind": "handling", "amount": 45, "unit": "calendar", "basis": "《安平县规定》第十二条"}],
        "county_dates": [{"day": 5, "what": "矛盾纠纷月报"}],
        "leaders": [{"name": "周明", "post": "镇长"}],
        "letterhead": "plain",
        "salutation": "您",
        "comrade": True,
    }
    shown = office("office", "set", write(change), "--json").document
    assert {key: shown[key] for key in ("party_committee", "local_limits", "county_dates", "comrade")} == {
        key: change[key] for key in ("party_committee", "local_limits", "county_dates", "comrade")
    }
    told = office("office", "show").out.decode("utf-8")
    assert "leaders: 周明 镇长" in told
    assert "county_dates: 5 矛盾纠纷月报" in told
    too_long = {"local_limits": [{"kind": "handling", "amount": 61, "basis": "无"}]}
    refused = office("office", "set", write(too_long), "--json")
    assert (refused.status, refused.trouble["field"]) == (3, "local_limits[0].amount")


def test_staff_that_nobody_knows(office: Run, write: Write, example: dict[str, Any]) -> None:
    answer = office("--staff", "无此人", "visit", "add", write(example), "--json")
    assert (answer.status, answer.trouble["field"]) == (3, "staff")
    assert office("--staff", "值班员", "visit", "add", write(example)).status == 0


def test_sample_fills_a_folder_and_only_a_new_one(run: Run) -> None:
    made = run("sample", "--visits", "12", "--until", "2026-10-31")
    assert made.status == 0
    assert "12件演练来访" in made.out.decode() and "矛盾纠纷" in made.out.decode()
    assert run("dispute", "list", "--json").document["total"] == 60
    assert run("visit", "list", "--json").document["total"] == 12
    assert run("check", "--deep", "--json").document == {"ok": True, "problems": []}
    again = run("sample", "--visits", "12")
    assert again.status == 3 and run("visit", "list", "--json").document["total"] == 12


def test_sample_with_impossible_options(run: Run, data_dir: Path) -> None:
    for words in (["--visits", "-1"], ["--years", "0"], ["--until", "2026-02-30"]):
        assert run("sample", *words).status == 3
    assert run("sample", "--visits", "many").status == 2
    assert not data_dir.exists()


def test_the_day_is_set_in_practice_folders_only(
    run: Run, write: Write, example: dict[str, Any], monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("PETIDESK_TODAY", "2031-05-06")
    future = example | {"at": "2031-05-05T09:00"}
    run("sample", "--visits", "3")
    assert run("visit", "add", write(future), "--json").document["visit_no"].startswith("清访2031-")
    real = tmp_path / "real"
    run("--data", real, "init", "--office", "清溪镇", "--county", "安平县")
    assert run("--data", real, "visit", "add", write(future)).status == 3


def test_demo_lists_every_file_with_a_line(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "demo"
    made = run("demo", "--out", out)
    assert made.status == 0, made.told
    lines = made.out.decode().splitlines()
    assert all((out / line.split("　")[0]).is_file() and line.split("　")[1] for line in lines)
    assert {path.name for path in out.glob("*.pdf")} <= {line.split("　")[0] for line in lines}
    refused = run("demo", "--out", out, "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "forbidden")
    file = tmp_path / "file"
    file.touch()
    assert run("demo", "--out", file).status == 2


def test_a_damaged_and_a_newer_file_exit_4(office: Run, data_dir: Path) -> None:
    file = data_dir / "petidesk.db"
    whole = file.read_bytes()
    database = Database(file)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for words in (["visit", "list"], ["visit", "void", "x", "--why", "y"]):
        answer = office(*words, "--json")
        assert (answer.status, answer.trouble["code"]) == (4, "newer")
    file.write_bytes(b"no database at all " * 400)
    answer = office("visit", "list", "--json")
    assert (answer.status, answer.trouble["code"]) == (4, "damaged")
    file.write_bytes(whole)
    assert office("visit", "list").status == 0


# ---- as a process of its own


def _process(data: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PETIDESK_DATA": str(data)} | more.pop("env", {})
    return subprocess.run([*ENTRY, *words], capture_output=True, env=environment, check=False, **more)


def test_utf8_whatever_the_locale(office: Run, data_dir: Path, example: dict[str, Any]) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    added = _process(data_dir, "visit", "add", "-", "--json", input=json.dumps(example).encode(), env=plain)
    assert added.returncode == 0, added.stderr.decode()
    assert json.loads(added.stdout.decode("utf-8"))["visit_no"] == "清访2026-0001"
    listed = _process(data_dir, "visit", "list", env=plain)
    assert listed.returncode == 0 and "张桂花" in listed.stdout.decode("utf-8"), listed.stderr.decode()
    refused = _process(data_dir, "visit", "show", "none", "--json", env=plain)
    assert refused.returncode == 3 and refused.stdout == b""
    assert json.loads(refused.stderr.decode("utf-8").splitlines()[-1])["code"] == "not_found"


def test_writers_beside_each_other_leave_no_gap(office: Run, data_dir: Path, example: dict[str, Any]) -> None:
    data = json.dumps(example).encode()
    environment = os.environ | {"PETIDESK_DATA": str(data_dir)}
    writers = [
        subprocess.Popen(
            [*ENTRY, "visit", "add", "-", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        for _ in range(2)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(data)
        writer.stdin.close()
    numbers = []
    for writer in writers:
        assert writer.stdout is not None
        numbers.append(json.loads(writer.stdout.read().decode())["visit_no"])
        writer.stdout.close()
        assert writer.wait() == 0
    assert sorted(numbers) == [f"清访2026-{serial:04d}" for serial in range(1, 3)]
