"""deadline, idcheck and calendar show as the command line answers them, without a data folder."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from petidesk.commands import calculators
from petidesk.commands.answers import print_json, read_json, refuse_existing
from petidesk.domain.trouble import Refused, Trouble


@dataclass
class NoFolder:
    """What the root gives its commands when no data folder is named."""

    data_named: Path | None = None


@click.group()
@click.pass_context
def root(context: click.Context) -> None:
    context.obj = NoFolder()


calculators.register(root)


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(root, arguments, input=given)


def answer(*arguments: str, given: str | None = None) -> Any:
    result = run(*arguments, "--json", given=given)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(*arguments: str, given: str | None = None) -> Trouble:
    result = run(*arguments, given=given)
    assert isinstance(result.exception, Trouble), result.output
    assert result.stdout == ""
    return result.exception


def calendar_file(folder: Path, year: int = 2027) -> Path:
    file = folder / "calendar.json"
    holiday = [{"date": f"{year}-01-01", "name": "元旦"}]
    file.write_text(json.dumps({"year": year, "rest_days": holiday, "makeup_days": []}), encoding="utf-8")
    return file


def test_deadline_answers_one_document() -> None:
    found = answer("deadline", "written_notice", "--from", "2026-09-17")
    assert {key: found[key] for key in list(found)[:7]} == {
        "kind": "written_notice",
        "from": "2026-09-17",
        "extended": 0,
        "raw": "2026-10-02",
        "legal": "2026-10-08",
        "safe": "2026-09-30",
        "calendar_missing": None,
    }
    assert found["days"][0] == {"date": "2026-09-17", "counted": False, "why": "起算日不计"}
    assert found["days"][-1]["date"] == "2026-10-08"


def test_deadline_in_words() -> None:
    result = run("deadline", "handling", "--from", "2026-03-02", "--extend", "20")
    assert result.exit_code == 0
    for words in (
        "办理期限：60日，延长20日",
        "2026年5月21日（星期四）",
        "第1日 至 第60日\n",
        "《信访工作条例》第三十四条",
    ):
        assert words in result.stdout
    assert "第61日（延长第1日） 至 第79日（延长第19日）" in result.stdout
    assert result.stdout.count("\n") < 15


def test_deadline_in_words_without_a_calendar() -> None:
    result = run("deadline", "handling", "--from", "2026-11-19")
    assert "2027年1月18日" in result.stdout
    assert "还没有2027年的放假和调休安排" in result.stdout


def test_deadline_with_a_calendar_of_its_own(tmp_path: Path) -> None:
    file = calendar_file(tmp_path)
    found = answer("deadline", "handling", "--from", "2026-11-19", "--calendar", str(file))
    assert (found["legal"], found["safe"]) == ("2027-01-18", "2027-01-18")
    piped = answer(
        "deadline", "handling", "--from", "2026-11-19", "--calendar", "-", given=file.read_text(encoding="utf-8")
    )
    assert piped == found


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        (("handling", "--from", "2026-02-30"), "bad_value", "from"),
        (("handling", "--from", "20260219"), "bad_value", "from"),
        (("handling", "--from", "2026-W08-4"), "bad_value", "from"),
        (("handling", "--from", "2026-03-02", "--extend", "0"), "bad_value", "extend"),
        (("handling", "--from", "2026-03-02", "--extend", "-3"), "bad_value", "extend"),
        (("handling", "--from", "2026-03-02", "--extend", "31"), "bad_value", "extend"),
        (("review", "--from", "2026-03-02", "--extend", "1"), "bad_value", "extend"),
        (("objection", "--from", "2026-12-29"), "no_calendar", None),
    ],
)
def test_deadline_refuses(arguments: tuple[str, ...], code: str, field: str | None) -> None:
    trouble = refusal("deadline", *arguments, "--json")
    assert (trouble.code, trouble.field, trouble.exit_status) == (code, field, 3)


@pytest.mark.parametrize("arguments", [("patience", "--from", "2026-03-02"), ("handling",), ("handling", "--from")])
def test_the_commands_words_exit_with_two(arguments: tuple[str, ...]) -> None:
    assert run("deadline", *arguments).exit_code == 2


def test_idcheck() -> None:
    assert answer("idcheck", "11010519491231002x") == {
        "valid": True,
        "normalised": "11010519491231002X",
        "birth": "1949-12-31",
        "sex": "female",
        "old_format": False,
        "problem": None,
    }
    wrong = answer("idcheck", "110105194912310021")
    assert (wrong["valid"], wrong["normalised"], wrong["birth"], wrong["sex"]) == (False, None, "1949-12-31", "female")
    assert answer("idcheck", "110105491231002")["old_format"] is True
    assert answer("idcheck", "12")["problem"] == "length"
    assert "校验码不符" in run("idcheck", "110105194912310021").stdout
    assert "已补为18位" in run("idcheck", "110105491231002").stdout


def test_calendar_show(tmp_path: Path) -> None:
    shown = answer("calendar", "show", "2026")
    assert {"date": "2026-10-10", "name": "国庆节"} in shown["makeup_days"]
    file = tmp_path / "again.json"
    file.write_text(json.dumps(shown), encoding="utf-8")
    assert answer("calendar", "show", "2026", "--calendar", str(file)) == shown
    assert "2026年调休上班日，共6天" in run("calendar", "show", "2026").stdout
    assert refusal("calendar", "show", "2031").code == "no_calendar"
    assert run("calendar", "show", "next").exit_code == 2


@pytest.mark.parametrize("text", ["", "{", "[1,]", '{"a": NaN}', "[" * 100_000, "9" * 5000])
def test_what_is_no_json_is_a_matter_of_words(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        read_json(str(file))
    assert (caught.value.code, caught.value.exit_status) == ("usage", 2)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "gb.json").write_bytes('{"名": 1}'.encode("gb18030"))
    for file in (tmp_path / "missing.json", tmp_path, tmp_path / "gb.json", "\0"):
        with pytest.raises(Trouble) as caught:
            read_json(str(file))
        assert caught.value.exit_status == 2


def test_json_with_a_byte_order_mark_and_with_a_key_written_twice(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text('{"年": 1}', encoding="utf-8-sig")
    assert read_json(str(file)) == {"年": 1}
    file.write_text('{"at": 1, "at": 2}', encoding="utf-8")
    with pytest.raises(Refused, match="写了两次") as caught:
        read_json(str(file))
    assert caught.value.field == "at"


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    refuse_existing(file, force=False)
    file.write_bytes(b"kept")
    with pytest.raises(Refused, match="--force") as caught:
        refuse_existing(file, force=False)
    assert caught.value.exit_status == 3
    refuse_existing(file, force=True)
    for wrong in (tmp_path, tmp_path / "nowhere" / "slip.pdf"):
        with pytest.raises(Trouble) as trouble:
            refuse_existing(wrong, force=True)
        assert trouble.value.exit_status == 2


def test_json_is_utf8_whatever_the_terminal_speaks() -> None:
    code = "from petidesk.commands.answers import print_json; print_json({'名': '𬱟'})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii"}
    )
    assert json.loads(done.stdout.decode("utf-8")) == {"名": "𬱟"}


def test_numbers_that_json_does_not_know_are_never_printed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        print_json(float("nan"))
