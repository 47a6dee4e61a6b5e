"""What the names that every paper of a case may use (`names.py`) say of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import HANDLING, NOTICE, RunningClock
from petidesk.domain.cases.closed import ClosedCase, file_of
from petidesk.domain.cases.events import (
    ENDINGS,
    GROUNDS,
    MANNERS,
    METHODS,
    RATINGS,
    REFUSED_PART,
    RESULTS,
    REVIEW_RESULTS,
)
from petidesk.domain.cases.files import CaseFile, CaseVisit, TimelineEvent, purpose_words
from petidesk.domain.cases.projection import dates_of
from petidesk.domain.cases.terms import promise
from petidesk.domain.codes import CHANNELS, ROUTES
from petidesk.domain.letters.case_topics import topic_values
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.content import UNANSWERED, typed_values
from petidesk.domain.letters.letters import Letter, LetterKind
from petidesk.domain.letters.people import named_title, people_values, petitioners, to_serve
from petidesk.domain.meetings import Meeting, paper_parts, paper_values
from petidesk.domain.office.fields import LETTERHEADS
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.papers import NUMBERS_OF_ORDERS, chinese_day

# Steps of the program's own book-keeping, which no paper tells of.
_UNTOLD = ("undone", "titled", "entered", "in_charge", "routed", "promised")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a paper says of itself. `on`: the day of the event it records; `draft`: nothing of it is final yet.

    `served`: the letter that a 送达回证 is made for; `stands`: the id of an event recorded before, whose paper it is;
    `contents`: the rows of 卷内文书; `anyway`: it goes out although a request is unanswered.
    """

    printed_on: date
    number: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    on: date | None = None
    drafted_by: str = ""
    draft: bool = False
    anyway: bool = False
    served: Letter | ClosedLetter | None = None
    stands: int = 0
    contents: Sequence[Mapping[str, str]] = field(default=())


def case_values(
    seen: CaseFile | ClosedCase,
    office: Office,
    calendar: Calendar,
    kind: LetterKind,
    content: Mapping[str, Any],
    sheet: Sheet,
) -> dict[str, Any]:
    """Every name of FIELDS for a paper of this kind, then the parts that were typed under their own names.

    What the letter itself will record (受理日期, 延长至 ...) stands in it before the event is written, so that the
    preview and the issued paper are alike. Dates are the raw ones (rules/law.md, 5). A closed case names nobody.
    """
    case = file_of(seen)
    told = _Told(case, kind, content, sheet)
    return {
        **office_values(office, draft=sheet.draft),
        **people_values(seen, office, full_numbers=kind.full_numbers),
        "遮盖": isinstance(seen, ClosedCase),
        **_matter(case, office, told),
        **topic_values(case, office, kind),
        **_dates(case, office, calendar, told),
        **_steps(case, office, told),
        **_answers(case, told),
        **_paper(seen, sheet),
        **typed_values(kind, content),
    }


def meeting_values(
    meeting: Meeting, office: Office, kind: LetterKind, content: Mapping[str, Any], sheet: Sheet
) -> dict[str, Any]:
    """What a paper of a meeting prints: the office, the meeting with its agenda and decisions, what was typed."""
    known = paper_values(meeting)
    # The parts of these papers that the meeting knows already; what was typed goes over them.
    parts = {"会议时间": known["会议日期"], **paper_parts(meeting)}
    typed = {name: value for name, value in typed_values(kind, content).items() if value or name not in parts}
    return {**office_values(office, draft=sheet.draft), **known, **_signed(sheet), **parts, **typed}


def office_values(office: Office, *, draft: bool) -> dict[str, Any]:
    """The names of the office and of the bodies above it (rules/office.md).

    Unset while the organ has no name; a `draft` then has a line in its place.
    """
    return {
        "机关名称": office.name_or_line if draft else office.full_name,
        "机关简称": office.name if draft else office.short_name,
        "内设机构": office.petition_office,
        "机关代字": office.letter_code,
        "党委名称": office.party_committee,
        "窗口地址": office.address,
        "查询电话": office.phone,
        "接待时间": office.hours,
        "接待窗口": office.window,
        "复查机关": office.reviewer,
        "复查机关地址": office.reviewing_address,
        "复查机关电话": office.reviewing_phone,
        "复查材料": office.review_papers,
        "复核机关": office.rechecking_body,
        "县信访部门": office.petition_department,
        "县联席会议": office.joint_meeting,
        "印章": office.seal,
        "版头": LETTERHEADS[office.letterhead],
        "普通版式": office.short_papers,
        "有同志": office.comrade,
    }


