"""What is done about a dispute, where it stands after it, and in which months it was open.

found → measures, mediation → resolved → closed out (销号) → followed up (回访); a side exit upwards (escalated), and
back in again (reopened). The months follow from the same events, so that the balance can be proved (`ledger_months`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from petidesk.domain.cases.events import EventKind
from petidesk.domain.cases.reading import NewEvent, read, read_event
from petidesk.domain.fields import Field
from petidesk.domain.json_input import LONG_TEXT, Reader
from petidesk.domain.ledger.disputes import STATES, plain_number, yuan
from petidesk.domain.trouble import Refused

MANNERS = ("村组协调", "人民调解", "自行和解", "行政调解", "司法调解", "上报乡镇", "其他")
HANDLING = ("measure_taken", "mediated", "resolved", "escalated")  # what counts as 调处
ESCALATED_TO = {"town": "乡镇", "county": "县（市、区）"}


def _long(key: str, label: str, *, required: bool = False) -> Field:
    return Field(key, label, "long_text", required=required, limit=LONG_TEXT)


_ALL = (
    EventKind("measure_taken", "采取措施", (_long("text", "措施"),)),
    EventKind(
        "mediated",
        "调解",
        (
            _long("agreement", "调解协议（编号或主要内容）"),
            Field("amount_yuan", "协议金额（元）", "text"),
            Field("performed_by", "履行期限", "day"),
        ),
    ),
    EventKind(
        "performed", "协议履行", (_long("text", "履行情况", required=True), Field("complete", "已全部履行", "flag"))
    ),
    EventKind("confirmed", "司法确认", (Field("court", "法院"), Field("document_no", "裁定书文号"))),
    EventKind("resolved", "化解", (Field("manner", "化解方式"), _long("result", "化解情况"))),
    EventKind(
        "escalated",
        "上报",
        (Field("to", "报给", required=True), _long("report", "书面报告")),
    ),
    EventKind("closed_out", "销号"),
    EventKind("followed_up", "回访", (_long("result", "回访情况"), Field("satisfied", "满意", "flag"))),
    EventKind("reopened", "重新化解", (_long("reason", "原因", required=True),)),
    EventKind("undone", "撤销", (Field("event_id", "撤销哪一项", "event", required=True),)),
)

KINDS: dict[str, EventKind] = {kind.kind: kind for kind in _ALL}
"""Every kind of event by its code."""


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """Something that happened to a dispute on a day."""

    kind: str
    on: date
    content: Mapping[str, Any] = field(default_factory=dict)
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of months in which the dispute was on the books: from the month it came in to the month it left.

    `reopened`: it came back in a later month than it had left. `left` and `how` (resolved, escalated) are None and ""
    while it is open. Months are written as year * 12 + month - 1.
    """

    came: int
    reopened: bool
    left: int | None = None
    how: str = ""


@dataclass(slots=True)
class Place:
    """Where a dispute stands after some of its events."""

    state: str = "open"
    level: str = "village"
    resolved_on: date | None = None
    closed_out_on: date | None = None
    followed_up_on: date | None = None
    agreed: bool = False
    spans: list[Span] = field(default_factory=list)


def month_of(day: date) -> int:
    """The month as one number, so that months compare and subtract."""
    return day.year * 12 + day.month - 1


