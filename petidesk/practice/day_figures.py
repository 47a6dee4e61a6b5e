"""The figures of the demonstration: the bulletin of last month and what a summary of the half year needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from petidesk.domain.statistics.spans import around
from petidesk.domain.statistics.words import moment_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from petidesk.desk.desk import Desk


class FigureDay:
    """Prints the papers of the figures. `keep` writes a file and says what it is."""

    def __init__(self, desk: Desk, keep: Callable[[str, bytes, str], None], day: date) -> None:
        self._papers, self._keep, self._day = desk.statistics_papers, keep, day

    def play(self) -> None:
        """月通报 of the month before as PDF and Word; 总结用数 of the half year before as Word and workbook."""
        month = f"{self._day.replace(day=1) - timedelta(days=1):%Y-%m}"
        bulletin = self._papers.bulletin("month", month)
        until = moment_words(bulletin.as_of)
        self._keep(f"figures-bulletin-{month}.pdf", bulletin.data, f"{month}的信访工作月通报，统计截止到{until}")
        word = self._papers.bulletin("month", month, "docx")
        self._keep(f"figures-bulletin-{month}.docx", word.data, "同一份月通报的Word文件，接着改")
        half = around("half", around("half", self._day).since - timedelta(days=1))
        summary = self._papers.summary(half)
        self._keep("figures-summary.docx", summary.data, "上半年总结用数：常用的句子和表")
        book = self._papers.summary(half, "xlsx")
        self._keep("figures-summary.xlsx", book.data, "上半年总结用数的工作簿，合计、占比、同比都是公式")
