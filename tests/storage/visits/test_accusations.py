"""An accusation that appears or goes when a visit is amended (《信访工作条例》第三十条第三款)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.domain.audit import ClosedChange
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.people import Probe
from petidesk.domain.visits.visits import Visit

SECRET = "收了土方钱"
Make = Callable[..., dict[str, Any]]


def _matter(purpose: str, **more: Any) -> dict[str, Any]:
    return {"purpose": purpose, "title": SECRET, "statement": SECRET, "requests": ["查清"], **more}


def _shown(desk: Desk, visit: Visit) -> str:
    """All that lists, hints, search and the audit's lines show of the office."""
    hint = desk.visits.similar(_probe(visit))
    shown = [desk.visits.rows(VisitQuery(), 50), desk.search.find("土方"), hint, desk.audit.lines(50)]
    return repr([*shown, desk.choices.categories()])


def _probe(visit: Visit) -> Probe:
    person = visit.content.petitioners[0]
    return Probe(name=person.name, phone=person.phone, village=person.village)


def test_an_appeal_becomes_an_accusation_and_an_appeal_again(desk: Desk, visit: Make) -> None:
    added, _ = desk.visits.add(visit(matters=[_matter("appeal", category="其他/其他")]))
    assert SECRET in _shown(desk, added) and desk.visits.similar(_probe(added))
    closed = desk.visits.amend(added.visit_no, {"matters": [_matter("accusation", category=f"其他/{SECRET}")]})
    assert isinstance(closed, ClosedVisit) and SECRET not in repr(closed)
    assert SECRET not in _shown(desk, added) and not desk.visits.similar(_probe(added))
    assert isinstance(desk.visits.history(added.visit_no)[-1], ClosedChange)
    assert desk.checks.run(deep=True) == []
    with pytest.raises(Refused, match="理由"):
        desk.visits.amend(added.visit_no, {"matters": [_matter("appeal")]})
    assert isinstance(desk.visits.get(added.visit_no), ClosedVisit), "nothing was changed"
    reopened = desk.visits.amend(added.visit_no, {"matters": [_matter("appeal")]}, unmask="信访目的登错了")
    assert SECRET in _shown(desk, reopened) and desk.visits.similar(_probe(reopened))
    assert reopened.matters[0].case_no == added.matters[0].case_no
    assert desk.checks.run(deep=True) == []


def test_a_case_that_others_came_for_is_not_closed_by_an_amendment(desk: Desk, visit: Make) -> None:
    first, _ = desk.visits.add(visit(1, matters=[_matter("appeal")]))
    desk.visits.add(visit(2, matters=[_matter("appeal", case_no=first.matters[0].case_no)]))
    with pytest.raises(Refused) as refusal:
        desk.visits.amend(first.visit_no, {"matters": [_matter("accusation")]})
    assert (refusal.value.code, refusal.value.field) == ("forbidden", "matters[0].case_no")
    assert desk.search.find("土方"), "nothing was changed"


def test_where_an_accusation_points_stays_out_of_the_list(desk: Desk, visit: Make) -> None:
    people = [{"name": "盖世平"}]
    desk.visits.add(visit(petitioners=people, matters=[_matter("accusation", village="西村")]))
    assert desk.visits.rows(VisitQuery(), 5)[0].village == ""
    assert desk.visits.count(VisitQuery(village="西村")) == 0


def test_what_was_handed_in_with_an_accusation_is_not_on_the_slip(desk: Desk, visit: Make) -> None:
    matters = [_matter("accusation"), {"purpose": "help", "title": "问路", "statement": "问办事地点。"}]
    mixed, _ = desk.visits.add(visit(matters=matters, materials=[{"name": "土方合同照片"}]))
    for paper in ("a4", "58mm"):
        with pypdfium2.PdfDocument(desk.papers.print_slip(mixed.visit_no, paper).pdf) as pdf:
            words = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
        assert "问路" in words and "土方" not in words


def test_why_a_visit_with_an_accusation_was_voided_is_closed_too(desk: Desk, visit: Make) -> None:
    matters = [_matter("accusation"), {"purpose": "help", "statement": "问办事地点。"}]
    mixed, _ = desk.visits.add(visit(matters=matters))
    desk.visits.void(mixed.visit_no, SECRET)
    assert isinstance(desk.visits.history(mixed.visit_no)[-1], ClosedChange)
