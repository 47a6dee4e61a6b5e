"""`visit import`, `import undo` and `import list` as the command line answers them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk import cli
from tests.offices import new_office

_REGISTER = """2024年来访登记簿,,,,,
编号,来访时间,姓名,性别,身份证号,反映问题
1,2024-3-8,张桂花,男,11010519491231002X,路灯坏了
2,3月9日,李国辉,男,,=1+1
3,2024-3-10,王五,男,5.22228E+17,院墙
合计,,,,,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    new_office(made, office="清溪镇", county="安平县", villages=["东村"])
    return made


@pytest.fixture
def register(tmp_path: Path) -> Path:
    file = tmp_path / "登记.csv"
    file.write_bytes(_REGISTER.encode("gb18030"))
    return file


class Terminal:
    """Runs one command line on a folder and keeps what it said."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capfd = capfd

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, standard output, standard error."""
        status = cli.run(["--data", str(self._folder), *arguments])
        said = self._capfd.readouterr()
        return status, said.out, said.err

    def json(self, *arguments: str) -> tuple[int, Any, Any]:
        """Exit status, the document on standard output, the error on the last line of standard error."""
        status, out, err = self.run(*arguments, "--json")
        lines = err.strip().splitlines()
        return status, json.loads(out) if out else None, json.loads(lines[-1]) if status else None


