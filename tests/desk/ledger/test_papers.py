"""Papers of the ledger, read back: sums on every page, the state at the end of the month, no number in full."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk import paths
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.documents.forms.forms import load_form
from petidesk.documents.printing import render
from petidesk.domain.ledger.papers import done_words
from petidesk.domain.trouble import Refused
from tests.offices import new_office

NOW = datetime(2026, 11, 20, 10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], practice=True)
    opened = open_desk(folder, clock=lambda: NOW)
    yield opened
    opened.close()


def _pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def _sample(rows: int) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((paths.forms() / "ledger_sheet" / "sample.json").read_text(encoding="utf-8"))
    row = values["纠纷"][0]
    values["纠纷"] = [
        row | {"序号": str(n), "人数": str(n), "金额": "" if n % 3 == 0 else f"{n * 1000.5:,.2f}"}
        for n in range(1, rows + 1)
    ]
    return values


def _sums(text: str, label: str) -> list[str]:
    """The numbers that stand on the line of this label."""
    found = [line for line in text.replace("\r", "").split("\n") if line.strip().startswith(label)]
    assert len(found) == 1, text
    return re.findall(r"[\d,.]+", found[0])


@pytest.mark.parametrize("paper", ["a3", "a4"])
@pytest.mark.parametrize("rows", [1, 2, 7, 16, 17, 18, 19, 20, 60])
def test_every_page_adds_up(paper: str, rows: int) -> None:
    form = load_form("ledger_sheet", (paths.forms(),))
    values = _sample(rows)
    pages = _pages(render(form, values, paper=paper, practice=False, at=NOW).pdf)
    people, money = 0, Decimal(0)
    counted = 0
    for text in pages:
        if "本页小计" not in text:
            assert text is pages[-1] and "村（社区）组" not in text, "a page of rows has its sums"
            continue
        told = _sums(text, "本页小计")
        people += int(told[0])
        money += Decimal(told[1].replace(",", ""))
        counted += 1
    assert counted == sum("村（社区）组" in text for text in pages)
    assert (people, money) == (
        sum(range(1, rows + 1)),
        sum((Decimal(str(n * 1000.5)) for n in range(1, rows + 1) if n % 3), Decimal(0)),
    )
    last = next(text for text in pages if _has_total(text))
    total = _sums(last, "合计")
    assert [int(total[0]), Decimal(total[1].replace(",", ""))] == [people, money]
    assert "本页小计" in last, "the total stands under rows"


def _has_total(text: str) -> bool:
    return any(line.strip().startswith("合计") for line in text.replace("\r", "").split("\n"))


def test_large_sums_are_not_broken() -> None:
    form = load_form("ledger_sheet", (paths.forms(),))
    values = _sample(12)
    for row in values["纠纷"]:
        row["金额"] = "98,765,432.10"
    (text,) = _pages(render(form, values, paper="a3", practice=False, at=NOW).pdf)
    assert _sums(text, "合计") == ["78", "1,185,185,185.20"]


def test_a_row_taller_than_a_page_still_has_its_sums() -> None:
    form = load_form("ledger_sheet", (paths.forms(),))
    values = _sample(3)
    values["纠纷"][1]["简要情况"] = "两家对后山的界址有争议。" * 400
    pages = _pages(render(form, values, paper="a4", practice=False, at=NOW).pdf)
    assert len(pages) > 2
    told = [_sums(text, "本页小计") for text in pages if "本页小计" in text]
    assert sum(int(sums[0]) for sums in told) == 6
    assert _sums(pages[-1] if _has_total(pages[-1]) else pages[-2], "合计")[0] == "6"


def test_lines_stand_as_they_did_at_the_end_of_the_month(desk: Desk) -> None:
    document = {"found_on": "2026-10-03", "village": "东村", "type": "邻里", "summary": "争水", "people_involved": 3}
    number = desk.ledger.add(document)[0].dispute_no
    desk.ledger.record(number, "measure_taken", {"on": "2026-10-05", "text": "上门了解"})
    desk.ledger.record(number, "resolved", {"on": "2026-11-03", "result": "握手言和"})
    (october,) = _pages(desk.ledger_papers.sheet("2026-10").pdf)
    assert "化解中" in october and "握手言和" not in october and "月末未化解1件" in october
    (november,) = _pages(desk.ledger_papers.sheet("2026-11").pdf)
    assert "已化解" in november and "握手言和" in november and "月末未化解0件" in november


def test_what_was_done_reads_as_one_sentence(desk: Desk) -> None:
    document = {"found_on": "2026-10-03", "village": "东村", "summary": "争水", "measures": "上门了解。"}
    number = desk.ledger.add(document)[0].dispute_no
    for day, text in (("05", "上门了解。"), ("06", "到现场查看。"), ("07", "记错的一件")):
        desk.ledger.record(number, "measure_taken", {"on": f"2026-10-{day}", "text": text})
    desk.ledger.undo(number, desk.ledger.get(number).events[-1].event_id)
    assert done_words(desk.ledger.get(number)) == "上门了解；到现场查看"


def test_telephones_are_masked_on_the_way_up(desk: Desk) -> None:
    party = {"name": "张桂花", "side": "a", "phone": "13800001234", "id_number": "11010519491231002X"}
    document = {"found_on": "2026-10-03", "village": "东村", "summary": "争水", "parties": [party]}
    number = desk.ledger.add(document)[0].dispute_no
    desk.ledger.record(number, "escalated", {"on": "2026-10-09", "to": "town", "report": "村里调解未果"})
    text = "".join(_pages(desk.ledger_papers.escalation(number).pdf))
    assert "张桂花" in text and "村里调解未果" in text
    assert "13800001234" not in text and "11010519491231002X" not in text
    desk.ledger.void(number, "重复")
    with pytest.raises(Refused):
        desk.ledger_papers.escalation(number)


def test_the_sheet_of_a_village_carries_its_open_disputes(desk: Desk) -> None:
    for village, summary in (("东村", "争水"), ("西村", "争树")):
        desk.ledger.add({"found_on": "2026-10-03", "village": village, "summary": summary})
    found = desk.rounds.open({"since": "2026-11-01", "until": "2026-11-15"})
    long = "李家和赵家为后山界址争执，双方都说界石被挪动过，请村里一起到现场看。"
    desk.ledger.add({"found_on": "2026-10-04", "village": "东村", "summary": long})
    text = "".join(_pages(desk.ledger_papers.return_sheet(found.round_no, "东村").pdf))
    assert "李家和赵家为后山界址争执" in text and "…" not in text
    assert "争水" in text and "争树" not in text
    assert "争水" not in "".join(_pages(desk.ledger_papers.return_sheet(found.round_no).pdf))
    with pytest.raises(Refused):
        desk.ledger_papers.return_sheet(found.round_no, "南村")
