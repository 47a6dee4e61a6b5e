"""Faces by role (宋 黑 粗黑 楷 仿宋 标题), glyph by glyph: which font file draws a character, how wide it is.

A paper names a role, never a font. Each role has a bundled font; 仿宋 is the system's own where one is found by its
file name, because a complete free 仿宋 does not exist. A character that the role's font lacks is drawn from Noto Serif
SC, then from Petidesk Rare, and one that no font has as □: nothing is ever left out silently (`missing_characters`).

Importing this module replaces ReportLab's writer of ToUnicode maps: the one in 5.1 writes code points above U+FFFF as
five digits, so that names such as 𠮷 copy and extract as other characters (PDF 32000-1, 9.10.3 asks for UTF-16BE).
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics, ttfonts

from petidesk import paths

SONG, HEI, HEI_BOLD, KAI, FANG, TITLE = "宋", "黑", "粗黑", "楷", "仿宋", "标题"
BUNDLED = {
    SONG: "NotoSerifSC-Regular.ttf",
    HEI: "NotoSansSC-Regular.ttf",
    HEI_BOLD: "NotoSansSC-Bold.ttf",
    KAI: "PetideskKai-Regular.ttf",
    FANG: "FandolFang-Regular.ttf",
    TITLE: "NotoSerifSC-Black.ttf",
}
ROLES = tuple(BUNDLED)
RARE = "PetideskRare-Regular.ttf"  # characters of names that even Noto Serif SC lacks
PLACEHOLDER = "□"
# File names of 仿宋 in Windows, WPS and domestic Linux systems, best first; compared in lower case.
SYSTEM_FANG = ("simfang.ttf", "fangsong_gb2312.ttf", "仿宋_gb2312.ttf", "fzfsk.ttf", "fzfsjw.ttf", "stfangso.ttf")
MAX_FOLDERS = 2000  # a font folder with more sub-folders is not searched further


class Glyph(NamedTuple):
    """One character as it is drawn: font name in ReportLab, advance in em, the character shown, whether it is there."""

    font: str
    width: float
    shown: str
    found: bool


class Run(NamedTuple):
    """A stretch of text that one font draws."""

    font: str
    text: str


@dataclass(frozen=True)
class FaceSource:
    """The file behind a role, and whether it is one of ours or the system's."""

    role: str
    font: str
    file: Path
    bundled: bool


class _Glyphs(dict[str, Glyph]):
    """Glyphs of one role, looked up once per character: the role's font, Noto Serif SC, Petidesk Rare, □."""

    def __init__(self, fonts: Iterable[str]) -> None:
        super().__init__()
        self._chain = [(name, pdfmetrics.getFont(name).face.charWidths) for name in fonts]

    def __missing__(self, character: str) -> Glyph:
        code = 32 if character == "\u00a0" else ord(character)
        for font, widths in self._chain:
            if code in widths:
                glyph = Glyph(font, widths[code] / 1000, chr(code), True)
                break
        else:
            font, widths = self._chain[-2]
            glyph = Glyph(font, widths[ord(PLACEHOLDER)] / 1000, PLACEHOLDER, False)
        self[character] = glyph
        return glyph


def system_font_folders() -> list[Path]:
    """The folders in which this system keeps fonts, those that exist."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData/Local"))
        folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    else:
        folders = [
            home / ".local/share/fonts",
            home / ".fonts",
            Path("/usr/local/share/fonts"),
            Path("/usr/share/fonts"),
        ]
    return [folder for folder in folders if folder.is_dir()]


def find_system_fang(folders: Sequence[Path]) -> Path | None:
    """The best 仿宋 file by name below `folders`, or None. Its content is not looked at here."""
    found: dict[str, Path] = {}
    for top in folders:
        for count, (folder, _, files) in enumerate(os.walk(top)):
            if count > MAX_FOLDERS:
                break
            for file in files:
                if file.lower() in SYSTEM_FANG:
                    found.setdefault(file.lower(), Path(folder) / file)
    return next((found[name] for name in SYSTEM_FANG if name in found), None)


def _register(font: str, file: Path) -> None:
    if font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(ttfonts.TTFont(font, str(file), asciiReadable=False, shapable=False))


@cache
def face_source(role: str) -> FaceSource:
    """Which file draws `role`; loads it into ReportLab at the first call (0.04 to 0.09 s each).

    Raises KeyError for a role that is not in ROLES. A system 仿宋 that ReportLab cannot read (PostScript outlines,
    damaged) is passed over for the bundled one.
    """
    bundled = paths.resources() / "fonts" / BUNDLED[role]
    if role == FANG:
        system = find_system_fang(system_font_folders())
        if system is not None:
            try:
                _register(system.stem, system)
            except (ttfonts.TTFError, OSError, ValueError, KeyError):
                pass
            else:
                return FaceSource(role, system.stem, system, bundled=False)
    _register(bundled.stem, bundled)
    return FaceSource(role, bundled.stem, bundled, bundled=True)


@cache
def glyphs(role: str) -> dict[str, Glyph]:
    """A mapping from any single character to its Glyph in `role`, filled as it is asked."""
    rare = paths.resources() / "fonts" / RARE
    _register(rare.stem, rare)
    return _Glyphs(dict.fromkeys((face_source(role).font, face_source(SONG).font, rare.stem)))


def runs(text: str, role: str) -> list[Run]:
    """`text` cut into stretches of one font each; characters that no font has are □ in the result."""
    table = glyphs(role)
    result: list[Run] = []
    for character in text:
        glyph = table[character]
        if result and result[-1].font == glyph.font:
            result[-1] = Run(glyph.font, result[-1].text + glyph.shown)
        else:
            result.append(Run(glyph.font, glyph.shown))
    return result


def missing_characters(text: Iterable[str]) -> tuple[str, ...]:
    """The different characters of `text` that no bundled font can draw, in order of code point.

    Line ends, control and format characters do not count: papers drop them. A lone half of a surrogate pair is given
    as U+FFFD, so that the answer can always be written down.
    """
    table = glyphs(SONG)
    lost = {c for c in set(text) if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") and not table[c].found}
    return tuple(sorted({"\ufffd" if unicodedata.category(c) == "Cs" else c for c in lost}))


def _unicode_map(font: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of one font subset: UTF-16BE values, unused codes left out, at most 100 entries a block."""
    used = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        f"/CIDSystemInfo << /Registry ({font}) /Ordering ({font}) /Supplement 0 >> def",
        f"/CMapName /{font} def\n/CMapType 2 def",
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange",
    ]
    for start in range(0, len(used), 100):
        block = used[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
    return "\n".join(lines)


def _install(target: Any, writer: Callable[[str, Sequence[int]], str]) -> None:
    target.makeToUnicodeCMap = writer


_install(ttfonts, _unicode_map)
