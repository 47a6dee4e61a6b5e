"""Make resources/fonts again from the original font files.

Run it with two folders, where the originals lie and where the results go::

    python packaging/build_fonts.py SOURCES resources/fonts

SOURCES holds these files (with the package and version that the committed fonts were made from):

=================================  ==========================================================================
NotoSerifSC_400Regular.ttf         npm package @expo-google-fonts/noto-serif-sc 0.4.3 (Noto Serif SC 2.003)
NotoSerifSC_900Black.ttf           the same package
NotoSansSC_400Regular.ttf          npm package @expo-google-fonts/noto-sans-sc 0.4.3 (Noto Sans SC 2.004)
NotoSansSC_700Bold.ttf             the same package
LXGWWenKai-Regular.ttf             Debian package fonts-lxgw-wenkai 1.250+repack-1
FandolFang-Regular.otf             Debian package texlive-lang-chinese 2022.20230122-1, fonts/opentype/public/fandol
HanaMinB.ttf                       Debian package fonts-hanazono 20170904-2.1
Unihan_OtherMappings.txt.bz2       Debian package unicode-data 15.0.0-1 (property kTGH: 通用规范汉字表)
Unihan_IRGSources.txt.bz2          the same package (property kIRG_GSource: which Chinese source a character is from)
=================================  ==========================================================================

What is done: Noto Serif SC Regular is copied whole, because it is also the fallback for single characters. Four faces
are cut down to the 8,105 characters of 通用规范汉字表 with Latin, digits, punctuation, full-width forms and table
symbols. The cut 楷体 is named Petidesk Kai, because the licence of the original reserves its names. FandolFang has
PostScript outlines, which ReportLab cannot embed; its curves are converted to quadratic ones (error at most one unit
in a thousand) and nothing else is changed. Names are written with characters that even Noto Serif SC lacks (𠮷 is one):
Petidesk Rare holds those of HanaMinB that come from the identity card register, modern dictionaries and place names,
and is asked last. The licence texts beside the fonts are kept by hand. Equal sources and an
equal fontTools give equal bytes. It takes about half a minute.
"""

from __future__ import annotations

import argparse
import bz2
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TGH_COUNT = 8105
MAX_TOTAL_BYTES = 40 * 1000 * 1000

# Everything a paper or the window prints besides the characters of the table: first and last code point of each block.
EXTRA_RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A
    (0x01CD, 0x01DC),  # pinyin vowels
    (0x02C6, 0x02DC),  # tone marks
    (0x2010, 0x2027),  # dashes, quotation marks, dots
    (0x2030, 0x203B),  # per mille, primes, reference mark
    (0x2103, 0x2122),  # degree Celsius, numero, telephone, trade mark
    (0x2160, 0x217B),  # Roman numerals
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x22BF),  # mathematical operators, those that the font has
    (0x2460, 0x249B),  # circled, bracketed and dotted numbers
    (0x2500, 0x257F),  # box drawing
    (0x25A0, 0x25EF),  # geometric shapes
    (0x2605, 0x2611),  # stars, ballot boxes
    (0x2713, 0x2717),  # ticks
    (0x3000, 0x3029),  # CJK punctuation, hexagonal brackets, wave dash
    (0x3220, 0x3229),  # bracketed ideographic numbers
    (0x3280, 0x3289),
    (0x338E, 0x33A6),  # square units
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFEE),  # full-width and half-width forms
)
# Characters of names that are in daily use and not in the table.
EXTRA_CHARACTERS = "𠮷喆堃淼犇祎烜玥珺煊曌仝鋆昇陞甯髙"

# Characters outside Noto Serif SC are taken from these Chinese sources (Unihan's kIRG_GSource): identity cards (GIDC),
# dictionaries and encyclopaedias of today, place names, standards. Not from Kangxi and the great dictionary alone
# (GKX, GHZ), nor Zhuang characters (GZ, GZJW): 33,000 more glyphs.
RARE_SOURCES = frozenset(
    (
        *("GIDC", "GXC", "GXHZ", "GFZ", "GFC", "GHC", "GCH", "G4K", "GCY", "GBK", "GGH", "GDM", "GU", "GZFY", "GKJ"),
        *("GPGLG", "GJZ", "GZH", "GWZ", "GXM", "GRM", "G3", "GHF"),
    )
)

SUBSETS = {
    "NotoSerifSC_900Black.ttf": "NotoSerifSC-Black.ttf",
    "NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
    "LXGWWenKai-Regular.ttf": "PetideskKai-Regular.ttf",
}
# Families that a licence or honesty asks to be named anew: file of the result -> family and version of the original.
RENAMED = {
    "PetideskKai-Regular.ttf": ("Petidesk Kai", "1.250"),
    "PetideskRare-Regular.ttf": ("Petidesk Rare", "2017.0904"),
}


