"""Papers of the window itself: board, handover, envelope, what is posted, what goes back; and some of a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.office.office import Office
from petidesk.domain.office.papers import Addressee, addressed_in
from petidesk.domain.papers import Paper
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.trouble import Refused
from tests.offices import new_office

TODAY = date(2026, 11, 25)
BOARD = {
    "web_address": "http://xf.qingxi.example",
    "address": "安平县清溪镇人民路1号",
    "phone": "0571-00000000",
    "hours": "工作日8:30至12:00",
    "postcode": "311200",
}


class Clock:
    """The office's time, which a test moves on."""

    now = datetime(2026, 11, 25, 9, 0)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(
        tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访", practice=True
    )
    opened = open_desk(tmp_path / "data", purpose="window", clock=Clock())
    opened.office.change({**BOARD, "leaders": [{"name": "覃晓东", "post": "镇长"}], "valid_from": "2026-01-01"})
    yield opened
    opened.close()


def visit(desk: Desk, name: str = "张桂花", matter: dict[str, Any] | None = None, **more: Any) -> tuple[str, str]:
    usual = {"purpose": "appeal", "route": 6, "statement": "补偿款没到账。", "requests": ["补发补偿款"]}
    document = {
        "at": "2026-11-25T08:40",
        "channel": "visit",
        "people": 1,
        "petitioners": [{"name": name, "village": "东村", "address": "东村三组12号", "phone": "13800001234"}],
        "materials": [{"name": "征地补偿协议原件", "copies": 2}],
        **more,
        "matters": [{**usual, **(matter or {})}],
    }
    added, _ = desk.visits.add(document)
    return added.visit_no, added.matters[0].case_no


def accusation(desk: Desk) -> tuple[str, str]:
    closed = {"purpose": "accusation", "route": None, "concerned_unit": "东村村委会", "statement": "截留补贴款。"}
    return visit(desk, "周国强", matter=closed)


def issued(desk: Desk, kind: str, case_no: str, document: object = None, why: str = "") -> str:
    draft = desk.letters.draft(kind, case_no, document)
    return desk.letters.issue(draft.letter_id, "赵建国", TODAY, unmask=why).letter.document_no


def words(paper: Paper) -> str:
    with pypdfium2.PdfDocument(paper.pdf) as document:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    return text.replace("演练", "").replace("演", "").replace("练", "")  # across a paper of a practice office


