"""试打一张回执: the slip as this office would hand it out, on the screen and out of the printer, under 演练."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized
from petidesk.ui.start.practice import SLIP_DPI, sample_slip
from petidesk.ui.start.step import Step
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from petidesk.ui.seat import Seat


class SlipStep(Step):
    """`names` gives office and county as typed so far, `failed` hears a trouble."""

    def __init__(self, seat: Seat, names: Callable[[], tuple[str, str]], failed: Callable[[Trouble], object]) -> None:
        super().__init__(
            translate("SlipStep", "试打一张回执"),
            translate("SlipStep", "看看回执打出来是什么样：内容是编的，带“演练”字样。没有打印机也可以先看预览。"),
        )
        self._seat, self._names, self._failed = seat, names, failed
        self.picture = controls.label("")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("回执预览"))
        sized(self.picture, min_height=12)
        self.preview = controls.button(self.tr("看预览"), self.show_slip, icon="eye")
        self.print_slip = controls.button(self.tr("打印这一张"), self._print_slip, icon="printer")
        self.printers = QComboBox()
        self.printers.setAccessibleName(self.tr("打印机"))
        deeds = containers.Flow(0.5)
        for part in (self.preview, self.printers, self.print_slip):
            deeds.add(part)
        self.column.addWidget(deeds)
        self.says = controls.label("", "soft", wrap=True)
        self.column.addWidget(self.says)
        self.column.addWidget(self.picture, 1)

    def show_slip(self) -> None:
        """Draw the slip in a worker and show it."""
        self.preview.setEnabled(False)
        office, county = self._names()
        call = partial(sample_slip, office, county, "a5", SLIP_DPI)
        work.run(self, call, self._drawn, self._failed, title=self.tr("正在准备回执"))

    def look_for_printers(self) -> None:
        """The printers of this computer as they are now."""
        from petidesk.ui.paper.printout import printer_names

        names = printer_names()
        self.printers.clear()
        self.printers.addItems(names)
        self.printers.setCurrentText(self._seat.printer)
        for part in (self.printers, self.print_slip):
            part.setVisible(bool(names))
        self.says.setText("" if names else self.tr("这台电脑没有装打印机。装好以后在“设置 → 显示打印”里试打。"))

    def print_on(self, printer: QPrinter) -> None:
        """The slip on a printer, on the paper that this seat prints slips on."""
        from petidesk.ui.paper.printout import DOTS, print_pages

        office, county = self._names()

        def send(pages: list[bytes]) -> None:
            try:
                print_pages(printer, pages, 1, self.tr("试打回执"))
            except Trouble as trouble:
                self._failed(trouble)
                return
            self.says.setText(self.tr("已送打印机。看看纸上的字是不是完整、清楚。"))

        call = partial(sample_slip, office, county, self._seat.paper, DOTS)
        work.run(self, call, send, self._failed, title=self.tr("正在准备打印"))

    def _print_slip(self) -> None:
        from petidesk.ui.paper.printout import printer_named

        self._seat.printer = self.printers.currentText()
        self.print_on(printer_named(self._seat.printer))

    def _drawn(self, pages: list[bytes]) -> None:
        self.preview.setEnabled(True)
        pixmap = QPixmap()
        pixmap.loadFromData(pages[0])
        width = min(self.picture.width(), pixmap.width())
        shown = pixmap.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        self.picture.setProperty("emSize", None)
        self.picture.setFixedHeight(shown.height())
        self.picture.setPixmap(shown)
