"""The look in one place: colours, spaces, font steps and the one style sheet made from them (rules/look.md).

Nothing else names a colour, a radius or a space. Sizes are ems of the base font; this module turns them into pixels at
the font step in force and does so again when the step changes, for every layout and widget that was given ems here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QBoxLayout, QFormLayout, QGridLayout, QLayout, QWidget

from petidesk import paths

STEPS = (10.5, 13.0, 16.0, 24.0)
FAMILIES = ("Noto Sans SC", "Noto Serif SC", "Petidesk Rare")
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Regular.ttf", "PetideskRare-Regular.ttf")
TITLE, SECTION, SMALL = 1.5, 1.15, 0.9
RADIUS, ROW = 0.4, 2.2


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by their part in the window."""

    canvas: str
    surface: str
    text: str
    text_soft: str
    text_off: str
    line: str
    line_strong: str
    ink: str
    ink_deep: str
    on_ink: str
    seal: str
    amber: str
    leaf: str
    ink_tint: str
    seal_tint: str
    amber_tint: str
    leaf_tint: str
    select: str
    on_select: str


LIGHT = Tokens(
    canvas="#F4F6F8",
    surface="#FFFFFF",
    text="#1B2733",
    text_soft="#52606D",
    text_off="#52606D",
    line="#D9E0E6",
    line_strong="#8896A3",
    ink="#1D4F91",
    ink_deep="#163D70",
    on_ink="#FFFFFF",
    seal="#B3261E",
    amber="#8A5A00",
    leaf="#1E6B3A",
    ink_tint="#EDF1F6",
    seal_tint="#F9EEED",
    amber_tint="#F6F2EB",
    leaf_tint="#EDF3EF",
    select="#DDE6F1",
    on_select="#1B2733",
)
CONTRAST = Tokens(
    canvas="#FFFFFF",
    surface="#FFFFFF",
    text="#000000",
    text_soft="#1A1A1A",
    text_off="#5C5C5C",
    line="#000000",
    line_strong="#000000",
    ink="#003C8F",
    ink_deep="#002A66",
    on_ink="#FFFFFF",
    seal="#8C0000",
    amber="#8A5A00",
    leaf="#1E6B3A",
    ink_tint="#FFFFFF",
    seal_tint="#FFFFFF",
    amber_tint="#FFFFFF",
    leaf_tint="#FFFFFF",
    select="#003C8F",
    on_select="#FFFFFF",
)


# For a dim room and tired eyes; the papers in the previews stay white as they are printed.
DARK = Tokens(
    canvas="#161B21",
    surface="#1E252D",
    text="#E4E9EE",
    text_soft="#A6B2BE",
    text_off="#A6B2BE",
    line="#36414C",
    line_strong="#76838F",
    ink="#8AB8F0",
    ink_deep="#AACBF5",
    on_ink="#10202F",
    seal="#FF9A90",
    amber="#E6B866",
    leaf="#84CD9C",
    ink_tint="#2A3542",
    seal_tint="#373238",
    amber_tint="#343533",
    leaf_tint="#293739",
    select="#2C4460",
    on_select="#F4F8FC",
)


