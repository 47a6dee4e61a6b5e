"""Taking an old ledger in and out again: real workbooks as townships keep them, on a real data folder."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.trouble import Refused, Trouble
from tests.offices import new_office

NOW = datetime(2026, 11, 20, 10)
_TOP = (
    "序号 排查日期 村（社区） 当事人 _ 联系电话 纠纷类型 纠纷简况 "
    "涉及人数 涉及金额（元） 责任人 包案领导 化解情况 化解日期"
)
_SPELLINGS = (
    "{0:%Y-%m-%d}",
    "{0:%Y%m%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.month}月{0.day}日",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], practice=True)
    opened = open_desk(folder, clock=lambda: NOW)
    yield opened
    assert opened.checks.run(deep=True) == []
    opened.close()


def _written(day: date, kind: int) -> Any:
    return datetime(day.year, day.month, day.day) if kind == 5 else _SPELLINGS[kind].format(day)


def _rows(count: int) -> tuple[list[list[Any]], list[dict[str, Any]]]:
    """Rows of an old ledger, each written in another way, and what they say."""
    rng = random.Random(20)
    rows, facts = [], []
    for number in range(1, count + 1):
        found = date(2025, 1, 3) + timedelta(days=rng.randrange(320))
        ended = found + timedelta(days=rng.randrange(1, 60)) if rng.random() < 0.7 else None
        kind = number % 6
        people, amount = rng.randrange(1, 40), rng.choice((None, 800, 12000.5, "86,000.00"))
        phone = f"138{rng.randrange(10**8):08d}"
        summary = f"第{number}件：院墙占用通道"
        rows.append(
            [
                number,
                _written(found, kind),
                rng.choice(("东村", "东 村", "清溪镇东村")),
                f"张{'甲乙丙丁'[number % 4]}",
                "李国辉",
                int(phone) if number % 2 else f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
                "邻里",
                summary,
                rng.choice((people, f"{people}人")),
                amount,
                "单德明",
                "覃晓东",
                "已化解" if ended else "正在调处",
                _written(ended, (number // 6) % 6) if ended else None,
            ]
        )
        facts.append(
            {
                "summary": summary,
                "found_on": found,
                "resolved_on": ended,
                "people_involved": people,
                "amount_yuan": None if amount is None else Decimal(str(amount).replace(",", "")),
                "phone": phone,
            }
        )
    return rows, facts


def _ledger(path: Path, rows: list[list[Any]], title: str = "清溪镇2025年矛盾纠纷排查化解台账") -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append([title])
    sheet.append(["填报单位：清溪镇信访办      填报人：李敏"])
    sheet.append([None if text == "_" else text for text in _TOP.split()])
    sheet.append([None, None, None, "甲方", "乙方"])
    for column in range(1, 15):
        if column not in (4, 5):
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells("D3:E3")
    sheet.merge_cells("A1:N1")
    for place, row in enumerate(rows):
        if place % 40 == 39:
            sheet.append([])
        sheet.append(row)
    sheet.append(["合计", *[None] * 7, f"=SUM(I5:I{len(rows) + 5})"])
    workbook.save(path)
    return path


def _all(desk: Desk) -> dict[str, Dispute]:
    rows = desk.ledger.rows(DisputeQuery(), 1000)
    found = [desk.ledger.get(row.dispute_no) for row in rows]
    return {dispute.content.summary: dispute for dispute in found}


def test_an_old_ledger_says_the_same_afterwards(desk: Desk, tmp_path: Path) -> None:
    rows, facts = _rows(120)
    rows[15][1] = "2025-02-30"
    rows[27][8] = "若干"
    rows[52][7] = None
    file = _ledger(tmp_path / "old.xlsx", rows)
    with_bad = desk.imports.of("dispute").run(file)
    assert (with_bad.import_id, with_bad.taken, with_bad.refused) == (None, 0, 3)
    assert desk.ledger.totals(DisputeQuery())[0] == 0
    report = desk.imports.of("dispute").run(file, skip_bad=True)
    assert (report.read, report.taken, report.already, report.refused) == (120, 117, 0, 3)
    assert [(refusal.row, refusal.column, refusal.code) for refusal in report.refusals] == [
        (20, "排查日期", "bad_value"),
        (32, "涉及人数", "bad_value"),
        (58, "纠纷简况", "missing"),
    ]
    taken = _all(desk)
    for place, fact in enumerate(facts):
        if place in (15, 27, 52):
            assert fact["summary"] not in taken
            continue
        dispute = taken[fact["summary"]]
        content = dispute.content
        said = (content.found_on, dispute.resolved_on, content.people_involved, content.amount_yuan)
        assert said == tuple(fact[key] for key in ("found_on", "resolved_on", "people_involved", "amount_yuan")), place
        assert [(party.side, party.phone) for party in content.parties] == [("a", fact["phone"]), ("b", "")]
        assert (content.village, content.type) == ("东村", "邻里纠纷")
        assert dispute.state == ("resolved" if fact["resolved_on"] else "in_progress")
        assert (dispute.imported, content.responsible_person, content.case_leader) == (True, "单德明", "覃晓东")
    assert report.added_villages == () and report.added_types == ()


def test_nothing_twice_and_out_again_in_one_step(desk: Desk, tmp_path: Path) -> None:
    rows, _ = _rows(30)
    file = _ledger(tmp_path / "old.xlsx", rows)
    dry = desk.imports.of("dispute").run(file, dry_run=True)
    assert (dry.import_id, dry.taken, desk.ledger.totals(DisputeQuery())[0]) == (None, 30, 0)
    first = desk.imports.of("dispute").run(file)
    second = desk.imports.of("dispute").run(file)
    assert (second.import_id, second.taken, second.already) == (None, 0, 30)
    before = sorted(_all(desk))
    assert first.import_id is not None
    assert desk.imports.undo(first.import_id) == 30
    assert desk.ledger.totals(DisputeQuery())[0] == 0
    assert desk.months.balance("2025-06").total.found == 0
    with pytest.raises(Refused) as again:
        desk.imports.undo(first.import_id)
    assert again.value.code == "already_closed"
    third = desk.imports.of("dispute").run(file)
    assert third.taken == 30 and sorted(_all(desk)) == before
    numbers = [row.dispute_no for row in desk.ledger.rows(DisputeQuery(voided=None), 1000)]
    assert len(set(numbers)) == 60


def test_a_stopped_import_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    rows, _ = _rows(120)
    asked = iter([False] * 3 + [True] * 100)
    report = desk.imports.of("dispute").run(_ledger(tmp_path / "old.xlsx", rows), cancelled=lambda: next(asked))
    assert (report.import_id, report.taken, desk.ledger.totals(DisputeQuery())[0]) == (None, 0, 0)
    assert desk.imports.batches() == []


def _csv(path: Path, text: str) -> Path:
    path.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    return path


def test_a_village_list_without_the_day_it_was_found(desk: Desk, tmp_path: Path) -> None:
    file = _csv(
        tmp_path / "village.csv",
        "反映人,联系电话,问题类型,诉求内容,处理人,处理状态,办结日期,备注\n"
        "罗䶮,18483378876,山林土地,林地界址不清,赵小梅,已办结,2026-10-16,\n"
        "何淑珍,17925899139,损害赔偿,牛踩秧田,张三,处理中,,=1+1\n"
        "孙秀英,19069584830,婚姻家庭,赡养费用,刘长根,已办结,2026-12-07,\n",
    )
    report = desk.imports.of("dispute").run(file)
    assert report.taken == 3
    taken = _all(desk)
    assert taken["林地界址不清"].content.found_on == taken["林地界址不清"].resolved_on == date(2026, 10, 16)
    assert taken["牛踩秧田"].content.found_on == NOW.date() and taken["牛踩秧田"].state == "in_progress"
    assert taken["牛踩秧田"].content.note == "=1+1"
    assert taken["赡养费用"].resolved_on == date(2026, 12, 7)
    assert sum("在今天之后" in warning for warning in report.warnings) == 1
    assert any("没有“排查日期”" in warning for warning in report.warnings)
    assert taken["林地界址不清"].content.parties[0].name == "罗䶮"


def _take(desk: Desk, tmp_path: Path, headings: str, *lines: str, title: str = "2025年台账", **options: Any) -> Any:
    return desk.imports.of("dispute").run(
        _csv(tmp_path / "t.csv", "\n".join((title, headings, *lines)) + "\n"), **options
    )


@pytest.mark.parametrize(
    ("found", "ended", "said"),
    [
        ("12月20日", "1月5日", date(2026, 1, 5)),
        ("3月1日", "3月9日", date(2025, 3, 9)),
        ("25.12.20", "25.12.22", date(2025, 12, 22)),
        ("2025-12-20", "2025-12-01", date(2025, 12, 20)),  # a full day before is only told
    ],
)
def test_a_day_without_a_year(desk: Desk, tmp_path: Path, found: str, ended: str, said: date) -> None:
    report = _take(desk, tmp_path, "排查日期,纠纷简况,化解情况,化解日期", f"{found},争水,已化解,{ended}")
    assert report.taken == 1, report.refusals
    assert _all(desk)["争水"].resolved_on == said
    assert any("早于排查日期" in warning for warning in report.warnings) == (ended == "2025-12-01")


def test_no_year_anywhere(desk: Desk, tmp_path: Path) -> None:
    columns = ("排查日期,纠纷简况", "3月1日,争水")
    report = _take(desk, tmp_path, *columns, title="台账", dry_run=True)
    assert [(refusal.column, refusal.code) for refusal in report.refusals] == [("排查日期", "bad_value")]
    _take(desk, tmp_path, *columns, title="台账", year=2024)
    assert _all(desk)["争水"].content.found_on == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("written", "heading", "yuan"),
    [
        ("1.5", "涉及金额（万元）", "15000"),
        ("5万元", "涉及金额", "50000"),
        ("人民币5000元", "涉及金额", "5000"),
        ("￥1200.50", "涉及金额", "1200.5"),
        ('"12,000.50"', "涉及金额", "12000.5"),
        ("无", "涉及金额", None),
        ("", "涉及金额", None),
    ],
)
def test_money_as_it_is_written(desk: Desk, tmp_path: Path, written: str, heading: str, yuan: str | None) -> None:
    report = _take(desk, tmp_path, f"排查日期,纠纷简况,{heading}", f"2025-3-1,争水,{written}")
    assert report.taken == 1, report.refusals
    assert _all(desk)["争水"].content.amount_yuan == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize("written", ["约五千", "-5", "1.2.3", "3万-5万", "1.23456789"])
def test_money_that_is_none(desk: Desk, tmp_path: Path, written: str) -> None:
    report = _take(desk, tmp_path, "排查日期,纠纷简况,涉及金额", f"2025-3-1,争水,{written}")
    assert [(refusal.column, refusal.value, refusal.code) for refusal in report.refusals] == [
        ("涉及金额", written, "bad_value")
    ]


def test_unit_and_person_in_one_cell(desk: Desk, tmp_path: Path) -> None:
    lines = ("2025-3-1,争水,东村村委会 李大山", "2025-3-1,争地,信访办/王敏", "2025-3-1,争树,司法所")
    assert _take(desk, tmp_path, "排查日期,矛盾纠纷简要情况,责任单位/责任人", *lines).taken == 3
    found = {
        summary: (dispute.content.responsible_unit, dispute.content.responsible_person)
        for summary, dispute in _all(desk).items()
    }
    assert found == {"争水": ("东村村委会", "李大山"), "争地": ("信访办", "王敏"), "争树": ("司法所", "")}


def test_columns_of_the_office_are_read_by_their_kind(desk: Desk, tmp_path: Path) -> None:
    desk.office.change(
        {
            "ledger_columns": [
                {"key": "grid", "label": "网格编号"},
                {"label": "涉及户数", "kind": "count"},
                {"label": "首访日期", "kind": "day"},
                {"label": "标准层级", "kind": "choice", "choices": ["县", "镇"]},
            ]
        }
    )
    headings = "排查日期,纠纷简况,网格编号,涉及户数,首访日期,标准层级"
    report = _take(desk, tmp_path, headings, "2025-3-1,争水,G-3,4户,3月9日,镇", "2025-3-1,争地,,,,市", skip_bad=True)
    assert dict(_all(desk)["争水"].content.extra) == {
        "grid": "G-3",
        "涉及户数": 4,
        "首访日期": "2025-03-09",
        "标准层级": "镇",
    }
    assert report.refused == 1 and report.refusals[0].row == 4


def test_the_whole_story_of_a_line(desk: Desk, tmp_path: Path) -> None:
    headings = "排查日期,纠纷简况,状态,化解方式,化解情况,化解日期,调解协议,司法确认日期,回访日期及结果"
    line = "2025-3-1,争水,已销号,人民调解,双方和好,2025-4-2,清调〔2025〕3号,2025-4-20,2025-5-9 无新争议"
    report = _take(desk, tmp_path, headings, line, "2025-3-1,争地,待化解,,,2025-4-2,,,2025-5-9")
    assert report.taken == 2, report.refusals
    told = _all(desk)["争水"]
    assert [(event.kind, event.on.isoformat()) for event in told.events] == [
        ("mediated", "2025-04-02"),
        ("resolved", "2025-04-02"),
        ("closed_out", "2025-04-02"),
        ("confirmed", "2025-04-20"),
        ("followed_up", "2025-05-09"),
    ]
    assert told.events[1].content == {"manner": "人民调解", "result": "双方和好"}
    assert told.events[-1].content == {"result": "无新争议"}
    assert _all(desk)["争地"].state == "open"
    doubts = [warning for warning in report.warnings if warning.startswith("第4行")]
    assert ["化解日期" in doubts[0], "回访" in doubts[1]] == [True, True]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("已化解", "resolved"),
        ("已化解。", "resolved"),
        ("已化解，双方握手言和", "resolved"),
        ("正在调处", "in_progress"),
        ("待办理", "open"),
        ("上报县", "escalated"),
        ("村干部多次上门", "in_progress"),
        ("", "open"),
    ],
)
def test_words_for_where_it_stands(desk: Desk, tmp_path: Path, status: str, state: str) -> None:
    assert _take(desk, tmp_path, "排查日期,纠纷简况,化解情况", f"2025-3-1,争水,{status}").taken == 1
    assert _all(desk)["争水"].state == state


def test_a_telephone_more_than_there_are_people_is_told(desk: Desk, tmp_path: Path) -> None:
    report = _take(desk, tmp_path, "排查日期,纠纷简况,当事人,联系电话", "2025-3-1,争水,张三,13800001234、13900001234")
    assert report.taken == 1 and any("电话比当事人多" in warning for warning in report.warnings)


def test_what_is_no_ledger(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        desk.imports.of("dispute").run(tmp_path / "none.xlsx")
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    entity = tmp_path / "entity.xlsx"
    with zipfile.ZipFile(entity, "w") as package:
        package.writestr(
            "xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><workbook>&b;</workbook>'
        )
    (tmp_path / "noise.xlsx").write_bytes(random.Random(1).randbytes(4000))
    (tmp_path / "empty.csv").write_bytes(b"")
    _csv(tmp_path / "other.csv", "一,二\n三,四\n")
    for name in ("bomb.xlsx", "entity.xlsx", "noise.xlsx", "empty.csv", "other.csv"):
        with pytest.raises(Refused) as refused:
            desk.imports.of("dispute").run(tmp_path / name)
        assert refused.value.code in ("bad_value", "too_many"), name
    assert desk.ledger.totals(DisputeQuery(voided=None))[0] == 0


def test_a_mapping_of_ones_own(desk: Desk, tmp_path: Path) -> None:
    report = _take(
        desk,
        tmp_path,
        "甲栏,乙栏,丙栏",
        "2025-3-1,争水,东村",
        mapping={"甲栏": "found_on", "乙栏": "summary", "丙栏": "village"},
    )
    assert report.taken == 1 and _all(desk)["争水"].content.village == "东村"
    with pytest.raises(Refused) as refused:
        _take(desk, tmp_path, "排查日期,纠纷简况", "2025-3-1,争水", mapping={"排查日期": "colour"})
    assert (refused.value.code, refused.value.field) == ("unknown_key", "排查日期")
