"""The papers of the ledger as something that can be previewed and printed; they are made anew each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from petidesk.domain.listing import Paper
from petidesk.ui.printing import Printout

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("LedgerPrints", text)


def _printout(desk: Desk, title: str, sizes: tuple[str, ...], make: Callable[[str], Paper]) -> Printout:
    papers = desk.papers
    return Printout(title, sizes, make, make, papers.page_count, papers.page_png)


def month_printout(desk: Desk, month: str) -> Printout:
    """矛盾纠纷排查化解台账 of a month, for signature."""
    title = _tr("矛盾纠纷排查化解台账 {0}").format(month)
    return _printout(desk, title, ("a4", "a3"), lambda size: desk.ledger_papers.sheet(month, size))


def return_printout(desk: Desk, round_no: str, village: str = "") -> Printout:
    """矛盾纠纷排查情况报送表 of a round: for one village with its open disputes, or blank for any."""
    title = _tr("排查情况报送表 {0}{1}").format(round_no, f" {village}" if village else "")
    return _printout(desk, title, ("a4",), lambda _size: desk.ledger_papers.return_sheet(round_no, village))


def escalation_printout(desk: Desk, dispute_no: str) -> Printout:
    """矛盾纠纷上报单 of a dispute: the written report from village to township."""
    title = _tr("矛盾纠纷上报单 {0}").format(dispute_no)
    return _printout(desk, title, ("a4",), lambda _size: desk.ledger_papers.escalation(dispute_no))
