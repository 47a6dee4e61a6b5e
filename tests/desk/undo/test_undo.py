"""Ctrl+Z on real files: every action that saves something, taken back by one more event, or refused with a reason."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety.backups import restore
from petidesk.domain.trouble import Refused
from petidesk.storage import staff as staff_rows
from petidesk.storage.safety import audit as audit_rows
from tests.desk.undo import deeds
from tests.desk.undo.deeds import DEEDS, NO_ACTION, SAME_AS, Clock, Ground, make_ground
from tests.desk.undo.facts import facts
from tests.desk.undo.methods import writing_methods
from tests.examples import examples

# What a deed leaves that cannot be taken back; the rest can.
BARRED = {
    "Letters.issue": "签发错了请作废",
    "LedgerPackages.build": "已经导出",
    "County.export": "已经导出",
    "County.add_template": "表样已经存入",
    "Attachments.remove": "找不回来",
}
# What takes something back itself, and leaves no step.
BY_HAND = ("Cases.undo", "Ledger.undo", "Imports.undo", "Schedule.take_back", "Sittings.withdraw")
# What somebody who only registers may not take back, though it is his own: his role was another when he did it.
ABOVE_A_REGISTRAR = {
    "Visits.void": "作废来访",
    "Ledger.void": "作废纠纷",
    "Letters.void": "作废文书",
    "LedgerMonths.close": "月度结账",
    "OfficeDesk.change": "更改单位设置",
    "Imports.run": "撤销一批导入",
    "Returns.take": "撤销一批导入",
}
ALONE = [name for name in DEEDS if name not in BARRED and name not in BY_HAND]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ground]:
    folder = tmp_path_factory.mktemp("undo") / "data"
    return folder, make_ground(folder)


@pytest.fixture(scope="module")
def ground(model: tuple[Path, Ground]) -> Ground:
    return model[1]


@pytest.fixture
def desk(model: tuple[Path, Ground], tmp_path: Path) -> Iterator[Desk]:
    """A copy of that office, open."""
    shutil.copytree(model[0], tmp_path / "data")
    opened = open_desk(tmp_path / "data", clock=Clock())
    yield opened
    opened.close()


def test_no_method_that_saves_is_left_out() -> None:
    assert writing_methods() == {*DEEDS, *NO_ACTION, *SAME_AS}


@pytest.fixture(scope="module")
def kept(model: tuple[Path, Ground], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office for many deeds, each of which is taken back: at the end nothing is wrong with it."""
    folder = tmp_path_factory.mktemp("kept") / "data"
    shutil.copytree(model[0], folder)
    opened = open_desk(folder, clock=Clock())
    yield opened
    assert opened.checks.run(deep=True) == []
    opened.close()


@pytest.mark.parametrize("deed", ALONE)
def test_every_action_is_taken_back(kept: Desk, ground: Ground, tmp_path: Path, deed: str) -> None:
    desk = kept
    before, known = facts(desk), [line.step_id for line in desk.undo.steps()]
    DEEDS[deed](desk, ground, tmp_path)
    made = [line for line in desk.undo.steps() if line.step_id not in known]
    assert made and all(line.possible for line in made), made
    assert facts(desk) != before
    for line in made:
        done = desk.undo.back()
        assert (done.line.step_id, done.line.name, bool(done.line.name)) == (line.step_id, line.name, True)
    assert facts(desk) == before
    assert [line.step_id for line in desk.undo.steps()] == known


@pytest.mark.parametrize("deed", ALONE)
def test_what_was_taken_back_can_be_done_again(kept: Desk, ground: Ground, tmp_path: Path, deed: str) -> None:
    """Nothing that the first time left behind (a frozen paper, a number) keeps the next one from being saved."""
    made = []
    for place in ("once", "again"):
        (tmp_path / place).mkdir()
        known = [line.step_id for line in kept.undo.steps(0)]
        DEEDS[deed](kept, ground, tmp_path / place)
        made.append([line.name for line in kept.undo.steps(0) if line.step_id not in known])
        for _ in made[-1]:
            kept.undo.back()
    assert made[0] and len(made[0]) == len(made[1])


