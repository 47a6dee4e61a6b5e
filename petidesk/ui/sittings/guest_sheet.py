"""One guest of a sitting to read: who, since when, the visit, what the leader said, and the one next step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.identity import group_phone
from petidesk.domain.sittings.guests import GUEST_STATES, OUTCOMES, ClosedOpinion, Guest, Opinion
from petidesk.domain.sittings.sittings import Sitting
from petidesk.ui.look import containers, controls
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.record.brief import BriefView

BADGES = {"waiting": "badge-amber", "received": "badge-leaf"}


class GuestSheet(BriefView):
    """`deed` carries what is to be done with the guest: came, register, link, opinion, amend, cancel, record;

    `case_wanted` and `visit_wanted` a number, `withdraw_wanted` the case whose opinion is taken back.
    """

    deed = Signal(str)
    case_wanted = Signal(str)
    visit_wanted = Signal(str)
    withdraw_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.guest: Guest | None = None
        self.links = containers.Flow(0.5)
        self.column.addWidget(self.links)
        self.deeds = containers.Flow(0.5)
        self.column.addWidget(self.deeds)
        self._opinions = QVBoxLayout()
        spaced(self._opinions, 0.75)
        self.column.addLayout(self._opinions)
        self.column.addStretch(1)
        self.main: QWidget | None = None
        self.leads = False

    def show_guest(self, sitting: Sitting, guest: Guest) -> None:
        """Show this guest of the sitting."""
        self.guest = guest
        self.title.setText(self.tr("第 {0} 号  {1}").format(guest.number, guest.name))
        role(self.badge, BADGES.get(guest.state, "badge-ink"))
        self.badge.setText(GUEST_STATES[guest.state])
        self.facts.setText("\n".join(self._lines(guest)))
        self._show_links(guest)
        self._show_deeds(sitting, guest)
        self._show_opinions(sitting, guest)

    def _lines(self, guest: Guest) -> list[str]:
        noted = guest.noted
        first = [
            self.tr("{0} 人").format(guest.people),
            noted.village,
            self.tr("电话 {0}").format(group_phone(noted.phone)) if noted.phone else "",
        ]
        when = [
            self.tr("{0:%m-%d %H:%M} 预约").format(guest.entered_at) if guest.booked else "",
            self.tr("{0:%H:%M} 到").format(guest.arrived_at) if guest.arrived_at else "",
            guest.reception_no,
        ]
        voided = guest.visit is not None and guest.visit.voided
        lines = [
            "　".join(filter(None, first)),
            "　".join(filter(None, when)),
            guest.about,
            self.tr("{0} 已经作废，请重新登记。").format(guest.visit.visit_no) if voided and guest.visit else "",
            self.tr("原因：{0}").format(noted.why) if noted.why else "",
        ]
        return [line for line in lines if line]

    def _show_links(self, guest: Guest) -> None:
        self.links.clear()
        if guest.visit is not None and not guest.visit.voided:
            number = guest.visit.visit_no
            self.links.add(controls.button(number, partial(self.visit_wanted.emit, number), part="link"))
            cases: tuple[str, ...] = guest.visit.case_nos
        else:
            cases = (guest.noted.case_no,) if guest.noted.case_no else ()
        for case_no in cases:
            self.links.add(controls.button(case_no, partial(self.case_wanted.emit, case_no), part="link"))
        self.links.setVisible(bool(self.links.parts()))

    def _show_deeds(self, sitting: Sitting, guest: Guest) -> None:
        """The first of the deeds that are possible is the next step; filled unless it is only a paper."""
        self.deeds.clear()
        self.main = None
        self.leads = False
        words = {
            "came": self.tr("来了，排队  S"),
            "register": self.tr("登记来访  Enter"),
            "opinion": self.tr("记领导意见  O"),
            "record": self.tr("接访登记表  P"),
            "link": self.tr("已登记过，关联…"),
            "amend": self.tr("更改…"),
            "cancel": self.tr("取消…  X"),
        }
        for deed in deeds_of(sitting, guest):
            filled = self.main is None and deed in ("came", "register", "opinion")
            made = controls.button(words[deed], partial(self.deed.emit, deed), part="primary" if filled else "")
            self.main = self.main or made
            self.leads = self.leads or filled
            self.deeds.add(made)
        self.deeds.setVisible(self.main is not None)

    def _show_opinions(self, sitting: Sitting, guest: Guest) -> None:
        while (taken := self._opinions.takeAt(0)) is not None:
            if (card := taken.widget()) is not None:
                card.hide()
                card.deleteLater()
        for opinion in guest.opinions:
            self._opinions.addWidget(self._card(opinion, open_=sitting.closed_at is None))

    def _card(self, opinion: Opinion | ClosedOpinion, *, open_: bool) -> QWidget:
        card, column = controls.card()
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(f"{OUTCOMES[opinion.outcome]}  {opinion.leader}", "strong"))
        head.addStretch(1)
        number = opinion.case_no
        head.addWidget(controls.button(number, partial(self.case_wanted.emit, number), part="link"))
        column.addLayout(head)
        said = opinion if isinstance(opinion, Opinion) else None
        words = said.text if said else self.tr("检举控告，内容在事项里查看。")
        column.addWidget(controls.label(words, wrap=True))
        due = self.tr("{0} 前办完").format(day_words(opinion.due_on)) if opinion.due_on else ""
        result, owner = (said.result, said.owner) if said else ("", "")
        done = self.tr("{0} 已落实：{1}").format(opinion.carried_on, result) if opinion.carried_on else ""
        told = [part for part in (self.tr("承办 {0}").format(owner) if owner else "", due) if part]
        for line in ("　".join(told), done):
            if line:
                column.addWidget(controls.label(line, "soft", wrap=True))
        if open_:
            back = controls.button(self.tr("撤回这条意见…"), partial(self.withdraw_wanted.emit, number), part="link")
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return card


def deeds_of(sitting: Sitting, guest: Guest) -> tuple[str, ...]:
    """What can be done with the guest now, the next step first."""
    voided = guest.visit is not None and guest.visit.voided
    record = ("record",) if guest.visit is not None and not voided else ()
    if sitting.closed_at is not None:
        return record
    if guest.state == "waiting" or voided:
        return ("register", "link", *(() if voided else ("amend", "cancel")))
    if guest.state == "booked":
        return "came", "amend", "cancel"
    if guest.state == "received":
        return (*(("opinion",) if guest.open_cases else ()), *record)
    return ("came",) if guest.state == "absent" else ()