@dataclass(frozen=True, slots=True)
class _Told:
    """What the letter will record, and the newest event of a kind with that put over it."""

    case: CaseFile
    kind: LetterKind
    content: Mapping[str, Any]
    sheet: Sheet

    def last(self, kind: str) -> Mapping[str, Any]:
        """The keys of the newest event of a kind; of the one that this letter records, what was typed."""
        if self.kind.event == kind:
            return self.content
        found = self.case.last(kind)
        return found.content if found else {}

    def day(self, kind: str) -> date | None:
        """The day of it."""
        if self.kind.event == kind:
            return self.sheet.on
        found = self.case.last(kind)
        return found.on if found else None

    def typed(self, key: str, *kinds: str) -> str:
        """A key of the letter's own content, else of the newest event of these kinds that has it."""
        for source in (self.content, *(self.last(kind) for kind in kinds)):
            if source.get(key):
                return str(source[key])
        return ""


def _day(value: date | str | None) -> str:
    if not value:
        return ""
    return chinese_day(date.fromisoformat(value) if isinstance(value, str) else value)


# ---- what and when


def _matter(case: CaseFile, office: Office, told: _Told) -> dict[str, Any]:
    standing = [visit for visit in case.visits if not visit.voided]
    route = case.route
    received, channel = _received(case, told.kind, standing)
    return {
        "事项编号": case.case_no,
        "反映内容": next((visit.statement for visit in standing if visit.statement), ""),
        "内容分类": case.category.replace("/", " / "),
        "信访目的": purpose_words(case),
        "途径": ROUTES[route] if route else "",
        "途径依据": f"《信访工作条例》第三十一条第{'一二三四五六'[route - 1]}项" if route else "",
        "渠道": CHANNELS[channel],
        "收到日期": _day(received),
        "收到方式": CHANNELS[channel],
        # Which of several bodies above sent it is not kept; the form then says 上级机关.
        "转送机关": office.superiors[0] if channel == "handed_down" and len(office.superiors) == 1 else "",
        "系统信访件编号": case.national_no,
        "编号名称": NUMBERS_OF_ORDERS.get(case.channel, "系统信访件编号"),
        "查询码": case.query_code,
        "检举控告": case.restricted,
        "请求": [request.text for request in case.open_requests],
        "来访记录": [
            {
                "日期": _day(visit.at.date()),
                "编号": visit.visit_no,
                "渠道": CHANNELS[visit.channel],
                "内容": visit.heading,
            }
            for visit in standing
        ],
    }


def _received(case: CaseFile, kind: LetterKind, standing: Sequence[CaseVisit]) -> tuple[date, str]:
    """The day and channel that a paper answers: a notice the visit that was not told yet, every other the first."""
    waiting = [clock.start for clock in case.clocks if clock.kind == NOTICE and clock.met_on is None]
    if kind.tells and kind.event in ("told", "not_accepted") and waiting:
        untold = next((visit for visit in standing if visit.at.date() == min(waiting)), None)
        if untold is not None:
            return untold.at.date(), untold.channel
    return case.opened_on, case.channel


def _dates(case: CaseFile, office: Office, calendar: Calendar, told: _Told) -> dict[str, Any]:
    accepted = told.sheet.on if told.kind.event == "accepted" else case.accepted_on
    before = case.extended_days
    if told.sheet.stands:  # its own days are among them
        earlier = [event for event in case.events if event.kind == "extended" and not event.undone]
        before = sum(event.content["days"] for event in earlier if event.event_id < told.sheet.stands)
    more = int(told.content.get("days") or 0)
    total = before + more

    def limit(extend: int) -> str:
        if accepted is None:
            return ""
        try:
            return _day(dates_of(RunningClock(HANDLING, accepted, extend), calendar, office.limits).raw)
        except Refused:  # a local limit in working days of a year that is not known, or an extension beyond the law
            return ""

    notice = next((clock.deadline for clock in case.clocks if clock.kind == NOTICE and clock.met_on is None), None)
    extended = told.last("extended")
    days = told.content.get("days") or extended.get("days") or ""
    return {
        "受理日期": _day(accepted),
        "告知期限": _day(notice.raw) if notice else "",
        "办理期限": limit(total),
        "原办理期限": limit(before if more else 0),
        "延长至": limit(total) if total else "",
        "延长天数": str(days),
        "批准人": told.typed("approved_by", "extended"),
        "批准日期": _day(told.typed("approved_on", "extended")),
        "延期理由": str(extended.get("reason", "")),
        "告知日期": _day(told.day("told")),
        "告知方式": MANNERS.get(str(told.last("told").get("manner", "")), str(told.last("told").get("manner", ""))),
    }


