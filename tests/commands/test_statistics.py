"""`stats`: tables and the rows behind their figures, as rules/command-line.md (Figures) says."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run

Write = Callable[..., Path]
YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


def _figures(row: dict[str, Any]) -> dict[str, int]:
    return {name: figure["value"] for name, figure in row["figures"].items()}


@pytest.fixture
def add(office: Run, write: Write, example: dict[str, Any]) -> Callable[..., str]:
    """Register a visit like the example; keys of the visit, `matter` keys of its first matter."""

    def put(*more: dict[str, Any], matter: dict[str, Any] | None = None, **keys: Any) -> str:
        document = copy.deepcopy(example) | keys
        document["matters"][0] |= matter or {}
        document["matters"] += more
        answer = office("visit", "add", write(document), "--json")
        assert answer.status == 0, answer.told
        return str(answer.document["visit_no"])

    return put


def test_a_table_adds_up_and_every_figure_opens_its_rows(office: Run, add: Callable[..., str]) -> None:
    add(at="2026-03-02T09:00", people=6)
    add(at="2026-03-03T09:00", channel="letter", people=1, signatories=7)
    nowhere = {"village": "", "category": "", "route": None}
    add(at="2026-03-09T09:00", petitioners=[{"name": "陈七"}], people=1, matter=nowhere)
    add(at="2026-03-09T10:00", channel="hotline")
    add(at="2025-03-09T10:00", people=3)
    office("visit", "void", add(at="2026-03-05T09:00"), "--why", "重复登记")
    table = office("stats", "table", "--subject", "visits", *MARCH, "--by", "village", "--json").document
    assert table["compare"] == {"kind": "year", "from": "2025-03-01", "to": "2025-03-31"}
    assert [row["keys"] for row in table["rows"]] == [{"village": "东村"}, {"village": ""}]
    east, unfilled = table["rows"]
    assert _figures(east) == {"items": 2, "batches": 1, "people": 6, "joint_letters": 1, "joint": 7}
    assert _figures(unfilled) == {"items": 1, "batches": 1, "people": 1, "joint_letters": 0, "joint": 0}
    people = east["figures"]["people"]
    assert (people["base"], people["change"], people["percent"]) == (3, 3, 100)
    assert table["total"]["people"]["value"] == 7
    rows = office("stats", "rows", people["id"], "--json").document
    assert (rows["total"], rows["sum"]) == (1, 6) and rows["id"] == people["id"]
    assert rows["rows"][0] | {"title": ""} == {
        "kind": "visit",
        "no": "清访2026-0001",
        "title": "",
        "on": "2026-03-02",
        "counts": 6,
    }


def test_closed_accusations_are_in_no_divided_row(office: Run, add: Callable[..., str]) -> None:
    accusing = {"purpose": "accusation", "route": None, "title": "反映村干部", "village": "西村"}
    add(at="2026-03-02T09:00", matter=accusing)
    add(at="2026-03-03T09:00")
    for by in (["village"], ["month"], ["channel", "purpose"]):
        words = [word for name in by for word in ("--by", name)]
        table = office("stats", "table", "--subject", "visits", *YEAR, *words, "--json").document
        assert len(table["rows"]) == 2 and table["total"]["items"]["value"] == 2
        last = table["rows"][-1]
        assert last["keys"] == dict.fromkeys(by, "unlisted") and last["figures"]["items"]["value"] == 1
        rows = office("stats", "rows", last["figures"]["items"]["id"], "--json").document["rows"]
        assert [(row["no"], row["title"]) for row in rows] == [("清访2026-0001", "")]
    month = office("stats", "table", "--subject", "visits", *MARCH, "--json").document
    assert [row["keys"] for row in month["rows"]] == [{"row": "unlisted"}]
    assert office("stats", "table", "--subject", "visits", *YEAR, "--json").document["rows"] == []


def test_a_figure_stays_what_it_was(office: Run, add: Callable[..., str], write: Write) -> None:
    moved, voided = add(at="2026-03-02T09:00", people=2), add(at="2026-03-03T09:00", people=3)
    table = office("stats", "table", "--subject", "visits", *MARCH, "--by", "village", "--json").document
    figure = table["rows"][0]["figures"]["people"]
    assert figure["value"] == 5
    village = office("visit", "show", moved, "--json").document["matters"][0] | {"village": "西村"}
    for key in ("case_no", "first_or_repeat", "deadlines"):
        del village[key]
    office("visit", "amend", moved, write({"people": 4, "at": "2026-04-02T09:00", "matters": [village]}))
    office("visit", "void", voided, "--why", "重复登记")
    add(at="2026-03-04T09:00", people=9)
    rows = office("stats", "rows", figure["id"], "--json").document
    assert (rows["total"], rows["sum"]) == (2, 5)
    now = office("stats", "table", "--subject", "visits", *MARCH, "--by", "village", "--json").document
    assert [row["figures"]["people"]["value"] for row in now["rows"]] == [9]
    office("undo", "--json")
    office("undo", "--json")
    again = office("stats", "table", "--subject", "visits", *MARCH, "--by", "village", "--json").document
    assert [row["figures"]["people"]["value"] for row in again["rows"]] == [3]
    assert office("stats", "rows", figure["id"], "--json").document["sum"] == 5


def test_what_turned_out_to_accuse_is_closed_in_the_figures_of_before(
    office: Run, add: Callable[..., str], write: Write
) -> None:
    number = add(at="2026-03-02T09:00", matter={"title": "村账目不公开", "route": None})
    words = ("stats", "table", "--subject", "visits", *MARCH, "--by", "village")
    before = office(*words, "--json").document["rows"][0]["figures"]["items"]
    accusing = office("visit", "show", number, "--json").document["matters"][0]
    for key in ("case_no", "first_or_repeat", "deadlines"):
        del accusing[key]
    accusing |= {"purpose": "accusation", "concerned_unit": "东村村民委员会"}
    assert office("visit", "amend", number, write({"matters": [accusing]}), "--json").status == 0
    assert office("stats", "rows", before["id"], "--json").document["rows"] == []
    for day in ((), ("--as-of", "2026-11-22")):
        assert "东村" not in office(*words, *day).out.decode()
    (row,) = office(*words, "--json").document["rows"]
    assert row["keys"] == {"village": "unlisted"} and row["figures"]["items"]["value"] == 1
    closed = office("stats", "rows", row["figures"]["items"]["id"], "--json")
    assert [(one["no"], one["title"]) for one in closed.document["rows"]] == [(number, "")]
    assert "账目" not in closed.out.decode() + office("stats", "rows", row["figures"]["items"]["id"]).out.decode()


def test_a_weekday_is_compared_with_the_same_weekday(office: Run, add: Callable[..., str]) -> None:
    for day in ("03-09", "03-02", "02-27"):  # two Mondays and a Friday
        add(at=f"2026-{day}T09:00")
    ten = ("--from", "2026-03-06", "--to", "2026-03-15", "--compare", "before")
    table = office("stats", "table", "--subject", "visits", *ten, "--by", "weekday", "--json").document
    found = {row["keys"]["weekday"]: row["figures"]["items"] for row in table["rows"]}
    assert {day: (figure["value"], figure["base"]) for day, figure in found.items()} == {"mon": (1, 1), "fri": (0, 1)}


def test_past_the_end_of_a_list_there_is_nothing(office: Run, add: Callable[..., str]) -> None:
    add(at="2026-03-02T09:00")
    figure = office("stats", "table", "--subject", "visits", *MARCH, "--json").document["total"]["items"]["id"]
    for offset in (1, 10**9, 10**30):
        found = office("stats", "rows", figure, "--offset", offset, "--json").document
        assert (found["total"], found["sum"], found["rows"]) == (1, 1, [])
    assert office("visit", "list", "--offset", 10**30, "--json").document["rows"] == []


def test_a_leap_day_and_years_without_records_are_counted_like_others(office: Run, add: Callable[..., str]) -> None:
    add(at="2024-02-29T09:00", matter={"village": "石桥/一组 ;=%"})
    add(at="2023-02-28T09:00")
    leap = ("--from", "2024-02-29", "--to", "2024-02-29")
    table = office("stats", "table", "--subject", "visits", *leap, "--by", "village", "--json").document
    assert table["compare"] == {"kind": "year", "from": "2023-02-28", "to": "2023-02-28"}
    assert [(row["keys"]["village"], _figures(row)["items"]) for row in table["rows"]] == [
        ("东村", 0),
        ("石桥/一组 ;=%", 1),
    ]
    figure = table["rows"][1]["figures"]["items"]["id"]
    assert not set(figure) & set(" '\"();&|<>*?$`\\")
    assert office("stats", "rows", figure, "--json").document["sum"] == 1
    before = office("stats", "table", "--subject", "visits", "--from", "1990-01-01", "--to", "1990-12-31", "--json")
    assert before.document["rows"] == [] and before.document["total"]["items"]["value"] == 0
    assert before.document["total"]["items"]["percent"] is None
    printed = office("stats", "table", "--subject", "visits", *leap, "--by", "village").out.decode()
    assert "石桥/一组" in printed and "合计" in printed and "统计截止时间" in printed
    assert "上年同期为0" in printed
    alone = office("stats", "table", "--subject", "visits", *leap, "--compare", "none").out.decode()
    assert "上年同期" not in alone


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("table", "--subject", "visits", "--from", "2026-03-31", "--to", "2026-03-01"), "to"),
        (("table", "--subject", "visits", "--from", "2026-02-29", "--to", "2026-03-01"), "from"),
        (("table", "--subject", "visits", "--from", "0001-01-01", "--to", "2026-03-01"), "from"),
        (("table", "--subject", "visits", *MARCH, "--by", "name"), "by"),
        (("table", "--subject", "visits", *MARCH, "--by", "month", "--by", "month"), "by"),
        (("table", "--subject", "visits", *MARCH, "--by", "month", "--by", "channel", "--by", "group"), "by"),
        (("table", "--subject", "visits", *MARCH, "--as-of", "2027-01-01"), "as_of"),
        (("table", "--subject", "visits", *MARCH, "--as-of", "gestern"), "as_of"),
        (("rows", "visits.items"), "id"),
        (("rows", "visits.items/2026-01-01/2026-06-30/2026-07-05/name=x"), "id"),
        (("rows", "visits.items/2026-01-01/2026-06-30/20260705"), "id"),
        (("rows", "visits.items/2026-01-01/2026-06-30/2026-07-05/village=%E4"), "id"),
        (("rows", "visits.items/2026-01-01/2026-06-30/2026-07-05/"), "id"),
    ],
)
def test_what_cannot_be_counted_is_refused(office: Run, words: tuple[str, ...], field: str) -> None:
    answer = office("stats", *words, "--json")
    assert (answer.status, answer.trouble["field"]) == (3, field) and answer.out == b""
