"""Six kinds of records, and every paper that the office can print of each: the long one, the short one, a group, a
letter, an order of 12345 and an accusation. All invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.closed import file_of
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.letters.closed import content_of
from petidesk.domain.letters.content import unfit
from petidesk.domain.letters.letters import LetterAsk, LetterKind
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from tests.offices import new_office

TODAY = date(2026, 12, 28)
SIGNER = "赵建国"
WHY = "书面告知检举控告人"
OFFICE: dict[str, Any] = {
    "valid_from": "2026-01-01",
    "phone": "0571-80000000",
    "address": "安平县清溪镇人民路1号",
    "hours": "工作日8:30至12:00、14:00至17:30",
    "web_address": "http://xf.qingxi.example",
    "postcode": "310000",
    "reviewing_body": "安平县人民政府",
    "reviewing_address": "安平县解放路8号",
    "reviewing_phone": "0571-80000008",
    "rechecking_body": "宁川市人民政府",
    "petition_department": "安平县信访局",
    "joint_meeting": "安平县信访工作联席会议办公室",
    "discipline_body": "安平县纪委监委",
    "party_committee": "中共清溪镇委员会",
    "superiors": ["安平县信访局"],
    "units": ["乡村建设办", "财政所"],
    "leaders": [{"name": "赵建国", "post": "党委副书记、镇长"}, {"name": "覃晓东", "post": "副镇长"}],
}
_PERSON = {
    "name": "张桂花",
    "sex": "female",
    "id_type": "111",
    "id_number": "110101197003070062",
    "phone": "13800001234",
    "village": "东村",
    "address": "东村三组12号",
}
_STORY = (
    "2021年修建东村至镇区的道路时征用了我家三亩二分承包地，当时签了补偿协议，约定当年十二月底以前付清补偿款，"
    "但是到现在只付了第一笔，剩下的一直没有到账。我们多次到村委会和镇财政所询问，回答都是资金没有下来。"
    "施工单位还把地头的排水沟填了，去年夏天下大雨，水排不出去，玉米全部泡在水里，院墙也被泡得开裂。"
    "今年又有人来量地，说要扩宽路面，没有人跟我们说明怎么补偿，也没有看到公示。"
)
_WANTED = [
    "依照2021年签订的补偿协议，一次付清剩余的征地补偿款和逾期的利息，并书面说明款项拖欠的原因和责任",
    "恢复被填埋的排水沟",
    "赔偿去年夏天玉米受淹造成的损失",
    "对开裂的院墙进行安全鉴定，需要加固的由施工单位负责加固",
    "公开扩宽路面的方案和补偿标准",
    "答复",
]


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper of one of the records. `record` is its kind, "" for a paper of the whole office."""

    record: str
    form: str
    paper: Paper


