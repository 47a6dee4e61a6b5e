"""The practice office: sample records in a folder of their own, every print marked 演练."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

PRACTICE_VISITS = 300
SLIP_DPI = 110


def practice_folder(folder: Path) -> Path:
    """Where the practice office lives: beside the data folder, never in it."""
    return folder.with_name(f"{folder.name}-practice")


def make_practice(folder: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Fill `folder` with the practice office up to today; one that is there already is kept as it is."""
    from petidesk.desk.opening import open_desk
    from petidesk.desk.sample import make_sample
    from petidesk.domain.trouble import Refused

    try:
        open_desk(folder, purpose="read").close()
    except Refused:
        make_sample(folder, visits=PRACTICE_VISITS, until=date.today(), progress=progress)


def sample_slip(office: str) -> bytes:
    """A picture (PNG) of the slip as this office would hand it out, drawn from one sample visit and kept nowhere."""
    from petidesk.desk.opening import open_desk
    from petidesk.desk.sample import make_sample
    from petidesk.domain.listing import VisitQuery

    with tempfile.TemporaryDirectory(prefix="petidesk-slip-") as name:
        folder = Path(name) / "sample"
        make_sample(folder, visits=12, disputes=0, until=date.today())
        desk = open_desk(folder, purpose="write")
        try:
            if office:
                desk.office.change({"name": office})
            row = desk.visits.rows(VisitQuery(), 1)[0]
            paper = desk.papers.preview_slip(row.visit_no, "a5")
            return desk.papers.page_png(paper.pdf, 0, SLIP_DPI)
        finally:
            desk.close()