@pytest.mark.parametrize("deed", ALONE)
def test_the_way_back_asks_for_the_role_that_one_has_by_then(
    kept: Desk, ground: Ground, tmp_path: Path, deed: str
) -> None:
    known = [line.step_id for line in kept.undo.steps(0)]
    DEEDS[deed](kept, ground, tmp_path)
    with _as_registrar(kept):
        line, before = kept.undo.steps()[0], facts(kept)
        if deed in ABOVE_A_REGISTRAR:
            assert not line.possible and ABOVE_A_REGISTRAR[deed] in line.why
            with pytest.raises(Refused) as refusal:
                kept.undo.back()
            assert refusal.value.code == "no_permission" and facts(kept) == before
        else:
            assert line.possible, line.why
    while [line.step_id for line in kept.undo.steps(0)] != known:
        kept.undo.back()


@contextlib.contextmanager
def _as_registrar(desk: Desk) -> Iterator[None]:
    (member,) = [one for one in desk.staff.all() if one.name == desk.actor.name]
    for role in ("registrar", member.role):
        with desk.database.write() as connection:
            staff_rows.put(connection, dataclasses.replace(member, role=role))
        if role == "registrar":
            yield


def test_whoever_was_retired_saves_nothing_more(desk: Desk, ground: Ground, tmp_path: Path) -> None:
    desk.staff.add("马英", "admin")
    desk.staff.change(desk.actor.name, retire=True)
    for deed in (lambda: DEEDS["Visits.add"](desk, ground, tmp_path), desk.undo.back):
        before = facts(desk)
        with pytest.raises(Refused) as refusal:
            deed()
        assert refusal.value.code == "no_permission" and facts(desk) == before


@pytest.mark.parametrize("deed", BARRED)
def test_what_cannot_be_taken_back_says_why_and_bars_what_is_behind(
    desk: Desk, ground: Ground, tmp_path: Path, deed: str
) -> None:
    DEEDS[deed](desk, ground, tmp_path)
    line, behind = desk.undo.steps()[:2]
    assert not line.possible and BARRED[deed] in line.why
    assert not behind.possible and line.name in behind.why
    before = facts(desk)
    with pytest.raises(Refused, match=BARRED[deed]):
        desk.undo.back()
    assert facts(desk) == before


@pytest.mark.parametrize("deed", BY_HAND)
def test_what_is_taken_back_by_hand_is_no_step_and_stands_in_no_step_s_way(
    desk: Desk, ground: Ground, tmp_path: Path, deed: str
) -> None:
    DEEDS[deed](desk, ground, tmp_path)
    line = desk.undo.steps()[0]
    assert line.possible, line
    assert desk.undo.back().line == line
    assert desk.checks.run() == []


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chosen=st.lists(st.sampled_from(ALONE), min_size=2, max_size=6))
def test_whatever_was_done_is_taken_back_to_the_same_facts(
    kept: Desk, ground: Ground, tmp_path_factory: pytest.TempPathFactory, chosen: list[str]
) -> None:
    before, known = facts(kept), [line.step_id for line in kept.undo.steps(0)]
    path = tmp_path_factory.mktemp("random")
    for deed in chosen:
        with contextlib.suppress(Refused):  # what one did may forbid the other
            DEEDS[deed](kept, ground, path)
    made = [line for line in kept.undo.steps() if line.step_id not in known]
    assert all(line.possible for line in made), made
    for _ in made:
        kept.undo.back()
    assert facts(kept) == before


# ---- when it cannot be


@contextlib.contextmanager
def others(desk: Desk) -> Iterator[None]:
    """What is done meanwhile is another's: it leaves no step on this stack."""
    desk.session.remembers = False
    yield
    desk.session.remembers = True


def test_somebody_changed_the_record_since(desk: Desk, ground: Ground) -> None:
    desk.visits.amend(ground.visit, {"note": "补充"})
    with others(desk):
        desk.visits.amend(ground.visit, {"note": "再补充"})
    line = desk.undo.steps()[0]
    assert not line.possible and ground.visit in line.why and desk.actor.name in line.why
    with pytest.raises(Refused, match="又改过"):
        desk.undo.back()


def test_looks_and_prints_stand_in_no_step_s_way(desk: Desk, ground: Ground) -> None:
    desk.visits.amend(ground.visit, {"note": "补充"})
    desk.papers.print_slip(ground.visit)
    assert desk.undo.back().line.number == ground.visit


def test_a_later_action_rests_on_it(desk: Desk, ground: Ground, tmp_path: Path) -> None:
    visit, _ = desk.visits.add(deeds.visit("晏小青", "桥栏断了"))
    with others(desk):
        desk.cases.record(str(visit.matters[0].case_no), "told", {"on": "2026-11-19", "manner": "written"})
    with pytest.raises(Refused, match="书面告知"):
        desk.undo.back()


