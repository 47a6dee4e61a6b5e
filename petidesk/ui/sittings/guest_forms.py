"""What is typed during a sitting: who books or comes, what the leader said, how the day ended, why somebody left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from petidesk.domain.reception.days import day_words
from petidesk.domain.sittings.sittings import DAY_OUTCOMES, OUTCOMES, Booking, Guest, Sitting
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui.forms.case_finder import CaseFinder
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.form import PlainForm, Typed
from petidesk.ui.forms.inputs import ChipChoice, StatementEdit, TextField
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.look import controls
from petidesk.ui.look.grids import Pairs
from petidesk.ui.look.theme import spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


class SittingForm(PlainForm):
    """A form beside the queue: its main button and 收起 below the fields. `saved` asks the tab to write it."""

    saved = Signal()
    left = Signal()

    def _build_foot(self, words: str, *others: QWidget) -> None:
        self.notice = controls.Notice("amber")
        self.notice.hide()
        self.column.insertWidget(1, self.notice)
        foot = QHBoxLayout()
        spaced(foot, 0.5)
        self.save_button = controls.button(self.tr("{0}  Ctrl+Enter").format(words), self.saved.emit, part="primary")
        foot.addWidget(self.save_button)
        for part in others:
            foot.addWidget(part)
        foot.addWidget(controls.button(self.tr("收起  Esc"), self.left.emit))
        foot.addStretch(1)
        self.column.addLayout(foot)
        self.column.addStretch(1)

    def refuse(self, trouble: Trouble) -> None:
        """Show a refusal beside its field, else above the fields."""
        self.notice.hide()
        if not self.say(trouble, from_desk=True):
            words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
            self.notice.show_as("amber" if trouble.exit_status == 3 else "seal", words)
            self.notice.show()

    def start_typing(self) -> None:
        """Put the focus where the form begins."""
        for field in self.fields.values():
            if not field.isHidden():
                field.stops()[0].setFocus()
                return


class BookingForm(SittingForm):
    """Somebody books, or comes without booking: name, telephone, how many, where from, what about."""

    def __init__(self, desk: Desk, villages: Match) -> None:
        super().__init__(desk)
        self._add("name", self.tr("姓名"), TextField())
        self._add("phone", self.tr("电话（可不填）"), TextField())
        self._add("people", self.tr("人数"), TextField())
        self._add("village", self.tr("村（社区）"), TypeAheadField(villages, grows=False))
        self.column.addWidget(Pairs([self.fields[key] for key in ("name", "phone", "people", "village")]))
        self.column.addWidget(self._add("about", self.tr("事由（可不填）"), TextField()))
        finder = CaseFinder(desk, "")
        self.column.addWidget(self._add("case_no", self.tr("以前反映过的事项（编号、标题或姓名，可不填）"), finder))
        self.column.addWidget(finder.list)
        self._build_foot(self.tr("记下"))
        self.booked = False
        self.guest_number = 0

    def begin(self, sitting: Sitting, *, booked: bool, guest: Guest | None = None) -> None:
        """Begin with nobody, or with what was noted of a guest."""
        self.booked = booked
        self.guest_number = guest.number if guest is not None else 0
        day = day_words(sitting.day.on)
        if guest is not None:
            self.title.setText(self.tr("更改第 {0} 号").format(guest.number))
        else:
            self.title.setText((self.tr("{0} 预约") if booked else self.tr("{0} 来了一位")).format(day))
        known = guest.booking if guest is not None else Booking("")
        for key in ("name", "phone", "village", "about", "case_no"):
            self._set_text(key, getattr(known, key))
        self._set_text("people", str(known.people))
        self.settle()
        self.notice.hide()

    def document(self) -> dict[str, Any]:
        """The JSON of `schedule book`."""
        typed = self._text("people") or "1"
        if not typed.isascii() or not typed.isdecimal() or not 1 <= int(typed) <= 9999:
            raise Refused("bad_value", self.tr("人数应当是1以上的整数"), field="people")
        words = {key: self._text(key) for key in ("name", "phone", "village", "about", "case_no")}
        return {**words, "people": int(typed)}


class OpinionForm(SittingForm):
    """What the leader said on a matter of the guest: it becomes the instruction of the case."""

    def __init__(self, desk: Desk, owners: Match) -> None:
        super().__init__(desk)
        self.who = controls.label("", "soft", wrap=True)
        self.column.addWidget(self.who)
        self._place = self.column.count()
        self.outcome = ChipChoice(list(OUTCOMES.items()), "answered")
        self.outcome.changed.connect(self._chosen)
        self.column.addWidget(self._add("outcome", self.tr("怎样处理"), self.outcome))
        self.column.addWidget(self._add("text", self.tr("领导处理意见（照领导的话记）"), StatementEdit(4)))
        self._add("owner", self.tr("承办单位（人）"), TypeAheadField(owners, grows=False))
        day = DateField(desk.now, with_time=False, placeholder=self.tr("例如 3.8、下周五"), ahead=True)
        self._add("due_on", self.tr("完成期限"), day)
        self.column.addWidget(Pairs([self.fields["owner"], self.fields["due_on"]]))
        self._build_foot(self.tr("记下意见"))
        self._choices: dict[str, ChipChoice] = {}
        for stop in self.outcome.chips():
            self.keys.watch(stop)

    def begin(self, sitting: Sitting, guest: Guest) -> None:
        """Begin the opinion on a case of this guest."""
        self.title.setText(self.tr("第 {0} 号 领导意见").format(guest.number))
        told = [guest.name, guest.about, guest.visit.visit_no if guest.visit else ""]
        self.who.setText("　".join(part for part in told if part))
        self._drop_choices()
        if len(guest.open_cases) > 1:
            self._choose("case_no", self.tr("哪一件事项"), guest.open_cases)
        if len(sitting.day.leaders) > 1:
            self._choose("leader", self.tr("谁的意见"), sitting.day.leaders)
        for key in ("text", "owner", "due_on"):
            self._set_text(key, "")
        self.outcome.choose("answered")
        self._chosen("answered")
        self.settle()
        self.notice.hide()

    def _choose(self, key: str, label: str, choices: Sequence[str]) -> None:
        chips = ChipChoice([(each, each) for each in choices], choices[0])
        self._choices[key] = chips
        self.column.insertWidget(self._place, self._add(key, label, chips))
        for stop in chips.chips():
            self.keys.watch(stop)

    def _drop_choices(self) -> None:
        for key in self._choices:
            field = self.fields.pop(key)
            self.column.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._choices = {}

    def _chosen(self, code: str) -> None:
        """An answer on the spot has no date, and seldom an owner."""
        self.fields["due_on"].setVisible(code != "answered")
        self.fields["owner"].name(
            self.tr("承办单位（人，可不填）") if code == "answered" else self.tr("承办单位（人）")
        )
        self._touch()

    def typed(self) -> Typed | None:
        """The texts and how the matter is dealt with."""
        typed = super().typed()
        return None if typed is None else typed | {"outcome": self.outcome.chosen()}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Bring a draft back."""
        super().put(typed)
        self.outcome.choose(str(typed.get("outcome", "")))

    def start_typing(self) -> None:
        """With one matter and one leader it begins with how the matter is dealt with."""
        first = next(iter(self._choices.values()), self.outcome)
        first.focus_chosen()

    def document(self) -> dict[str, Any]:
        """The JSON of `schedule opinion`."""
        outcome = self.outcome.chosen()
        return {
            "outcome": outcome,
            "text": self._text("text"),
            "owner": self._text("owner"),
            "due_on": None if outcome == "answered" else self._day("due_on", required=False),
            **{key: chips.chosen() for key, chips in self._choices.items()},
        }


