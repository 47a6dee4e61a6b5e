"""The practice office: sample records in a folder of their own, every print marked 演练."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from petidesk.desk.clock import computer_today

PRACTICE_VISITS = 300
SLIP_DPI = 150


def practice_folder(folder: Path) -> Path:
    """Where the practice office lives: beside the data folder, never in it."""
    return folder.with_name(f"{folder.name}-practice")


def unused_folder(folder: Path) -> Path:
    """A name beside the data folder that nothing has yet."""
    number = 2
    while (there := folder.with_name(f"{folder.name}-{number}")).exists():
        number += 1
    return there


def make_practice(folder: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Fill `folder` with the practice office up to today; one that is there already is kept as it is."""
    from petidesk.desk.opening import open_desk
    from petidesk.domain.trouble import Refused
    from petidesk.practice.office import make_sample

    try:
        open_desk(folder, purpose="read").close()
    except Refused:
        make_sample(folder, visits=PRACTICE_VISITS, until=computer_today(), progress=progress)


def sample_slip(office: str, county: str, size: str, dots: float) -> list[bytes]:
    """Pictures (PNG, one a page, at `dots` per inch) of the slip as this office would hand it out, under 演练.

    Drawn from an invented visit and kept nowhere.
    """
    from petidesk.desk.opening import create_office, open_desk

    with tempfile.TemporaryDirectory(prefix="petidesk-slip-") as name:
        folder = Path(name) / "sample"
        create_office(folder, office=office, county=county, practice=True)
        desk = open_desk(folder, purpose="write")
        try:
            papers = desk.papers
            pdf = papers.sample_slip(size).pdf
            return [papers.page_png(pdf, page, dots) for page in range(papers.page_count(pdf))]
        finally:
            desk.close()
