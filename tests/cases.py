"""Other people's files, invented for this project: each shows one thing that real ones do (tests/data/cases)."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "cases"


def case(name: str) -> Path:
    """The file of this name."""
    return FOLDER / name
