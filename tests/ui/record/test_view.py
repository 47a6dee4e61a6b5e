"""What holds of every record on the screen, tried with a case, a visit and a dispute of a real office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.cases.detail import CaseDetail
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.detail import DisputeDetail
from petidesk.ui.look import controls
from petidesk.ui.look.theme import STEPS, theme
from petidesk.ui.record.view import RecordView
from petidesk.ui.visits.detail import VisitDetail
from tests.ui.desks import cases_office, ledger_office, visits_office
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, holed

SECRET = "依法查处"


def _case(desk: Desk) -> CaseDetail:
    return CaseDetail(desk, (lambda _text: [], lambda _text: []))


def _dispute(desk: Desk) -> DisputeDetail:
    app = QApplication.instance()
    assert app is not None
    return DisputeDetail(desk, LedgerChoices(desk, app))


def _shown(qtbot: QtBot, view: RecordView) -> RecordView:
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    return view


def _words(view: QWidget) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view))


Two = Callable[[Desk], tuple[RecordView, str, str]]


def _two_cases(desk: Desk) -> tuple[RecordView, str, str]:
    return _case(desk), cases_office.overdue(desk), cases_office.suggestion(desk)


def _two_visits(desk: Desk) -> tuple[RecordView, str, str]:
    return (VisitDetail(desk), *visits_office.register_many(desk, 2))


def _two_disputes(desk: Desk) -> tuple[RecordView, str, str]:
    return _dispute(desk), ledger_office.late(desk), ledger_office.dispute(desk)


@pytest.mark.parametrize("two", [_two_cases, _two_visits, _two_disputes])
def test_only_the_record_asked_for_last_is_shown(qtbot: QtBot, desk: Desk, two: Two) -> None:
    made, one, other = two(desk)
    view = _shown(qtbot, made)
    shown: list[int] = []
    view.shown.connect(shown.append)
    view.show_no(one)
    view.show_no(other)
    view.show_no("没有这个编号")
    view.show_no(other)
    quiet(qtbot)
    assert view.record_no == other and shown == [view.record_id]
    assert not view.notice.isVisible() and view.bar.isVisible()
    view.show_no("没有这个编号")
    quiet(qtbot)
    assert view.notice.isVisible() and view.record_no == "" and not view.bar.isVisible()
    assert other not in _words(view), "nothing of the record before stands under the number that was asked for"
    view.show_no(other)
    quiet(qtbot)
    assert view.record_no == other and not view.notice.isVisible() and view.bar.isVisible()


def test_a_reason_opens_a_case_until_another_is_shown_and_a_visit_for_one_look(qtbot: QtBot, desk: Desk) -> None:
    case_no, other = cases_office.accusation(desk), cases_office.overdue(desk)
    visit_no = desk.cases.get(case_no).visits[0].visit_no
    for made, number, stays in ((_case(desk), case_no, True), (VisitDetail(desk), visit_no, False)):
        view = _shown(qtbot, made)
        view.show_no(number)
        quiet(qtbot)
        assert view.closed_card is not None and SECRET not in _words(view)
        view.closed_card.opened.emit("移送前核对")
        quiet(qtbot)
        assert view.reason == "移送前核对" and SECRET in _words(view) and view.closed_card is None
        view.read_again()
        quiet(qtbot)
        assert (SECRET in _words(view)) is stays and bool(view.reason) is stays
    view = _shown(qtbot, _case(desk))
    for number in (case_no, other, case_no):
        view.show_no(number)
        quiet(qtbot)
        if number == case_no:
            assert SECRET not in _words(view) and view.closed_card is not None
            view.reveal("移送前核对")
            quiet(qtbot)
    assert SECRET in _words(view)


def test_nothing_replaces_what_is_being_typed_and_escape_leaves_one_thing(qtbot: QtBot, desk: Desk) -> None:
    one, other = cases_office.overdue(desk), cases_office.suggestion(desk)
    view = _shown(qtbot, _case(desk))
    view.show_no(one)
    quiet(qtbot)
    view.record("contacted")
    view.show_no(other)
    view.explain()
    view.open_menu()
    quiet(qtbot)
    assert view.editing and view.record_no == one and not view.bar.isVisible()
    assert view.leave_editing() and not view.editing and view.bar.isVisible()
    view.open_menu()
    assert view.leave_editing() and not view.leave_editing()


def test_what_was_recorded_is_taken_back_even_while_more_is_typed(qtbot: QtBot, desk: Desk) -> None:
    number = ledger_office.dispute(desk)
    view = _shown(qtbot, _dispute(desk))
    view.show_no(number)
    quiet(qtbot)
    event = ledger_office.day(desk, 1)
    dispute, warnings = desk.ledger.record(number, "measure_taken", {"on": event, "text": "到现场指认界线。"})
    view.recorded(number, dispute.events[-1].event_id, "采取措施", warnings)
    quiet(qtbot)
    assert "到现场指认界线。" in _words(view)
    view.record("mediated")
    view.undo(number, dispute.events[-1].event_id, "采取措施")
    quiet(qtbot)
    assert desk.ledger.get(number).events[-1].kind == "undone"
    assert view.editing  # what is typed stays


def test_the_keys_of_a_record_reach_its_menu(qtbot: QtBot, desk: Desk) -> None:
    view = _shown(qtbot, _dispute(desk))
    view.show_no(ledger_office.dispute(desk))
    quiet(qtbot)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert view.menu is not None and view.menu.isVisible()
    marked = view.menu.list.currentRow()
    qtbot.keyClick(view.menu.typed, Qt.Key.Key_Down)
    assert view.menu.list.currentRow() == marked + 1
    view.menu.typed.setText("没有这样的事")
    assert view.menu.why.text() == "没有这样的事。"


def test_in_a_low_window_the_cards_give_way_to_badges_and_deeds(qtbot: QtBot, desk: Desk) -> None:
    theme.apply(len(STEPS) - 1, False)
    view, number, _other = _two_cases(desk)
    window = QWidget()
    qtbot.addWidget(window)
    view.setParent(window)
    view.resize(theme.em(34), theme.em(17))
    window.show()
    view.show_no(number)
    quiet(qtbot)
    first = view.head.badges.parts()[0]
    view.head.badges.add(controls.label("两件文书待送达，一件批示待落实", "badge-amber"))
    quiet(qtbot)
    assert view.head.badges.parts()[-1].y() > first.y(), "the badges need two lines"
    assert (holed(view), clipped(view)) == ([], [])
