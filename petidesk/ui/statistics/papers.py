"""What 统计分析 gives out: 总结用数, the bulletin of a span, and a table or chart as somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from petidesk.desk.files import written_whole
from petidesk.domain.papers import Paper
from petidesk.domain.statistics.charts import Chart
from petidesk.domain.statistics.figures import Table
from petidesk.domain.statistics.papers import BULLETINS, FigurePaper
from petidesk.domain.statistics.printed import PrintedTable
from petidesk.domain.statistics.spans import Whole, name_of
from petidesk.ui import work
from petidesk.ui.look import files
from petidesk.ui.paper.printout import Printout, practice_mark
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.desk.statistics.papers import StatisticsPapers
    from petidesk.domain.trouble import Trouble
    from petidesk.ui.shell.page import Page
    from petidesk.ui.statistics.chosen import Chosen

FileKind = Literal["docx", "xlsx"]
SIZE = "a4"


class FigurePapers:
    """The papers of one tab: made in a worker, stored where the clerk says, shown before they are printed."""

    def __init__(self, page: Page, chosen: Chosen, refused: Callable[[Trouble], object]) -> None:
        self._page = page
        self._chosen = chosen
        self._refused = refused

    @property
    def _desk(self) -> Desk:
        return self._page.desk

    # ---- 总结用数 --------------------------------------------------------------------------------------------------

    def summary(self, file: FileKind) -> None:
        """总结用数 of the chosen span as Word or as a workbook: ask where to, then make it."""
        chosen, desk = self._chosen, self._desk
        span, as_of = chosen.span, chosen.as_of
        title = translate("FigurePapers", "总结用数 {0}").format(chosen.words)
        self._store(title, file, lambda: desk.statistics_papers.summary(span, file, as_of))

    def shown_summary(self) -> Printout:
        """The same on paper, ready to be printed."""
        span, as_of = self._chosen.span, self._chosen.as_of
        title = translate("FigurePapers", "总结用数 {0}").format(self._chosen.words)
        return self._printout(title, lambda papers: papers.summary(span, "pdf", as_of))

    # ---- bulletins ---------------------------------------------------------------------------------------------------

    def bulletin_title(self) -> str:
        """What the bulletin of the chosen span is called; empty where there is none."""
        bulletin = BULLETINS.get(cast(Whole, self._chosen.kind))
        return "" if bulletin is None else bulletin.title

    def bulletin(self) -> Printout:
        """The bulletin of the chosen span, ready to be printed."""
        kind, name = self._named()
        desk, as_of = self._desk, self._chosen.as_of
        title = f"{self.bulletin_title()} {self._chosen.words}"

        def make(_size: str, *, keep: bool) -> Paper:
            return _paper(desk.statistics_papers.bulletin(kind, name, "pdf", as_of, keep=keep))

        shown, kept = partial(make, keep=False), partial(make, keep=True)
        return Printout(title, (SIZE,), shown, kept, desk.papers.page_count, desk.papers.page_png)

    def store_bulletin(self) -> None:
        """The same as Word."""
        kind, name = self._named()
        desk, as_of = self._desk, self._chosen.as_of
        title = f"{self.bulletin_title()} {self._chosen.words}"
        self._store(title, "docx", lambda: desk.statistics_papers.bulletin(kind, name, "docx", as_of))

    def _named(self) -> tuple[Whole, str]:
        kind = cast(Whole, self._chosen.kind)
        return kind, name_of(kind, self._chosen.span, self._chosen.first_day)

    # ---- what somebody looks at --------------------------------------------------------------------------------------

    def sheet(
        self,
        title: str,
        table: Table,
        measures: Sequence[str],
        chart: Chart | None = None,
        drawn: PrintedTable | None = None,
    ) -> Printout:
        """A table as it is shown, with its chart, ready to be printed; `drawn` where it is drawn another way."""
        shown = f"{title} {self._chosen.words}".replace(" · ", " ")
        return self._printout(shown, lambda papers: papers.sheet(title, table, measures, chart, drawn=drawn))

    def rates(self) -> Printout:
        """The rates of the chosen span with their chart, ready to be printed."""
        chosen = self._chosen
        span, compare, as_of = chosen.span, chosen.compare, chosen.as_of
        title = translate("FigurePapers", "各项比率 {0}").format(chosen.words)
        return self._printout(title, lambda papers: papers.rates_sheet(span, compare, as_of))

    def _printout(self, title: str, make: Callable[[StatisticsPapers], FigurePaper]) -> Printout:
        desk = self._desk

        def made(_size: str) -> Paper:
            return _paper(make(desk.statistics_papers))

        return Printout(title, (SIZE,), made, made, desk.papers.page_count, desk.papers.page_png)

    def store_sheet(
        self, title: str, table: Table, measures: Sequence[str], file: FileKind, chart: Chart | None = None
    ) -> None:
        """The same as Word, or as a workbook that goes on counting."""
        desk = self._desk
        name = f"{title} {self._chosen.words}"
        self._store(name, file, lambda: desk.statistics_papers.sheet(title, table, measures, chart, file))

    # ---- storing -----------------------------------------------------------------------------------------------------

    def _store(self, title: str, file: FileKind, make: Callable[[], FigurePaper]) -> None:
        page = self._page
        proposed = f"{title}{practice_mark(self._desk)}.{file}".replace(" · ", " ")
        kinds = {
            "docx": translate("FigurePapers", "Word 文档 (*.docx)"),
            "xlsx": translate("FigurePapers", "Excel 表格 (*.xlsx)"),
        }
        folder = Path(page.seat.figures_folder)
        words = translate("FigurePapers", "存为 {0}").format(kinds[file].partition(" (")[0])
        target = files.file_to_save(page, words, folder / proposed if folder.is_absolute() else proposed, kinds[file])
        if target is not None:
            page.seat.figures_folder = str(target.parent)
            self.write(target, make)

    def write(self, target: Path, make: Callable[[], FigurePaper]) -> None:
        """Make a paper and write it to `target`, both in a worker."""
        page = self._page

        def call() -> FigurePaper:
            paper = make()
            with written_whole(target, paper.data):
                pass
            return paper

        def done(paper: FigurePaper) -> None:
            page.message.emit(translate("FigurePapers", "已存为 {0}").format(target.name))
            if paper.missing_characters:
                words = "".join(paper.missing_characters)
                page.denied.emit(translate("FigurePapers", "字库里没有“{0}”，请在文件里补上。").format(words))
            page.saved.emit()

        work.run(page, call, done, self._refused, title=translate("FigurePapers", "正在写文件"))


def _paper(made: FigurePaper) -> Paper:
    """A paper of figures as the preview takes it."""
    notes = (translate("FigurePapers", "统计截止时间是上次印的那一次。"),) if made.kept else ()
    return Paper(made.form, SIZE, 1, made.data, made.sha256, made.missing_characters, True, notes)