class Clock:
    """The office's time, which runs a second each time it is asked for."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 14)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def _visit(*people: dict[str, Any], matter: dict[str, Any], **more: Any) -> dict[str, Any]:
    usual = {"purpose": "appeal", "route": 6, "category": "自然资源/征地补偿"}
    return {
        "at": "2026-11-23T10:40",
        "channel": "visit",
        "received_by": "李敏",
        "people": len(people),
        "petitioners": list(people),
        "matters": [usual | matter],
        **more,
    }


def _representatives() -> list[dict[str, Any]]:
    names = ("张桂花", "李大山", "欧阳春兰")
    return [
        {**_PERSON, "name": name, "id_type": "", "id_number": "", "representative": True, "phone": f"1380000123{place}"}
        for place, name in enumerate(names)
    ]


RECORDS: dict[str, dict[str, Any]] = {
    "long": _visit(
        _PERSON | {"address": "安平县清溪镇东村三组幸福路与解放路交叉口东南侧安置小区12幢2单元1102室"},
        {"name": "李大山", "sex": "male", "village": "东村", "phone": "13800005678"},
        matter={
            "title": "2021年东村至镇区道路征用承包地的补偿款没有付清、排水沟被填埋造成玉米受淹和院墙开裂",
            "statement": _STORY * 2,
            "requests": _WANTED,
            "concerned_unit": "乡村建设办",
        },
        materials=[
            {"name": "土地承包经营权证复印件", "copies": 1},
            {"name": "2021年道路征地补偿协议书和丈量登记表复印件", "copies": 2},
            {"name": "现场照片", "copies": 12},
        ],
        handling="当面核对了协议，告知将到现场查看；对扩宽路面的方案，已请乡村建设办准备说明。",
        note="来访人要求用手机短信联系。",
    ),
    "short": _visit(
        {"name": "王五", "village": "东村"},
        matter={"title": "低保", "statement": "低保停了。", "requests": ["恢复"], "category": ""},
    ),
    "group": _visit(
        *_representatives(),
        matter={
            "title": "村道路灯长期不亮",
            "statement": "村道的路灯坏了大半年，晚上看不见路，老人摔过两次。",
            "requests": ["修好路灯", "明确由谁管护"],
        },
        people=23,
    ),
    "letter": _visit(
        _PERSON | {"name": "周国强", "sex": "male", "id_type": "", "id_number": "", "phone": ""},
        matter={"title": "宅基地审批拖延", "statement": "宅基地申请交上去一年没有回音。", "requests": ["答复审批结果"]},
        channel="letter",
        signatories=7,
        enclosures=3,
    ),
    "hotline": _visit(
        _PERSON | {"name": "钱秀英", "id_type": "", "id_number": ""},
        matter={"title": "垃圾清运不及时", "statement": "垃圾房三天没有清运。", "requests": ["及时清运"]},
        channel="hotline",
        national_no="GD20261019000123",
        caller_no="13800007777",
    ),
    "accusation": _visit(
        _PERSON | {"name": "孙立人", "sex": "male"},
        matter={
            "purpose": "accusation",
            "route": None,
            "category": "",
            "concerned_unit": "东村村民委员会",
            "statement": "村干部截留补贴款。",
            "title": "截留补贴款",
            "requests": ["查处"],
        },
    ),
}
# The steps of a case's life that other papers stand on, by the form that is printed after them.
_ORDER = (
    "power_of_attorney",
    "representative_election",
    "submission_form",
    "notice_letter",
    "acceptance_notice",
    "assignment_slip",
    "accusation_handover",
    "first_contact_record",
    "verification_record",
    "inquiry_record",
    "assistance_letter",
    "case_leader_sheet",
    "supervision_slip",
    "hearing_notice",
    "hearing_record",
    "suspension_notice",
    "settlement_agreement",
    "hardship_referral",
    "urgent_report",
    "referral_slip",
    "investigation_report",
    "extension_approval",
    "extension_notice",
    "handling_opinion",
    "review_guidance",
    "conclusion_report",
    "follow_up_record",
    "review_file_transmittal",
)
_TYPED = {
    "经查": "经到现场核实，来访人反映的情况基本属实。",
    "法律依据": "《中华人民共和国土地管理法》第四十八条",
    "本机关认为": "补偿款应当按照协议付清。",
    "会议时间": "2026年12月28日",
}
_WORDS = "经核对有关材料，已与有关人员当面沟通。"


def open_office(folder: Path) -> Desk:
    """An office with everything set that papers print."""
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    desk = open_desk(folder, purpose="window")
    desk.office.change(OFFICE)
    return desk


def register(desk: Desk, kind: str) -> tuple[str, str]:
    """A visit of this kind: its number and that of its case."""
    added, _ = desk.visits.add(RECORDS[kind])
    return added.visit_no, added.matters[0].case_no


def all_papers(desk: Desk, clock: Clock) -> Iterator[Printed]:
    """Every paper of every record: those of the visit on its day, those of the case on TODAY."""
    numbers = {kind: register(desk, kind) for kind in RECORDS}
    for kind, (visit_no, _) in numbers.items():
        yield from _of_the_visit(desk, kind, visit_no)
    clock.now = datetime.combine(TODAY, clock.now.time())
    for kind, (_, case_no) in numbers.items():
        yield from _of_the_case(desk, kind, case_no)
    for kind, (_, case_no) in numbers.items():
        yield from _other_papers(desk, kind, case_no)


def _of_the_visit(desk: Desk, kind: str, visit_no: str) -> Iterator[Printed]:
    for form in desk.papers.forms():
        for size in desk.papers.sizes(form):
            try:
                yield Printed(kind, form, desk.papers.print_form(form, visit_no, size, WHY))
            except Refused as refused:
                assert refused.code in ("missing", "forbidden"), (kind, form, refused)


def _of_the_case(desk: Desk, kind: str, case_no: str) -> Iterator[Printed]:
    kinds = {one.name: one for one in desk.letters.kinds()}
    for form in _ORDER:
        made = _issued(desk, kinds[form], case_no)
        if made is None:
            continue
        number, paper = made
        yield Printed(kind, form, paper)
        if not number:
            continue
        if kinds[form].served:
            receipt = _issued(desk, kinds["service_receipt"], case_no, document_no=number)
            if receipt is not None:
                yield Printed(kind, f"service_receipt-{form}", receipt[1])
        if form == "handling_opinion" or form == "acceptance_notice":
            served = {"document_no": number, "method": "direct", "recipient": "来访人本人"}
            desk.cases.record(case_no, "served", served | {"on": TODAY.isoformat()})


def _issued(desk: Desk, kind: LetterKind, case_no: str, **more: Any) -> tuple[str, Paper] | None:
    """The letter issued, or, where the case does not let it out, as a draft; None when it is none for the case."""
    case = file_of(desk.cases.get(case_no))
    if unfit(kind, case):
        return None
    by, on = (SIGNER, TODAY) if kind.signed else ("", None)
    why = WHY if case.restricted else ""
    draft = desk.letters.draft(kind.name, case_no, more)
    content = _filled(kind, case, dict(content_of(draft)))
    desk.letters.save(draft.letter_id, content)
    try:
        issued = desk.letters.issue(draft.letter_id, by, on, "尚在核实", unmask=why).letter
    except Refused:
        desk.letters.discard(draft.letter_id)
        return "", desk.letters.preview_content(kind.name, case_no, content, signed_by=by, signed_on=on, marked=False)
    return issued.document_no, desk.letters.print_letter(issued.document_no, why)


def _filled(kind: LetterKind, case: CaseFile, content: dict[str, Any]) -> dict[str, Any]:
    """A content with something typed in every part that the form wants."""
    fields: dict[str, Any] = dict(content.get("fields", {}))
    for ask in kind.asks:
        where, key = (content, ask.key) if ask.key else (fields, ask.name)
        if ask.required and not where.get(key) and ask.key != "on":
            where[key] = _typed(ask)
    if kind.per_request:
        content["results"] = [_answer(place, request.number) for place, request in enumerate(case.open_requests)]
    return {**content, "fields": fields}


def _answer(place: int, number: int) -> dict[str, Any]:
    """Every result in turn; what is granted with who carries it out."""
    result = ("supported", "partly", "explained", "not_supported")[place % 4]
    answer = "剩余补偿款已经列入本年度计划。" if result == "supported" else "经核对有关规定和登记资料，不符合补助条件。"
    carried = {"owner": "财政所", "due_on": "2027-03-20"} if result == "supported" else {}
    return {"request": number, "result": result, "answer": answer, **carried}


def _typed(ask: LetterAsk) -> Any:
    if ask.kind == "choice":
        return ask.choices[0]
    if ask.kind == "day":
        return (TODAY + timedelta(days=7)).isoformat() if ask.ahead else TODAY.isoformat()
    if ask.kind == "count":
        return 10 if ask.key else "12"
    if ask.kind == "list":
        return [_WORDS, _WORDS]
    return _TYPED.get(ask.name, _WORDS if ask.lines > 1 else "乡村建设办")


def _other_papers(desk: Desk, kind: str, case_no: str) -> Iterator[Printed]:
    """The forms that do not fit into one life: as drafts, from the facts of the case as it ended."""
    for one in desk.letters.kinds():
        if one.name in _ORDER or one.of != "case":
            continue
        made = _issued(desk, one, case_no)
        if made is not None:
            yield Printed(kind, one.name, made[1])
