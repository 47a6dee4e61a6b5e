"""开张前还差: what an office has not been given yet, each one key from its field and back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.office.fields import BACKUP_PLACE
from petidesk.ui.home.page import HomePage
from petidesk.ui.seat import Seat
from petidesk.ui.settings.page import SettingsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.typist import focus
from tests.ui.desks.window import open_page, words

ALL = ("name", "county", "phone", "reviewing_body", "leaders", "villages", BACKUP_PLACE)


def test_the_card_names_all_that_is_missing_and_goes_when_all_is_given(
    qtbot: QtBot, unnamed: Desk, seat: Seat, tmp_path: Path
) -> None:
    unnamed.office.change({"villages": []})
    page = open_page(qtbot, unnamed, seat, HomePage)
    frame = page.property("frame")
    card = page.opening
    assert card.isVisible() and card.lacking() == ALL
    assert "开张前还差 7 项" in words(card)
    for key, button in zip(ALL, card.buttons.parts(), strict=True):
        button.click()
        quiet(qtbot)
        settings = frame.page("settings")
        assert frame.current == "settings" and isinstance(settings, SettingsPage)
        assert settings.section().place_of(key) is not None
        settings.go_back()
        quiet(qtbot)
        assert frame.current == "home"
    given = {
        "name": "清溪镇",
        "county": "安平县",
        "phone": "0571-00000000",
        "leaders": [{"name": "覃晓东", "post": "镇长"}],
        "villages": ["东村"],
    }
    unnamed.office.change(given)
    seat.backup_place = str(tmp_path)
    page.ask()
    quiet(qtbot)
    assert card.lacking() == ("reviewing_body",)
    # the body that it is where nobody says otherwise stands there, to be saved
    card.buttons.parts()[0].click()
    quiet(qtbot)
    settings = frame.page("settings")
    assert isinstance(settings, SettingsPage) and settings.main_action is not None
    place = settings.section().place_of("reviewing_body")
    assert isinstance(place, QLineEdit) and place.text() == "安平县人民政府"
    settings.main_action.click()
    quiet(qtbot)
    assert frame.current == "home" and not card.isVisible() and card.lacking() == ()


def test_after_one_was_given_the_keys_stand_on_the_next(qtbot: QtBot, unnamed: Desk, seat: Seat) -> None:
    page = open_page(qtbot, unnamed, seat, HomePage)
    frame = page.property("frame")
    page.opening.buttons.parts()[0].click()
    quiet(qtbot)
    settings = frame.page("settings")
    assert isinstance(settings, SettingsPage) and settings.main_action is not None
    place = settings.section().place_of("name")
    assert isinstance(place, QLineEdit)
    place.setText("清溪镇")
    settings.main_action.click()
    quiet(qtbot)
    assert frame.current == "home" and page.opening.lacking()[0] == "county"
    assert focus() is page.opening.buttons.parts()[0]


def test_the_card_stays_folded_and_the_practice_office_needs_none(qtbot: QtBot, unnamed: Desk, seat: Seat) -> None:
    page = open_page(qtbot, unnamed, seat, HomePage)
    page.opening.fold.click()
    assert not page.opening.buttons.isVisible() and page.opening.title.isVisible()
    again = open_page(qtbot, unnamed, seat, HomePage)
    assert again.opening.isVisible() and not again.opening.buttons.isVisible()
    again.opening.fold.click()
    assert again.opening.buttons.isVisible()
