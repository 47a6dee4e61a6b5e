"""What a paper of a case says of the people who came: who they are, how they are addressed, who signs and is served."""

from __future__ import annotations

import re
from typing import Any

from petidesk.domain import identity
from petidesk.domain.cases.closed import ClosedCase, file_of
from petidesk.domain.cases.files import CaseFile, CasePerson
from petidesk.domain.codes import GROUP_FROM, SEXES
from petidesk.domain.office.office import Office
from petidesk.domain.visits.signing import signing
from petidesk.domain.visits.topics import is_organisation, you

# A name that an accusation keeps closed (《信访工作条例》第三十条第三款), and the place of one in a title.
MASKED = "×××"
# Who gave no name, where a paper speaks of him and not to him.
UNNAMED = "匿名"


def petitioners(case: CaseFile | ClosedCase) -> str:
    """Who asked, as papers name them: 张桂花, 张桂花、李大山, 张桂花等5人; of a closed case nobody."""
    count = head_count(case)
    if isinstance(case, ClosedCase):
        return MASKED if count < GROUP_FROM else f"{MASKED}等{count}人"
    people = _in_order(case)
    names = list(dict.fromkeys(person.name for person in people if person.name))
    if not names:
        return ""
    if len(names) == 1 and is_organisation(names[0], people[0].sex):
        return names[0]
    if count > len(names) or len(names) >= GROUP_FROM:
        return f"{names[0]}等{max(count, len(names))}人"
    return "、".join(names)


def named_title(case: CaseFile | ClosedCase, title: str) -> str:
    """A title as its paper says it: 关于商请协助处理张桂花等人反映事项的函; of an accusation 有关人员."""
    return title.replace(MASKED, _in_title(case))


def _in_title(case: CaseFile | ClosedCase) -> str:
    """Who asked, as a title names them: 张桂花, 张桂花、李大山, 张桂花等人, 匿名; of a closed case 有关人员."""
    if isinstance(case, ClosedCase) or case.restricted:
        return "有关人员"
    return _COUNTED.sub("等人", petitioners(case) or UNNAMED)


_COUNTED = re.compile(r"等\d+人$")


def head_count(case: CaseFile | ClosedCase) -> int:
    """How many came at once or signed one letter, at most."""
    return max((visit.asking for visit in case.visits if not visit.voided), default=1)


def _in_order(case: CaseFile) -> list[CasePerson]:
    """Representatives first, then as they came."""
    return sorted(case.people, key=lambda person: not person.representative)


def people_values(case: CaseFile | ClosedCase, office: Office, *, full_numbers: bool) -> dict[str, Any]:
    """The names of FIELDS about who asked; numbers masked unless `full_numbers` (rules/papers.md)."""
    closed = isinstance(case, ClosedCase)
    people = [] if isinstance(case, ClosedCase) else _in_order(case)
    first = people[0] if people else None
    count, who = head_count(case), petitioners(case)
    several = count > 1
    organisation = first is not None and is_organisation(first.name, first.sex)
    proxy = file_of(case).last("proxied")
    agent = {} if proxy is None else proxy.content
    comrade = "同志" if office.comrade and who else ""
    return {
        "你": office.salutation if closed else you(office.salutation, several=several, organisation=organisation),
        "称谓": (who or "信访人") + ("" if organisation else comrade),
        "来访人": who or UNNAMED,
        "首名来访人": first.name if first else MASKED if closed else "",
        "题名来访人": _in_title(case),
        "性别": SEXES.get(first.sex, "") if first else "",
        "证件种类": identity.ID_KINDS.get(first.id_type, "") if first and first.id_number else "",
        "证件号码": _number(first.id_number if first else "", full_numbers),
        "联系电话": _phone(first.phone if first else "", full_numbers),
        "住址": (first.address or first.village) if first else "",
        "村": first.village if first else "",
        "人数": str(count),
        "集体访": count >= GROUP_FROM,
        # One a line, as a list is typed.
        "代表": "\n".join(person.name for person in people if person.representative),
        "签名人": [person.name for person in signing(people)],
        "代表上限": str(office.most_representatives),
        "代办人": agent.get("agent", ""),
        "代办关系": agent.get("relation", ""),
        "代办电话": _phone(agent.get("phone", ""), full_numbers),
        "来访人员": [_person(person, full_numbers) for person in people],
        "签名人员": [_person(person, full_numbers) for person in signing(people)],
    }


def to_serve(case: CaseFile) -> list[dict[str, str]]:
    """Each of several who sign gets a receipt of his own; none of them alone where one signs for all."""
    served = signing(_in_order(case))
    if len(served) < 2:
        return []
    return [
        {
            "受送达人": person.name,
            "证件种类": identity.ID_KINDS.get(person.id_type, "") if person.id_number else "",
            "证件号码": _number(person.id_number, True),
            "联系电话": _phone(person.phone, True),
        }
        for person in served
    ]


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
