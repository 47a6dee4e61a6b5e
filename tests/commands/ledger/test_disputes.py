"""`petidesk dispute` and `petidesk ledger`: the words, keys and exits of the command line's page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.opening import open_desk
from petidesk.storage import office as office_rows
from tests.commands.conftest import Answer, Run

Write = Callable[..., Path]
GIVEN: dict[str, Any] = {
    "found_on": "2026-10-03",
    "village": "东村",
    "village_group": "三组",
    "source": "入户排查",
    "type": "邻里纠纷",
    "title": "院墙占用通道",
    "summary": "翻修院墙占用共用通道约45厘米，双方多次争吵。",
    "parties": [
        {"name": "张桂花", "side": "a", "phone": "13800001234", "id_number": "11010519491231002X"},
        {"name": "李国辉", "side": "b", "phone": "", "id_number": ""},
    ],
    "people_involved": 5,
    "amount_yuan": 12000.5,
    "risk_level": "raised",
    "responsible_unit": "东村调解委员会",
    "responsible_person": "单德明",
    "case_leader": "覃晓东",
    "due_on": "2026-11-02",
    "measures": "上门了解情况。",
    "case_no": None,
    "extra": {},
}
STORED = {"dispute_no", "state", "resolved_on", "closed_out_on", "follow_up_due", "events", "entered_at", "voided"}
MONTH = [
    "month",
    "carried_over",
    "found",
    "reopened",
    "resolved",
    "escalated",
    "outstanding",
    "people",
    "amount_yuan",
    "by_type",
    "by_village",
]


@pytest.fixture
def practice(office: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An office whose day is 20 November 2026."""
    desk = open_desk(data_dir)
    with desk.writing() as connection:
        office_rows.set_fact(connection, "practice", "1")
    desk.close()
    monkeypatch.setenv("PETIDESK_TODAY", "2026-11-20")
    return office


@pytest.fixture
def number(practice: Run, write: Write) -> str:
    done = practice("dispute", "add", write(GIVEN), "--json")
    assert done.status == 0, done.told
    found: str = done.document["dispute_no"]
    return found


def _fine(answer: Answer) -> Any:
    assert answer.status == 0, answer.told
    return answer.document


def _trouble(answer: Answer, code: str, field: str | None, status: int = 3) -> dict[str, Any]:
    assert (answer.status, answer.out) == (status, b"")
    assert set(answer.trouble) == {"code", "field", "message", "basis"}
    assert (answer.trouble["code"], answer.trouble["field"]) == (code, field)
    return answer.trouble


# ---- dispute


def test_show_gives_back_what_add_takes(practice: Run, number: str, write: Write) -> None:
    shown = _fine(practice("dispute", "show", number, "--json"))
    assert {key: shown[key] for key in GIVEN} == GIVEN
    assert set(shown) > STORED and shown["dispute_no"] == number and shown["state"] == "open"
    again = _fine(practice("dispute", "add", write({key: shown[key] for key in GIVEN}), "--json"))
    assert again["dispute_no"] > number
    assert again["added"] == {"villages": [], "types": []}


def test_only_the_day_and_the_story_are_required(practice: Run, write: Write) -> None:
    added = _fine(practice("dispute", "add", write({"found_on": "2026-10-03", "summary": "争水"}), "--json"))
    assert (added["people_involved"], added["amount_yuan"], added["risk_level"], added["parties"]) == (
        0,
        None,
        "ordinary",
        [],
    )
    for missing in ({"found_on": "2026-10-03"}, {"summary": "争水"}):
        answer = practice("dispute", "add", write(missing), "--json")
        _trouble(answer, "missing", "summary" if "found_on" in missing else "found_on")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"colour": "red"}, "unknown_key", "colour"),
        ({"found_on": "2026-11-21"}, "bad_value", "found_on"),
        ({"found_on": "2026-02-30"}, "bad_value", "found_on"),
        ({"amount_yuan": "一万"}, "bad_value", "amount_yuan"),
        ({"amount_yuan": -1}, "bad_value", "amount_yuan"),
        ({"risk_level": "red"}, "bad_value", "risk_level"),
        ({"parties": [{"name": "张三", "id_number": "12"}]}, "bad_value", "parties[0].id_number"),
        ({"parties": [{"name": "张三", "age": 3}]}, "unknown_key", "parties[0].age"),
        ({"extra": {"网格": "三"}}, "unknown_key", "extra.网格"),
        ({"case_no": "清访2026-9999"}, "not_found", "case_no"),
        ({"visit_no": "清访2026-9999"}, "not_found", "visit_no"),
    ],
)
def test_add_refuses_by_name(practice: Run, write: Write, change: dict[str, Any], code: str, field: str) -> None:
    _trouble(practice("dispute", "add", write(GIVEN | change), "--json"), code, field)
    assert _fine(practice("dispute", "list", "--json"))["total"] == 0


