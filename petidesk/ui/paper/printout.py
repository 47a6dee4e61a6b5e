"""Paper out of the machine: the frozen pages as pictures to any printer the system knows, or the PDF to a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, QStandardPaths
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from petidesk.desk.files import written_whole
from petidesk.domain.help_pages import FORM as HELP
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.letters import Batch, Letter
from petidesk.domain.office.papers import TITLES
from petidesk.domain.papers import Paper
from petidesk.domain.sittings.guests import Guest
from petidesk.domain.sittings.sittings import Sitting
from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.notice_slip import NoticeChoices
from petidesk.ui import work
from petidesk.ui.look import files
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# Dots per inch of what goes to a printer: enough for small Chinese characters on paper and on rolls.
DOTS = 300
SLIP = "visit_slip"
NOTICE_SLIP = "visit_notice_slip"
_ACCEPT, _SAME_FACTS = "accept", "same_facts"


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that may be ticked beside a paper, which is then another one; `put` says to the paper that it is."""

    words: str
    put: Callable[[bool], object]
    tip: str = ""


def no_ticks() -> Sequence[Tick]:
    """Most papers are what they are."""
    return ()


@dataclass(frozen=True, slots=True)
class Printout:
    """One paper that may be printed on several sizes. `show` logs nothing, `keep` freezes and logs one print.

    `ticks` asks the desk what may be ticked beside it; `show` and `keep` go by what is ticked.
    """

    title: str
    sizes: tuple[str, ...]
    show: Callable[[str], Paper]
    keep: Callable[[str], Paper]
    page_count: Callable[[bytes], int]
    page_png: Callable[[bytes, int, float], bytes]
    ticks: Callable[[], Sequence[Tick]] = no_ticks


def slip_printout(desk: Desk, visit_no: str, why: str = "") -> Printout:
    """来访登记回执 of a visit. `why`: see `form_printout`."""
    return form_printout(desk, SLIP, visit_no, why)


def form_printout(desk: Desk, form: str, visit_no: str, why: str = "") -> Printout:
    """Any paper that a visit can be printed on, by its folder or its title. `why`: for what an accusation closes."""
    papers = desk.papers
    name = next((folder for folder, title in papers.forms().items() if form in (folder, title, title[2:])), form)
    if name == NOTICE_SLIP:
        return _telling_printout(desk, visit_no, why)
    return Printout(
        papers.forms().get(name, form),
        papers.sizes(name),
        lambda size: papers.preview_form(name, visit_no, size, why),
        lambda size: papers.print_form(name, visit_no, size, why),
        papers.page_count,
        papers.page_png,
    )


def trial_printout(desk: Desk) -> Printout:
    """试打一张回执: an invented visit on this office's slip, under 演练; nothing is kept or logged."""
    papers = desk.papers
    title = translate("Printing", "试打回执")
    sizes = papers.sizes(SLIP)
    return Printout(title, sizes, papers.sample_slip, papers.sample_slip, papers.page_count, papers.page_png)


def _telling_printout(desk: Desk, visit_no: str, why: str) -> Printout:
    """回执（书面告知） of a visit; beside it 受理 in one step, and the word that a matter ended by 复核 asks for."""
    papers = desk.papers
    ticked: set[str] = set()

    def choices() -> NoticeChoices:
        return NoticeChoices(accept=_ACCEPT in ticked, same_facts=_SAME_FACTS in ticked)

    def ticks() -> Sequence[Tick]:
        offer = papers.notice_offer(visit_no)
        made = []
        if offer.accept:
            tip = translate("Printing", "回执写明受理和60日办理期限，打印即记为受理（《信访工作条例》第三十四条）")
            made.append(Tick(translate("Printing", "书面告知时同时受理"), _into(ticked, _ACCEPT), tip))
        if offer.same_facts:
            words = translate("Printing", "确认仍是同一事实和理由（复核已终结，不再受理）")
            made.append(Tick(words, _into(ticked, _SAME_FACTS)))
        return made

    return Printout(
        papers.forms()[NOTICE_SLIP],
        papers.sizes(NOTICE_SLIP),
        lambda size: papers.preview_form(NOTICE_SLIP, visit_no, size, why, choices=choices()),
        lambda size: papers.print_form(NOTICE_SLIP, visit_no, size, why, choices=choices()),
        papers.page_count,
        papers.page_png,
        ticks,
    )


