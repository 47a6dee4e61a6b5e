"""What the papers of the window itself say: the board of channels, the handover of a shift, envelopes, what is posted.

Values by the Chinese names that the forms use. None of them lists people or what they came for: the handover counts and
names numbers, and what is posted of an accusation shows its document number alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.cases.cases import PROMISED
from petidesk.domain.codes import CHANNELS
from petidesk.domain.home import Pressing, Reception, ReceptionDue
from petidesk.domain.letters.letters import LetterRow
from petidesk.domain.office.office import Office
from petidesk.domain.office.unset import COUNTY, NAME, Unset
from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.visits.papers import chinese_day

# The folders of these forms.
BOARD, HANDOVER, ENVELOPE, MAILING = "channels_board", "shift_handover", "envelope", "mailing_list"
TITLES = {BOARD: "信访渠道公示牌", HANDOVER: "接待窗口交接班单", ENVELOPE: "信封", MAILING: "邮寄清单"}
CHANNELS_BASIS = "《信访工作条例》第十八条第一款"
CLOSED = "（限制查阅）"
POSTCODE_DIGITS = 6
# A postcode in an address, with or without its word, and not a part of a longer number.
_POSTCODE = re.compile(r"(?:邮政编码|邮编)?[:：]?\s*(?<![0-9])([0-9]{6})(?![0-9号室栋幢单弄])")
NEXT_DAYS = 4  # receptions of leaders on the board, so that it stays one sheet
_BOARD_NEEDS = (NAME, "web_address", "phone", "hours", "window")


@dataclass(frozen=True, slots=True)
class HeldMaterial:
    """A paper that a visitor left and that the window holds."""

    visit_no: str
    name: str
    copies: int


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """Something promised for a day on a case and not done yet; of an accusation without what it is."""

    case_no: str
    promise: str
    on: date
    hour: str


@dataclass(frozen=True, slots=True)
class PostedLetter:
    """A letter that goes by post: to whom and where to. Of an accusation neither."""

    document_no: str
    title: str
    receiver: str
    address: str


def board_values(office: Office, days: Sequence[ReceptionDay], today: date) -> dict[str, Any]:
    """Values of 信访渠道公示牌 from the settings and the rota.

    Unset with the settings that the regulation wants published and that are empty.
    """
    lacking = [key for key in _BOARD_NEEDS if not getattr(office, key)]
    if not (office.postal_address or office.address):
        lacking.append("postal_address")
    if lacking:
        raise Unset(lacking, "公示牌", CHANNELS_BASIS)
    place = "\n".join(filter(None, (office.address, office.window)))
    return {
        "机关名称": office.full_name,
        "网址": office.web_address,
        "通信地址": office.postal_address or f"{office.address}　{office.full_name}{office.petition_office}",
        "邮政编码": office.postcode,
        "电话": office.phone,
        "接待时间": office.hours,
        "接待地点": place,
        "查询方式": f"拨打{office.phone}，说明登记回执上的编号；或者持回执到{office.window}查询；"
        "网上提出的，用查询码在网上查询。",
        "领导接待": [
            {
                "日期": f"{day.on.month}月{day.on.day}日（{WEEKDAYS[day.on.weekday()]}）",
                "姓名": "\n".join(day.leaders),
                "时间": day.slot.hours,
                "地点": day.slot.village + day.slot.place,
            }
            for day in days
            if day.leaders and day.slot.hours and (day.slot.village or day.slot.place)
        ][:NEXT_DAYS],
        "公布日期": chinese_day(today),
    }


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom and where something is posted. `postcode` is "" where it is not known: the boxes are filled by hand."""

    name: str
    address: str = ""
    postcode: str = ""


def addressed_in(office: Office, name: str, address: str, village: str) -> Addressee:
    """A person at an address. One that begins with the `village` lies in this town, which the post office is told.

    So does one that begins with the town's own name. Both are delivered by the town's own post office, so that their
    postcode is the office's. A postcode that was typed with the address goes before it into the boxes.
    Unset while a town without a name had to be told.
    """
    typed = _POSTCODE.search(address)
    where = _POSTCODE.sub("", address).strip(" ，,、；;（）()")
    town = f"{office.county}{office.name}" if office.name else ""
    if town and where.startswith((town, office.name)):
        where = town + where.removeprefix(town).removeprefix(office.name)
    elif not village or not where.startswith(village):
        return Addressee(name, where, typed[1] if typed else "")
    elif unset := [key for key in (NAME, COUNTY) if not getattr(office, key)]:
        raise Unset(unset, "收信地址")
    else:
        where = town + where
    return Addressee(name, where, typed[1] if typed else office.postcode)


