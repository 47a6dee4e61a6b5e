"""The slip that is itself the written notice (rules/papers.md, 2): it looks at the case, not only at the visit.

It says receipt, route and procedure (《信访工作条例》第二十三条) as they are recorded when it is handed over: who has
the matter in hand and until when, or how it was answered, and never more. What a slip cannot say is refused.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import DUTY, ENDED, HANDLING, RunningClock
from petidesk.domain.cases.events import ENDINGS
from petidesk.domain.cases.files import CaseClock, CaseFile, TimelineEvent
from petidesk.domain.cases.projection import dates_of
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.papers import chinese_day, slip_values
from petidesk.domain.visits.topics import spoken
from petidesk.domain.visits.visits import StoredMatter, Visit

_BOOK = "《信访工作条例》"


@dataclass(frozen=True, slots=True)
class NoticeChoices:
    """What the clerk adds when the slip is handed over.

    `accept`: what can be accepted is accepted with it (受理); `same_facts`: of a matter that ended by 复核, the clerk
    confirms that it is raised again with the same facts and reasons.
    """

    accept: bool = False
    same_facts: bool = False


@dataclass(frozen=True, slots=True)
class NoticeOffer:
    """Whether there is something to accept with the slip, and whether `same_facts` must be confirmed."""

    accept: bool
    same_facts: bool


@dataclass(frozen=True, slots=True)
class HandedOver:
    """On which day the slip is handed over, with what rules that day; `you`: how it addresses who asked."""

    on: date
    office: Office
    calendar: Calendar
    choices: NoticeChoices = NoticeChoices()
    you: str = "你"


def acceptable(case: CaseFile) -> bool:
    """Whether the matter can still be accepted as a petition (《信访工作条例》第三十一条第六项) with the slip."""
    fits = case.purpose == "appeal" and case.route in (None, 6) and not case.order
    return fits and case.accepted_on is None and case.state in ("registered", "told", "routed")


def rechecked(case: CaseFile) -> bool:
    """Whether the matter ended by 复核 (《信访工作条例》第三十六条第三款)."""
    return case.state == "closed" and case.last("rechecked") is not None


def offer(cases: Sequence[CaseFile]) -> NoticeOffer:
    """What the window asks beside the print."""
    return NoticeOffer(any(map(acceptable, cases)), any(map(rechecked, cases)))


def slip_note(visit_no: str) -> str:
    """What a case notes at the events that the slip of this visit recorded."""
    return f"登记回执{visit_no}"


def taken_back(cases: Sequence[CaseFile], visit_no: str, today: date) -> NoticeChoices | None:
    """What a kept slip records once more when it is handed over after all; None where nothing is.

    That is so when all that it recorded was taken back, on the very day that it is dated: on any other its words would
    not be true.
    """
    told = _last_told(cases, visit_no)
    if not told or told[0].on != today:
        return None
    return NoticeChoices(accept=any(event.kind == "accepted" for event in told))


def outdated(cases: Sequence[CaseFile], visit_no: str, today: date) -> bool:
    """Whether a kept slip says what is no longer so: all that it recorded was taken back, and its day is over."""
    told = _last_told(cases, visit_no)
    return bool(told) and told[0].on != today


def _last_told(cases: Sequence[CaseFile], visit_no: str) -> list[TimelineEvent]:
    """What the visit's slip recorded when it was handed over last, if all that it ever recorded was taken back."""
    told = [event for case in cases for event in case.events if event.note == slip_note(visit_no)]
    if not all(event.undone for event in told):
        return []
    return [event for event in told if event.on == max(each.on for each in told)]


