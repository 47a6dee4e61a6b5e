"""What a person says of a file: columns, remembered for the next one of the same head; words. Our own export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.headings import MappedHeading
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.people import Probe
from tests.offices import new_office

NOW = datetime(2026, 10, 16, 10)


def _office(folder: Path) -> Desk:
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], organ_code="清信访")
    return open_desk(folder, clock=lambda: NOW)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = _office(tmp_path_factory.mktemp("said") / "data")
    yield opened
    assert opened.checks.run(deep=True) == []
    opened.close()


def _file(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def _disputes(desk: Desk, words: str) -> list[Any]:
    found = [desk.ledger.get(row.dispute_no) for row in desk.ledger.rows(DisputeQuery(), 100)]
    return [one for one in found if words in one.content.summary]


def _mapping(report: Any) -> dict[str, str | None]:
    return {one.name: one.field for one in report.mapping}


def test_columns_placed_by_hand_are_remembered_for_the_same_head(desk: Desk, tmp_path: Path) -> None:
    ledger = desk.imports.of("dispute")
    head = "排查日期,纠纷简况,联系电话,存在问题"
    first = _file(tmp_path / "一月.csv", head, "2026-1-5,争水甲,,渠道淤堵")
    seen = ledger.propose(first)
    assert [(one.name, one.guess) for one in seen.mapping if one.guess] == []
    assert ledger.run(first, {"存在问题": "note", "联系电话": None}, dry_run=True).taken == 1
    assert _mapping(ledger.propose(first))["存在问题"] is None, "a trial is no word for good"
    ledger.run(first, {"存在问题": "note", "联系电话": None})
    second = _file(tmp_path / "二月.csv", head, "2026-2-5,争水乙,,渠道又堵")
    report = ledger.run(second)
    assert _mapping(report) == {"排查日期": "found_on", "纠纷简况": "summary", "联系电话": None, "存在问题": "note"}
    other = _file(tmp_path / "三月.csv", "排查日期,纠纷简况,存在问题", "2026-3-5,争水丙,渠道")
    assert _mapping(ledger.propose(other))["存在问题"] is None
    own = [MappedHeading(one.heading, one.field) for one in seen.mapping]
    third = _file(tmp_path / "四月.csv", head, "2026-4-5,争水丁,,渠道")
    ledger.run(third, own)
    assert _mapping(ledger.propose(third)) == _mapping(seen), "the program's own understanding counts again"


def test_words_not_understood_are_mapped_or_left_out_for_the_file(desk: Desk, tmp_path: Path) -> None:
    ledger = desk.imports.of("dispute")
    lines = ("排查日期,纠纷简况,状态,涉及金额", "2026-5-5,争地甲,已撤案,若干", "2026-5-6,争地乙,已撤案,500")
    file = _file(tmp_path / "五月.csv", *lines)
    refused = ledger.run(file)
    assert refused.taken == 0 and {(one.column, one.value) for one in refused.refusals} == {
        ("状态", "已撤案"),
        ("涉及金额", "若干"),
    }
    with pytest.raises(Refused) as unknown:
        ledger.run(file, words={"没有的栏": {"若干": None}})
    assert unknown.value.code == "unknown_key" and unknown.value.field == "没有的栏"
    report = ledger.run(file, words={"状态": {"已撤案": "已化解"}, "涉及金额": {"若干": None}})
    assert (report.read, report.taken, report.refused) == (2, 2, 0)
    assert [one.state for one in _disputes(desk, "争地")] == ["resolved", "resolved"]
    assert ledger.run(file).refused == 2, "the words were for that time"


def test_what_watches_people_is_left_out_whatever_is_said(desk: Desk, tmp_path: Path) -> None:
    file = _file(tmp_path / "稳控.csv", "来访时间,姓名,反映问题,稳控责任人,进京次数", "2026-3-1,刘一,路灯,王强,3")
    with pytest.raises(Refused) as refused:
        desk.imports.run(file, {"稳控责任人": "note"})
    assert "本程序不记录" in refused.value.message
    report = desk.imports.run(file)
    assert report.taken == 1 and "稳控责任人、进京次数" in report.warnings[0]
    kept = [str(desk.visits.get(row.visit_no)) for row in desk.visits.rows(VisitQuery(), 100) if row.names == ("刘一",)]
    assert len(kept) == 1 and "王强" not in kept[0]


def test_a_table_with_an_accusation_leaves_a_sound_folder_and_comes_out_again(desk: Desk, tmp_path: Path) -> None:
    head = "来访时间,姓名,信访目的,反映问题"
    file = _file(tmp_path / "控.csv", head, "2026-3-1,刘五,揭发控告,某事", "2026-3-2,刘六,求决,灯")
    report = desk.imports.run(file)
    assert report.taken == 2 and report.import_id is not None
    assert desk.checks.run(deep=True) == []
    assert desk.imports.undo(report.import_id) == 2
    assert desk.checks.run(deep=True) == []


def test_three_digits_left_out_and_a_birth_before_1900_are_warned_of(desk: Desk, tmp_path: Path) -> None:
    head = "来访时间,姓名,身份证号,出生日期,反映问题"
    file = _file(tmp_path / "证.csv", head, "2026-3-1,刘三,110105200312310,,路", "2026-3-2,刘四,,1890-2-3,灯")
    report = desk.imports.run(file)
    assert report.taken == 2
    assert any("只有15位" in sentence for sentence in report.warnings)
    assert any("1900年以前" in sentence for sentence in report.warnings)


def test_a_name_with_a_dot_is_one_person_whatever_the_dot(desk: Desk, tmp_path: Path) -> None:
    file = _file(tmp_path / "名.csv", "来访时间,姓名,村,反映问题", "2026-3-1,买买提•艾力,东村,水渠")
    assert desk.imports.run(file).taken == 1
    for written in ("买买提·艾力", "买买提 艾力", "买买提．艾力", "买买提・艾力"):
        (found,) = desk.visits.similar(Probe(name=written, village="东村"))
        assert found.person.name == "买买提·艾力"


def test_our_own_masked_export_reads_back_whole(desk: Desk, tmp_path: Path) -> None:
    other = _office(tmp_path / "other")
    for place in range(17):
        other.ledger.add(
            {
                "found_on": f"2026-10-{place % 14 + 1:02d}",
                "village": ("东村", "西村")[place % 2],
                "village_group": "三组",
                "type": "邻里纠纷",
                "summary": f"第{place}件 两家因院墙占用公共通道发生争执。",
                "parties": [
                    {"name": "张桂花", "side": "a", "phone": "13800001234", "id_number": "11010519491231002X"},
                    {"name": "李国辉", "side": "b", "phone": "13900005678"},
                ],
                "responsible_unit": "东村村委会",
                "responsible_person": "李敏",
                "due_on": "2026-12-31",
            }
        )
    file = tmp_path / "十月.xlsx"
    other.county.export("2026-10", file, anyway=True)
    other.close()
    assert "138****1234" in {str(cell.value)[:11] for row in openpyxl.load_workbook(file).worksheets[0] for cell in row}
    report = desk.imports.of("dispute").run(file)
    assert (report.read, report.taken, report.refused) == (17, 17, 0), report.refusals
    found = _disputes(desk, "院墙")
    assert len(found) == 17
    assert {tuple(party.name for party in one.content.parties) for one in found} == {("张桂花", "李国辉")}
    assert not [party.phone for one in found for party in one.content.parties if party.phone]
