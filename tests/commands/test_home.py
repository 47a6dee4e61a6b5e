"""`home` and `meeting` from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run

Write = Callable[..., Path]


@pytest.fixture
def case_no(office: Run, write: Write, example: dict[str, Any]) -> str:
    """A case that was registered on 2026-10-19."""
    made = office("visit", "add", write(example), "--json")
    assert made.status == 0, made.told
    return str(made.document["matters"][0]["case_no"])


def test_home_prints_one_document(office: Run, case_no: str) -> None:
    answer = office("home", "--json")
    assert answer.status == 0, answer.told
    document = answer.document
    assert sum(document["due"].values()) == len(document["pressing"])
    assert document["not_entered"] == {"registration": 1}
    assert office("home").out.decode().startswith(document["today"])


def test_a_meeting_from_agenda_to_minutes_and_back(office: Run, write: Write, case_no: str) -> None:
    plan = {"kind": "regular", "on": "2026-10-30", "chair": "周明", "agenda": [{"case_no": case_no, "why": "将到期"}]}
    planned = office("meeting", "plan", write(plan), "--json")
    assert planned.status == 0, planned.told
    number = planned.document["meeting_no"]
    assert planned.document["agenda"][0]["title"] == "征地补偿款未到账"
    assert office("meeting", "change", number, write({"place": "三楼"}), "--json").document["place"] == "三楼"
    minutes = {"decisions": [{"case_no": case_no, "decision": "补发。", "owner": "赵建国", "due_on": "2026-12-01"}]}
    held = office("meeting", "hold", number, write(minutes), "--json")
    assert held.status == 0, held.told
    shown = office("case", "show", case_no, "--json").document
    event = next(event for event in shown["events"] if event["kind"] == "met")
    assert (event["meeting_no"], event["owner"], event["due_on"]) == (number, "赵建国", "2026-12-01")
    listed = office("meeting", "list", "--json").document
    assert (listed["total"], listed["rows"][0]["state"]) == (1, "held")
    again = office("meeting", "hold", number, write(minutes), "--json")
    assert (again.status, again.trouble["code"]) == (3, "already_closed")
    assert office("meeting", "void", number, "--why", "记错了", "--json").document["state"] == "voided"
    assert office("meeting", "show", number, "--json").document["state"] == "voided"
    assert office("meeting", "show", "清会2026-9999", "--json").trouble["code"] == "not_found"
    assert office("check", "--deep", "--json").document["ok"]


def test_the_agenda_offers_open_cases(office: Run, case_no: str) -> None:
    offers = office("meeting", "agenda", "--json").document
    assert [row["case_no"] for row in offers["rows"]] in ([], [case_no])
    assert office("meeting", "agenda").status == 0
