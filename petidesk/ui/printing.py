"""Paper out of the machine: the frozen pages as pictures to any printer the system knows, or the PDF to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from petidesk.domain.listing import Paper
from petidesk.domain.trouble import KnownTrouble

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk

# Dots per inch of what goes to a printer: enough for small Chinese characters on paper and on rolls.
DOTS = 300
SLIP = "visit_slip"
NOTICE_SLIP = "visit_notice_slip"


@dataclass(frozen=True, slots=True)
class Printout:
    """One paper that may be printed on several sizes. `show` logs nothing, `keep` freezes and logs one print."""

    title: str
    sizes: tuple[str, ...]
    show: Callable[[str], Paper]
    keep: Callable[[str], Paper]
    page_count: Callable[[bytes], int]
    page_png: Callable[[bytes, int, float], bytes]


def slip_printout(desk: Desk, visit_no: str, why: str = "") -> Printout:
    """来访登记回执 of a visit. `why`: see `form_printout`."""
    return form_printout(desk, SLIP, visit_no, why)


def form_printout(desk: Desk, form: str, visit_no: str, why: str = "") -> Printout:
    """Any paper that a visit can be printed on, by its folder or its title. `why`: for what an accusation closes."""
    papers = desk.papers
    name = next((folder for folder, title in papers.forms().items() if form in (folder, title, title[2:])), form)
    return Printout(
        papers.forms().get(name, form),
        papers.sizes(name),
        lambda size: papers.preview_form(name, visit_no, size, why),
        lambda size: papers.print_form(name, visit_no, size, why),
        papers.page_count,
        papers.page_png,
    )


def size_words(size: str, form_title: str) -> str:
    """What a paper size is called at the desk."""
    tr = QCoreApplication.translate
    if size == "a4" and "回执" in form_title:
        return tr("Printing", "A4 两联")
    return {
        "a4": "A4",
        "a5": "A5",
        "a3": "A3",
        "80mm": tr("Printing", "80毫米"),
        "58mm": tr("Printing", "58毫米"),
        "wall": tr("Printing", "A3 上墙大字"),
        "8": tr("Printing", "一页 8 张"),
        "10": tr("Printing", "一页 10 张"),
    }.get(size, size)


def printer_names() -> list[str]:
    """The printers of this system, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual)


def rendered(printout: Printout, paper: Paper, dots: float) -> list[bytes]:
    """Every page as a PNG picture; slow, for a worker."""
    return [printout.page_png(paper.pdf, page, dots) for page in range(printout.page_count(paper.pdf))]


def printer_named(name: str) -> QPrinter:
    """A printer of this system."""
    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


def print_pages(printer: QPrinter, pages: Sequence[bytes], copies: int, title: str) -> None:
    """Send pages (PNG pictures at `DOTS`) to a printer. Raises KnownTrouble when it does not take them."""
    images = [QImage.fromData(page) for page in pages]
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    _set_page(printer, images[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownTrouble(
            "read_only",
            QCoreApplication.translate("Printing", "打印机没有响应。请检查电源和纸张，也可以先存为 PDF。"),
        )
    for number, image in enumerate(images):
        if number:
            _set_page(printer, image)
            printer.newPage()
        sheet = printer.pageLayout().fullRectPixels(printer.resolution())
        scale = min(sheet.width() / image.width(), sheet.height() / image.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
    painter.end()


def _set_page(printer: QPrinter, image: QImage) -> None:
    size = QSizeF(image.width() / DOTS * 25.4, image.height() / DOTS * 25.4)
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
