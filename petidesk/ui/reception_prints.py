"""The papers of the rota with a preview, and its files for other programs. Only printing a notice issues it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from petidesk.desk.files import written_whole
from petidesk.domain.listing import Paper
from petidesk.ui import work
from petidesk.ui.printing import Printout

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat

NOTICE_SIZES = ("a4", "a3", "wall")
CARD_SIZES = ("8", "10")
_FOLDER = "reception/export_folder"
TABLE, CALENDAR = "xlsx", "ics"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReceptionPrints", text)


def notice_printout(desk: Desk, month: str) -> Printout:
    """领导干部接待群众公示 of a month; what is shown is what printing would put up."""
    papers = desk.papers
    title = _tr("领导接待公示 {0}").format(month)

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

    return Printout(_tr("便民联系卡"), CARD_SIZES, make, make, papers.page_count, papers.page_png)


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
    folder = Path(seat.text(_FOLDER) or documents)
    name = _tr("领导接待日 {0} 至 {1}.{2}").format(since, until, kind)
    kinds = {TABLE: _tr("表格 (*.xlsx)"), CALENDAR: _tr("日历文件 (*.ics)")}
    chosen, _ = QFileDialog.getSaveFileName(owner, _tr("导出接待日"), str(folder / name), kinds[kind])
    if not chosen:
        return
    target = Path(chosen)

    def done(_nothing: None) -> None:
        seat.put(_FOLDER, str(target.parent))
        said(_tr("已存为 {0}").format(target))

    work.run(owner, lambda: write_file(desk, kind, since, until, target), done, title=_tr("正在写文件"))