def notice_slip_values(visit: Visit, cases: Sequence[CaseFile], handed: HandedOver) -> dict[str, Any]:
    """Values of the slip; `cases` are those on which the visit's matters stand, in their order.

    Refused forbidden where a slip cannot say enough: an accusation, a 12345 order, a route that is open or leads
    elsewhere; missing (field same_facts) where the clerk has to confirm that nothing new is said. Those need a letter.
    """
    if visit.accuses:
        raise Refused("forbidden", _NEEDS_A_LETTER[True], basis=f"{_BOOK}第二十三条")
    if visit.channel == "hotline":
        raise Refused("forbidden", "12345工单的办理结果向热线答复，不用回执作书面告知。", basis=f"{_BOOK}第二十三条")
    values = slip_values(visit, handed.office)
    handed = dataclasses.replace(handed, you=values["你"])
    several = len(cases) > 1
    pairs = zip(visit.matters, cases, strict=True)
    lines = [_line(_subject(stored, handed.you, several=several), stored, case, handed) for stored, case in pairs]
    accepted = handed.choices.accept and any(map(acceptable, cases))
    known = {"已受理": accepted or any(case.accepted_on is not None for case in cases)}
    return values | known | {"告知": lines, "告知日期": chinese_day(handed.on), "打印时间": chinese_day(handed.on)}


def handed_at(handed: HandedOver) -> datetime:
    """The moment that the file carries: its day alone, so that preview and print are the same bytes."""
    return datetime.combine(handed.on, time())


def _subject(stored: StoredMatter, you: str, *, several: bool) -> str:
    """What a line is about: the one matter, or which of several."""
    if several:
        return f"{you}{spoken(stored.purpose, stored.matter.heading)}"
    return f"{you}{'反映' if stored.purpose == 'appeal' else '提出'}的事项"


def _line(who: str, stored: StoredMatter, case: CaseFile, handed: HandedOver) -> str:
    if rechecked(case):
        return _no_more(who, case, handed)
    again = stored.first_or_repeat != "first" or case.case_no != stored.case_no
    if again:
        who += f"与{chinese_day(case.opened_on)}登记的信访事项（编号{case.case_no}）是同一事项"
    if case.state in ENDED:
        return f"{who}，{_answered(case, handed.office)}"
    if handed.choices.accept and acceptable(case):
        running = RunningClock(HANDLING, handed.on)
        until = dates_of(running, handed.calendar, handed.office.limits)
        clock = CaseClock(HANDLING, handed.on, True, None, until)
        case = dataclasses.replace(case, accepted_on=handed.on, route=6, clocks=(*case.clocks, clock))
    return _in_hand(who, case, handed, again=again)


# ---- in hand


def _in_hand(who: str, case: CaseFile, handed: HandedOver, *, again: bool) -> str:
    by = f"由{case.unit or handed.office.petition_office}承办"
    going = f"{who}，正在办理，{by}" if again else f"{who}，{by}"
    if case.purpose == "appeal":
        return _appeal(going, case, again=again)
    if case.purpose == "suggestion":
        return f"{going}，本机关将研究论证，并把采纳情况答复{handed.you}（{_BOOK}第二十九条）。"
    return f"{going}，按规定办理并答复。"


def _appeal(going: str, case: CaseFile, *, again: bool) -> str:
    if case.order and case.accepted_on is None:  # an order is carried out by its own limit and not accepted
        return f"{going}，按规定办理并答复。"
    if case.accepted_on is not None:
        scope = "" if again else "属于本机关职权范围，"
        until = _until(case, HANDLING)
        limit = f"办理期限至{until}" if case.extended_days else f"自受理之日起60日内（不迟于{until}）办结"
        said = f"{scope}本机关已于{chinese_day(case.accepted_on)}受理"
        if again:
            return f"{going}：{said}，{limit}（{_BOOK}第三十四条）。"
        head, by = going.rsplit("，", 1)
        return f"{head}{said}，{by}，按信访程序调查核实，作出处理意见，{limit}（{_BOOK}第三十一条第六项、第三十四条）。"
    if case.route == 6:
        return f"{going}，按信访程序调查核实后作出处理意见（{_BOOK}第三十一条第六项）；受理和办理期限以受理告知书为准。"
    if case.route == 5:
        until = _until(case, DUTY)
        limit = f"不迟于{until}" if until else ""
        return f"{going}，依法履行或者答复{'，' + limit if limit else ''}（{_BOOK}第三十一条第五项）。"
    told = case.last("told")
    if again and told is not None and case.route is None:
        return f"{going}；处理途径和程序已于{chinese_day(told.on)}书面告知。"
    raise Refused("forbidden", _NEEDS_A_LETTER[False], basis=f"{_BOOK}第二十三条")


