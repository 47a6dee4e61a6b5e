"""What the office sets once: its names, window, number patterns, limits, units and leaders (rules/office.md).

Settings are typed and carry `valid_from`, so that old papers reprint as they were. Villages are a table of their own
because the desk adds to them while it works.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from petidesk.domain import numbering
from petidesk.domain.clocks import BY_OFFICE, CLOCKS, LAWFUL, LocalLimit, Unit
from petidesk.domain.codes import MOST_REPRESENTATIVES
from petidesk.domain.fields import taken
from petidesk.domain.json_input import Reader
from petidesk.domain.ledger.fields import LEDGER_FIELDS
from petidesk.domain.office.fields import LEADER_FIELDS, NOTICE_BASIS, OPINION_TITLES, SETTINGS, VALID_FROM, Setting
from petidesk.domain.office.ledger_columns import RISK_LEVELS, LedgerColumn, parse_columns
from petidesk.domain.office.unset import COUNTY, NAME, Unset
from petidesk.domain.trouble import Refused

# Names that older versions gave an office whose clerk had typed none; they are read as empty.
PLACEHOLDERS = frozenset({"未命名单位", "未填县（市、区）"})
# Where a name will be written by hand.
BLANK = "＿" * 10


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader who receives people or takes charge of cases.

    `weight` is how often the rota takes the leader against the others, 0 not at all; `villages` are those the leader
    is the contact of (联系村).
    """

    name: str
    post: str = ""
    duties: str = ""
    phone: str = ""
    weight: int = 1
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountyDate:
    """Something the county wants on the same day of every month: 矛盾纠纷月报 by the 5th."""

    day: int
    what: str


