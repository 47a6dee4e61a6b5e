"""A visit: one encounter at the desk, with its petitioners, its matters and the rules that bind them.

`parse_new_visit` is the only way in: the window's form, the command line and an import all pass through it, so that no
door is more lenient than another. A visit, the people and the cases are three things; a matter is what one visit says
about one case that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from petidesk.domain import identity
from petidesk.domain.codes import (
    ACCUSATION,
    GROUP_FROM,
    MOST_REPRESENTATIVES,
    REPRESENTATIVES_BASIS,
)
from petidesk.domain.fields import taken
from petidesk.domain.json_input import Reader
from petidesk.domain.names import person_name
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.fields import visit_field
from petidesk.domain.visits.topics import incomplete, offered

# Said by hand they are called otherwise than in the heads of registers.
_ID_NUMBER = replace(visit_field("id_number"), label="证件号码")
_HANDLING = replace(visit_field("handling"), label="当场答复或处理意见")

# Keys of a visit document, as `visit add` and `visit amend` take it (rules/command-line.md).
KEYS = (
    "at",
    "channel",
    "received_by",
    "people",
    "petitioners",
    "matters",
    "materials",
    "handling",
    "national_no",
    "query_code",
    "signatories",
    "enclosures",
    "caller_no",
    "note",
)


@dataclass(frozen=True, slots=True)
class Petitioner:
    """A person's part in one visit, with the facts as given that day. `person_id` points at who it was."""

    name: str = ""
    anonymous: bool = False
    address_unknown: bool = False
    sex: str | None = None
    birth: date | None = None
    id_type: str = "111"
    id_number: str = ""
    phone: str = ""
    village: str = ""
    address: str = ""
    representative: bool = False
    person_id: int | None = None
    not_same_as: tuple[int, ...] = ()

    @property
    def reachable(self) -> bool:
        """Whether a written notice can be sent (《信访工作条例》第二十三条第二款: name and address clear)."""
        return not self.anonymous and not self.address_unknown


