"""The rows of a package for another program: what is in them, what never is, and the way back out of the file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.county.package import look_into
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.documents.county.month_package import MANIFEST
from petidesk.domain.county.month_rows import _without_numbers, parse_rows
from petidesk.domain.trouble import Refused, Trouble
from tests.offices import new_office

MONTH = "2026-10"
IDENTITY, PHONE = "11010519491231002X", "13800001234"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("rows") / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    opened = open_desk(folder)
    yield opened
    opened.close()


def enter(desk: Desk, **more: Any) -> str:
    document = {
        "found_on": "2026-10-08",
        "village": "东村",
        "type": "邻里纠纷",
        "summary": f"两家争院墙，电话{PHONE}、0851-6543210，证件{IDENTITY}。",
        "parties": [{"name": "张桂花", "side": "a", "phone": PHONE, "id_number": IDENTITY}],
        "responsible_person": "王敏",
        "due_on": "2026-12-31",
    }
    return desk.ledger.add(document | more)[0].dispute_no


def rows_in(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return dict(json.loads(archive.read("rows.json")))


def test_rows_name_the_township_each_version_and_the_package_before(desk: Desk, tmp_path: Path) -> None:
    number = enter(desk)
    desk.ledger.record(number, "measure_taken", {"on": "2026-10-09", "text": f"打{PHONE}约双方", "note": ""})
    first = desk.ledger_package.build(MONTH, tmp_path / "1.zip")
    second = desk.ledger_package.build(MONTH, tmp_path / "2.zip", password="qingxi-2026")
    assert first is not None and second is not None
    said = rows_in(tmp_path / "1.zip")
    assert (said["month"], said["closed"]) == (MONTH, False)
    assert said["township"]["office"] == "清溪镇人民政府" and len(said["township"]["id"]) == 32
    (row,) = [one for one in said["rows"] if one["dispute_no"] == number]
    assert (row["dispute_no"], row["version"]) == (number, desk.ledger.get(number).version)
    assert [event["kind"] for event in row["events"]] == ["measure_taken"]
    assert row["parties"] == [{"name": "张桂花", "side": "a"}]
    told = json.dumps(said, ensure_ascii=False)
    for secret in (PHONE, IDENTITY, "138****", "6543210", "id_number", "phone", "case_no"):
        assert secret not in told
    locked = look_into(tmp_path / "2.zip", "qingxi-2026")
    assert locked.rows.previous == first.sha256 and locked.rows.sender.township_id == said["township"]["id"]
    assert locked.right and locked.sha256 == second.sha256

    # whole numbers make a locked bundle for a person, and no rows for a program
    done = desk.ledger_package.build(MONTH, tmp_path / "3.zip", full=True, why="核对", password="qingxi-2026")
    assert done is not None and "rows.json" not in [one.name for one in done.files]


def test_closed_rows_go_with_the_version_that_was_closed(desk: Desk, tmp_path: Path) -> None:
    number = enter(desk, found_on="2026-09-08")
    desk.months.close("2026-09")
    version = desk.ledger.get(number).version
    desk.ledger.amend(number, {"people_involved": 9})
    desk.ledger_package.build("2026-09", tmp_path / "9.zip")
    said = rows_in(tmp_path / "9.zip")
    assert said["closed"] and [(row["version"], row["people_involved"]) for row in said["rows"]] == [(version, 1)]


def test_what_is_no_package_or_was_changed_says_so(desk: Desk, tmp_path: Path) -> None:
    done = desk.ledger_package.build(MONTH, tmp_path / "a.zip", password="qingxi-2026")
    assert done is not None
    for password, code in (("", "missing"), ("falsch-falsch", "wrong_password")):
        with pytest.raises(Trouble) as refused:
            look_into(tmp_path / "a.zip", password)
        assert (refused.value.code, refused.value.field) == (code, "password")
    plain = desk.ledger_package.build(MONTH, tmp_path / "b.zip")
    assert plain is not None
    target = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "b.zip") as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name) + (b" " if name.endswith(".pdf") else b""))
    (tmp_path / "c.zip").write_bytes(target.getvalue())
    found = look_into(tmp_path / "c.zip")
    assert not found.right and [one.name.endswith(".pdf") for one in found.files if not one.right] == [True]
    for broken in (b"PK\x03\x04", b"", (tmp_path / "b.zip").read_bytes()[:900]):
        (tmp_path / "d.zip").write_bytes(broken)
        with pytest.raises(Refused):
            look_into(tmp_path / "d.zip")
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr(MANIFEST, "{}")
    with pytest.raises(Refused, match="不是本程序做的"):
        look_into(tmp_path / "e.zip")


@pytest.mark.parametrize("document", [None, [], {}, {"format": "petidesk month rows", "version": 9}, {"version": 1}])
def test_rows_of_another_program_are_refused(document: object) -> None:
    with pytest.raises(Refused):
        parse_rows(document)


@given(
    st.sampled_from(
        [PHONE, "138 0000 1234", "138-0000-1234", "+8613800001234", "0851-6543210", IDENTITY, "138****1234"]
    ),
    st.text(alphabet="电话：，请打a ", max_size=4),
)
def test_no_number_of_a_person_is_left_in_words(number: str, around: str) -> None:
    said = _without_numbers({"note": [f"{around}{number}{around}"]})["note"][0]
    assert "号码略" in said and not any(part in said for part in ("1234", "6543210", "002X", "138"))


def test_numbers_of_records_and_days_stay() -> None:
    words = "清纠2026-0031 于2026-10-03在3组12号调解，付12000.5元，第45678号"
    assert _without_numbers(words) == words
