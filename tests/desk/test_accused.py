"""What the desk does with whom an accusation names: gives it to nobody of them, shuts them out, says who takes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import Refused
from petidesk.storage import staff as staff_rows
from tests.offices import new_office

ON = "2026-03-04"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["石桥村", "小石桥村"])
    desk = open_desk(folder)
    desk.office.change(
        {
            "leaders": [{"name": "覃晓东", "post": "镇长"}, {"name": "周海燕", "post": "副镇长"}],
            "units": ["财政所", "水务站"],
        }
    )
    with desk.writing() as connection:
        staff_rows.add(connection, "覃晓东", "lead", accusations=True)
        staff_rows.add(connection, "李敏", "admin", accusations=True)
    desk.close()
    return folder


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    desk = open_desk(folder, staff="李敏")
    yield desk
    desk.close()


def accusation(desk: Desk, unit: str, statement: str = "收了钱不入账。") -> tuple[str, str]:
    """The numbers of a visit that accuses, and of its case."""
    visit, _ = desk.visits.add(
        {
            "at": "2026-03-02T09:20",
            "channel": "visit",
            "petitioners": [{"name": "张桂花", "phone": "13800001234"}],
            "matters": [{"purpose": "accusation", "statement": statement, "concerned_unit": unit}],
        }
    )
    assert visit.matters[0].case_no is not None
    return visit.visit_no, visit.matters[0].case_no


GIVEN: list[tuple[str, str, dict[str, Any]]] = [
    ("assigned", "to", {}),
    ("receipted", "to", {}),
    ("receipted", "by_whom", {"to": "安平县纪委监委"}),
    ("instructed", "leader", {"text": "请办"}),
    ("instructed", "owner", {"leader": "韦丽", "text": "请办"}),
    ("met", "owner", {"decision": "研究"}),
    ("proxied", "agent", {}),
]


@pytest.mark.parametrize(("kind", "key", "content"), GIVEN)
def test_a_village_officer_accused_means_the_village(desk: Desk, kind: str, key: str, content: dict[str, Any]) -> None:
    _, case_no = accusation(desk, "石桥村支书")
    with pytest.raises(Refused, match="被检举、控告的单位或者人员") as refused:
        desk.cases.record(case_no, kind, {"on": ON, **content, key: "清溪镇石桥村民委员会"})
    assert (refused.value.code, refused.value.field) == ("forbidden", key)
    heard = desk.cases.record(case_no, kind, {"on": ON, **content, key: "小石桥村民委员会"}).warnings
    assert not any("小石桥村" in words for words in heard)


def test_a_leader_is_accused_by_his_post(desk: Desk) -> None:
    _, case_no = accusation(desk, "清溪镇镇长")
    with pytest.raises(Refused, match="覃晓东"):
        desk.cases.record(case_no, "instructed", {"on": ON, "leader": "覃晓东", "text": "请办"})
    assert not desk.cases.record(case_no, "instructed", {"on": ON, "leader": "周海燕", "text": "请办"}).warnings


def test_whom_only_the_words_name_is_warned_of(desk: Desk) -> None:
    _, case_no = accusation(desk, "王老五", "石桥村的低保是财政所的人批的。")
    for to in ("石桥村民委员会", "清溪镇财政所"):
        (said,) = [
            words for words in desk.cases.record(case_no, "assigned", {"on": ON, "to": to}).warnings if to in words
        ]
        assert "核对" in said and "低保" not in said, "nothing of what was said"
    heard = desk.cases.record(case_no, "assigned", {"on": ON, "to": "水务站"}).warnings
    assert not any("水务站" in words for words in heard)


def test_what_was_given_before_it_accused_them_does_not_keep_the_truth_out(desk: Desk) -> None:
    visit_no, case_no = accusation(desk, "王老五")
    desk.cases.record(case_no, "assigned", {"on": ON, "to": "水务站"})
    matter = {"purpose": "accusation", "statement": "收了钱不入账。", "concerned_unit": "水务站", "case_no": case_no}
    desk.visits.amend(visit_no, {"matters": [matter]})
    with pytest.raises(Refused, match="被检举、控告的单位"):
        desk.cases.record(case_no, "supervised", {"on": ON, "to": "水务站", "reason": "催办"})


@pytest.mark.parametrize(
    ("unit", "organ", "level"),
    [
        ("石桥村支书", "清溪镇纪委", "乡镇（街道）纪委"),
        ("副镇长周海燕", "安平县纪委监委", "县级纪委监委"),
        ("王老五", "", ""),
    ],
)
def test_the_organ_is_offered_in_the_step_and_in_the_handover(desk: Desk, unit: str, organ: str, level: str) -> None:
    _, case_no = accusation(desk, unit)
    assert desk.cases.get(case_no, unmask="移送").organ == organ
    draft = desk.letters.draft("accusation_handover", case_no)
    opened = desk.letters.get(draft.letter_id, "移送")
    assert (opened.content.get("to", ""), opened.content.get("fields", {}).get("移送级别", "")) == (organ, level)
    typed = desk.letters.draft("accusation_handover", case_no, {"to": "安平县监察委员会"})
    assert desk.letters.get(typed.letter_id, "移送").content["to"] == "安平县监察委员会", "what was typed stands"


def test_the_town_s_own_commission_takes_nothing_against_its_leaders(desk: Desk) -> None:
    _, case_no = accusation(desk, "镇长覃晓东")
    heard = desk.cases.record(case_no, "transferred", {"on": ON, "to": "清溪镇纪委"}).warnings
    assert any("县级纪委监委" in words for words in heard)
    _, other = accusation(desk, "石桥村支书")
    heard = desk.cases.record(other, "transferred", {"on": ON, "to": "清溪镇纪委"}).warnings
    assert not any("县级纪委监委" in words for words in heard)


def test_the_accused_signs_no_letter_of_it(desk: Desk) -> None:
    _, case_no = accusation(desk, "镇长")
    fields = {"移送级别": "县级纪委监委", "具名情况": "实名", "材料数量": "1份"}
    draft = desk.letters.draft("accusation_handover", case_no, {"to": "安平县纪委监委", "fields": fields})
    with pytest.raises(Refused, match="覃晓东") as refused:
        desk.letters.issue(draft.letter_id, "覃晓东", date(2026, 3, 4))
    assert refused.value.field == "signed_by"
    assert desk.letters.issue(draft.letter_id, "周海燕", date(2026, 3, 4)).letter.document_no


def looks(desk: Desk, visit_no: str, case_no: str) -> dict[str, str]:
    """What each way into the record answers to whoever sits there: "" or the words of the refusal."""
    said = {}
    for name, look in {
        "case": lambda: desk.cases.get(case_no, unmask="看看"),
        "visit": lambda: desk.visits.get(visit_no, unmask="看看"),
        "record": lambda: desk.cases.record(case_no, "contacted", {"on": ON, "content": "电话"}),
        "amend": lambda: desk.visits.amend(visit_no, {"people": 2}),
        "letter": lambda: desk.letters.draft("dossier_cover", case_no),
    }.items():
        try:
            look()
        except Refused as refused:
            assert refused.code == "no_permission"
            said[name] = refused.message
        else:
            said[name] = ""
    return said


def test_who_is_accused_by_post_or_recused_is_shut_out_of_the_record(folder: Path) -> None:
    with closing(open_desk(folder, staff="李敏")) as desk:
        visit_no, case_no = accusation(desk, "镇长")
        assert set(looks(desk, visit_no, case_no).values()) == {""}
    with closing(open_desk(folder, staff="覃晓东")) as his:
        said = looks(his, visit_no, case_no)
        assert all("请由别的有权限的人办理" in words for words in said.values()), said
    with closing(open_desk(folder, staff="李敏")) as desk:
        event = desk.cases.record(case_no, "recused", {"on": ON, "person": "李敏", "reason": "亲属"}).event_id
        said = looks(desk, visit_no, case_no)
        assert all(said.values()), said
        with pytest.raises(Refused):
            desk.cases.undo(case_no, event)


def test_where_nobody_is_left_it_goes_sealed_on_paper(folder: Path) -> None:
    with closing(open_desk(folder, staff="李敏")) as desk:
        visit_no, case_no = accusation(desk, "镇长")
        with desk.writing() as connection:
            connection.exec_driver_sql("UPDATE staff SET role = 'registrar' WHERE name <> '覃晓东'")
    with closing(open_desk(folder, staff="覃晓东")) as his:
        said = looks(his, visit_no, case_no)
        assert all("密封转交" in words and "纸质" in words for words in said.values()), said


def registered(desk: Desk, unit: str, **more: Any) -> str:
    """What registering an accusation answers: "" or code, field and words of the refusal."""
    matter = {"purpose": "accusation", "statement": "收了钱不入账。", "concerned_unit": unit}
    visit = {"at": "2026-03-02T09:20", "channel": "visit", "petitioners": [{"name": "张桂花"}], "matters": [matter]}
    matter |= {"case_no": more.pop("case_no")} if "case_no" in more else {}
    try:
        desk.visits.add(visit | more)
    except Refused as refused:
        return f"{refused.code} {refused.field} {refused.message}"
    return ""


def test_the_accused_neither_registers_it_nor_is_written_down_as_who_received_it(folder: Path) -> None:
    with closing(open_desk(folder, staff="李敏")) as desk:
        before = len(desk.audit.lines(50))
        assert registered(desk, "镇长", received_by="覃晓东").startswith("forbidden received_by 接待人")
        assert registered(desk, "信访办李敏").startswith("no_permission None 你是")
        assert registered(desk, "信访办李敏", received_by="周海燕").startswith("no_permission None")
        assert len(desk.audit.lines(50)) == before, "nothing was written"
        assert registered(desk, "镇长", received_by="李敏") == ""
    with closing(open_desk(folder, staff="覃晓东")) as his:
        assert registered(his, "镇长", received_by="李敏").startswith("no_permission None 你是")
        assert registered(his, "石桥村支书") == ""


def test_who_is_recused_from_a_case_receives_nobody_on_it(folder: Path) -> None:
    with closing(open_desk(folder, staff="李敏")) as desk:
        visit_no, case_no = accusation(desk, "石桥村支书")
        desk.cases.record(case_no, "recused", {"on": ON, "person": "覃晓东", "reason": "亲属"})
        said = registered(desk, "", case_no=case_no, received_by="覃晓东")
        assert said.startswith("forbidden received_by")
        with pytest.raises(Refused) as refused:
            desk.visits.amend(visit_no, {"received_by": "覃晓东"})
        assert refused.value.field == "received_by"
    with closing(open_desk(folder, staff="覃晓东")) as his:
        assert registered(his, "", case_no=case_no, received_by="李敏").startswith("no_permission")


def test_what_turns_out_to_accuse_who_received_it_is_written_all_the_same(folder: Path) -> None:
    """The truth must come in; whoever received it is shut out from then on."""
    with closing(open_desk(folder, staff="覃晓东")) as his:
        matter = {"purpose": "appeal", "statement": "收了钱不入账。", "title": "账目"}
        visit, _ = his.visits.add(
            {"at": "2026-03-02T09:20", "channel": "visit", "petitioners": [{"name": "张桂花"}], "matters": [matter]}
        )
        change = {"matters": [matter | {"purpose": "accusation", "concerned_unit": "镇长"}]}
        assert his.visits.amend(visit.visit_no, change).received_by == "覃晓东"
        with pytest.raises(Refused) as refused:
            his.visits.get(visit.visit_no, unmask="看看")
        assert refused.value.code == "no_permission"


def test_of_a_form_that_accuses_only_who_may_open_it_is_told(folder: Path) -> None:
    """Neither the tray nor the figure of 工作台 tells the accused, or who may open none, that it was begun."""
    content = {"matters": [{"purpose": "accusation", "concerned_unit": "镇长", "statement": "收了钱。"}]}
    with closing(open_desk(folder, staff="李敏")) as desk:
        with desk.writing() as connection:
            staff_rows.add(connection, "韦丽", "registrar")
            staff_rows.add(connection, "马英", "lead", accusations=True)
        desk.drafts.save(None, "visit", content, True)
        desk.drafts.save(None, "visit", {"summary": "水渠"}, False)
    with closing(open_desk(folder, staff="马英")) as other:
        assert other.drafts.all() == [], "they are hers as long as she works here"
        with other.writing() as connection:
            staff_rows.add(connection, "周敏", "registrar")
            connection.exec_driver_sql("UPDATE draft SET staff_id = (SELECT id FROM staff WHERE name = '周敏')")
            connection.exec_driver_sql("UPDATE staff SET active = 0 WHERE name = '周敏'")
    seen = {}
    for name in ("李敏", "覃晓东", "韦丽", "马英"):
        with closing(open_desk(folder, staff=name)) as desk:
            tray = desk.drafts.all()
            assert desk.home.board().unfinished_visits == len(tray)
            seen[name] = [type(draft).__name__ for draft in tray]
    assert seen == {
        "李敏": ["Draft", "ClosedDraft"],
        "覃晓东": ["Draft"],
        "韦丽": ["Draft"],
        "马英": ["Draft", "ClosedDraft"],
    }
