"""An office on disk for every test, and documents to register in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from tests.offices import new_office


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A data folder with an office and no visits."""
    folder = tmp_path / "office"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"])
    return folder


@pytest.fixture
def desk(office: Path) -> Iterator[Desk]:
    """The office opened as a window opens it."""
    opened = open_desk(office, purpose="window")
    yield opened
    opened.close()


@pytest.fixture
def visit() -> Callable[..., dict[str, Any]]:
    """Makes the document of an invented visit; `number` tells one from another."""

    def make(number: int = 1, purpose: str = "appeal", **more: Any) -> dict[str, Any]:
        return {
            "at": "2026-11-19T09:20",
            "channel": "visit",
            "petitioners": [{"name": f"杨柳{number}", "village": "东村", "phone": f"1380000{number:04d}"}],
            "matters": [
                {
                    "purpose": purpose,
                    "title": f"水渠第{number}段",
                    "statement": f"第{number}段水渠渗水，淹了菜地。",
                    "requests": ["修好水渠"],
                }
            ],
            **more,
        }

    return make
