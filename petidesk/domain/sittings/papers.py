"""What the papers of a sitting say: 领导接访登记表 (rules/papers.md, 2) of one guest, and the day's record.

Of an accusation neither name nor words stand on them: they are in the case, for those who may open it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from petidesk.domain import identity
from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.office.office import Office
from petidesk.domain.reception.days import KINDS, ReceptionDay
from petidesk.domain.sittings.guests import OUTCOMES, ClosedOpinion, Guest, Opinion
from petidesk.domain.sittings.sittings import DAY_OUTCOMES, Sitting, came_to
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.papers import RESTRICTED, chinese_day, signers, visitor_line
from petidesk.domain.visits.visits import Visit

# The name of the kind in 领导接访登记表.
RECORD_KINDS = KINDS | {"reception": "现场接访"}


def record_values(sitting: Sitting, guest: Guest, visit: Visit | ClosedVisit, office: Office) -> dict[str, Any]:
    """Values of 领导接访登记表 of one guest who was received; telephone in full, it is the file's own paper."""
    day, several = sitting.day, len(visit.matters) > 1
    leaders = tuple(dict.fromkeys(opinion.leader for opinion in guest.opinions)) or day.leaders
    return {
        "机关名称": office.full_name,
        "接访编号": guest.reception_no,
        "接访领导": "、".join(leaders),
        "职务": "、".join(_posts(office, leaders)),
        "类型": RECORD_KINDS[day.slot.kind],
        "日期时间": f"{chinese_day(visit.at)} {visit.at.hour}:{visit.at.minute:02d}",
        "地点": _place(day, office),
        "陪同人员": sitting.company or day.unit,
        "人数": str(visit.people),
        "登记编号": visit.visit_no,
        "事项编号": "、".join(guest.visit.case_nos) if guest.visit else "",
        **(_SAID_NOTHING if isinstance(visit, ClosedVisit) else _said(visit)),
        "意见": [_opinion_row(opinion, several=several) for opinion in guest.opinions],
        "登记人": visit.received_by,
        "检举控告": visit.accuses,
    }


_SAID_NOTHING = {"来访人": RESTRICTED, "联系方式": "", "事由": "", "详细内容": "", "诉求": (), "签名人": ()}


def _said(visit: Visit) -> dict[str, Any]:
    """Who came and what was said."""
    matters = [item.matter for item in visit.matters]
    several = len(matters) > 1
    phone = next((person.phone for person in visit.content.petitioners if person.phone), "")
    return {
        "来访人": visitor_line(visit.content) or "匿名",
        "联系方式": identity.group_phone(phone) if phone else "",
        "事由": "；".join(item.heading for item in matters),
        "详细内容": "\n".join(
            f"（{place}）{item.statement}" if several else item.statement for place, item in enumerate(matters, start=1)
        ),
        "诉求": [request for item in matters for request in item.requests],
        "签名人": signers(visit.content),
    }


def _opinion_row(opinion: Opinion | ClosedOpinion, *, several: bool) -> Mapping[str, str]:
    words = opinion if isinstance(opinion, Opinion) else None
    return {
        "事项": f"{opinion.case_no}：" if several else "",
        "结果": OUTCOMES[opinion.outcome],
        "意见": words.text if words else RESTRICTED,
        "承办": words.owner if words else "",
        "期限": _day(opinion.due_on),
        "办理结果": words.result if words else "",
        "完成日期": _day(opinion.carried_on),
        "满意度": opinion.rating,
    }


def day_record_values(sitting: Sitting, office: Office, staff: str) -> dict[str, Any]:
    """Values of the day's record: every guest who was received with the leader's opinion, and what the day came to."""
    day = sitting.day
    received = sorted(sitting.received, key=lambda guest: guest.reception_no)
    people = sum(guest.people for guest in received)
    absent = sum(guest.state == "absent" for guest in sitting.guests)
    changed = day.planned != day.leaders
    return {
        "机关名称": office.full_name,
        "日期": f"{chinese_day(day.on)}（{WEEKDAYS[day.on.weekday()]}）",
        "时间": day.slot.hours,
        "方式": KINDS[day.slot.kind],
        "地点": _place(day, office),
        "接访领导": "、".join(day.leaders),
        "职务": "、".join(_posts(office, day.leaders)),
        "原定领导": "、".join(day.planned) if changed else "",
        "变动原因": day.reason if changed else "",
        "陪同人员": sitting.company or day.unit,
        "来访": [_guest_row(place, guest) for place, guest in enumerate(received, start=1)],
        "批次": str(len(received)),
        "人次": str(people),
        "结果": _came_to(sitting, received, people),
        "情况": sitting.summary,
        "未到": f"{absent}批" if absent else "",
        "记录人": staff,
    }


def _guest_row(place: int, guest: Guest) -> Mapping[str, str]:
    told = guest.opinions
    spoken = [each for each in told if isinstance(each, Opinion)]
    return {
        "序号": str(place),
        "接访编号": guest.reception_no,
        "来访人": _who(guest),
        "人数": str(guest.people),
        "反映事项": guest.about or RESTRICTED,
        "意见": "\n".join(f"〔{OUTCOMES[each.outcome]}〕{_text(each) or '见事项'}" for each in told),
        "承办": "\n".join(dict.fromkeys(each.owner for each in spoken if each.owner)),
        "期限": "\n".join(dict.fromkeys(f"{e.due_on.month}月{e.due_on.day}日" for e in told if e.due_on)),
    }


def _text(opinion: Opinion | ClosedOpinion) -> str:
    return opinion.text if isinstance(opinion, Opinion) else ""


def _who(guest: Guest) -> str:
    if guest.people == 1 or guest.closed:
        return guest.name
    return f"{guest.name.split('、')[0]}等{guest.people}人"


def _came_to(sitting: Sitting, received: Sequence[Guest], people: int) -> str:
    words = DAY_OUTCOMES.get(came_to(sitting.outcome, came=bool(received)), "没有人来访")
    if not received:
        return f"{words}。"
    told = [opinion.outcome for guest in received for opinion in guest.opinions]
    ends = "，".join(f"{label}{told.count(end)}件" for end, label in OUTCOMES.items() if end in told)
    return f"{words}：接待{len(received)}批{people}人次。" + (f"{ends}。" if ends else "")


def _place(day: ReceptionDay, office: Office) -> str:
    return day.slot.village + day.slot.place or office.window


def _posts(office: Office, names: Sequence[str]) -> list[str]:
    posts = {leader.name: leader.post for leader in office.leaders}
    return [posts[name] for name in names if posts.get(name)]


def _day(day: date | None) -> str:
    return chinese_day(day) if day else ""
