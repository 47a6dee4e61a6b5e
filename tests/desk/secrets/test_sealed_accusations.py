"""What an accusation says is sealed in an encrypted office: with the folder's key alone nothing of it can be read."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from petidesk.desk import encrypting
from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import sealing
from petidesk.desk.secrets.secrets import Secrets
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.listing import ClosedDraft
from petidesk.domain.secrets.recovery import code_of
from petidesk.domain.secrets.sealed import holds_sealed
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage import closing
from petidesk.storage.file.database import Database
from petidesk.storage.secrets import unlocking
from petidesk.storage.secrets.wraps import Cost
from tests.offices import new_office
from tests.scans import picture

HEAD, CLERK = "站长院子里的老柳树", "窗口外面的小杨树"
CODE = code_of(bytes(range(16)))
CHEAP = Cost(8, 1, 1)
DAY = "2026-11-20"
NUMBER = "11010519491231002X"
# What is planted, each word in one field.
PERSON = {
    "name": "植入甲姓",
    "id_number": NUMBER,
    "phone": "13912345678",
    "address": "植入乙地址",
    "birth": "1949-12-31",
}
MATTER = {
    "purpose": "accusation",
    "title": "植入丙标题",
    "statement": "植入丁陈述",
    "requests": ["植入戊请求"],
    "concerned_unit": "植入己被告",
}
VISIT: dict[str, Any] = {
    "at": "2026-11-19T09:20",
    "channel": "visit",
    "petitioners": [PERSON],
    "matters": [MATTER],
    "materials": [{"name": "植入庚材料", "copies": 1}],
    "national_no": "植入辛国家编号",
    "query_code": "植入壬查询码",
    "note": "植入癸备注",
}
PLANTED = [
    *("植入甲姓", NUMBER, "13912345678", "植入乙地址", "1949-12-31", "植入丙标题", "植入丁陈述", "植入戊请求"),
    *("植入己被告", "植入庚材料", "植入辛国家编号", "植入壬查询码", "植入癸备注", "植入子事件", "植入丑附件名"),
    *("植入寅草稿", "植入卯更正", "植入辰作废", "植入巳包案", "植入午首办"),
]


@dataclass(frozen=True)
class Office:
    """An encrypted office in which a registrar without the permission took accusations."""

    folder: Path
    visit_no: str
    case_no: str
    picture: bytes

    @contextlib.contextmanager
    def desk(self, name: str) -> Iterator[Desk]:
        with contextlib.closing(
            open_desk(self.folder, staff=name, password=HEAD if name == "值班员" else CLERK)
        ) as desk:
            yield desk


def _new(folder: Path) -> None:
    create_office(folder, office="清溪镇", county="安平县", villages=["东村"], password=HEAD, code=CODE, cost=CHEAP)
    with contextlib.closing(open_desk(folder, password=HEAD)) as desk:
        desk.staff.add("小李", "registrar")
        Secrets(desk.session, CHEAP).set_password("小李", CLERK)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("sealed") / "office"
    _new(folder)
    scan = picture()
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        visit, _ = desk.visits.add(VISIT)
        case_no = visit.matters[0].case_no
        desk.papers.print_slip(visit.visit_no)
    # in a process of its own: it has sealed none of it itself
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        desk.cases.record(
            case_no, "in_charge", {"on": DAY, "unit": "镇纪委", "handler": "植入午首办", "leader": "植入巳包案"}
        )
        desk.cases.record(case_no, "contacted", {"on": DAY, "content": "植入子事件"})
        desk.attachments.add("case", case_no, scan, name="植入丑附件名.png")
        desk.drafts.save(None, "visit", {"note": "植入寅草稿", "matters": [MATTER], "petitioners": [PERSON]}, True)
        # one that is found out later, with all that was written around it
        later, _ = desk.visits.add({**VISIT, "matters": [{**MATTER, "purpose": "appeal"}], "note": "植入卯更正"})
        desk.attachments.add("visit", later.visit_no, scan, name="植入丑附件名.png")
        desk.papers.print_slip(later.visit_no)
        desk.cases.record(later.matters[0].case_no, "contacted", {"on": DAY, "content": "植入子事件"})
        desk.visits.amend(later.visit_no, {"matters": [MATTER]})
        desk.visits.amend(later.visit_no, {"note": "植入癸备注"})
    with contextlib.closing(open_desk(folder, staff="值班员", password=HEAD)) as desk:
        gone, _ = desk.visits.add(VISIT)
        desk.visits.void(gone.visit_no, "植入辰作废")
        desk.backups.make()
    return Office(folder, visit.visit_no, case_no, scan)


def _raw(folder: Path) -> dict[str, bytes]:
    """Every value of every table, as the folder's key alone gives it."""
    unlocked = unlocking.log_in(folder, "小李", CLERK)
    assert unlocked.accusations is None
    database = Database(folder / "petidesk.db", unlocked.key, read_only=True)
    found: dict[str, bytes] = {}
    with database.read() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for table in tables:
            for at, row in enumerate(connection.execute(text(f'SELECT * FROM "{table}"')).mappings()):
                for name, value in row.items():
                    if isinstance(value, str | bytes):
                        found[f"{table}.{name} {at}"] = value.encode() if isinstance(value, str) else value
    database.close()
    return found


