"""What stands in the form 来访登记, word for word as typed, and how it becomes the document of `visit add` and back.

No widgets: the form fills these values, the journal keeps them, a draft brings them back. `VisitForm.document` is the
one place where typed text becomes a value; every refusal names the place in the form that it belongs to.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from petidesk.domain import typed_dates
from petidesk.domain.codes import ACCUSATION, CHANNELS, GROUP_FROM, PURPOSES, REPRESENTATIVES_BASIS, SEXES
from petidesk.domain.trouble import Refused

T = TypeVar("T")

DRAFT_KIND = "visit"
_COPIES = re.compile(r"^(?P<name>.*?)[\s，,]*[×xX*]?\s*(?P<copies>\d{1,4})\s*份?$")
_PLACE = re.compile(r"(?P<part>petitioners|matters|materials)\[(?P<index>\d+)\](?:\.(?P<field>\w+))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the form a sentence belongs: visit, petitioners, matters or materials, which one, which field."""

    part: str
    index: int
    field: str


@dataclass(slots=True)
class PetitionerForm:
    """One petitioner as typed. `person_id` is set when the clerk linked an earlier person, called `linked_name`;

    `from_link` keeps what that link filled in, so that taking it back leaves no trace of the other person.
    """

    name: str = ""
    anonymous: bool = False
    address_unknown: bool = False
    sex: str = ""
    birth: str = ""
    id_type: str = "111"
    id_number: str = ""
    phone: str = ""
    village: str = ""
    address: str = ""
    representative: bool = False
    person_id: int | None = None
    linked_name: str = ""
    from_link: dict[str, str] = field(default_factory=dict)
    not_same_as: list[int] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed: such a row is left out of the document."""
        typed = (self.name, self.id_number, self.phone, self.village, self.address, self.birth)
        return not self.anonymous and not any(text.strip() for text in typed)

    def document(self, place: str, today: date) -> dict[str, Any]:
        """The petitioner as `visit add` takes it. Raises Refused when the birth date is not understood."""
        document: dict[str, Any] = {
            "name": "" if self.anonymous else self.name,
            "anonymous": self.anonymous,
            "address_unknown": self.address_unknown,
            "sex": self.sex or None,
            "birth": _day(self.birth, today, f"{place}.birth"),
            "id_type": self.id_type,
            "id_number": "".join(self.id_number.split()),
            "phone": "".join(self.phone.split()),
            "village": self.village,
            "address": "" if self.address_unknown else self.address,
            "representative": self.representative,
            "person_id": self.person_id,
        }
        if self.not_same_as:
            document["not_same_as"] = list(self.not_same_as)
        return document


@dataclass(slots=True)
class MatterForm:
    """One matter as typed. `case_title` only labels the chip of a linked case."""

    purpose: str = "appeal"
    title: str = ""
    statement: str = ""
    requests: list[str] = field(default_factory=list)
    category: str = ""
    concerned_unit: str = ""
    village: str = ""
    route: int | None = None
    urgent: bool = False
    case_no: str | None = None
    case_title: str = ""
    why_again: str = ""

    @property
    def restricted(self) -> bool:
        """An accusation is closed from the first keystroke (《信访工作条例》第三十条第三款)."""
        return self.purpose == ACCUSATION

    @property
    def empty(self) -> bool:
        """Whether nothing was typed of this matter."""
        typed = (self.title, self.statement, self.category, self.concerned_unit, self.village)
        return self.case_no is None and not any(text.strip() for text in (*typed, *self.requests))

    def document(self) -> dict[str, Any]:
        """The matter as `visit add` takes it; the route only where the purpose has one."""
        return {
            "purpose": self.purpose or None,
            "title": self.title,
            "statement": self.statement,
            "requests": [text for text in (line.strip() for line in self.requests) if text],
            "category": self.category,
            "concerned_unit": self.concerned_unit,
            "village": self.village,
            "route": self.route if self.purpose == "appeal" else None,
            "urgent": self.urgent,
            "case_no": self.case_no,
            **({"why_again": self.why_again} if self.case_no and self.why_again else {}),
        }


@dataclass(slots=True)
class VisitForm:
    """The whole form as typed: texts, never values, so that a draft gives back exactly what was on the screen."""

    channel: str = "visit"
    at: str = ""
    received_by: str = ""
    people: str = ""
    petitioners: list[PetitionerForm] = field(default_factory=lambda: [PetitionerForm()])
    matters: list[MatterForm] = field(default_factory=lambda: [MatterForm()])
    materials: list[str] = field(default_factory=list)
    handling: str = ""
    national_no: str = ""
    query_code: str = ""
    signatories: str = ""
    enclosures: str = ""
    caller_no: str = ""
    note: str = ""

    @property
    def restricted(self) -> bool:
        """Whether any matter is an accusation: the draft is then kept closed and its summary is empty."""
        return any(matter.restricted for matter in self.matters)

    @property
    def empty(self) -> bool:
        """Whether nothing worth keeping was typed; time, channel and receiver fill themselves."""
        typed = (self.handling, self.national_no, self.query_code, self.note, *self.materials)
        return (
            all(petitioner.empty for petitioner in self.petitioners)
            and all(matter.empty for matter in self.matters)
            and not any(text.strip() for text in typed)
        )

    @property
    def head_count(self) -> int:
        """How many people came: the number typed, never fewer than the petitioners listed."""
        listed = sum(not petitioner.empty for petitioner in self.petitioners)
        typed = self.people.strip()
        return max(int(typed) if typed.isdecimal() and len(typed) < 7 else 0, listed, 1)

    @property
    def group(self) -> bool:
        """集体访: five people or more."""
        return self.head_count >= GROUP_FROM

    @property
    def representatives(self) -> int:
        """How many petitioners are marked as representatives."""
        return sum(petitioner.representative for petitioner in self.petitioners)

    def summary(self) -> str:
        """What the tray of drafts shows; nothing of an accusation."""
        if self.restricted:
            return ""
        names = [petitioner.name.strip() for petitioner in self.petitioners if petitioner.name.strip()]
        first = next((text for m in self.matters if (text := m.title.strip() or m.statement.strip())), "")
        who = names[0] + (f"等{len(names)}人" if len(names) > 1 else "") if names else ""
        return " · ".join(part for part in (who, first.replace("\n", " ")[:30]) if part)

    def content(self) -> dict[str, Any]:
        """The form as a draft keeps it (JSON)."""
        return {**dataclasses.asdict(self), "summary": self.summary()}

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> VisitForm:
        """The form a draft kept. Keys of another version of the program are passed over."""
        form = _filled(cls, {key: content[key] for key in content if key not in ("petitioners", "matters")})
        form.petitioners = [_filled(PetitionerForm, item) for item in content.get("petitioners", [])]
        form.matters = [_filled(MatterForm, item) for item in content.get("matters", [])]
        form.petitioners = form.petitioners or [PetitionerForm()]
        form.matters = form.matters or [MatterForm()]
        return form

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> VisitForm:
        """A registered visit's document (rules/command-line.md) as a form, for Ctrl+D and for amending."""
        form = cls(people=_text(document.get("people")), at=_text(document.get("at")).replace("T", " "))
        for key in _VISIT_TEXTS:
            setattr(form, key, _text(document.get(key)))
        form.channel = document.get("channel", "visit")
        form.petitioners = [_filled(PetitionerForm, _no_nulls(item)) for item in document.get("petitioners", [])]
        form.matters = [_filled(MatterForm, _no_nulls(item)) for item in document.get("matters", [])]
        form.materials = [f"{item['name']} {item['copies']}份" for item in document.get("materials", [])]
        return form

    def kept(self) -> tuple[list[int], list[int]]:
        """Which petitioners and matters go into the document: the empty rows after the first are left out."""
        people = [index for index, petitioner in enumerate(self.petitioners) if not petitioner.empty] or [0]
        matters = [index for index, matter in enumerate(self.matters) if not matter.empty] or [0]
        return people, matters

    def document(self, now: datetime) -> dict[str, Any]:
        """The document of `visit add`. Raises Refused with a path when a date or the head-count is not understood."""
        people, matters = self.kept()
        today = now.date()
        return {
            "at": self._moment(now),
            "channel": self.channel,
            "received_by": self.received_by,
            "people": self._people(len(people)),
            "petitioners": [
                self.petitioners[row].document(f"petitioners[{place}]", today) for place, row in enumerate(people)
            ],
            "matters": [self.matters[row].document() for row in matters],
            "materials": [material for line in self.materials if (material := parse_material(line)) is not None],
            "handling": self.handling,
            "national_no": self.national_no,
            "query_code": self.query_code,
            **self._of_channel(),
            "note": self.note,
        }

    def _of_channel(self) -> dict[str, Any]:
        """What only letters and calls have; what was typed under another channel stays on the screen."""
        counts = {
            key: self._count(getattr(self, key), key)
            for key in ("signatories", "enclosures")
            if self.channel in LETTER_CHANNELS
        }
        found = {key: count for key, count in counts.items() if count}
        if self.channel in CALL_CHANNELS and self.caller_no.strip():
            found["caller_no"] = "".join(self.caller_no.split())
        return found

    @staticmethod
    def _count(typed: str, path: str) -> Any:
        bare = typed.strip()
        if bare and (not bare.isdecimal() or len(bare) > 6):
            raise Refused("bad_value", "请填写数字。", field=path)
        return int(bare) if bare else None

    def _moment(self, now: datetime) -> str:
        if not self.at.strip():
            return now.isoformat(timespec="minutes")
        try:
            return typed_dates.parse_typed_datetime(self.at, now).isoformat(timespec="minutes")
        except Refused as refusal:
            raise Refused(refusal.code, refusal.message, field="at") from None

    def _people(self, listed: int) -> int:
        typed = self.people.strip()
        if not typed:
            return listed
        if not typed.isdecimal() or not 1 <= int(typed) <= 100_000:
            raise Refused("bad_value", "人数应当是1以上的整数。", field="people")
        return int(typed)

    def place(self, path: str | None) -> Place:
        """Where in this form the sentence of a Refused with `path` belongs."""
        found = _PLACE.match(path or "")
        if found is None:
            return Place("visit", 0, (path or "").split("[")[0])
        part, index = found["part"], int(found["index"])
        people, matters = self.kept()
        rows = {"petitioners": people, "matters": matters}.get(part, [])
        return Place(part, rows[index] if index < len(rows) else 0, found["field"] or "")


