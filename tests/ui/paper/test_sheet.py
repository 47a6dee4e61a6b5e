"""The paper beside what is typed: pages of something else are gone at once, those of the same stay until the next."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from petidesk.domain.papers import Paper
from petidesk.ui.paper.sheet import SheetView
from tests.scans import picture
from tests.ui.desks.calm import settle
from tests.ui.desks.sight import silent


def paper(title: str) -> Paper:
    """A paper of two pages."""
    return Paper(title, "a4", 1, title.encode(), "", (), False)


def says(view: SheetView, words: str) -> bool:
    """Whether this can be read beside the pages."""
    return any(words in label.text() for label in view.findChildren(QLabel) if label.isVisible())


def test_pages_belong_to_what_was_asked_for(qtbot: QtBot) -> None:
    view = SheetView(lambda _pdf: 2, lambda _pdf, _page, _dots: picture())
    qtbot.addWidget(view)
    view.show()
    view.ask("甲", lambda: paper("甲"), at_once=True)
    assert says(view, "正在排版")
    settle(qtbot)
    shown = view.paper()
    assert shown is not None and view.page_total() == 2 and not says(view, "正在排版")
    with silent():
        view.ask("甲", lambda: paper("甲，改过"), at_once=True)
        assert view.paper() is shown and view.page_total() == 2, "typing makes nothing blink"
        view.ask("乙", lambda: paper("乙"), at_once=True)
        assert view.paper() is None and view.page_total() == 0 and says(view, "正在排版")
    settle(qtbot)
    assert view.paper() is not None and view.page_total() == 2