def test_the_words_themselves(practice: Run, number: str, write: Write, tmp_path: Path) -> None:
    for words in (
        ("dispute", "add", tmp_path / "none.json"),
        ("dispute", "add", write(b"{")),
        ("dispute", "void", number),
        ("ledger", "month"),
    ):
        assert practice(*words, "--json").status == 2
    _trouble(practice("dispute", "show", "清纠2026-0099", "--json"), "not_found", "dispute_no")
    plain = practice("dispute", "show", "清纠2026-0099")
    assert plain.status == 3 and plain.told.strip().endswith("。") and "{" not in plain.told


def test_a_case_of_an_accusation_stays_out(practice: Run, write: Write, example: dict[str, Any]) -> None:
    example["matters"] = [{"purpose": "accusation", "statement": "举报某人占用集体款。"}]
    visit = _fine(practice("visit", "add", write(example), "--json"))
    basis = "《信访工作条例》第三十条第三款"
    for key, value in (("case_no", visit["matters"][0]["case_no"]), ("visit_no", visit["visit_no"])):
        answer = practice("dispute", "add", write(GIVEN | {key: value}), "--json")
        assert _trouble(answer, "forbidden", key)["basis"] == basis


def test_a_dispute_that_came_from_a_visit(practice: Run, write: Write, example: dict[str, Any]) -> None:
    visit = _fine(practice("visit", "add", write(example), "--json"))
    links = {"case_no": visit["matters"][0]["case_no"], "visit_no": visit["visit_no"]}
    added = _fine(practice("dispute", "add", write(GIVEN | links), "--json"))
    assert {key: added[key] for key in links} == links


def test_every_event_of_the_page(practice: Run, number: str, write: Write) -> None:
    steps: list[tuple[str, dict[str, Any], str]] = [
        ("measure_taken", {"on": "2026-10-04", "by": "李敏", "note": "看了现场"}, "in_progress"),
        (
            "mediated",
            {"on": "2026-10-08", "agreement": "各退一步", "amount_yuan": 300, "performed_by": "2026-10-20"},
            "in_progress",
        ),
        ("resolved", {"on": "2026-10-10", "manner": "人民调解", "result": "握手言和"}, "resolved"),
        ("followed_up", {"on": "2026-11-10", "result": "无新争议", "satisfied": True}, "resolved"),
        ("closed_out", {"on": "2026-11-11"}, "closed_out"),
        ("reopened", {"on": "2026-11-12", "reason": "又堆了砖"}, "in_progress"),
        ("escalated", {"on": "2026-11-15", "to": "town", "report": "村里调解未果"}, "escalated"),
    ]
    for kind, document, state in steps:
        dispute = _fine(practice("dispute", "record", number, kind, write(document), "--json"))
        assert dispute["state"] == state
        event = dispute["events"][-1]
        assert (event["kind"], event["undone"]) == (kind, False)
        assert {key: event[key] for key in document} == document
    assert dispute["events"][1]["by"] == "值班员"
    assert len({event["event_id"] for event in dispute["events"]}) == len(steps)


def test_undone_by_the_event_and_by_the_word(practice: Run, number: str, write: Write) -> None:
    before = _fine(practice("dispute", "show", number, "--json"))
    resolved = _fine(practice("dispute", "record", number, "resolved", write({"on": "2026-10-10"}), "--json"))
    event_id = resolved["events"][0]["event_id"]
    undoing = write({"on": "2026-11-20", "event_id": event_id})
    undone = _fine(practice("dispute", "record", number, "undone", undoing, "--json"))
    assert {key: value for key, value in undone.items() if key != "events"} == {
        key: value for key, value in before.items() if key != "events"
    }
    first, second = undone["events"]
    assert (first["undone"], second["kind"], second["undoes"]) == (True, "undone", event_id)
    assert second["event_id"] != event_id
    _trouble(practice("dispute", "undo", number, event_id, "--json"), "not_found", "event_id")


