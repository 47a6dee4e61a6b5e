"""Sections of 设置 that name the office: its names and window, its villages, its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from petidesk.domain import numbering
from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.ui.forms.entry_rows import listed
from petidesk.ui.forms.inputs import LinesEdit
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, sized
from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.page import section_card
from petidesk.ui.shell.routes import ToOffice

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class OfficeSection(ChangeSection):
    """Names and window, as papers print them."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        groups = (
            (self.tr("单位"), self.tr("打印的回执、登记表和文书上用这些名称。"), "单位"),
            (self.tr("接待窗口"), self.tr("印在回执和告知书上，方便来访人查询。"), "窗口"),
            (
                self.tr("公布的信访渠道"),
                self.tr("印在信访渠道公示牌和信封上（《信访工作条例》第十八条）。"),
                "公布",
            ),
            (self.tr("附件"), self.tr("扫描件和照片。文件越大，备份越慢、占的磁盘越多。"), "附件"),
        )
        for title, explain, group in groups:
            frame, column = section_card(title, explain)
            column.addWidget(self._pairs(group))
            self.column.addWidget(frame)
        self.column.addWidget(self._practice_card())
        self.column.addStretch(1)

    def _practice_card(self) -> QWidget:
        """The way to the practice office, and out of it."""
        frame, column = section_card(
            self.tr("练习单位"),
            self.tr("里面的人和事都是编出来的，随便改，打印都带“演练”字样；和正式记录各放各的。"),
        )
        practice = self.desk.practice
        words = self.tr("回到正式记录") if practice else self.tr("打开练习单位")
        self.practise = controls.button(words, lambda: self.go.emit(ToOffice(practice=not practice)))
        column.addWidget(self.practise, 0, Qt.AlignmentFlag.AlignLeft)
        return frame


class VillagesSection(ChangeSection):
    """The villages and communities: one a line, pasted from a sheet if one likes."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(
            self.tr("村（社区）"),
            self.tr("一行一个，可以从表格里整列复制过来。删掉的村不再提示，以前的登记不受影响。"),
        )
        self.text = LinesEdit()
        sized(self.text, min_height=14)
        column.addWidget(self._field("villages", SETTINGS["villages"].name, self.text))
        self.count = controls.label("", "soft")
        column.addWidget(self.count)
        self.text.textChanged.connect(self._recount)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def stored(self, office: Office, key: str) -> Any:
        """The villages that are in use."""
        return [village.name for village in self.desk.office.villages() if not village.retired]

    def _recount(self) -> None:
        self.count.setText(self.tr("共 %1 个").replace("%1", str(len(listed(self.text.toPlainText())))))


class NumbersSection(ChangeSection):
    """Number patterns with a live example."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(
            self.tr("编号格式"),
            self.tr("编号每年从 1 开始，不跳号、不重用。{代字} 是机关代字，{年份} 是年份，{流水号:4} 是四位流水号。"),
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
        letters, column = section_card(
            self.tr("文书编号"),
            self.tr("文书按机关代字、种类和年份编号，签发时才给号，不跳号。机关代字在“单位资料”里改。"),
        )
        self.letter_example = controls.label("", "soft", wrap=True)
        column.addWidget(self.letter_example)
        self.column.addWidget(letters)
        self.column.addStretch(1)

    def load(self) -> None:
        """Show the patterns, and what a document number looks like."""
        super().load()
        code = self.desk.office.current().letter_code
        words = self.tr("例如：{0}告〔{1}〕3号").format(code, self.desk.today().year)
        self.letter_example.setText(words)

    def _show_example(self, key: str) -> None:
        editor = self._editors[key]
        typed = editor.text().strip() if isinstance(editor, QLineEdit) else ""
        example = self._examples[key]
        today = self.desk.today()
        try:
            number = numbering.format_number(
                numbering.from_words(typed),
                year=today.year,
                serial=23,
                organ=self.desk.office.current().organ,
                month=today.month,
            )
        except Trouble as trouble:
            role(example, "warn")
            example.setText(trouble.message)
            return
        role(example, "soft")
        example.setText(self.tr("例如：%1").replace("%1", number))
