"""The form 来访登记 on one screen: channel and time, petitioners, matters; the rest folded under 更多字段.

It edits one `VisitForm` in place and says that it changed. Saving, journalling and the hint are the page's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from petidesk.domain.trouble import Refused
from petidesk.domain.visits.typed import (
    CALL_CHANNELS,
    CHANNEL_CHOICES,
    LETTER_CHANNELS,
    NUMBERED_CHANNELS,
    VisitForm,
    channel_words,
)
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import ChipChoice, Field, StatementEdit, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.forms.rows_field import RowsField
from petidesk.ui.forms.typeahead_field import TypeAheadField
from petidesk.ui.look import containers, controls
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.stops import is_empty
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.registration.matters import MattersSection
from petidesk.ui.registration.offers import Offers
from petidesk.ui.registration.people import PeopleSection
from petidesk.ui.shell.actions import action


class RegistrationForm(QWidget):
    """The inputs of one visit. `form` is what stands in them."""

    changed = Signal()
    probed = Signal()
    removed = Signal(str, object)
    # Enter in the last field: on to the save button
    finished = Signal()

    def __init__(self, now: Callable[[], datetime], offers: Offers, most: Callable[[], int]) -> None:
        super().__init__()
        self.form = VisitForm()
        self._offers = offers
        self._loading = False
        self.keys = FieldKeys(self)
        self._build_inputs(now, offers)
        self.people = PeopleSection(now, offers.villages, most)
        self.matters = MattersSection(self.keys, offers.categories, offers.units, offers.villages)
        column = QVBoxLayout(self)
        spaced(column, 0.3)
        self.head_grid = FormGrid()
        self.head_grid.add(self.channel, 8)
        self.head_grid.add(self.at, 4)
        for field in self._letter_or_call():
            self.head_grid.add(field, 4)
        column.addWidget(self.head_grid)
        column.addWidget(controls.rule())
        column.addWidget(self.people)
        column.addWidget(controls.rule())
        column.addWidget(self.matters, 1)
        more = action("more_fields")
        self.fold = controls.button(more.with_key(), self.toggle_more, part="link", icon="chevron-down")
        self.fold.setShortcut(more.key)
        self.fold.setAccessibleName(self.tr("更多字段"))
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.more = self._more()
        self.more.hide()
        column.addWidget(self.more)
        column.addStretch()
        self._join()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab walks as Enter does, with a stop at the switches beside a field."""
        fields = self._all_fields()
        last = fields.index(self.matters.category)
        above: dict[Field, list[QWidget]] = {
            self.people.name: [self.people.list, self.people.linked],
            self.matters.purpose: [self.matters.linked, self.matters.why_again],
        }
        stops = [stop for field in fields[: last + 1] for stop in [*above.get(field, []), *field.stops()]]
        stops.append(self.fold)
        stops += [stop for field in fields[last + 1 :] for stop in field.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _build_inputs(self, now: Callable[[], datetime], offers: Offers) -> None:
        self.channel_input = ChipChoice(CHANNEL_CHOICES, "visit")
        self.at_input = DateField(now, with_time=True, placeholder=self.tr("现在，或昨天、3.8"))
        self.receiver_input = TypeAheadField(offers.receivers, grows=False)
        self.signatories_input = TextField(self.tr("不是联名信不填"))
        self.enclosures_input = TextField(self.tr("信里附了几份"))
        self.caller_input = TextField(self.tr("来电显示"))
        for edit in (self.signatories_input, self.enclosures_input, self.caller_input):
            edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.signatories = Field(self.tr("联名人数"), self.signatories_input)
        self.enclosures = Field(self.tr("附件份数"), self.enclosures_input)
        self.caller = Field(self.tr("来电号码"), self.caller_input)
        self.materials_input = RowsField(self.keys, self.tr("材料第 {0} 件"), self.tr("如 土地承包合同复印件 2份"))
        self.handling_input = StatementEdit(2, self.tr("当场答复了什么，或拟怎样处理"))
        self.national_input = TextField()
        self.query_input = TextField()
        self.note_input = StatementEdit(2)
        self.channel = Field(self.tr("渠道"), self.channel_input)
        self.at = Field(self.tr("来访时间"), self.at_input)
        self.receiver = Field(self.tr("接待人"), self.receiver_input)
        self.materials = Field(self.tr("材料"), self.materials_input)
        self.handling = Field(self.tr("当场答复或处理意见"), self.handling_input)
        self.national = Field(self.tr("系统信访件编号"), self.national_input)
        self.query = Field(self.tr("查询码"), self.query_input)
        self.note = Field(self.tr("备注"), self.note_input)

    def _more(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        spaced(column, 0.75)
        matter = FormGrid()
        for field in self.matters.more_fields():
            matter.add(field)
        person = FormGrid()
        for field in self.people.more_fields():
            person.add(field, 4)
        self.visit_grid = FormGrid()
        for field in (self.receiver, self.national, self.query):
            self.visit_grid.add(field, 4)
        for field in (self.materials, self.handling, self.note):
            self.visit_grid.add(field, 12)
        for title, grid in (
            (self.tr("此件事项"), matter),
            (self.tr("此来访人"), person),
            (self.tr("登记"), self.visit_grid),
        ):
            column.addWidget(controls.rule())
            column.addWidget(controls.label(title, "soft"))
            column.addWidget(grid)
        return holder

    def _join(self) -> None:
        self.channel_input.changed.connect(self._channel_changed)
        for edit, key in (
            (self.at_input, "at"),
            (self.receiver_input, "received_by"),
            (self.national_input, "national_no"),
            (self.query_input, "query_code"),
            (self.signatories_input, "signatories"),
            (self.enclosures_input, "enclosures"),
            (self.caller_input, "caller_no"),
        ):
            edit.textChanged.connect(lambda text, key=key: self._set(key, text))
        self.handling_input.textChanged.connect(lambda: self._set("handling", self.handling_input.text()))
        self.note_input.textChanged.connect(lambda: self._set("note", self.note_input.text()))
        self.materials_input.changed.connect(lambda: self._set("materials", self.materials_input.texts()))
        for section in (self.people, self.matters):
            section.changed.connect(self.changed)
            section.removed.connect(self.removed)
        self.people.probed.connect(self.probed)
        self.keys.forward.connect(self._forward)
        self.keys.back.connect(self._back)
        for field in self._all_fields():
            self._watch(field)

    def _watch(self, field: Field) -> None:
        editor = field.editor
        if isinstance(editor, ChipChoice):
            for chip in editor.chips():
                self.keys.watch(chip)
        elif isinstance(editor, TypeAheadField):
            self.keys.watch(editor, editor.take)
        elif not isinstance(editor, RowsField):
            self.keys.watch(editor)

    def _all_fields(self) -> list[Field]:
        """Every field in the order in which Enter walks."""
        people, matters = self.people, self.matters
        shown, folded = self._by_channel()
        return [
            self.channel,
            self.at,
            *self._letter_or_call(),
            people.name,
            people.id_number,
            people.phone,
            people.village,
            people.address,
            shown,
            matters.purpose,
            matters.accused,
            matters.statement,
            matters.requests,
            matters.title_field,
            matters.category,
            *matters.more_fields(),
            *people.more_fields(),
            self.receiver,
            folded,
            self.query,
            self.materials,
            self.handling,
            self.note,
        ]

    def in_sight(self) -> list[Field]:
        """The fields that are shown and can be filled, in the order in which Enter walks."""
        return [field for field in self._all_fields() if field.isVisibleTo(self) and field.editor.isEnabled()]

    def show_form(self, form: VisitForm) -> None:
        """Put another form on the screen."""
        self.form = form
        self.people.show_form(form)
        self.matters.show_form(form)
        self.show_again()

    def show_again(self) -> None:
        """Show the form anew after it was changed from outside; person and matter in the editors stay the same."""
        form = self.form
        self._loading = True
        self.channel_input.choose(form.channel)
        self.at_input.setText(form.at)
        self.receiver_input.put(form.received_by)
        self.national_input.setText(form.national_no)
        self.query_input.setText(form.query_code)
        self.signatories_input.setText(form.signatories)
        self.enclosures_input.setText(form.enclosures)
        self.caller_input.setText(form.caller_no)
        self.materials_input.set_texts(form.materials)
        self.handling_input.setText(form.handling)
        self.note_input.setText(form.note)
        self.people.refresh()
        self.matters.refresh()
        self._loading = False
        self._show_channel()

    def document(self, now: datetime, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The document of `visit add`, or of the visit that was `before`. Refused where something is not understood."""
        for editor in self.findChildren(TypeAheadField):
            editor.settle()
        document = self.form.document(now)
        self._offers.refuse_letters(document, before)
        return document

    def toggle_more(self) -> None:
        """Unfold or fold the rest of the fields."""
        unfold = self.more.isHidden()
        self.more.setVisible(unfold)
        more = action("more_fields")
        self.fold.setText(more.with_key(self.tr("收起更多字段")) if unfold else more.with_key())
        self.fold.setShortcut(more.key)
        if unfold:
            self.focus_field(self.matters.more_fields()[0])

    def focus_field(self, field: Field) -> None:
        """Put the focus into a field, unfolding it when need be."""
        if not field.isVisibleTo(self):
            self.more.setVisible(True)
        if isinstance(field.editor, ChipChoice):
            field.editor.focus_chosen()
        else:
            field.editor.setFocus(Qt.FocusReason.TabFocusReason)
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(field, 0, theme.em(1))

    def start_typing(self) -> None:
        """Begin in the first field that is empty, else in the first."""
        fields = self.in_sight()
        self.focus_field(next((field for field in fields if is_empty(field.stops()[0])), fields[0]))

    def current_field(self) -> Field | None:
        """The field that has the focus."""
        focus = self.focusWidget()
        return next((field for field in self._all_fields() if focus and field.isAncestorOf(focus)), None)

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal beside its field, with its article, and go there."""
        field = self.field_of(refusal.field)
        sentence = refusal.message + (f"（{refusal.basis}）" if refusal.basis else "")
        self.focus_field(field)
        field.say(sentence, "error")

    def field_of(self, path: str | None) -> Field:
        """The field that a refusal's path means; the first field when it means none."""
        place = self.form.place(path)
        if place.part == "petitioners":
            self.people.go(place.index)
        elif place.part == "matters":
            self.matters.go(place.index)
        people, matters = self.people, self.matters
        fields = {
            "petitioners": {
                "id_number": people.id_number,
                "phone": people.phone,
                "village": people.village,
                "address": people.address,
                "sex": people.sex,
                "birth": people.birth,
                "id_type": people.kind,
            },
            "matters": {
                "purpose": matters.purpose,
                "title": matters.title_field,
                "requests": matters.requests,
                "category": matters.category,
                "concerned_unit": matters.named_unit(),
                "village": matters.village,
                "route": matters.route,
            },
            "visit": {
                "channel": self.channel,
                "people": people.people,
                "received_by": self.receiver,
                "handling": self.handling,
                "national_no": self.national,
                "query_code": self.query,
                "signatories": self.signatories,
                "enclosures": self.enclosures,
                "caller_no": self.caller,
                "note": self.note,
                "petitioners": people.name,
                "matters": matters.statement,
                "materials": self.materials,
            },
            "materials": {},
        }
        fallback = {
            "petitioners": people.name,
            "matters": matters.statement,
            "visit": self.at,
            "materials": self.materials,
        }
        return fields[place.part].get(place.field, fallback[place.part])

    def _set(self, key: str, value: object) -> None:
        if not self._loading and getattr(self.form, key) != value:
            setattr(self.form, key, value)
            self.changed.emit()

    def _channel_changed(self, channel: str) -> None:
        self._set("channel", channel)
        self._show_channel()

    def _show_channel(self) -> None:
        """Labels follow the channel; where the paper has a number of its own, that field stands in sight."""
        channel = self.form.channel
        words = channel_words(channel)
        self.at.name(words["at"])
        self.people.name.name(words["name"])
        self.people.people.name(words["people"])
        self.matters.statement.name(words["statement"])
        self.national.name(words.get("national_no", self.tr("系统信访件编号")))
        letter, call = channel in LETTER_CHANNELS, channel in CALL_CHANNELS
        for field, wanted in zip(self._letter_or_call(), (letter, letter, call), strict=True):
            field.setVisible(wanted)
        self.head_grid.again()
        shown, folded = self._by_channel()
        if shown not in self.people.grid.fields():
            self.visit_grid.swap(shown, folded)
            self.people.grid.swap(folded, shown)

    def _letter_or_call(self) -> tuple[Field, ...]:
        """What only a letter has (联名人数, 附件份数), and what only a call has (来电号码)."""
        return self.signatories, self.enclosures, self.caller

    def _by_channel(self) -> tuple[Field, Field]:
        """Of head-count and foreign number: the one in sight under this channel, and the one folded away."""
        numbered = self.form.channel in NUMBERED_CHANNELS
        return (self.national, self.people.people) if numbered else (self.people.people, self.national)

    def _forward(self, widget: QWidget) -> None:
        fields = self.in_sight()
        place = self._place(fields, widget)
        if place + 1 < len(fields):
            self.focus_field(fields[place + 1])
        else:
            self.finished.emit()

    def _back(self, widget: QWidget) -> None:
        fields = self.in_sight()
        place = self._place(fields, widget)
        if place > 0:
            self.focus_field(fields[place - 1])

    def _place(self, fields: list[Field], widget: QWidget) -> int:
        return next((place for place, field in enumerate(fields) if field.isAncestorOf(widget)), -1)


class _Holder(QWidget):
    """As low as its content is at its width: a scroll area would ask for the height at the narrowest width."""

    def minimumSizeHint(self) -> QSize:
        """The height that the content needs now."""
        layout = self.layout()
        assert layout is not None
        width = layout.minimumSize().width()
        return QSize(width, layout.totalHeightForWidth(max(self.width(), width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def form_card(form: RegistrationForm) -> QWidget:
    """The form on its white sheet, scrolling down when the window is low."""
    holder = _Holder()
    outer = QVBoxLayout(holder)
    outer.setContentsMargins(0, 0, 0, 0)
    sheet, column = controls.card()
    spaced(column, 0.5, (1, 0.3, 1, 0.3))
    column.addWidget(form)
    outer.addWidget(sheet)
    return containers.Scroll(holder)
