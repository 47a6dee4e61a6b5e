"""The look and the language of this seat, put on before the first window."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from petidesk import paths
from petidesk.ui.look import icons, items, style_sheet
from petidesk.ui.look.theme import load_fonts, theme

# The words in the source are Chinese; other languages have a catalogue in resources/i18n.
SOURCE_LANGUAGE = "zh"


def start(
    app: QApplication, step: int = 0, contrast: bool = False, language: str = SOURCE_LANGUAGE, *, dark: bool = False
) -> None:
    """Fusion style, bundled fonts, the look and the words of this seat. Call once, before the first window."""
    app.setStyle("Fusion")
    load_fonts()
    _speak(app, language)
    theme.changing.connect(_dress)
    theme.apply(step, contrast, dark)


def catalogue(language: str) -> QTranslator | None:
    """The words of a language from resources/i18n; None where there are none, and Chinese stays."""
    words = QTranslator()
    return words if words.load(f"petidesk_{language}", str(paths.resources() / "i18n")) else None


def _speak(app: QApplication, language: str) -> None:
    """The program's words, and Qt's own (choosing a file, the menu of a text field), whatever the system speaks."""
    found = catalogue(language) if language != SOURCE_LANGUAGE else None
    if found is None:
        found = QTranslator()
        if not found.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            return
    found.setParent(app)
    app.installTranslator(found)


def _dress() -> None:
    app = cast(QApplication, QApplication.instance())
    for window in app.topLevelWidgets():
        style_sheet.dress_again(window)
        for widget in [window, *window.findChildren(QWidget)]:
            icons.recolour(widget)
            items.again(widget)
