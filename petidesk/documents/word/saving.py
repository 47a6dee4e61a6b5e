"""The bytes of a Word document: the same content and the same moment give the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx.document import Document

# The earliest moment that a zip file can name; python-docx writes that of the computer's clock.
_STAMP = (1980, 1, 1, 0, 0, 0)


def saved(document: Document, *, title: str, at: datetime) -> bytes:
    """The file of `document`; `at` is when it says to be made, and nobody is named as its author."""
    about = document.core_properties
    about.title, about.subject, about.comments, about.keywords = title, "", "", ""
    about.author, about.last_modified_by, about.language = "", "", "zh-CN"
    about.created = about.modified = at
    about.revision = 1
    raw = io.BytesIO()
    document.save(raw)
    target = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, given.read(name))
    return target.getvalue()