@pytest.mark.parametrize(
    ("kind", "document", "code", "field"),
    [
        ("dissolved", {"on": "2026-10-10"}, "bad_value", "event"),
        ("resolved", {"on": "2026-11-21"}, "bad_value", "on"),
        ("resolved", {"on": "2026-10-02"}, "bad_value", "on"),
        ("resolved", {"on": "2026-10-10", "how": "x"}, "unknown_key", "how"),
        ("mediated", {"on": "2026-10-10", "amount_yuan": "多"}, "bad_value", "amount_yuan"),
        ("escalated", {"on": "2026-10-10"}, "missing", "to"),
        ("closed_out", {"on": "2026-10-10"}, "forbidden", None),
        ("reopened", {"on": "2026-10-10", "reason": "x"}, "forbidden", None),
        ("undone", {"on": "2026-10-10", "event_id": 9}, "not_found", "event_id"),
    ],
)
def test_record_refuses(
    practice: Run, number: str, write: Write, kind: str, document: dict[str, Any], code: str, field: str | None
) -> None:
    _trouble(practice("dispute", "record", number, kind, write(document), "--json"), code, field)
    assert _fine(practice("dispute", "show", number, "--json"))["events"] == []


def test_amend_and_void(practice: Run, number: str, write: Write) -> None:
    amended = _fine(practice("dispute", "amend", number, write({"people_involved": 9}), "--json"))
    assert (amended["people_involved"], amended["version"], amended["summary"]) == (9, 2, GIVEN["summary"])
    _trouble(practice("dispute", "amend", number, write({"people": 9}), "--json"), "unknown_key", "people")
    voided = _fine(practice("dispute", "void", number, "--why", "重复登记", "--json"))
    assert (voided["voided"], voided["void_reason"]) == (True, "重复登记")
    _trouble(practice("dispute", "amend", number, write({"people_involved": 8}), "--json"), "already_closed", None)
    assert _fine(practice("dispute", "list", "--json"))["total"] == 0
    assert _fine(practice("dispute", "list", "--voided", "--json"))["rows"][0]["voided"] is True


def test_list_pages_and_filters(practice: Run, number: str, write: Write) -> None:
    other = _fine(practice("dispute", "add", write(GIVEN | {"village": "西村", "found_on": "2026-09-01"}), "--json"))
    every = _fine(practice("dispute", "list", "--json"))
    assert every["total"] == 2 and [row["dispute_no"] for row in every["rows"]] == [number, other["dispute_no"]]
    assert _fine(practice("dispute", "list", "--limit", "1", "--offset", "1", "--json"))["rows"] == every["rows"][1:]
    for words, total in (
        (("--village", "西村"), 1),
        (("--from", "2026-10-01", "--to", "2026-10-31"), 1),
        (("--overdue",), 2),
        (("--month", "2026-09"), 1),
        (("--month", "2026-10"), 2),
        (("--text", "院墙"), 2),
        (("--state", "resolved"), 0),
    ):
        assert _fine(practice("dispute", "list", *words, "--json"))["total"] == total, words


# ---- ledger


def test_the_month_has_the_keys_of_the_page(practice: Run, number: str, write: Write) -> None:
    _fine(practice("dispute", "record", number, "resolved", write({"on": "2026-10-10"}), "--json"))
    month = _fine(practice("ledger", "month", "2026-10", "--json"))
    assert list(month)[: len(MONTH)] == MONTH
    assert [month[key] for key in MONTH[:9]] == ["2026-10", 0, 1, 0, 1, 0, 0, 5, 12000.5]
    (kind,), (village,) = month["by_type"], month["by_village"]
    assert list(kind) == ["type", *MONTH[1:9]] and list(village) == ["village", *MONTH[1:9]]
    nothing = _fine(practice("ledger", "month", "2025-10", "--json"))
    assert [nothing[key] for key in MONTH[1:]] == [0] * 8 + [[], []]
    assert "—" in practice("ledger", "month", "2025-10").out.decode()


