"""What stands on the right of a dispute: the matter, the parties by side, who answers for it, links, changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from petidesk.domain import identity
from petidesk.domain.ledger.disputes import SIDES, Dispute, Party
from petidesk.domain.office.office import Office
from petidesk.ui.ledger.words import risk_words
from petidesk.ui.look import controls
from petidesk.ui.look.money import yuan_words
from petidesk.ui.record.cards import facts, in_line, link, said, section, together
from petidesk.ui.shell.routes import Route, ToCase, ToRound, ToVisit
from petidesk.ui.translate import translate

PEOPLE_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Links:
    """What the links of the cards do."""

    go: Callable[[Route], None]
    toggle_numbers: Callable[[], None]
    amend: Callable[[str], None]


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


def charge_section(dispute: Dispute, to: Links) -> QFrame:
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
        change = link(translate("DisputeFacts", "改责任分工和时限"), partial(to.amend, "responsible_unit"))
        parts.append(in_line(change))
    return section(translate("DisputeFacts", "责任"), *parts)


def _party_words(party: Party, *, full: bool) -> str:
    number = party.id_number if full else identity.mask_identity(party.id_number)
    phone = identity.group_phone(party.phone) if full else identity.mask_phone(party.phone)
    return " · ".join(part for part in (party.name, phone, number) if part)


def parties_section(dispute: Dispute, to: Links, *, full: bool) -> QFrame:
    """The parties, side by side with whom they stand; numbers masked unless `full`."""
    parties = dispute.content.parties
    parts: list[QWidget] = []
    for side, words in SIDES.items():
        of_side = [party for party in parties if party.side == side]
        if not of_side:
            continue
        lines = [said(_party_words(party, full=full)) for party in of_side[:PEOPLE_SHOWN]]
        if len(of_side) > PEOPLE_SHOWN:
            lines.append(said(translate("DisputeFacts", "等 {0} 人").format(len(of_side)), "soft"))
        parts.append(together(controls.label(words, "soft"), *lines))
    if any(party.id_number or party.phone for party in parties):
        words = translate("DisputeFacts", "遮住号码") if full else translate("DisputeFacts", "显示完整号码")
        parts.append(in_line(link(words, to.toggle_numbers)))
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


def links_section(dispute: Dispute, to: Links) -> QFrame | None:
    """The visit and the case that the dispute came from or became; None where there is neither."""
    content = dispute.content
    ways: list[tuple[str, Route]] = []
    if content.visit_no:
        ways.append((translate("DisputeFacts", "打开来访 {0}").format(content.visit_no), ToVisit(content.visit_no)))
    if content.case_no:
        ways.append((translate("DisputeFacts", "打开信访事项 {0}").format(content.case_no), ToCase(content.case_no)))
    if dispute.round_no:
        words = translate("DisputeFacts", "打开排查轮次 {0}").format(dispute.round_no)
        ways.append((words, ToRound(dispute.round_no)))
    parts = [in_line(link(words, partial(to.go, route))) for words, route in ways]
    return section(translate("DisputeFacts", "关联"), *parts) if parts else None
