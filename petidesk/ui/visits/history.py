"""What was changed on a visit, in words: field by field, before and after. No widgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from petidesk.domain import identity
from petidesk.domain.codes import CHANNELS, PURPOSES, ROUTES, SEXES
from petidesk.domain.visits.fields import visit_field
from petidesk.ui.translate import translate

_CODES: dict[str, Mapping[Any, str]] = {
    "channel": CHANNELS,
    "purpose": PURPOSES,
    "sex": SEXES,
    "id_type": identity.ID_KINDS,
    "route": ROUTES,
}
# Kept for the program's own use; says nothing to a reader.
_SILENT = frozenset(("person_id", "not_same_as", "version", "visit_id", "warnings", "deadlines"))


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed: what it is called, and its value before and after in words."""

    label: str
    before: str
    after: str
    key: str = ""


def field_label(key: str) -> str:
    """What a field is called; keys that the catalogue does not know are those of the visit itself."""
    own = {
        "petitioners": translate("VisitHistory", "来访人"),
        "matters": translate("VisitHistory", "事项"),
        "materials": translate("VisitHistory", "材料"),
        "copies": translate("VisitHistory", "份数"),
        "representative": translate("VisitHistory", "代表"),
        "anonymous": translate("VisitHistory", "匿名"),
        "address_unknown": translate("VisitHistory", "地址不详"),
        "route": translate("VisitHistory", "办理路径"),
        "case_no": translate("VisitHistory", "信访事项编号"),
        "voided": translate("VisitHistory", "作废"),
        "void_reason": translate("VisitHistory", "作废原因"),
        "why": translate("VisitHistory", "原因"),
    }
    if key in own:
        return own[key]
    try:
        return visit_field(key).label
    except KeyError:
        return key


def value_words(key: str, value: Any) -> str:
    """A value as a clerk reads it; an identity number stays masked."""
    if value is None or value == "" or value == []:
        return translate("VisitHistory", "（空）")
    if isinstance(value, bool):
        return translate("VisitHistory", "是") if value else translate("VisitHistory", "否")
    if key in _CODES:
        return str(_CODES[key].get(value, value))
    if key == "id_number":
        return identity.mask_identity(str(value))
    if key == "phone":
        return identity.group_phone(str(value))
    if key == "at":
        return moment_words(str(value))
    if isinstance(value, list):
        return "；".join(value_words(key, item) for item in value)
    if isinstance(value, dict):
        return str(
            value.get("name") or value.get("title") or value.get("statement") or translate("VisitHistory", "匿名")
        )
    return str(value)


def moment_words(text: str) -> str:
    """2026-11-19 09:20 from an ISO moment; any other text as it is."""
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"
    except ValueError:
        return text


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """What differs between two documents of one visit, in the order of the fields."""
    if before is None or after is None:
        return []
    return list(_differences(before, after, ""))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        was, became = before.get(key), after.get(key)
        if key in _SILENT or was == became:
            continue
        if _is_list_of_parts(was) or _is_list_of_parts(became):
            yield from _part_differences(key, was or [], became or [])
        elif key == "requests":
            yield from _request_differences(prefix, was or [], became or [])
        else:
            yield Change(prefix + field_label(key), value_words(key, was), value_words(key, became), key)


def _is_list_of_parts(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _part_differences(key: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    label = field_label(key)
    for place in range(max(len(before), len(after))):
        name = f"{label}{place + 1}" if max(len(before), len(after)) > 1 else label
        if place >= len(before):
            yield Change(name, translate("VisitHistory", "（没有）"), value_words(key, after[place]))
        elif place >= len(after):
            yield Change(name, value_words(key, before[place]), translate("VisitHistory", "（删去）"))
        else:
            yield from _differences(before[place], after[place], f"{name} ")


def _request_differences(prefix: str, before: list[str], after: list[str]) -> Iterator[Change]:
    for place in range(max(len(before), len(after))):
        was = before[place] if place < len(before) else ""
        became = after[place] if place < len(after) else ""
        if was != became:
            label = translate("VisitHistory", "诉求{0}").format(place + 1)
            yield Change(prefix + label, value_words("", was), value_words("", became))


def action_words(action: str) -> str:
    """What an audit event is called on screen."""
    known = {
        "visit.added": translate("VisitHistory", "登记"),
        "visit.imported": translate("VisitHistory", "从旧表导入"),
        "visit.amended": translate("VisitHistory", "更正"),
        "visit.voided": translate("VisitHistory", "作废"),
        "visit.unmasked": translate("VisitHistory", "打开检举控告内容"),
        "paper.printed": translate("VisitHistory", "打印"),
        "import.undone": translate("VisitHistory", "撤销导入"),
    }
    return known.get(action, action)