def _into(ticked: set[str], what: str) -> Callable[[bool], object]:
    return lambda on: ticked.add(what) if on else ticked.discard(what)


def size_words(size: str, form_title: str) -> str:
    """What a paper size is called at the desk."""
    if size == "a4" and "回执" in form_title:
        return translate("Printing", "A4 两联")
    return {
        "a4": "A4",
        "a5": "A5",
        "a3": "A3",
        "80mm": translate("Printing", "80毫米"),
        "58mm": translate("Printing", "58毫米"),
        "dl": translate("Printing", "信封 DL 220×110"),
        "c5": translate("Printing", "信封 C5 229×162"),
        "wall": translate("Printing", "A3 上墙大字"),
        "8": translate("Printing", "一页 8 张"),
        "10": translate("Printing", "一页 10 张"),
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
            translate("Printing", "打印机没有响应。请检查电源和纸张，也可以先存为 PDF。"),
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


NOTICE_SIZES = ("a4", "a3", "wall")
CARD_SIZES = ("8", "10")
TABLE, CALENDAR = "xlsx", "ics"
SIZE = "a4"


def letter_printout(desk: Desk, letter: Letter | ClosedLetter, why: str = "") -> Printout:
    """An issued letter: its very bytes, each print logged. A voided one carries 作废.

    `why`: the reason for looking at a letter of an accusation. Sent to the printer unseen it asks for none, as it
    names nobody and must go out (`Letters.print_letter`).
    """
    return Printout(
        f"{letter.title} {letter.document_no}",
        (SIZE,),
        lambda _size: desk.letters.preview(letter.letter_id, unmask=why),
        lambda _size: desk.letters.print_letter(letter.document_no, why),
        desk.papers.page_count,
        desk.papers.page_png,
    )


def draft_printout(
    desk: Desk, letter: Letter | ClosedLetter, document: Mapping[str, Any], signer: str, day: date | None
) -> Printout:
    """送审稿: a draft as it stands, for the leader's signature; it has no number and is not logged.

    Only that of an accusation leaves a line when it is printed: its words then lie on paper.
    """

    def draw(_size: str) -> Paper:
        return desk.letters.preview_content(letter.form, letter.subject_no, document, signed_by=signer, signed_on=day)

    def keep(size: str) -> Paper:
        paper = draw(size)
        if letter.restricted:
            desk.letters.note_draft_print(letter.letter_id)
        return paper

    title = translate("LetterPrintouts", "送审稿 {0}").format(letter.title)
    return Printout(title, (SIZE,), draw, keep, desk.papers.page_count, desk.papers.page_png)


def batch_printout(desk: Desk, title: str, batch: Batch) -> Printout:
    """All letters of a batch in one file; the prints of its letters are logged one by one.

    No accusation is among them: none owes what a batch tells (`Letters.due_cases`).
    """
    digest = hashlib.sha256(batch.pdf).hexdigest()

    def show(_size: str) -> Paper:
        return Paper("batch", SIZE, 1, batch.pdf, digest, batch.missing_characters, True)

    def keep(size: str) -> Paper:
        for number in batch.issued:
            desk.letters.print_letter(number)
        return show(size)

    words = translate("LetterPrintouts", "{0} {1} 份").format(title, len(batch.issued))
    return Printout(words, (SIZE,), show, keep, desk.papers.page_count, desk.papers.page_png)


def _printout(desk: Desk, title: str, sizes: tuple[str, ...], make: Callable[[str], Paper]) -> Printout:
    papers = desk.papers
    return Printout(title, sizes, make, make, papers.page_count, papers.page_png)


def month_printout(desk: Desk, month: str) -> Printout:
    """矛盾纠纷排查化解台账 of a month, for signature."""
    title = translate("LedgerPrints", "矛盾纠纷排查化解台账 {0}").format(month)
    return _printout(desk, title, ("a4", "a3"), lambda size: desk.ledger_papers.sheet(month, size))


def return_printout(desk: Desk, round_no: str, village: str = "") -> Printout:
    """矛盾纠纷排查情况报送表 of a round: for one village with its open disputes, or blank for any."""
    title = translate("LedgerPrints", "排查情况报送表 {0}{1}").format(round_no, f" {village}" if village else "")
    return _printout(desk, title, ("a4",), lambda _size: desk.ledger_papers.return_sheet(round_no, village))


def escalation_printout(desk: Desk, dispute_no: str) -> Printout:
    """矛盾纠纷上报单 of a dispute: the written report from village to township."""
    title = translate("LedgerPrints", "矛盾纠纷上报单 {0}").format(dispute_no)
    return _printout(desk, title, ("a4",), lambda _size: desk.ledger_papers.escalation(dispute_no))


def office_printout(desk: Desk, form: str, number: str = "") -> Printout:
    """A paper of the window itself, of today where no `number` (a document, a day) is given."""
    title = f"{TITLES[form]} {number}".strip()
    wanted = number or desk.today().isoformat()
    sizes = desk.office_papers.sizes(form)
    return _printout(desk, title, sizes, lambda size: desk.office_papers.named(form, wanted, size))


def help_printout(desk: Desk, title: str, markdown: str) -> Printout:
    """帮助一页纸: a page of help as F1 shows it."""
    return _printout(desk, title, desk.office_papers.sizes(HELP), lambda _size: desk.office_papers.help_page(markdown))


def notice_printout(desk: Desk, month: str) -> Printout:
    """领导干部接待群众公示 of a month; what is shown is what printing would put up."""
    papers = desk.papers
    title = translate("ReceptionPrints", "领导接待公示 {0}").format(month)

    def show(size: str) -> Paper:
        return desk.schedule_papers.preview(month, size)

    def keep(size: str) -> Paper:
        return desk.schedule_papers.notice(month, size)

    return Printout(title, NOTICE_SIZES, show, keep, papers.page_count, papers.page_png)


def cards_printout(desk: Desk) -> Printout:
    """便民联系卡 of all leaders."""
    papers = desk.papers

    def make(size: str) -> Paper:
        return desk.schedule_papers.cards(int(size))

    return Printout(
        translate("ReceptionPrints", "便民联系卡"),
        CARD_SIZES,
        make,
        make,
        papers.page_count,
        papers.page_png,
    )


def practice_mark(desk: Desk) -> str:
    """What the name of a file says that comes out of a practice folder."""
    return translate("ReceptionPrints", "（演练）") if desk.session.practice else ""


def write_file(desk: Desk, kind: str, since: date, until: date, target: Path) -> None:
    """Write the rota of these days as a table or for calendar programs."""
    made = desk.schedule_papers.table if kind == TABLE else desk.schedule_papers.calendar
    with written_whole(target, made(since, until)):
        pass


def export(
    owner: QWidget, desk: Desk, seat: Seat, kind: str, since: date, until: date, said: Callable[[str], object]
) -> None:
    """Ask where to, then write in the background; `said` tells where it lies."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(seat.reception_folder or documents)
    words = translate("ReceptionPrints", "领导接待日 {0} 至 {1}").format(since, until)
    name = f"{words}{practice_mark(desk)}.{kind}"
    kinds = {
        TABLE: translate("ReceptionPrints", "表格 (*.xlsx)"),
        CALENDAR: translate("ReceptionPrints", "日历文件 (*.ics)"),
    }
    target = files.file_to_save(owner, translate("ReceptionPrints", "导出接待日"), folder / name, kinds[kind])
    if target is None:
        return

    def done(_nothing: None) -> None:
        seat.reception_folder = str(target.parent)
        said(translate("ReceptionPrints", "已存为 {0}").format(target))

    work.run(
        owner,
        lambda: write_file(desk, kind, since, until, target),
        done,
        title=translate("ReceptionPrints", "正在写文件"),
    )


def day_printout(desk: Desk, sitting: Sitting) -> Printout:
    """接访记录 of the day as it stands when it is drawn."""
    day = sitting.day
    title = translate("SittingPrints", "接访记录 {0}").format(day.on)
    return _printout(
        desk, title, ("a4",), lambda _size: desk.sitting_papers.day_record_of(desk.sittings.of_day(day.day_id))
    )


def record_printout(desk: Desk, sitting: Sitting, guest: Guest) -> Printout:
    """领导接访登记表 of a guest who was received."""
    day_id, number = sitting.day.day_id, guest.number
    title = translate("SittingPrints", "领导接访登记表 {0}").format(guest.reception_no)
    return _printout(
        desk, title, ("a4",), lambda _size: desk.sitting_papers.record_of(desk.sittings.of_day(day_id), number)
    )