def test_close_once_and_list_what_changed(practice: Run, number: str, write: Write) -> None:
    before = _fine(practice("ledger", "month", "2026-10", "--json"))
    _trouble(practice("ledger", "changes", "2026-10", "--json"), "forbidden", "month")
    closed = _fine(practice("ledger", "close", "2026-10", "--json"))
    assert closed == before | {"closed": True}
    _trouble(practice("ledger", "close", "2026-10", "--json"), "already_closed", "month")
    _trouble(practice("ledger", "close", "2026-11", "--json"), "forbidden", "month")
    for month in ("2026-13", "十月", "9999-12"):
        _trouble(practice("ledger", "month", month, "--json"), "bad_value", "month")
        _trouble(practice("ledger", "close", month, "--json"), "bad_value", "month")
    late = _fine(practice("dispute", "add", write(GIVEN | {"summary": "迟报"}), "--json"))["dispute_no"]
    _fine(practice("dispute", "amend", number, write({"people_involved": 9}), "--json"))
    changes = _fine(practice("ledger", "changes", "2026-10", "--json"))
    assert [(row["dispute_no"], row["kind"], row["before"], row["after"]) for row in changes["rows"]] == [
        (number, "changed", "5", "9"),
        (late, "late", "", "迟报"),
    ]
    assert _fine(practice("ledger", "month", "2026-10", "--json")) == closed
    told = practice("ledger", "changes", "2026-10").out.decode()
    assert "涉及人数：5→9" in told and "迟报" in told


def test_check_names_the_row(practice: Run, number: str, write: Write) -> None:
    bad = _fine(practice("dispute", "add", write(GIVEN | {"type": "", "responsible_person": ""}), "--json"))
    rows = _fine(practice("ledger", "check", "2026-10", "--json"))["rows"]
    errors = {(row["dispute_no"], row["field"]) for row in rows if row["error"]}
    assert errors == {(bad["dispute_no"], "type"), (bad["dispute_no"], "responsible_person")}


def test_a_round_with_its_returns(practice: Run, write: Write) -> None:
    asked = {"since": "2026-11-01", "until": "2026-11-15", "due_on": "2026-11-18"}
    opened = _fine(practice("ledger", "round", "open", write(asked), "--json"))
    assert {key: opened[key] for key in asked} == asked and opened["missing"] == ["东村", "西村"]
    number = opened["round_no"]
    zero = {"village": "西村", "answer": "zero", "by": "单德明"}
    found = _fine(practice("ledger", "round", "return", number, write(zero), "--json"))
    assert (found["zero"], found["reported"], found["missing"]) == (1, 0, ["东村"])
    _fine(practice("dispute", "add", write(GIVEN | {"found_on": "2026-11-02"}), "--round", number, "--json"))
    shown = _fine(practice("ledger", "round", "show", number, "--json"))
    assert [(one["village"], one["answer"], one["disputes"]) for one in shown["returns"]] == [
        ("东村", "reported", 1),
        ("西村", "zero", 0),
    ]
    _trouble(
        practice("ledger", "round", "return", number, write({"village": "东村", "answer": "zero"}), "--json"),
        "forbidden",
        "answer",
    )
    for document, code, field in (
        ({"village": "南村", "answer": "zero"}, "not_found", "village"),
        ({"village": "东村"}, "missing", "answer"),
        ({"village": "东村", "answer": "none"}, "bad_value", "answer"),
        ({"village": "东村", "answer": "zero", "on": "2026-11-21"}, "bad_value", "on"),
        ({"village": "东村", "answer": "zero", "why": "x"}, "unknown_key", "why"),
    ):
        _trouble(practice("ledger", "round", "return", number, write(document), "--json"), code, field)
    _trouble(practice("ledger", "round", "open", write({"since": "2026-11-01"}), "--json"), "missing", "until")
    backwards = {"since": "2026-11-02", "until": "2026-11-01"}
    _trouble(practice("ledger", "round", "open", write(backwards), "--json"), "bad_value", "until")
    _trouble(practice("ledger", "round", "show", "清排2026-099", "--json"), "not_found", "round_no")


def test_check_of_the_folder_knows_the_ledger(practice: Run, number: str, data_dir: Path) -> None:
    assert _fine(practice("check", "--deep", "--json"))["ok"] is True
    desk = open_desk(data_dir)
    with desk.writing() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("UPDATE dispute SET state = 'resolved'")
        driver.execute("UPDATE dispute_span SET came = came - 1")
    desk.close()
    answer = practice("check", "--deep", "--json")
    assert answer.status == 4
    assert [problem["where"] for problem in answer.document["problems"]] == [number, number]
