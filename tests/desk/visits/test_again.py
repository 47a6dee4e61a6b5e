"""Why somebody came again, and what only a letter or a call has (rules/law.md, 15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.codes import WHY_AGAIN
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.documents import visit_document
from tests.offices import new_office


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("PETIDESK_TODAY", "2026-03-20")
    folder = tmp_path / "data"
    new_office(folder, practice=True)
    opened = open_desk(folder, purpose="write")
    yield opened
    opened.close()


def visit(**more: Any) -> dict[str, Any]:
    matter = {"purpose": "appeal", "title": "水渠渗水", "statement": "水渠渗水。", "requests": ["修渠"]}
    matter |= {key: more.pop(key) for key in ("case_no", "why_again") if key in more}
    return {
        "at": "2026-03-02T09:00",
        "channel": "visit",
        "petitioners": [{"name": "张桂花", "village": "东村"}],
        "matters": [matter],
        **more,
    }


@pytest.mark.parametrize("why", [None, *WHY_AGAIN])
def test_only_who_raises_it_again_is_a_repeat_and_owed_a_notice(desk: Desk, why: str | None) -> None:
    first, _ = desk.visits.add(visit())
    case_no = first.matters[0].case_no
    desk.cases.record(case_no, "told", {"on": "2026-03-03", "manner": "slip"})
    given = {} if why is None else {"why_again": why}
    again, _ = desk.visits.add(visit(at="2026-03-10T09:00", case_no=case_no, **given))
    (matter,) = visit_document(again)["matters"]
    raised = why in (None, "raises_again")
    assert matter["why_again"] == (why or "raises_again")
    assert matter["first_or_repeat"] == ("repeat" if raised else "visit")
    assert [clock["kind"] for clock in matter["deadlines"]] == (["written_notice"] if raised else [])
    assert (desk.cases.get(case_no).due is not None) == raised
    desk.visits.amend(again.visit_no, {"note": "带来合同一份"})
    assert (desk.cases.get(case_no).due is not None) == raised, "a correction does not change why she came"
    assert desk.checks.run(deep=True) == []


def test_a_reason_for_coming_again_needs_a_case(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.visits.add(visit(why_again="asks_progress"))
    assert (refused.value.code, refused.value.field) == ("bad_value", "matters[0].why_again")


@pytest.mark.parametrize(
    ("channel", "key", "value", "fits"),
    [
        ("letter", "signatories", 12, True),
        ("letter", "enclosures", 2, True),
        ("phone", "caller_no", "13800003333", True),
        ("hotline", "caller_no", "13800003333", True),
        ("visit", "signatories", 12, False),
        ("visit", "enclosures", 1, False),
        ("letter", "caller_no", "13800003333", False),
        ("phone", "caller_no", "老张的电话", False),
    ],
)
def test_what_only_a_letter_or_a_call_has(desk: Desk, channel: str, key: str, value: Any, fits: bool) -> None:
    document = visit(channel=channel, **{key: value})
    if not fits:
        with pytest.raises(Refused) as refused:
            desk.visits.add(document)
        assert (refused.value.code, refused.value.field) == ("bad_value", key)
        return
    added, _ = desk.visits.add(document)
    assert visit_document(added)[key] == value
    kept = desk.visits.get(added.visit_no)
    assert visit_document(kept)[key] == value and kept.at == datetime(2026, 3, 2, 9)
    if key == "caller_no":
        assert desk.search.total("13800003333") == 1
