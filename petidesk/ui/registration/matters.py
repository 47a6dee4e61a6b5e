"""The matters of a visit in the form: purpose first, then the statement, the requests and the category."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QVBoxLayout, QWidget

from petidesk.domain.codes import ROUTES, WHY_AGAIN
from petidesk.domain.visits.people import EarlierCase
from petidesk.domain.visits.topics import offered
from petidesk.domain.visits.typed import PURPOSE_CHOICES, MatterForm, VisitForm
from petidesk.ui.forms.inputs import ChipChoice, Field, StatementEdit, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.forms.rows_field import RowsField
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.look import containers, controls
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.theme import spaced


class MattersSection(QWidget):
    """Edits `form.matters` in place and says when something changed."""

    changed = Signal()
    removed = Signal(str, object)

    def __init__(self, keys: FieldKeys, categories: Match, units: Match, villages: Match) -> None:
        super().__init__()
        # Whether a link to an earlier case is shown and can be taken back: before the visit is saved.
        self.links_open = True
        self._form = VisitForm()
        self._at = 0
        self._loading = False
        self._build_inputs(keys, categories, units, villages)
        column = QVBoxLayout(self)
        spaced(column, 0.3)
        self.tabs = containers.Flow(0.35)
        self.tabs.hide()
        column.addWidget(self.tabs)
        self.linked = controls.button("", self.unlink, part="chip", icon="x")
        self.linked.hide()
        self.link_line = containers.Flow(0.5)
        self.link_line.add(self.linked)
        self.link_line.add(self.why_again)
        self.link_line.hide()
        column.addWidget(self.link_line)
        self.notice = controls.Notice("ink")
        self.notice.hide()
        self.grid = FormGrid()
        self.grid.add(self.purpose, 12)
        self.grid.add(self.notice, 12)
        self.grid.add(self.accused, 12)
        self.grid.add(self.statement, 12)
        self.grid.add(self.requests, 12)
        self.grid.add(self.title_field, 8)
        self.grid.add(self.category, 4)
        column.addWidget(self.grid, 1)
        self._join()

    def _build_inputs(self, keys: FieldKeys, categories: Match, units: Match, villages: Match) -> None:
        self.purpose_input = ChipChoice(PURPOSE_CHOICES, "appeal")
        self.statement_input = StatementEdit(2, most=60)
        self.requests_input = RowsField(keys, self.tr("诉求第 {0} 条"), self.tr("一条写一件事，回车再加一条"))
        self.category_input = TypeAheadField(categories, self.tr("汉字或拼音首字母"))
        self.title_input = TextField(self.tr("一句话，印在回执和文书上"))
        self.unit_input = TypeAheadField(units, self.tr("汉字或拼音首字母"), grows=False)
        # Of an accusation the same stands in sight: to whom it may not go depends on it.
        self.accused_input = TypeAheadField(units, self.tr("单位全称，或者村、职务和姓名，如：石桥村支书"), grows=False)
        self.village_input = TypeAheadField(villages, self.tr("与来访人不同村时填写"))
        self.why_again = QComboBox()
        self.why_again.setAccessibleName(self.tr("再次来访的原因"))
        for code, words in WHY_AGAIN.items():
            self.why_again.addItem(words, code)
        self.why_again.hide()
        self.route_input = QComboBox()
        self.route_input.addItem(self.tr("待定"), None)
        for number, words in ROUTES.items():
            self.route_input.addItem(f"{number} {words}", number)
        self.route_input.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.route_input.setMinimumContentsLength(6)
        self.purpose = Field(self.tr("信访目的"), self.purpose_input, *self._tail())
        self.statement = Field(self.tr("反映情况"), self.statement_input)
        self.requests = Field(self.tr("诉求"), self.requests_input)
        self.category = Field(self.tr("内容分类"), self.category_input)
        self.title_field = Field(self.tr("事项概要"), self.title_input)
        self.unit = Field(self.tr("涉及单位"), self.unit_input)
        self.accused = Field(self.tr("被反映的单位或人"), self.accused_input)
        self.village = Field(self.tr("问题所在村"), self.village_input)
        self.route = Field(self.tr("办理路径"), self.route_input)

    def _tail(self) -> tuple[QWidget, ...]:
        self.urgent = QCheckBox(self.tr("紧急"))
        self.drop = controls.button(self.tr("删去此件"), self.remove)
        self.drop.hide()
        self.more_matters = controls.button(self.tr("再加一件"), self.add, icon="plus")
        return (self.drop, self.urgent, self.more_matters)

    def _join(self) -> None:
        self.purpose_input.changed.connect(self._purpose_changed)
        self.statement_input.textChanged.connect(lambda: self._set("statement", self.statement_input.text()))
        self.requests_input.changed.connect(lambda: self._set("requests", self.requests_input.texts()))
        self.category_input.textChanged.connect(lambda text: self._set("category", text))
        self.title_input.textChanged.connect(lambda text: self._set("title", text))
        for edit in (self.unit_input, self.accused_input):
            edit.textChanged.connect(lambda text: self._set("concerned_unit", text))
        self.village_input.textChanged.connect(lambda text: self._set("village", text))
        self.route_input.currentIndexChanged.connect(lambda _: self._set("route", self.route_input.currentData()))
        self.why_again.currentIndexChanged.connect(lambda _: self._set("why_again", self.why_again.currentData()))
        self.changed.connect(self._offer_title)
        self.urgent.toggled.connect(lambda checked: self._set("urgent", checked))

    def more_fields(self) -> list[Field]:
        """The fields of the current matter that are folded away."""
        return [self.unit, self.village, self.route]

    def named_unit(self) -> Field:
        """Where the unit of the current matter stands: in sight for an accusation, else folded away."""
        return self.accused if self.current().restricted else self.unit

    def show_form(self, form: VisitForm) -> None:
        """Edit another form, from its first matter."""
        self._form = form
        self._at = 0
        self._load()

    def current(self) -> MatterForm:
        """The matter in the editor."""
        return self._form.matters[min(self._at, len(self._form.matters) - 1)]

    def go(self, row: int) -> None:
        """Bring another matter into the editor."""
        if 0 <= row < len(self._form.matters):
            self._at = row
            self._load()

    def add(self) -> None:
        """One more matter of the same visit; the last empty one is used first."""
        if not self._form.matters[-1].empty:
            self._form.matters.append(MatterForm())
        self._at = len(self._form.matters) - 1
        self._load()
        self.purpose_input.focus_chosen()
        self.changed.emit()

    def remove(self) -> None:
        """Take the matter in the editor off the visit, with a way back."""
        if len(self._form.matters) < 2:
            return
        row, form = self._at, self._form
        gone = form.matters.pop(row)
        self._at = max(row - 1, 0)
        self._load()
        self.changed.emit()

        def back() -> None:
            form.matters.insert(row, gone)
            if form is self._form:
                self._load()
                self.changed.emit()

        self.removed.emit(self.tr("已删去一件事项。"), back)

    def link(self, case: EarlierCase) -> None:
        """The clerk says: the same matter as that case. The matter stands as spoken today; only the link is set."""
        matter = self.current()
        matter.case_no, matter.case_title = case.case_no, case.title
        matter.title = matter.title or case.title
        self._load()
        self.changed.emit()

    def unlink(self) -> None:
        """Take the link to the earlier case back."""
        matter = self.current()
        if matter.title == matter.case_title:  # it came with the link
            matter.title = ""
        matter.case_no, matter.case_title, matter.why_again = None, "", ""
        self._load()
        self.changed.emit()

    def refresh(self) -> None:
        """Show the current matter anew after the form was changed from outside."""
        self._load()

    def _load(self) -> None:
        self._loading = True
        matter = self.current()
        main = (self.purpose, self.accused, self.statement, self.requests, self.title_field, self.category)
        for field in (*main, *self.more_fields()):
            field.say("")
        self.purpose_input.choose(matter.purpose)
        self.statement_input.setText(matter.statement)
        self.requests_input.set_texts(matter.requests)
        self.category_input.put(matter.category)
        self.title_input.setText(matter.title)
        self.why_again.setCurrentIndex(max(self.why_again.findData(matter.why_again), 0))
        self._put_unit(matter)
        self.village_input.put(matter.village)
        self.route_input.setCurrentIndex(max(self.route_input.findData(matter.route), 0))
        self.urgent.setChecked(matter.urgent)
        self._loading = False
        self._offer_title()
        self._show_state()

    def _offer_title(self) -> None:
        """What stands on the papers when nothing is typed: from the first request, else from what was said."""
        matter = self.current()
        found = "" if matter.restricted else offered(matter.requests, matter.statement)
        self.title_input.setPlaceholderText(found or self.tr("一句话，印在回执和文书上"))

    def _put_unit(self, matter: MatterForm) -> None:
        for edit in (self.unit_input, self.accused_input):
            edit.put(matter.concerned_unit)

    def _set(self, key: str, value: object) -> None:
        if self._loading or getattr(self.current(), key) == value:
            return
        setattr(self.current(), key, value)
        self.changed.emit()

    def _purpose_changed(self, purpose: str) -> None:
        self._set("purpose", purpose)
        self._loading = True
        self._put_unit(self.current())
        self._loading = False
        self._show_state()

    def _show_state(self) -> None:
        matter = self.current()
        for field in (self.notice, self.accused):
            field.setVisible(matter.restricted)
        self.unit.setVisible(not matter.restricted)
        if matter.restricted:
            self.notice.show_as(
                "ink",
                self.tr(
                    "检举控告：从现在起内容只有登记人和有权限的人能看，不进入列表、提示、检索和回执，"
                    "也不会转给被反映的人（《信访工作条例》第三十条第三款）。反映村干部、一般干部的移送镇纪委，"
                    "反映班子成员、镇纪委本身的移送县纪委监委，也可以告知来访人直接向它们提出。"
                ),
            )
        folded = self.unit.parentWidget()
        for grid in (self.grid, folded):
            if isinstance(grid, FormGrid):
                grid.again()
        self.route.setEnabled(matter.purpose == "appeal")
        self.linked.setVisible(self.links_open and matter.case_no is not None)
        self.why_again.setVisible(self.links_open and matter.case_no is not None)
        self.link_line.setVisible(self.links_open and matter.case_no is not None)
        if matter.case_no is not None:
            self.linked.setText(self.tr("关联：{0} {1}").format(matter.case_no, matter.case_title))
            self.linked.setAccessibleName(self.tr("取消关联旧案 {0}").format(matter.case_no))
        several = len(self._form.matters) > 1
        self.drop.setVisible(several)
        self.tabs.setVisible(several)
        if several:
            self._show_tabs()

    def _show_tabs(self) -> None:
        count = len(self._form.matters)
        if len(self.tabs.parts()) != count:
            self.tabs.clear()
            for row in range(count):
                tab = controls.button(self.tr("事项 {0}").format(row + 1), part="choice")
                tab.setCheckable(True)
                tab.clicked.connect(lambda _checked, row=row: self.go(row))
                self.tabs.add(tab)
            for before, after in pairwise((self.linked, *self.tabs.parts())):
                QWidget.setTabOrder(before, after)
        for row, part in enumerate(self.tabs.parts()):
            assert isinstance(part, QAbstractButton)
            part.setChecked(row == self._at)
