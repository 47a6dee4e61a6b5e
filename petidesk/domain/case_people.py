"""Who asked, as the papers of a case name them: salutation, names, numbers; of a masked accusation nobody."""

from __future__ import annotations

from typing import Any

from petidesk.domain import identity
from petidesk.domain.case_files import CaseFile, CasePerson
from petidesk.domain.codes import GROUP_FROM, SEXES
from petidesk.domain.office import Office

MASKED = "×××"  # a name that an accusation keeps closed (《信访工作条例》第三十条第三款)


def petitioners(case: CaseFile) -> str:
    """Who asked, as papers name them: 张桂花, 张桂花、李大山, 张桂花等5人; of a masked case nobody."""
    count = head_count(case)
    if case.masked:
        return MASKED if count < GROUP_FROM else f"{MASKED}等{count}人"
    names = [person.name for person in _in_order(case) if person.name]
    if not names:
        return ""
    if count > len(names) or len(names) >= GROUP_FROM:
        return f"{names[0]}等{max(count, len(names))}人"
    return "、".join(names)


def head_count(case: CaseFile) -> int:
    """How many people came at once, at most."""
    return max((visit.people for visit in case.visits if not visit.voided), default=1)


def _in_order(case: CaseFile) -> list[CasePerson]:
    """Representatives first, then as they came."""
    return sorted(case.people, key=lambda person: not person.representative)


def people_values(case: CaseFile, office: Office, *, full_numbers: bool) -> dict[str, Any]:
    """The names of FIELDS about who asked; numbers masked unless `full_numbers` (practice.md 2)."""
    people = _in_order(case)
    first = people[0] if people and not case.masked else None
    count, who = head_count(case), petitioners(case)
    several = count > 1
    proxy = case.last("proxied")
    agent = {} if proxy is None or case.masked else proxy.content
    comrade = "同志" if office.comrade and who else ""
    return {
        "你": "你（你们）" if several and office.salutation == "你" else office.salutation,
        "称谓": (who or "信访人") + comrade,
        "来访人": who,
        "首名来访人": first.name if first else MASKED if case.masked else "",
        "性别": SEXES.get(first.sex, "") if first else "",
        "证件种类": identity.ID_KINDS.get(first.id_type, "") if first and first.id_number else "",
        "证件号码": _number(first.id_number if first else "", full_numbers),
        "联系电话": _phone(first.phone if first else "", full_numbers),
        "住址": (first.address or first.village) if first else "",
        "村": first.village if first else "",
        "人数": str(count),
        "集体访": count >= GROUP_FROM,
        "代办人": agent.get("agent", ""),
        "代办关系": agent.get("relation", ""),
        "代办电话": _phone(agent.get("phone", ""), full_numbers),
        "来访人员": [] if case.masked else [_person(person, full_numbers) for person in people],
    }


def _number(number: str, full: bool) -> str:
    return number if full or not number else identity.mask_identity(number)


def _phone(phone: str, full: bool) -> str:
    if not phone:
        return ""
    return identity.group_phone(phone) if full else identity.mask_phone(phone)


def _person(person: CasePerson, full: bool) -> dict[str, str]:
    return {
        "姓名": person.name,
        "性别": SEXES.get(person.sex, ""),
        "证件号码": _number(person.id_number, full),
        "联系电话": _phone(person.phone, full),
        "住址": person.address or person.village,
        "身份": "代表" if person.representative else "信访人",
    }
