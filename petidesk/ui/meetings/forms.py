"""What is typed about a meeting: before it the day and the agenda, after it who does what until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.meetings import MEETING_KINDS, AgendaItem, Meeting, MeetingPlan
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.form import PlainForm, Typed
from petidesk.ui.forms.inputs import ChipChoice, StatementEdit, TextField
from petidesk.ui.look import controls
from petidesk.ui.look.grids import Pairs
from petidesk.ui.look.theme import spaced
from petidesk.ui.meetings.agenda import AgendaChoice

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


class MeetingForm(PlainForm):
    """The fields that both forms of a meeting share: day, place, chair, attendees, note."""

    def _build_common(self, *, ahead: bool) -> None:
        day = DateField(self.desk.now, with_time=False, placeholder="11.30", ahead=ahead)
        self._add("on", self.tr("会议日期"), day)
        self._add("place", self.tr("地点"), TextField())
        self._add("chair", self.tr("主持人"), TextField())
        self._add("attendees", self.tr("参加人员"), TextField())
        self.column.addWidget(Pairs([self.fields[key] for key in ("on", "place", "chair", "attendees")]))

    def _show_common(self, plan: MeetingPlan) -> None:
        self._set_text("on", plan.on.isoformat())
        for key in ("place", "chair", "attendees", "note"):
            self._set_text(key, getattr(plan, key))


class PlanForm(MeetingForm):
    """Before the meeting: kind, day, place, people, and the cases on its agenda."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kind = ChipChoice(list(MEETING_KINDS.items()), "joint")
        self.kind.changed.connect(lambda _code: self._touch())
        self.column.addWidget(self._add("kind", self.tr("会议类别"), self.kind))
        self._build_common(ahead=True)
        self.agenda = AgendaChoice(desk)
        self.agenda.changed.connect(self._touch)
        self.column.addWidget(self._add("agenda", self.tr("议题：按空格选中要上会的事项"), self.agenda))
        self.column.addWidget(self._add("note", self.tr("备注（可不填）"), StatementEdit(1)))
        self.column.addStretch(1)

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Begin with this meeting, or with a new one of today."""
        plan = meeting.plan if meeting else MeetingPlan("joint", self.desk.today())
        self.title.setText(self.tr("修改 {0}").format(meeting.meeting_no) if meeting else self.tr("安排会议"))
        self.kind.choose(plan.kind)
        self._show_common(plan)
        self.agenda.show_items(plan.agenda)
        self.settle()

    def typed(self) -> Typed | None:
        """The fields, the kind and the agenda."""
        typed = super().typed()
        if typed is not None:
            typed |= {"kind": self.kind.chosen(), "agenda": self.agenda.document()}
        return typed

    def put(self, typed: Mapping[str, Any]) -> None:
        """Bring a draft back."""
        super().put({key: text for key, text in typed.items() if key != "agenda"})
        self.kind.choose(str(typed.get("kind", "joint")))
        given = typed.get("agenda")
        if isinstance(given, list):
            self.agenda.choose([str(item.get("case_no", "")) for item in given if isinstance(item, dict)])

    def document(self) -> dict[str, Any]:
        """The JSON of `meeting plan`."""
        return {
            "kind": self.kind.chosen(),
            "on": self._day("on", required=True),
            **{key: self._text(key) for key in ("place", "chair", "attendees", "note")},
            "agenda": self.agenda.document(),
        }


class MinutesForm(MeetingForm):
    """After the meeting: for each case what was decided, who does it, until when. A case left empty has no decision."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._build_common(ahead=False)
        self._cases = QVBoxLayout()
        spaced(self._cases, 0.75)
        self.column.addLayout(self._cases)
        self.column.addWidget(self._add("note", self.tr("备注（可不填）"), StatementEdit(1)))
        self.column.addStretch(1)
        self._items: tuple[AgendaItem, ...] = ()

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Begin the minutes of this meeting; without one there is nothing to fill in."""
        self._clear()
        plan = meeting.plan if meeting else MeetingPlan("joint", self.desk.today())
        self.title.setText(self.tr("{0} 纪要").format(meeting.meeting_no if meeting else ""))
        self._items = plan.agenda
        self._show_common(plan)
        for number, item in enumerate(self._items):
            self._cases.addWidget(self._card(number, item))
        self.settle()

    def _clear(self) -> None:
        for key in [key for key in self.fields if key.startswith("decisions")]:
            self.keys.forget(self.fields.pop(key).editor)
        while (taken := self._cases.takeAt(0)) is not None:
            if (card := taken.widget()) is not None:
                card.hide()
                card.deleteLater()

    def _card(self, number: int, item: AgendaItem) -> QWidget:
        card, column = controls.card()
        words = f"{number + 1}. {item.case_no}  {item.title}"
        heading = controls.label(words, "strong", wrap=True)
        column.addWidget(heading)
        path = f"decisions[{number}]"
        column.addWidget(self._add(f"{path}.decision", self.tr("决定"), StatementEdit(2)))
        column.addWidget(
            Pairs(
                [
                    self._add(f"{path}.owner", self.tr("责任人"), TextField()),
                    self._add(
                        f"{path}.due_on",
                        self.tr("完成期限（可不填）"),
                        DateField(self.desk.now, with_time=False, placeholder="12.31", ahead=True),
                    ),
                ]
            )
        )
        return card

    def document(self) -> dict[str, Any]:
        """The JSON of `meeting hold`: the cases with a decision."""
        decisions = []
        for number, item in enumerate(self._items):
            path = f"decisions[{number}]"
            words, owner = self._text(f"{path}.decision"), self._text(f"{path}.owner")
            due_on = self._day(f"{path}.due_on", required=False)
            if not words and (owner or due_on):
                raise Refused("missing", self.tr("请写明决定"), field=f"{path}.decision")
            if words:
                decisions.append({"case_no": item.case_no, "decision": words, "owner": owner, "due_on": due_on})
        return {
            "on": self._day("on", required=True),
            **{key: self._text(key) for key in ("place", "chair", "attendees", "note")},
            "decisions": decisions,
        }

    def own_path(self, path: str) -> str:
        """The desk counts the decisions that it was sent; this form counts the cases."""
        if not path.startswith("decisions["):
            return path
        sent = [number for number in range(len(self._items)) if self._text(f"decisions[{number}].decision")]
        place, key = int(path[len("decisions[") : path.index("]")]), path.rsplit(".", 1)[-1]
        number = sent[place] if place < len(sent) else 0
        found = f"decisions[{number}].{key}"
        return found if found in self.fields else f"decisions[{number}].decision"
