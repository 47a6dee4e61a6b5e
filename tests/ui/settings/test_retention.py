"""设置 → 到期销毁: what may go and why the rest stays, by the keyboard; nobody destroys alone; what went says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui import work
from petidesk.ui.seat import Seat
from petidesk.ui.settings.retention import RetentionSection
from petidesk.ui.shell.dialogs import Question
from petidesk.ui.visits.detail import VisitDetail
from tests.desk.retention.years import Years, make_years, opened
from tests.ui.desks.typist import press, write

SECOND = "成小满"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Years:
    return make_years(tmp_path_factory.mktemp("years") / "office")


@pytest.fixture
def desk(made: Years, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(made.folder, tmp_path / "office")
    with ExitStack() as stack:
        yield stack.enter_context(opened(Years(tmp_path / "office", *["-"] * 10)))


def shown(qtbot: QtBot, desk: Desk, seat: Seat) -> RetentionSection:
    section = RetentionSection(desk, seat)
    qtbot.addWidget(section)
    section.resize(900, 800)
    section.show()
    section.activateWindow()
    section.load()
    settled(qtbot)
    return section


def settled(qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: work.busy() == 0)


def asked(section: RetentionSection) -> Question | None:
    return next(iter(section.window().findChildren(Question)), None)


def test_the_list_says_what_may_go_and_why_the_rest_stays(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = shown(qtbot, desk, seat)
    sums = [(one.category, one.year, one.going, one.staying) for one in section.sums.few.rows]
    assert ("visit", 2026, 3, 1) in sums and ("dispute", 2026, 1, 1) in sums
    assert section.sums.current_row().going and [one.may_go for one in section.rows.few.rows] == [True]
    section.sums.setFocus()
    press(Qt.Key.Key_Down)
    told = [section.rows.few.columns[2].text(one) for one in section.rows.few.rows]
    assert told[:3] == ["可以销毁"] * 3 and "还要保管" in told[3]
    section.until.setFocus()
    section.until.selectAll()
    write("2036-12-31")
    press(Qt.Key.Key_Return)
    settled(qtbot)
    assert not [one for one in section.sums.few.rows if one.going]
    assert "没有可以销毁" in section.empty.text() and not section.empty.isHidden()
    assert section.purge_card.isHidden() and not section.leading, "nothing to destroy: no button that destroys"


def test_who_works_alone_in_a_plain_office_is_told_what_it_means(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = shown(qtbot, desk, seat)
    assert section.second_field.isHidden() and "谁坐在这里都能销毁" in section.proof_label.text()
    section.main()
    assert "原因" in section.refusal.text() and section.why.hasFocus()
    write("2037年到期鉴定")
    section.main()
    assert section.proof.hasFocus() and asked(section) is None


def test_two_destroy_and_what_went_says_so(qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path) -> None:
    desk.staff.add(SECOND, "registrar")
    desk.backups.make()
    section = shown(qtbot, desk, seat)
    said: list[str] = []
    section.message.connect(said.append)
    assert section.second.currentText() == SECOND and "亲自输入" in section.proof_label.text()
    section.why.setText("2037年到期鉴定")
    section.proof.setText("张三")
    section.main()
    question = asked(section)
    assert question is not None
    question.reject()
    section.purge_into(tmp_path / "清册.pdf")
    settled(qtbot)
    assert "亲自输入" in section.refusal.text() and not (tmp_path / "清册.pdf").exists()
    section.proof.setText(SECOND)
    section.purge_into(tmp_path / "清册.pdf")
    settled(qtbot)
    assert "已销毁来访4件" in said[-1] and (tmp_path / "清册.pdf").read_bytes().startswith(b"%PDF")
    assert [one.by for one in section.history.few.rows] == ["值班员"] and section.why.text() == ""
    assert "1 份备份" in section.copies.text()
    section.copies.act()
    settled(qtbot)
    assert section.copies.isHidden() and "已经删掉" in said[-1]
    section.take_again(section.history.few.rows[0].number, tmp_path / "再取.pdf")
    settled(qtbot)
    assert (tmp_path / "再取.pdf").read_bytes() == (tmp_path / "清册.pdf").read_bytes()
    _open_gone(qtbot, desk)


def _open_gone(qtbot: QtBot, desk: Desk) -> None:
    view = VisitDetail(desk)
    qtbot.addWidget(view)
    view.resize(700, 800)
    view.show()
    view.show_no("清访2026-0001")
    qtbot.waitUntil(lambda: view.record_no == "清访2026-0001")
    assert "按期销毁" in view.notice.text() and view.bar.isHidden()
    view.show_no("清访2035-0001")
    qtbot.waitUntil(lambda: view.record_no == "清访2035-0001")
    assert view.notice.isHidden() and not view.bar.isHidden()


def test_a_registrar_sees_why_not_and_nothing_of_the_list(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    desk.staff.add(SECOND, "registrar")
    desk.session.hand_over(SECOND)
    section = shown(qtbot, desk, seat)
    assert "负责人" in section.notice.text() and not section.why.isEnabled() and not section.again.isEnabled()
    assert not section.sums.few.rows
    section.main()
    assert asked(section) is None
