"""Section 显示打印: font size, colours, printer and slip paper of this seat. Everything takes effect at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QVBoxLayout, QWidget

from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.settings.page import Section, section_card
from petidesk.ui.shell import idle
from petidesk.ui.shell.routes import SlipTrial

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class LookChoice(QWidget):
    """The four font steps and the colours, live; the wizard asks the same."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        sizes, colours = containers.Flow(1.0), containers.Flow(1.0)
        column.addWidget(sizes)
        column.addWidget(colours)
        self.group = QButtonGroup(self)
        words = (self.tr("小"), self.tr("中"), self.tr("大"), self.tr("特大"))
        for step, word in enumerate(words):
            choice = QRadioButton(word)
            choice.setAccessibleName(self.tr("字号 {0}").format(word))
            self.group.addButton(choice, step)
            sizes.add(choice)
        self.colours = QButtonGroup(self)
        self.light = QRadioButton(self.tr("浅色"))
        self.dark = QRadioButton(self.tr("深色（光线暗的时候）"))
        self.contrast = QRadioButton(self.tr("高对比（黑白分明）"))
        for choice in (self.light, self.dark, self.contrast):
            self.colours.addButton(choice)
            colours.add(choice)
        self.show_now()
        self.group.idClicked.connect(self._step)
        self.colours.buttonClicked.connect(self._colours)
        theme.changed.connect(self.show_now)

    def parts(self) -> list[QWidget]:
        """The choices in their order."""
        return [*self.group.buttons(), *self.colours.buttons()]

    def show_now(self) -> None:
        """Mark what is in force."""
        self.group.button(theme.step).setChecked(True)
        (self.contrast if theme.contrast else self.dark if theme.dark else self.light).setChecked(True)

    def _step(self, step: int) -> None:
        self.seat.step = step
        theme.apply(step, theme.contrast, theme.dark)

    def _colours(self) -> None:
        self.seat.contrast, self.seat.dark = self.contrast.isChecked(), self.dark.isChecked()
        theme.apply(theme.step, self.seat.contrast, self.seat.dark)


class LookSection(Section):
    """Font size, colours, printer and paper."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(
            self.tr("字够大吗？"), self.tr("随时可以按 Ctrl 和 = 放大、Ctrl 和 - 缩小、Ctrl 和 0 还原。")
        )
        self.look = LookChoice(seat)
        column.addWidget(self.look)
        self.column.addWidget(frame)
        paper, column = section_card(self.tr("打印"), self.tr("按 F9 保存并打印时用的纸和打印机，只管这台电脑。"))
        self.papers = QComboBox()
        for name, words in (
            ("a4", self.tr("A4，一页两联")),
            ("a5", "A5"),
            ("80mm", self.tr("80 毫米小票")),
            ("58mm", self.tr("58 毫米小票")),
        ):
            self.papers.addItem(words, name)
        column.addWidget(controls.field(self.tr("回执用纸"), self.papers))
        self.printers = QComboBox()
        column.addWidget(controls.field(self.tr("打印机"), self.printers))
        self.trial = controls.button(
            self.tr("试打一张回执"), lambda: self.go.emit(SlipTrial()), icon="printer", tip=self.tr("带“演练”字样")
        )
        column.addWidget(self.trial, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(paper)
        self.column.addWidget(self._lock_card())
        self.column.addWidget(self._language_card())
        self.column.addStretch(1)
        self.papers.currentIndexChanged.connect(self._paper_chosen)
        self.printers.currentIndexChanged.connect(self._printer_chosen)

    def _lock_card(self) -> QWidget:
        card, column = section_card(
            self.tr("锁屏"), self.tr("按 Ctrl+L 随时锁屏、换人，按 F12 遮住屏幕；填到一半的内容都在。只管这台电脑。")
        )
        self.idle = QComboBox()
        self.idle.addItem(self.tr("不自动锁屏"), 0)
        for minutes in idle.CHOICES[1:]:
            self.idle.addItem(self.tr("{0} 分钟没人用就锁屏").format(minutes), minutes)
        now = idle.minutes_of(self.seat.idle_minutes, encrypted=self.desk.secrets.encrypted)
        self.idle.setCurrentIndex(self.idle.findData(now))
        column.addWidget(controls.field(self.tr("自动锁屏"), self.idle))
        self.idle.currentIndexChanged.connect(self._idle_chosen)
        return card

    def _idle_chosen(self) -> None:
        self.seat.idle_minutes = str(self.idle.currentData())
        self.saved.emit()

    def _language_card(self) -> QWidget:
        card, column = section_card(
            self.tr("语言"), self.tr("换语言从下次启动起生效，只管这台电脑的窗口；打印的文书一直是中文。")
        )
        self.languages = QComboBox()
        for name, words in (("zh", self.tr("中文")), ("en", "English")):
            self.languages.addItem(words, name)
        self.languages.setCurrentIndex(max(self.languages.findData(self.seat.language), 0))
        column.addWidget(controls.field(self.tr("窗口的语言"), self.languages))
        self.languages.currentIndexChanged.connect(self._language_chosen)
        return card

    def _language_chosen(self) -> None:
        self.seat.language = str(self.languages.currentData())

    def _paper_chosen(self) -> None:
        self.seat.paper = str(self.papers.currentData())

    def _printer_chosen(self) -> None:
        self.seat.printer = str(self.printers.currentData() or "")

    def load(self) -> None:
        """Show the choices of this seat; the printers are asked for when the section is opened."""
        from PySide6.QtPrintSupport import QPrinterInfo

        for box in (self.papers, self.printers):
            box.blockSignals(True)
        self.papers.setCurrentIndex(max(self.papers.findData(self.seat.paper), 0))
        self.printers.clear()
        self.printers.addItem(self.tr("系统默认打印机"), "")
        for name in QPrinterInfo.availablePrinterNames():
            self.printers.addItem(name, name)
        self.printers.setCurrentIndex(max(self.printers.findData(self.seat.printer), 0))
        for box in (self.papers, self.printers):
            box.blockSignals(False)