# ---- what became of it


def _steps(case: CaseFile, office: Office, told: _Told) -> dict[str, Any]:
    refused, instructed, submitted = told.last("not_accepted"), told.last("instructed"), told.last("submitted")
    ground = GROUNDS.get(refused.get("ground", ""))
    in_place, supervised = told.last("in_place"), told.last("supervised")
    helped = "；".join(filter(None, (in_place.get("helped", ""), in_place.get("relief", ""))))
    in_charge = [event for event in case.events if event.kind == "in_charge" and not event.undone]
    limit = next((event.content["due_on"] for event in reversed(in_charge) if event.content.get("due_on")), "")
    done = next((event for event in reversed(case.events) if event.kind == "carried_out" and not event.undone), None)
    reviewed, rechecked = told.last("reviewed"), told.last("rechecked")
    return {
        "责任单位": case.unit,
        "首办责任人": case.handler,
        "包案领导": case.leader,
        "包案领导职务": next((known.post for known in office.leaders if known.name == case.leader), ""),
        "包案时限": _day(limit),
        "不予受理理由": ground.label if ground else "",
        "不予受理依据": ground.basis if ground else "",
        "去向": told.typed("where_to_go", "not_accepted"),
        "承办单位": told.typed("to", "assigned", "transferred") or case.unit,
        "反馈期限": _day(told.typed("reply_by", "assigned", "transferred")),
        "异议理由": list(told.last("objected").get("reasons", ())),
        "批示领导": instructed.get("leader", ""),
        "批示内容": instructed.get("text", ""),
        "批示日期": _day(told.day("instructed")),
        "批示落实": done.content.get("text", "") if done else "",
        "呈批摘要": submitted.get("summary", ""),
        "拟办意见": submitted.get("proposal", ""),
        "督办事由": supervised.get("reason", ""),
        "督办对象": supervised.get("to", ""),
        "复查结果": REVIEW_RESULTS.get(reviewed.get("result", ""), reviewed.get("result", "")),
        "复查文号": reviewed.get("document_no", ""),
        "复核机关意见": REVIEW_RESULTS.get(rechecked.get("result", ""), rechecked.get("result", "")),
        "满意度": RATINGS.get(told.last("rated").get("rating", ""), ""),
        "回访情况": told.last("followed_up").get("result", ""),
        "三到位_诉求": in_place.get("solved", ""),
        "三到位_解释": in_place.get("explained", ""),
        "三到位_帮扶": helped,
        "移送情况": in_place.get("handed_over", ""),
        "办理经过": [_step(event) for event in case.events if not event.undone and event.kind not in _UNTOLD],
    }


def _step(event: TimelineEvent) -> dict[str, str]:
    said = _detail(event)
    number = f"（{event.document_no}）" if event.document_no else ""
    return {"日期": _day(event.on), "事项": event.label + number + (f"：{said}" if said else ""), "经办": event.by}


def _detail(event: TimelineEvent) -> str:
    """What a step was about, in a few words."""
    content = event.content
    match event.kind:
        case "concluded":
            return conclusion(content)
        case "extended":
            return f"{content.get('days', '')}日"
        case "served":
            return f"{content.get('document_no', '')}，{METHODS.get(content.get('method', ''), '')}"
        case "instructed":
            return f"{content.get('leader', '')}：{content.get('text', '')}"
        case "reviewed" | "rechecked":
            return REVIEW_RESULTS.get(content.get("result", ""), str(content.get("result", "")))
        case "not_accepted":
            ground = GROUNDS.get(content.get("ground", ""))
            return ground.label if ground else ""
    return next((str(content[key]) for key in ("to", "decision", "result", "content", "agent") if content.get(key)), "")


def conclusion(content: Mapping[str, Any]) -> str:
    """How a case ended: the result of each request, or the other ending; "" while it is open."""
    results = content.get("results") or []
    if len(results) == 1 and not content.get("anyway"):
        return RESULTS.get(results[0].get("result", ""), "")
    if results:
        return "；".join(f"第{item['request']}项{RESULTS.get(item.get('result', ''), '')}" for item in results)
    return ENDINGS.get(content.get("ending", ""), "")