def refusal(call: Any, *given: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        call(*given)
    return raised.value


# ---- 信访渠道公示牌


def test_the_board_says_what_the_regulation_wants_published(desk: Desk) -> None:
    plan = RotaPlan((parse_rule("weekly:thu"),), date(2026, 12, 1), date(2026, 12, 31), parse_turns("覃晓东"))
    desk.schedule.make(plan)
    bare = words(desk.office_papers.board())
    assert "覃晓东" not in bare  # a day without place and hours is not put up
    placed = RotaPlan(
        (parse_rule("weekly:wed"),),
        date(2026, 12, 1),
        date(2026, 12, 31),
        parse_turns("覃晓东"),
        place="一楼接访室",
        hours="09:00-11:30",
    )
    desk.schedule.make(placed)
    paper = desk.office_papers.board("a3")
    said = words(paper)
    for text in (
        "http://xf.qingxi.example",
        "安平县清溪镇人民路1号　清溪镇人民政府信访办".replace("　", ""),
        "邮政编码：311200",
        "0571-00000000",
        "时间：工作日8:30至12:00",
        "登记回执上的编号",
        "12月2日（星期三）覃晓东09:00-11:30一楼接访室",
    ):
        assert text in said, text
    assert (paper.form, paper.size) == ("channels_board", "a3")


@pytest.mark.parametrize("key", ["web_address", "phone", "hours", "address"])
def test_a_board_that_lacks_something_is_not_printed(desk: Desk, key: str) -> None:
    desk.office.change({key: ""})
    said = refusal(desk.office_papers.board)
    assert said.code == "missing" and said.basis == "《信访工作条例》第十八条第一款"
    assert said.field == ("postal_address" if key == "address" else key)


# ---- 交接班单


def test_the_handover_is_made_from_the_records_and_names_nobody(desk: Desk) -> None:
    assert words(desk.office_papers.handover()).count("无。") == 3
    visit_no, case_no = visit(desk)
    secret, _ = accusation(desk)
    number = issued(desk, "acceptance_notice", case_no)
    desk.letters.draft("handling_opinion", case_no)
    due = {"on": "2026-11-25", "leader": "覃晓东", "text": "请信访办核实。", "due_on": "2026-11-26"}
    desk.cases.record(case_no, "instructed", due)
    said = words(desk.office_papers.handover())
    assert "来访2批次2人次" in said and "无。" not in said
    assert f"信访事项处理意见书{case_no}2026年11月25日" in said
    assert f"{number}信访事项受理告知书2026年11月25日" in said
    assert f"{visit_no}征地补偿协议原件2份" in said and secret not in said
    assert f"{case_no}批示落实" in said and "2026年11月26日" in said
    assert "张桂花" not in said and "周国强" not in said and "截留" not in said and "1380000" not in said


def test_an_original_is_handed_on_until_it_goes_back(desk: Desk) -> None:
    left = [
        {"name": "土地证原件", "copies": 1},
        {"name": "协议原件的复印件", "copies": 3},
        {"name": "照片", "copies": 2},
    ]
    earlier, _ = visit(desk, at="2026-11-20T09:00", materials=left)
    later, _ = visit(desk, "李大山", at="2026-11-25T08:50", materials=left)
    said = words(desk.office_papers.handover())
    assert [said.count(name) for name in ("土地证原件", "复印件", "照片")] == [2, 1, 1]
    desk.papers.print_form("materials_return", earlier)
    said = words(desk.office_papers.handover())
    assert earlier not in said and f"{later}土地证原件1份" in said


def test_what_was_promised_goes_from_shift_to_shift_until_it_is_done(desk: Desk) -> None:
    _, case_no = visit(desk)
    _, closed = accusation(desk)
    call = {"on": "2026-11-25", "promise": "call", "due_on": "2026-11-27", "hour": "上午9时", "about": "回张桂花电话"}
    desk.cases.record(case_no, "promised", call)
    desk.cases.record(case_no, "promised", {"on": "2026-11-25", "promise": "go", "due_on": "2026-12-20"})
    desk.cases.record(closed, "promised", {**call, "promise": "meet"})
    said = words(desk.office_papers.handover())
    assert f"{case_no}回电话11月27日上午9时□" in said and f"{closed}11月27日上午9时□" in said
    assert "上门" not in said and "见面" not in said and "张桂花" not in said
    assert "约定" not in said.partition("四、")[0]  # said once, with the others
    # The answer ends what was to be done for it; a promise waits on.
    desk.cases.record(case_no, "told", {"on": "2026-11-25"})
    results = [{"request": 1, "result": "explained", "answer": "已说明。"}]
    desk.cases.record(case_no, "accepted", {"on": "2026-11-25"})
    desk.cases.record(case_no, "concluded", {"on": "2026-11-25", "results": results})
    case = desk.cases.get(case_no)
    assert [(task.kind, task.due) for task in case.tasks] == [
        ("promised", date(2026, 11, 27)),
        ("promised", date(2026, 12, 20)),
    ]
    done = {"on": "2026-11-25", "event_id": case.tasks[0].event_id, "text": "已回电"}
    desk.cases.record(case_no, "carried_out", done)
    assert "回电话" not in words(desk.office_papers.handover())


def test_a_handover_is_of_today(desk: Desk) -> None:
    assert desk.office_papers.handover(TODAY).pdf
    assert refusal(desk.any_paper.print, "接待窗口交接班单", "2026-11-24").field == "day"


# ---- 邮寄清单, 信封


def test_the_mailing_list_has_what_was_issued_and_goes_by_post(desk: Desk) -> None:
    first, second, third = (
        issued(desk, "acceptance_notice", visit(desk, name)[1]) for name in ("张桂花", "何文斌", "乐天佑")
    )
    handed = {"on": "2026-11-25", "document_no": second, "method": "direct", "recipient": "何文斌"}
    desk.cases.record(desk.letters.by_no(second).case_no, "served", handed)
    posted = {"on": "2026-11-25", "document_no": third, "method": "post", "recipient": "乐天佑"}
    desk.cases.record(desk.letters.by_no(third).case_no, "served", posted)
    said = words(desk.office_papers.mailing_list())
    assert "共2件" in said and second not in said
    assert (
        f"{first}信访事项受理告知书张桂花安平县清溪镇东村三组12号" in said
        and f"{third}信访事项受理告知书乐天佑" in said
    )
    assert "共0件" in words(desk.office_papers.mailing_list(date(2026, 11, 24)))


def test_what_accuses_is_posted_by_its_number_alone_and_its_envelope_is_written_by_hand(desk: Desk) -> None:
    _, case_no = accusation(desk)
    number = issued(desk, "notice_letter", case_no, _notice(desk, case_no), "告知本人")
    said = words(desk.office_papers.mailing_list())
    assert f"{number}信访事项告知书（限制查阅）" in said and "周国强" not in said and "东村" not in said
    for given in (number, case_no):
        refused = refusal(desk.office_papers.envelope, given)
        assert (refused.code, refused.basis) == ("forbidden", "《信访工作条例》第三十条第三款")
        assert "周国强" not in refused.message


def _notice(desk: Desk, case_no: str) -> dict[str, Any]:
    """The parts that the notice asks for, filled with the first choice or a few words."""
    kind = next(kind for kind, _ in desk.letters.kinds_for(case_no) if kind.name == "notice_letter")
    fields = {
        ask.name: ask.choices[0] if ask.choices else "已经收到" for ask in kind.asks if ask.required and not ask.key
    }
    return {"manner": "written", "fields": fields}


def test_each_of_two_gets_his_own_letter(desk: Desk) -> None:
    came = [
        {"name": "李大山", "village": "东村", "address": "安平县清溪镇南街5号"},
        {"name": "张桂花", "village": "东村", "address": "东村三组12号"},
    ]
    _, case_no = visit(desk, people=2, petitioners=came)
    number = issued(desk, "acceptance_notice", case_no)
    both = words(desk.office_papers.envelope(number))
    assert "安平县清溪镇南街5号李大山收" in both and "安平县清溪镇东村三组12号张桂花收" in both
    assert both.count("311200") == 4 and desk.papers.page_count(desk.office_papers.envelope(number).pdf) == 2
    said = words(desk.office_papers.mailing_list())
    assert "共2件" in said and "李大山安平县清溪镇南街5号" in said and "张桂花安平县清溪镇东村三组12号" in said


def test_the_register_says_what_a_letter_is(desk: Desk) -> None:
    visit(desk, channel="letter", signatories=7, enclosures=3)
    visit(desk, channel="letter")
    said = words(desk.papers.register(TODAY, TODAY))
    assert said.count("（联名7人，附件3份）") == 1 and "8:40" not in said


def test_an_envelope_goes_to_one_person_or_to_the_unit(desk: Desk) -> None:
    _, case_no = visit(
        desk,
        people=3,
        petitioners=[
            {"name": "李大山", "village": "东村"},
            {"name": "张桂花", "village": "东村", "address": "东村三组12号", "representative": True},
        ],
    )
    number = issued(desk, "acceptance_notice", case_no)
    for given in (number, case_no):
        paper = desk.office_papers.envelope(given)
        assert paper.size == "dl" and words(paper).startswith("安平县清溪镇东村三组12号张桂花收")
        # the boxes of the receiver, who lives in this town, and the line of the sender
        assert words(paper).count("311200") == 2
    assert desk.any_paper.print("信封", number, "c5").size == "c5"
    to_unit = issued(
        desk,
        "assignment_slip",
        case_no,
        {"to": "自然资源所", "reply_by": "2026-12-10", "fields": {"办理要求": "请核实并反馈。"}},
    )
    sent = words(desk.office_papers.envelope(to_unit))
    assert "自然资源所收" in sent and sent.count("311200") == 1
    assert refusal(desk.office_papers.envelope, "无此文号").code == "not_found"


@pytest.mark.parametrize(
    ("address", "village", "where", "postcode"),
    [
        ("东村三组12号", "东村", "安平县清溪镇东村三组12号", "311200"),
        ("东村", "东村", "安平县清溪镇东村", "311200"),
        ("清溪镇南街5号", "", "安平县清溪镇南街5号", "311200"),
        ("安平县清溪镇东村三组", "东村", "安平县清溪镇东村三组", "311200"),
        ("安平市城关街道5号 邮编：311100", "", "安平市城关街道5号", "311100"),
        ("311100安平市城关街道5号", "东村", "安平市城关街道5号", "311100"),
        ("安平市城关街道5号", "", "安平市城关街道5号", ""),
        ("安平市123456号", "", "安平市123456号", ""),  # a house, not a postcode
    ],
)
def test_the_boxes_take_the_postcode_that_is_known(address: str, village: str, where: str, postcode: str) -> None:
    office = Office("清溪镇", "安平县", postcode="311200")
    assert addressed_in(office, "张桂花", address, village) == Addressee("张桂花", where, postcode)


# ---- 材料退还清单


def test_what_was_left_goes_back_on_a_list(desk: Desk) -> None:
    visit_no, _ = visit(desk)
    said = words(desk.papers.print_form("材料退还清单", visit_no))
    assert f"登记编号：{visit_no}" in said and "1征地补偿协议原件2份□原件□复印件" in said and "1380000" not in said
    closed, _ = accusation(desk)
    assert refusal(desk.papers.print_form, "materials_return", closed).code in ("missing", "no_permission")


# ---- papers of a case


def test_a_suspension_without_a_local_rule_is_refused(desk: Desk) -> None:
    _, case_no = visit(desk)
    parts = {"中止理由": "等待鉴定。", "中止日期": "2026-11-25", "恢复条件": "鉴定报告送达。"}
    draft = desk.letters.draft("suspension_notice", case_no, {"fields": parts})
    refused = refusal(desk.letters.issue, draft.letter_id, "赵建国", TODAY)
    assert (refused.code, refused.field) == ("missing", "fields.地方依据")
    before = desk.cases.get(case_no).due
    desk.letters.save(draft.letter_id, {"fields": {**parts, "地方依据": "《临江市信访办法》第二十六条"}})
    assert desk.letters.issue(draft.letter_id, "赵建国", TODAY).letter.document_no == "清信访中〔2026〕1号"
    assert desk.cases.get(case_no).due == before  # no clock of the regulation stops


def test_the_representatives_of_the_register_stand_on_the_election(desk: Desk) -> None:
    desk.office.change({"most_representatives": 3})
    people = [{"name": name, "representative": name != "何文斌"} for name in ("张桂花", "何文斌", "李大山")]
    _, case_no = visit(desk, people=12, petitioners=people)
    said = words(desk.any_paper.print("代表推选书", case_no))
    assert "共12人" in said and "不超过3名" in said and "1张桂花" in said and "2李大山" in said and "何文斌" not in said


def test_the_list_of_a_file_for_review_holds_what_was_issued(desk: Desk) -> None:
    _, case_no = visit(desk)
    number = issued(desk, "acceptance_notice", case_no)
    said = words(desk.any_paper.print("review_file_transmittal", case_no))
    assert f"1信访事项受理告知书{number}2026年11月25日1" in said and "安平县人民政府：" in said


def test_an_accusation_has_none_of_these_papers(desk: Desk) -> None:
    _, case_no = accusation(desk)
    why = {kind.name: reason for kind, reason in desk.letters.kinds_for(case_no)}
    for name in (
        "representative_election",
        "urgent_report",
        "hardship_referral",
        "hearing_notice",
        "settlement_agreement",
    ):
        assert "检举控告" in why[name], name


# ---- the notice of the rota


def test_a_notice_says_which_days_have_neither_time_nor_place(desk: Desk) -> None:
    turns = parse_turns("覃晓东")
    desk.schedule.make(RotaPlan((parse_rule("weekly:thu"),), date(2026, 12, 1), date(2026, 12, 10), turns))
    for paper in (desk.schedule_papers.preview("2026-12"), desk.schedule_papers.notice("2026-12", "wall")):
        assert paper.notes == (
            "12月3日还没有时间、地点，公示要写明接待的时间和地点。",
            "12月10日还没有时间、地点，公示要写明接待的时间和地点。",
        )
