"""The preview is the paper: the same bytes on the screen, in the file and in the archive; printing frees no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.look.theme import theme
from petidesk.ui.paper import printout as printing
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.seat import Seat
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import press


@pytest.fixture
def panel(qtbot: QtBot, seat: Seat) -> PreviewPanel:
    made = PreviewPanel(seat)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    return made


def drawn(qtbot: QtBot, panel: PreviewPanel) -> bytes:
    """The bytes on the screen."""
    qtbot.waitUntil(lambda: panel.paper() is not None, timeout=10_000)
    paper = panel.paper()
    assert paper is not None
    return paper.pdf


def test_the_screen_the_file_and_the_archive_are_the_same_bytes(
    qtbot: QtBot, desk: Desk, panel: PreviewPanel, tmp_path: Path
) -> None:
    number = register(desk)
    panel.show_printout(printing.slip_printout(desk, number))
    shown = drawn(qtbot, panel)
    visit = desk.visits.get(number)
    assert desk.visits.papers(visit.visit_id) == []
    target = tmp_path / "回执.pdf"
    with qtbot.waitSignal(panel.printed, timeout=10_000):
        panel.write_pdf(target)
    assert target.read_bytes() == shown
    assert [paper.prints for paper in desk.visits.papers(visit.visit_id)] == [1]


@pytest.mark.parametrize(("size", "pages"), [("a4", 1), ("a5", 2), ("80mm", 2), ("58mm", 2)])
def test_one_print_is_the_visitors_copy_and_the_files(
    qtbot: QtBot, desk: Desk, panel: PreviewPanel, seat: Seat, size: str, pages: int
) -> None:
    seat.paper = size
    panel.show_printout(printing.slip_printout(desk, register(desk)))
    pdf = drawn(qtbot, panel)
    assert panel.chosen_size() == size
    assert panel._copies.value() == 1
    assert desk.papers.page_count(pdf) == pages


def test_the_registration_form_has_a_preview_too(qtbot: QtBot, desk: Desk, panel: PreviewPanel) -> None:
    panel.show_printout(printing.form_printout(desk, "登记表", register(desk)))
    assert drawn(qtbot, panel).startswith(b"%PDF")
    assert nameless(panel) == []


def test_without_a_printer_nothing_is_promised(qtbot: QtBot, desk: Desk, panel: PreviewPanel) -> None:
    printout = printing.slip_printout(desk, register(desk))
    assert printing.printer_names() == []
    assert not panel.print_at_once(printout)
    panel.show_printout(printout)
    drawn(qtbot, panel)
    qtbot.waitUntil(lambda: "没有装打印机" in panel.notice.text(), timeout=5000)
    assert not panel.print_now.isEnabled()


def test_pages_reach_a_printer_at_their_own_size(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    printout = printing.slip_printout(desk, register(desk))
    pages = printing.rendered(printout, printout.show("80mm"), printing.DOTS)
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printing.print_pages(printer, pages, 1, printout.title)
    assert desk.papers.page_count(target.read_bytes()) == len(pages)
    width = printer.pageLayout().pageSize().size(QPageSize.Unit.Millimeter).width()
    assert abs(width - 80) < 1
    picture = desk.papers.page_png(target.read_bytes(), 0, 40)
    assert len(picture) > 500


def test_the_preview_fits_at_every_font_step(qtbot: QtBot, desk: Desk, panel: PreviewPanel) -> None:
    panel.show_printout(printing.slip_printout(desk, register(desk)))
    drawn(qtbot, panel)
    for step in range(4):
        theme.apply(step, False)
        quiet(qtbot)
        assert clipped(panel) == []


def test_tab_walks_from_the_paper_sizes_to_the_buttons(qtbot: QtBot, desk: Desk, panel: PreviewPanel) -> None:
    panel.activateWindow()
    panel.show_printout(printing.slip_printout(desk, register(desk)))
    drawn(qtbot, panel)
    sizes = panel._sizes.chips()
    qtbot.waitUntil(lambda: sizes[-1].isVisible())
    sizes[0].setFocus()  # exclusive chips are one stop, on the chosen one
    seen: list[QWidget | None] = []
    for _ in range(2):
        press(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [panel._copies, panel.save_pdf]
