"""What a finished paper is set in, read from its bytes."""

from __future__ import annotations

import ctypes

import pypdfium2
from pypdfium2 import raw


def sizes(pdf: bytes) -> list[float]:
    """The size in pt of every text. Fails where a font does not lie in the file itself."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                assert raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(text.raw)) == 1
                size = ctypes.c_float()
                assert raw.FPDFTextObj_GetFontSize(text.raw, size)
                found.append(size.value)
    return found
