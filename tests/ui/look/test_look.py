"""The look: contrast of the colours, fonts, and every page of the frame at all four font steps in 1366x768."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QIcon, QRawFont
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.periods import ALL
from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.listing import VisitView
from petidesk.ui.look import containers, controls, icons, items, theme
from petidesk.ui.look import style_sheet as style
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.stops import put_out
from petidesk.ui.look.theme import CONTRAST, DARK, LIGHT, STEPS, Tokens
from petidesk.ui.seat import Seat
from petidesk.ui.settings.page import SECTIONS
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.routes import Route, ToSearch, ToSettings, ToVisits
from petidesk.ui.start.trouble import StartTrouble
from petidesk.ui.start.wizard import Wizard
from tests.ui.conftest import register
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


LOOKS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
MARKS = ("ink", "seal", "amber", "leaf")


def _pairs(tokens: Tokens) -> list[tuple[str, str]]:
    """Which colour is written on which ground, somewhere in the window."""
    grounds = ("canvas", "surface", *(f"{colour}_tint" for colour in MARKS))
    pairs = [(text, ground) for text in ("text", "text_soft", "text_off") for ground in grounds]
    pairs += [(colour, ground) for colour in MARKS for ground in ("canvas", "surface", f"{colour}_tint")]
    pairs += [("on_ink", "ink"), ("on_ink", "ink_deep"), ("on_select", "select"), ("surface", "text")]
    # A chosen row: in high contrast its ground is filled, and every mark takes the colour of its words.
    on_rows = MARKS if tokens is not CONTRAST else ()
    return pairs + [(colour, "select") for colour in (*on_rows, *(("text_soft",) if on_rows else ()))]


@pytest.mark.parametrize("name", LOOKS)
def test_every_text_colour_is_legible_on_every_ground_it_stands_on(name: str) -> None:
    tokens = LOOKS[name]
    ratios = {(a, b): _contrast(getattr(tokens, a), getattr(tokens, b)) for a, b in _pairs(tokens)}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}
    assert _contrast(tokens.text, tokens.surface) > 1.7 * _contrast(tokens.text_off, tokens.surface), "off looks on"
    # What is no text but has to be seen: the edge of a field, the ring of the focus (WCAG 1.4.11).
    for edge in ("line_strong", "ink"):
        for ground in ("surface", "select") if edge == "ink" and tokens is not CONTRAST else ("surface",):
            assert _contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3, (edge, ground)


def test_a_button_that_is_off_can_be_read_in_every_look() -> None:
    for tokens in LOOKS.values():
        rule = re.search(r'role="primary"\]:disabled \{ background: (#\w+); color: (#\w+)', _sheet(tokens))
        assert rule is not None
        assert _contrast(rule[1], rule[2]) >= 4.5


@pytest.mark.parametrize("name", LOOKS)
def test_the_style_sheet_writes_only_pairs_that_were_measured(name: str) -> None:
    """Every rule that names a ground and a colour of words, whatever is added to it later."""
    weak = []
    for selector, rule in re.findall(r"([^{}]+)\{([^}]*)\}", _sheet(LOOKS[name])):
        found = {key: value for key, value in re.findall(r"([a-z-]+): (#[0-9A-Fa-f]{6})", rule)}
        ground = found.get("background") or found.get("selection-background-color")
        words = found.get("color") or found.get("selection-color")
        if ground and words and _contrast(ground, words) < 4.5:
            weak.append((selector.strip(), ground, words))
    assert weak == []


@pytest.mark.parametrize("name", LOOKS)
def test_marks_are_legible_on_the_chosen_row(qtbot: QtBot, name: str) -> None:
    theme.theme.apply(0, name == "contrast", name == "dark")
    ground = theme.theme.color("select").name()
    for token in (*MARKS, "text_soft"):
        picture = icons.icon("square", token, 2).pixmap(64, QIcon.Mode.Selected).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
        drawn = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
        assert drawn
        assert min(_contrast(colour, ground) for colour in drawn) >= 4.5, token


def test_lists_are_dressed_anew_when_the_look_changes(qtbot: QtBot) -> None:
    listed, tree, table = QListWidget(), QTreeWidget(), QTableWidget(1, 2)
    for widget in (listed, tree, table):
        qtbot.addWidget(widget)
    line, cell = QListWidgetItem("甲"), QTableWidgetItem("乙")
    group, found = QTreeWidgetItem(["丙", "丁"]), QTreeWidgetItem(["戊", "己"])
    listed.addItem(line)
    table.setItem(0, 1, cell)
    tree.addTopLevelItem(group)
    group.addChild(found)
    items.mark(line, "square", "seal", 1)
    items.words(line, "amber", bold=True)
    items.words(cell, "text_soft", scale=0.9)
    items.words(found, "leaf", column=1)
    small = line.font().pointSizeF()
    theme.theme.apply(3, False, True)
    assert line.foreground().color() == theme.theme.color("amber")
    assert cell.foreground().color() == theme.theme.color("text_soft")
    assert found.foreground(1).color() == theme.theme.color("leaf")
    assert line.font().pointSizeF() > 2 * small
    assert line.font().bold()
    image = line.icon().pixmap(32).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert DARK.seal.lower() in seen


def _sheet(tokens: Tokens) -> str:
    return style.sheet(tokens, theme.theme.em, STEPS[0])


def test_a_look_changes_colours_alone() -> None:
    """What fits in one look fits in the others: pages are measured in one look at each step."""

    def bare(tokens: Tokens) -> str:
        return re.sub(r"#[0-9A-F]{6}|url\([^)]*\)|dashed|solid", "", _sheet(tokens))

    assert bare(LIGHT) == bare(CONTRAST) == bare(DARK)


def test_every_look_names_every_colour() -> None:
    for tokens in LOOKS.values():
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
    area = containers.Scroll(first)
    assert area.widget() is first and first.window() is area
    area.setWidget(second)
    late = containers.Scroll(controls.label("晚"))
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
    form = containers.Flow()
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


@pytest.mark.parametrize("step", [0, len(STEPS) - 1])
def test_every_page_of_a_new_office_fits(qtbot: QtBot, window: Frame, step: int) -> None:
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


def test_what_was_taken_from_its_place_is_put_out_before_it_is_deleted(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    column, row = QVBoxLayout(around), QWidget()
    inner, stack = QVBoxLayout(), containers.Stack()
    column.addLayout(inner)
    inner.addWidget(row)
    column.addWidget(stack)
    button, page = QPushButton("打开", row), QPushButton("另一页")
    stack.addWidget(QWidget())
    stack.addWidget(page)
    around.show()
    assert not put_out(button) and not put_out(page), "hidden by its stack alone"
    row.hide()
    assert not put_out(button), "it comes again"
    inner.removeWidget(row)
    assert put_out(button)


def test_the_chosen_hit_of_a_search_has_one_ground(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    """Qt paints the ring of a whole row of a tree with a gradient."""
    register(desk)
    theme.theme.apply(0, False)
    window = Frame(seat)
    qtbot.addWidget(window)
    window.showNormal()
    window.take(desk)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.follow(ToSearch("张", into=True))
    settle(qtbot)
    tree = window.page("search").findChild(QTreeWidget)
    assert tree.hasFocus() and tree.currentItem() is not None
    row = tree.visualItemRect(tree.currentItem())
    picture = tree.viewport().grab().toImage()
    middle = tree.columnViewportPosition(1) - 8
    seen = {picture.pixelColor(middle, y).name() for y in range(row.top() + 2, row.bottom() - 2)}
    assert seen == {LIGHT.select.lower()}
