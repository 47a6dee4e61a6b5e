"""The list of cases: every filter and every order against the same done in Python over all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.cases import ENDED
from petidesk.domain.cases.files import CaseQuery, CaseRow
from petidesk.domain.trouble import Refused
from tests.samples import lived_office

MORNING = datetime(2026, 10, 31, 9)
SOON = date(2026, 11, 7)
LAST = date(2026, 10, 31)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("list") / "office"
    lived_office(folder)
    desk = open_desk(folder, purpose="read", clock=lambda: MORNING)
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def everything(desk: Desk) -> list[CaseRow]:
    rows = desk.cases.rows(CaseQuery(descending=False), 10_000)
    assert len(rows) > 100
    return rows


FILTERS: dict[str, tuple[dict[str, Any], Callable[[CaseRow], bool]]] = {
    "state": ({"state": "concluded"}, lambda row: row.state == "concluded"),
    "purpose": ({"purpose": "appeal"}, lambda row: row.purpose == "appeal"),
    "accusation": ({"purpose": "accusation"}, lambda row: row.restricted),
    "route": ({"route": 6}, lambda row: row.route == 6),
    "due until": ({"due_until": SOON}, lambda row: row.due is not None and row.due <= SOON),
    "due since": ({"due_since": LAST}, lambda row: row.due is not None and row.due >= LAST),
    "task until": ({"task_until": SOON}, lambda row: row.task_on is not None and row.task_on <= SOON),
    "task since": ({"task_since": LAST}, lambda row: row.task_on is not None and row.task_on >= LAST),
    "opened since": ({"opened_since": date(2026, 6, 1)}, lambda row: row.opened_on >= date(2026, 6, 1)),
    "opened until": ({"opened_until": date(2026, 6, 1)}, lambda row: row.opened_on <= date(2026, 6, 1)),
    "waiting": ({"waiting_service": True}, lambda row: row.waiting_service > 0),
    "open": ({"open_only": True}, lambda row: row.state not in ENDED),
    "two together": (
        {"open_only": True, "purpose": "appeal"},
        lambda row: row.state not in ENDED and row.purpose == "appeal",
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_keeps_what_python_keeps(desk: Desk, everything: list[CaseRow], name: str) -> None:
    given, keeps = FILTERS[name]
    query = CaseQuery(descending=False, **given)
    expected = [row for row in everything if keeps(row)]
    assert 0 < len(expected) < len(everything)
    assert desk.cases.rows(query, 10_000) == expected
    assert desk.cases.count(query) == len(expected)
    assert list(desk.cases.ids(query)) == [row.case_id for row in expected]


SORTS = ("case_no", "title", "opened_on", "state", "next_due", "next_task", "unit", "leader", "purpose")


@pytest.mark.parametrize("key", ["unit", "leader"])
def test_a_unit_and_a_leader_have_their_cases(desk: Desk, everything: list[CaseRow], key: str) -> None:
    names = {getattr(row, key) for row in everything} - {""}
    assert len(names) > 2
    for name in names:
        expected = [row.case_id for row in everything if getattr(row, key) == name]
        assert list(desk.cases.ids(CaseQuery(descending=False, **{key: name}))) == expected
    assert names <= set(desk.cases.units() if key == "unit" else desk.cases.leaders())


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_both_ways_and_what_has_no_date_is_last(
    desk: Desk, everything: list[CaseRow], sort: str, descending: bool
) -> None:
    def value(row: CaseRow) -> Any:
        return {
            "case_no": row.case_id,
            "next_due": row.due,
            "next_task": row.task_on,
            "title": titles[row.case_id],
        }.get(sort, getattr(row, sort, None))

    # Of an accusation the list shows no title, but it has its place.
    titles = {row.case_id: row.title for row in everything}
    rows = desk.cases.rows(CaseQuery(sort=sort, descending=descending), 10_000)
    assert sorted(row.case_id for row in rows) == [row.case_id for row in everything]
    found = [(value(row), row.case_id) for row in rows if value(row) is not None]
    assert found == sorted(found, reverse=descending)
    assert all(value(row) is None for row in rows[len(found) :])
    page = desk.cases.rows(CaseQuery(sort=sort, descending=descending), 7, 5)
    assert page == rows[5:12]


def test_an_accusation_shows_neither_title_nor_names_nor_sorts_by_one(desk: Desk, everything: list[CaseRow]) -> None:
    accused = [row for row in everything if row.restricted]
    assert accused and all(row.title == "" and row.names == () for row in accused)


def test_rows_by_id_keep_the_order_asked_for(desk: Desk, everything: list[CaseRow]) -> None:
    wanted = [everything[5], everything[2], everything[9]]
    assert desk.cases.rows_by_id([row.case_id for row in wanted] + [10**9]) == wanted


def test_words_find_titles_and_requests_and_the_unknown_order_is_refused(desk: Desk, everything: list[CaseRow]) -> None:
    wanted = next(row for row in everything if row.title and not row.restricted)
    found = desk.cases.rows(CaseQuery(text=wanted.title), 10_000)
    assert wanted.case_id in {row.case_id for row in found}
    assert desk.cases.search(wanted.case_no)[0].case_no == wanted.case_no
    assert desk.cases.search("  ") == []
    with pytest.raises(Refused) as refusal:
        desk.cases.rows(CaseQuery(sort="names"), 5)
    assert refusal.value.field == "sort"


@pytest.mark.parametrize("paper", ["any", "acceptance_notice", "service_receipt", "registration"])
def test_what_is_not_entered_yet_is_what_each_case_says(desk: Desk, everything: list[CaseRow], paper: str) -> None:
    found = set(desk.cases.ids(CaseQuery(not_entered=paper)))
    expected = {
        row.case_id
        for row in everything
        if (owed := desk.cases.get(case_id=row.case_id).not_entered) and (paper == "any" or paper in owed)
    }
    assert found == expected and found