def envelope_values(office: Office, to: Sequence[Addressee]) -> dict[str, Any]:
    """Values of 信封, one each. Nothing on it says what is inside or that it is a petition."""
    return {
        "收件人": [_boxes(one) for one in to],
        "寄信地址": office.address or office.postal_address,
        "寄信人": office.full_name,
        "寄信人邮编": office.postcode,
    }


def _boxes(to: Addressee) -> dict[str, str]:
    digits = to.postcode if len(to.postcode) == POSTCODE_DIGITS else " " * POSTCODE_DIGITS
    boxes = {f"邮编{place}": digit.strip() for place, digit in enumerate(digits, start=1)}
    return {**boxes, "收信地址": to.address, "收信人": to.name}


def mailing_values(office: Office, on: date, letters: Sequence[PostedLetter], by: str) -> dict[str, Any]:
    """Values of 邮寄清单 of a day."""
    return {
        "机关名称": office.full_name,
        "日期": chinese_day(on),
        "信件": [
            {"文号": one.document_no, "名称": one.title, "收信人": one.receiver, "地址": one.address} for one in letters
        ],
        "件数": str(len(letters)),
        "制表人": by,
    }


@dataclass(frozen=True, slots=True)
class Shift:
    """What a shift leaves to the next one: figures of the day, drafts, unserved letters, dates, materials held.

    `promised`: what was promised to those who came; `coming`: receptions of leaders that are near.
    """

    reception: Sequence[Reception]
    unfinished: int
    drafts: Sequence[LetterRow]
    unserved: Sequence[LetterRow]
    due: Sequence[Pressing]
    materials: Sequence[HeldMaterial]
    promised: Sequence[OpenPromise]
    coming: Sequence[ReceptionDue]


def handover_values(office: Office, shift: Shift, by: str, at: datetime) -> dict[str, Any]:
    """Values of 接待窗口交接班单 of the day of `at`. It names numbers, never who came."""
    return {
        "机关名称": office.full_name,
        "接待窗口": office.window,
        "日期": chinese_day(at),
        "交班人": by,
        "登记情况": "、".join(_counted(one) for one in shift.reception) or "没有登记",
        "未登完": str(shift.unfinished or ""),
        "文书草稿": [
            {"名称": row.title, "事项": row.case_no, "日期": chinese_day(row.changed_at)} for row in shift.drafts
        ],
        "待送达": [
            {
                "文号": row.document_no,
                "名称": row.title,
                "签发日期": chinese_day(row.signed_on) if row.signed_on else "",
            }
            for row in shift.unserved
        ],
        "到期": [
            {"事项": one.case_no, "要做的事": one.owed, "日期": chinese_day(one.on), "承办": one.unit}
            for one in shift.due
            if one.kind != PROMISED
        ],
        "原件": [{"登记编号": one.visit_no, "名称": one.name, "份数": f"{one.copies}份"} for one in shift.materials],
        "约定": [
            *({"编号": one.case_no, "事情": one.promise, "时间": _moment(one.on, one.hour)} for one in shift.promised),
            *(_booked(one) for one in shift.coming if one.booked),
        ],
        "打印时间": f"{at.hour}时{at.minute:02d}分",
    }


def _moment(on: date, hour: str) -> str:
    return f"{on.month}月{on.day}日 {hour}".strip()


def _booked(one: ReceptionDue) -> dict[str, str]:
    """Who booked is promised a leader: on which day and where, and how many they are."""
    return {
        "编号": "预约登记",
        "事情": f"{one.booked}批预约见{'、'.join(one.leaders) or '领导'}（{one.village}{one.place or '接待日'}）",
        "时间": _moment(one.on, one.hours),
    }


def _counted(one: Reception) -> str:
    """Batches and people of visits, pieces of everything else (rules/office.md)."""
    label = CHANNELS[one.channel]
    if one.channel == "visit":
        return f"{label}{one.batches}批次{one.people}人次"
    return f"{label}{one.batches}件"
