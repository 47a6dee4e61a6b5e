"""Whether Chinese comes out of the keyboard: letters in a place for words, and never a character, are noticed once.

The window hears the keys of all its inputs (shell/letters_only.py), and says it above the page.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

from petidesk.ui.translate import translate

# So many small letters in a row are no initials (tdq) and no abbreviation.
LETTERS = 6


def hanzi(text: str) -> int:
    """How many Chinese characters are in a text."""
    return sum("㐀" <= char <= "鿿" or char >= "\U00020000" for char in text)


class ChineseInput(QObject):
    """`letters_only` is sent when somebody types pinyin and it stays pinyin; never again once a character came out."""

    letters_only = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._proved = False
        self._told = False
        self._place = 0
        self._row = 0

    def typed(self, place: QObject, text: str, *, letters: bool = False) -> None:
        """A key was typed into an input. `letters`: one that is asked with letters, or holds them."""
        if hanzi(text):
            self.wrote(text)
            return
        if letters or self._proved or self._told:
            return
        small = text.isascii() and text.isalpha() and text.islower()
        self._row = self._row + 1 if small and id(place) == self._place else int(small)
        self._place = id(place)
        if self._row >= LETTERS:
            self._told = True
            self.letters_only.emit()

    def wrote(self, text: str) -> None:
        """An input method wrote something."""
        self._proved = self._proved or hanzi(text) > 0


_watch: ChineseInput | None = None


def watch() -> ChineseInput:
    """The one watch of this process."""
    return _watch or begin()


def begin() -> ChineseInput:
    """A watch that knows nothing yet: every window learns for itself what the keyboard gives."""
    global _watch
    _watch = ChineseInput()
    return _watch


def how_to_switch() -> str:
    """What to do first."""
    return translate("ChineseInput", "打出来的一直是字母。请先切换到中文输入法：一般按 Ctrl+空格 或 Shift。")


def how_to_install() -> str:
    """Where this system has its Chinese input methods, in words of its own settings."""
    if sys.platform == "win32":
        return translate(
            "ChineseInput",
            "还是打不出汉字，就是没有装中文输入法：打开系统的“设置 → 时间和语言 → 语言和区域”，"
            "在“中文（简体）”的“语言选项”里添加“微软拼音”。",
        )
    return translate(
        "ChineseInput",
        "还是打不出汉字，就是没有装中文输入法：在系统的“应用商店”（软件中心）里搜“输入法”，装“搜狗输入法”或“中文拼音”，"
        "再到系统设置的“键盘和输入法”里添加中文，注销后重新登录。",
    )
