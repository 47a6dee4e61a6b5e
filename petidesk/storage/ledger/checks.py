"""Whether the ledger's lines still say what follows from their events: state, dates, and the months on the books."""

from __future__ import annotations

from sqlalchemy import Connection, select

from petidesk.domain.ledger.events import LedgerEvent, Span, effective, place_of
from petidesk.domain.listing import Problem
from petidesk.storage.file.json_text import loads
from petidesk.storage.lists import NAME_SEPARATOR
from petidesk.storage.schema import dispute, dispute_event, dispute_party, dispute_span

_PAGE = 1000
_KEPT = ("state", "level", "resolved_on", "closed_out_on", "followed_up_on")


def verify(connection: Connection) -> list[Problem]:
    """Work every dispute out anew from its events and compare; a voided one is on no month's books."""
    problems: list[Problem] = []
    after = 0
    while page := connection.execute(
        select(dispute).where(dispute.c.id > after).order_by(dispute.c.id).limit(_PAGE)
    ).all():
        last = page[-1].id
        events: dict[int, list[LedgerEvent]] = {}
        rows = connection.execute(
            select(dispute_event)
            .where(dispute_event.c.dispute_id > after, dispute_event.c.dispute_id <= last)
            .order_by(dispute_event.c.dispute_id, dispute_event.c.on_day, dispute_event.c.id)
        )
        for row in rows:
            event = LedgerEvent(row.kind, row.on_day, loads(row.document), row.id)
            events.setdefault(row.dispute_id, []).append(event)
        spans: dict[int, list[Span]] = {}
        months = connection.execute(
            select(dispute_span)
            .where(dispute_span.c.dispute_id > after, dispute_span.c.dispute_id <= last)
            .order_by(dispute_span.c.dispute_id, dispute_span.c.came)
        )
        for month in months:
            spans.setdefault(month.dispute_id, []).append(Span(month.came, month.reopened, month.left, month.how))
        names: dict[int, list[str]] = {}
        parties = connection.execute(
            select(dispute_party.c.dispute_id, dispute_party.c.name)
            .where(dispute_party.c.dispute_id > after, dispute_party.c.dispute_id <= last)
            .order_by(dispute_party.c.dispute_id, dispute_party.c.place)
        )
        for dispute_id, name in parties:
            names.setdefault(dispute_id, []).append(name)
        for row in page:
            place = place_of(row.found_on, effective(events.get(row.id, [])))
            if any(getattr(row, name) != getattr(place, name) for name in _KEPT):
                problems.append(Problem("纠纷的状态或日期与经过不符", row.dispute_no))
            if spans.get(row.id, []) != ([] if row.voided else place.spans):
                problems.append(Problem("纠纷在册的月份与经过不符", row.dispute_no))
            expected = "" if row.purge_id else NAME_SEPARATOR.join(names.get(row.id, []))
            if row.names != expected:
                problems.append(Problem("列表栏目与记录不符：姓名", row.dispute_no))
        after = last
    return problems
