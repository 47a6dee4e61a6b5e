"""Invented scans and photos, drawn small; `seed` makes one differ from another."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw


def drawn(seed: int = 1, size: tuple[int, int] = (210, 297)) -> Image.Image:
    """A page with a few strokes on it."""
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    for line in range(6):
        pen.line((20, 30 + 20 * line, 40 + (seed * 37 + line * 29) % 150, 30 + 20 * line), fill="black", width=3)
    return page


def picture(seed: int = 1, form: str = "PNG", size: tuple[int, int] = (210, 297), **options: object) -> bytes:
    """A page as a picture file."""
    target = io.BytesIO()
    drawn(seed, size).save(target, form, **options)
    return target.getvalue()


@cache
def pdf(pages: int = 2, seed: int = 1) -> bytes:
    """A scanned PDF; the same each time in a process, for it says when it was made."""
    target = io.BytesIO()
    first, *rest = (drawn(seed + page) for page in range(pages))
    first.save(target, "PDF", save_all=True, append_images=rest)
    return target.getvalue()
