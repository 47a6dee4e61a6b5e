"""The sitting of a reception day from outside: booked, received, told, ended, printed, counted; exact refusals."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.opening import create_office
from tests.commands.conftest import Run

DAY = "2027-03-05"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a value as a JSON file of its own, so that several can be named before the first is read."""
    count = itertools.count(1)

    def put(value: Any) -> Path:
        file = tmp_path / f"{next(count)}.json"
        file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return file

    return put


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the day of the practice office."""

    def put(day: str) -> None:
        monkeypatch.setenv("PETIDESK_TODAY", day)

    return put


@pytest.fixture
def desk(run: Run, data_dir: Path, write: Write, today: Callable[[str], None]) -> Run:
    """A practice office three days before a reception and a village day."""
    today("2027-03-02")
    create_office(data_dir, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访", practice=True)
    assert (
        run("office", "set", write({"leaders": [{"name": "覃晓东", "post": "镇长"}, {"name": "盖世平"}]})).status == 0
    )
    span = ("--from", DAY, "--to", DAY)
    make = ("schedule", "make", "--rule", f"dates:{DAY}", *span, "--leaders", "覃晓东")
    assert run(*make, "--place", "接访室", "--time", "09:00-11:30").status == 0
    village = ("schedule", "make", "--rule", "dates:2027-03-04", "--from", "2027-03-04", "--to", "2027-03-04")
    assert run(*village, "--leaders", "盖世平", "--kind", "village", "--village", "东村").status == 0
    return run


def visit(name: str = "张桂花", *titles: str, at: str = f"{DAY}T00:01", **more: Any) -> dict[str, Any]:
    matters = [
        {"purpose": "appeal", "title": title, "statement": f"{title}，请解决。", "requests": ["解决"]}
        for title in titles or ("水渠渗水",)
    ]
    return {"at": at, "channel": "visit", "petitioners": [{"name": name}], "matters": matters, **more}


def queue(run: Run) -> Any:
    return run("schedule", "queue", DAY, "--json").document


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return found


def test_the_whole_story(desk: Run, write: Write, today: Callable[[str], None], tmp_path: Path) -> None:
    told = {"name": "张桂花", "phone": "13800001234", "people": 2, "village": "东村", "about": "水渠"}
    booked = desk("schedule", "book", DAY, write(told), "--json").document
    entered = booked["rows"][0]["entered_at"]
    assert entered.startswith("2027-03-02T")
    line = {
        "number": 1,
        "booked": True,
        "state": "booked",
        **told,
        "case_no": None,
        "why": "",
        "entered_at": entered,
        "arrived_at": None,
        "reception_no": None,
        "visit_no": None,
        "opinions": [],
    }
    assert booked == {
        "date": DAY,
        "kind": "reception",
        "place": "接访室",
        "village": "",
        "time": "09:00-11:30",
        "leaders": ["覃晓东"],
        "cancelled": False,
        "company": "",
        "outcome": None,
        "summary": "",
        "closed_at": None,
        "booking_closes": "2027-03-04T17:00",
        "total": 1,
        "rows": [line],
    }
    desk("schedule", "book", DAY, write({"name": "李敏"}))
    desk("schedule", "book", DAY, write({"name": "王贵"}))
    home = desk("home", "--json").document["coming_receptions"]
    assert [(due["date"], due["days_left"], due["booked"]) for due in home] == [("2027-03-04", 2, 0), (DAY, 3, 3)]
    amended = desk("schedule", "amend", DAY, "3", write({"phone": "1", "people": 5}), "--json").document["rows"][2]
    assert (amended["phone"], amended["people"], amended["name"]) == ("1", 5, "王贵")
    assert desk("schedule", "cancel", DAY, "3", "--why", "改天", "--json").document["rows"][2]["why"] == "改天"

    today(DAY)
    desk("schedule", "arrive", DAY, write({"name": "赵国辉", "people": 6, "about": "低保"}))
    arrived = desk("schedule", "arrive", DAY, "1", "--json").document
    assert [(row["number"], row["state"]) for row in arrived["rows"]] == [
        (1, "waiting"),
        (4, "waiting"),
        (2, "booked"),
        (3, "cancelled"),
    ]
    received = desk("schedule", "receive", DAY, "1", write(visit("张桂花", "水渠渗水", "老屋漏雨")), "--json").document
    row = next(row for row in received["rows"] if row["number"] == 1)
    assert (row["state"], row["reception_no"], row["visit_no"]) == ("received", "清接2027-0001", "清访2027-0001")
    registered = desk("visit", "add", write(visit("赵国辉", "低保")), "--json").document["visit_no"]
    linked = desk("schedule", "receive", DAY, "4", "--visit", registered, "--json").document["rows"]
    assert [row["reception_no"] for row in linked if row["number"] == 4] == ["清接2027-0002"]

    opinion = {"case_no": "清信2027-0001", "outcome": "assigned", "text": "三日内修好。", "owner": "水务站"}
    desk("schedule", "opinion", DAY, "1", write(opinion | {"due_on": "2027-03-20"}))
    charge = {"case_no": "清信2027-0002", "outcome": "in_charge", "text": "我来包。", "owner": "村建办"}
    told_row = desk("schedule", "opinion", DAY, "1", write(charge | {"due_on": "2027-04-01"}), "--json").document[
        "rows"
    ]
    (opinions,) = (row["opinions"] for row in told_row if row["number"] == 1)
    assert opinions[0] == {
        **opinion,
        "leader": "覃晓东",
        "due_on": "2027-03-20",
        "events": opinions[0]["events"],
        "carried_on": None,
        "result": "",
    }
    assert [len(each["events"]) for each in opinions] == [1, 2]
    case = desk("case", "show", "清信2027-0002", "--json").document
    assert case["case_leader"] == "覃晓东"
    withdrawn = desk("schedule", "withdraw", DAY, "1", "清信2027-0002", "--why", "写错了", "--json").document
    assert [len(row["opinions"]) for row in withdrawn["rows"] if row["number"] == 1] == [1]
    events = desk("case", "show", "清信2027-0002", "--json").document["events"]
    undone = {event["event_id"] for event in events if event["undone"]}
    assert set(opinions[1]["events"]) <= undone
    desk("schedule", "opinion", DAY, "4", write({"outcome": "answered", "text": "已说明。"}))

    noted = desk("schedule", "note", DAY, write({"company": "司法所"}), "--json").document
    assert (noted["company"], noted["closed_at"]) == ("司法所", None)
    closed = desk("schedule", "close", DAY, write({"summary": "接待有序。"}), "--json").document
    assert (closed["outcome"], closed["company"], closed["summary"]) == ("received", "司法所", "接待有序。")
    assert closed["closed_at"].startswith(DAY) and closed["rows"][2]["state"] == "absent"
    said = desk("schedule", "queue", DAY).out.decode()
    assert "1. 张桂花" in said and "共4批，已接谈2批，已结束：有访接访" in said and "交办水务站（2027-03-20前）" in said

    record = tmp_path / "r.pdf"
    made = desk("schedule", "record", DAY, "1", "--out", record, "--json").document
    assert made["file"] == str(record) and "三日内修好。" in words(record.read_bytes())
    assert desk("schedule", "record", DAY, "--out", tmp_path / "d.pdf").status == 0
    assert "接待2批2人次。当场答复1件，交办1件。" in words((tmp_path / "d.pdf").read_bytes())
    counted = desk("schedule", "counts", "--year", "2027", "--json").document
    (line,) = (row for row in counted["rows"] if row["leader"] == "覃晓东")
    figures = {"held": 1, "batches": 2, "people": 2, "answered": 1, "assigned": 1, "in_charge": 0, "reported": 0}
    assert {key: line[key] for key in figures} == figures
    (kind,) = (row for row in counted["kinds"] if row["kind"] == "reception")
    days = {"day_received": 1, "day_cases": 0, "day_talk": 0, "day_screening": 0}
    assert kind == {"kind": "reception", **figures, **days}

    again = desk("schedule", "close", DAY, "--undo", "--json").document
    assert (again["closed_at"], again["outcome"]) == (None, None)
    assert desk("schedule", "arrive", DAY, "2", "--json").document["rows"][0]["number"] == 2
    desk("schedule", "cancel", DAY, "2", "--why", "等不及走了")
    assert desk("schedule", "close", DAY).status == 0
    assert desk("check", "--deep", "--json").document == {"ok": True, "problems": []}


def test_what_is_refused_before_the_day(desk: Run, write: Write, today: Callable[[str], None]) -> None:
    desk("schedule", "book", DAY, write({"name": "张桂花", "phone": "1"}))
    before = queue(desk)

    def check(words: tuple[Any, ...], status: int, code: str, field: str | None) -> None:
        answer = desk("schedule", *words, "--json")
        said = (words, answer.told)
        assert (answer.status, answer.out) == (status, b""), said
        assert (answer.trouble["code"], answer.trouble["field"]) == (code, field), said
        assert queue(desk) == before, said

    def book(**booking: Any) -> tuple[Any, ...]:
        return "book", DAY, write({"name": "李敏", **booking})

    for words, code, field in (
        (book(name="张桂花", phone="1"), "forbidden", "name"),
        (book(name=" "), "missing", "name"),
        (book(name=3), "bad_value", "name"),
        (book(people=6), "too_many", "people"),
        (book(people=0), "bad_value", "people"),
        (book(case_no="清信2027-0099"), "not_found", "case_no"),
        (book(sex="女"), "unknown_key", "sex"),
        (book(about="长" * 501), "bad_value", "about"),
        (("book", "2027-03-06", write({"name": "李敏"})), "not_found", "date"),
        (("book", "2027-02-30", write({"name": "李敏"})), "bad_value", "date"),
        (("arrive", DAY, write({"name": "李敏"})), "forbidden", "date"),
        (("arrive", DAY, "1"), "forbidden", "date"),
        (("receive", DAY, "1", write(visit(at="2027-03-02T00:01"))), "forbidden", "date"),
        (("opinion", DAY, "1", write({"outcome": "answered", "text": "好"})), "forbidden", "number"),
        (("close", DAY), "forbidden", "date"),
        (("close", DAY, "--undo"), "forbidden", "date"),
        (("close", DAY, write({}), "--undo"), "bad_value", "file"),
        (("amend", DAY, "1", write({"sex": "女"})), "unknown_key", "sex"),
        (("amend", DAY, "1", write({"name": ""})), "missing", "name"),
        (("amend", DAY, "1", write([])), "bad_value", None),
        (("amend", DAY, "9", write({"name": "李敏"})), "not_found", "number"),
        (("cancel", DAY, "1", "--why", " "), "missing", "why"),
        (("cancel", DAY, "9", "--why", "改天"), "not_found", "number"),
        (("note", DAY, write({"outcome": "walk"})), "bad_value", "outcome"),
        (("note", DAY, write({"people": 3})), "unknown_key", "people"),
        (("record", DAY, "1", "--out", "n.pdf"), "forbidden", "number"),
        (("record", DAY, "9", "--out", "n.pdf"), "not_found", "number"),
    ):
        check(words, 3, code, field)
    check(("cancel", DAY, "1"), 2, "usage", None)
    check(("receive", DAY, "1"), 2, "usage", None)
    check(("receive", DAY, "1", write(visit()), "--visit", "x"), 2, "usage", None)
    check(("queue", DAY, "--kind", "walk"), 2, "usage", None)
    today(DAY)
    check(book(), 3, "forbidden", "date")
    today("2027-03-06")
    check(book(), 3, "forbidden", "date")


def test_what_is_refused_on_the_day(desk: Run, write: Write, today: Callable[[str], None], tmp_path: Path) -> None:
    today(DAY)
    for name in ("张桂花", "李敏", "王贵"):
        assert desk("schedule", "arrive", DAY, write({"name": name})).status == 0
    other = desk("visit", "add", write(visit("赵国辉", "低保", at="2027-03-04T09:00")), "--json").document
    voided = desk("visit", "add", write(visit("李敏")), "--json").document["visit_no"]
    desk("visit", "void", voided, "--why", "登错了")
    first = write(visit("张桂花", "水渠渗水", "老屋漏雨"))
    assert desk("schedule", "receive", DAY, "1", first).status == 0
    taken = queue(desk)["rows"][-1]["visit_no"]
    water, house = "清信2027-0003", "清信2027-0004"
    good = {"case_no": water, "outcome": "assigned", "text": "修好。", "owner": "水务站", "due_on": "2027-03-20"}
    assert desk("schedule", "opinion", DAY, "1", write(good)).status == 0
    before, visits = queue(desk), desk("visit", "list", "--json").document["total"]

    def opinion(number: str = "1", **change: Any) -> tuple[Any, ...]:
        told = {key: value for key, value in (good | {"case_no": house} | change).items() if value is not None}
        return "opinion", DAY, number, write(told)

    def check(words: tuple[Any, ...], code: str, field: str | None) -> None:
        answer = desk("schedule", *words, "--json")
        said = (words, answer.told)
        assert (answer.status, answer.out) == (3, b""), said
        assert (answer.trouble["code"], answer.trouble["field"]) == (code, field), said
        assert queue(desk) == before and desk("visit", "list", "--json").document["total"] == visits, said

    check(("receive", DAY, "1", first), "forbidden", "number")
    check(("receive", DAY, "2", write(visit(at="2027-03-04T09:00"))), "bad_value", "at")
    check(("receive", DAY, "2", write(visit(at="2027-03-06T09:00"))), "bad_value", "at")
    check(("receive", DAY, "2", write(visit() | {"petitioners": []})), "missing", "petitioners")
    check(("receive", DAY, "2", "--visit", other["visit_no"]), "bad_value", "visit_no")
    check(("receive", DAY, "2", "--visit", voided), "already_closed", "visit_no")
    check(("receive", DAY, "2", "--visit", taken), "forbidden", "visit_no")
    check(("receive", DAY, "2", "--visit", "清访2027-0099"), "not_found", "visit_no")
    check(("receive", DAY, "9", first), "not_found", "number")
    check(("arrive", DAY, "2"), "forbidden", "number")
    check(("arrive", DAY, write({"name": "李敏"})), "forbidden", "name")
    check(("cancel", DAY, "1", "--why", "改天"), "forbidden", "number")
    check(("amend", DAY, "1", write({"people": 2})), "forbidden", "number")
    check(opinion("2"), "forbidden", "number")
    check(opinion(case_no=water), "forbidden", "case_no")
    check(opinion(case_no=other["matters"][0]["case_no"]), "not_found", "case_no")
    check(opinion(outcome="walk"), "bad_value", "outcome")
    check(opinion(outcome=None), "missing", "outcome")
    check(opinion(text=" "), "missing", "text")
    check(opinion(due_on="2027-03-04"), "bad_value", "due_on")
    check(opinion(due_on="春天"), "bad_value", "due_on")
    check(opinion(rating=3), "unknown_key", "rating")
    for outcome in ("assigned", "in_charge", "reported"):
        check(opinion(outcome=outcome, owner=None), "missing", "owner")
        check(opinion(outcome=outcome, due_on=None), "missing", "due_on")
    check(("withdraw", DAY, "1", house, "--why", "写错了"), "not_found", "case_no")
    check(("withdraw", DAY, "1", water, "--why", ""), "missing", "why")
    check(("close", DAY), "forbidden", None)
    assert desk("schedule", "cancel", DAY, "3", "--why", "走了").status == 0
    before = queue(desk)
    check(("receive", DAY, "3", first), "forbidden", "number")
    check(("arrive", DAY, "3"), "forbidden", "number")
    assert desk("schedule", "cancel", DAY, "2", "--why", "走了").status == 0
    assert desk("schedule", "close", DAY).status == 0
    before = queue(desk)
    for words in (
        ("arrive", DAY, write({"name": "周小河"})),
        ("cancel", DAY, "1", "--why", "改天"),
        ("withdraw", DAY, "1", water, "--why", "写错了"),
        opinion(),
        ("note", DAY, write({"company": "司法所"})),
        ("close", DAY),
    ):
        check(words, "already_closed", "date")


def test_a_village_day_says_what_it_came_to(desk: Run, write: Write, today: Callable[[str], None]) -> None:
    today("2027-03-04")
    close = ("schedule", "close", "2027-03-04")
    assert desk(*close, "--json").trouble["field"] == "outcome"
    for outcome in ("cases", "talk", "screening"):
        refused = desk(*close, write({"outcome": outcome, "summary": ""}), "--json").trouble
        assert (refused["code"], refused["field"]) == ("missing", "summary")
        document = write({"outcome": outcome, "summary": "说了灌溉。"})
        assert desk(*close, document, "--json").document["outcome"] == outcome
        assert desk(*close, "--undo").status == 0
    refused = desk(*close, write({"outcome": "received"}), "--json").trouble
    assert (refused["code"], refused["field"]) == ("bad_value", "outcome")
    assert desk("schedule", "arrive", "2027-03-04", write({"name": "张桂花"}), "--village", "东村").status == 0
    assert desk("schedule", "receive", "2027-03-04", "1", write(visit(at="2027-03-04T00:01"))).status == 0
    refused = desk(*close, write({"outcome": "talk"}), "--json").trouble
    assert (refused["code"], refused["field"]) == ("bad_value", "outcome")
    assert desk(*close, "--json").document["outcome"] == "received"


def test_moved_called_off_and_taken_back(desk: Run) -> None:
    moved = desk("schedule", "move", DAY, "--to", "2027-03-09", "--at-place", "二楼", "--why", "会场占用", "--json")
    (row,) = moved.document["rows"]
    assert (row["date"], row["rule_date"], row["place"], row["changes"][-1]["kind"]) == (
        "2027-03-09",
        DAY,
        "二楼",
        "moved",
    )
    assert desk("schedule", "off", "2027-03-09", "--why", "停电", "--json").document["rows"][0]["cancelled"]
    assert desk("schedule", "queue", "2027-03-09", "--json").document["cancelled"]
    (back,) = desk("schedule", "undo", "2027-03-09", "--json").document["rows"]
    assert (back["cancelled"], back["leaders"]) == (False, ["覃晓东"])
    refused = desk("schedule", "undo", "2027-03-09", "--json")
    assert (refused.status, refused.trouble["code"], refused.trouble["field"]) == (3, "not_found", "date")


def test_a_stored_plan_from_outside(desk: Run, write: Write) -> None:
    plan = {"name": "四月", "rules": ["dates:2027-04-01,2027-04-08"], "holiday": "keep", "place": "接访室"}
    kept = desk("schedule", "plan", "save", write(plan), "--json").document
    rest = {"except": [], "leaders": "", "kind": "reception", "village": "", "time": "", "units": []}
    assert kept == {**plan, **rest, "own_villages": False}
    assert desk("schedule", "plan", "list", "--json").document == {"total": 1, "rows": [kept]}
    assert "四月" in desk("schedule", "plan", "list").out.decode()
    use = ("schedule", "plan", "use", "四月", "--from", "2027-04-01", "--to", "2027-04-30")
    assert [row["leaders"] for row in desk(*use, "--json").document["made"]] == [["盖世平"], ["覃晓东"]]
    refused = desk(*use, "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "forbidden")
    assert desk(*use, "--keep-locked").status == 0
    unknown = desk(*("四季" if word == "四月" else word for word in use), "--json")
    assert (unknown.status, unknown.trouble["code"], unknown.trouble["field"]) == (3, "not_found", "name")
    assert desk("schedule", "plan", "drop", "四月").status == 0
    assert desk("schedule", "plan", "drop", "四月").status == 3


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"booking_days": -1}, "bad_value", "booking_days"),
        ({"booking_days": 31}, "bad_value", "booking_days"),
        ({"booking_days": "1"}, "bad_value", "booking_days"),
        ({"booking_time": "25:00"}, "bad_value", "booking_time"),
        ({"booking_time": "5点"}, "bad_value", "booking_time"),
        ({"booking_time": ""}, "missing", "booking_time"),
        ({"leaders": [{"name": "覃晓东", "weight": 13}]}, "bad_value", "leaders[0].weight"),
        ({"leaders": [{"name": "覃晓东", "weight": -1}]}, "bad_value", "leaders[0].weight"),
        ({"leaders": [{"name": "覃晓东", "weight": True}]}, "bad_value", "leaders[0].weight"),
        ({"leaders": [{"name": "覃晓东", "villages": "东村"}]}, "bad_value", "leaders[0].villages"),
        ({"leaders": [{"name": "覃晓东", "villages": [""]}]}, "bad_value", "leaders[0].villages[0]"),
        ({"leaders": [{"name": "覃晓东", "village": "东村"}]}, "unknown_key", "leaders[0].village"),
    ],
)
def test_settings_of_receptions(office: Run, write: Write, change: dict[str, Any], code: str, field: str) -> None:
    good = {
        "booking_days": 2,
        "booking_time": "9：30",
        "leaders": [{"name": "覃晓东", "weight": 0, "villages": ["东村"]}],
    }
    assert office("office", "set", write(good)).status == 0
    before = office("office", "show", "--json").document
    assert (before["booking_days"], before["booking_time"]) == (2, "09:30")
    assert [(each["weight"], each["villages"]) for each in before["leaders"]] == [(0, ["东村"])]
    refused = office("office", "set", write(change), "--json")
    assert (refused.status, refused.trouble["code"], refused.trouble["field"]) == (3, code, field)
    assert office("office", "show", "--json").document == before