_VISIT_TEXTS = (
    "received_by",
    "handling",
    "national_no",
    "query_code",
    "signatories",
    "enclosures",
    "caller_no",
    "note",
)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _no_nulls(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None}


def _filled(kind: type[T], values: Mapping[str, Any]) -> T:
    names = {item.name for item in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: value for key, value in values.items() if key in names})


def _day(text: str, today: date, path: str) -> str | None:
    if not text.strip():
        return None
    try:
        return typed_dates.parse_typed_date(text, today).isoformat()
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field=path) from None


def parse_material(line: str) -> dict[str, Any] | None:
    """``土地承包合同复印件 2份`` as name and copies; one copy when none is named; None for an empty line."""
    text = line.strip()
    if not text:
        return None
    found = _COPIES.match(text)
    if found is None or not found["name"].strip() or int(found["copies"]) < 1:
        return {"name": text, "copies": 1}
    return {"name": found["name"].strip(), "copies": int(found["copies"])}


def parse_names(text: str) -> list[PetitionerForm]:
    """A list of names as pasted from a spreadsheet: one person a line; number, telephone and village are told apart.

    Cells are parted by tabs (or by commas where there is no tab). A cell of 15 or 18 digits is an identity number, one
    of 7 to 13 digits a telephone, a sex is a sex, the first other cell is the name, further ones village and address.
    Heading cells such as 姓名 and running numbers are passed over.
    """
    people = []
    for line in text.replace("\r", "\n").split("\n"):
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else re.split("[,，、]", line))]
        person = _person([cell for cell in cells if cell])
        if person is not None:
            people.append(person)
    return people


