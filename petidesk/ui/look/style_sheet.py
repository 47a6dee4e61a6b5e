"""The one style sheet of every window, made from the tokens and the font step. No other file writes style sheets."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from PySide6.QtWidgets import QWidget

from petidesk.ui.look import icons
from petidesk.ui.look.theme import RADIUS, ROW, SECTION, SMALL, STEPS, TITLE, Tokens, theme

# Parts that widgets take with theme.role(widget, name):
#   labels   title, section, soft, struck, small, error, warn, done, strong, code
#   buttons  primary, danger-main, link, danger, chip, plain (an icon only)
#   frames   card, panel, bar, notice-ink, notice-amber, notice-seal, notice-leaf
_SHEET = Template("""
QMainWindow, QDialog { background: $canvas; }
QToolTip { background: $text; color: $surface; border: 0; padding: $s25 $s50; }
QLabel { color: $text; background: transparent; }
QLabel[role="title"] { font-size: $title; font-weight: 700; }
QLabel[role="section"] { font-size: $section; font-weight: 700; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="soft"] { color: $text_soft; }
QLabel[role="struck"] { color: $text_soft; text-decoration: line-through; }
QLabel[role="small"] { color: $text_soft; font-size: $small; }
QLabel[role="error"] { color: $seal; }
QLabel[role="warn"] { color: $amber; }
QLabel[role="done"] { color: $leaf; }
QLabel[role="link"] { color: $ink; }
QFrame[role="card"], QFrame[role="panel"] { background: $surface; border: 1px solid $line; border-radius: $radius; }
QFrame[role="panel"] { border-radius: 0; border-width: 0 0 0 1px; }
QFrame[role="hint-person"], QFrame[role="hint-case"] { background: transparent; border: 2px solid transparent;
  border-radius: $radius; }
