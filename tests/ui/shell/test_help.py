"""Help on paper: every page and the card of keys is one sheet, printed from F1 or Ctrl+K."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk import paths
from petidesk.desk.desk import Desk
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.settings.page import SECTIONS
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.help import HelpPanel, help_text
from tests.ui.desks.calm import quiet
from tests.ui.desks.typist import focus, press

PAGES = sorted(page.stem for page in (paths.resources() / "help").glob("*.md"))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_help_is_one_sheet(desk: Desk, name: str) -> None:
    paper = desk.office_papers.help_page(help_text(name))
    assert desk.papers.page_count(paper.pdf) == 1
    assert paper.missing_characters == ()


def test_the_overview_leads_to_every_page() -> None:
    assert [name for name in PAGES if name != "overview" and f"]({name})" not in help_text("")] == []


def test_help_calls_the_settings_by_their_names() -> None:
    told = {name for page in PAGES for name in re.findall("“设置 → ([^”]+)”", help_text(page))}
    assert len(told) > 2 and told <= {title for _, title, _ in SECTIONS}


def test_help_is_printed_and_closing_goes_back_to_where_one_was(qtbot: QtBot, window: Frame) -> None:
    window.open_page("registration")
    quiet(qtbot)
    before = focus()
    window.activateWindow()
    card = next(made for made in window.offered() if made.id == "print_keys")
    window.do(card)
    quiet(qtbot)
    preview = window.findChild(PreviewPanel)
    assert preview is not None and preview.isVisible() and preview.paper() is not None
    press(Qt.Key.Key_Escape)
    assert not preview.isVisible() and window.page("registration").isVisible() and focus() is before
    window.toggle_help()
    panel = window.findChild(HelpPanel)
    assert panel is not None
    panel.print_button.click()
    quiet(qtbot)
    assert preview.isVisible() and not panel.isVisible()
