"""What the papers of a visit say: values for the forms, by the Chinese names that the forms use.

The acknowledgement slip (来访登记回执, rules/papers.md, 2) shows nothing of an accusation; the registration form
(来访登记表, 2.1) is the file's own record and prints numbers in full (rules/papers.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from petidesk.domain import identity
from petidesk.domain.codes import ACCUSATION, CHANNELS, PURPOSES, ROUTES, SEXES
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitRow
from petidesk.domain.visits.visits import Matter, NewVisit, Visit

RESTRICTED = "检举控告（内容依法保密）"


def chinese_day(day: date) -> str:
    """2026年11月19日, without padding (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _chinese_moment(at: datetime) -> str:
    return f"{chinese_day(at)} {at.hour}:{at.minute:02d}"


def visitor_line(content: NewVisit) -> str:
    """Who came, for the head of a slip: the first name, and how many they were; empty when nobody gave a name."""
    names = [person.name for person in content.petitioners if person.name and not person.anonymous]
    if not names:
        return ""
    return names[0] if content.people == 1 else f"{names[0]}等{content.people}人"


def slip_values(visit: Visit, office: Office) -> dict[str, Any]:
    """Values of 来访登记回执. The date by which she will hear is the raw one (rules/law.md, 5)."""
    content = visit.content
    owed = [clock.raw for item in visit.matters for clock in item.deadlines]
    channel = CHANNELS[content.channel]
    copies = "本回执一式两份，来访人和本窗口各存一份。"
    return {
        "登记编号": visit.visit_no,
        "姓名": visitor_line(content),
        "渠道": channel if channel in ("来访", "来信", "来电", "网上", "上级转送") else "上级转送",
        "来访日期": chinese_day(content.at),
        "机关名称": office.full_name,
        "接待窗口": office.window,
        # The slip itself says 反映 before it.
        "反映事项": [item.matter.heading.removeprefix("反映") for item in visit.matters if item.matter.heading],
        "材料": [] if any(item.matter.restricted for item in visit.matters) else _materials(content),
        "告知期限": chinese_day(min(owed)) if owed else "",
        "接待人": content.received_by,
        "查询电话": office.phone,
        "窗口地址": office.address,
        "系统信访件编号": content.national_no,
        "查询码": content.query_code,
        "检举控告": visit.restricted,
        "份数说明": copies + (f"更正件（第{visit.version}版），原回执作废。" if visit.version > 1 else ""),
        "打印时间": _chinese_moment(visit.changed_at),
    }


def notice_slip_values(visit: Visit, office: Office) -> dict[str, Any]:
    """Values of the slip that is itself the written notice: it states receipt, route and procedure.

    Refused (forbidden) where a slip cannot say enough: an accusation, a matter whose route is open, or one that must
    be taken elsewhere. Those need a letter of their own (《信访工作条例》第二十三条, rules/law.md, 3).
    """
    values = slip_values(visit, office)
    return values | {"告知": [_notice_line(item.matter, office) for item in visit.matters]}


def _notice_line(matter: Matter, office: Office) -> str:
    by = f"由{office.petition_office}承办"
    if matter.purpose == "appeal" and matter.route == 6:
        return (
            f"你反映的事项属于本机关职权范围，{by}，按信访程序办理：调查核实后出具处理意见书，"
            "自受理之日起60日内办结（《信访工作条例》第三十一条第六项、第三十四条）。"
        )
    if matter.purpose == "appeal" and matter.route == 5:
        return (
            f"你请求本机关查处违法行为或者履行职责的事项，{by}，依法履行或者答复（《信访工作条例》第三十一条第五项）。"
        )
    if matter.purpose == "suggestion":
        return f"你提出的意见建议，{by}，本机关将研究论证，并把采纳情况答复你（《信访工作条例》第二十九条）。"
    if matter.purpose in ("consultation", "help", "thanks", "other"):
        return f"你反映的事项本机关已经收到，{by}，按规定办理并答复。"
    raise Refused("forbidden", _NEEDS_A_LETTER[matter.restricted], basis="《信访工作条例》第二十三条")


_NEEDS_A_LETTER = {
    True: "检举控告不用回执作书面告知，请移送有权处理的机关。",
    False: "这件事项还没有定办理途径，或者要向别的机关提出，回执说不清楚；请开“信访事项告知书”。",
}


def _materials(content: NewVisit) -> list[dict[str, str]]:
    return [{"名称": item.name, "份数": f"{item.copies}份"} for item in content.materials]


def register_form_values(visit: Visit, office: Office) -> dict[str, Any]:
    """Values of 来访登记表, which the visitor signs. Numbers stand in full."""
    content = visit.content
    first = content.petitioners[0]
    matters = [item.matter for item in visit.matters]
    several = len(matters) > 1
    people = "；".join(filter(None, (_person_line(person) for person in content.petitioners[1:])))
    return {
        "机关名称": office.full_name,
        "登记编号": visit.visit_no + (f"（更正，第{visit.version}版）" if visit.version > 1 else ""),
        "渠道": CHANNELS[content.channel],
        "来访时间": _chinese_moment(content.at),
        "来访地点": office.window,
        "姓名": "匿名" if first.anonymous else first.name,
        "性别": SEXES.get(first.sex or "", ""),
        "证件种类": identity.ID_KINDS[first.id_type] if first.id_number else "",
        "证件号码": first.id_number,
        "联系电话": identity.group_phone(first.phone) if first.phone else "",
        "住址": "地址不详" if first.address_unknown else (first.address or first.village),
        "人数": str(content.people),
        "代表": people,
        "来访形式": "集体访" if content.group else "个访",
        "初访或重访": _first_or_repeat(visit),
        "信访目的": "、".join(dict.fromkeys(_purpose(item.purpose, item.route) for item in matters)),
        "内容分类": "；".join(dict.fromkeys(item.category.replace("/", " / ") for item in matters if item.category)),
        "反映问题": "\n".join(
            f"（{place}）{item.title}　{item.statement}" if several else item.statement
            for place, item in enumerate(matters, start=1)
        ),
        "诉求": [
            f"（事项{place}）{request}" if several else request
            for place, item in enumerate(matters, start=1)
            for request in item.requests
        ],
        "材料": _materials(content),
        "涉及单位或人员": "；".join(dict.fromkeys(item.concerned_unit for item in matters if item.concerned_unit)),
        "以往来访及办理情况": _earlier(visit),
        "接待人": content.received_by,
        "接待人职务": "",
        "当场答复或处理意见": content.handling,
        "领导批示": "",
        "办理去向": "",
        "办理结果": "",
        "备注": content.note,
        "检举控告": any(item.restricted for item in matters),
        "打印时间": _chinese_moment(visit.changed_at),
    }


def _person_line(person: Any) -> str:
    parts = [person.name or "匿名", "代表" if person.representative else "", person.id_number, person.phone]
    return " ".join(part for part in parts if part)


def _purpose(purpose: str, route: int | None) -> str:
    return PURPOSES[purpose] if route is None else f"{PURPOSES[purpose]}：{ROUTES[route]}"


def _first_or_repeat(visit: Visit) -> str:
    return "重访" if any(item.first_or_repeat == "repeat" for item in visit.matters) else "初访"


def _earlier(visit: Visit) -> str:
    numbers = [item.case_no for item in visit.matters if item.first_or_repeat == "repeat"]
    return f"同一信访事项已登记：{'、'.join(numbers)}" if numbers else ""


def register_values(
    office: Office, since: date, until: date, rows: Sequence[VisitRow], totals: tuple[int, int], printed_at: datetime
) -> dict[str, Any]:
    """Values of 来访登记簿 from `since` to `until`, both ends included. Of an accusation only the number stands."""
    return {
        "机关名称": office.full_name,
        "起止": chinese_day(since) if since == until else f"{chinese_day(since)}至{chinese_day(until)}",
        "登记": [_register_row(place, row) for place, row in enumerate(rows, start=1)],
        "批次": str(totals[0]),
        "人次": str(totals[1]),
        "打印时间": _chinese_moment(printed_at),
    }


def _register_row(place: int, row: VisitRow) -> dict[str, str]:
    restricted = ACCUSATION in row.purposes
    return {
        "序号": str(place),
        "登记编号": row.visit_no,
        "来访时间": f"{row.at.month}月{row.at.day}日 {row.at.hour}:{row.at.minute:02d}",
        "姓名": "" if restricted else "、".join(row.names),
        "人数": str(row.people),
        "村居": "" if restricted else row.village,
        "渠道": CHANNELS[row.channel],
        "信访目的": "、".join(PURPOSES[purpose] for purpose in row.purposes),
        "反映事项": "；".join(filter(None, (row.heading, RESTRICTED))) if restricted else row.heading,
        "接待人": row.received_by,
        "状态": "已作废" if row.voided else "已登记",
    }
