"""Tables as counties, systems and other programs write them: every file of the collection gives what should come."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.ledger.types import type_named
from petidesk.documents.workbooks.read import read_tables
from petidesk.domain.fields import words
from petidesk.domain.imports.dispute_rows import ledger_catalogue, read_lines
from petidesk.domain.imports.imports import Circumstances, ReadRow, Register, understand
from petidesk.domain.imports.visit_rows import read_records

CASES = Path(__file__).parents[2] / "data" / "cases"
_AROUND = {"villages": ("东村", "西村"), "office_names": ("安平县", "清溪镇")}


def _read(kind: str, name: str) -> tuple[Register, list[ReadRow]]:
    around = Circumstances(now=datetime(2026, 10, 16, 10), file_name=name, **_AROUND)  # type: ignore[arg-type]
    tables = read_tables((CASES / name).read_bytes())
    if kind == "visit":
        register = understand(tables, around)
        return register, list(read_records(register, around))
    register = understand(tables, around, catalogue=ledger_catalogue(()))
    return register, list(read_lines(register, around, known_type=lambda text: getattr(type_named(text), "name", text)))


def _ledger(name: str) -> list[Any]:
    _, rows = _read("ledger", name)
    assert not [refusal for row in rows for refusal in row.refusals]
    return [row.content.dispute for row in rows]


def _visits(name: str) -> list[Any]:
    _, rows = _read("visit", name)
    assert not [refusal for row in rows for refusal in row.refusals]
    return [row.content for row in rows]


def _fields(kind: str, name: str) -> dict[str, str | None]:
    register, _ = _read(kind, name)
    return {one.name: one.field for one in register.mapping}


def _warnings(kind: str, name: str) -> list[str]:
    return [sentence for row in _read(kind, name)[1] for sentence in row.warnings]


def _parties(dispute: Any) -> list[tuple[str, str, str]]:
    return [(party.name, party.side, party.phone) for party in dispute.parties]


# ---- whose column it is


@pytest.mark.parametrize("name", ["same-lower-leader-first.xlsx", "phone-of-responsible-first.xlsx"])
def test_the_party_is_the_party_and_nobody_else(name: str) -> None:
    (dispute,) = _ledger(name)
    assert _parties(dispute) == [("刘一", "a", "13800001111")]
    assert dispute.responsible_person == "李大山"
    assert dispute.case_leader == ("何明亮" if "leader" in name else "")


def test_each_telephone_is_its_left_neighbours() -> None:
    (dispute,) = _ledger("same-head-phone-thrice.xlsx")
    assert _parties(dispute) == [("刘一", "a", "13800001111"), ("陈二", "b", "13800002222")]


@pytest.mark.parametrize(
    ("name", "received_by"),
    [("visit-two-level-leader-first.xlsx", "何明亮"), ("visit-two-level.xlsx", "李敏"), ("visit-agent.xlsx", "何明亮")],
)
def test_the_visitor_is_the_visitor_and_nobody_else(name: str, received_by: str) -> None:
    (visit,) = _visits(name)
    assert [person.name for person in visit.petitioners] == ["刘一"]
    assert visit.received_by == received_by
    assert visit.petitioners[0].phone == ("" if "agent" in name else "13800001111")


def test_what_a_party_is_makes_no_party() -> None:
    (dispute,) = _ledger("party-attributes.xlsx")
    assert dispute.parties == () and dispute.found_on == date(2026, 3, 2)


def test_of_twin_columns_the_other_one_is_left_out() -> None:
    fields = _fields("visit", "sfxf-twins.xlsx")
    assert not [key for name, key in fields.items() if name.startswith("原案人") and key]
    assert fields["信访人身份证"] == "id_number" and fields["信访人联系方式"] == "phone"
    assert fields["信访人信访诉求"] == "statement" and fields["信访办理"] == "handling" and fields["信访秩序"] is None
    _, (row,) = _read("visit", "sfxf-twins.xlsx")
    assert [refusal.column for refusal in row.refusals] == ["姓名"]


def test_the_national_standards_table_tells_the_whole_story() -> None:
    register, rows = _read("ledger", "gbt31000.xlsx")
    first, second = (row.content for row in rows)
    assert (first.dispute.village, first.dispute.village_group) == ("东村", "三组")
    assert (second.dispute.village, second.dispute.village_group) == ("西村", "")
    assert first.dispute.parties[0].id_number == "11010519491231002X"
    assert first.dispute.responsible_person == "李大山" and first.dispute.due_on == date(2026, 3, 30)
    assert [kind for kind, _, _ in first.story] == ["resolved"]
    assert [kind for kind, _, _ in second.story] == ["measure_taken"]
    watched = [one.name for one in register.mapping if one.watched]
    assert watched == ["主要当事人人员类别"]


def test_a_ledger_of_another_system() -> None:
    (dispute,) = _ledger("zhsq.xlsx")
    assert (dispute.village, dispute.village_group, dispute.found_on) == ("东村", "三组", date(2026, 3, 2))
    assert (dispute.responsible_person, dispute.due_on) == ("李大山", date(2026, 3, 20))


def test_an_export_of_the_hotline() -> None:
    register, (row,) = _read("visit", "12345-18cols.xlsx")
    visit = row.content
    assert (row.foreign_no, visit.channel, visit.at) == ("JB20260301001", "hotline", datetime(2026, 3, 1, 9, 20))
    assert visit.matters[0].title == "路灯不亮" and visit.handling == "已联系供电所修复。"
    assert {one.name: one.field for one in register.mapping}["序号"] is None


def test_an_export_of_an_office_system() -> None:
    (visit,) = _visits("oa-letter-export.xlsx")
    assert visit.channel == "letter" and visit.matters[0].statement == "反映补偿款未到账"
    assert visit.handling == "已答复" and visit.matters[0].category == "土地"


# ---- two times


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("xf-two-times.xlsx", datetime(2026, 3, 2)),
        ("visit-registered-and-visited.xlsx", datetime(2026, 3, 2)),
        ("visit-two-days.xlsx", datetime(2026, 3, 2)),
        ("visit-day-time-ok.xlsx", datetime(2026, 3, 2, 9, 30)),
    ],
)
def test_the_day_of_the_visit_is_the_visits(name: str, at: datetime) -> None:
    assert {visit.at for visit in _visits(name)} == {at}


# ---- the national system


@pytest.mark.parametrize("name", ["xf-national-export.xlsx", "xf-national-export-fullphone.xlsx"])
def test_an_export_of_the_national_system(name: str) -> None:
    visits = _visits(name)
    assert len(visits) == 13
    channels = tuple(visit.channel for visit in visits)
    assert channels == words(
        "visit letter online online online phone online instruction online handed_down visit online online"
    )
    full = "full" in name
    assert {visit.petitioners[0].phone for visit in visits} == {"13800005521" if full else ""}
    assert len([sentence for sentence in _warnings("visit", name) if "138****5521" in sentence]) == (0 if full else 13)
    assert visits[0].national_no == "2603K0000000000" and visits[0].matters[0].requests == ("要求补发征地补偿款",)
    assert visits[8].matters[0].purpose == "accusation"


# ---- names


def test_names_of_a_register() -> None:
    first, second, third = _visits("visit-names-etc.xlsx")
    assert (first.people, first.group, second.people, third.people) == (12, True, 5, 3)
    assert [len(visit.petitioners) for visit in (first, second, third)] == [1, 1, 3]
    assert len([sentence for sentence in _warnings("visit", "visit-names-etc.xlsx") if "姓名" in sentence]) == 2
    names = [[person.name for person in visit.petitioners] for visit in _visits("visit-name-words.xlsx")]
    assert names == [["张三"], ["买买提·艾力"], ["全体村民"]]


def test_parties_of_a_ledger() -> None:
    disputes = _ledger("party-words.xlsx")
    assert [len(dispute.parties) for dispute in disputes] == [1, 1, 2, 2, 2, 3, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 1, 2]
    assert disputes[1].people_involved == 5 and disputes[18].people_involved == 12
    assert {party.name for dispute in disputes[9:11] for party in dispute.parties} == {"阿依古丽·买买提"}
    assert [(party.name, party.side) for party in disputes[13].parties] == [("张三", "a"), ("李四", "b")]


def test_every_surname_is_a_name() -> None:
    assert all(len(dispute.parties) == 1 for dispute in _ledger("surnames.xlsx"))


# ---- rows


def test_one_dispute_in_two_rows_is_one_with_two_parties() -> None:
    _, rows = _read("ledger", "one-dispute-two-rows-merged.xlsx")
    first, second = rows
    assert (first.rows, second.rows) == (2, 1)
    assert _parties(first.content.dispute) == [("刘一", "a", "13800001111"), ("陈二", "b", "13800002222")]
    assert first.content.dispute.amount_yuan == Decimal(3000)


def test_the_row_above_is_said_again() -> None:
    disputes = _ledger("ditto.xlsx")
    assert {(one.found_on, one.village, one.responsible_person) for one in disputes} == {
        (date(2026, 3, 2), "东村", "李大山")
    }
    assert [_parties(one)[0][0] for one in disputes] == ["刘一", "陈二", "张三"]
    assert {one.parties[0].phone for one in disputes} == {"13800001111"}


def test_a_sheet_for_each_month_is_one_ledger() -> None:
    assert [one.found_on.month for one in _ledger("sheets-by-month.xlsx")] == [1, 2, 2, 3, 3, 3]


# ---- words


def test_villages() -> None:
    disputes = _ledger("village-words.xlsx")
    east = "东村"
    villages = [east, east, east, east, "", "西村", east, east, "", "", "", east, east, east, east, "", ""]
    assert [one.village for one in disputes] == villages
    assert [one.village_group for one in disputes][:4] == ["一组", "", "", "三组12号"]
    assert disputes[6].note == "村：东村、西村" and disputes[10].note == "村：外省"
    assert len(_warnings("ledger", "village-words.xlsx")) == 7


def test_limits() -> None:
    disputes = _ledger("due-words.xlsx")
    kept = [one.note.partition("：")[2] for one in disputes if one.note]
    assert kept == ["10个工作日", "长期", "立即", "即时", "已化解", "持续推进"]
    days = {one.due_on for one in disputes if one.due_on}
    assert {date(2026, 3, 31), date(2026, 6, 30), date(2026, 4, 2), date(2026, 12, 31), date(2026, 3, 17)} < days


def test_states() -> None:
    _, rows = _read("ledger", "state-words.xlsx")
    refused = [refusal.value for row in rows for refusal in row.refusals]
    assert refused == ["1", "0", "已撤案", "调处成功率100%"]
    told = {row.number: [kind for kind, _, _ in row.content.story] for row in rows if row.content}
    assert told[2] == [] and told[5] == ["resolved"] and told[6] == ["measure_taken"]
    assert told[12] == ["resolved", "closed_out"] and told[18] == ["resolved"]


def test_money() -> None:
    _, rows = _read("ledger", "amount-words.xlsx")
    refused = [refusal.value for row in rows for refusal in row.refusals]
    assert refused == ["3万-5万", "2000元/亩"]
    amounts = [row.content.dispute.amount_yuan for row in rows if row.content]
    yuan = [35000, 5000, None, 0, 35000, 3500, 3500, 30000, 35000, None, 120_000_000, 2000, 5000, 5000, 3500]
    assert amounts == [None if amount is None else Decimal(amount) for amount in yuan]


def test_telephones() -> None:
    disputes = _ledger("phone-words.xlsx")
    assert disputes[0].parties[0].phone == "13800001111" and "儿子" in disputes[0].note
    assert [one.parties[0].phone for one in disputes[7:8]] == [""]
    assert len([one for one in _warnings("ledger", "phone-words.xlsx") if "不是完整的号码" in one]) == 4


def test_days_that_cannot_be_told_refuse_their_row() -> None:
    _, rows = _read("ledger", "date-words.xlsx")
    assert {row.content.dispute.found_on for row in rows if row.content} == {date(2026, 3, 5)}
    assert [row.number for row in rows if row.refusals][:5] == [2, 3, 4, 5, 6]


# ---- files of other writers


_ONE_LINE = words(
    "strict.xlsx prefix-x.xlsx phonetic.xlsx x000d.xlsx numfmt58.xlsx xls-cn-date.xls date1904.xlsx "
    "date1904-general.xlsx xls-1904.xls iso-date-wrong-dim.xlsx abs-rels.xlsx no-cell-refs.xlsx u16le-tab.txt u16be.csv"
    " sep-line.csv "
    "gbk-tabprefix.csv gbk-quoteprefix.csv renamed.et xls-named.xlsx xlsx-named.xls"
)


@pytest.mark.parametrize("name", _ONE_LINE)
def test_one_line_of_whatever_writer(name: str) -> None:
    (dispute,) = _ledger(name)
    assert (dispute.found_on, dispute.village, dispute.people_involved) == (date(2026, 3, 2), "东村", 2)
    assert _parties(dispute) == [("刘一", "a", "13800001111")]


def test_text_files_of_whatever_writer() -> None:
    assert [one.parties[0].name for one in _ledger("gb18030-4byte.csv")] == ["张𬭚"]
    assert [one.found_on for one in _ledger("fullwidth-comma.csv")] == [date(2026, 3, 2)]
    assert [one.village for one in _ledger("mac-cr.csv")] == ["东村", "西村"]