def test_with_the_key_of_the_folder_alone_nothing_of_an_accusation_can_be_read(office: Office) -> None:
    raw = _raw(office.folder)
    assert len(raw) > 300
    leaks = [(where, word) for where, value in raw.items() for word in PLANTED if word.encode() in value]
    assert leaks == []
    assert [where for where, value in raw.items() if office.picture in value or b"%PDF" in value] == []


def test_no_file_of_the_folder_holds_a_planted_word(office: Office) -> None:
    for file in office.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [word for word in PLANTED if word.encode() in content], file
            assert office.picture not in content


def test_who_may_reads_everything_back(office: Office) -> None:
    with office.desk("值班员") as desk:
        visit = desk.visits.get(office.visit_no, unmask="核查")
        assert not isinstance(visit, ClosedVisit)
        assert visit.content.petitioners[0].name == PERSON["name"]
        assert visit.content.petitioners[0].birth.isoformat() == PERSON["birth"]  # type: ignore[union-attr]
        assert visit.content.petitioners[0].id_number == NUMBER
        assert visit.content.materials[0].name == "植入庚材料"
        assert visit.content.national_no == "植入辛国家编号"
        assert visit.matters[0].matter.statement == MATTER["statement"]
        case = desk.cases.get(office.case_no, unmask="核查")
        assert visit.matters[0].matter.title == MATTER["title"]
        assert case.handler == "植入午首办"  # type: ignore[union-attr]
        assert "植入子事件" in str(case)
        kept = desk.attachments.listed("case", office.case_no, "核查")
        assert kept[0].name == "植入丑附件名.png"  # type: ignore[union-attr]
        assert desk.attachments.content(kept[0].attachment_id, "核查").data == office.picture
        assert desk.papers.preview_form("visit_slip", office.visit_no, "a4", "核查").pdf.startswith(b"%PDF")
        assert not holds_sealed(desk.visits.opened(office.visit_no, unmask="核查"))
        assert desk.checks.run(True) == []


def test_who_may_not_sees_closed_values_and_can_still_work(office: Office) -> None:
    with office.desk("小李") as desk:
        visit = desk.visits.get(office.visit_no)
        assert isinstance(visit, ClosedVisit)
        assert not holds_sealed(visit)
        case = desk.cases.get(office.case_no)
        assert not holds_sealed(case)
        assert not holds_sealed(desk.cases.history(office.case_no))
        (begun,) = desk.drafts.all()
        assert isinstance(begun, ClosedDraft)
        assert not holds_sealed(desk.attachments.listed("case", office.case_no))
        for asked in (
            lambda: desk.visits.get(office.visit_no, unmask="好奇"),
            lambda: desk.visits.amend(office.visit_no, {"note": "改"}),
            lambda: desk.papers.print_slip(office.visit_no),
            lambda: desk.drafts.open(begun.draft_id, "接着写"),
        ):
            with pytest.raises(Refused) as refused:
                asked()
            assert refused.value.code == "no_permission", refused.value.message
        assert desk.checks.run(True) == []
        assert desk.search.find(office.case_no)
        rows = desk.visits.rows(VisitQuery(), 10)
        assert len(rows) == 3
        assert not holds_sealed(rows)
        assert not holds_sealed(desk.cases.rows(CaseQuery(), 10))
        with desk.reading() as connection:
            assert closing.unsealed(connection) == []


