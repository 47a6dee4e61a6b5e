"""`petidesk case`: the words, keys and exits of the command line's page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.opening import open_desk
from petidesk.storage import staff as staff_rows
from tests.commands.conftest import Run

Write = Callable[..., Path]
ON = {"on": "2026-10-19"}
EXTENSION = {**ON, "days": 5, "approved_by": "覃晓东", "approved_on": "2026-10-19", "reason": "鉴定"}


@pytest.fixture
def case_no(office: Run, write: Write, example: dict[str, Any]) -> str:
    """The case of the page's example, registered on 19 October 2026."""
    done = office("visit", "add", write(example), "--json")
    assert done.status == 0, done.told
    number: str = done.document["matters"][0]["case_no"]
    return number


def _record(run: Run, write: Write, number: str, event: str, document: dict[str, Any]) -> dict[str, Any]:
    done = run("case", "record", number, event, write(document), "--json")
    assert done.status == 0, done.told
    found: dict[str, Any] = done.document
    return found


def test_show_has_the_keys_of_the_page(office: Run, case_no: str, write: Write) -> None:
    _record(office, write, case_no, "in_charge", {**ON, "unit": "自然资源所", "leader": "盖世平"})
    case = office("case", "show", case_no, "--json").document
    assert {
        "case_no",
        "title",
        "state",
        "route",
        "due",
        "responsible_unit",
        "case_leader",
        "events",
        "letters",
        "deadlines",
    } <= set(case)
    assert (case["case_no"], case["title"], case["state"], case["route"]) == (
        case_no,
        "征地补偿款未到账",
        "registered",
        6,
    )
    assert (case["due"], case["responsible_unit"], case["case_leader"]) == ("2026-11-03", "自然资源所", "盖世平")
    assert case["letters"] == []
    (clock,) = case["deadlines"]
    assert (clock["kind"], clock["from"], clock["raw"]) == ("written_notice", "2026-10-19", "2026-11-03")
    first, second = case["events"]
    assert (first["kind"], first["on"], second["kind"], second["by"]) == (
        "registered",
        "2026-10-19",
        "in_charge",
        "值班员",
    )
    shown = office("case", "show", case_no)
    assert shown.status == 0 and "征地补偿款未到账" in shown.out.decode() and "不迟于2026-11-03" in shown.out.decode()


def test_recording_prints_the_case_and_acceptance_starts_the_sixty_days(
    office: Run, case_no: str, write: Write
) -> None:
    case = _record(office, write, case_no, "accepted", {**ON, "by": "李敏", "note": "当面受理"})
    assert (case["state"], case["due"]) == ("accepted", "2026-12-18")
    assert case["events"][-1] | {"by": "李敏", "note": "当面受理", "kind": "accepted"} == case["events"][-1]
    visit_no = case["visits"][0]["visit_no"]
    (matter,) = office("visit", "show", visit_no, "--json").document["matters"]
    assert {clock["kind"]: clock["raw"] for clock in matter["deadlines"]} == {
        "written_notice": "2026-11-03",
        "handling": "2026-12-18",
    }


def test_before_acceptance_and_after_the_answer_a_visit_has_no_sixty_days(
    office: Run, case_no: str, write: Write, example: dict[str, Any]
) -> None:
    def kinds() -> list[str]:
        number = office("visit", "list", "--json").document["rows"][0]["visit_no"]
        (matter,) = office("visit", "show", number, "--json").document["matters"]
        return [clock["kind"] for clock in matter["deadlines"]]

    assert kinds() == ["written_notice"]
    _record(office, write, case_no, "accepted", ON)
    results = [{"request": "补发2025年征地补偿款", "result": "supported", "answer": "已经补发。"}]
    case = _record(office, write, case_no, "concluded", {**ON, "results": results})
    assert case["requests"] == [
        {
            "number": 1,
            "text": "补发2025年征地补偿款",
            "visit_no": case["visits"][0]["visit_no"],
            "result": "supported",
            "answer": "已经补发。",
            "moved_to": None,
        }
    ]
    assert kinds() == ["written_notice"]


