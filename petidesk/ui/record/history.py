"""What was done to a record, in words: the act, and field by field the value before and after.

Labels come from the catalogues of fields (visits, ledger), so that a change is called what the form calls it; what is
no field of a form is named here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from petidesk.domain import identity
from petidesk.domain.audit import AuditChange, ClosedChange, HistoryLine
from petidesk.domain.codes import CHANNELS, PURPOSES, ROUTES, SEXES
from petidesk.domain.ledger.disputes import SIDES
from petidesk.domain.ledger.events import KINDS
from petidesk.domain.ledger.fields import ledger_field
from petidesk.domain.office.ledger_columns import RISK_LEVELS
from petidesk.domain.visits.fields import visit_field
from petidesk.ui.look.money import yuan_words
from petidesk.ui.look.theme import spaced
from petidesk.ui.record.cards import link, said, section, together
from petidesk.ui.translate import translate

# So many acts stand at once, the latest; a link shows those before them.
SHOWN = 20

_CODES: dict[str, Mapping[Any, str]] = {
    "channel": CHANNELS,
    "purpose": PURPOSES,
    "sex": SEXES,
    "id_type": identity.ID_KINDS,
    "route": ROUTES,
    "risk_level": RISK_LEVELS,
    "side": SIDES,
}
# Kept for the program's own use; says nothing to a reader.
_SILENT = frozenset(
    (
        "person_id",
        "not_same_as",
        "version",
        "visit_id",
        "warnings",
        "deadlines",
        "event_id",
        "event",
        "recorded_at",
        "undone",
    )
) | {"attachment_id", "bytes"}
# What is no field of a form.
_OWN = {
    "petitioners": QT_TRANSLATE_NOOP("History", "来访人"),
    "matters": QT_TRANSLATE_NOOP("History", "事项"),
    "materials": QT_TRANSLATE_NOOP("History", "材料"),
    "copies": QT_TRANSLATE_NOOP("History", "份数"),
    "representative": QT_TRANSLATE_NOOP("History", "代表"),
    "anonymous": QT_TRANSLATE_NOOP("History", "匿名"),
    "address_unknown": QT_TRANSLATE_NOOP("History", "地址不详"),
    "route": QT_TRANSLATE_NOOP("History", "办理路径"),
    "case_no": QT_TRANSLATE_NOOP("History", "信访事项编号"),
    "voided": QT_TRANSLATE_NOOP("History", "作废"),
    "void_reason": QT_TRANSLATE_NOOP("History", "作废原因"),
    "why": QT_TRANSLATE_NOOP("History", "原因"),
    "attachment": QT_TRANSLATE_NOOP("History", "附件"),
}
_OWN_OF_A_DISPUTE = {
    "visit_no": QT_TRANSLATE_NOOP("History", "来访编号"),
    "extra": QT_TRANSLATE_NOOP("History", "附加栏目"),
    "side": QT_TRANSLATE_NOOP("History", "哪一方"),
    "name": QT_TRANSLATE_NOOP("History", "姓名"),
    "on": QT_TRANSLATE_NOOP("History", "日期"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed: what it is called, and its value before and after in words."""

    label: str
    before: str
    after: str
    key: str = ""


def field_label(key: str, subject: str = "visit") -> str:
    """What a field of a `visit` or a `dispute` is called on its form; a key that no form has stays as it is."""
    own = _OWN | _OWN_OF_A_DISPUTE if subject == "dispute" else _OWN
    if key in own:
        return translate("History", str(own[key]))
    try:
        return (ledger_field if subject == "dispute" else visit_field)(key).label
    except KeyError:
        return key


def value_words(key: str, value: Any) -> str:
    """A value as a clerk reads it; an identity number stays masked."""
    if value in (None, "", [], {}):
        return translate("History", "（空）")
    if isinstance(value, bool):
        return translate("History", "是") if value else translate("History", "否")
    if key in _CODES:
        return str(_CODES[key].get(value, value))
    match key:
        case "id_number":
            return identity.mask_identity(str(value))
        case "phone":
            return identity.group_phone(str(value))
        case "at":
            return _moment(str(value))
        case "amount_yuan":
            return yuan_words(Decimal(str(value)))
        case "extra":
            return "；".join(f"{name} {words}" for name, words in value.items())
    if isinstance(value, list):
        return "；".join(value_words(key, item) for item in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or value.get("statement") or translate("History", "匿名"))
    return str(value)


def _moment(text: str) -> str:
    """2026-11-19 09:20 from an ISO moment; any other text as it is."""
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"
    except ValueError:
        return text