@dataclass(frozen=True, slots=True)
class Matter:
    """What one visit says about one case. `case_no` is None until the case is opened or linked."""

    purpose: str
    statement: str
    title: str = ""
    route: int | None = None
    category: str = ""
    requests: tuple[str, ...] = ()
    concerned_unit: str = ""
    village: str = ""
    urgent: bool = False
    case_no: str | None = None
    why_again: str = ""

    @property
    def raises(self) -> bool:
        """Whether something is asked for, for the first time or again: then a written notice is owed."""
        return self.why_again in ("", "raises_again")

    @property
    def restricted(self) -> bool:
        """An accusation is closed from the first keystroke (《信访工作条例》第三十条第三款)."""
        return self.purpose == ACCUSATION

    @property
    def heading(self) -> str:
        """A short line for lists: the title, else what is asked for or said first; empty for an accusation."""
        if self.restricted:
            return ""
        return self.title or offered(self.requests, self.statement)


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that the visitor left: its name and how many copies."""

    name: str
    copies: int = 1


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit as handed in, checked against the rules, not yet numbered."""

    at: datetime
    channel: str
    petitioners: tuple[Petitioner, ...]
    matters: tuple[Matter, ...]
    received_by: str = ""
    people: int = 1
    materials: tuple[Material, ...] = ()
    handling: str = ""
    national_no: str = ""
    query_code: str = ""
    note: str = ""
    warnings: tuple[str, ...] = ()
    signatories: int = 0
    enclosures: int = 0
    caller_no: str = ""

    @property
    def asking(self) -> int:
        """How many ask: who came, or who signed the letter."""
        return max(self.people, self.signatories)

    @property
    def group(self) -> bool:
        """集体访: five people or more."""
        return self.people >= GROUP_FROM

    @property
    def restricted(self) -> bool:
        """Whether every matter is an accusation, so that even the names stay out of lists and search."""
        return all(matter.restricted for matter in self.matters)

    @property
    def accuses(self) -> bool:
        """Whether one of the matters is an accusation: who came and what was left or noted with it is closed then."""
        return any(matter.restricted for matter in self.matters)

    @property
    def notice_clock_runs(self) -> bool:
        """The 15-day notice is owed unless name or address is unclear (《信访工作条例》第二十三条第二款).

        A 12345 order is answered to the hotline, within the time of the order.
        """
        return self.channel != "hotline" and any(petitioner.reachable for petitioner in self.petitioners)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock of one matter: the three dates of rules/command-line.md, without the list of days."""

    kind: str
    start: date
    raw: date
    legal: date | None
    safe: date | None
    calendar_missing: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class StoredMatter:
    """A matter with what the office added: its case, first or repeat, and its clocks."""

    matter: Matter
    case_no: str
    first_or_repeat: str
    deadlines: tuple[Deadline, ...] = ()

    @property
    def purpose(self) -> str:
        """What the matter is: appeal, suggestion ..."""
        return self.matter.purpose


@dataclass(frozen=True, slots=True)
class Visit:
    """A registered visit, whole. `version` grows with every amendment, at `changed_at`; 1 is the record as first saved.

    One with an accusation in it is read as a `ClosedVisit`, but for a reason (`domain/opened.py`).
    """

    visit_id: int
    visit_no: str
    entered_at: datetime
    entered_by: str
    changed_at: datetime
    version: int
    voided: bool
    void_reason: str
    foreign_no: str
    imported: bool
    content: NewVisit
    matters: tuple[StoredMatter, ...]

    @property
    def at(self) -> datetime:
        """When the visit was."""
        return self.content.at

    @property
    def channel(self) -> str:
        """How it came."""
        return self.content.channel

    @property
    def received_by(self) -> str:
        """Who received it."""
        return self.content.received_by

    @property
    def people(self) -> int:
        """How many came."""
        return self.content.people

    @property
    def national_no(self) -> str:
        """Its number in the national system."""
        return self.content.national_no

    @property
    def group(self) -> bool:
        """集体访: five people or more."""
        return self.content.group

    @property
    def restricted(self) -> bool:
        """Whether names and content stay out of lists, hints, logs and slips."""
        return self.content.restricted

    @property
    def accuses(self) -> bool:
        """Whether an accusation stands in it, alone or beside other matters."""
        return self.content.accuses

    @property
    def notice_clock_runs(self) -> bool:
        """Whether a written notice is owed: not for the unreachable, not for records taken in from an old register."""
        return self.content.notice_clock_runs and not self.imported

    def with_clocks(self, clocks: Sequence[tuple[Deadline, ...]]) -> Visit:
        """The same with the clocks of each matter."""
        told = zip(self.matters, clocks, strict=True)
        return replace(self, matters=tuple(replace(item, deadlines=running) for item, running in told))


@dataclass(frozen=True, slots=True)
class Added:
    """Values of type-ahead fields that were not known before this visit."""

    villages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def _parse_petitioner(value: object, index: int, today: date, warnings: list[str], *, whole: bool = True) -> Petitioner:
    reader = Reader(value, f"petitioners[{index}]", "来访人")
    anonymous = reader.flag("anonymous", "匿名")
    address_unknown = reader.flag("address_unknown", "地址不详")
    name = taken(reader, replace(visit_field("name"), required=whole and not anonymous))
    sex = taken(reader, visit_field("sex"))
    birth = taken(reader, visit_field("birth"))
    id_type = taken(reader, visit_field("id_type")) or "111"
    id_number = taken(reader, _ID_NUMBER)
    number_path = reader.path("id_number")
    phone = taken(reader, visit_field("phone"))
    if phone and not _looks_like_phone(phone):
        raise Refused("bad_value", "电话里只能有数字和 + - ( ) 空格。", field=reader.path("phone"))
    petitioner = Petitioner(
        name=person_name(name),
        anonymous=anonymous,
        address_unknown=address_unknown,
        sex=sex,
        birth=birth,
        id_type=id_type,
        id_number=id_number,
        phone=phone,
        village=taken(reader, visit_field("village")),
        address=taken(reader, visit_field("address")),
        representative=reader.flag("representative", "代表"),
        person_id=reader.whole("person_id", "人员编号", lowest=1, highest=2**62),
        not_same_as=tuple(_whole_numbers(reader, "not_same_as")),
    )
    reader.done()
    if birth is not None and birth > today:
        raise Refused("bad_value", "出生日期在今天之后。", field=f"petitioners[{index}].birth")
    return _with_identity(petitioner, number_path, today, warnings)


def _whole_numbers(reader: Reader, key: str) -> list[int]:
    path = reader.path(key)
    numbers = []
    for value in reader.items(key, "不是同一人", most=200):
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused("bad_value", "人员编号应当是整数。", field=path)
        numbers.append(value)
    return numbers


def _looks_like_phone(phone: str) -> bool:
    return all(character.isdigit() or character in "+-() （）－" for character in phone)


def _with_identity(petitioner: Petitioner, path: str, today: date, warnings: list[str]) -> Petitioner:
    """Fill sex and birth from a resident number. A wrong check digit only warns; anything worse is refused."""
    if petitioner.id_type != "111" or not petitioner.id_number:
        place = path.removesuffix("id_number") + "birth"
        warnings += [f"{place}: {doubt}" for doubt in identity.early_birth(petitioner.birth)]
        return petitioner
    answer = identity.check(petitioner.id_number, today)
    warnings += [f"{path}: {doubt}" for doubt in identity.doubts(answer, petitioner.birth)]
    if answer.problem == "check_digit":
        warnings.append(f"{path}: 身份证号校验位不对，请核对原件。")
    elif answer.problem is not None:
        raise Refused("bad_value", f"身份证号不对：{identity.PROBLEMS[answer.problem]}", field=path)
    if petitioner.sex and answer.sex and petitioner.sex != answer.sex:
        warnings.append(f"{path}: 填写的性别与身份证号不一致。")
    if petitioner.birth and answer.birth and petitioner.birth != answer.birth:
        warnings.append(f"{path}: 填写的出生日期与身份证号不一致。")
    return replace(
        petitioner,
        id_number=answer.normalised or petitioner.id_number.upper(),
        sex=petitioner.sex or answer.sex,
        birth=petitioner.birth or answer.birth,
    )


def _parse_matter(value: object, index: int, *, back_entry: bool = False) -> Matter:
    reader = Reader(value, f"matters[{index}]", "事项")
    purpose: str = taken(reader, visit_field("purpose"))
    route = reader.whole("route", "办理路径", lowest=1, highest=6)
    if route is not None and purpose != "appeal":
        raise Refused(
            "bad_value", "只有申诉求决才分办理路径。", field=reader.path("route"), basis="《信访工作条例》第三十一条"
        )
    matter = Matter(
        purpose=purpose,
        statement=taken(reader, visit_field("statement")),
        title=_title(reader, as_it_was=back_entry),
        route=route,
        category=_category(taken(reader, visit_field("category"))),
        requests=taken(reader, visit_field("requests")),
        concerned_unit=taken(reader, visit_field("concerned_unit")),
        village=reader.text("village", "问题所在村", limit=60),
        urgent=taken(reader, visit_field("urgent")),
        case_no=reader.text("case_no", "信访事项编号", limit=60) or None,
        why_again=taken(reader, visit_field("why_again")) or "",
    )
    reader.done()
    if matter.case_no is None and matter.why_again:
        raise Refused("bad_value", "只有并入已有信访事项的，才写再次来访的原因。", field=reader.path("why_again"))
    return matter


def _title(reader: Reader, *, as_it_was: bool) -> str:
    """事项概要 as typed; one that breaks off is refused, except in an old register."""
    title: str = taken(reader, visit_field("title"))
    if incomplete(title) and not as_it_was:
        words = "事项概要印在回执和文书上，请用一句完整的话写，不用省略号。"
        raise Refused("bad_value", words, field=reader.path("title"))
    return title


def _category(text: str) -> str:
    return "/".join(part.strip() for part in text.replace("／", "/").split("/") if part.strip())


def _parse_materials(reader: Reader) -> tuple[Material, ...]:
    materials = []
    for index, value in enumerate(reader.items("materials", "材料", most=200)):
        item = Reader(value, f"materials[{index}]", "材料")
        name = item.text("name", "材料名称", required=True)
        materials.append(Material(name, item.whole("copies", "份数", lowest=1, highest=9999) or 1))
        item.done()
    return tuple(materials)


def parse_new_visit(
    value: object, *, now: datetime, most_representatives: int = MOST_REPRESENTATIVES, back_entry: bool = False
) -> NewVisit:
    """Check a visit document (rules/command-line.md, Visits) against the rules and give back the frozen value.

    `now` is the desk's local time: a visit in the future is refused; with `back_entry` (imports) it only warns.
    `most_representatives` is the office's limit, never above five (《信访工作条例》第二十条第三款).
    Raises Refused with the path of the field; wrong check digits only add to `warnings`.
    """
    reader = Reader(value, label="来访")
    warnings: list[str] = []
    at: datetime = taken(reader, visit_field("at"))
    if at > now:
        if not back_entry:
            raise Refused("bad_value", "来访时间在现在之后，请核对。", field="at")
        warnings.append("at: 来访时间在今天之后。")
    channel: str = taken(reader, visit_field("channel"))
    received_by = taken(reader, visit_field("received_by"))
    given_people = taken(reader, visit_field("people"))
    petitioners = tuple(
        _parse_petitioner(item, index, now.date(), warnings)
        for index, item in enumerate(reader.items("petitioners", "来访人", required=True))
    )
    matters = tuple(
        _parse_matter(item, index, back_entry=back_entry)
        for index, item in enumerate(reader.items("matters", "事项", required=True, most=50))
    )
    visit = NewVisit(
        at=at,
        channel=channel,
        petitioners=petitioners,
        matters=matters,
        received_by=received_by,
        people=len(petitioners) if given_people is None else given_people,
        materials=_parse_materials(reader),
        handling=taken(reader, _HANDLING),
        national_no=taken(reader, visit_field("national_no")),
        query_code=taken(reader, visit_field("query_code")),
        note=taken(reader, visit_field("note")),
        warnings=tuple(warnings),
        **_of_channel(reader, channel),
    )
    reader.done()
    _check_people(visit, most_representatives)
    return visit


def _of_channel(reader: Reader, channel: str) -> dict[str, Any]:
    """What only a letter (联名人数, 附件份数) or only a call (来电号码) has. Refused (bad_value) elsewhere."""
    found: dict[str, Any] = {
        "signatories": taken(reader, visit_field("signatories")) or 0,
        "enclosures": taken(reader, visit_field("enclosures")) or 0,
        "caller_no": taken(reader, visit_field("caller_no")),
    }
    for key, value in found.items():
        wanted = ("phone", "hotline") if key == "caller_no" else ("letter", "online", "handed_down", "instruction")
        if value and channel not in wanted:
            words = f"{visit_field(key).label}只用于{'来电' if key == 'caller_no' else '来信'}。"
            raise Refused("bad_value", words, field=key)
    if found["caller_no"] and not _looks_like_phone(found["caller_no"]):
        raise Refused("bad_value", "来电号码里只能有数字和 + - ( ) 空格。", field="caller_no")
    return found


def _check_people(visit: NewVisit, most_representatives: int) -> None:
    if visit.people < len(visit.petitioners):
        raise Refused("bad_value", f"人数{visit.people}少于登记的{len(visit.petitioners)}人。", field="people")
    seen = 0
    for index, petitioner in enumerate(visit.petitioners):
        _refuse_twice(visit.petitioners, index)
        seen += petitioner.representative
        if seen > most_representatives:
            raise Refused(
                "too_many",
                f"代表不得超过{most_representatives}人，第{seen}名代表不能登记为代表。",
                field=f"petitioners[{index}].representative",
                basis=REPRESENTATIVES_BASIS,
            )


def _refuse_twice(petitioners: tuple[Petitioner, ...], index: int) -> None:
    number = petitioners[index].id_number
    for earlier in range(index if number else 0):
        if petitioners[earlier].id_number == number:
            raise Refused(
                "bad_value",
                f"第{index + 1}人与第{earlier + 1}人的证件号码相同。",
                field=f"petitioners[{index}].id_number",
            )


def probes_of(document: object, today: date) -> list[Petitioner]:
    """Those petitioners of a visit not saved yet who gave anything of themselves; a name may still be missing."""
    reader = Reader(document, label="来访")
    petitioners = [
        _parse_petitioner(item, index, today, [], whole=False)
        for index, item in enumerate(reader.items("petitioners", "来访人", required=True))
    ]
    for key in KEYS:
        reader.raw(key)
    reader.done()
    return [petitioner for petitioner in petitioners if not petitioner.anonymous]