def test_a_closed_month_that_was_exported_stays_closed(desk: Desk, tmp_path: Path) -> None:
    desk.months.close("2026-10")
    with others(desk):
        desk.ledger_package.build("2026-10", tmp_path / "包.zip", anyway=True)
    with pytest.raises(Refused, match="2026-10"):
        desk.undo.back()
    assert "2026-10" in desk.months.closed()


def test_each_has_a_stack_of_fifty_of_its_own(desk: Desk, ground: Ground) -> None:
    for place in range(60):
        desk.visits.amend(ground.visit, {"note": f"第{place}次"})
    assert len(desk.undo.steps(0)) == 50
    with desk.writing() as connection:
        staff_rows.add(connection, "周敏", "registrar")
    folder, name = desk.folder, desk.actor.name
    desk.close()
    with contextlib.closing(open_desk(folder, staff="周敏", clock=Clock())) as other:
        assert other.undo.steps() == [] and other.undo.next() is None
        with pytest.raises(Refused, match="没有可以撤销"):
            other.undo.back()
    with contextlib.closing(open_desk(folder, staff=name, clock=Clock())) as again:
        assert again.undo.back().left == 49


def test_a_record_that_turned_out_to_accuse_is_never_opened_again(desk: Desk) -> None:
    visit, _ = desk.visits.add(deeds.visit("邰小文", "账目不清"))
    desk.visits.amend(visit.visit_no, {"note": "有人证"})
    matter = deeds.visit("邰小文", "账目不清")["matters"][0] | {"purpose": "accusation", "concerned_unit": "石桥村会计"}
    desk.visits.amend(visit.visit_no, {"matters": [matter]})
    for line in desk.undo.steps()[:3]:
        assert not line.possible
    assert "封存" in desk.undo.steps()[0].why
    with desk.reading() as connection:
        kept = connection.execute(text("SELECT inverse, restricted FROM undo_step ORDER BY id DESC LIMIT 3")).all()
    assert [tuple(row) for row in kept] == [("[]", 1)] * 3
    assert desk.checks.run() == []


def test_the_step_of_an_accusation_has_no_name_for_who_may_not_open_it(desk: Desk, tmp_path: Path) -> None:
    accusation = deeds.visit("邰小文", "账目不清", purpose="accusation")
    visit, _ = desk.visits.add(accusation)
    assert desk.undo.steps()[0].name == f"登记 {visit.visit_no}"
    with desk.writing() as connection:
        staff_rows.put(connection, dataclasses.replace(desk.staff.all()[0], accusations=False))
    line = desk.undo.steps()[0]
    assert (line.action, line.name, line.number) == ("closed", "检举控告里的一步", visit.visit_no)
    assert line.possible and desk.undo.back().line == line
    assert desk.visits.get(visit.visit_no).voided


def test_after_a_restore_nothing_from_before_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    made = desk.backups.make()
    restore(desk.folder, Path(made.file), tmp_path / "again")
    again = open_desk(tmp_path / "again", clock=Clock())
    assert not any(line.possible for line in again.undo.steps())
    with pytest.raises(Refused, match="从备份恢复"):
        again.undo.back()
    again.close()


def test_an_action_without_a_place_in_the_catalogue_is_not_saved(desk: Desk) -> None:
    with pytest.raises(LookupError, match=r"visit\.painted"), desk.writing() as connection:
        audit_rows.append(connection, desk.act(), "visit.painted", "visit", "清访2026-0001")
    assert all(line.action != "visit.painted" for line in desk.audit.lines(5))


@pytest.mark.parametrize(
    ("kind", "told"),
    [("merged", {}), ("split", {"requests": [2]}), ("titled", {"title": "桥面破损多处"})],
    ids=["merged", "split", "titled"],
)
def test_what_binds_two_cases_or_names_one_is_taken_back(
    kept: Desk, ground: Ground, kind: str, told: dict[str, object]
) -> None:
    before = facts(kept)
    merged = {"into": ground.other, "untold_reason": "当天并案"} if kind == "merged" else {}
    kept.cases.record(ground.plain, kind, {"on": "2026-11-19", **told, **merged})
    assert kept.undo.back().line.action == f"case.{kind}"
    assert facts(kept) == before


def test_a_linked_visit_leaves_its_case_again(kept: Desk, ground: Ground) -> None:
    before = facts(kept)
    kept.visits.add(deeds.visit("段小满", "桥面破损", case_no=ground.plain, why_again="raises_again"))
    kept.undo.back()
    assert facts(kept) == before
