"""F1: the help page of the screen one is on, from resources/help, in a panel beside it. Never needs a network."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout

from petidesk import paths
from petidesk.desk.desk import Desk
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, spaced, theme
from petidesk.ui.paper.printout import Printout, help_printout
from petidesk.ui.shell import actions
from petidesk.ui.shell.pages import pages

OVERVIEW, KEYS = "overview", "keys"


def help_text(name: str) -> str:
    """The Markdown of one help page; the overview where there is none of that name. The keys are made, not written."""
    if name == KEYS:
        return actions.card(pages())
    folder = paths.resources() / "help"
    page = folder / f"{name}.md"
    return (page if name and page.is_file() else folder / f"{OVERVIEW}.md").read_text(encoding="utf-8")


def help_sheet(desk: Desk, name: str) -> Printout:
    """The same page as one sheet of paper, under its own heading."""
    text = help_text(name)
    return help_printout(desk, text.partition("\n")[0].lstrip("# "), text)


class HelpPanel(QFrame):
    """The panel. `closed` is sent when it was put away."""

    closed = Signal()
    # The help page of that name is wanted on paper.
    print_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        role(self, "panel")
        self.name = ""
        column = QVBoxLayout(self)
        spaced(column, 0.25, (0.75, 0.5, 0.5, 0.5))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("帮助"), "section"), 1)
        self.all_pages = controls.button(self.tr("全部按键"), lambda: self.show_page(KEYS), part="link")
        head.addWidget(self.all_pages)
        self.print_button = controls.icon_button(
            "printer", self.tr("印成一页纸"), lambda: self.print_wanted.emit(self.name)
        )
        head.addWidget(self.print_button)
        head.addWidget(controls.icon_button("x", self.tr("关闭帮助 Esc"), self._close))
        column.addLayout(head)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("帮助内容"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        column.addWidget(self.text, 1)
        theme.changed.connect(self._show_again)

    def show_page(self, name: str) -> None:
        """Show the help page `name` (a file of resources/help without its ending)."""
        self.name = name
        self.text.document().setDefaultFont(theme.font())
        self.text.setMarkdown(help_text(name))
        self.text.document().setDocumentMargin(theme.em(0.6))

    def _show_again(self) -> None:
        self.show_page(self.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.toString().removesuffix(".md"))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
