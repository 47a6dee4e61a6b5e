"""What went is nowhere, what figures count by is as it was, and nothing went that anything rests on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.retention.retention import Done
from petidesk.domain.retention.periods import GONE
from petidesk.domain.statistics import catalogue
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import Span
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.visits.people import Probe
from petidesk.storage.safety.told import ways
from tests.desk.retention.years import GOES, PLANTED, Years, make_years, opened
from tests.desk.undo.deeds import picture
from tests.storage.safety.by_hand import RETOLD, by_hand, named

WHY = "2037年到期档案鉴定"
SECOND = "成小满"
SPAN = Span(date(2025, 1, 1), date(2036, 12, 31))
KNOWN = (None, date(2026, 3, 5), date(2026, 3, 8), date(2026, 3, 13), date(2026, 4, 1))


def figures(desk: Desk) -> dict[Any, Any]:
    """Every table by each dimension as it is and as it was known, all rates, all closed months."""
    found: dict[Any, Any] = {}
    for name, subject in catalogue.SUBJECTS.items():
        for as_of in KNOWN:
            for by in ((), *((one.name,) for one in subject.dimensions)):
                table = desk.statistics.table(Asked(name, SPAN, by, "none", as_of))
                rows = [(tuple(row.keys.values()), values(row.figures)) for row in table.rows]
                found[name, by, as_of] = (rows, values(table.total))
    for as_of in KNOWN:
        rates = desk.statistics.rates(SPAN, as_of)
        found["rates", as_of] = [(one.name, one.percent, one.numerator.value, one.denominator.value) for one in rates]
    for month in ("2026-03", "2026-04"):
        found["month", month] = desk.months.figures(month)
    return found


def values(of: dict[str, Any]) -> dict[str, int]:
    return {name: figure.value for name, figure in of.items()}


def purge(desk: Desk, **more: Any) -> Done:
    return desk.retention.purge(GOES, WHY, SECOND, **more)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Years:
    years = make_years(tmp_path_factory.mktemp("years") / "office")
    with opened(years, datetime(2035, 6, 2, 9)) as desk:
        desk.staff.add(SECOND, "registrar")
    return years


@pytest.fixture
def years(made: Years, tmp_path: Path) -> Years:
    return copied(made, tmp_path / "office")


def copied(made: Years, folder: Path) -> Years:
    shutil.copytree(made.folder, folder)
    return Years(folder, *(getattr(made, name) for name in made.__slots__[1:]))


@pytest.fixture(scope="module")
def gone(made: Years, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Years, Done, dict[Any, Any], dict]]:
    """The office after its purge, what it said, and the figures before and after."""
    place = tmp_path_factory.mktemp("gone")
    years = copied(made, place / "office")
    with opened(years) as desk:
        assert desk.backups.make().verified
        before = figures(desk)
        done = purge(desk, out=place / "清册.pdf")
        after = figures(desk)
    yield years, done, before, after


def test_every_figure_and_every_closed_month_is_as_it_was(gone: tuple[Years, Done, dict, dict]) -> None:
    _, _, before, after = gone
    for asked, told in before.items():
        assert after[asked] == told, asked


def test_no_word_is_left_in_any_byte_of_the_file(made: Years, gone: tuple[Years, Done, dict, dict]) -> None:
    years = gone[0]
    was = (made.folder / "petidesk.db").read_bytes()
    # 张桂花 came again in 2035 with her number: that is of the younger visit
    still = {"张桂花", "11010519491231002X"}
    assert [word for word in PLANTED if word.encode() not in was] == []
    for file in sorted(years.folder.glob("petidesk.db*")):
        found = file.read_bytes()
        assert [word for word in PLANTED if word.encode() in found and word not in still] == [], file.name
    assert list((years.folder / "attachments").rglob("*.*")) == []


def test_the_index_knows_no_sign_of_it_any_more(gone: tuple[Years, Done, dict, dict]) -> None:
    """A positional index lets a text be put together again: what was taken out of it is merged away."""
    with opened(gone[0]) as desk, desk.database.write() as connection:
        connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.known USING fts5vocab('main', 'search_text', 'row')")
        known = set(connection.exec_driver_sql("SELECT term FROM temp.known").scalars())
        connection.exec_driver_sql("DROP TABLE temp.known")
        assert "渠" in known and not known & set("墙苗桥赔")


def test_the_file_is_whole_and_so_is_the_chain(gone: tuple[Years, Done, dict, dict]) -> None:
    years, done, *_ = gone
    with opened(years) as desk:
        assert desk.checks.run(deep=True) == []
        verified = desk.audit.verify()
        assert verified.ok and verified.entries >= done.purge.event_id
        assert not desk.search.find("补偿款没到账", 5)
        assert years.case in [row.no for row in desk.search.find(years.case, 5)]


def test_a_purge_that_is_told_otherwise_by_hand_is_named(gone: tuple[Years, Done, dict, dict]) -> None:
    columns = [(column, how) for table, column, how in ways() if table == "purge" and how in RETOLD]
    with opened(gone[0]) as desk, by_hand(desk) as connection:
        assert [column for column, how in columns if not named(connection, "purge", column, how)] == []


def test_what_went_says_so_wherever_it_is_met(gone: tuple[Years, Done, dict, dict]) -> None:
    years, done, *_ = gone
    with opened(years) as desk:
        shown = desk.visits.get(years.first)
        assert [one.matter.title for one in shown.matters] == [GONE] and shown.content.petitioners[0].name == GONE
        assert desk.cases.get(years.case).title == GONE
        assert desk.ledger.get(years.dispute).content.parties[0].name == GONE
        for kind, number in (("visit", years.first), ("case", years.case), ("dispute", years.dispute)):
            by = desk.retention.of(kind, number)
            assert by is not None and by.certificate == done.purge.number and "按期销毁" in by.words
        assert desk.retention.of("visit", years.young) is None


def test_nothing_more_is_done_with_what_went(gone: tuple[Years, Done, dict, dict]) -> None:
    years = gone[0]
    with opened(years) as desk:
        deeds = (
            lambda: desk.visits.amend(years.first, {"note": "新写的"}),
            lambda: desk.visits.void(years.first, "作废"),
            lambda: desk.papers.print_slip(years.first, "a5"),
            lambda: desk.any_paper.print("dossier", years.case),
            lambda: desk.any_paper.print("visit_register_form", years.first),
            lambda: desk.cases.record(years.case, "reopened", {"on": "2037-01-05", "reason": "再办"}),
            lambda: desk.letters.print_letter(years.letter),
            lambda: desk.letters.draft("acceptance_notice", years.case),
            lambda: desk.ledger.amend(years.dispute, {"note": "新写的"}),
            lambda: desk.ledger.record(years.dispute, "reopened", {"on": "2037-01-05", "reason": "又吵"}),
            lambda: desk.visits.get(years.accusation, unmask="查"),
            lambda: desk.attachments.add("visit", years.first, picture(), name="照片.png"),
            lambda: desk.visits.add(_linked(years.case)),
        )
        for place, deed in enumerate(deeds):
            with pytest.raises(Refused) as raised:
                deed()
            assert (raised.value.code, "按期销毁" in raised.value.message) == ("already_closed", True), place
        assert desk.checks.run(deep=True) == []


def _linked(case_no: str) -> dict[str, Any]:
    matter = {"purpose": "appeal", "statement": "又来", "case_no": case_no}
    return {"at": "2037-01-05T08:00", "channel": "visit", "petitioners": [{"name": "田秀"}], "matters": [matter]}


def test_a_person_who_came_again_is_known_by_the_younger_visit_alone(gone: tuple[Years, Done, dict, dict]) -> None:
    years = gone[0]
    with opened(years) as desk:
        assert not desk.visits.similar(Probe(name="张桂花", phone="13800001111"), by_name_alone=False)
        (found,) = desk.visits.similar(Probe(name="张桂花", id_number="11010519491231002X"))
        assert [one.case_no for one in found.cases] == [desk.visits.get(years.young).matters[0].case_no]
        young = desk.visits.get(years.young)
        assert young.content.petitioners[0].name == "张桂花"


def test_the_certificate_counts_and_names_nobody_but_who_did_it(gone: tuple[Years, Done, dict, dict]) -> None:
    years, done, *_ = gone
    file = years.folder.parent / "清册.pdf"
    with pypdfium2.PdfDocument(file) as document:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    for word in (done.purge.number, WHY, SECOND, years.first, "来访登记", done.purge.head[:20], "petidesk-"):
        assert word in text, word
    assert not [word for word in PLANTED if word in text]
    assert done.purge.counts == {"visit": 4, "case": 3, "letter": 1, "dispute": 1, "meeting": 1, "reception": 1}
    with opened(years) as desk:
        assert desk.retention.certificate(done.purge.number) == file.read_bytes()
        assert [one.number for one in desk.retention.purges()] == [done.purge.number]
        assert not desk.retention.listed(GOES).going


def test_copies_that_still_hold_it_are_named_and_renewed(years: Years, tmp_path: Path) -> None:
    with opened(years) as desk:
        own, stick = desk.backups.make().file, desk.backups.make(tmp_path / "stick").file
        done = purge(desk)
        assert sorted(done.copies) == sorted([own, stick])
        after = desk.backups.make().file
        assert sorted(desk.retention.copies()) == sorted([own, stick])
        assert sorted(desk.retention.renew_copies()) == sorted([own, stick])
        assert desk.retention.copies() == []
        left = [Path(one.file) for one in desk.backups.all()]
        assert Path(after) in left and not Path(own).exists() and not Path(stick).exists()
        assert any(file.parent == tmp_path / "stick" for file in left)
        assert not [word for file in left for word in PLANTED[4:] if word.encode() in file.read_bytes()]


@pytest.mark.parametrize("point", ["emptied", "committed", "settled"])
def test_broken_off_at_any_point_it_is_undone_or_done(years: Years, point: str) -> None:
    class Killed(BaseException):
        pass

    def at(passed: str) -> None:
        if passed == point:
            raise Killed

    with opened(years) as desk:
        before = figures(desk)
        with pytest.raises(Killed):
            purge(desk, at=at)
    with opened(years) as desk:
        assert desk.checks.run(deep=True) == []
        assert figures(desk) == before
        assert bool(desk.retention.listed(GOES).going) == (point == "emptied")
        if point == "emptied":
            purge(desk)
    found = (years.folder / "petidesk.db").read_bytes()
    assert "补偿款没到账".encode() not in found and "墙已拆掉".encode() not in found


def test_nothing_goes_that_anything_rests_on(years: Years) -> None:
    with opened(years) as desk:
        listed = desk.retention.listed(GOES)
        why = {one.record.number: "；".join(one.why) for one in listed.judged}
        assert "还没有化解" in why[years.open_dispute]
        assert "连在一起" in why[years.kept] and "2045年底" in why[years.young]
        assert why[years.first] == why[years.case] == why[years.meeting] == ""
        # a case that is joined to a younger one stays, and with it all that stands together with it
        newer, _ = desk.ledger.add(
            {
                "found_on": "2037-01-04",
                "village": "东村",
                "type": "邻里纠纷",
                "summary": "又起",
                "visit_no": years.first,
            }
        )
        why = {one.record.number: "；".join(one.why) for one in desk.retention.listed(GOES).judged}
        assert newer.dispute_no in why[years.first] and "还要保管" in why[years.case]
        assert "还要保管" in why[years.letter] and "还要保管" in why[years.meeting]
        done = purge(desk)
        assert done.purge.counts == {"visit": 2, "case": 2, "dispute": 1, "reception": 1}
        shown = desk.visits.get(years.first)
        assert shown.content.petitioners[0].name == "张桂花"


def test_permanent_and_running_periods_let_nothing_go(years: Years) -> None:
    with opened(years) as desk:
        assert desk.retention.listed(date(2036, 12, 31)).going == []
        with pytest.raises(Refused, match="没有可以销毁"):
            desk.retention.purge(date(2036, 12, 31), WHY, SECOND)
        with pytest.raises(Refused, match="还没有到"):
            desk.retention.purge(date(2037, 1, 6), WHY, SECOND)
        desk.office.change({"retention_dispute": 0, "retention_visit": 0})
        why = {one.record.number: one.why for one in desk.retention.listed(date(2100, 1, 1)).judged}
        assert "永久保管" in why[years.dispute] and "永久保管" in why[years.first]


@pytest.mark.parametrize(
    ("who", "said", "field"),
    [("", None, "second"), ("值班员", None, "second"), ("没有这人", None, "second"), (SECOND, "张三", "said")],
)
def test_nobody_purges_alone(years: Years, who: str, said: str | None, field: str) -> None:
    with opened(years) as desk:
        assert desk.retention.seconds().proof == "name"
        with pytest.raises(Refused) as raised:
            desk.retention.purge(GOES, WHY, who, said)
        assert raised.value.field == field
        with pytest.raises(Refused, match="原因"):
            desk.retention.purge(GOES, " ", SECOND)
        assert desk.retention.listed(GOES).going


def test_only_an_administrator_purges_and_a_lead_sees_the_list(years: Years) -> None:
    with opened(years) as desk:
        desk.staff.add("麦知秋", "lead")
    with opened(years, staff=SECOND) as desk, pytest.raises(Refused, match="查看到期清单"):
        desk.retention.listed(GOES)
    with opened(years, staff="麦知秋") as desk:
        assert desk.retention.listed(GOES).going
        for deed in (lambda: desk.retention.purge(GOES, WHY, SECOND), desk.retention.renew_copies):
            with pytest.raises(Refused) as raised:
                deed()
            assert raised.value.code == "no_permission"


def test_an_edited_left_over_of_the_chain_is_found(years: Years) -> None:
    """A purge excuses the payloads that it names, as it left them, and nothing else."""
    with opened(years) as desk:
        purge(desk)
        with desk.database.write() as connection:
            connection.exec_driver_sql(
                "UPDATE audit_payload SET after = '{\"event\":99}' WHERE salt = '' AND event_id ="
                " (SELECT min(event_id) FROM audit_payload WHERE salt = '' AND after IS NOT NULL)"
            )
        assert ["按期销毁以后留下" in one.what for one in desk.audit.verify().problems] == [True]
        with desk.database.write() as connection:
            connection.exec_driver_sql("UPDATE audit_payload SET salt = '', after = NULL WHERE event_id = 1")
        assert any("摘要不符" in one.what for one in desk.audit.verify().problems)


def test_a_certificate_that_cannot_be_written_lets_nothing_go(years: Years, tmp_path: Path) -> None:
    with opened(years) as desk:
        with pytest.raises(KnownTrouble):
            purge(desk, out=tmp_path / "nowhere" / "清册.pdf")
        assert desk.retention.listed(GOES).going


def test_it_is_not_taken_back(years: Years) -> None:
    with opened(years) as desk:
        purge(desk)
        step = desk.undo.steps()[0]
        assert (step.possible, step.number) == (False, desk.retention.purges()[0].number)
        with pytest.raises(Refused):
            desk.undo.back()
