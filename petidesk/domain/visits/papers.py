"""What the papers of a visit say: values for the forms, by the Chinese names that the forms use.

The acknowledgement slip (来访登记回执, rules/papers.md, 2) shows nothing of an accusation; the registration form
(来访登记表, 2.1) is the file's own record and prints numbers in full (rules/papers.md). Each says by which channel the
matter came: a letter has no place of reception, a call nobody who signs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from petidesk.domain import identity
from petidesk.domain.clocks import BY_OFFICE
from petidesk.domain.codes import ACCUSATION, CASE_STATES, CHANNELS, GROUP_FROM, PURPOSES, ROUTES, SEXES
from petidesk.domain.office.office import Office
from petidesk.domain.visits.listing import VisitRow
from petidesk.domain.visits.signing import signing
from petidesk.domain.visits.topics import is_organisation, on_paper, spoken, you
from petidesk.domain.visits.visits import Matter, NewVisit, Visit

RESTRICTED = "检举控告（内容依法保密）"


def chinese_day(day: date) -> str:
    """2026年11月19日, without padding (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _chinese_moment(at: datetime) -> str:
    return f"{chinese_day(at)} {at.hour}:{at.minute:02d}"


def visitor_line(content: NewVisit) -> str:
    """Who came, for the head of a slip: 张桂花, 张桂花、李大山, 张桂花等5人; empty when nobody gave a name."""
    names = [person.name for person in content.petitioners if person.name and not person.anonymous]
    if len(names) == 1 and is_organisation(names[0], content.petitioners[0].sex):
        return names[0]
    if names and (content.asking >= GROUP_FROM or content.asking > len(names)):
        return f"{names[0]}等{content.asking}人"
    return "、".join(names)


def signers(content: NewVisit) -> list[str]:
    """Who signs, one line each."""
    return [person.name for person in signing(content.petitioners)]


def slip_values(visit: Visit, office: Office) -> dict[str, Any]:
    """Values of 来访登记回执. The date by which she will hear is the raw one (rules/law.md, 5)."""
    content = visit.content
    clocks = [clock for item in visit.matters for clock in item.deadlines]
    owed = [clock.raw for clock in clocks if clock.kind == "written_notice"]
    orders = [clock.raw for clock in clocks if clock.kind in BY_OFFICE]
    who = "来访人" if content.channel == "visit" else "信访人"
    copies = f"本回执一式两份，{who}和本窗口各存一份。"
    return {
        "登记编号": visit.visit_no,
        "姓名": visitor_line(content),
        "你": _you(content, office),
        "渠道": CHANNELS[content.channel],
        "来访日期": chinese_day(content.at),
        "机关名称": office.name_or_line,
        "接待窗口": office.window,
        "反映事项": [_topic(item.matter) for item in visit.matters if _topic(item.matter)],
        "所提事项": _raised(visit),
        "联名人数": f"{content.signatories}人" if content.signatories else "",
        "附件份数": f"{content.enclosures}份" if content.enclosures else "",
        "来电号码": identity.mask_phone(content.caller_no) if content.caller_no else "",
        "材料": [] if any(item.matter.restricted for item in visit.matters) else _materials(content),
        "告知期限": chinese_day(min(owed)) if owed else "",
        "办理期限": chinese_day(min(orders)) if orders else "",
        "签名人": signers(content),
        "接待人": content.received_by,
        "查询电话": office.phone,
        "窗口地址": office.address,
        "系统信访件编号": content.national_no,
        "查询码": content.query_code,
        "检举控告": visit.restricted,
        "份数说明": copies + (f"更正件（第{visit.version}版），原回执作废。" if visit.version > 1 else ""),
        "打印时间": _chinese_moment(visit.changed_at),
    }


def _raised(visit: Visit) -> str:
    """What the visitor did by coming; "" where several matters are listed. Of accusations only that there is one."""
    told = [item.matter for item in visit.matters if _topic(item.matter)] or [visit.matters[0].matter]
    return spoken(told[0].purpose, told[0].heading) if len(told) == 1 else ""


def _you(content: NewVisit, office: Office) -> str:
    first = content.petitioners[0]
    organisation = is_organisation(first.name, first.sex)
    return you(office.salutation, several=content.asking > 1, organisation=organisation)


def _topic(matter: Matter) -> str:
    return on_paper(matter.heading, "你")


def _materials(content: NewVisit) -> list[dict[str, str]]:
    return [{"名称": item.name, "份数": f"{item.copies}份"} for item in content.materials]


def register_form_values(visit: Visit, office: Office) -> dict[str, Any]:
    """Values of 来访登记表, which a visitor signs. Numbers stand in full."""
    content = visit.content
    first = content.petitioners[0]
    matters = [item.matter for item in visit.matters]
    several = len(matters) > 1
    people = "；".join(filter(None, (_person_line(person) for person in content.petitioners[1:])))
    return {
        "机关名称": office.name_or_line,
        "登记编号": visit.visit_no + (f"（更正，第{visit.version}版）" if visit.version > 1 else ""),
        "渠道": CHANNELS[content.channel],
        **_by_channel(content, office),
        "姓名": "匿名" if first.anonymous else first.name,
        "性别": SEXES.get(first.sex or "", ""),
        "证件种类": identity.ID_KINDS[first.id_type] if first.id_number else "",
        "证件号码": first.id_number,
        "联系电话": identity.group_phone(first.phone) if first.phone else "",
        "住址": "地址不详" if first.address_unknown else (first.address or first.village),
        "人数": str(content.people),
        "代表名称": "其他代表" if first.representative else "同来人",
        "代表": people,
        "签名人": signers(content),
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


# What the number of an order from elsewhere is called; any other is that of the national system.
NUMBERS_OF_ORDERS = {"hotline": "工单编号", "instruction": "批示件编号"}
# What 登记表 calls the time, the heading beside it, first and repeated, and the answer, by channel.
_HEADINGS = {
    "visit": ("来访时间", "来访地点", "初访或重访", "当场答复或\n处理意见"),
    "letter": ("收信日期", "收信机构", "初信或重信", "拟办意见"),
    "phone": ("来电时间", "来电号码", "首次或重复", "当场答复或\n处理意见"),
    "online": ("提交时间", "信访件编号", "首次或重复", "拟办意见"),
    "handed_down": ("收到时间", "来文编号", "首次或重复", "拟办意见"),
    "hotline": ("派单时间", NUMBERS_OF_ORDERS["hotline"], "首次或重复", "拟办意见"),
    "instruction": ("收到时间", NUMBERS_OF_ORDERS["instruction"], "首次或重复", "拟办意见"),
}


def _by_channel(content: NewVisit, office: Office) -> dict[str, str]:
    """The boxes of 登记表 that each channel has: a letter no place of reception, a call its number."""
    channel = content.channel
    beside = {"visit": office.window, "letter": office.petition_office, "phone": _phone(content.caller_no)}
    forms = {"visit": ("个访", "集体访"), "letter": ("单信", "联名信")}.get(channel, ("个人", "多人"))
    many = content.group if channel == "visit" else content.asking > 1
    time, heading, repeated, answer = _HEADINGS[channel]
    return {
        "时间名称": time,
        "来访时间": chinese_day(content.at) if channel == "letter" else _chinese_moment(content.at),
        "来源名称": heading,
        "来源": beside.get(channel, content.national_no),
        "形式名称": {"visit": "来访形式", "letter": "来信形式"}.get(channel, "形式"),
        "来访形式": forms[many],
        "初重名称": repeated,
        "处理名称": answer,
        "联名人数": f"{content.signatories}人" if content.signatories else "",
        "附件份数": f"{content.enclosures}份" if content.enclosures else "",
        "热线来电": _phone(content.caller_no) if channel == "hotline" else "",
    }


def _phone(number: str) -> str:
    return identity.group_phone(number) if number else ""


def _person_line(person: Any) -> str:
    parts = [person.name or "匿名", "代表" if person.representative else "", person.id_number, _phone(person.phone)]
    return " ".join(part for part in parts if part)


def _purpose(purpose: str, route: int | None) -> str:
    return PURPOSES[purpose] if route is None else f"{PURPOSES[purpose]}：{ROUTES[route]}"


def _first_or_repeat(visit: Visit) -> str:
    words = {"visit": ("初访", "重访"), "letter": ("初信", "重信")}.get(visit.channel, ("首次", "重复"))
    return words[any(item.first_or_repeat == "repeat" for item in visit.matters)]


def _earlier(visit: Visit) -> str:
    numbers = [item.case_no for item in visit.matters if item.first_or_repeat == "repeat"]
    return f"同一信访事项已登记：{'、'.join(numbers)}" if numbers else ""


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """What stands at the head of 来访登记簿: 批次 and 人次 of visits, 件 of everything else by channel."""

    batches: int
    people: int
    pieces: Mapping[str, int]

    @property
    def words(self) -> str:
        """来访3批次、5人次；来信2件，来电1件; only what there is, and visits always."""
        pieces = [f"{CHANNELS[channel]}{count}件" for channel, count in self.pieces.items() if count]
        return "；".join(filter(None, (f"来访{self.batches}批次、{self.people}人次", "，".join(pieces))))


def register_values(
    office: Office,
    since: date,
    until: date,
    rows: Sequence[tuple[VisitRow, Sequence[str]]],
    totals: RegisterTotals,
    printed_at: datetime,
) -> dict[str, Any]:
    """Values of 来访登记簿 from `since` to `until`, both ends included; `rows` with the states of their matters' cases.

    Of an accusation only the number stands.
    """
    return {
        "机关名称": office.full_name,
        "起止": chinese_day(since) if since == until else f"{chinese_day(since)}至{chinese_day(until)}",
        "登记": [_register_row(place, row, states) for place, (row, states) in enumerate(rows, start=1)],
        "合计": totals.words,
        "打印时间": _chinese_moment(printed_at),
    }


def _time(row: VisitRow) -> str:
    return "" if row.channel == "letter" else f" {row.at.hour}:{row.at.minute:02d}"


def _letter(row: VisitRow) -> str:
    """What a letter has instead of people at the window: （联名7人，附件3份）."""
    told = [f"联名{row.signatories}人"] if row.signatories else []
    told += [f"附件{row.enclosures}份"] if row.enclosures else []
    return f"（{'，'.join(told)}）" if told else ""


def _register_row(place: int, row: VisitRow, states: Sequence[str]) -> dict[str, str]:
    restricted = ACCUSATION in row.purposes
    return {
        "序号": str(place),
        "登记编号": row.visit_no,
        "来访时间": f"{row.at.month}月{row.at.day}日" + _time(row),
        "姓名": "" if restricted else "、".join(row.names),
        "人数": str(row.people) if row.channel == "visit" else "",
        "村居": "" if restricted else row.village,
        "渠道": CHANNELS[row.channel],
        "信访目的": "、".join(PURPOSES[purpose] for purpose in row.purposes),
        "反映事项": "；".join(filter(None, (row.heading, RESTRICTED))) if restricted else row.heading + _letter(row),
        "接待人": row.received_by,
        "状态": "已作废" if row.voided else "；".join(CASE_STATES[state] for state in states),
    }