@pytest.mark.parametrize(
    ("event", "document", "code", "field", "basis"),
    [
        ("extended", EXTENSION, "forbidden", None, "《信访工作条例》第三十四条"),
        ("objected", {**ON, "reasons": ["一"]}, "forbidden", None, "《信访工作条例》第二十三条第三款"),
        ("not_accepted", {**ON, "ground": "litigation"}, "missing", "where_to_go", "《信访工作条例》第二十条第二款"),
        ("accepted", {"on": "2026-10-18"}, "bad_value", "on", None),
        ("accepted", {**ON, "days": 3}, "unknown_key", "days", None),
        ("accepted", {}, "missing", "on", None),
        ("accepted", [], "bad_value", None, None),
        ("acceptet", ON, "bad_value", "event", None),
    ],
)
def test_what_is_refused_exits_three_with_its_basis(
    office: Run, case_no: str, write: Write, event: str, document: Any, code: str, field: str | None, basis: str | None
) -> None:
    refused = office("case", "record", case_no, event, write(document), "--json")
    assert refused.status == 3 and not refused.out
    assert set(refused.trouble) == {"code", "field", "message", "basis"}
    assert (refused.trouble["code"], refused.trouble["field"]) == (code, field)
    assert (basis is None) == (refused.trouble["basis"] is None)
    assert basis is None or refused.trouble["basis"].startswith(basis)
    told = office("case", "record", case_no, event, write(document)).told
    assert told.strip().endswith(("。", "）")) and "{" not in told
    assert basis is None or basis in told
    assert len(office("case", "show", case_no, "--json").document["events"]) == 1


def test_unknown_numbers_missing_files_and_broken_json(office: Run, case_no: str, write: Write) -> None:
    for words in (("show", "清信2026-9999"), ("record", "清信2026-9999", "accepted", write(ON)), ("undo", "x", "1")):
        missing = office("case", *words, "--json")
        assert (missing.status, missing.trouble["code"]) == (3, "not_found")
    for file in ("nowhere.json", write(b"{")):
        refused = office("case", "record", case_no, "accepted", file, "--json")
        assert (refused.status, refused.trouble["code"]) == (2, "usage")
    assert office("case", "list", "--state", "lost", "--json").status == 2
    assert office("case", "list", "--due-by", "tomorrow", "--json").status == 3


def test_what_is_unwise_is_said_on_standard_error_and_done(office: Run, case_no: str, write: Write) -> None:
    done = office("case", "record", case_no, "told", write({**ON, "manner": "phone"}), "--json")
    assert done.status == 0 and done.document["state"] == "registered"
    assert "提醒" in done.told and "第二十三条第二款" in done.told


def test_the_list_by_state_and_by_date(office: Run, case_no: str, write: Write, example: dict[str, Any]) -> None:
    later = example | {"at": "2026-10-20T09:00"}
    other = office("visit", "add", write(later), "--json").document["matters"][0]["case_no"]
    listed = office("case", "list", "--json").document
    assert (listed["total"], [row["case_no"] for row in listed["rows"]]) == (2, [other, case_no])
    assert {"case_no", "title", "state", "due", "responsible_unit", "case_leader"} <= set(listed["rows"][0])
    _record(office, write, case_no, "accepted", ON)

    def numbers(*words: str) -> list[str]:
        document = office("case", "list", *words, "--json").document
        assert document["total"] == len(document["rows"])
        return [row["case_no"] for row in document["rows"]]

    assert numbers("--state", "accepted") == [case_no]
    assert numbers("--state", "registered") == [other]
    assert numbers("--due-by", "2026-11-03") == []
    assert numbers("--due-by", "2026-11-04") == [other]
    assert numbers("--due-by", "2026-12-31") == [other, case_no], "the earliest first"
    one = office("case", "list", "--limit", "1", "--offset", "1", "--json").document
    assert (one["total"], len(one["rows"])) == (2, 1)


def test_undone_is_an_event_and_undo_its_short_word(office: Run, case_no: str, write: Write) -> None:
    event_id = _record(office, write, case_no, "told", ON)["events"][-1]["event_id"]
    case = _record(office, write, case_no, "undone", {**ON, "event_id": event_id})
    assert (case["state"], case["due"]) == ("registered", "2026-11-03")
    assert [event["undone"] for event in case["events"]] == [False, True, False]
    again = office("case", "undo", case_no, event_id, "--json")
    assert (again.status, again.trouble["code"], again.trouble["field"]) == (3, "not_found", "event_id")


