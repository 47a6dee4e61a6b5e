"""The help beside the page in front, over it in a narrow window; made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from petidesk.ui.look.theme import sized, theme

if TYPE_CHECKING:
    from petidesk.ui.shell.help import HelpPanel

# From this width of the window on, in ems, the help stands beside the page.
BESIDE = 78.0


class HelpBeside:
    """`row` is where it comes to stand beside `pages`; `print_page` prints the help page of a name."""

    def __init__(self, window: QWidget, row: QHBoxLayout, pages: QWidget, print_page: Callable[[str], object]) -> None:
        self._window = window
        self._row = row
        self._pages = pages
        self._print = print_page
        self._panel: HelpPanel | None = None

    @property
    def shown(self) -> bool:
        """Whether it is open."""
        return self._panel is not None and not self._panel.isHidden()

    def toggle(self, name: str) -> None:
        """F1: open it on the page of that name, which gets the keys, or close it."""
        panel = self._panel or self._made()
        panel.setVisible(panel.isHidden())
        if self.shown:
            panel.show_page(name)
            panel.text.setFocus()
        self.fit()

    def _made(self) -> HelpPanel:
        from petidesk.ui.shell.help import HelpPanel

        made = self._panel = HelpPanel()
        made.hide()
        made.closed.connect(self.fit)
        made.print_wanted.connect(self._print)
        self._row.addWidget(made)
        return made

    def follow(self, name: str) -> None:
        """Another page came to the front: tell of that one; where the help stood in its place it goes."""
        if self._panel is None or not self.shown:
            return
        self._panel.show_page(name)
        if self._pages.isHidden():
            self.close()

    def close(self) -> None:
        """Put it away."""
        if self._panel is not None and self.shown:
            self._panel.hide()
            self.fit()

    def fit(self) -> None:
        """Beside the page or in its place."""
        if self._panel is None:
            return
        over = self.shown and self._window.width() < BESIDE * theme.em(1)
        self._pages.setVisible(not over)
        sized(self._panel, min_width=10 if over else 24, max_width=999 if over else 24)
        self._panel.updateGeometry()