def test_encrypting_seals_renewing_keeps_decrypting_opens(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    create_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    scan = picture()
    with contextlib.closing(open_desk(folder)) as desk:
        visit, _ = desk.visits.add(VISIT)
        number, case_no = visit.visit_no, visit.matters[0].case_no
        desk.cases.record(case_no, "contacted", {"on": DAY, "content": "植入子事件"})
        desk.attachments.add("case", case_no, scan, name="植入丑附件名.png")
        desk.papers.print_slip(number)
        desk.visits.add({**VISIT, "matters": [{**MATTER, "purpose": "appeal", "title": "公开的事"}], "note": ""})
        before = desk.visits.get(number, unmask="核查")
    encrypting.encrypt(folder, None, HEAD, CODE, cost=CHEAP)
    unlocked = unlocking.log_in(folder, None, HEAD)
    database = Database(folder / "petidesk.db", unlocked.key)
    with database.read() as connection:
        raw = str(connection.execute(text("SELECT * FROM matter WHERE purpose = 'accusation'")).all())
        raw += str(connection.execute(text("SELECT * FROM petitioner WHERE visit_id = 1")).all())
        raw += str(connection.execute(text("SELECT * FROM case_event WHERE case_id = 1")).all())
        raw += str(connection.execute(text("SELECT * FROM audit_payload WHERE restricted")).all())
    database.close()
    assert not [word for word in PLANTED if word in raw]
    unlocked, _ = encrypting.renew(folder, unlocked)
    with contextlib.closing(open_desk(folder, unlocked=unlocked)) as desk:
        assert desk.checks.run(True) == []
        sealed = desk.visits.get(number, unmask="核查")
        assert _said(sealed) == _said(before)
        (kept,) = desk.attachments.listed("case", case_no, "核查")
        assert desk.attachments.content(kept.attachment_id, "核查").data == scan
    encrypting.decrypt(folder, unlocked, "不再需要")
    with contextlib.closing(open_desk(folder)) as desk:
        assert desk.checks.run(True) == []
        assert _said(desk.visits.get(number, unmask="核查")) == _said(before)
        (kept,) = desk.attachments.listed("case", case_no, "核查")
        assert desk.attachments.content(kept.attachment_id, "核查").data == scan
        with desk.reading() as connection:
            assert closing.count(connection) == 0


def _said(visit: Any) -> Any:
    """All that a visit says, but who its petitioners are known as elsewhere."""
    people = tuple(dataclasses.replace(one, person_id=None) for one in visit.content.petitioners)
    return dataclasses.replace(visit.content, petitioners=people)


def test_what_lay_open_is_sealed_by_whoever_opens_the_folder_first(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "earlier"
    shutil.copytree(office.folder, folder)
    unlocked = unlocking.log_in(folder, "值班员", HEAD)
    with contextlib.closing(open_desk(folder, unlocked=unlocked)) as desk, desk.session.writing() as connection:
        # as a program wrote it that did not seal yet
        sealing.open_all(connection, desk.session)
    reading = open_desk(folder, staff="小李", password=CLERK, purpose="read")
    with contextlib.closing(reading) as desk, desk.reading() as connection:
        assert closing.count(connection) == 0
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        with desk.reading() as connection:
            assert closing.unsealed(connection) == []
        assert desk.checks.run(True) == []
        assert desk.checks.sealed() > 20
    leaks = [(where, word) for where, value in _raw(folder).items() for word in PLANTED if word.encode() in value]
    assert leaks == []
    with contextlib.closing(open_desk(folder, staff="值班员", password=HEAD)) as desk:
        assert desk.visits.get(office.visit_no, unmask="核查").content.note == VISIT["note"]  # type: ignore[union-attr]
        assert desk.checks.run(True) == []
        assert desk.checks.sealed() == 0


def test_the_permission_is_given_taken_and_restored_with_the_private_half(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "moved"
    shutil.copytree(office.folder, folder)
    with contextlib.closing(open_desk(folder, staff="值班员", password=HEAD)) as desk:
        desk.staff.change("小李", role="lead", accusations=True)
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        assert not isinstance(desk.visits.get(office.visit_no, unmask="核查"), ClosedVisit)
    with contextlib.closing(open_desk(folder, staff="值班员", password=HEAD)) as desk:
        desk.staff.change("小李", accusations=False)
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        assert desk.session.sealed_from
    # the recovery code opens them, too
    recovered = unlocking.recover(folder, CODE)
    with contextlib.closing(open_desk(folder, staff="值班员", unlocked=recovered)) as desk:
        assert desk.visits.get(office.visit_no, unmask="核查").content.note == VISIT["note"]  # type: ignore[union-attr]


def test_an_accusation_that_is_none_any_more_is_open_again(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "opened"
    shutil.copytree(office.folder, folder)
    with contextlib.closing(open_desk(folder, staff="值班员", password=HEAD)) as desk:
        desk.visits.amend(office.visit_no, {"matters": [{**MATTER, "purpose": "appeal"}]}, unmask="不是检举控告")
        assert desk.checks.run(True) == []
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        visit = desk.visits.get(office.visit_no)
        assert not isinstance(visit, ClosedVisit) and visit.content.petitioners[0].name == PERSON["name"]
        case = desk.cases.get(office.case_no)
        assert "植入子事件" in str(case) and not holds_sealed(case)
        assert [one.name for one in desk.attachments.listed("case", office.case_no)] == ["植入丑附件名.png"]  # type: ignore[union-attr]
        assert desk.checks.run(True) == []


def test_a_plain_folder_seals_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    new_office(folder, villages=["东村"])
    with contextlib.closing(open_desk(folder)) as desk:
        desk.visits.add(VISIT)
        with desk.reading() as connection:
            assert connection.execute(text("SELECT name FROM petitioner")).scalar() == PERSON["name"]
            assert closing.count(connection) == 0


def test_the_last_secret_that_opens_accusations_is_not_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    create_office(folder, office="清溪镇", county="安平县", password=HEAD, cost=CHEAP)
    with contextlib.closing(open_desk(folder, password=HEAD)) as desk:
        desk.staff.add("小李", "admin")
        Secrets(desk.session, CHEAP).set_password("小李", CLERK)
        with pytest.raises(Refused) as refused:
            desk.staff.change("值班员", accusations=False)
        assert refused.value.code == "forbidden"
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        secrets = Secrets(desk.session, CHEAP)
        for deed in (
            lambda: secrets.set_password("值班员", "另外一个新的密码"),
            lambda: secrets.set_recovery(CODE),
        ):
            with pytest.raises(Refused) as refused:
                deed()
            assert refused.value.code == "forbidden"
    with contextlib.closing(open_desk(folder, staff="值班员", password=HEAD)) as desk:
        Secrets(desk.session, CHEAP).set_recovery(CODE)
        desk.staff.change("值班员", accusations=False)
    assert unlocking.recover(folder, CODE).accusations is not None


def test_a_form_begun_by_who_cannot_read_it_any_more_is_taken_over_by_who_may(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "begun"
    shutil.copytree(office.folder, folder)
    with contextlib.closing(open_desk(folder, staff="值班员", password=HEAD)) as desk:
        (begun,) = desk.drafts.all()
        assert isinstance(begun, ClosedDraft) and begun.staff == "小李"
        found = desk.drafts.open(begun.draft_id, "接着办")
        assert found.content["note"] == "植入寅草稿"
        assert desk.drafts.save(begun.draft_id, "visit", found.content, True).draft_id == begun.draft_id
        desk.drafts.finish(begun.draft_id)
        assert desk.drafts.all() == []
    with contextlib.closing(open_desk(folder, staff="小李", password=CLERK)) as desk:
        assert desk.drafts.all() == []