QFrame[role="hint-case"] { background: $canvas; border-color: $canvas; }
QFrame[role="hint-person"]:focus, QFrame[role="hint-case"]:focus { border: 2px solid $ink; }
QFrame[role="bar"] { background: $surface; border: 0; border-top: 1px solid $line; }
QFrame[role="head"] { background: $canvas; border: 0; border-bottom: 1px solid $line; }
QFrame[role="side"] { background: $surface; border: 0; border-right: 1px solid $line; }
QFrame[role="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="notice-ink"] { background: $ink_tint; border: 1px solid $ink; border-radius: $radius; }
QFrame[role="notice-amber"] { background: $amber_tint; border: 1px solid $amber; border-radius: $radius; }
QFrame[role="notice-seal"] { background: $seal_tint; border: 1px solid $seal; border-radius: $radius; }
QFrame[role="notice-leaf"] { background: $leaf_tint; border: 1px solid $leaf; border-radius: $radius; }
QLabel[role="badge-ink"], QLabel[role="badge-seal"], QLabel[role="badge-amber"], QLabel[role="badge-leaf"] {
  border-radius: $radius; padding: 0 $s50; }
QLabel[role="badge-ink"] { background: $ink_tint; color: $ink; border: 1px solid $ink; }
QLabel[role="badge-seal"] { background: $seal_tint; color: $seal; border: 1px solid $seal; }
QLabel[role="badge-amber"] { background: $amber_tint; color: $amber; border: 1px solid $amber; }
QLabel[role="badge-leaf"] { background: $leaf_tint; color: $leaf; border: 1px solid $leaf; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $surface; color: $text; border: 1px solid $line_strong; border-radius: $radius;
  selection-background-color: $ink; selection-color: $on_ink; }
QLineEdit { placeholder-text-color: $text_soft; }
QLineEdit, QAbstractSpinBox, QComboBox { padding: $pad_y $s50; }
QPlainTextEdit, QTextEdit { padding: $s25; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $ink; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { padding: $pad_y_focus $s50_focus; }
QPlainTextEdit:focus, QTextEdit:focus { padding: $s25_focus; }
QLineEdit[state="error"], QPlainTextEdit[state="error"], QComboBox[state="error"] { border-color: $seal; }
QLineEdit[state="warn"], QPlainTextEdit[state="warn"], QComboBox[state="warn"] { border-color: $amber; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled,
QLineEdit[readOnly="true"] { background: $canvas; color: $text_soft; border: 1px $off_edge $line; }
QComboBox QLineEdit { border: 0; padding: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: $s150; }
QComboBox::down-arrow { image: url("$chevron_down"); width: $arrow; height: $arrow; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line_strong; outline: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  border: 0; width: $s150; subcontrol-origin: border; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: $s75; height: $s75; }
QAbstractSpinBox::down-arrow { image: url("$chevron_down"); width: $s75; height: $s75; }

QPushButton, QToolButton { background: $surface; color: $text; border: 1px solid $line_strong;
  border-radius: $radius; padding: $pad_y $s75; }
QPushButton:hover, QToolButton:hover { background: $ink_tint; border-color: $ink; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {
  background: $ink_tint; color: $ink; border-color: $ink; }
QPushButton:focus, QToolButton:focus { border: 2px solid $ink; padding: $pad_y_focus $s75_focus; }
QPushButton:disabled, QToolButton:disabled { color: $text_off; background: $canvas; border: 1px $off_edge $line; }
QPushButton[role="primary"] { background: $ink; color: $on_ink; border-color: $ink; font-weight: 700;
  padding: $pad_y $s100; }
QPushButton[role="primary"]:hover { background: $ink_deep; }
QPushButton[role="primary"]:focus { padding: $pad_y_focus $s100_focus; }
QPushButton[role="primary"]:disabled { background: $off; color: $text_off; border: 1px $off_edge $line; }
QPushButton[role="danger-main"] { background: $seal; color: $on_ink; border-color: $seal; font-weight: 700;
  padding: $pad_y $s100; }
QPushButton[role="danger-main"]:focus { padding: $pad_y_focus $s100_focus; }
QPushButton[role="danger-main"]:disabled { background: $off; color: $text_off; border: 1px $off_edge $line; }
QPushButton[role="danger"] { color: $seal; border-color: $seal; }
QPushButton[role="danger"]:hover { background: $seal_tint; }
QPushButton[role="link"], QToolButton[role="link"], QToolButton[role="plain"], QPushButton[role="plain"] {
  background: transparent; border: 1px solid transparent; }
QPushButton[role="link"], QToolButton[role="link"] { color: $ink; padding: $s25; }
QPushButton[role="link"]:hover, QToolButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="plain"]:hover, QToolButton[role="plain"]:hover { background: $ink_tint; }
QToolButton[role="plain"] { padding: $s25; }
QPushButton[role="link"]:focus, QToolButton[role="link"]:focus, QToolButton[role="plain"]:focus {
  border: 2px solid $ink; padding: $s25_focus; }
QPushButton[role="plain"]:focus { border: 2px solid $ink; }
QPushButton[role="chip"] { background: $ink_tint; color: $ink; border: 1px solid $ink; padding: 0 $s50; }
QPushButton[role="chip"]:focus { border: 2px solid $ink; }
QPushButton[role="tail"] { background: transparent; color: $ink; border: 2px solid transparent; padding: 0 $s25; }
QPushButton[role="tail"]:hover { text-decoration: underline; }
QPushButton[role="tail"]:focus { border: 2px solid $ink; padding: 0 $s25; }
QPushButton[role="choice"] { padding: $pad_y $s50; }
QPushButton[role="choice"]:focus { padding: $pad_y_focus $s50_focus; }
QPushButton[role="choice"]:checked { background: $select; color: $on_select; border: 1px solid $ink; }
QPushButton[role="choice"]:checked:focus { border: 2px solid $ink; padding: $pad_y_focus $s50_focus; }
QToolButton::menu-indicator { image: none; }

QCheckBox, QRadioButton { color: $text; spacing: $s50; padding: 2px; border: 2px solid transparent;
  border-radius: $radius; background: transparent; }
QCheckBox[role="tail"] { padding: 0; }
QCheckBox:focus, QRadioButton:focus { border-color: $ink; }
QCheckBox::indicator, QRadioButton::indicator { width: $s100; height: $s100; border: 1px solid $line_strong;
  background: $surface; }
QCheckBox::indicator { border-radius: $s25; }
QRadioButton::indicator { border-radius: $round; }
QListView::indicator { width: $s100; height: $s100; border: 1px solid $line_strong; background: $surface;
  border-radius: $s25; }
QListView::indicator:checked { background: $ink; border-color: $ink; image: url("$check"); }
QCheckBox::indicator:checked { background: $ink; border-color: $ink; image: url("$check"); }
QRadioButton::indicator:checked { background: $surface; border: $dot solid $ink; width: $dot_in; height: $dot_in; }
QCheckBox:disabled, QRadioButton:disabled { color: $text_off; }

QAbstractItemView { background: $surface; color: $text; border: 1px solid $line; outline: 0;
  selection-background-color: $ink_tint; selection-color: $text; alternate-background-color: $surface;
  gridline-color: $line; }
QAbstractItemView:focus { border: 2px solid $ink; }
QAbstractItemView::item { padding: 0 $s50; border: 0; border-bottom: 1px solid $line; }
QListView, QTreeView { icon-size: $sign; }
QListView::item, QTreeView::item { min-height: $row; }
QListView[role="popup"] { border: 1px solid $line_strong; }
QListView[role="names"] { border: 0; background: transparent; }
QListView[role="names"]:focus { border: 0; }
QListView[role="names"]::item { border: 1px solid $line; border-radius: $radius; padding: 0 $s25; }
QListView[role="names"]::item:selected { border: 1px solid $ink; }
QListView[role="menu"] { background: transparent; border: 0; }
QListView[role="menu"]:focus { border: 0; }
QListView[role="menu"]::item { border: 0; border-radius: $radius; }
QAbstractItemView::item:hover { background: $canvas; }
QAbstractItemView::item:selected { background: $select; color: $on_select; }
QListView[role="menu"]::item:selected { background: $ink_tint; color: $ink; border: 1px solid $ink; }
QHeaderView { background: $canvas; border: 0; }
QHeaderView::section { background: $canvas; color: $text_soft; border: 0; border-bottom: 1px solid $line_strong;
  padding: $s25 $s50; font-weight: 400; text-align: left; }
QHeaderView::down-arrow { image: url("$chevron_down"); width: $s75; height: $s75; }
QHeaderView::up-arrow { image: url("$chevron_up"); width: $s75; height: $s75; }
QTableCornerButton::section { background: $canvas; border: 0; }

QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; border: 0; }
QScrollArea:focus { border: 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: $bar; }
QScrollBar:horizontal { height: $bar; }
QScrollBar::handle { background: $line_strong; border-radius: $bar_half; border: 2px solid $canvas; }
QScrollBar::handle:vertical { min-height: $s200; }
QScrollBar::handle:horizontal { min-width: $s200; }
QScrollBar::handle:hover { background: $text_soft; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QProgressBar { background: $off; border: 0; border-radius: $s25; max-height: $s50; min-height: $s50; color: $text; }
QProgressBar::chunk { background: $ink; border-radius: $s25; }
QMenu { background: $surface; border: 1px solid $line_strong; padding: $s25; }
QMenu::item { padding: $s25 $s150 $s25 $s75; border-radius: $radius; color: $text; }
QMenu::item:selected { background: $ink_tint; color: $ink; }
QMenu::item:disabled { color: $text_off; }
QMenu::separator { height: 1px; background: $line; margin: $s25 0; }
QTabBar::tab { padding: $s50 $s100; border: 0; border-bottom: 2px solid transparent; color: $text_soft; }
QTabBar::tab:selected { color: $ink; border-bottom-color: $ink; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTextBrowser { background: $surface; border: 0; padding: 0; border-radius: 0; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: 0; padding: 0 $s50; background: transparent; }
QTextBrowser:focus { border: 2px solid $ink; }
QGroupBox { border: 1px solid $line; border-radius: $radius; margin-top: $s100; padding: $s75; background: $surface; }
QGroupBox::title { subcontrol-origin: margin; left: $s75; color: $text_soft; }
QWidget[role="curtain"] { background: $canvas; }
""")


def sheet(tokens: Tokens, em: Callable[[float], int], points: float) -> str:
    """The style sheet at one font step. `em` turns ems into pixels; `points` is the base font in points."""

    def px(ems: float, less: int = 0) -> str:
        return f"{max(em(ems) - less, 0)}px"

    values = {name: getattr(tokens, name) for name in tokens.__slots__}
    values |= {f"s{round(ems * 100)}": px(ems) for ems in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)}
    values |= {
        # A button that is off: where lines are black, a ground of their colour would swallow its words.
        "off": tokens.canvas if tokens.line == tokens.text else tokens.line,
        # There a dashed edge says it, too.
        "off_edge": "dashed" if tokens.line == tokens.text else "solid",
        "title": f"{points * TITLE:.2f}pt",
        "section": f"{points * SECTION:.2f}pt",
        "small": f"{points * SMALL:.2f}pt",
        "radius": px(RADIUS),
        "row": px(ROW),
        "pad_y": px(0.3),
        "pad_y_focus": px(0.3, 1),
        "s25_focus": px(0.25, 1),
        "s50_focus": px(0.5, 1),
        "s75_focus": px(0.75, 1),
        "s100_focus": px(1, 1),
        "arrow": px(1),
        "sign": px(1.1),
        "round": px(0.5),
        "dot": px(0.3),
        "dot_in": f"{em(1) + 2 - 2 * em(0.3)}px",
        "bar": px(0.75),
        "bar_half": px(0.35),
        "chevron_down": icons.file("chevron-down", tokens.text_soft),
        "chevron_up": icons.file("chevron-up", tokens.text_soft),
        "check": icons.file("check", tokens.on_ink),
    }
    return _SHEET.substitute(values)


def dress(window: QWidget) -> None:
    """Put the look in force on a window that has no parent, first thing; what is put into it takes part in it.

    Windows wear the sheet, not the application: under a sheet of the application Qt styles a part anew with all it
    holds each time that it is put into another (measured: 9 times for a page, and 13 times at a change of the sheet).
    """
    window.setProperty("dressed", True)
    dress_again(window)


def dress_again(window: QWidget) -> None:
    """The look has changed: put it on a window that has worn it before."""
    if window.property("dressed"):
        window.setStyleSheet(sheet(theme.tokens, theme.em, STEPS[theme.step]))
