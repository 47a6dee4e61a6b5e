"""Running the command line in this process: the same words, the same streams, the exit status."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from petidesk import cli


@dataclass(frozen=True)
class Answer:
    """What a command line said."""

    status: int
    out: bytes
    err: bytes

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out.decode("utf-8"))

    @property
    def trouble(self) -> dict[str, Any]:
        """The last line of standard error as JSON."""
        found: dict[str, Any] = json.loads(self.err.decode("utf-8").splitlines()[-1])
        return found

    @property
    def told(self) -> str:
        """Standard error as text."""
        return self.err.decode("utf-8")


Run = Callable[..., Answer]


@pytest.fixture
def run(data_dir: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run words against the test's own data folder."""

    def call(*words: object) -> Answer:
        capfdbinary.readouterr()
        status = cli.run([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return Answer(status, out, err)

    return call


@pytest.fixture(scope="session")
def built_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `init` has made, once; every test works on a copy of its own."""
    folder = tmp_path_factory.mktemp("built") / "data"
    words = ["init", "--office", "清溪镇", "--county", "安平县", "--villages", "东村,西村", "--organ-code", "清信访"]
    assert cli.run(["--data", str(folder), *words]) == 0
    return folder


@pytest.fixture
def office(run: Run, built_office: Path, data_dir: Path) -> Run:
    """`run` on a folder that `init` has made."""
    shutil.copytree(built_office, data_dir)
    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], Path]:
    """Write a value as a JSON file and give back its path; bytes as they are."""

    def put(value: Any, name: str = "in.json") -> Path:
        file = tmp_path / name
        file.write_bytes(value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode())
        return file

    return put


@pytest.fixture
def example() -> dict[str, Any]:
    """The example of the command line's page, on a day that has passed."""
    return {
        "at": "2026-10-19T09:20",
        "channel": "visit",
        "received_by": "李敏",
        "people": 2,
        "petitioners": [
            {
                "name": "张桂花",
                "id_type": "111",
                "id_number": "11010519491231002X",
                "phone": "13800001234",
                "village": "东村",
                "address": "东村三组12号",
                "representative": True,
            }
        ],
        "matters": [
            {
                "purpose": "appeal",
                "route": 6,
                "category": "自然资源/土地征收",
                "title": "征地补偿款未到账",
                "statement": "征地补偿款一直没有到账。",
                "requests": ["补发2025年征地补偿款"],
                "concerned_unit": "",
                "village": "东村",
                "urgent": False,
                "case_no": None,
            }
        ],
        "materials": [{"name": "土地承包合同复印件", "copies": 1}],
        "note": "",
    }
