"""The petitioners of a visit in the form: one editor, and a list above it as soon as there is a second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QVBoxLayout, QWidget

from petidesk.domain.codes import SEXES
from petidesk.domain.identity import ID_KINDS
from petidesk.domain.visits.people import Person, Probe
from petidesk.domain.visits.typed import PetitionerForm, VisitForm, parse_names, representative_refusal
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.forms.person_fields import IdentityField, PhoneField
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.look import controls
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.theme import spaced
from petidesk.ui.registration.people_list import PeopleList


class PeopleSection(QWidget):
    """Edits `form.petitioners` in place and says when something changed."""

    changed = Signal()
    # what is known of the current petitioner changed: the hint looks again
    probed = Signal()
    # sentence and a way back, for the window's undo line
    removed = Signal(str, object)

    def __init__(self, now: Callable[[], datetime], villages: Match, most: Callable[[], int]) -> None:
        """`most` gives the office's limit of representatives."""
        super().__init__()
        # Whether a link to an earlier person is shown and can be taken back: before the visit is saved.
        self.links_open = True
        self._most = most
        self._form = VisitForm()
        self._at = 0
        self._loading = False
        self._filled = ("", "")
        self._build_inputs(now, villages)
        column = QVBoxLayout(self)
        spaced(column, 0.3)
        self.list = PeopleList()
        column.addWidget(self.list)
        self.linked = controls.button("", self.unlink, part="chip", icon="x")
        self.linked.hide()
        column.addWidget(self.linked, 0, Qt.AlignmentFlag.AlignLeft)
        self.grid = FormGrid()
        for field, units in ((self.name, 6), (self.id_number, 6), (self.phone, 6), (self.village, 6)):
            self.grid.add(field, units)
        self.grid.add(self.address, 8)
        self.grid.add(self.people, 4)
        column.addWidget(self.grid)
        self._join()

    def _build_inputs(self, now: Callable[[], datetime], villages: Match) -> None:
        def today() -> date:
            return now().date()

        self.anonymous = QCheckBox(self.tr("匿名"))
        self.representative = QCheckBox(self.tr("代表"))
        self.address_unknown = QCheckBox(self.tr("地址不详"))
        self.name_input = TextField()
        self.id_input = IdentityField(today)
        self.phone_input = PhoneField()
        self.village_input = TypeAheadField(villages, self.tr("汉字或拼音首字母"))
        self.address_input = TextField()
        self.people_input = TextField()
        self.people_input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.sex_input = QComboBox()
        self.sex_input.addItem(self.tr("未填"), "")
        for code, words in SEXES.items():
            self.sex_input.addItem(words, code)
        self.kind_input = QComboBox()
        for code, words in ID_KINDS.items():
            self.kind_input.addItem(words, code)
        self.birth_input = DateField(now, with_time=False, placeholder=self.tr("如 1968-3-5"))
        self.name = Field(self.tr("姓名"), self.name_input, self.representative, self.anonymous)
        self.id_number = Field(self.tr("身份证号"), self.id_input, *self._buttons())
        self.phone = Field(self.tr("电话"), self.phone_input)
        self.village = Field(self.tr("村（社区）"), self.village_input)
        self.address = Field(self.tr("住址"), self.address_input, self.address_unknown)
        self.group_mark = controls.label(self.tr("集体访"), "badge-ink")
        self.group_mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.group_mark.hide()
        self.people = Field(self.tr("来访人数"), self.people_input, self.group_mark)
        self.sex = Field(self.tr("性别"), self.sex_input)
        self.birth = Field(self.tr("出生日期"), self.birth_input)
        self.kind = Field(self.tr("证件种类"), self.kind_input)

    def _buttons(self) -> tuple[QWidget, ...]:
        self.more_people = controls.button(self.tr("再加一人"), self.add, icon="user-plus")
        self.paste_names = controls.button(
            self.tr("粘贴名单"), self.paste, tip=self.tr("从表格里复制姓名、身份证号、电话，再点这里")
        )
        self.drop = controls.button(self.tr("删去此人"), self.remove)
        self.drop.hide()
        for part in (self.drop, self.paste_names, self.more_people):
            part.setAutoDefault(False)
        return (self.drop, self.paste_names, self.more_people)

    def _join(self) -> None:
        self.name_input.textChanged.connect(lambda text: self._set("name", text))
        self.id_input.textChanged.connect(lambda text: self._set("id_number", "".join(text.split())))
        self.phone_input.textChanged.connect(lambda _: self._set("phone", self.phone_input.number()))
        self.village_input.textChanged.connect(lambda text: self._set("village", text))
        self.address_input.textChanged.connect(lambda text: self._set("address", text))
        self.birth_input.textChanged.connect(lambda text: self._set("birth", text))
        self.sex_input.currentIndexChanged.connect(lambda _: self._set("sex", self.sex_input.currentData()))
        self.kind_input.currentIndexChanged.connect(self._kind_changed)
        self.anonymous.toggled.connect(self._anonymous_changed)
        self.address_unknown.toggled.connect(self._address_unknown_changed)
        self.representative.clicked.connect(lambda checked: self.mark_representative(self._at, checked))
        self.people_input.textChanged.connect(self._people_changed)
        self.id_input.facts.connect(self._facts)
        self.list.picked.connect(self.go)
        self.list.marked.connect(lambda row: self.mark_representative(row, not self._row(row).representative))
        self.list.dropped.connect(lambda _: self.remove())
        self.list.entered.connect(self._to_name)

    def more_fields(self) -> list[Field]:
        """The fields of the current petitioner that are folded away."""
        return [self.sex, self.birth, self.kind]

    def show_form(self, form: VisitForm) -> None:
        """Edit another form, from its first petitioner."""
        self._form = form
        self._at = 0
        self._load()

    def current(self) -> PetitionerForm:
        """The petitioner in the editor."""
        return self._row(self._at)

    def probe(self) -> Probe:
        """What the hint may look for: the petitioner in the editor."""
        person = self.current()
        birth = self.birth_input.value()
        return Probe(
            name=person.name.strip(),
            phone=person.phone,
            id_number=person.id_number if len(person.id_number) >= 15 else "",
            village=person.village.strip(),
            birth=birth.date() if birth else None,
            not_same_as=tuple(person.not_same_as),
        )

    def go(self, row: int) -> None:
        """Bring another petitioner into the editor; whoever walks the list with arrow keys stays in the list."""
        if row != self._at and 0 <= row < len(self._form.petitioners):
            self._at = row
            self._load()
            if not self.list.hasFocus():
                self._to_name()
            self.probed.emit()

    def add(self) -> None:
        """One more petitioner; the last empty one is used first."""
        if not self._form.petitioners[-1].empty:
            village = self.current().village
            self._form.petitioners.append(PetitionerForm(village=village))
        self._at = len(self._form.petitioners) - 1
        self._load()
        self.name_input.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()
        self.probed.emit()

    def paste(self) -> None:
        """Take a list of names from the clipboard, one person a line."""
        found = parse_names(QGuiApplication.clipboard().text())
        if not found:
            self.name.say(self.tr("剪贴板里没有名单，请先在表格里复制姓名一列。"), "warn")
            return
        kept = [person for person in self._form.petitioners if not person.empty]
        self._at = len(kept)
        self._form.petitioners[:] = [*kept, *found]
        self._load()
        self.name.say(self.tr("已粘贴 {0} 人").format(len(found)), "done")
        self.changed.emit()
        self.probed.emit()

    def remove(self) -> None:
        """Take the petitioner in the editor off the list, with a way back."""
        if len(self._form.petitioners) < 2:
            return
        row, form = self._at, self._form
        gone = form.petitioners.pop(row)
        self._at = max(row - 1, 0)
        self._load()
        self.changed.emit()

        def back() -> None:
            form.petitioners.insert(row, gone)
            if form is self._form:
                self._load()
                self.changed.emit()

        self.removed.emit(self.tr("已删去一名来访人。"), back)

    def mark_representative(self, row: int, marked: bool) -> None:
        """Mark or unmark a representative; one too many is refused beside the field with its article."""
        person = self._row(row)
        refusal = representative_refusal(self._form, self._most()) if marked and not person.representative else None
        if refusal is None:
            person.representative = marked
            self.changed.emit()
        if row == self._at:
            self.representative.setChecked(person.representative)
        self.name.say(refusal or "", "error")
        self._show_list()

    def link(self, person: Person) -> None:
        """The clerk says: the same person. Empty fields are filled from what was given before."""
        current = self.current()
        current.person_id = person.person_id
        current.linked_name = person.name
        known = {
            "name": person.name,
            "id_number": person.id_number,
            "phone": person.phone,
            "village": person.village,
            "address": person.address,
            "sex": person.sex or "",
            "birth": person.birth.isoformat() if person.birth is not None else "",
        }
        current.from_link = {key: text for key, text in known.items() if text and not getattr(current, key)}
        for key, text in current.from_link.items():
            setattr(current, key, text)
        self._load()
        self.changed.emit()

    def unlink(self) -> None:
        """Take the link back, and with it what it had filled in and nobody has changed since."""
        current = self.current()
        current.person_id = None
        current.linked_name = ""
        for key, text in current.from_link.items():
            if getattr(current, key) == text:
                setattr(current, key, "")
        current.from_link = {}
        self._load()
        self.changed.emit()
        self.probed.emit()

    def refresh(self) -> None:
        """Show the current petitioner anew after the form was changed from outside."""
        self._load()

    def _to_name(self) -> None:
        self.name_input.setFocus(Qt.FocusReason.TabFocusReason)

    def _row(self, row: int) -> PetitionerForm:
        return self._form.petitioners[min(row, len(self._form.petitioners) - 1)]

    def _load(self) -> None:
        self._loading = True
        person = self.current()
        self._filled = ("", "")
        for field in (self.name, self.id_number, self.phone, self.village, self.address, self.people, self.birth):
            field.say("")
        self.kind_input.setCurrentIndex(max(self.kind_input.findData(person.id_type), 0))
        self.id_input.set_kind(person.id_type)
        self.name_input.setText(person.name)
        self.id_input.setText(person.id_number)
        self.phone_input.show_number(person.phone)
        self.village_input.put(person.village)
        self.address_input.setText(person.address)
        self.sex_input.setCurrentIndex(max(self.sex_input.findData(person.sex), 0))
        self.birth_input.setText(person.birth)
        self.people_input.setText(self._form.people)
        self.anonymous.setChecked(person.anonymous)
        self.address_unknown.setChecked(person.address_unknown)
        self.representative.setChecked(person.representative)
        self._loading = False
        self._enable()
        self._show_list()

    def _set(self, key: str, value: object) -> None:
        if self._loading or getattr(self.current(), key) == value:
            return
        setattr(self.current(), key, value)
        if key == "name":
            self.name.say("")
            self._show_list()
        self.changed.emit()
        if key in ("name", "id_number", "phone", "village", "birth"):
            self.probed.emit()

    def _facts(self, sex: str, birth: str) -> None:
        """Sex and birth date follow the number; what the clerk typed otherwise is left alone."""
        if self._loading:
            return
        person = self.current()
        if person.sex in ("", self._filled[0]):
            self.sex_input.setCurrentIndex(max(self.sex_input.findData(sex), 0))
        if person.birth in ("", self._filled[1]):
            self.birth_input.setText(birth)
        self._filled = (sex, birth)

    def _kind_changed(self) -> None:
        self.id_input.set_kind(self.kind_input.currentData())
        self.id_number.name(self.tr("身份证号") if self.kind_input.currentData() == "111" else self.tr("证件号码"))
        self._set("id_type", self.kind_input.currentData())

    def _anonymous_changed(self, checked: bool) -> None:
        self._enable()
        self._set("anonymous", checked)

    def _address_unknown_changed(self, checked: bool) -> None:
        self._enable()
        self._set("address_unknown", checked)

    def _enable(self) -> None:
        self.name_input.setEnabled(not self.anonymous.isChecked())
        self.address_input.setEnabled(not self.address_unknown.isChecked())
        self.name_input.setPlaceholderText(self.tr("匿名来访，不填姓名") if self.anonymous.isChecked() else "")

    def _people_changed(self, text: str) -> None:
        if self._loading:
            return
        self._form.people = text
        self._show_list()
        self.changed.emit()

    def _show_list(self) -> None:
        several = len(self._form.petitioners) > 1
        self.list.setVisible(several)
        self.drop.setVisible(several)
        self.representative.setVisible(several or self._form.group)
        if several:
            self.list.show_people(self._form.petitioners, self._at)
        self.people_input.setPlaceholderText(str(self._form.head_count))
        self.group_mark.setVisible(self._form.group)
        self._say_people()
        linked = self.links_open and self.current().person_id is not None
        self.linked.setVisible(linked)
        name = self.current().linked_name or self.current().name
        self.linked.setText(self.tr("已关联旧访人员：{0}").format(name))
        self.linked.setAccessibleName(self.tr("取消关联 {0}").format(name))

    def _say_people(self) -> None:
        typed = self._form.people.strip()
        listed = sum(not person.empty for person in self._form.petitioners)
        if typed and not typed.isdecimal():
            self.people.say(self.tr("只填数字"), "error")
        elif typed and int(typed[:6]) < listed:
            self.people.say(self.tr("少于登记的{0}人").format(listed), "error")
        elif self._form.group and not self._form.representatives:
            self.people.say(self.tr("代表最多{0}名").format(self._most()), "small")
        else:
            self.people.say("")
