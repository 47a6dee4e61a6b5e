"""`visit`, `print`, `find`: shapes, exit statuses and the last line of standard error."""

from __future__ import annotations

import copy
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.opening import open_desk
from petidesk.domain.codes import CHANNELS, PURPOSES
from tests.commands.conftest import Run

Write = Callable[..., Path]


def test_add_prints_the_stored_record(office: Run, write: Write, example: dict[str, Any]) -> None:
    example["matters"][0]["village"] = "北村"
    answer = office("visit", "add", write(example), "--json")
    assert answer.status == 0, answer.told
    stored = answer.document
    assert stored["visit_no"] == "清访2026-0001" and stored["group"] is False
    assert stored["added"]["villages"] == ["北村"]
    assert (stored["matters"][0]["case_no"], stored["matters"][0]["first_or_repeat"]) == ("清信2026-0001", "first")
    (clock,) = stored["matters"][0]["deadlines"]
    assert (clock["kind"], clock["raw"], clock["legal"], clock["safe"]) == (
        "written_notice",
        "2026-11-03",
        "2026-11-03",
        "2026-11-03",
    )
    assert (stored["petitioners"][0]["sex"], stored["petitioners"][0]["birth"]) == ("female", "1949-12-31")
    for key in ("at", "channel", "received_by", "people", "note"):
        assert stored[key] == example[key]
    shown = office("visit", "show", "清访2026-0001", "--json").document
    assert shown == {key: value for key, value in stored.items() if key != "added"}


def test_defaults_are_null_or_empty(office: Run, write: Write) -> None:
    least = {
        "at": "2026-10-19",
        "channel": "letter",
        "petitioners": [{"name": "李四"}, {"anonymous": True}],
        "matters": [{"purpose": "other", "statement": "来信"}],
    }
    stored = office("visit", "add", write(least), "--json").document
    assert stored["people"] == 2 and stored["materials"] == [] and stored["note"] == ""
    assert stored["matters"][0]["route"] is None and stored["matters"][0]["requests"] == []
    assert stored["petitioners"][1]["anonymous"] is True and stored["petitioners"][0]["birth"] is None


def test_a_repeat_visit_names_its_case(office: Run, write: Write, example: dict[str, Any]) -> None:
    first = office("visit", "add", write(example), "--json").document
    example["matters"][0]["case_no"] = first["matters"][0]["case_no"]
    again = office("visit", "add", write(example), "--json").document
    assert again["matters"][0]["first_or_repeat"] == "repeat"
    assert again["matters"][0]["case_no"] == first["matters"][0]["case_no"]
    assert again["visit_no"] == "清访2026-0002"


def _at(document: dict[str, Any], path: str) -> tuple[Any, Any]:
    """The container and the last key of a dotted path; numbers are places in lists."""
    *way, last = path.split(".")
    for step in way:
        document = document[int(step) if step.isdigit() else step]  # type: ignore[index]
    return document, last


NOTHING = object()
BAD = [
    ("nope", 1, "unknown_key", "nope"),
    ("petitioners.0.nope", 1, "unknown_key", "petitioners[0].nope"),
    ("matters.0.nope", 1, "unknown_key", "matters[0].nope"),
    ("materials.0.nope", 1, "unknown_key", "materials[0].nope"),
    ("at", NOTHING, "missing", "at"),
    ("channel", NOTHING, "missing", "channel"),
    ("petitioners", NOTHING, "missing", "petitioners"),
    ("petitioners", [], "missing", "petitioners"),
    ("matters", NOTHING, "missing", "matters"),
    ("matters.0.purpose", NOTHING, "missing", "matters[0].purpose"),
    ("matters.0.statement", " \n ", "missing", "matters[0].statement"),
    ("petitioners.0.name", "", "missing", "petitioners[0].name"),
    ("at", "2026-02-30", "bad_value", "at"),
    ("at", "2026-10-19T25:00", "bad_value", "at"),
    ("at", "2026-10-19T09:20+08:00", "bad_value", "at"),
    ("at", "2999-01-01", "bad_value", "at"),
    ("at", 20261019, "bad_value", "at"),
    ("channel", "walk", "bad_value", "channel"),
    ("people", 0, "bad_value", "people"),
    ("people", 1.5, "bad_value", "people"),
    ("people", True, "bad_value", "people"),
    ("people", 10**30, "bad_value", "people"),
    ("matters.0.purpose", "complaint", "bad_value", "matters[0].purpose"),
    ("matters.0.route", 7, "bad_value", "matters[0].route"),
    ("matters.0.purpose", "help", "bad_value", "matters[0].route"),
    ("matters.0.case_no", "清信2026-0042", "not_found", "matters[0].case_no"),
    ("matters.0.statement", "字" * 100_000, "bad_value", "matters[0].statement"),
    ("matters.0.statement", "响铃\x07", "bad_value", "matters[0].statement"),
    ("matters.0.requests", ["一\x00二"], "bad_value", "matters[0].requests[0]"),
    ("matters.0.requests", "补发", "bad_value", "matters[0].requests"),
    ("petitioners.0.id_number", "110105194913310020", "bad_value", "petitioners[0].id_number"),
    ("petitioners.0.phone", "电话没有", "bad_value", "petitioners[0].phone"),
    ("petitioners.0.birth", "1949-02-29", "bad_value", "petitioners[0].birth"),
    ("petitioners.0", "张桂花", "bad_value", "petitioners[0]"),
    ("materials.0.copies", 0, "bad_value", "materials[0].copies"),
]