@dataclass(frozen=True, slots=True)
class Office:
    """The office as it is from `valid_from` on. Empty strings print as blanks to be filled by hand.

    Name and county stay empty until somebody types them: `full_name`, `short_name` and `county_name` are then refused
    (Unset), so that no paper is signed by nobody.
    """

    name: str = ""
    county: str = ""
    organ_kind: str = "镇"
    organ_code: str = ""
    petition_office: str = "信访办"
    window: str = "群众来访接待窗口"
    address: str = ""
    phone: str = ""
    hours: str = ""
    web_address: str = ""
    postal_address: str = ""
    postcode: str = ""
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
    # how long orders from elsewhere may take: 12345 orders in working days, instructions in days
    hotline_days: int = 5
    hotline_basis: str = ""
    instruction_days: int = 15
    instruction_basis: str = ""
    # further bodies that papers name (rules/office.md)
    party_committee: str = ""
    sections: tuple[str, ...] = ()
    rechecking_body: str = ""
    rechecking_address: str = ""
    rechecking_phone: str = ""
    review_papers: str = "复查申请书、处理意见书复印件、身份证明复印件"
    petition_department: str = ""
    joint_meeting: str = ""
    discipline_body: str = ""
    superiors: tuple[str, ...] = ()
    local_regulation: str = ""
    local_limits: tuple[LocalLimit, ...] = ()
    county_dates: tuple[CountyDate, ...] = ()
    # how letters look and speak
    letterhead: str = "red"
    salutation: str = "你"
    comrade: bool = False
    short_papers: bool = False
    opinion_title: str = "信访事项处理意见书"
    # the ledger of disputes and its month
    dispute_pattern: str = "{organ}纠{year}-{serial:4}"
    follow_up_days: int = 30
    report_day: int = 5
    resolution_rate: str = "all"
    risk_labels: tuple[str, ...] = tuple(RISK_LEVELS.values())
    ledger_columns: tuple[LedgerColumn, ...] = ()
    units: tuple[str, ...] = ()
    leaders: tuple[Leader, ...] = ()
    # until when somebody may book for a reception day: so many days before it, at this time
    booking_days: int = 1
    booking_time: str = "17:00"
    # how figures are counted (rules/counting.md): where the reporting month begins, what a joint letter is, which usage
    # of a rate, how many decimals are printed
    month_begins: str = "1"
    joint_from: int = 5
    observation_days: int = 90
    percent_places: str = "2"
    satisfied_usage: str = "fairly"
    instructed_usage: str = "received"
    resolved_usage: str = "found"
    # the largest scan or photo that a record takes, in MB
    attachment_megabytes: int = 20
    # how many whole years records are kept after the year in which they ended, 0 for ever (rules/law.md, 16)
    retention_visit: int = 10
    retention_instructed: int = 0
    retention_answered: int = 30
    retention_case: int = 10
    retention_letter: int = 10
    retention_dispute: int = 30
    retention_meeting: int = 30
    retention_reception: int = 10
    valid_from: date = date(2000, 1, 1)

    @property
    def full_name(self) -> str:
        """The organ's name as papers sign it. Unset while there is none."""
        return self.short_name if self.short_name.endswith("办事处") else f"{self.short_name}人民政府"

    @property
    def short_name(self) -> str:
        """The name as headings begin with it: 清溪镇. Unset while there is none."""
        if not self.name:
            raise Unset([NAME])
        return self.name

    @property
    def county_name(self) -> str:
        """The county as papers name it. Unset while there is none."""
        if not self.county:
            raise Unset([COUNTY])
        return self.county

    @property
    def name_or_line(self) -> str:
        """`full_name`, or a line to write it on: for what a visitor is handed at the counter, and for drafts."""
        return self.full_name if self.name else BLANK

    @property
    def own_names(self) -> tuple[str, ...]:
        """The organ as others call it; nothing while it has no name."""
        return (self.name, self.full_name) if self.name else ()

    @property
    def organ(self) -> str:
        """What {organ} stands for in number patterns: the first part of the organ code, else the name's first word."""
        return numbering.plain_organ(self.organ_code.removesuffix("信访")) or numbering.plain_organ(self.name)[:1]

    @property
    def notice_limit(self) -> LocalLimit | None:
        """The local limit of the written notice, None where only the regulation's fifteen days bind."""
        if self.notice_days == 15 and self.notice_unit == "calendar":
            return None
        return LocalLimit("written_notice", self.notice_days, self.notice_unit, self.local_basis or NOTICE_BASIS)

    @property
    def first_day(self) -> int:
        """On which day the reporting month begins; from the 2nd on it is one of the month before."""
        return int(self.month_begins)

    @property
    def places(self) -> int:
        """With how many decimals percentages are printed."""
        return int(self.percent_places)

    @property
    def limits(self) -> dict[str, LocalLimit]:
        """The shorter limits of local rules by clock, and how long orders may take; elsewhere the regulation binds."""
        found = {limit.kind: limit for limit in (*self.order_limits, *self.local_limits)}
        notice = self.notice_limit
        return found if notice is None else {**found, notice.kind: notice}

    @property
    def order_limits(self) -> tuple[LocalLimit, ...]:
        """How long a 12345 order and an instruction may take: the office sets it, no law does."""
        hotline, instruction = (CLOCKS[kind] for kind in BY_OFFICE)
        return (
            LocalLimit(hotline.kind, self.hotline_days, hotline.unit, self.hotline_basis or hotline.basis),
            LocalLimit(
                instruction.kind, self.instruction_days, instruction.unit, self.instruction_basis or instruction.basis
            ),
        )

    @property
    def letter_code(self) -> str:
        """What document numbers begin with: the organ code, else the organ's first word and 信."""
        return numbering.plain_organ(self.organ_code) or f"{self.organ}信"

    @property
    def reviewer(self) -> str:
        """Who reviews this office's answers: the government of its county (《信访工作条例》第三十五条).

        Empty while neither the body nor the county is known.
        """
        return self.reviewing_body or (f"{self.county}人民政府" if self.county else "")


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community. A retired one is not offered any more but stays in old records."""

    name: str
    retired: bool = False


def office_document(office: Office, villages: tuple[Village, ...]) -> dict[str, Any]:
    """The settings as `office show --json` prints them."""
    document = dataclasses.asdict(office)
    document["valid_from"] = office.valid_from.isoformat()
    document["villages"] = [village.name for village in villages if not village.retired]
    return document


def valid_from(change: object, *, today: date) -> date:
    """The day from which a settings document rules: its ``valid_from``, else `today`."""
    return taken(Reader(change, label="单位设置"), VALID_FROM) or today


def changed_office(before: Office, change: object, *, today: date) -> tuple[Office, tuple[str, ...] | None]:
    """`before` with the keys of a settings document put in place, and the villages when they were named.

    `before` are the settings that rule on the day of `valid_from`. Refuses patterns that are no patterns or that would
    give a visit and a case the same number, unknown keys, a representatives limit above five
    (《信访工作条例》第二十条第三款) and a notice limit above fifteen days (第二十三条第二款).
    """
    reader = Reader(change, label="单位设置")
    given = {key: _read(reader, setting, before) for key, setting in SETTINGS.items() if reader.has(key)}
    villages = given.pop("villages", None)
    # A number that is null stays as it was.
    values = {key: value for key, value in given.items() if value is not None}
    values["valid_from"] = valid_from(change, today=today)
    reader.raw("valid_from")
    reader.done()
    office = dataclasses.replace(before, **values)
    _check(office)
    return office, villages


def _read(reader: Reader, setting: Setting, before: Office) -> Any:
    """The value of one setting; entries are read one by one. What nobody has typed yet may stay empty."""
    if setting.key in (NAME, COUNTY) and not getattr(before, setting.key):
        setting = dataclasses.replace(setting, required=False)
    if setting.key == "ledger_columns":
        return parse_columns(reader.raw(setting.key), _LEDGER_HEADINGS)
    if setting.kind == "entries":
        most, entry = _ENTRIES[setting.key]
        items = reader.items(setting.key, setting.label, most=most)
        return tuple(entry(item, index) for index, item in enumerate(items))
    return _clock_time(reader, setting) if setting.kind == "time" else taken(reader, setting)


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
    parts = {field.key: taken(reader, field) for field in LEADER_FIELDS}
    reader.done()
    return Leader(**{key: part for key, part in parts.items() if part is not None})


def _clock_time(reader: Reader, setting: Setting) -> str:
    """17:00; full-width colons and a missing nought are taken."""
    given = str(taken(reader, setting)).replace("：", ":")
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", given)
    if found is None:
        raise Refused("bad_value", f"{setting.label}“{given}”不对，写成 17:00。", field=reader.path(setting.key))
    return f"{int(found[1]):02}:{found[2]}"


def _local_limit(value: object, index: int) -> LocalLimit:
    """A shorter limit of a local rule. Never longer than the law; working days are compared by date when they run."""
    reader = Reader(value, f"local_limits[{index}]", "地方期限")
    kind = reader.choice("kind", "期限", LAWFUL, required=True)
    amount = reader.whole("amount", "天数", lowest=1, highest=365)
    unit = reader.choice("unit", "算法", ("calendar", "working")) or "calendar"
    basis = reader.text("basis", "地方依据", required=True)
    if kind is None or amount is None:
        raise Refused("missing", "请填写天数。", field=reader.path("amount"))
    clock = CLOCKS[kind]
    reader.done()
    days = amount if unit == clock.unit else amount * (1 if clock.unit == "calendar" else 2)
    if clock.unit != "months" and days > clock.amount:
        raise Refused(
            "bad_value", f"{clock.label}期限不能长于{clock.length}。", field=reader.path("amount"), basis=clock.basis
        )
    if clock.unit == "months" and amount > 28 * clock.amount:
        raise Refused(
            "bad_value", f"{clock.label}期限不能长于{clock.length}。", field=reader.path("amount"), basis=clock.basis
        )
    return LocalLimit(kind, amount, "working" if unit == "working" else "calendar", basis)


def _county_date(value: object, index: int) -> CountyDate:
    reader = Reader(value, f"county_dates[{index}]", "报县日期")
    day = reader.whole("day", "每月几日", lowest=1, highest=31)
    what = reader.text("what", "报送内容", required=True, limit=60)
    reader.done()
    if day is None:
        raise Refused("missing", "请填写每月几日。", field=reader.path("day"))
    return CountyDate(day, what)


# How many entries each may hold, and what reads one.
_ENTRIES: dict[str, tuple[int, Callable[[object, int], Any]]] = {
    "leaders": (1000, _leader),
    "local_limits": (20, _local_limit),
    "county_dates": (40, _county_date),
}
_LEDGER_HEADINGS = tuple(heading for known in LEDGER_FIELDS for heading in (known.key, known.label))


def _check(office: Office) -> None:
    if len(office.risk_labels) != len(RISK_LEVELS):
        raise Refused("bad_value", "风险等级要有三个名称，由轻到重。", field="risk_labels")
    if office.opinion_title not in OPINION_TITLES:
        raise Refused("bad_value", f"处理意见书的名称可选：{'、'.join(OPINION_TITLES)}。", field="opinion_title")
    for key, setting in SETTINGS.items():
        if setting.lawful is not None and getattr(office, key) > setting.lawful.highest:
            raise Refused("bad_value", setting.lawful.words, field=key, basis=setting.lawful.basis)
    numbering.check_organ(office.organ_code, "organ_code")
    for key in ("visit_pattern", "case_pattern", "dispute_pattern"):
        try:
            numbering.check_pattern(getattr(office, key))
        except Refused as refusal:
            raise Refused(refusal.code, refusal.message, field=key, basis=refusal.basis) from None
    if _number_of(office, office.visit_pattern) == _number_of(office, office.case_pattern):
        raise Refused("bad_value", "来访编号和信访事项编号的格式不能相同，否则两种编号分不清。", field="case_pattern")
    others = [_number_of(office, pattern) for pattern in (office.visit_pattern, office.case_pattern)]
    if _number_of(office, office.dispute_pattern) in others:
        raise Refused("bad_value", "纠纷编号的格式不能和别的编号相同，否则分不清。", field="dispute_pattern")


def _number_of(office: Office, pattern: str) -> str:
    """A number so long that the width of the serial does not matter."""
    return numbering.format_number(pattern, year=2026, serial=12345678, organ=office.organ, month=11)