def tgh_characters(unihan: Path) -> str:
    """The characters of 通用规范汉字表 (2013) in the order of their numbers there, from Unihan's property kTGH."""
    rows = []
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.split("\t")
            if len(parts) == 3 and parts[1] == "kTGH":
                number = int(parts[2].split(":")[1].split()[0])
                rows.append((number, chr(int(parts[0][2:], 16))))
    if len(rows) != TGH_COUNT:
        raise SystemExit(f"expected {TGH_COUNT} characters of the table, found {len(rows)}")
    return "".join(character for _, character in sorted(rows))


def rare_characters(unihan: Path, sources: Path) -> set[int]:
    """Code points that Noto Serif SC lacks and a name may hold: those of RARE_SOURCES and those that the 楷体 has."""
    known = set(TTFont(sources / "NotoSerifSC_400Regular.ttf", lazy=True).getBestCmap())
    kai = set(TTFont(sources / "LXGWWenKai-Regular.ttf", lazy=True).getBestCmap())
    wanted = {code for code in kai if 0x3400 <= code <= 0x9FFF or code >= 0x20000}
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.split("\t")
            if len(parts) == 3 and parts[1] == "kIRG_GSource" and parts[2].split("-")[0] in RARE_SOURCES:
                wanted.add(int(parts[0][2:], 16))
    return wanted - known


def cut_down(source: Path, target: Path, wanted: set[int]) -> None:
    """Write `source` to `target` with only the `wanted` code points; layout features for horizontal text stay."""
    options = subset.Options()
    options.layout_features = ["kern", "ccmp", "locl", "mark", "mkmk", "tnum"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "STAT"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    if target.name in RENAMED:
        rename(font, target.stem, *RENAMED[target.name])
    subset.save_font(font, str(target), options)


def rename(font: TTFont, postscript: str, family: str, version: str) -> None:
    """Give a changed font names of its own; copyright (0) and licence (13, 14) stay as they were."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    texts = {1: family, 2: "Regular", 3: f"{family} {version} subset", 4: family, 6: postscript}
    texts[5] = f"Version {version}; subset of the original for petidesk"
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)


def to_truetype(source: Path, target: Path) -> None:
    """Convert a font with PostScript outlines to quadratic ones, so that ReportLab can embed it."""
    font = TTFont(source, recalcTimestamp=False)
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = glyphs
    for tag in ("CFF ", "VORG", "BASE", "GPOS", "vhea", "vmtx"):
        if tag in font:
            del font[tag]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"):
        setattr(maxp, field, 0)
    maxp.maxZones, maxp.maxSizeOfInstructions, maxp.maxComponentElements = 1, 0, 0
    font["post"].formatType = 3.0
    font["name"].setName("Outlines converted to TrueType for petidesk; glyphs otherwise unchanged.", 10, 3, 1, 0x409)
    font.sfntVersion = "\000\001\000\000"
    font.save(target)


def main() -> None:
    """Build every font file and refuse a total above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--list", type=Path, help="also write the 8,105 characters to this file, 50 on a line")
    chosen = parser.parse_args()
    characters = tgh_characters(chosen.sources / "Unihan_OtherMappings.txt.bz2")
    if chosen.list:
        lines = [characters[start : start + 50] for start in range(0, TGH_COUNT, 50)]
        chosen.list.write_text("\n".join(lines) + "\n", encoding="utf-8")
    chosen.target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(chosen.sources / "NotoSerifSC_400Regular.ttf", chosen.target / "NotoSerifSC-Regular.ttf")
    wanted = {ord(c) for c in characters + EXTRA_CHARACTERS}
    for first, last in EXTRA_RANGES:
        wanted.update(range(first, last + 1))
    for source, target in SUBSETS.items():
        cut_down(chosen.sources / source, chosen.target / target, wanted)
    rare = rare_characters(chosen.sources / "Unihan_IRGSources.txt.bz2", chosen.sources)
    cut_down(chosen.sources / "HanaMinB.ttf", chosen.target / "PetideskRare-Regular.ttf", rare)
    to_truetype(chosen.sources / "FandolFang-Regular.otf", chosen.target / "FandolFang-Regular.ttf")
    files = sorted(chosen.target.glob("*.ttf"))
    for file in files:
        print(f"{file.stat().st_size / 1e6:6.1f} MB  {file.name}")
    total = sum(file.stat().st_size for file in files)
    print(f"{total / 1e6:6.1f} MB  in all")
    if total > MAX_TOTAL_BYTES:
        raise SystemExit("the fonts are larger than the limit of 40 MB")


if __name__ == "__main__":
    main()
