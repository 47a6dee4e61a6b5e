"""What is typed about a meeting: before it the day and the agenda, after it who does what until when."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.meetings import (
    MEETING_KINDS,
    AgendaItem,
    ClosedItem,
    ClosedMeeting,
    Meeting,
    MeetingPlan,
    laid_out,
)
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.fields import FieldAnswer, chips, day, long_text, optional, text
from petidesk.ui.forms.form import Form
from petidesk.ui.forms.inputs import Field
from petidesk.ui.forms.kept import ENTRY, entry_of
from petidesk.ui.look import controls
from petidesk.ui.look.grids import Pairs
from petidesk.ui.look.theme import spaced
from petidesk.ui.meetings.agenda import AgendaChoice

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

_COMMON = ("place", "chair", "attendees", "note")


class MeetingForm(Form):
    """The fields that both forms of a meeting share: day, place, chair, attendees, note. The page has the buttons."""

    SCROLLS: ClassVar[bool] = True

    # The meeting as it was written.
    saved = Signal(object)

    # Whether the day of the meeting lies ahead; the kind of its drafts.
    AHEAD: ClassVar[bool] = False
    DRAFT: ClassVar[str] = ""

    def __init__(self, desk: Desk, keeper: QWidget, meeting: Meeting | ClosedMeeting | None) -> None:
        """`keeper` outlives the form and saves its draft; `meeting`: the one that is written on, None for a new one."""
        super().__init__()
        self.desk = desk
        self.meeting = meeting
        self._build_fields()
        self.foot(self.tr("保存"))
        self.begin_with(meeting)
        self.keep(desk, ENTRY, entry_of(meeting.meeting_no if meeting else "", self.DRAFT), keeper)

    @abstractmethod
    def _build_fields(self) -> None: ...

    @abstractmethod
    def begin_with(self, meeting: Meeting | ClosedMeeting | None) -> None: ...

    @abstractmethod
    def write(self, document: dict[str, Any]) -> Meeting | ClosedMeeting:
        """Write the meeting down. Called in a worker."""

    def send(self, document: dict[str, Any]) -> None:
        """Write it down; the draft has done its work then."""
        self.run(lambda: self.write(document), self._saved)

    def _saved(self, meeting: Meeting | ClosedMeeting) -> None:
        self.done()
        self.saved.emit(meeting)

    def _add_common(self) -> None:
        self.add_pairs(
            day("on", self.tr("会议日期"), self.desk.now, ahead=self.AHEAD, required=True, placeholder="11.30"),
            text("place", self.tr("地点")),
            text("chair", self.tr("主持人")),
            text("attendees", self.tr("参加人员")),
        )

    def _add_note(self) -> None:
        self.add(long_text("note", optional(self.tr("备注")), 1))
        self.column.addStretch(1)

    def _show_common(self, plan: MeetingPlan) -> None:
        self.put({"on": plan.on.isoformat(), **{key: getattr(plan, key) for key in _COMMON}})


class PlanForm(MeetingForm):
    """Before the meeting: kind, day, place, people, and the cases on its agenda."""

    AHEAD: ClassVar[bool] = True
    DRAFT: ClassVar[str] = "meeting plan"

    def _build_fields(self) -> None:
        self.add(chips("kind", self.tr("会议类别"), list(MEETING_KINDS.items()), "joint"))
        self._add_common()
        self.agenda = AgendaChoice(self.desk)
        field = Field(self.tr("议题：按空格选中要上会的事项"), self.agenda)
        self.add(
            FieldAnswer(
                "agenda", field, self.agenda.changed, self.agenda.document, self._put_agenda, self.agenda.document
            )
        )
        self._add_note()

    def write(self, document: dict[str, Any]) -> Meeting | ClosedMeeting:
        """A new meeting, or the keys of the one that is planned."""
        if self.meeting is None:
            return self.desk.meetings.plan(document)
        return self.desk.meetings.change(self.meeting.meeting_no, document)

    def begin_with(self, meeting: Meeting | ClosedMeeting | None) -> None:
        """Begin with this meeting, or with a new one of today."""
        plan = laid_out(meeting).plan if meeting else MeetingPlan("joint", self.desk.today())
        self.title.setText(self.tr("修改 {0}").format(meeting.meeting_no) if meeting else self.tr("安排会议"))
        self.answers["kind"].put(plan.kind)
        self._show_common(plan)
        self.agenda.show_items(plan.agenda)
        self.settle()

    def _put_agenda(self, given: Any) -> None:
        if isinstance(given, list):
            self.agenda.choose([str(item.get("case_no", "")) for item in given if isinstance(item, dict)])


class MinutesForm(MeetingForm):
    """After the meeting: for each case what was decided, who does it, until when. A case left empty has no decision.

    What became an accusation since is left aside: nothing is decided on it here.
    """

    DRAFT: ClassVar[str] = "meeting minutes"

    def _build_fields(self) -> None:
        self._add_common()
        self._cases = QVBoxLayout()
        spaced(self._cases, 0.75)
        self.column.addLayout(self._cases)
        self._add_note()
        self._items: tuple[AgendaItem, ...] = ()

    def write(self, document: dict[str, Any]) -> Meeting | ClosedMeeting:
        """The minutes of the meeting."""
        assert self.meeting is not None  # minutes are of one
        return self.desk.meetings.hold(self.meeting.meeting_no, document)

    def begin_with(self, meeting: Meeting | ClosedMeeting | None) -> None:
        """Begin the minutes of this meeting; without one there is nothing to fill in."""
        plan = laid_out(meeting).plan if meeting else MeetingPlan("joint", self.desk.today())
        self.title.setText(self.tr("{0} 纪要").format(meeting.meeting_no if meeting else ""))
        agenda = meeting.agenda if meeting else ()
        self._items = tuple(item for item in agenda if isinstance(item, AgendaItem))
        self._show_common(plan)
        for number, item in enumerate(self._items):
            self._cases.addWidget(self._card(number, item))
        if aside := [item.case_no for item in agenda if isinstance(item, ClosedItem)]:
            words = self.tr("{0} 是检举控告，不在会上议，不记决定。").format("、".join(aside))
            self._cases.addWidget(controls.label(words, "soft", wrap=True))
        note = self.answers["note"].field
        self.follow("note", lambda: [note.stops()])  # it stands below the cases
        self.settle()

    def _card(self, number: int, item: AgendaItem) -> QWidget:
        card, column = controls.card()
        words = f"{number + 1}. {item.case_no}  {item.title}"
        column.addWidget(controls.label(words, "strong", wrap=True))
        path = f"decisions[{number}]"
        column.addWidget(self.take(long_text(f"{path}.decision", self.tr("决定"))))
        owner = text(f"{path}.owner", self.tr("责任人"))
        label = optional(self.tr("完成期限"))
        due_on = day(f"{path}.due_on", label, self.desk.now, ahead=True, placeholder="12.31")
        column.addWidget(Pairs([self.take(owner), self.take(due_on)]))
        return card

    def document(self) -> dict[str, Any]:
        """The JSON of `meeting hold`: the cases with a decision."""
        found = super().document()
        decisions = []
        for number, item in enumerate(self._items):
            path = f"decisions[{number}]"
            told = {key: found.pop(f"{path}.{key}") for key in ("decision", "owner", "due_on")}
            if not told["decision"] and (told["owner"] or told["due_on"]):
                raise Refused("missing", self.tr("请写明决定"), field=f"{path}.decision")
            if told["decision"]:
                decisions.append({"case_no": item.case_no, **told, "due_on": told["due_on"] or None})
        return found | {"decisions": decisions}

    def own_path(self, path: str) -> str:
        """The desk counts the decisions that it was sent; this form counts the cases."""
        if not path.startswith("decisions["):
            return path
        sent = [number for number in range(len(self._items)) if self._decided(number)]
        place, key = int(path[len("decisions[") : path.index("]")]), path.rsplit(".", 1)[-1]
        number = sent[place] if place < len(sent) else 0
        found = f"decisions[{number}].{key}"
        return found if found in self.answers else f"decisions[{number}].decision"

    def _decided(self, number: int) -> bool:
        return bool(self.answers[f"decisions[{number}].decision"].value())
