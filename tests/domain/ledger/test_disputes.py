"""The rules of the ledger: what a dispute is, what may be recorded when, in which months it was on the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petidesk.domain.ledger.disputes import dispute_content_document, parse_new_dispute
from petidesk.domain.ledger.events import (
    LedgerEvent,
    Span,
    check_event,
    effective,
    month_days,
    month_number,
    month_of,
    month_text,
    parse_dispute_event,
    place_of,
)
from petidesk.domain.ledger.listing import Counts
from petidesk.domain.ledger.months import Rate, rates_of, report_due, summed
from petidesk.domain.office.fields import RATES
from petidesk.domain.office.ledger_columns import LedgerColumn, parse_columns
from petidesk.domain.trouble import Refused

TODAY = date(2026, 11, 20)
FOUND = date(2026, 1, 10)
NEEDED = {"found_on": "2026-10-03", "summary": "院墙占了通道"}


def _refused(document: dict[str, Any], columns: Sequence[LedgerColumn] = ()) -> Refused:
    with pytest.raises(Refused) as refusal:
        parse_new_dispute(document, today=TODAY, columns=columns)
    return refusal.value


# ---- what is handed in


@pytest.mark.parametrize(
    ("given_key", "value", "code", "field"),
    [
        ("found_on", "2026-11-21", "bad_value", "found_on"),
        ("found_on", "2026-02-30", "bad_value", "found_on"),
        ("found_on", "1949-12-31", "bad_value", "found_on"),
        ("summary", "", "missing", "summary"),
        ("amount_yuan", -1, "bad_value", "amount_yuan"),
        ("amount_yuan", "十万", "bad_value", "amount_yuan"),
        ("amount_yuan", "NaN", "bad_value", "amount_yuan"),
        ("amount_yuan", "1e999", "bad_value", "amount_yuan"),
        ("amount_yuan", "1_000", "bad_value", "amount_yuan"),
        ("amount_yuan", True, "bad_value", "amount_yuan"),
        ("amount_yuan", "1.005", "bad_value", "amount_yuan"),
        ("people_involved", -1, "bad_value", "people_involved"),
        ("people_involved", 1.5, "bad_value", "people_involved"),
        ("risk_level", "high", "bad_value", "risk_level"),
        ("parties", [{"name": "张三", "side": "c"}], "bad_value", "parties[0].side"),
        ("parties", [{"name": "张三", "id_number": "123"}], "bad_value", "parties[0].id_number"),
        ("parties", [{"side": "a"}], "missing", "parties[0].name"),
        ("parties", [{"name": "张三", "job": "x"}], "unknown_key", "parties[0].job"),
        ("colour", "red", "unknown_key", "colour"),
        ("extra", {"网格": "3"}, "unknown_key", "extra.网格"),
    ],
)
def test_refused_by_name(given_key: str, value: Any, code: str, field: str) -> None:
    refused = _refused(NEEDED | {given_key: value})
    assert (refused.code, refused.field) == (code, field)


@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False))
@example(Decimal("12000"))
@example(Decimal("0.00"))
@example(Decimal("86000.50"))
def test_money_goes_through_as_it_came(amount: Decimal) -> None:
    for written in (f"{amount:,.2f}", f" {amount} ", f"{amount:,}".replace(",", "，")):
        dispute = parse_new_dispute(NEEDED | {"amount_yuan": written}, today=TODAY)
        assert dispute.amount_yuan == amount
    document = dispute_content_document(dispute)
    assert Decimal(str(document["amount_yuan"])) == amount
    assert parse_new_dispute(document, today=TODAY) == dispute


def test_doubts_warn_and_people_default_to_the_parties() -> None:
    parties = [{"name": "张三", "side": "a", "id_number": "110105194912310021"}, {"name": "李四"}]
    dispute = parse_new_dispute(NEEDED | {"parties": parties, "due_on": "2026-10-01"}, today=TODAY)
    assert dispute.people_involved == 2
    assert [warning.partition(": ")[0] for warning in dispute.warnings] == ["parties[0].id_number", "due_on"]


def test_columns_of_the_county_are_checked_by_their_kind() -> None:
    columns = parse_columns(
        [
            {"key": "grid", "label": "网格"},
            {"label": "户数", "kind": "count"},
            {"label": "立案日期", "kind": "day"},
            {"label": "标的", "kind": "money"},
            {"label": "层级", "kind": "choice", "choices": ["县", "镇"]},
        ],
        ("排查日期",),
    )
    extra = {"网格": "三网格", "户数": 3, "立案日期": "2026-10-09", "标的": "1,000.50", "层级": "镇"}
    found = parse_new_dispute(NEEDED | {"extra": extra}, today=TODAY, columns=columns)
    assert found.extra == {"grid": "三网格", "户数": 3, "立案日期": "2026-10-09", "标的": "1000.5", "层级": "镇"}
    for wrong in ({"户数": "三"}, {"立案日期": "十月"}, {"标的": "多"}, {"层级": "市"}):
        refused = _refused(NEEDED | {"extra": wrong}, columns)
        assert (refused.code, refused.field) == ("bad_value", f"extra.{next(iter(wrong))}")


@pytest.mark.parametrize(
    "columns", [[{"label": "排查日期"}], [{"label": "网格"}, {"label": "网格"}], [{"label": "层级", "kind": "choice"}]]
)
def test_columns_that_cannot_be(columns: list[dict[str, Any]]) -> None:
    with pytest.raises(Refused):
        parse_columns(columns, ("排查日期",))


# ---- months


@pytest.mark.parametrize("text", ["2026-13", "2026-0", "2026-1", "202610", "1949-12", "9999-12", "", "2026-10-01"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        month_number(text)
    assert refusal.value.code == "bad_value"


@given(st.dates(date(1950, 1, 1), date(2999, 12, 31)))
def test_months_as_numbers(day: date) -> None:
    month = month_of(day)
    first, last = month_days(month)
    assert first <= day <= last and first.day == 1 and (last + timedelta(days=1)).day == 1
    assert month_number(month_text(month)) == month


def by_the_words(found_on: date, told: Sequence[LedgerEvent], month: int) -> tuple[int, int, int, int, int, int] | None:
    """What one dispute counts in a month, by rules/command-line.md: its state at two ends of months."""

    def away(before: int) -> str:
        """How the dispute was off the books at the end of a month; empty while it was on them."""
        how = ""
        for event in told:
            if month_of(event.on) <= before and event.kind in ("resolved", "escalated", "reopened"):
                how = "" if event.kind == "reopened" else event.kind
        return how

    came = month_of(found_on)
    carried = came < month and not away(month - 1)
    back = (
        came < month and not carried and any(event.kind == "reopened" and month_of(event.on) == month for event in told)
    )
    if not (carried or back or came == month):
        return None
    how = away(month)
    return (
        int(carried),
        int(back or came == month),
        int(back),
        int(how == "resolved"),
        int(how == "escalated"),
        int(not how),
    )


def by_the_spans(spans: Sequence[Span], month: int) -> tuple[int, int, int, int, int, int] | None:
    on_it = [span for span in spans if span.came <= month and (span.left is None or span.left >= month)]
    assert len(on_it) <= 1, "each counts once a month"
    if not on_it:
        return None
    span = on_it[0]
    left = span.how if span.left == month else ""
    return (
        int(span.came < month),
        int(span.came == month),
        int(span.came == month and span.reopened),
        int(left == "resolved"),
        int(left == "escalated"),
        int(not left),
    )


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["measure_taken", "mediated", "resolved", "resolved", "escalated", "reopened", "closed_out", "followed_up"]
        ),
        st.integers(0, 200),
        st.booleans(),
    ),
    max_size=14,
)


@given(_STEPS, st.data())
def test_months_follow_from_the_events(steps: list[tuple[str, int, bool]], data: st.DataObject) -> None:
    """Events in and out of order, some taken back: whatever the rules let pass, the months are those of the words."""
    known: list[LedgerEvent] = []
    for number, (kind, days, undo) in enumerate(steps, start=1):
        on = FOUND + timedelta(days=days)
        content: dict[str, Any] = {"to_level": data.draw(st.sampled_from(["town", "county"]))}
        event = LedgerEvent(kind, on, content if kind == "escalated" else {}, number)
        if undo and (standing := effective(known)):
            gone = data.draw(st.sampled_from(standing))
            event = LedgerEvent("undone", on, {"event_id": gone.event_id}, number)
        try:
            check_event(FOUND, known, event)
        except Refused:
            continue
        known = sorted([*known, event], key=lambda one: (one.on, one.event_id))
    told = effective(known)
    place = place_of(FOUND, told)
    ended = None
    for month in range(month_of(FOUND) - 1, month_of(FOUND) + 9):
        counted = by_the_spans(place.spans, month)
        assert counted == by_the_words(FOUND, told, month), month_text(month)
        carried, found, _, resolved, escalated, outstanding = counted or (0,) * 6
        assert carried + found == resolved + escalated + outstanding
        assert carried == (ended or 0)
        ended = outstanding
    assert (place.state in ("open", "in_progress")) == bool(ended)


@given(_STEPS)
def test_taking_the_last_step_back_restores_the_place(steps: list[tuple[str, int, bool]]) -> None:
    known: list[LedgerEvent] = []
    for number, (kind, days, _) in enumerate(steps, start=1):
        before = place_of(FOUND, effective(known))
        event = LedgerEvent(kind, FOUND + timedelta(days=days), {"to_level": "town"}, number)
        try:
            check_event(FOUND, known, event)
        except Refused:
            continue
        with_it = sorted([*known, event], key=lambda one: (one.on, one.event_id))
        undoing = LedgerEvent("undone", event.on, {"event_id": number}, 1000 + number)
        check_event(FOUND, with_it, undoing)
        assert place_of(FOUND, effective([*with_it, undoing])) == before
        known = with_it


def _event(kind: str, day: str, number: int, **content: Any) -> LedgerEvent:
    return LedgerEvent(kind, date.fromisoformat(day), content, number)


def test_what_the_page_says_of_reopening() -> None:
    found = date(2026, 9, 5)
    resolved = _event("resolved", "2026-09-20", 1)
    same = [resolved, _event("reopened", "2026-09-25", 2)]
    assert place_of(found, same).spans == [Span(month_of(found), False)]
    later = [resolved, _event("reopened", "2026-10-02", 2), _event("escalated", "2026-10-30", 3, to_level="county")]
    september, october = month_number("2026-09"), month_number("2026-10")
    assert place_of(found, later).spans == [
        Span(september, False, september, "resolved"),
        Span(october, True, october, "escalated"),
    ]


@pytest.mark.parametrize(
    ("before", "new", "code"),
    [
        ([], _event("closed_out", "2026-02-01", 9), "forbidden"),
        ([], _event("followed_up", "2026-02-01", 9), "forbidden"),
        ([], _event("reopened", "2026-02-01", 9), "forbidden"),
        ([], _event("resolved", "2026-01-09", 9), "bad_value"),
        ([_event("measure_taken", "2026-01-12", 1)], _event("confirmed", "2026-02-01", 9), "forbidden"),
        ([_event("resolved", "2026-02-01", 1)], _event("measure_taken", "2026-02-02", 9), "already_closed"),
        ([_event("resolved", "2026-02-01", 1)], _event("resolved", "2026-02-03", 9), "already_closed"),
        # entered late, it would take the ground from under what stands
        (
            [_event("resolved", "2026-02-01", 1), _event("closed_out", "2026-02-20", 2)],
            _event("reopened", "2026-02-10", 9),
            "forbidden",
        ),
        ([_event("resolved", "2026-02-01", 1)], _event("resolved", "2026-01-20", 9), "forbidden"),
        ([_event("resolved", "2026-02-01", 1)], _event("undone", "2026-03-01", 9, event_id=7), "not_found"),
        (
            [_event("resolved", "2026-02-01", 1), _event("closed_out", "2026-02-20", 2)],
            _event("undone", "2026-03-01", 9, event_id=1),
            "forbidden",
        ),
    ],
)
def test_what_may_not_be_recorded(before: list[LedgerEvent], new: LedgerEvent, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_event(FOUND, before, new)
    assert refusal.value.code == code


def test_late_entry_finds_its_place() -> None:
    known = [_event("resolved", "2026-02-20", 1)]
    assert check_event(FOUND, known, _event("mediated", "2026-02-01", 2)) == ()
    with pytest.raises(Refused) as refusal:
        check_event(FOUND, known, _event("mediated", "2026-02-01", 2, performed_by="2026-01-31"))
    assert (refusal.value.code, refusal.value.field) == ("bad_value", "performed_by")


@pytest.mark.parametrize(
    ("kind", "document", "code", "field"),
    [
        ("dissolved", {}, "bad_value", "event"),
        ("resolved", {}, "missing", "on"),
        ("resolved", {"on": "2026-11-21"}, "bad_value", "on"),
        ("resolved", {"on": "2026-11-01", "how": "x"}, "unknown_key", "how"),
        ("escalated", {"on": "2026-11-01"}, "missing", "to"),
        ("reopened", {"on": "2026-11-01"}, "missing", "reason"),
        ("mediated", {"on": "2026-11-01", "amount_yuan": "-5"}, "bad_value", "amount_yuan"),
        ("followed_up", {"on": "2026-11-01", "satisfied": "maybe"}, "bad_value", "satisfied"),
        ("undone", {"on": "2026-11-01"}, "missing", "event_id"),
    ],
)
def test_events_refused_by_name(kind: str, document: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_dispute_event(kind, document, today=TODAY, by="李敏")
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_money_of_an_agreement_stays_a_number() -> None:
    asked = {"on": "2026-11-01", "agreement": "每年给付", "amount_yuan": "12,000.50"}
    new = parse_dispute_event("mediated", asked, today=TODAY, by="李敏")
    assert (new.by, new.content["amount_yuan"]) == ("李敏", 12000.5)


# ---- sums and rates


_COUNTS = st.builds(Counts, *[st.integers(0, 50)] * 11)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("东西"), _COUNTS), max_size=12))
def test_sums_by_type_and_village_are_the_total(parts: list[tuple[str, str, Counts]]) -> None:
    balance = summed(parts, "2026-10")
    for broken_down in (balance.by_type, balance.by_village):
        assert sum((counts for _, counts in broken_down), Counts()) == balance.total
        assert len({name for name, _ in broken_down}) == len(broken_down)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (0, 0, "—"),
        (5, 0, "—"),
        (0, 7, "0.00%"),
        (7, 7, "100.00%"),
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (6498, 6525, "99.59%"),
        (1, 16, "6.25%"),
        (1, 800, "0.13%"),  # 0.125: half is rounded up
        (3, 800, "0.38%"),  # 0.375
    ],
)
def test_rates_have_two_decimals(numerator: int, denominator: int, text: str) -> None:
    assert Rate("化解率", numerator, denominator, "").text == text


def test_the_rate_is_the_one_this_county_means() -> None:
    total = Counts(carried_over=4, found=6, resolved=5, resolved_found=3, outstanding=5)
    everything = rates_of(total, 6, 4, "all")
    newly = rates_of(total, 6, 4, "found")
    assert [(rate.text, rate.definition) for rate in (everything[0], newly[0])] == [
        ("50.00%", RATES["all"]),
        ("50.00%", RATES["found"]),
    ]
    assert (everything[0].numerator, everything[0].denominator) == (5, 10)
    assert (newly[0].numerator, newly[0].denominator) == (3, 6)
    assert [rate.text for rate in everything[1:]] == ["66.67%", "75.00%"]
    assert [rate.text for rate in rates_of(Counts(), 0, 0, "all")] == ["—", "—", "—"]


def test_the_report_is_owed_from_the_first_until_it_is_closed() -> None:
    began = date(2026, 9, 30)
    october = month_number("2026-10")
    due = report_due(date(2026, 11, 1), 5, [], began=began)
    assert due is not None
    assert (due.month, due.due_on, due.days_left) == ("2026-10", date(2026, 11, 5), 4)
    late = report_due(date(2026, 11, 30), 5, [october - 1], began=began)
    assert late is not None and late.days_left == -25
    assert report_due(date(2026, 11, 1), 5, [october], began=began) is None
    assert report_due(date(2026, 10, 31), 5, [], began=date(2026, 10, 1)) is None
    assert report_due(date(2026, 11, 1), 5, [], began=None) is None
    january = report_due(date(2027, 1, 2), 5, [], began=began)
    assert january is not None and (january.month, january.due_on) == ("2026-12", date(2027, 1, 5))


def test_going_up_asks_for_the_report_and_never_lowers_the_level() -> None:
    up = _event("escalated", "2026-03-01", 1, to="county", to_level="county", report="村里调解两次未成")
    assert check_event(FOUND, [], up) == ()
    (warning,) = check_event(FOUND, [], _event("escalated", "2026-03-01", 1, to="town", to_level="town"))
    assert "书面报告" in warning
    with pytest.raises(Refused, match="已经报到县里") as refusal:
        check_event(FOUND, [up], _event("escalated", "2026-03-02", 2, to="town", to_level="town", report="报错"))
    assert refusal.value.field == "to"


@pytest.mark.parametrize(
    ("kind", "day", "said"),
    [
        ("合同纠纷", "2026-03-31", []),
        ("合同纠纷", "2026-04-01", ["已超过"]),
        ("婚姻家庭纠纷", "2026-03-02", ["身份关系"]),
        ("山林土地纠纷", "2026-04-02", ["物权", "已超过"]),
    ],
)
def test_a_confirmation_is_joint_within_thirty_days_and_not_of_identity(kind: str, day: str, said: list[str]) -> None:
    agreed = _event("mediated", "2026-03-01", 1, agreement="调字第1号")
    warnings = check_event(FOUND, [agreed], _event("confirmed", day, 2, court="安平县人民法院"), kind)
    assert [words for words, warning in zip(said, warnings, strict=True) if words not in warning] == []