def _parties(parties: Sequence[Mapping[str, Any]]) -> str:
    """甲方 张桂花 138****1234、乙方 …: a dispute shows its numbers masked."""
    lines = []
    for party in parties:
        phone = identity.mask_phone(str(party.get("phone", "")))
        number = identity.mask_identity(str(party.get("id_number", "")))
        side = SIDES.get(str(party.get("side", "")), "")
        lines.append(" ".join(part for part in (side, str(party.get("name", "")), phone, number) if part))
    return "、".join(lines) or value_words("parties", None)


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, subject: str = "visit") -> list[Change]:
    """What differs between two documents of one record, in the order of the fields."""
    if before is None or after is None:
        return []
    return list(_differences(before, after, "", subject))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str, subject: str) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        was, became = before.get(key), after.get(key)
        if key in _SILENT or was == became:
            continue
        if key == "parties":
            yield Change(prefix + field_label(key, subject), _parties(was or []), _parties(became or []), key)
        elif _is_list_of_parts(was) or _is_list_of_parts(became):
            yield from _part_differences(key, was or [], became or [], subject)
        elif key == "requests":
            yield from _request_differences(prefix, was or [], became or [])
        else:
            yield Change(prefix + field_label(key, subject), value_words(key, was), value_words(key, became), key)


def _is_list_of_parts(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _part_differences(key: str, before: list[Any], after: list[Any], subject: str) -> Iterator[Change]:
    label = field_label(key, subject)
    for place in range(max(len(before), len(after))):
        name = f"{label}{place + 1}" if max(len(before), len(after)) > 1 else label
        if place >= len(before):
            yield Change(name, translate("History", "（没有）"), value_words(key, after[place]))
        elif place >= len(after):
            yield Change(name, value_words(key, before[place]), translate("History", "（删去）"))
        else:
            yield from _differences(before[place], after[place], f"{name} ", subject)


def _request_differences(prefix: str, before: list[str], after: list[str]) -> Iterator[Change]:
    for place in range(max(len(before), len(after))):
        was = before[place] if place < len(before) else ""
        became = after[place] if place < len(after) else ""
        if was != became:
            label = translate("History", "诉求{0}").format(place + 1)
            yield Change(prefix + label, value_words("", was), value_words("", became))


def act_words(line: HistoryLine) -> str:
    """What was done, on the record's own card: an event of a dispute by its own name."""
    action = line.event.action
    if action == "dispute.recorded" and isinstance(line, AuditChange) and line.after:
        kind = str(line.after.get("kind", ""))
        return KINDS[kind].label if kind in KINDS else kind
    known = {
        "added": translate("History", "登记"),
        "imported": translate("History", "从旧表导入"),
        "amended": translate("History", "更正"),
        "voided": translate("History", "作废"),
        "unvoided": translate("History", "撤销作废"),
        "recorded": translate("History", "记一笔"),
        "unmasked": translate("History", "打开检举控告内容"),
        "printed": translate("History", "打印"),
        "shown": translate("History", "看完整号码"),
        "undone": translate("History", "撤销导入"),
        "attached": translate("History", "添加附件"),
        "detached": translate("History", "移除附件"),
    }
    return known.get(action.rpartition(".")[2], action)


def history_section(lines: Sequence[HistoryLine], subject: str) -> QFrame:
    """Who changed what, oldest first; of a look at an accusation why it was taken."""
    earlier, latest = lines[:-SHOWN], lines[-SHOWN:]
    parts = [_act(line, subject) for line in latest]
    if earlier:
        parts.insert(0, _Earlier(earlier, subject))
    return section(translate("History", "修改记录"), *parts)


class _Earlier(QWidget):
    """The acts before the latest: one link, and all of them when it was pressed."""

    def __init__(self, lines: Sequence[HistoryLine], subject: str) -> None:
        super().__init__()
        self._lines = lines
        self._subject = subject
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.75)
        self._link = link(translate("History", "再看更早的 {0} 条").format(len(lines)), self._show)
        self._column.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)

    def _show(self) -> None:
        self._link.hide()
        for line in self._lines:
            self._column.addWidget(_act(line, self._subject))


def _act(line: HistoryLine, subject: str) -> QWidget:
    event = line.event
    parts = [said(f"{event.at:%Y-%m-%d %H:%M}  {event.staff}  {act_words(line)}", "strong")]
    if isinstance(line, ClosedChange):
        return together(*parts)
    if line.opens and line.after is not None:
        parts.append(said(translate("History", "理由：{0}").format(line.after["why"])))
    for change in changes(line.before, line.after, subject):
        parts.append(said(translate("History", "{0}：{1} → {2}").format(change.label, change.before, change.after)))
    return together(*parts)
