"""Who accuses at a reception leaves no name and no word; the leader who is named gives no opinion."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from petidesk.desk.desk import Desk
from petidesk.domain.sittings.guests import ClosedBooking, ClosedOpinion
from petidesk.domain.sittings.sittings import sitting_document
from petidesk.domain.trouble import Refused
from petidesk.storage.schema import audit_event, audit_payload, reception_guest
from tests.desk.sittings.thursday import (
    DUE,
    HERE,
    MORNING,
    THURSDAY,
    Clock,
    came,
    opine,
    receive,
    refusal,
    visit,
    words,
)


def accusation(name: str = "单青石") -> dict[str, Any]:
    told = visit(name)
    told["petitioners"][0]["phone"] = "13900009999"
    told["matters"] = [{"purpose": "accusation", "title": "土方钱", "statement": "有人收了土方钱。"}]
    return told


def _everything(desk: Desk) -> str:
    """All that the rows of the queue, papers, counts, the board and the chain show and keep of the sitting."""
    sitting = desk.sittings.get(THURSDAY, HERE)
    with desk.reading() as connection:
        payloads = connection.execute(
            select(audit_payload.c.before, audit_payload.c.after)
            .join(audit_event, audit_event.c.id == audit_payload.c.event_id)
            .where(audit_event.c.subject_kind.in_(("sitting", "schedule")))
        ).all()
        kept = connection.execute(select(reception_guest)).all()
    papers = [words(desk.sitting_papers.record(THURSDAY, guest.number, HERE).pdf) for guest in sitting.received]
    papers.append(words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf))
    shown = (sitting, payloads, kept, papers, desk.sittings.counts(2026), desk.home.board(), desk.audit.lines(1000))
    return repr(shown) + json.dumps(sitting_document(sitting), ensure_ascii=False)


@pytest.mark.parametrize("way", ["alone", "beside another matter", "amended", "linked", "again"])
def test_who_accuses_leaves_no_name_and_no_word(desk: Desk, clock: Clock, way: str) -> None:
    told = {"name": "单青石", "phone": "13900009999", "people": 2, "village": "石桥村", "about": "土方钱的事"}
    desk.sittings.book(THURSDAY, told, HERE)
    came(desk, clock)
    desk.sittings.came(THURSDAY, 1, HERE)
    assert "单青石" in _everything(desk), "before the visit nobody knows"
    document = accusation()
    if way == "beside another matter":
        document["matters"].append({"purpose": "appeal", "title": "水渠渗水", "statement": "水渠渗水。"})
    if way == "amended":
        document["matters"][0]["purpose"] = "appeal"
        guest = receive(desk, 1, document)
        assert guest.visit is not None and guest.name == "单青石"
        amended = {"matters": accusation()["matters"]}
        desk.visits.amend(guest.visit.visit_no, amended)
    elif way == "linked":
        registered, _ = desk.visits.add(document)
        desk.sittings.link(THURSDAY, 1, registered.visit_no, HERE)
    elif way == "again":
        guest = receive(desk, 1)
        assert guest.visit is not None
        desk.visits.void(guest.visit.visit_no, "登错了人")
        receive(desk, 1, document)
    else:
        receive(desk, 1, document)
    opine(desk, 1, "assigned", case_no=desk.sittings.get(THURSDAY, HERE).guest(1).open_cases[0], text="查土方钱")
    desk.sittings.close(THURSDAY, {}, HERE)
    shown = _everything(desk)
    for word in ("单青石", "13900009999", "139*", "石桥村", "土方钱"):
        assert word not in shown, word
    guest = desk.sittings.get(THURSDAY, HERE).guest(1)
    assert (guest.name, guest.about, type(guest.booking)) == ("检举控告", "", ClosedBooking)
    assert isinstance(guest.opinions[0], ClosedOpinion)
    assert "检举控告" in shown and desk.sittings.counts(2026)[0]["覃晓东"]["assigned"] == 1
    assert desk.checks.run(deep=True) == []


def test_the_leader_of_the_day_who_is_named_is_warned_of_and_gives_no_opinion(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    noted = {"name": "单青石", "about": "举报镇长收土方钱"}
    told = desk.sittings.arrive(THURSDAY, noted, HERE).warnings
    assert ["覃晓东" in words for words in told] == [False, True] and "土方" not in "".join(told)
    plain = desk.sittings.arrive(THURSDAY, {"name": "张桂花", "about": "找镇长问低保"}, HERE)
    assert plain.warnings == (), "no accusation: whom it is about is no secret of his"
    against = accusation()
    against["matters"][0]["concerned_unit"] = "镇长"
    sitting, registered, _ = desk.sittings.receive(THURSDAY, 1, against, HERE)
    assert ["覃晓东" in words for words in sitting.warnings] == [True]
    opinion = {"outcome": "assigned", "text": "请核实", "case_no": registered.matters[0].case_no, **DUE}
    with pytest.raises(Refused, match="覃晓东") as refused:
        desk.sittings.opinion(THURSDAY, 1, opinion, HERE)
    assert (refused.value.code, refused.value.basis) == ("forbidden", "《信访工作条例》第三十条第三款")
    other, _, _ = desk.sittings.receive(THURSDAY, 2, accusation("张桂花") | {"at": "2026-12-03T09:20"}, HERE)
    assert other.warnings == ()


def test_nobody_books_for_an_accusation_by_its_number(desk: Desk) -> None:
    registered, _ = desk.visits.add(accusation() | {"at": "2026-12-01T09:00"})
    refused = refusal(desk.sittings.book, THURSDAY, {"name": "单青石", "case_no": registered.matters[0].case_no}, HERE)
    assert (refused.code, refused.field) == ("forbidden", "case_no") and refused.basis is not None
    assert desk.sittings.get(THURSDAY, HERE).guests == ()
