"""What the papers of the rota say: the public notice (《信访工作条例》第十八条), the wall sheet, the cards, the table.

Values by the Chinese names that the forms use. On what is put up stands who receives, not who was to: 原定 and the
reason are for the office's own table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.office.office import Leader, Office
from petidesk.domain.reception.days import KINDS, ReceptionDay
from petidesk.domain.reception.rules import lunar_words
from petidesk.domain.visits.papers import chinese_day

NOBODY = "待定"
CARDS = (8, 10)
# What one page holds: lines of the notice in large letters with the space between its rows; leaders on the wall sheet
# in large and in middling letters. A longer month takes smaller ones.
_NOTICE_HOLDS, _WALL_LARGE, _WALL_MIDDLE = 16.0, 8, 14
_DUTIES_A_LINE = 13
_NEXT_DAYS = 3
TABLE_HEADINGS = (
    "日期",
    "星期",
    "农历",
    "方式",
    "接待领导（实到）",
    "职务",
    "原定领导",
    "变动原因",
    "陪同单位",
    "村（社区）",
    "地点",
    "时间",
    "规则日期",
    "顺延原因",
)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A reception for a calendar program. `sequence` grows with every change; without hours it takes the whole day."""

    uid: str
    on: date
    begins: time | None
    ends: time | None
    summary: str
    place: str
    details: str
    sequence: int
    cancelled: bool


def notice_rows(office: Office, days: Sequence[ReceptionDay]) -> list[dict[str, str]]:
    """The lines of the notice; a notice is issued anew when these change."""
    known = {leader.name: leader for leader in office.leaders}
    return [
        {
            "日期": f"{day.on.month}月{day.on.day}日",
            "星期": WEEKDAYS[day.on.weekday()],
            "姓名": "\n".join(day.leaders) or NOBODY,
            "职务": "\n".join(_of(known, day.leaders, "post")),
            "分管工作": "；".join(_of(known, day.leaders, "duties")),
            "陪同": day.unit,
            "地点": day.slot.village + day.slot.place,
            "时间": day.slot.hours,
            "方式": KINDS[day.slot.kind],
        }
        for day in days
    ]


