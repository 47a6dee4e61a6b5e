"""The look: contrast of the colours, fonts, and every page of the frame at all four font steps in 1366x768."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QRawFont
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.listing import ALL, VisitView
from petidesk.ui.look import controls, icons, theme
from petidesk.ui.look import style_sheet as style
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.theme import CONTRAST, LIGHT, STEPS, Tokens
from petidesk.ui.seat import Seat
from petidesk.ui.settings.page import SECTIONS
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.routes import Route, ToSearch, ToSettings, ToVisits
from petidesk.ui.start.trouble import StartTrouble
from petidesk.ui.start.wizard import Wizard
from tests.ui.desks.calm import quiet, settle
from tests.ui.desks.fit import clipped, nameless

ALL_STEPS = range(len(STEPS))


def _luminance(colour: str) -> float:
    def part(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    q = QColor(colour)
    return 0.2126 * part(q.redF()) + 0.7152 * part(q.greenF()) + 0.0722 * part(q.blueF())


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, CONTRAST], ids=["light", "contrast"])
def test_every_text_colour_is_legible_on_every_ground_it_stands_on(tokens: Tokens) -> None:
    pairs = [(text, ground) for text in ("text", "text_soft") for ground in ("canvas", "surface")]
    pairs += [(colour, ground) for colour in ("ink", "seal", "amber", "leaf") for ground in ("canvas", "surface")]
    pairs += [(colour, f"{colour}_tint") for colour in ("ink", "seal", "amber", "leaf")]
    pairs += [("text", f"{colour}_tint") for colour in ("ink", "seal", "amber", "leaf")]
    pairs += [("on_ink", "ink"), ("on_ink", "ink_deep"), ("on_select", "select"), ("text_soft", "line")]
    weak = [
        (text, ground, round(ratio, 2))
        for text, ground in pairs
        if (ratio := _contrast(getattr(tokens, text), getattr(tokens, ground))) < 4.5 and ground != "line"
    ]
    assert weak == []


def test_high_contrast_changes_colours_alone() -> None:
    """What fits in one look fits in the other: pages are measured in high contrast at one step only."""

    def bare(tokens: Tokens) -> str:
        return re.sub(r"#[0-9A-F]{6}|url\([^)]*\)", "", style.sheet(tokens, theme.theme.em, STEPS[0]))

    assert bare(LIGHT) == bare(CONTRAST)


def test_both_looks_name_every_colour() -> None:
    for tokens in (LIGHT, CONTRAST):
        assert all(QColor(getattr(tokens, field.name)).isValid() for field in fields(tokens))


def test_the_bundled_font_has_rare_name_characters_and_equal_digits(qapp: QApplication) -> None:
    raw = [QRawFont.fromFont(QFont(family)) for family in theme.FAMILIES]
    for char in "张桂花䶮㛃𠮷𬱟":
        assert any(font.supportsCharacter(ord(char)) for font in raw), char
    regular = QRawFont.fromFont(theme.theme.font())
    widths = {advance.x() for advance in regular.advancesForGlyphIndexes(regular.glyphIndexesForString("0123456789"))}
    assert len(widths) == 1


def test_the_words_of_the_library_are_chinese(qapp: QApplication) -> None:
    assert QCoreApplication.translate("QFileDialog", "Look in:") != "Look in:"
    assert "取消" in QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_ems_follow_the_font_step(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    theme.spaced(column, 1, (2, 0, 0, 0))
    editor = QLineEdit()
    theme.sized(editor, min_width=10)
    column.addWidget(editor)
    before = (column.spacing(), column.contentsMargins().left(), editor.minimumWidth())
    theme.theme.apply(3, False)
    after = (column.spacing(), column.contentsMargins().left(), editor.minimumWidth())
    assert [round(new / old, 1) for old, new in zip(before, after, strict=True)] == [2.3, 2.3, 2.3]


def test_an_icon_takes_the_colour_of_its_token_and_the_size_of_the_font(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    icons.put(button, "search", "ink", 1)
    small = button.iconSize().width()
    theme.theme.apply(3, False)
    assert button.iconSize().width() > 2 * small
    image = icons.pixmap("search", "seal", 2).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert LIGHT.seal.lower() in seen


def _routes(key: str) -> list[Route | None]:
    """What a page can be opened with, so that each of its faces is seen."""
    if key == "settings":
        return [ToSettings(section) for section, _words, _icon in SECTIONS]
    if key == "search":
        return [ToSearch(text) for text in ("", "征地", "绝没有的词", "，。！")]
    if key == "visits":
        views = (VisitView(period=ALL), VisitView(period=ALL, text="绝没有的词"), VisitView.due_now())
        return [None, *(ToVisits(view) for view in views)]
    return [None]


def test_what_scrolls_is_styled_once_it_shows_and_can_be_swapped_before(qtbot: QtBot) -> None:
    first, second = controls.label("前"), controls.label("后")
    area = controls.Scroll(first)
    assert area.widget() is first and first.window() is area
    area.setWidget(second)
    late = controls.Scroll(controls.label("晚"))
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    for part in (area, late):
        column.addWidget(part)
    words = late.widget()
    assert words is not None and not theme.polished(words)
    with qtbot.waitExposed(holder):
        holder.show()
    assert area.widget() is second and second.isVisible()
    assert late.widget() is words and words.isVisible() and theme.polished(words)
    assert words.width() == late.viewport().width()


def test_parts_are_styled_and_laid_out_once_they_show(qtbot: QtBot) -> None:
    """A part that is styled before its page stands is styled again at every step of the making."""
    form = controls.Flow()
    for name in ("甲", "乙"):
        form.add(controls.button(name, part="chip"))
    grid = FormGrid()
    grid.add(controls.field("姓名", QLineEdit()))
    grid.add(controls.field("电话", QLineEdit()))
    assert not any(theme.polished(part) for whole in (form, grid) for part in whole.findChildren(QWidget))
    for whole in (form, grid):
        qtbot.addWidget(whole)
        whole.resize(theme.theme.em(40), theme.theme.em(6))
        with qtbot.waitExposed(whole):
            whole.show()
    left, right = form.parts()
    assert left.isVisible() and left.geometry().right() < right.geometry().left()
    one, other = grid.fields()
    assert one.isVisible() and one.geometry().right() < other.geometry().left()


@pytest.mark.parametrize("step", ALL_STEPS)
def test_every_page_fits(qtbot: QtBot, window: Frame, step: int) -> None:
    theme.theme.apply(step, False)
    wrong = []
    for entry in pages():
        for route in _routes(entry.key):
            window.open_page(entry.key, route)
            settle(qtbot)
            assert (window.width(), window.height()) == (1366, 768)
            wrong += [f"{entry.key} {route}: {complaint}" for complaint in clipped(window)]
        wrong += [f"{entry.key}: no name: {name}" for name in nameless(window.page(entry.key))]
    assert wrong == []


@pytest.mark.parametrize("step", ALL_STEPS)
def test_every_step_of_the_wizard_fits(qtbot: QtBot, seat: Seat, tmp_path: Path, step: int) -> None:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    theme.theme.apply(step, False)
    wizard = Wizard(tmp_path / "data", seat)
    frame.show_start(wizard)
    frame.show()
    assert nameless(wizard) == []
    for row in range(len(wizard.steps)):
        wizard.stack.setCurrentIndex(row)
        QApplication.processEvents()
        assert clipped(wizard) == [], row
        if row + 1 < len(wizard.steps):
            wizard.forward()


@pytest.mark.parametrize("step", ALL_STEPS)
@pytest.mark.parametrize("code", ["locked", "damaged", "newer", "full", "read_only"])
def test_the_start_screen_of_a_trouble_fits(
    qtbot: QtBot, seat: Seat, office_folder: Path, code: str, step: int
) -> None:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    theme.theme.apply(step, False)
    screen = StartTrouble(office_folder, KnownTrouble(code, "数据现在打不开，请看下面怎么办。"))
    frame.show_start(screen)
    frame.show()
    quiet(qtbot)
    assert clipped(screen) == []
    assert nameless(screen) == []


def test_help_and_curtain_fit(qtbot: QtBot, window: Frame) -> None:
    window.follow(ToSettings("look"))
    window.toggle_help()
    for step in ALL_STEPS:
        theme.theme.apply(step, step == 2)
        quiet(qtbot)
        assert clipped(window) == [], step
    window.toggle_curtain()
    QApplication.processEvents()
    assert clipped(window) == []


def test_the_walk_finds_what_is_cut_off(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(300, 200)
    short = controls.label("这一行字比给它的地方要长得多", "strong")
    short.setParent(box)
    short.setGeometry(0, 0, 40, 30)
    editor = QLineEdit(box)
    editor.setGeometry(280, 60, 100, 40)
    box.show()
    complaints = clipped(box)
    assert any("这一行字比给它" in complaint for complaint in complaints)
    assert any("reaches from 280" in complaint for complaint in complaints)
    assert nameless(box) == ["QLineEdit ''"]