@pytest.mark.parametrize(("path", "value", "code", "field"), BAD)
def test_bad_input_is_refused_by_name_and_nothing_is_kept(
    office: Run, write: Write, example: dict[str, Any], path: str, value: Any, code: str, field: str
) -> None:
    place, key = _at(example, path)
    key = int(key) if key.isdigit() else key
    if value is NOTHING:
        del place[key]
    else:
        place[key] = value
    answer = office("visit", "add", write(example), "--json")
    assert answer.status == 3 and answer.out == b""
    assert (answer.trouble["code"], answer.trouble["field"]) == (code, field)
    assert set(answer.trouble) == {"code", "field", "message", "basis"} and answer.trouble["message"]
    assert office("visit", "list", "--json").document["total"] == 0
    plain = office("visit", "add", write(example))
    assert plain.status == 3 and not plain.told.startswith("{") and "Traceback" not in plain.told


def test_a_lone_surrogate_is_refused(office: Run, write: Write) -> None:
    text = (
        '{"at":"2026-10-19","channel":"visit","petitioners":[{"name":"\\ud83d"}],'
        '"matters":[{"purpose":"help","statement":"x"}]}'
    )
    answer = office("visit", "add", write(text.encode()), "--json")
    assert answer.status == 3 and answer.trouble["field"] == "petitioners[0].name"


def test_the_sixth_representative_is_refused_with_the_article(
    office: Run, write: Write, example: dict[str, Any]
) -> None:
    person = example["petitioners"][0] | {"id_number": ""}
    example |= {"people": 9, "petitioners": [copy.deepcopy(person) for _ in range(6)]}
    answer = office("visit", "add", write(example), "--json")
    assert answer.status == 3 and answer.trouble["code"] == "too_many"
    assert "第二十条" in answer.trouble["basis"]
    example["petitioners"].pop()
    assert office("visit", "add", write(example), "--json").document["group"] is True


@pytest.mark.parametrize("data", [b"{", b"", b"\xff\xfe\x00", b"[1,]", b'{"people": NaN}', b"[" * 100_000], ids=repr)
def test_what_is_no_json_exits_2(office: Run, write: Write, data: bytes) -> None:
    answer = office("visit", "add", write(data), "--json")
    assert answer.status == 2 and answer.trouble["code"] == "usage"


def test_words_that_are_wrong_exit_2(office: Run, write: Write, tmp_path: Path) -> None:
    for words in (
        ["visit", "add", tmp_path / "none.json"],
        ["visit", "add", tmp_path],
        ["visit", "add"],
        ["visit", "list", "--nope"],
        ["visit", "fly"],
        ["fly"],
        ["visit", "list", "--limit", "many"],
        ["visit", "list", "--channel", "walk"],
        ["visit", "void", "清访2026-0001"],
    ):
        answer = office(*words, "--json")
        assert answer.status == 2, words
        assert answer.trouble["code"] == "usage" and answer.trouble["message"], words


