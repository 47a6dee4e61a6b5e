"""What belongs to the seat, not to the office (house rule 8): one INI file in the platform's config folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from petidesk.ui.look.theme import STEPS


def seat_file() -> Path:
    """The INI file of this seat; the environment variable PETIDESK_SEAT names another one."""
    named = os.environ.get("PETIDESK_SEAT")
    if named:
        return Path(named)
    return Path(platformdirs.user_config_dir("petidesk", appauthor=False)) / "seat.ini"


class Seat:
    """Window size, printer, font step and contrast of this PC. Reading a damaged value gives the default."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = seat_file() if file is None else file
        self._settings = QSettings(str(self.file), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """The text kept under `key`."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def whole(self, key: str, default: int) -> int:
        """The whole number kept under `key`."""
        value = self._settings.value(key, default)
        try:
            return int(str(value))
        except ValueError:
            return default

    def put(self, key: str, value: str | int) -> None:
        """Keep a text or a whole number under `key`, at once on disk."""
        self._settings.setValue(key, value)
        self._settings.sync()

    def blob(self, key: str) -> QByteArray:
        """Bytes kept under `key`, such as a window's geometry or a table's header state; empty when there are none."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def put_blob(self, key: str, value: QByteArray) -> None:
        """Keep bytes under `key`."""
        self._settings.setValue(key, value)
        self._settings.sync()

    @property
    def step(self) -> int:
        """The font step, 0 to 3."""
        return min(max(self.whole("look/step", 0), 0), len(STEPS) - 1)

    @property
    def contrast(self) -> bool:
        """Whether the high-contrast look is on."""
        return self.whole("look/contrast", 0) == 1

    @property
    def printer(self) -> str:
        """The printer chosen last; empty for the system's own choice."""
        return self.text("print/printer")

    @property
    def paper(self) -> str:
        """The slip paper chosen last: a4, a5, 80mm or 58mm."""
        return self.text("print/paper", "a4")
