"""What is typed during a sitting: who books or comes, what the leader said, how the day ended, why somebody left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from petidesk.domain.reception.days import day_words
from petidesk.domain.sittings.guests import OUTCOMES, Booking, Guest
from petidesk.domain.sittings.sittings import DAY_OUTCOMES, Sitting
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.case_finder import finder_answer
from petidesk.ui.forms.fields import chips, count, day, long_text, text
from petidesk.ui.forms.form import Form
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.look import containers, controls

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

MOST_PEOPLE = 9999


class SittingForm(Form):
    """A form beside the queue. `sent` asks the side to write its document."""

    sent = Signal(dict)

    def send(self, document: dict[str, Any]) -> None:
        """The side knows the sitting."""
        self.sent.emit(document)

    def finish(self, words: str, *others: Any) -> None:
        """After the last field: the buttons, at the top of what room is left."""
        self.foot(words, *others)
        self.column.addStretch(1)


class BookingForm(SittingForm):
    """Somebody books, or comes without booking: name, telephone, how many, where from, what about."""

    def __init__(self, desk: Desk, villages: Match) -> None:
        super().__init__()
        self.add_pairs(
            text("name", self.tr("姓名")),
            text("phone", self.tr("电话（可不填）")),
            count("people", self.tr("人数")),
            text("village", self.tr("村（社区）"), villages),
        )
        self.add(text("about", self.tr("事由（可不填）")))
        self.add(finder_answer(desk, "case_no", self.tr("以前反映过的事项（编号、标题或姓名，可不填）")))
        self.finish(self.tr("记下"))
        self.booked = False
        self.guest_number = 0

    def begin(self, sitting: Sitting, *, booked: bool, guest: Guest | None = None) -> None:
        """Begin with nobody, or with what was noted of a guest."""
        self.booked = booked
        self.guest_number = guest.number if guest is not None else 0
        on = day_words(sitting.day.on)
        if guest is not None:
            self.title.setText(self.tr("更改第 {0} 号").format(guest.number))
        else:
            self.title.setText((self.tr("{0} 预约") if booked else self.tr("{0} 来了一位")).format(on))
        known = guest.noted if guest is not None else Booking("")
        self.put({key: getattr(known, key) for key in self.answers})
        self.settle()

    def document(self) -> dict[str, Any]:
        """The JSON of `schedule book`."""
        found = super().document()
        found["people"] = 1 if found["people"] is None else found["people"]
        if not 1 <= found["people"] <= MOST_PEOPLE:
            raise Refused("bad_value", self.tr("人数应当是1以上的整数"), field="people")
        return found


class OpinionForm(SittingForm):
    """What the leader said on a matter of the guest: it becomes the instruction of the case."""

    def __init__(self, desk: Desk, owners: Match) -> None:
        super().__init__()
        self.who = controls.label("", "soft", wrap=True)
        self.column.addWidget(self.who)
        self._place = self.column.count()
        outcome = chips("outcome", self.tr("怎样处理"), list(OUTCOMES.items()), "answered")
        outcome.changed.connect(self._chosen)
        self.add(outcome)
        self.add(long_text("text", self.tr("领导处理意见（照领导的话记）"), 4))
        self.add_pairs(
            text("owner", self.tr("承办单位（人）"), owners),
            day("due_on", self.tr("完成期限"), desk.now, ahead=True),
        )
        self.finish(self.tr("记下意见"))
        self._offered: list[str] = []

    def begin(self, sitting: Sitting, guest: Guest) -> None:
        """Begin the opinion on a case of this guest."""
        self.title.setText(self.tr("第 {0} 号 领导意见").format(guest.number))
        told = [guest.name, guest.about, guest.visit.visit_no if guest.visit else ""]
        self.who.setText("　".join(part for part in told if part))
        while self._offered:
            self.drop(self._offered.pop())
        if len(sitting.day.leaders) > 1:
            self._offer("leader", self.tr("谁的意见"), sitting.day.leaders)
        if len(guest.open_cases) > 1:
            self._offer("case_no", self.tr("哪一件事项"), guest.open_cases)
        self.put({"text": "", "owner": "", "due_on": "", "outcome": "answered"})
        self._chosen("answered")
        self.settle()

    def _offer(self, key: str, label: str, choices: Sequence[str]) -> None:
        """With several matters or leaders the form begins with which one."""
        field = self.take(chips(key, label, [(each, each) for each in choices], choices[0]), first=True)
        self.column.insertWidget(self._place, field)
        self._offered.append(key)

    def _chosen(self, code: str) -> None:
        """An answer on the spot has no date, and seldom an owner."""
        self.answers["due_on"].field.setVisible(code != "answered")
        self.answers["owner"].field.name(
            self.tr("承办单位（人，可不填）") if code == "answered" else self.tr("承办单位（人）")
        )

    def document(self) -> dict[str, Any]:
        """The JSON of `schedule opinion`."""
        found = super().document()
        return found | {"due_on": found.get("due_on") or None}


class CloseForm(SittingForm):
    """How the day ended: who sat with the leader, what was talked of; in a village without visitors, which of three."""

    later = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.figures = controls.label("", "soft", wrap=True)
        self.column.addWidget(self.figures)
        self.add(text("company", self.tr("陪同人员（可不填）")))
        without = [(code, words) for code, words in DAY_OUTCOMES.items() if code != "received"]
        self.add(chips("outcome", self.tr("没有人来访，做了什么"), without, "cases"))
        self.add(long_text("summary", self.tr("情况（可不填）"), 5))
        self.later_button = controls.button(self.tr("先存下，不结束"), self.later.emit)
        self.finish(self.tr("结束接访"), self.later_button)

    def begin(self, sitting: Sitting) -> None:
        """Begin with what was kept of the day."""
        on = sitting.day
        self.title.setText(self.tr("{0} 接访情况").format(day_words(on.on)))
        people = sum(guest.people for guest in sitting.received)
        told = [self.tr("接待 {0} 批 {1} 人次").format(len(sitting.received), people)]
        coming = sum(guest.state == "booked" for guest in sitting.guests)
        if coming:
            told.append(self.tr("预约的 {0} 批还没有来，结束时记为未到").format(coming))
        self.figures.setText("；".join(told))
        asked = on.slot.kind == "village" and not sitting.received
        self.answers["outcome"].field.setVisible(asked)
        self.answers["summary"].field.name(self.tr("情况") if asked else self.tr("情况（可不填）"))
        self.put(
            {
                "outcome": sitting.outcome or "cases",
                "company": sitting.company or on.unit,
                "summary": sitting.summary,
            }
        )
        self.settle()


class ReasonForm(SittingForm):
    """One sentence why: somebody who booked does not come, somebody who waited left, an opinion is taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.offers = containers.Flow(0.35)
        self.column.addWidget(self.offers)
        self.add(text("why", self.tr("原因")))
        self.finish(self.tr("记下"))

    def begin(self, title: str, reasons: Sequence[str]) -> None:
        """Ask for the reason of what the title says; the reasons are offered."""
        self.title.setText(title)
        self.offers.clear()
        for reason in reasons:
            self.offers.add(controls.button(reason, partial(self._take, reason)))
        self.offers.setVisible(bool(reasons))
        self.put({"why": ""})
        self.settle()

    def _take(self, words: str) -> None:
        self.put({"why": words})
        self.finish_typing()


class LinkForm(SittingForm):
    """A visit of the day that is registered already is the guest's."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: list[str] = []
        hint = self.tr("往下的箭头列出当天的来访")
        self.add(text("visit_no", self.tr("来访编号或姓名"), self._match, placeholder=hint))
        self.finish(self.tr("就是这一件"))

    def begin(self, guest: Guest, offered: Sequence[str]) -> None:
        """`offered`: the visits of the day, each with its number first."""
        self.title.setText(self.tr("第 {0} 号 关联已登记的来访").format(guest.number))
        self._offered = list(offered)
        self.put({"visit_no": ""})
        self.settle()

    def _match(self, typed: str) -> list[str]:
        return [line for line in self._offered if typed in line]

    def document(self) -> dict[str, Any]:
        """The number of the visit."""
        number = str(super().document()["visit_no"]).split("　")[0].strip()
        if not number:
            raise Refused("missing", self.tr("请写明是哪一件来访"), field="visit_no")
        return {"visit_no": number}