@pytest.fixture
def terminal(folder: Path, capfd: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(folder, capfd)


def test_refusals_exit_3_with_the_report_and_the_error(terminal: Terminal, register: Path) -> None:
    status, report, error = terminal.json("visit", "import", str(register))
    assert status == 3
    assert set(report) == {
        "import_id",
        "read",
        "taken",
        "already",
        "refused",
        "refusals",
        "warnings",
        "added",
        "mapping",
    }
    assert (report["import_id"], report["read"], report["taken"], report["refused"]) == (None, 3, 0, 1)
    (refusal,) = report["refusals"]
    assert set(refusal) == {"row", "column", "value", "code", "reason"}
    assert (refusal["row"], refusal["column"], refusal["value"]) == (5, "身份证号", "5.22228E+17")
    assert (error["code"], error["field"]) == ("bad_value", "身份证号")
    assert set(error) == {"code", "field", "message", "basis"}


def test_skip_bad_second_import_and_undo(terminal: Terminal, register: Path) -> None:
    status, report, _ = terminal.json("visit", "import", str(register), "--skip-bad")
    assert (status, report["taken"], report["added"]) == (0, 2, {"villages": [], "types": []})
    assert {"heading": "反映问题", "field": "statement"} in report["mapping"]
    assert any("性别" in sentence for sentence in report["warnings"])
    number = report["import_id"]

    status, again, _ = terminal.json("visit", "import", str(register), "--skip-bad")
    assert (status, again["taken"], again["already"], again["import_id"]) == (0, 0, 2, None)

    status, listed, _ = terminal.json("import", "list")
    assert (status, listed["total"], listed["rows"][0]["import_id"]) == (0, 1, number)

    status, undone, _ = terminal.json("import", "undo", str(number))
    assert (status, undone) == (0, {"import_id": number, "voided": 2})
    status, rows, _ = terminal.json("visit", "list")
    assert [row["voided"] for row in rows["rows"]] == [True, True]
    assert terminal.json("import", "undo", str(number))[2]["code"] == "already_closed"


def test_a_formula_in_a_csv_is_text(terminal: Terminal, register: Path) -> None:
    terminal.json("visit", "import", str(register), "--skip-bad")
    _, rows, _ = terminal.json("visit", "list")
    found = [terminal.json("visit", "show", row["visit_no"])[1] for row in rows["rows"]]
    assert "=1+1" in [visit["matters"][0]["statement"] for visit in found]


def test_dry_run_exits_0_and_keeps_nothing(terminal: Terminal, register: Path) -> None:
    status, report, _ = terminal.json("visit", "import", str(register), "--dry-run")
    assert (status, report["import_id"], report["refused"]) == (0, None, 1)
    assert terminal.json("visit", "list")[1]["total"] == 0


def test_mapping_and_year(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("哪天,谁来的,姓名,事情\n3月8日,张三,接待员李,路灯\n", encoding="utf-8")
    mapping = tmp_path / "m.json"
    mapping.write_text('{"哪天": "at", "谁来的": "name", "事情": "statement", "姓名": "received_by"}', encoding="utf-8")
    status, report, _ = terminal.json("visit", "import", str(file), "--mapping", str(mapping), "--year", "2023")
    assert status == 0
    assert [one["field"] for one in report["mapping"]] == ["at", "name", "received_by", "statement"]
    (row,) = terminal.json("visit", "list")[1]["rows"]
    assert (row["at"], row["names"]) == ("2023-03-08T00:00", ["张三"])

    file.write_text("来访时间,姓名,反映问题\n2024-3-8,张三,路灯\n", encoding="utf-8")
    mapping.write_text('{"姓名": "nickname"}', encoding="utf-8")
    status, _, error = terminal.json("visit", "import", str(file), "--mapping", str(mapping))
    assert (status, error["code"], error["field"]) == (3, "unknown_key", "姓名")


def test_words_and_sheets(terminal: Terminal, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, state in (("1月", "已撤案"), ("2月", "已化解")):
        sheet = book.create_sheet(name)
        sheet.append(["排查日期", "纠纷简况", "责任人", "联系电话", "当事人", "联系电话", "状态", "稳控责任人"])
        found = ["2026-3-1", f"{name}争水", "李大山", "13922220000", "刘一", "13800001111"]
        sheet.append([*found, state, "王强"])
    book.remove(book["Sheet"])
    file, words = tmp_path / "台账.xlsx", tmp_path / "w.json"
    book.save(file)
    status, report, _ = terminal.json("ledger", "import", str(file), "--dry-run")
    assert (status, report["read"], report["refused"]) == (0, 2, 1)
    assert [one["field"] for one in report["mapping"]] == [
        *("found_on", "summary", "responsible_person", None, "parties", "phone", "state", None)
    ]
    assert [one["heading"] for one in report["mapping"]].count("联系电话") == 2
    words.write_text('{"状态": {"已撤案": null}}', encoding="utf-8")
    assert "--words" in terminal.run("ledger", "import", str(file))[2]
    status, report, _ = terminal.json("ledger", "import", str(file), "--words", str(words), "--sheet", "1月")
    assert (status, report["read"], report["taken"]) == (0, 1, 1)
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps(report["mapping"]), encoding="utf-8")
    status, report, _ = terminal.json("ledger", "import", str(file), "--mapping", str(mapping), "--skip-bad")
    assert (status, report["taken"], report["refused"]) == (0, 1, 1)
    for wrong, text in ((words, '{"状态": "已撤案"}'), (words, '{"没有的栏": {"甲": null}}')):
        wrong.write_text(text, encoding="utf-8")
        assert terminal.json("ledger", "import", str(file), "--words", str(wrong))[0] == 3
    mapping.write_text('{"稳控责任人": "note"}', encoding="utf-8")
    status, _, error = terminal.json("ledger", "import", str(file), "--mapping", str(mapping))
    assert (status, error["code"], error["field"]) == (3, "bad_value", "稳控责任人")
    assert terminal.json("ledger", "import", str(file), "--sheet", "3月")[2]["code"] == "unknown_key"


def test_a_missing_file_exits_2_and_no_register_exits_3(terminal: Terminal, tmp_path: Path) -> None:
    status, _, error = terminal.json("visit", "import", str(tmp_path / "keine.xlsx"))
    assert (status, error["code"]) == (2, "usage")
    file = tmp_path / "a.csv"
    file.write_text("随便\n写写\n", encoding="utf-8")
    status, _, error = terminal.json("visit", "import", str(file))
    assert (status, error["code"]) == (3, "bad_value")


def test_words_for_people(terminal: Terminal, register: Path) -> None:
    status, out, err = terminal.run("visit", "import", str(register), "--skip-bad")
    assert status == 0 and err == ""
    assert "姓名 → 姓名" in out and "第5行“身份证号”" in out and "已导入2行" in out
    assert "已撤销" not in terminal.run("import", "list")[1]
    assert "作废" in terminal.run("import", "undo", "1")[1]
    assert "已撤销" in terminal.run("import", "list")[1]
