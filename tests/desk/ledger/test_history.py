"""Any history of any disputes: every month adds up, and what is kept is what follows from the events."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.events import LedgerEvent, effective, month_of, month_text
from petidesk.domain.ledger.listing import Counts, DisputeQuery
from petidesk.domain.trouble import Refused
from tests.domain.ledger.test_disputes import by_the_words
from tests.examples import examples

NOW = datetime(2026, 11, 20, 10)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 3), st.integers(0, 200)),
        st.tuples(st.just("amend"), st.integers(0, 3), st.integers(0, 200)),
        st.tuples(st.just("void"), st.integers(0, 9), st.integers(0, 200)),
        st.tuples(st.just("undo"), st.integers(0, 3), st.integers(0, 200)),
        st.tuples(
            st.sampled_from(
                ["measure_taken", "resolved", "resolved", "escalated", "reopened", "reopened", "closed_out"]
            ),
            st.integers(0, 3),
            st.integers(0, 200),
        ),
    ),
    min_size=4,
    max_size=30,
)
_FIRST = date(2026, 4, 10)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ledger") / "data"
    create_office(place, office="清溪镇", county="安平县", villages=["东村", "西村"], organ_code="清", practice=True)
    return place


@settings(max_examples=examples(15))
@given(_STEPS)
def test_every_month_adds_up_whatever_happened(empty: Path, steps: list[tuple[str, int, int]]) -> None:
    place = empty.with_name("tried")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(empty, place)
    desk = open_desk(place, clock=lambda: NOW)
    try:
        numbers: list[str] = []
        for kind, which, days in steps:
            _take(desk, numbers, kind, which, _FIRST + timedelta(days=days))
        _compare(desk, numbers)
        assert desk.checks.run(deep=True) == []
    finally:
        desk.close()


def _take(desk: Desk, numbers: list[str], kind: str, which: int, on: date) -> None:
    """One step, unless the rules refuse it."""
    day = on.isoformat()
    extra = {"escalated": {"to": "county"}, "reopened": {"reason": "反复"}}.get(kind, {})
    try:
        if kind == "add" or not numbers:
            document = {
                "found_on": day,
                "village": ("东村", "西村", "")[which % 3],
                "type": ("邻里", "山林土地", "")[on.day % 3],
                "summary": "争",
                "people_involved": which + 1,
                "amount_yuan": f"{on.day}.{which}",
            }
            numbers.append(desk.ledger.add(document)[0].dispute_no)
            return
        number = numbers[which % len(numbers)]
        if kind == "amend":
            desk.ledger.amend(number, {"found_on": day, "people_involved": on.day})
        elif kind == "void":
            desk.ledger.void(number, "重复")
        elif kind == "undo":
            events = desk.ledger.get(number).events
            desk.ledger.undo(number, events[on.day % len(events)].event_id if events else 1)
        else:
            desk.ledger.record(number, kind, {"on": day, **extra})
    except Refused:
        return


def _compare(desk: Desk, numbers: list[str]) -> None:
    disputes = [dispute for number in numbers if not (dispute := desk.ledger.get(number)).voided]
    outstanding = 0
    for month in range(month_of(_FIRST), month_of(NOW.date()) + 1):
        balance = desk.months.balance(month_text(month))
        total = balance.total
        assert total.balanced and total.carried_over == outstanding
        outstanding = total.outstanding
        for parts in (balance.by_type, balance.by_village):
            assert sum((counts for _, counts in parts), Counts()) == total
            assert all(counts.balanced for _, counts in parts)
        recounted = [(dispute, by_the_words(dispute.content.found_on, _told(dispute), month)) for dispute in disputes]
        on_the_books = [(dispute, counted) for dispute, counted in recounted if counted is not None]
        sums = tuple(sum(counted[place] for _, counted in on_the_books) for place in range(6))
        assert sums == (
            total.carried_over,
            total.found,
            total.reopened,
            total.resolved,
            total.escalated,
            total.outstanding,
        )
        assert total.people == sum(dispute.content.people_involved for dispute, _ in on_the_books)
        assert total.amount_fen == sum(int((dispute.content.amount_yuan or 0) * 100) for dispute, _ in on_the_books)
        listed = {dispute.dispute_no for dispute in desk.months.lines(month_text(month))}
        assert listed == {dispute.dispute_no for dispute, _ in on_the_books}
        for figure in ("carried_over", "found", "reopened", "resolved", "escalated", "outstanding"):
            query = DisputeQuery(month=month_text(month), figure=figure)
            assert desk.ledger.totals(query)[0] == getattr(total, figure), figure


def _told(dispute: Dispute) -> list[LedgerEvent]:
    return effective(LedgerEvent(event.kind, event.on, event.content, event.event_id) for event in dispute.events)
