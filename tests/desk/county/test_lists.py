"""Drop-down lists of county workbooks on a real folder: errors, the office's table, later workbooks, both ways back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk.desk.county.county import FindingsRefused
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from tests.cases import case
from tests.offices import new_office

MONTH = "2026-10"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("lists")
    new_office(folder / "data", office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    opened = open_desk(folder / "data")
    for place, kind in enumerate(("邻里纠纷", "劳动争议")):
        opened.ledger.add(
            {
                "found_on": f"2026-10-0{place + 1}",
                "village": "东村",
                "type": kind,
                "summary": "两家争院墙。",
                "parties": [{"name": "张桂花"}],
                "responsible_person": "王敏",
                "due_on": "2026-12-31",
            }
        )
    opened.county.add_template(case("tpl-hidden-dict.xlsx"), "县台账")
    yield opened
    opened.close()


def column(file: Path, letter: str) -> list[Any]:
    """What stands in the two rows of a column."""
    sheet = openpyxl.load_workbook(file)["台账"]
    return [sheet[f"{letter}{row}"].value for row in (3, 4)]


def test_what_a_list_has_no_word_for_is_an_error_until_the_office_says_it(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "十月.xlsx"
    with pytest.raises(FindingsRefused) as refused:
        desk.county.export(MONTH, out, template="县台账")
    (finding,) = refused.value.findings
    assert finding.field == "type" and "劳动争议" in finding.message and not out.exists()
    assert desk.county.findings(MONTH, "县台账") == (finding,) and desk.county.findings(MONTH) == ()
    with pytest.raises(FindingsRefused):
        desk.ledger_package.build(MONTH, tmp_path / "包.zip", templates=("县台账",))

    done = desk.county.export(MONTH, out, template="县台账", anyway=True)
    assert done is not None and any("空着1格" in note for note in done.notes)
    assert column(out, "H") == ["01-邻里纠纷", None]
    assert column(out, "I") == ["低风险（蓝）"] * 2 and column(out, "R") == ["未化解"] * 2

    (kind,) = [one for one in desk.county.lists("县台账") if one.column.field == "type"]
    assert {"ours": "劳动争议", "theirs": None, "by": None} in kind.document()["words"]
    desk.county.set_words("县台账", {"纠纷类型": {"劳动争议": "99-其他"}})
    desk.county.export(MONTH, out, template="县台账")
    assert column(out, "H") == ["01-邻里纠纷", "99-其他"]

    # placing a heading anew keeps the words; another workbook of the same words follows, from a file, too
    desk.county.set_mapping("县台账", {"备注": "note"})
    desk.county.export(MONTH, out, template="县台账")
    desk.county.export(MONTH, out, template=case("tpl-hidden-dict.xlsx"))
    assert column(out, "H") == ["01-邻里纠纷", "99-其他"]

    # and it can be taken back
    desk.county.set_words("县台账", {"纠纷类型": {"劳动争议": ""}})
    with pytest.raises(FindingsRefused):
        desk.county.export(MONTH, out, template="县台账")