def _answers(case: CaseFile, told: _Told) -> dict[str, Any]:
    """Each open request with what this letter answers, else with what was answered before."""
    given = {item["request"]: item for item in told.content.get("results", ())}
    answered = case.last("concluded")
    before = {item["request"]: item for item in (answered.content.get("results") or ())} if answered else {}
    rows = []
    for request in case.open_requests:
        known = {"result": request.result, "answer": request.answer}
        item = given.get(request.number) or (before.get(request.number, known) if request.result else known)
        whole = bool(item.get("result") and item.get("answer"))
        result = RESULTS.get(item.get("result", ""), "")
        if told.sheet.anyway and not whole:
            result = result or UNANSWERED
        rows.append({"请求": request.text, "结果": result, "答复": item.get("answer", ""), **_said(item)})
    return {"请求答复": rows, "结论": conclusion(told.last("concluded"))}


# What an answer may say already of its result, which the form then does not say again.
_SAID = {"supported": "予以支持", "partly": "予以支持", "explained": "依据", "not_supported": "不予支持"}


def _said(item: Mapping[str, Any]) -> dict[str, str]:
    """由…于…前落实 as it is said once, the ground for the part not granted, and what the answer says already."""
    answer, result = str(item.get("answer", "")), str(item.get("result", ""))
    part = item.get("refused_part", "not_supported") if result == "partly" else ""

    def said(words: str) -> str:
        return "是" if words and words in answer else ""

    return {
        "落实": "" if promise(answer) else _carrying_out(item),
        "其余部分": REFUSED_PART.get(part, ""),
        "已写明": said(_SAID.get(result, "")),
        "其余已写明": said(_SAID.get(part, "")),
        "已引条款": said("第三十二条"),
    }


def _carrying_out(item: Mapping[str, Any]) -> str:
    owner, due = str(item.get("owner", "")), _day(item.get("due_on"))
    by, until = f"由{owner}" if owner else "", f"于{due}前" if due else ""
    return f"{by}{until}落实" if by or until else ""


# ---- the paper itself


def _signed(sheet: Sheet) -> dict[str, Any]:
    return {
        "文号": sheet.number,
        "签发人": sheet.signed_by,
        "签发日期": _day(sheet.signed_on),
        "拟稿人": sheet.drafted_by,
        "打印日期": _day(sheet.printed_on),
        "草稿": sheet.draft,
    }


def _paper(seen: CaseFile | ClosedCase, sheet: Sheet) -> dict[str, Any]:
    """The paper's own words, and the letter that is served: the one a 送达回证 is for, else the one served last."""
    case = file_of(seen)
    event = case.last("served")
    number, title = "", ""
    if sheet.served is not None:
        number, title = sheet.served.document_no, sheet.served.title
        served = [known for known in case.events if known.kind == "served" and not known.undone]
        event = next((known for known in reversed(served) if known.content.get("document_no") == number), None)
    elif event is not None:
        number = event.content.get("document_no", "")
        title = next((letter.title for letter in case.letters if number and letter.document_no == number), "")
    facts = event.content if event else {}
    return {
        **_signed(sheet),
        "卷内文书": [
            {**row, "名称": named_title(seen, row["名称"])} for row in (sheet.contents or issued_papers(case))
        ],
        "待送达文书": [
            f"《{letter.title}》（{letter.document_no}）"
            for letter in case.letters
            if letter.waits_for_service and letter.document_no not in ("", number)
        ],
        "送达文书": title,
        "送达文号": number,
        "受送达人": facts.get("recipient", "") or (petitioners(seen) if number else ""),
        "送达方式": METHODS.get(facts.get("method", ""), ""),
        "送达对象": [] if event is not None else to_serve(case),
        "送达日期": _day(event.on) if event else "",
        "见证人": facts.get("witness", ""),
    }


def issued_papers(case: CaseFile) -> list[dict[str, str]]:
    """The rows of 卷内文书 for the letters that were issued on the case, in the order of their days."""
    issued = [letter for letter in case.letters if letter.state == "issued" and letter.signed_on is not None]
    return [
        {
            "文号": letter.document_no,
            "名称": letter.title,
            "日期": _day(letter.signed_on),
            "页数": str(letter.pages or ""),
            "页次": "",
        }
        for letter in sorted(issued, key=lambda letter: (letter.signed_on, letter.letter_id))
    ]