def test_a_key_written_twice_is_named(office: Run, write: Write) -> None:
    answer = office("visit", "add", write(b'{"at":"2026-10-19","at":"2026-10-20"}'), "--json")
    assert answer.status == 3 and answer.trouble["field"] == "at"


def test_standard_input(office: Run, example: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    data = b"\xef\xbb\xbf" + json.dumps(example).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert office("visit", "add", "-", "--json").document["visit_no"] == "清访2026-0001"


def test_list_filters_and_pages(office: Run, write: Write, example: dict[str, Any]) -> None:
    for day, channel, village in (("09", "visit", "东村"), ("10", "phone", "西村"), ("11", "visit", "西村")):
        example |= {"at": f"2026-10-{day}T10:00", "channel": channel}
        example["petitioners"][0]["village"] = village
        office("visit", "add", write(example))
    rows = office("visit", "list", "--json").document
    assert rows["total"] == 3 and [row["at"][8:10] for row in rows["rows"]] == ["11", "10", "09"]
    assert set(rows["rows"][0]) == {"visit_no", "at", "channel", "names", "people", "village", "purposes", "voided"}
    page = office("visit", "list", "--limit", "1", "--offset", "1", "--json").document
    assert page["total"] == 3 and page["rows"] == rows["rows"][1:2]
    assert office("visit", "list", "--from", "2026-10-10", "--to", "2026-10-10", "--json").document["total"] == 1
    assert office("visit", "list", "--village", "西村", "--json").document["total"] == 2
    assert office("visit", "list", "--channel", "phone", "--json").document["total"] == 1
    wrong = office("visit", "list", "--from", "2026-13-01", "--json")
    assert wrong.status == 3 and wrong.trouble["field"] == "from"


def test_an_accusation_shows_no_names_in_the_list(office: Run, write: Write, example: dict[str, Any]) -> None:
    example["matters"][0] |= {"purpose": "accusation", "route": None}
    assert office("visit", "add", write(example)).status == 0
    assert office("visit", "list", "--json").document["rows"][0]["names"] == []
    assert "张桂花" not in office("visit", "list").out.decode()
    assert office("find", "补偿款", "--json").document["total"] == 0


def test_amend_and_void(office: Run, write: Write, example: dict[str, Any]) -> None:
    office("visit", "add", write(example))
    no = "清访2026-0001"
    amended = office("visit", "amend", no, write({"people": 4}), "--json").document
    assert (amended["people"], amended["version"]) == (4, 2)
    for change, code in (({}, "missing"), ({"nope": 1}, "unknown_key"), ({"people": 4}, "missing")):
        answer = office("visit", "amend", no, write(change), "--json")
        assert (answer.status, answer.trouble["code"]) == (3, code)
    voided = office("visit", "void", no, "--why", "重复登记", "--json").document
    assert voided["voided"] is True and voided["void_reason"] == "重复登记"
    again = office("visit", "void", no, "--why", "重复登记", "--json")
    assert (again.status, again.trouble["code"]) == (3, "already_closed")
    assert office("visit", "add", write(example), "--json").document["visit_no"] == "清访2026-0002"
    for words in (["show", "无"], ["amend", "无", write({"people": 2})], ["void", "无", "--why", "x"]):
        answer = office("visit", *words, "--json")
        assert (answer.status, answer.trouble["code"]) == (3, "not_found")


def test_similar(office: Run, write: Write, example: dict[str, Any]) -> None:
    stored = office("visit", "add", write(example), "--json").document
    asked = {"petitioners": [{"name": "张桂花", "phone": "13800001234", "village": "东村"}]}
    (likely,) = office("visit", "similar", write(asked), "--json").document["people"]
    assert likely["name"] == "张桂花" and likely["why"] == ["phone", "name_village"]
    (case,) = likely["cases"]
    assert case["case_no"] == stored["matters"][0]["case_no"] and case["on"] == "2026-10-19"
    assert case["requests"] == ["补发2025年征地补偿款"] and case["state"] == "registered" and case["reply_on"] is None
    stranger = {"petitioners": [{"name": "张桂花", "phone": "13900000000", "village": "西村"}]}
    assert office("visit", "similar", write(stranger), "--json").document == {"people": []}
    wrong = office("visit", "similar", write({"petitioners": [{"nope": 1}]}), "--json")
    assert wrong.status == 3


def _text(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_print(office: Run, write: Write, example: dict[str, Any], tmp_path: Path) -> None:
    office("visit", "add", write(example))
    for paper in ("a4", "a5", "80mm", "58mm"):
        out = tmp_path / f"{paper}.pdf"
        assert office("print", "slip", "清访2026-0001", "--out", out, "--paper", paper).status == 0
        assert "清访2026-0001" in _text(out) and "13800001234" not in _text(out)
    a4 = tmp_path / "a4.pdf"
    kept = a4.read_bytes()
    answer = office("print", "slip", "清访2026-0001", "--out", a4, "--json")
    assert (answer.status, answer.trouble["code"]) == (3, "forbidden")
    again = office("print", "slip", "清访2026-0001", "--out", a4, "--force", "--json")
    assert again.status == 0 and a4.read_bytes() == kept and again.document["first_print"] is False
    form = tmp_path / "form.pdf"
    assert office("print", "登记表", "清访2026-0001", "--out", form).status == 0
    assert "11010519491231002X" in _text(form), "the file paper carries the number in full"
    register = tmp_path / "register.pdf"
    words = ["print", "register", "--from", "2026-10-01", "--to", "2026-10-31", "--out", register]
    assert office(*words).status == 0 and "张桂花" in _text(register)
    assert office("print", "slip", "无", "--out", tmp_path / "x.pdf").status == 3
    assert office("print", "奖状", "清访2026-0001", "--out", tmp_path / "x.pdf").status == 3
    assert office("print", "slip", "清访2026-0001", "--paper", "a0", "--out", tmp_path / "x.pdf").status == 3
    assert office("print", "slip", "清访2026-0001", "--out", tmp_path / "none" / "x.pdf").status == 2
    assert not (tmp_path / "x.pdf").exists()


def test_markup_in_a_field_prints_as_it_was_typed(
    office: Run, write: Write, example: dict[str, Any], tmp_path: Path
) -> None:
    example["matters"][0]["statement"] = "<b>&amp;</b>{statement}"
    office("visit", "add", write(example))
    assert office("print", "登记表", "清访2026-0001", "--out", tmp_path / "f.pdf").status == 0
    assert "<b>&amp;</b>{statement}" in _text(tmp_path / "f.pdf").replace("\r", "").replace("\n", "")


def test_find(office: Run, write: Write, example: dict[str, Any]) -> None:
    office("visit", "add", write(example))
    for words in ("花", "补偿", "zgh", "00001234", "清访2026-0001"):
        found = office("find", words, "--json").document
        assert found["total"] >= 1 and {"kind", "no", "title", "on"} == set(found["rows"][0])
        assert all(row["kind"] in ("visit", "case", "person") for row in found["rows"])
    assert office("find", "没有这个", "--json").document == {"total": 0, "rows": []}
    assert len(office("find", "张桂花", "--limit", "1", "--json").document["rows"]) == 1
    answer = office("find", "？！", "--json")
    assert (answer.status, answer.trouble["code"], answer.trouble["field"]) == (3, "bad_value", "query")


def test_beside_a_window_reading_works_and_writing_says_who(
    office: Run, write: Write, example: dict[str, Any], data_dir: Path, tmp_path: Path
) -> None:
    office("visit", "add", write(example))
    window = open_desk(data_dir, purpose="window")
    try:
        answer = office("visit", "add", write(example), "--json")
        assert (answer.status, answer.trouble["code"]) == (4, "locked")
        assert "值班员" in answer.trouble["message"] and "窗口" in answer.trouble["message"]
        for words in (["visit", "list"], ["visit", "show", "清访2026-0001"], ["find", "花"], ["backup"]):
            assert office(*words, "--json").status == 0, words
    finally:
        window.close()
    assert office("visit", "add", write(example)).status == 0


@pytest.mark.parametrize("purpose", list(PURPOSES))
@pytest.mark.parametrize("channel", ["visit", "instruction"])
def test_every_code_is_taken(office: Run, write: Write, example: dict[str, Any], purpose: str, channel: str) -> None:
    assert channel in CHANNELS
    example["matters"][0] |= {"purpose": purpose, "route": None}
    answer = office("visit", "add", write(example | {"channel": channel}), "--json")
    assert answer.document["matters"][0]["purpose"] == purpose and answer.document["channel"] == channel
