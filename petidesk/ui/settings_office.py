"""Sections of 设置 that belong to the office: its names, its villages, its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from petidesk.domain import numbering
from petidesk.domain.codes import MOST_REPRESENTATIVES
from petidesk.domain.office import ORGAN_KINDS, Office
from petidesk.domain.trouble import Trouble
from petidesk.ui import controls, work
from petidesk.ui.settings import Section, section_card
from petidesk.ui.theme import role, sized, spaced, theme

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat

_NAMES = (
    ("name", QT_TRANSLATE_NOOP("OfficeSection", "单位名称")),
    ("county", QT_TRANSLATE_NOOP("OfficeSection", "所属县（市、区）")),
    ("organ_kind", QT_TRANSLATE_NOOP("OfficeSection", "机关类别")),
    ("organ_code", QT_TRANSLATE_NOOP("OfficeSection", "机关代字")),
    ("petition_office", QT_TRANSLATE_NOOP("OfficeSection", "内设信访机构")),
    ("seal", QT_TRANSLATE_NOOP("OfficeSection", "印章")),
)
_WINDOW = (
    ("window", QT_TRANSLATE_NOOP("OfficeSection", "接待窗口名称")),
    ("phone", QT_TRANSLATE_NOOP("OfficeSection", "查询电话")),
    ("address", QT_TRANSLATE_NOOP("OfficeSection", "窗口地址")),
    ("hours", QT_TRANSLATE_NOOP("OfficeSection", "接待时间")),
)
_REVIEW = (
    ("reviewing_body", QT_TRANSLATE_NOOP("OfficeSection", "复查机关")),
    ("reviewing_phone", QT_TRANSLATE_NOOP("OfficeSection", "复查机关电话")),
    ("reviewing_address", QT_TRANSLATE_NOOP("OfficeSection", "复查机关地址")),
    ("local_basis", QT_TRANSLATE_NOOP("OfficeSection", "地方依据（没有可不填）")),
)
NARROW_EMS = 34.0


def setting_words() -> dict[str, str]:
    """What each of the office's settings is called, by its key in the records."""
    tr = QCoreApplication.translate
    named = {key: tr("OfficeSection", str(words)) for key, words in (*_NAMES, *_WINDOW, *_REVIEW)}
    return {
        **named,
        "villages": tr("OfficeSection", "村（社区）名单"),
        "visit_pattern": tr("OfficeSection", "来访编号格式"),
        "case_pattern": tr("OfficeSection", "信访事项编号格式"),
        "notice_days": tr("OfficeSection", "书面告知期限（日）"),
        "notice_unit": tr("OfficeSection", "书面告知期限按什么日算"),
        "most_representatives": tr("OfficeSection", "集体来访代表人数上限"),
        "units": tr("OfficeSection", "承办单位"),
        "leaders": tr("OfficeSection", "领导"),
        "valid_from": tr("OfficeSection", "从哪天起用"),
    }


class _Pairs(QWidget):
    """Fields two by two; one below the other where the width does not hold two."""

    def __init__(self, parts: Iterable[QWidget]) -> None:
        super().__init__()
        self._parts = list(parts)
        self._columns = 0
        self._grid = QGridLayout(self)
        spaced(self._grid, 0.75)
        theme.changed.connect(self._lay)
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        columns = 2 if self.width() >= theme.em(NARROW_EMS) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // columns, number % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class _ChangeSection(Section):
    """A section that changes the office's settings and shows a refusal beside its field."""

    main_words: ClassVar[str] = str(QT_TRANSLATE_NOOP("SettingsPage", "保存"))

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._editors: dict[str, QWidget] = {}
        self._says: dict[str, QLabel] = {}

    def _field(self, key: str, words: str, editor: QWidget, hint: str = "") -> QWidget:
        box = controls.field(words, editor, hint)
        says = controls.label("", "error", wrap=True)
        says.hide()
        layout = box.layout()
        if layout is not None:
            layout.addWidget(says)
        self._editors[key] = editor
        self._says[key] = says
        return box

    def _change(self, change: dict[str, object]) -> None:
        for key, says in self._says.items():
            says.hide()
            self._editors[key].setProperty("state", "")
            _again(self._editors[key])
        desk = self.desk
        work.run(self, lambda: desk.office.change(change), self._changed, self._refused)

    def _changed(self, office: Office) -> None:
        self.message.emit(QCoreApplication.translate("ChangeSection", "设置已保存。"))
        self.saved.emit()
        self.load()

    def _refused(self, trouble: Trouble) -> None:
        says = self._says.get(trouble.field or "")
        if says is None or trouble.exit_status != 3:
            work.board().trouble.emit(trouble)
            return
        says.setText(trouble.message + (f"（{trouble.basis}）" if trouble.basis else ""))
        says.show()
        editor = self._editors[trouble.field or ""]
        editor.setProperty("state", "error")
        _again(editor)
        editor.setFocus()