class CloseForm(SittingForm):
    """How the day ended: who sat with the leader, what was talked of; in a village without visitors, which of three."""

    later = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.figures = controls.label("", "soft", wrap=True)
        self.column.addWidget(self.figures)
        self.column.addWidget(self._add("company", self.tr("陪同人员（可不填）"), TextField()))
        without = [(code, words) for code, words in DAY_OUTCOMES.items() if code != "received"]
        self.outcome = ChipChoice(without, "cases")
        self.column.addWidget(self._add("outcome", self.tr("没有人来访，做了什么"), self.outcome))
        self.column.addWidget(self._add("summary", self.tr("情况（可不填）"), StatementEdit(5)))
        self.later_button = controls.button(self.tr("先存下，不结束"), self.later.emit)
        self._build_foot(self.tr("结束接访"), self.later_button)
        self._asked = False

    def begin(self, sitting: Sitting) -> None:
        """Begin with what was kept of the day."""
        day = sitting.day
        self.title.setText(self.tr("{0} 接访情况").format(day_words(day.on)))
        people = sum(guest.people for guest in sitting.received)
        told = [self.tr("接待 {0} 批 {1} 人次").format(len(sitting.received), people)]
        coming = sum(guest.state == "booked" for guest in sitting.guests)
        if coming:
            told.append(self.tr("预约的 {0} 批还没有来，结束时记为未到").format(coming))
        self.figures.setText("；".join(told))
        self._asked = day.slot.kind == "village" and not sitting.received
        self.fields["outcome"].setVisible(self._asked)
        self.fields["summary"].name(self.tr("情况") if self._asked else self.tr("情况（可不填）"))
        self.outcome.choose(sitting.outcome or "cases")
        self._set_text("company", sitting.company or day.unit)
        self._set_text("summary", sitting.summary)
        self.settle()
        self.notice.hide()

    def document(self) -> dict[str, Any]:
        """The JSON of `schedule close`."""
        found: dict[str, Any] = {"company": self._text("company"), "summary": self._text("summary")}
        return found | {"outcome": self.outcome.chosen()} if self._asked else found


