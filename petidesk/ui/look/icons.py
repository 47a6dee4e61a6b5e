"""Icons from resources/icons, drawn in a colour of the look and sized by the font."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from petidesk import paths
from petidesk.ui.look.theme import theme


@lru_cache(maxsize=256)
def _drawing(name: str, colour: str) -> bytes:
    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace("currentColor", colour).encode()


@lru_cache(maxsize=256)
def _shape(name: str, pixels: int) -> QPixmap:
    """The drawing in black. It is read and rendered once for all its colours, of which an icon alone has three."""
    from PySide6.QtSvg import QSvgRenderer

    shape = QPixmap(pixels, pixels)
    shape.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shape)
    QSvgRenderer(QByteArray(_drawing(name, "#000000"))).render(painter)
    painter.end()
    return shape


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(_shape(name, round(size * ratio)))
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, token: str = "text", ems: float = 1.2) -> QPixmap:
    """The icon `name` (a file of resources/icons without its ending) in the colour of `token`, `ems` high."""
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _pixmap(name, theme.color(token).name(), theme.em(ems), ratio)


def icon(name: str, token: str = "text", ems: float = 1.2, chosen: str = "") -> QIcon:
    """The same as a QIcon: soft where it is disabled, legible on a row that is chosen."""
    made = QIcon(pixmap(name, token, ems))
    made.addPixmap(pixmap(name, "text_off", ems), QIcon.Mode.Disabled)
    made.addPixmap(pixmap(name, chosen or theme.chosen(token), ems), QIcon.Mode.Selected)
    return made


def put(widget: QAbstractButton | QLabel, name: str, token: str = "text", ems: float = 1.2) -> None:
    """Show an icon on a button or a label and keep it right when the font step or the contrast changes."""
    widget.setProperty("iconSpec", [name, token, ems])
    recolour(widget)


def recolour(widget: QWidget) -> None:
    """Draw the icon of `put` again in the look in force; nothing when the widget has none.

    A widget whose class says `draws_late` keeps room for it until it is shown, and then calls `draw`: most of what a
    page holds is never shown (measured: drawing was a fifth of the making of a page).
    """
    spec = widget.property("iconSpec")
    if not spec:
        return
    if isinstance(widget, QAbstractButton):
        high = theme.em(float(spec[2]))
        # A push button sets its icon hard against the word: the room between is part of the picture.
        size = QSize(high + theme.em(0.4), high) if _has_room(widget) else QSize(high, high)
        widget.setIconSize(size)
        if getattr(widget, "draws_late", False) and not widget.isVisible():
            widget.setIcon(_room(size.width(), size.height()))
            widget.setProperty("iconWaits", True)
            return
    _draw(widget, str(spec[0]), str(spec[1]), float(spec[2]))


def draw(widget: QWidget) -> None:
    """It is shown: draw the icon that waited for that."""
    if widget.property("iconWaits"):
        recolour(widget)


def _draw(widget: QWidget, name: str, token: str, ems: float) -> None:
    widget.setProperty("iconWaits", False)
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, token, ems))
    elif isinstance(widget, QAbstractButton) and _has_room(widget):
        widget.setIcon(_with_room(pixmap(name, token, ems), pixmap(name, "text_off", ems)))
    elif isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, token, ems))


def _has_room(widget: QAbstractButton) -> bool:
    return isinstance(widget, QPushButton) and bool(widget.text())


@lru_cache(maxsize=32)
def _room(width: int, height: int) -> QIcon:
    """An icon of nothing, so that what will have one is measured with it."""
    empty = QPixmap(width, height)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)


def _with_room(usual: QPixmap, disabled: QPixmap) -> QIcon:
    made = QIcon()
    for mode, drawn in ((QIcon.Mode.Normal, usual), (QIcon.Mode.Disabled, disabled)):
        ratio = drawn.devicePixelRatio()
        wider = QPixmap(drawn.width() + round(theme.em(0.4) * ratio), drawn.height())
        wider.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wider)
        painter.drawPixmap(0, 0, drawn.width(), drawn.height(), drawn)
        painter.end()
        wider.setDevicePixelRatio(ratio)
        made.addPixmap(wider, mode)
    return made


@lru_cache(maxsize=1)
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="petidesk-icons-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache(maxsize=128)
def file(name: str, colour: str) -> str:
    """A recoloured copy of an icon on disk, for url(...) in the style sheet; removed when the program ends."""
    target = _folder() / f"{name}-{colour.lstrip('#')}.svg"
    target.write_bytes(_drawing(name, colour))
    return target.as_posix()