_HEADINGS = frozenset(
    {"姓名", "序号", "身份证号", "身份证号码", "电话", "联系电话", "手机", "住址", "地址", "村", "性别"}
)
_SEX_CODES = {word: code for code, word in SEXES.items()}


def _person(cells: list[str]) -> PetitionerForm | None:
    if not cells or _HEADINGS.intersection(cells):
        return None
    person, texts = PetitionerForm(), []
    for cell in cells:
        digits = cell.replace(" ", "").replace("-", "").upper()
        if len(digits) in (15, 18) and digits[:-1].isdecimal() and digits[-1] in "0123456789X":
            person.id_number = digits
        elif digits.isdecimal() and 7 <= len(digits) <= 13:
            person.phone = digits
        elif cell in _SEX_CODES:
            person.sex = _SEX_CODES[cell]
        elif not digits.isdecimal():
            texts.append(cell)
    if not texts:
        return None
    person.name, person.village = texts[0], texts[1] if len(texts) > 1 else ""
    person.address = " ".join(texts[2:])
    return person


def representative_refusal(form: VisitForm, most: int) -> str | None:
    """The sentence when one more representative would be too many, with its article; None while there is room."""
    if form.representatives < most:
        return None
    return f"最多{most}名代表（{REPRESENTATIVES_BASIS}），不能再加。"


def channel_words(channel: str) -> dict[str, str]:
    """How the labels read under each channel: who comes, when, how many."""
    return {**_WORDS["visit"], **_WORDS.get(channel, {})}


_WORDS: dict[str, dict[str, str]] = {
    "visit": {"at": "来访时间", "name": "姓名", "people": "来访人数", "statement": "反映情况（按来访人的话记）"},
    "letter": {"at": "收信日期", "name": "写信人", "people": "人数", "statement": "来信内容摘要"},
    "phone": {"at": "来电时间", "name": "来电人", "people": "人数", "statement": "反映情况（按来电人的话记）"},
    "online": {"at": "提交时间", "name": "提交人", "people": "人数", "statement": "网上反映内容"},
    "handed_down": {"at": "收到时间", "name": "信访人", "people": "人数", "statement": "转送件反映内容"},
    "hotline": {
        "at": "派单时间",
        "name": "来电人",
        "people": "人数",
        "statement": "工单内容",
        "national_no": "工单编号",
    },
    "instruction": {"at": "批示时间", "name": "信访人", "people": "人数", "statement": "批示件反映内容"},
}

# Which channels have 联名人数 and 附件份数, and which a 来电号码.
LETTER_CHANNELS = ("letter", "online", "handed_down", "instruction")
CALL_CHANNELS = ("phone", "hotline")
# Channels whose paper carries a number of another system: that field stands in sight in the place of the head-count.
NUMBERED_CHANNELS = frozenset({"online", "handed_down", "hotline", "instruction"})

CHANNEL_CHOICES = tuple(CHANNELS.items())
PURPOSE_CHOICES = tuple(PURPOSES.items())