class Theme(QObject):
    """The look in force. `changed` is sent after the font step or the colours changed and everything was resized."""

    # The style sheet and the icons are drawn anew now; then everybody else is told.
    changing = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.step = 0
        self.contrast = False
        self.dark = False
        # Whether a look was put into force yet.
        self.put_on = False
        self._per_inch = 0.0
        self._font = QFont()

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return CONTRAST if self.contrast else DARK if self.dark else LIGHT

    def color(self, token: str) -> QColor:
        """The colour of a token by its name, such as ``text_soft``."""
        return QColor(getattr(self.tokens, token))

    def chosen(self, token: str) -> str:
        """The token in which a mark of this token stands on a chosen row: in high contrast its ground is filled."""
        return "on_select" if self.contrast else token

    def em(self, ems: float) -> int:
        """Pixels for so many ems of the base font at this step; never less than 1 for a positive number."""
        return max(round(ems * STEPS[self.step] * self._dots() / 72), 1 if ems > 0 else 0)

    def _dots(self) -> float:
        """Dots to an inch of the screen. Asked once for each look, not for each of the many sizes made from it."""
        if not self._per_inch:
            screen = QApplication.primaryScreen()
            self._per_inch = screen.logicalDotsPerInchY() if screen is not None else 96.0
        return self._per_inch

    def font(self, scale: float = 1.0, *, bold: bool = False) -> QFont:
        """The base font at `scale`, for widgets that paint themselves."""
        font = QFont(self._font)
        font.setPointSizeF(STEPS[self.step] * scale)
        font.setBold(bold)
        return font

    def apply(self, step: int, contrast: bool, dark: bool = False) -> None:
        """Put a font step (0 to 3) and colours into force, live, in every window. High contrast goes before dark."""
        app = cast(QApplication, QApplication.instance())
        step = min(max(step, 0), len(STEPS) - 1)
        if self.put_on and (step, contrast, dark) == (self.step, self.contrast, self.dark):
            return
        self.put_on = True
        self._per_inch = 0.0
        self.step, self.contrast, self.dark = step, contrast, dark
        self._font = QFont(list(FAMILIES))
        self._font.setPointSizeF(STEPS[self.step])
        self._font.setStyleHint(QFont.StyleHint.SansSerif)
        app.setFont(self._font)
        app.setPalette(self._palette())
        self.changing.emit()
        for window in app.topLevelWidgets():
            for layout in window.findChildren(QLayout):
                _respace(layout)
            for widget in [window, *window.findChildren(QWidget)]:
                _resize(widget)
        self.changed.emit()

    def bigger(self) -> None:
        """One font step up (Ctrl+=)."""
        self.apply(self.step + 1, self.contrast, self.dark)

    def smaller(self) -> None:
        """One font step down (Ctrl+-)."""
        self.apply(self.step - 1, self.contrast, self.dark)

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for part, token in {
            role.Window: "canvas",
            role.WindowText: "text",
            role.Base: "surface",
            role.AlternateBase: "canvas",
            role.Text: "text",
            role.Button: "surface",
            role.ButtonText: "text",
            role.ToolTipBase: "text",
            role.ToolTipText: "surface",
            role.Highlight: "ink",
            role.HighlightedText: "on_ink",
            role.Link: "ink",
            role.LinkVisited: "ink",
            role.PlaceholderText: "text_soft",
            role.BrightText: "seal",
            role.Light: "surface",
            role.Midlight: "line",
            role.Mid: "line_strong",
            role.Dark: "line_strong",
            role.Shadow: "text_soft",
        }.items():
            palette.setColor(part, self.color(token))
        for part in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, part, self.color("text_off"))
        return palette


theme = Theme()
_loaded: list[int] = []


def load_fonts() -> None:
    """Load the bundled fonts once, so that Chinese renders on a machine that has no Chinese font."""
    if _loaded:
        return
    for name in FONT_FILES:
        _loaded.append(QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name)))


def spaced(layout: QLayout, spacing: float = 0.75, margins: tuple[float, float, float, float] = (0, 0, 0, 0)) -> None:
    """Give a layout its spacing and margins (left, top, right, bottom) in ems; kept right at every font step."""
    layout.setProperty("emSpace", [spacing, *margins])
    _respace(layout)


def sized(widget: QWidget, **ems: float) -> None:
    """Give a widget sizes in ems: min_width, max_width, width, min_height, max_height, height; right at every step."""
    for name in ems:
        if name not in _SIZES:
            raise ValueError(name)
    known = cast("dict[str, float] | None", widget.property("emSize")) or {}
    widget.setProperty("emSize", {**known, **ems})
    _resize(widget)


def role(widget: QWidget, name: str) -> None:
    """Give a widget its part in the style sheet (see style_sheet.py) and let it show at once."""
    widget.setProperty("role", name)
    restyled(widget)


def polished(widget: QWidget) -> bool:
    """Whether the style sheet was asked about a widget; Qt does so when it shows for the first time or is measured."""
    return widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)


def restyled(widget: QWidget) -> None:
    """Ask the style sheet again after a property that it looks at has changed."""
    if polished(widget):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


_SIZES: dict[str, Callable[[QWidget, int], None]] = {
    "min_width": QWidget.setMinimumWidth,
    "max_width": QWidget.setMaximumWidth,
    "width": QWidget.setFixedWidth,
    "min_height": QWidget.setMinimumHeight,
    "max_height": QWidget.setMaximumHeight,
    "height": QWidget.setFixedHeight,
}


def _respace(layout: QLayout) -> None:
    ems = layout.property("emSpace")
    if not ems:
        return
    spacing, *margins = (theme.em(float(value)) if value else 0 for value in ems)
    layout.setContentsMargins(*margins)
    if isinstance(layout, QGridLayout | QFormLayout):
        layout.setHorizontalSpacing(spacing)
        layout.setVerticalSpacing(spacing)
    elif isinstance(layout, QBoxLayout):
        layout.setSpacing(spacing)
    else:
        layout.setSpacing(spacing)


def _resize(widget: QWidget) -> None:
    ems = widget.property("emSize")
    if not ems:
        return
    for name, value in ems.items():
        _SIZES[name](widget, theme.em(float(value)))