class OfficeSection(_ChangeSection):
    """Names, window and reviewing body, as papers print them."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        groups = (
            (self.tr("单位"), self.tr("打印的回执和登记表上用这些名称。"), _NAMES),
            (self.tr("接待窗口"), self.tr("印在回执上，方便来访人查询。"), _WINDOW),
            (self.tr("复查"), self.tr("来访人不服处理意见时找哪里。留空就用县（市、区）人民政府。"), _REVIEW),
        )
        for title, explain, fields in groups:
            frame, column = section_card(title, explain)
            column.addWidget(_Pairs(self._text_field(key, self.tr(str(words))) for key, words in fields))
            self.column.addWidget(frame)
        self.column.addStretch(1)

    def _text_field(self, key: str, words: str) -> QWidget:
        if key == "organ_kind":
            kinds = QComboBox()
            kinds.addItems(list(ORGAN_KINDS))
            return self._field(key, words, kinds)
        return self._field(key, words, QLineEdit())

    def load(self) -> None:
        """Show the office's settings."""
        office = self.desk.office.current()
        for key, editor in self._editors.items():
            value = str(getattr(office, key))
            if isinstance(editor, QComboBox):
                editor.setCurrentText(value)
            elif isinstance(editor, QLineEdit):
                editor.setText(value)
                editor.setCursorPosition(0)

    def main(self) -> None:
        """Save what differs from what is stored."""
        office = self.desk.office.current()
        change: dict[str, object] = {}
        for key, editor in self._editors.items():
            typed = editor.currentText() if isinstance(editor, QComboBox) else ""
            if isinstance(editor, QLineEdit):
                typed = editor.text().strip()
            if typed != getattr(office, key):
                change[key] = typed
        if change:
            self._change(change)
        else:
            self.message.emit(self.tr("没有改动。"))


class VillagesSection(_ChangeSection):
    """The villages and communities: one a line, pasted from a sheet if one likes."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(
            self.tr("村（社区）"),
            self.tr("一行一个，可以从表格里整列复制过来。删掉的村不再提示，以前的登记不受影响。"),
        )
        self.text = QPlainTextEdit()
        sized(self.text, min_height=14)
        column.addWidget(self._field("villages", self.tr("村（社区）名单"), self.text))
        self.count = controls.label("", "soft")
        column.addWidget(self.count)
        self.text.textChanged.connect(self._recount)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def load(self) -> None:
        """Show the villages that are in use."""
        names = [village.name for village in self.desk.office.villages() if not village.retired]
        self.text.setPlainText("\n".join(names))

    def main(self) -> None:
        """Save the list."""
        self._change({"villages": village_names(self.text.toPlainText())})

    def _recount(self) -> None:
        names = village_names(self.text.toPlainText())
        self.count.setText(self.tr("共 %1 个").replace("%1", str(len(names))))


class NumbersSection(_ChangeSection):
    """Number patterns with a live example, and the limits that the office may tighten."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(
            self.tr("编号格式"),
            self.tr("编号每年从 1 开始，不跳号、不重用。{organ} 是机关代字，{year} 是年份，{serial:4} 是四位流水号。"),
        )
        self._examples: dict[str, QLabel] = {}
        for key, words in (("visit_pattern", self.tr("来访编号")), ("case_pattern", self.tr("信访事项编号"))):
            editor = QLineEdit()
            column.addWidget(self._field(key, words, editor))
            example = controls.label("", "soft", wrap=True)
            column.addWidget(example)
            self._examples[key] = example
            editor.textChanged.connect(lambda _text, key=key: self._show_example(key))
        self.column.addWidget(frame)
        limits, column = section_card(
            self.tr("期限和人数"), self.tr("只能比规定的更严：书面告知最多 15 日，代表最多 5 人。")
        )
        days, most = QSpinBox(), QSpinBox()
        self._days = days
        days.setRange(1, 15)
        most.setRange(1, MOST_REPRESENTATIVES)
        most.setSuffix(self.tr(" 人"))
        column.addWidget(
            _Pairs(
                (
                    self._field("notice_days", self.tr("书面告知期限"), days),
                    self._field("most_representatives", self.tr("集体来访代表人数上限"), most),
                )
            )
        )
        self.column.addWidget(limits)
        self.column.addStretch(1)

    def load(self) -> None:
        """Show the patterns and limits."""
        office = self.desk.office.current()
        self._days.setSuffix(self.tr(" 个工作日") if office.notice_unit == "working" else self.tr(" 日"))
        for key, editor in self._editors.items():
            if isinstance(editor, QLineEdit):
                editor.setText(getattr(office, key))
            elif isinstance(editor, QSpinBox):
                editor.setValue(getattr(office, key))

    def main(self) -> None:
        """Save patterns and limits."""
        change: dict[str, object] = {}
        for key, editor in self._editors.items():
            if isinstance(editor, QLineEdit):
                change[key] = editor.text().strip()
            elif isinstance(editor, QSpinBox):
                change[key] = editor.value()
        self._change(change)

    def _show_example(self, key: str) -> None:
        editor = self._editors[key]
        typed = editor.text().strip() if isinstance(editor, QLineEdit) else ""
        example = self._examples[key]
        today = self.desk.today()
        try:
            number = numbering.format_number(
                typed, year=today.year, serial=23, organ=self.desk.office.current().organ, month=today.month
            )
        except Trouble as trouble:
            role(example, "warn")
            example.setText(trouble.message)
            return
        role(example, "soft")
        example.setText(self.tr("例如：%1").replace("%1", number))


def village_names(text: str) -> list[str]:
    """The names in a pasted text: split at lines, tabs and list commas, trimmed, each once, in their order."""
    for sign in "\t,，、;；":
        text = text.replace(sign, "\n")
    return list(dict.fromkeys(name for line in text.splitlines() if (name := line.strip())))


def _again(widget: QWidget) -> None:
    """Let the style sheet see a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
