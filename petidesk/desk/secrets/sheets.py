"""A new recovery code and the sheet of paper that it is kept on."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from petidesk import paths
from petidesk.desk.clock import computer_now
from petidesk.desk.files import written_whole
from petidesk.domain.papers import Paper
from petidesk.domain.secrets.recovery import BYTES, code_of
from petidesk.domain.secrets.sheet import SHEET, sheet_values


def new_code() -> str:
    """A random recovery code. It opens nothing until it is set."""
    return code_of(secrets.token_bytes(BYTES))


def sheet(code: str, office: str, at: datetime) -> Paper:
    """恢复单 with this code. The form that ships is used: nobody's own text may leave the code out."""
    from petidesk.desk.form_shelf import unkept
    from petidesk.documents.forms.forms import load_form
    from petidesk.documents.printing import render

    printed = render(load_form(SHEET, (paths.forms(),)), sheet_values(code, office, at.date()), paper="a4", at=at)
    return unkept(SHEET, "a4", printed)


@contextlib.contextmanager
def sheet_written(out: Path | None, code: str | None, office: str) -> Iterator[None]:
    """Write the sheet to a file: it has its name when the block has set the code, else nothing is written.

    KnownTrouble full, read_only: then the block is not begun.
    """
    if out is None or code is None:
        yield
        return
    with written_whole(out, sheet(code, office, computer_now()).pdf):
        yield


def page_png(pdf: bytes, dpi: float) -> bytes:
    """The one page of a sheet as a PNG picture."""
    from petidesk.documents.preview import preview

    return preview(pdf, dpi, 0)