def test_split_and_merged_print_what_became_of_it(
    office: Run, write: Write, example: dict[str, Any], case_no: str
) -> None:
    matter = example["matters"][0] | {"requests": ["补发补偿款", "公开账目"]}
    added = office("visit", "add", write(example | {"matters": [matter]}), "--json").document
    two = added["matters"][0]["case_no"]
    case = _record(office, write, two, "split", {**ON, "requests": [2]})
    part = case["requests"][1]["moved_to"]
    assert office("case", "show", part, "--json").document["split_from"] == two
    merged = _record(office, write, part, "merged", {**ON, "into": case_no, "untold_reason": "一并告知"})
    assert (merged["state"], merged["merged_into"], merged["due"]) == ("closed", case_no, None)


def test_explain_counts_every_day(office: Run, case_no: str) -> None:
    (clock,) = office("case", "explain", case_no, "--json").document
    assert clock["kind"] == "written_notice" and clock["raw"] == "2026-11-03"
    assert [day["counted"] for day in clock["days"]].count(True) == 15
    assert "2026-11-03" in office("case", "explain", case_no).out.decode()


def test_events_names_every_key(office: Run) -> None:
    listed = {
        item["event"]: [key["key"] for key in item["keys"]] for item in office("case", "events", "--json").document
    }
    assert listed["extended"] == ["days", "approved_by", "approved_on", "reason"]
    assert listed["served"] == ["document_no", "method", "recipient", "witness", "consent"]
    assert listed["instructed"] == ["leader", "text", "owner", "due_on"]
    assert "registered" not in listed


# ---- accusations


@pytest.fixture
def accused(office: Run, write: Write, example: dict[str, Any]) -> str:
    matter = {"purpose": "accusation", "title": "账目不清", "statement": "青石板", "concerned_unit": "石桥村"}
    done = office("visit", "add", write(example | {"matters": [matter]}), "--json")
    number: str = done.document["matters"][0]["case_no"]
    return number


def test_an_accusation_is_closed_and_opens_with_a_reason(office: Run, write: Write, accused: str) -> None:
    refused = office("case", "record", accused, "transferred", write({**ON, "to": "石桥村"}), "--json")
    assert (refused.status, refused.trouble["basis"]) == (3, "《信访工作条例》第三十条第三款")
    _record(office, write, accused, "transferred", {**ON, "to": "安平县纪委监委", "note": "密封"})
    for words in (("show", accused), ("list",)):
        for more in ((), ("--json",)):
            said = office("case", *words, *more).out.decode()
            assert accused in said
            assert not any(word in said for word in ("账目", "青石板", "石桥", "张桂花", "纪委", "密封"))
    assert office("find", "青石板", "--json").document["rows"] == []
    opened = office("case", "show", accused, "--unmask", "移送前核对", "--json").document
    assert not opened["masked"] and opened["events"][-1]["to"] == "安平县纪委监委"
    assert office("audit", "verify").status == 0


def test_a_letter_of_an_accusation_opens_with_a_reason_too(
    office: Run, write: Write, data_dir: Path, accused: str
) -> None:
    typed = write({"to": "安平县纪委监委"})
    drafted = office("letter", "draft", "accusation_handover", typed, "--case", accused, "--json")
    draft = str(drafted.document["draft"])
    assert "纪委" not in office("letter", "show", draft, "--json").out.decode()
    opened = office("letter", "show", draft, "--unmask", "移送前核对", "--json").document
    assert opened["restricted"] and opened["content"]["to"] == "安平县纪委监委"
    desk = open_desk(data_dir, purpose="read")
    assert [line.subject for line in desk.audit.lines() if line.action == "case.unmasked"] == [accused]
    desk.close()


def test_a_registrar_among_several_may_not_open_one(office: Run, data_dir: Path, accused: str) -> None:
    desk = open_desk(data_dir)
    with desk.writing() as connection:
        staff_rows.add(connection, "李敏", "registrar")
    desk.close()
    words = ("case", "show", accused, "--unmask", "看看", "--json")
    refused = office("--staff", "李敏", *words)
    assert (refused.status, refused.trouble["code"]) == (5, "no_permission")
    assert refused.trouble["basis"] == "《信访工作条例》第三十条第三款"
    assert office("--staff", "李敏", "case", "show", accused, "--json").document["masked"]