def _until(case: CaseFile, kind: str) -> str:
    """The last day of a clock that runs, as papers print it: the raw one (rules/law.md, 5)."""
    running = [clock.deadline for clock in case.clocks if clock.kind == kind and clock.met_on is None]
    return chinese_day(running[-1].raw) if running and running[-1] is not None else ""


_NEEDS_A_LETTER = {
    True: "检举控告不用回执作书面告知，请移送有权处理的机关，并用告知书告知移送的机关。",
    False: "这件事项还没有定办理途径，或者要向别的机关提出，回执说不清楚；请开“信访事项告知书”。",
}


# ---- ended


def _answered(case: CaseFile, office: Office) -> str:
    reviewer = office.reviewer or "本机关的上一级机关"
    asked, reviewed = case.last("review_requested"), case.last("reviewed")
    if case.state == "under_review" and case.last("recheck_requested") is not None:
        return f"正在复核，由{office.rechecking_body or '复核机关'}作出复核意见（{_BOOK}第三十六条）。"
    if case.state == "under_review" and reviewed is not None:
        number = _number(reviewed.content.get("document_no", ""))
        above = office.rechecking_body or "复查机关的上一级机关"
        return (
            f"复查意见已于{chinese_day(reviewed.on)}作出{number}。如不服，可以自收到书面复查意见之日起30日内"
            f"向{above}请求复核（{_BOOK}第三十六条）。"
        )
    if case.state == "under_review" and asked is not None:
        return f"已于{chinese_day(asked.on)}请求复查，正在复查，由{reviewer}作出复查意见（{_BOOK}第三十五条）。"
    refused = case.last("not_accepted")
    if case.state == "not_accepted" and refused is not None:
        number = _number(refused.document_no)
        where = refused.content.get("where_to_go", "")
        return f"本机关已于{chinese_day(refused.on)}告知不予受理{number}" + (
            f"，请依照法定程序向{where}提出。" if where else "。"
        )
    concluded = case.last("concluded")
    if concluded is None:
        return "本机关已经办结。"
    if not concluded.content.get("results"):
        ending = ENDINGS.get(case.ending, "退回" if case.ending == "sent_back" else "")
        return f"本机关已于{chinese_day(concluded.on)}办结" + (f"，办结方式：{ending}。" if ending else "。")
    served = case.last("served")
    sent = f"，{chinese_day(served.on)}送达" if served and served.content.get("of", "concluded") == "concluded" else ""
    return (
        f"本机关已于{chinese_day(concluded.on)}作出处理意见{_number(concluded.document_no)}{sent}。"
        f"如不服，可以自收到处理意见之日起30日内向{reviewer}请求复查（{_BOOK}第三十五条）。"
    )


def _number(document_no: str) -> str:
    return f"（{document_no}）" if document_no else ""


def _no_more(who: str, case: CaseFile, handed: HandedOver) -> str:
    """不再受理, only when the clerk confirms the same facts and reasons (rules/law.md, 7 and 15)."""
    if not handed.choices.same_facts:
        words = (
            "此件复核意见已经作出：请确认仍是同一事实和理由，才能写不再受理；有新的事实、理由或请求，请登记为新的事项。"
        )
        raise Refused("missing", words, field="same_facts", basis=f"{_BOOK}第三十六条第三款")
    event = case.last("rechecked")
    number = _number(event.content.get("document_no", "")) if event else ""
    return (
        f"{who}，已由{handed.office.rechecking_body or '复核机关'}作出复核意见{number}。"
        f"{handed.you}仍以同一事实和理由提出，根据{_BOOK}第三十六条第三款，不再受理。"
    )
