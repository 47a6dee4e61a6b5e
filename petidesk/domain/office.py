"""What the office sets once: its names, window, number patterns, limits, units and leaders (practice.md 3).

Settings are typed and carry `valid_from`, so that old papers reprint as they were. Villages are a table of their own
because the desk adds to them while it works.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

from petidesk.domain import numbering
from petidesk.domain.clocks import LocalLimit, Unit
from petidesk.domain.codes import MOST_REPRESENTATIVES, REPRESENTATIVES_BASIS
from petidesk.domain.json_input import Reader
from petidesk.domain.trouble import Refused

NOTICE_BASIS = "《信访工作条例》第二十三条第二款"
ORGAN_KINDS = ("镇", "乡", "民族乡", "街道办事处")


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader who receives people or takes charge of cases."""

    name: str
    post: str = ""
    duties: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """The office as it is from `valid_from` on. Empty strings print as blanks to be filled by hand."""

    name: str
    county: str
    organ_kind: str = "镇"
    organ_code: str = ""
    petition_office: str = "信访办"
    window: str = "群众来访接待窗口"
    address: str = ""
    phone: str = ""
    hours: str = ""
    reviewing_body: str = ""
    reviewing_address: str = ""
    reviewing_phone: str = ""
    seal: str = "公章"
    visit_pattern: str = "{organ}访{year}-{serial:4}"
    case_pattern: str = "{organ}信{year}-{serial:4}"
    notice_days: int = 15
    notice_unit: Unit = "calendar"
    most_representatives: int = MOST_REPRESENTATIVES
    local_basis: str = ""
    units: tuple[str, ...] = ()
    leaders: tuple[Leader, ...] = ()
    valid_from: date = date(2000, 1, 1)

    @property
    def full_name(self) -> str:
        """The organ's name as papers sign it."""
        return self.name if self.name.endswith("办事处") else f"{self.name}人民政府"

    @property
    def organ(self) -> str:
        """What {organ} stands for in number patterns: the first part of the organ code, else the name's first word."""
        return self.organ_code.removesuffix("信访") or self.name[:1]

    @property
    def notice_limit(self) -> LocalLimit | None:
        """The local limit of the written notice, None where only the regulation's fifteen days bind."""
        if self.notice_days == 15 and self.notice_unit == "calendar":
            return None
        return LocalLimit("written_notice", self.notice_days, self.notice_unit, self.local_basis or NOTICE_BASIS)


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community. A retired one is not offered any more but stays in old records."""

    name: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. The role finds its use when roles come; `has_password` is False until one is set."""

    staff_id: int
    name: str
    role: str
    active: bool
    has_password: bool


def office_document(office: Office, villages: tuple[Village, ...]) -> dict[str, Any]:
    """The settings as `office show --json` prints them."""
    document = dataclasses.asdict(office)
    document["valid_from"] = office.valid_from.isoformat()
    document["villages"] = [village.name for village in villages if not village.retired]
    return document


_LABELS = {
    "name": "单位名称",
    "county": "所属县（市、区）",
    "organ_code": "机关代字",
    "petition_office": "内设信访机构",
    "window": "接待窗口",
    "address": "窗口地址",
    "phone": "查询电话",
    "hours": "接待时间",
    "reviewing_body": "复查机关",
    "reviewing_address": "复查机关地址",
    "reviewing_phone": "复查机关电话",
    "seal": "印章",
    "visit_pattern": "来访编号格式",
    "case_pattern": "信访事项编号格式",
    "local_basis": "地方依据",
}


def valid_from(change: object, *, today: date) -> date:
    """The day from which a settings document rules: its ``valid_from``, else `today`."""
    return Reader(change, label="单位设置").day("valid_from", "生效日期") or today


def changed_office(before: Office, change: object, *, today: date) -> tuple[Office, tuple[str, ...] | None]:
    """`before` with the keys of a settings document put in place, and the villages when they were named.

    `before` are the settings that rule on the day of `valid_from`. Refuses patterns that are no patterns or that would
    give a visit and a case the same number, unknown keys, a representatives limit above five
    (《信访工作条例》第二十条第三款) and a notice limit above fifteen days (第二十三条第二款).
    """
    reader = Reader(change, label="单位设置")
    values: dict[str, Any] = {}
    for key, label in _LABELS.items():
        if reader.has(key):
            values[key] = reader.text(key, label, required=key in ("name", "county"))
    if reader.has("organ_kind"):
        values["organ_kind"] = reader.choice("organ_kind", "机关类别", ORGAN_KINDS, required=True)
    if (days := reader.whole("notice_days", "书面告知天数", lowest=1, highest=365)) is not None:
        values["notice_days"] = days
    if reader.has("notice_unit"):
        values["notice_unit"] = reader.choice(
            "notice_unit", "书面告知天数的算法", ("calendar", "working"), required=True
        )
    if (most := reader.whole("most_representatives", "代表人数上限", lowest=1, highest=1000)) is not None:
        values["most_representatives"] = most
    if reader.has("units"):
        values["units"] = reader.texts("units", "单位", most=1000)
    if reader.has("leaders"):
        values["leaders"] = tuple(_leader(item, index) for index, item in enumerate(reader.items("leaders", "领导")))
    villages = reader.texts("villages", "村（社区）", limit=60, most=2000) if reader.has("villages") else None
    values["valid_from"] = valid_from(change, today=today)
    reader.raw("valid_from")
    reader.done()
    office = dataclasses.replace(before, **values)
    _check(office)
    return office, villages


def carried_into(later: Office, before: Office, changed: Office) -> Office:
    """`later` with what the change from `before` to `changed` altered, except where `later` has a word of its own.

    A change for today must not be lost on the day when settings entered earlier for that day begin to rule.
    """
    same = [field.name for field in dataclasses.fields(Office) if field.name != "valid_from"]
    values = {name: getattr(changed, name) for name in same if getattr(later, name) == getattr(before, name)}
    office = dataclasses.replace(later, **values)
    _check(office)
    return office


def _leader(value: object, index: int) -> Leader:
    reader = Reader(value, f"leaders[{index}]", "领导")
    leader = Leader(
        name=reader.text("name", "姓名", required=True, limit=60),
        post=reader.text("post", "职务"),
        duties=reader.text("duties", "分管工作"),
        phone=reader.text("phone", "电话", limit=40),
    )
    reader.done()
    return leader


def _check(office: Office) -> None:
    if office.most_representatives > MOST_REPRESENTATIVES:
        raise Refused(
            "bad_value",
            f"代表人数上限不能超过{MOST_REPRESENTATIVES}人。",
            field="most_representatives",
            basis=REPRESENTATIVES_BASIS,
        )
    if office.notice_days > 15:
        raise Refused(
            "bad_value",
            "书面告知期限不能长于15日。",
            field="notice_days",
            basis=NOTICE_BASIS,
        )
    for key in ("visit_pattern", "case_pattern"):
        try:
            numbering.check_pattern(getattr(office, key))
        except Refused as refusal:
            raise Refused(refusal.code, refusal.message, field=key, basis=refusal.basis) from None
    if _number_of(office, office.visit_pattern) == _number_of(office, office.case_pattern):
        raise Refused("bad_value", "来访编号和信访事项编号的格式不能相同，否则两种编号分不清。", field="case_pattern")


def _number_of(office: Office, pattern: str) -> str:
    """A number so long that the width of the serial does not matter."""
    return numbering.format_number(pattern, year=2026, serial=12345678, organ=office.organ, month=11)