def unfinished_rows(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """What a notice leaves open: days without time, place or leader, each in a sentence (第十八条 asks for both)."""
    found = []
    for row in rows:
        wants = [key for key in ("时间", "地点") if not row[key]]
        if row["姓名"] == NOBODY:
            wants.append("接待领导")
        if wants:
            found.append(f"{row['日期']}还没有{'、'.join(wants)}，公示要写明接待的时间和地点。")
    return tuple(found)


def _of(known: Mapping[str, Leader], names: Iterable[str], key: str) -> list[str]:
    found = [str(getattr(known[name], key)) for name in names if name in known]
    return [text for text in found if text]


def notice_values(
    office: Office, month: str, rows: Sequence[Mapping[str, str]], issued_on: date, renewed_on: date | None
) -> dict[str, Any]:
    """Values of 领导干部接待群众公示 of a month (2026年12月); `renewed_on` when it changed after it was put up."""
    first = rows[0]
    return {
        "机关名称": office.full_name,
        "月份": month,
        "接待": list(rows),
        "多": sum(_height(row) for row in rows) > _NOTICE_HOLDS,
        "同一处": _one_place(rows),
        "地点": first["地点"],
        "时间": first["时间"],
        "方式": first["方式"],
        "预约电话": office.phone,
        "窗口地址": office.address,
        "公布日期": chinese_day(issued_on),
        "更新日期": chinese_day(renewed_on) if renewed_on else "",
    }


def wall_values(
    office: Office, month: str, rows: Sequence[Mapping[str, str]], renewed_on: date | None
) -> dict[str, Any]:
    """Values of the wall sheet: what can be read across a room."""
    together = _one_place(rows)
    names = sum(_names(row) for row in rows)
    columns = ("日期", "星期", "姓名", "职务")
    places = {"地点": "", "时间": "", "方式": ""}
    return {
        "机关名称": office.full_name,
        "月份": month,
        "接待": [
            {key: row[key] for key in columns} | (places if together else {key: row[key] for key in places})
            for row in rows
        ],
        "中": _WALL_LARGE < names <= _WALL_MIDDLE,
        "多": names > _WALL_MIDDLE,
        "同一处": together,
        "地点": rows[0]["地点"],
        "时间": rows[0]["时间"],
        "预约电话": office.phone,
        "更新日期": chinese_day(renewed_on) if renewed_on else "",
    }


def _one_place(rows: Sequence[Mapping[str, str]]) -> bool:
    return len({(row["地点"], row["时间"], row["方式"]) for row in rows}) == 1


def _names(row: Mapping[str, str]) -> int:
    return row["姓名"].count("\n") + 1


def _height(row: Mapping[str, str]) -> float:
    """Height of a row of the notice in lines of its text: names are larger, duties fill a narrow column."""
    return 1 + max(1.4 * _names(row), -(-len(row["分管工作"]) // _DUTIES_A_LINE))


def card_pages(
    office: Office, leaders: Sequence[Leader], days: Sequence[ReceptionDay], today: date, per_page: int
) -> list[dict[str, Any]]:
    """Values of one page of 便民联系卡 for every `per_page` (8 or 10) leaders, with their next reception days.

    The telephone is the leader's own from the office's list, else the window's. Each day has its own hours and place;
    a leader without days promises none.
    """
    pages = []
    for start in range(0, len(leaders), per_page):
        values: dict[str, Any] = {
            "机关名称": office.short_name,
            "印制日期": chinese_day(today),
            "十张": per_page == max(CARDS),
        }
        for place, leader in enumerate(leaders[start : start + per_page], start=1):
            own = [day for day in days if day.on >= today and leader.name in day.leaders][:_NEXT_DAYS]
            values |= {
                f"姓名{place}": leader.name,
                f"职务{place}": leader.post,
                f"职责{place}": leader.duties,
                f"电话{place}": leader.phone or office.phone,
                f"接待日{place}": "\n".join(map(_card_day, own)),
                f"地点{place}": "",
            }
        pages.append(values)
    return pages


def _card_day(day: ReceptionDay) -> str:
    where = day.slot.village + day.slot.place
    return " ".join(part for part in (f"{day.on.month}月{day.on.day}日", day.slot.hours, where) if part)


def table_rows(office: Office, days: Sequence[ReceptionDay]) -> list[list[str]]:
    """The rota as rows under TABLE_HEADINGS, 原定 and reasons included."""
    known = {leader.name: leader for leader in office.leaders}
    return [
        [
            day.on.isoformat(),
            WEEKDAYS[day.on.weekday()],
            lunar_words(day.on),
            KINDS[day.slot.kind],
            "、".join(day.leaders) or NOBODY,
            "、".join(_of(known, day.leaders, "post")),
            "、".join(day.planned) or NOBODY,
            day.reason,
            day.unit,
            day.slot.village,
            day.slot.place,
            day.slot.hours,
            day.rule_date.isoformat(),
            day.moved_because or "",
        ]
        for day in days
    ]


def calendar_entries(days: Sequence[ReceptionDay]) -> list[CalendarEntry]:
    """The rota for a calendar program, cancelled days included so that it strikes them out."""
    found = []
    for day in days:
        begins, ends = _hours(day.slot.hours)
        told = [
            f"陪同：{day.unit}" if day.unit else "",
            f"原定{'、'.join(day.planned) or NOBODY}，{day.reason}" if day.reason else "",
            f"原为{chinese_day(day.rule_date)}，遇{day.moved_because}" if day.moved_because else "",
        ]
        found.append(
            CalendarEntry(
                # From when it was laid down: the day itself may be moved, and the event has to follow it.
                uid=f"reception-{day.changes[0].at:%Y%m%d%H%M%S}-{day.day_id}@petidesk",
                on=day.on,
                begins=begins,
                ends=ends,
                summary=f"领导{KINDS[day.slot.kind]}：{'、'.join(day.leaders) or NOBODY}",
                place=day.slot.village + day.slot.place,
                details="\n".join(part for part in told if part),
                sequence=day.version - 1,
                cancelled=day.cancelled,
            )
        )
    return found


def _hours(text: str) -> tuple[time | None, time | None]:
    if not text:
        return None, None
    return time.fromisoformat(text[:5]), time.fromisoformat(text[6:])
