"""The English catalogue: what was translated is what the window says, from the next start on."""

from __future__ import annotations

import xml.etree.ElementTree as xml
from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk import paths
from petidesk.desk.desk import Desk
from petidesk.ui import work
from petidesk.ui.look.start import catalogue
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from petidesk.ui.settings.look import LookSection
from petidesk.ui.shell import help
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.palette import matching


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    """The window's words are English while the test runs."""
    words = catalogue("en")
    assert words is not None
    qapp.installTranslator(words)
    yield
    qapp.removeTranslator(words)


def test_the_compiled_catalogue_says_what_the_readable_one_says() -> None:
    words = catalogue("en")
    assert words is not None
    tree = xml.parse(paths.resources() / "i18n" / "petidesk_en.ts")
    wrong = []
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            english = message.findtext("translation") or ""
            if words.translate(context.findtext("name") or "", message.findtext("source") or "") != english:
                wrong.append(message.findtext("source"))
    assert wrong == []
    assert catalogue("xx") is None


@pytest.mark.usefixtures("english")
def test_navigation_and_registration_are_english(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.show()
    frame.take(desk)
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=10_000)
    said = [button.accessibleName() for button in frame.navigation.buttons()]
    assert said[:4] == ["Desk", "Registration", "Visits", "Cases"]
    frame.open_page("registration")
    page = cast(RegistrationPage, frame.page("registration"))
    assert frame.heading.text() == "Registration"
    assert page.save_and_print.text() == "Save and print  F9"
    assert matching(frame.offered(), "back up")[0].words == "Back up now"
    assert "| F12 | Hide the screen; any key brings it back |" in help.help_text(help.KEYS)
    # What is not translated yet stays Chinese.
    assert frame.desk is not None and frame.desk.office.current().name in frame.windowTitle()
    frame.close()


def test_the_language_is_chosen_in_the_settings_and_kept_at_the_seat(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = LookSection(desk, seat)
    qtbot.addWidget(section)
    assert seat.language == "zh" and section.languages.currentData() == "zh"
    section.languages.setCurrentIndex(section.languages.findData("en"))
    assert Seat(seat.file).language == "en"