def month_text(month: int) -> str:
    """2026-10."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_number(text: str, field_name: str = "month") -> int:
    """The month of ``2026-10``. Refused (bad_value) when it is none, or none that a ledger can have."""
    written = re.fullmatch(r"(19[5-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])", text)
    if written is None:
        raise Refused("bad_value", f"“{text}”不是月份，请写成 2026-10。", field=field_name)
    return int(written[1]) * 12 + int(written[2]) - 1


def month_days(month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = date(month // 12, month % 12 + 1, 1)
    following = month + 1
    return first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def parse_dispute_event(kind: str, document: object, *, today: date, by: str) -> NewEvent:
    """Read the JSON of an event (rules/command-line.md, `dispute record`). Refused as `parse_event` of a case is."""
    found = KINDS.get(kind)
    if found is None:
        raise Refused("bad_value", f"没有“{kind}”这种事件。", field="event", hint=f"可选：{'、'.join(KINDS)}。")
    return read_event(found, document, today=today, by=by, key=_read)


def _read(reader: Reader, ask: Field) -> Any:
    return _money(reader, ask) if ask.key == "amount_yuan" else read(reader, ask)


def _money(reader: Reader, ask: Field) -> int | float | None:
    raw = reader.raw(ask.key)
    if raw in (None, ""):
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Refused("bad_value", f"{ask.label}应当是数字。", field=reader.path(ask.key))
    return plain_number(yuan(str(raw), reader.path(ask.key)))


def effective(events: Iterable[LedgerEvent]) -> list[LedgerEvent]:
    """The events that count: those undone, and the undoing itself, are left out."""
    events = list(events)
    undone = {event.content.get("event_id") for event in events if event.kind == "undone"}
    return [event for event in events if event.kind != "undone" and event.event_id not in undone]


def place_of(found_on: date, events: Iterable[LedgerEvent], *, level: str = "village") -> Place:
    """Where the dispute stands after these effective events, in the order of their days, and its months."""
    place = Place(level=level, spans=[Span(month_of(found_on), False)])
    for event in events:
        _apply(place, event)
    return place


def _apply(place: Place, event: LedgerEvent) -> None:
    month = month_of(event.on)
    place.agreed = place.agreed or event.kind == "mediated"
    match event.kind:
        case "measure_taken" | "mediated" | "performed":
            if place.state == "open":
                place.state = "in_progress"
        case "resolved":
            place.state, place.resolved_on = "resolved", event.on
            _leave(place, month, "resolved")
        case "escalated":
            place.state = "escalated"
            place.level = event.content.get("to_level", place.level)
            _leave(place, month, "escalated")
        case "closed_out":
            place.state, place.closed_out_on = "closed_out", event.on
        case "followed_up":
            place.followed_up_on = event.on
        case "reopened":
            place.state, place.resolved_on, place.closed_out_on = "in_progress", None, None
            place.followed_up_on = None
            _return(place, month)


def _leave(place: Place, month: int, how: str) -> None:
    """It goes off the books; where it left already (resolved after it was escalated), the last state of a month counts.

    Going off twice in different months without coming back counts in the month it first went.
    """
    last = place.spans[-1]
    if last.left is None or last.left == month:
        place.spans[-1] = Span(last.came, last.reopened, month, how)


def _return(place: Place, month: int) -> None:
    """It comes back: within the month it had never left; later it counts anew, and is shown apart as reopened."""
    last = place.spans[-1]
    if last.left is None:
        return
    if last.left == month:
        place.spans[-1] = Span(last.came, last.reopened)
    else:
        place.spans.append(Span(month, True))


# ---- when an event may happen


def check_event(
    found_on: date, events: Sequence[LedgerEvent], new: LedgerEvent, dispute_type: str = ""
) -> tuple[str, ...]:
    """Whether `new` may join the events of a dispute of this type; the warnings. Refused with a sentence where not.

    An event may be entered late: it takes its place among the days, and what stood after it must still stand.
    """
    known = effective(events)
    if new.on < found_on:
        raise Refused(
            "bad_value", f"{KINDS[new.kind].label}的日期早于排查日期{found_on.isoformat()}，请核对。", field="on"
        )
    if new.kind == "undone":
        gone = next((event for event in known if event.event_id == new.content["event_id"]), None)
        if gone is None:
            raise Refused("not_found", "要撤销的这一项不存在，或者已经撤销。", field="event_id")
        _replay(found_on, [event for event in known if event is not gone], known)
        return ()
    if any((event.kind, event.on) == (new.kind, new.on) and _told(event) == _told(new) for event in known):
        raise Refused(
            "forbidden", f"{new.on.isoformat()}的“{KINDS[new.kind].label}”已经记过，内容完全一样。", field="on"
        )
    before = [event for event in known if event.on <= new.on]
    after = [event for event in known if event.on > new.on]
    _may(place_of(found_on, before), new)
    _replay(found_on, [*before, new, *after], known)
    _refuse_limit_before(new)
    return _warnings(before, new, dispute_type)


def _refuse_limit_before(new: LedgerEvent) -> None:
    by = new.content.get("performed_by")
    if by and str(by) < new.on.isoformat():
        raise Refused("bad_value", "履行期限早于调解日期，请核对。", field="performed_by")


CONFIRMED_WITHIN = 30  # days from the day the agreement takes effect
CONFIRMING = "《中华人民共和国民事诉讼法》第二百零五条"
# 法释〔2011〕5号: neither relations of identity nor who owns a thing is confirmed.
_NO_IDENTITY = "婚姻效力、亲子关系、收养等身份关系的协议，法院不予司法确认；赡养费、抚养费可以确认，请核对。"
_NO_OWNERSHIP = "涉及物权、知识产权确权的协议，法院不予司法确认，请核对。"
UNCONFIRMED = (
    (("婚姻", "家庭", "收养", "身份"), _NO_IDENTITY),
    (("土地", "山林", "林地", "宅基地", "权属", "边界", "知识产权"), _NO_OWNERSHIP),
)
"""Words of a type of dispute whose agreements may not be confirmed, each with the sentence that says so."""


def _warnings(before: Sequence[LedgerEvent], new: LedgerEvent, dispute_type: str) -> tuple[str, ...]:
    if new.kind == "escalated" and not new.content.get("report"):
        return ("report: 上报要有书面报告：请写明已经做过什么、为什么村里（镇里）解决不了。",)
    if new.kind != "confirmed":
        return ()
    found = [words for signs, words in UNCONFIRMED if any(sign in dispute_type for sign in signs)]
    agreed = [event.on for event in before if event.kind == "mediated"]
    if agreed and (late := (new.on - agreed[-1]).days - CONFIRMED_WITHIN) > 0:
        found.append(f"已超过调解协议生效之日起{CONFIRMED_WITHIN}日的申请期限{late}日（{CONFIRMING}）。")
    return tuple(found)


def _told(event: LedgerEvent) -> dict[str, Any]:
    return {ask.key: event.content.get(ask.key) for ask in KINDS[event.kind].asks}


def _replay(found_on: date, events: Sequence[LedgerEvent], before: Sequence[LedgerEvent]) -> None:
    """Refuse when an event that stood before does not stand any more."""
    stood = _standing(found_on, before)
    stands = _standing(found_on, events)
    for event in events:
        if event.event_id in stood and event.event_id not in stands:
            raise Refused(
                "forbidden",
                f"日期先后不对：这样{event.on.isoformat()}的“{KINDS[event.kind].label}”就不能成立。",
                field="on",
            )


def _standing(found_on: date, events: Sequence[LedgerEvent]) -> set[int]:
    place = Place(spans=[Span(month_of(found_on), False)])
    fine = set()
    for event in events:
        try:
            _may(place, event)
            fine.add(event.event_id)
        except Refused:
            pass
        _apply(place, event)
    return fine


def _may(place: Place, event: LedgerEvent) -> None:
    words = f"此件{STATES[place.state]}，不能再记“{KINDS[event.kind].label}”。"
    ended = place.state in ("resolved", "closed_out")
    if event.kind in HANDLING and ended:
        raise Refused("already_closed", words + "又有反复的，请先记“重新化解”。")
    if event.kind == "escalated" and place.state == "escalated" and place.level == event.content.get("to_level"):
        raise Refused("already_closed", words)
    if event.kind == "escalated" and place.level == "county" and event.content.get("to_level") == "town":
        words = "此件已经报到县里，不能再改报乡镇；报错了的，请撤销那一次上报。"
        raise Refused("forbidden", words, field="to")
    if event.kind == "closed_out" and place.state not in ("resolved", "escalated"):
        raise Refused("forbidden", f"此件{STATES[place.state]}，化解或者上报以后才能销号。")
    if event.kind == "followed_up" and place.state not in ("resolved", "closed_out", "escalated"):
        raise Refused("forbidden", f"此件{STATES[place.state]}，化解以后才回访。")
    if event.kind == "reopened" and place.state not in ("resolved", "closed_out", "escalated"):
        raise Refused("forbidden", f"此件{STATES[place.state]}，不需要重新化解。")
    if event.kind == "confirmed" and not place.agreed:
        raise Refused(
            "forbidden",
            "没有调解协议，不能记司法确认；请先记“调解”。",
            basis=CONFIRMING,
        )