class ReasonForm(SittingForm):
    """One sentence why: somebody who booked does not come, somebody who waited left, an opinion is taken back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.offers = controls.Flow(0.35)
        self.column.addWidget(self.offers)
        self.column.addWidget(self._add("why", self.tr("原因"), TextField()))
        self._build_foot(self.tr("记下"))

    def begin(self, title: str, reasons: Sequence[str]) -> None:
        """Ask for the reason of what the title says; the reasons are offered."""
        self.title.setText(title)
        self.offers.clear()
        for reason in reasons:
            self.offers.add(controls.button(reason, partial(self._take, reason)))
        self.offers.setVisible(bool(reasons))
        self._set_text("why", "")
        self.settle()
        self.notice.hide()

    def _take(self, words: str) -> None:
        self._set_text("why", words)
        self.save_button.setFocus()

    def document(self) -> dict[str, Any]:
        """The reason."""
        return {"why": self._text("why")}


class LinkForm(SittingForm):
    """A visit of the day that is registered already is the guest's."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._offered: list[str] = []
        editor = TypeAheadField(self._match, self.tr("往下的箭头列出当天的来访"), grows=False)
        self.column.addWidget(self._add("visit_no", self.tr("来访编号或姓名"), editor))
        self._build_foot(self.tr("就是这一件"))

    def begin(self, guest: Guest, offered: Sequence[str]) -> None:
        """`offered`: the visits of the day, each with its number first."""
        self.title.setText(self.tr("第 {0} 号 关联已登记的来访").format(guest.number))
        self._offered = list(offered)
        self._set_text("visit_no", "")
        self.settle()
        self.notice.hide()

    def _match(self, text: str) -> list[str]:
        return [line for line in self._offered if text in line]

    def document(self) -> dict[str, Any]:
        """The number of the visit."""
        number = self._text("visit_no").split("　")[0].strip()
        if not number:
            raise Refused("missing", self.tr("请写明是哪一件来访"), field="visit_no")
        return {"visit_no": number}
