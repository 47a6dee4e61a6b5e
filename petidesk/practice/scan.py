"""An invented scan for practice: a page with a heading, written lines and a sketch of a field, drawn by Pillow."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from petidesk import paths

_SIZE = (1240, 1754)  # A4 at 150 dots per inch
_INK, _PAPER, _PENCIL = (40, 40, 48), (250, 249, 244), (110, 110, 120)
_FACE = "NotoSerifSC-Regular.ttf"


def scanned_page(heading: str, lines: tuple[str, ...]) -> bytes:
    """A page as a scanner gives it: PNG. Equal words give equal bytes."""
    page = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(page)
    face = paths.resources() / "fonts" / _FACE
    # Pillow's own layout: the other one is used only where the system has a library for it, and kerns.
    large, small = (ImageFont.truetype(face, size, layout_engine=ImageFont.Layout.BASIC) for size in (56, 34))
    pen.text((_SIZE[0] / 2, 170), heading, font=large, fill=_INK, anchor="mm")
    for place, line in enumerate(lines):
        pen.text((150, 300 + 62 * place), line, font=small, fill=_INK)
    top = 380 + 62 * len(lines)
    pen.polygon([(200, top + 60), (980, top), (1050, top + 520), (260, top + 600)], outline=_PENCIL, width=5)
    pen.line([(200, top + 300), (1050, top + 260)], fill=_PENCIL, width=5)
    pen.text((320, top + 140), "菜地", font=small, fill=_PENCIL)
    pen.text((620, top + 380), "水渠", font=small, fill=_PENCIL)
    pen.text((700, 1600), "演练用，内容虚构", font=small, fill=_PENCIL)
    target = io.BytesIO()
    page.save(target, "PNG")
    return target.getvalue()
