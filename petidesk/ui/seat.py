"""What belongs to the seat, not to the office (house rule 8): one INI file in the platform's config folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings


def seat_file() -> Path:
    """The INI file of this seat; the environment variable PETIDESK_SEAT names another one."""
    named = os.environ.get("PETIDESK_SEAT")
    if named:
        return Path(named)
    return Path(platformdirs.user_config_dir("petidesk", appauthor=False)) / "seat.ini"


class _Text:
    """A text kept under a key of the file; a damaged one reads as the default."""

    def __init__(self, key: str, default: str = "") -> None:
        self._key, self._default = key, default

    def __get__(self, seat: Seat, kind: type[Seat]) -> str:
        return seat.text(self._key, self._default)

    def __set__(self, seat: Seat, value: str) -> None:
        seat.put(self._key, value)


class _Whole:
    """A whole number kept under a key of the file; a damaged one reads as 0."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __get__(self, seat: Seat, kind: type[Seat]) -> int:
        read = seat.text(self._key)
        return int(read) if read.lstrip("-").isdecimal() else 0

    def __set__(self, seat: Seat, value: int) -> None:
        seat.put(self._key, str(int(value)))


class _Flag(_Whole):
    """A yes or no kept as 1 or 0."""

    def __get__(self, seat: Seat, kind: type[Seat]) -> bool:
        return super().__get__(seat, kind) == 1


class Seat:
    """Window size, printer, font step, contrast and folders of this PC. Every change is on disk at once."""

    # The font step as it was kept; the theme limits it to the steps that there are.
    step = _Whole("look/step")
    contrast = _Flag("look/contrast")
    dark = _Flag("look/dark")
    # The language of the window, zh or that of a catalogue in resources/i18n; it rules from the next start on.
    language = _Text("look/language", "zh")
    # The printer chosen last, empty for the system's own choice, and the slip paper: a4, a5, 80mm or 58mm.
    printer = _Text("print/printer")
    paper = _Text("print/paper", "a4")
    # Where backups go off this disk; where files were read from and written to last.
    backup_place = _Text("backup/place")
    # After how many minutes without a hand the window is covered; empty where nobody chose (shell/idle.py).
    idle_minutes = _Text("window/idle_minutes")
    # Whether 开张前还差 of 工作台 is folded to its heading.
    opening_folded = _Flag("home/opening_folded")
    import_folder = _Text("importing/folder")
    reception_folder = _Text("reception/export_folder")
    ledger_folder = _Text("ledger/export_folder")
    figures_folder = _Text("statistics/export_folder")
    audit_folder = _Text("audit/export_folder")

    def __init__(self, file: Path | None = None) -> None:
        self.file = seat_file() if file is None else file
        self._settings = QSettings(str(self.file), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window; empty when there are none."""
        value = self._settings.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("window/geometry", value)
        self._settings.sync()

    def moved_folder(self, asked_for: Path) -> Path | None:
        """Where the data folder that the program is started with was moved to; None when it was not."""
        moved = self.text(_moved_key(asked_for))
        return Path(moved) if moved else None

    def move_folder(self, asked_for: Path, to: Path) -> None:
        """From now on another data folder is meant when this one is asked for."""
        self.put(_moved_key(asked_for), str(to))

    # What a list keeps for a person: the key is made of the list and the person's number.

    def text(self, key: str, default: str = "") -> str:
        """The text kept under `key`; the default where there is none or a damaged one."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def put(self, key: str, value: str) -> None:
        """Keep a text under `key`, at once on disk."""
        self._settings.setValue(key, value)
        self._settings.sync()


def _moved_key(folder: Path) -> str:
    return f"data/{folder_words(folder)}"


def folder_words(folder: Path) -> str:
    """A data folder as a part of a key."""
    return folder.as_posix().strip("/").replace("/", "_").replace(":", "")
