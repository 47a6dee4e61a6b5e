"""Ctrl+Z on real files: every action that saves something, taken back by one more event, or refused with a reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import Refused
from tests.desk.undo.deeds import DEEDS, NO_ACTION, SAME_AS, Clock, Ground, make_ground
from tests.desk.undo.facts import facts
from tests.desk.undo.methods import writing_methods

# What a deed leaves that cannot be taken back; the rest can.
BARRED = {
    "Letters.issue": "不能撤销；签发错了请作废",
    "LedgerPackages.build": "已经导出",
    "County.export": "已经导出",
    "County.add_template": "表样已经存入",
    "Attachments.remove": "找不回来",
    "Audit.clock_right": "不用撤销",
}
# What takes something back itself, and leaves no step.
BY_HAND = ("Cases.undo", "Ledger.undo", "Imports.undo", "Schedule.take_back", "Sittings.withdraw")
ALONE = [name for name in DEEDS if name not in BARRED and name not in BY_HAND]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ground]:
    folder = tmp_path_factory.mktemp("undo") / "data"
    return folder, make_ground(folder)


@pytest.fixture
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
