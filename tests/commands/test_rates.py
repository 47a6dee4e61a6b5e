"""`stats rates`: the seeds' pairs from cases played by `case record`, and what each rate says of itself."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run

Write = Callable[..., Path]
YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")
NAMES = [
    *("forwarded_in_time", "told_in_time", "answered_in_time", "concluded", "first_time_concluded", "repeat"),
    *("rated", "satisfied", "called_satisfied", "disputes_resolved", "instructed"),
]


def _rates(office: Run, *words: str) -> dict[str, Any]:
    return {rate["name"]: rate for rate in office("stats", "rates", *(words or YEAR), "--json").document}


@pytest.fixture
def open_case(office: Run, write: Write, example: dict[str, Any]) -> Callable[..., str]:
    """Register a visit like the example; the number of its case."""

    def put(at: str, **matter: Any) -> str:
        document = copy.deepcopy(example) | {"at": at}
        document["matters"][0] |= matter
        answer = office("visit", "add", write(document), "--json")
        assert answer.status == 0, answer.told
        return str(answer.document["matters"][0]["case_no"])

    return put


def test_the_pairs_of_the_seeds_from_cases_played(office: Run, write: Write, open_case: Callable[..., str]) -> None:
    """52 of 53 by the end of the year, 6 of the 36 of its first half by then."""
    accepted = {month: write({"on": f"2026-{month}-10"}, f"a{month}.json") for month in ("03", "09")}
    concluded = {
        month: write({"on": f"2026-{month}-20", "ending": "settled"}, f"c{month}.json") for month in ("06", "10")
    }
    for place in range(53):
        month = "03" if place < 36 else "09"
        case_no = open_case(f"2026-{month}-09T09:{place:02d}")
        assert office("case", "record", case_no, "accepted", accepted[month]).status == 0
        if place != 52:
            ended = concluded["06" if place < 6 else "10"]
            assert office("case", "record", case_no, "concluded", ended).status == 0
    year, half = _rates(office), _rates(office, "--from", "2026-01-01", "--to", "2026-06-30")
    for rates, part, whole, percent in ((year, 52, 53, 98.11), (half, 6, 36, 16.67)):
        rate = rates["concluded"]
        assert (rate["numerator"]["value"], rate["denominator"]["value"], rate["percent"]) == (part, whole, percent)
        for figure in (rate["numerator"], rate["denominator"]):
            rows = office("stats", "rows", figure["id"], "--limit", 100, "--json").document
            assert len({row["no"] for row in rows["rows"]}) == rows["sum"] == figure["value"]
    table = office("stats", "table", "--subject", "cases", *YEAR, "--by", "quarter", "--json").document
    values = [[figure["value"] for figure in row["figures"].values()] for row in table["rows"]]
    assert dict(zip([row["keys"]["quarter"] for row in table["rows"]], values, strict=True)) == {
        "2026Q1": [0, 36, 0, 36],
        "2026Q2": [36, 0, 6, 30],
        "2026Q3": [30, 17, 0, 47],
        "2026Q4": [47, 0, 46, 1],
    }
    assert [figure["value"] for figure in table["total"].values()] == [0, 53, 52, 1]


def test_every_rate_says_what_it_is_and_nothing_of_nothing(office: Run) -> None:
    rates = office("stats", "rates", *YEAR, "--json").document
    assert [rate["name"] for rate in rates] == NAMES
    assert all(rate["percent"] is None and rate["definition"] and rate["basis"] and rate["label"] for rate in rates)
    said = office("stats", "rates", *YEAR).out.decode()
    assert "及时受理率（责任单位）" in said and "参评满意率" in said
    assert "《信访工作条例》第二十三条" in said and "统计截止时间" in said
    for words, field in (
        (("--from", "2026-02-01", "--to", "2026-01-31"), "to"),
        ((*YEAR, "--as-of", "2199-01-01"), "as_of"),
        ((*YEAR, "--as-of", "昨天"), "as_of"),
    ):
        answer = office("stats", "rates", *words, "--json")
        assert (answer.status, answer.trouble["field"]) == (3, field)


def test_usages_are_settings_named_in_print(office: Run, write: Write, open_case: Callable[..., str]) -> None:
    for place, rating in enumerate(("satisfied", "fairly", "dissatisfied", "none")):
        case_no = open_case(f"2026-03-0{place + 1}T09:00")
        for kind, document in (
            ("told", {"manner": "slip"}),
            ("concluded", {"ending": "settled"}),
            ("rated", {"rating": rating, "source": "national"}),
        ):
            answer = office("case", "record", case_no, kind, write({"on": "2026-03-08"} | document))
            assert answer.status == 0, answer.told
    rates = _rates(office)
    assert [rates[name]["percent"] for name in ("rated", "satisfied", "called_satisfied")] == [75, 66.67, None]
    usual = rates["satisfied"]["definition"]
    office("office", "set", write({"satisfied_usage": "satisfied", "instructed_usage": "presented"}))
    rates = _rates(office)
    assert rates["satisfied"]["percent"] == 33.33 and rates["satisfied"]["definition"] != usual
    assert "呈领导批示" in rates["instructed"]["definition"]
