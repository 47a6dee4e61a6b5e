"""What stands on the right of a dispute: the matter, the parties by side, who answers for it, links, changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from petidesk.domain import identity
from petidesk.domain.audit import AuditChange
from petidesk.domain.ledger.disputes import SIDES, Dispute, Party
from petidesk.domain.office.office import Office
from petidesk.ui.ledger.words import action_words, changes, event_label, risk_words, yuan_words
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced
from petidesk.ui.translate import translate
from petidesk.ui.visits.facts import facts, said, section

PEOPLE_SHOWN = 12
HISTORY_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the links of the cards do."""

    go: Callable[[str, object], None]
    toggle_numbers: Callable[[], None]
    amend: Callable[[str], None]


def _link(words: str, call: Callable[[], object], name: str = "") -> QWidget:
    made = controls.button(words, call, part="link")
    if name:
        made.setAccessibleName(name)
    flow = controls.Flow(0)
    flow.add(made)
    return flow


def matter_section(dispute: Dispute, office: Office) -> QFrame:
    """What it is about, in the words of whoever wrote it down, and its figures."""
    content = dispute.content
    place = f"{content.village}{content.village_group}"
    amount = yuan_words(content.amount_yuan)
    pairs = [
        (translate("DisputeFacts", "村（社区）"), place),
        (translate("DisputeFacts", "类型"), content.type or translate("DisputeFacts", "还没有定")),
        (translate("DisputeFacts", "来源"), content.source),
        (
            translate("DisputeFacts", "涉及人数"),
            translate("DisputeFacts", "{0} 人").format(f"{content.people_involved:,}"),
        ),
        (translate("DisputeFacts", "涉及金额"), translate("DisputeFacts", "{0} 元").format(amount) if amount else ""),
        (translate("DisputeFacts", "风险等级"), risk_words(content.risk_level, office.risk_labels)),
        (translate("DisputeFacts", "原编号"), dispute.foreign_no),
        (translate("DisputeFacts", "备注"), content.note),
    ]
    parts = [said(content.summary)]
    if dispute.voided:
        parts.insert(0, said(translate("DisputeFacts", "已作废：{0}").format(dispute.void_reason), "error"))
    return section(translate("DisputeFacts", "纠纷"), *parts, facts(pairs))


def charge_section(dispute: Dispute, deeds: Deeds) -> QFrame:
    """四定一包: who answers for it, by when, with which measures."""
    content = dispute.content
    missing = translate("DisputeFacts", "还没有定")
    due = content.due_on.isoformat() if content.due_on else missing
    pairs = [
        (translate("DisputeFacts", "责任单位"), content.responsible_unit or missing),
        (translate("DisputeFacts", "责任人"), content.responsible_person or missing),
        (translate("DisputeFacts", "包案领导"), content.case_leader),
        (translate("DisputeFacts", "化解时限"), due),
        (translate("DisputeFacts", "化解措施"), content.measures),
    ]
    parts: list[QWidget] = [facts(pairs)]
    if not dispute.voided:
        parts.append(_link(translate("DisputeFacts", "改责任分工和时限"), partial(deeds.amend, "responsible_unit")))
    return section(translate("DisputeFacts", "责任"), *parts)


def _party_words(party: Party, *, full: bool) -> str:
    number = party.id_number if full else identity.mask_identity(party.id_number)
    phone = identity.group_phone(party.phone) if full else identity.mask_phone(party.phone)
    return " · ".join(part for part in (party.name, phone, number) if part)


def parties_section(dispute: Dispute, deeds: Deeds, *, full: bool) -> QFrame:
    """The parties, side by side with whom they stand; numbers masked unless `full`."""
    parties = dispute.content.parties
    parts: list[QWidget] = []
    for side, words in SIDES.items():
        of_side = [party for party in parties if party.side == side]
        if not of_side:
            continue
        box = QWidget()
        column = QVBoxLayout(box)
        spaced(column, 0.25)
        column.addWidget(controls.label(words, "soft"))
        for party in of_side[:PEOPLE_SHOWN]:
            column.addWidget(said(_party_words(party, full=full)))
        if len(of_side) > PEOPLE_SHOWN:
            column.addWidget(said(translate("DisputeFacts", "等 {0} 人").format(len(of_side)), "soft"))
        parts.append(box)
    if any(party.id_number or party.phone for party in parties):
        parts.append(
            _link(
                translate("DisputeFacts", "遮住号码") if full else translate("DisputeFacts", "显示完整号码"),
                deeds.toggle_numbers,
            )
        )
    return section(
        translate("DisputeFacts", "当事人"), *(parts or [said(translate("DisputeFacts", "还没有写当事人。"), "soft")])
    )


def extra_section(dispute: Dispute, office: Office) -> QFrame | None:
    """The columns that this county asks for on top; None where there are none."""
    pairs = [
        (column.label, str(value))
        for column in office.ledger_columns
        if (value := dispute.content.extra.get(column.key)) not in (None, "")
    ]
    return section(translate("DisputeFacts", "附加栏目"), facts(pairs)) if pairs else None


def links_section(dispute: Dispute, deeds: Deeds) -> QFrame | None:
    """The visit and the case that the dispute came from or became; None where there is neither."""
    content = dispute.content
    parts = []
    if content.visit_no:
        parts.append(
            _link(
                translate("DisputeFacts", "打开来访 {0}").format(content.visit_no),
                partial(deeds.go, "visits", content.visit_no),
            )
        )
    if content.case_no:
        words = translate("DisputeFacts", "打开信访事项 {0}").format(content.case_no)
        parts.append(_link(words, partial(deeds.go, "cases", content.case_no)))
    if dispute.round_no:
        words = translate("DisputeFacts", "打开排查轮次 {0}").format(dispute.round_no)
        parts.append(_link(words, partial(deeds.go, "ledger", ("round", dispute.round_no))))
    return section(translate("DisputeFacts", "关联"), *parts) if parts else None


def history_section(history: Sequence[AuditChange]) -> QFrame:
    """What was done to the line, oldest first: who, when, which field from what to what."""
    parts: list[QWidget] = []
    for one in history[-HISTORY_SHOWN:]:
        event = one.event
        label = action_words(event.action)
        if event.action == "dispute.recorded" and one.after:
            label = event_label(str(one.after.get("kind", "")))
        box = QWidget()
        column = QVBoxLayout(box)
        spaced(column, 0.25)
        column.addWidget(said(f"{event.at:%Y-%m-%d %H:%M}  {event.staff}  {label}", "soft"))
        for name, before, after in changes(one.before, one.after):
            column.addWidget(said(translate("DisputeFacts", "{0}：{1} → {2}").format(name, before, after)))
        parts.append(box)
    return section(translate("DisputeFacts", "改动记录"), *parts)
