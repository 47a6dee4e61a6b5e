"""What holds of every form, whichever page it stands on. A new form that is not told how to be made here fails."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import petidesk.ui
from petidesk.desk.desk import Desk
from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.trouble import Refused
from petidesk.ui.cases.entry import EntryPanel
from petidesk.ui.forms.case_finder import CaseFinder
from petidesk.ui.forms.form import Form
from petidesk.ui.forms.journal import WAIT
from petidesk.ui.forms.kept import ENTRY, entry_of
from petidesk.ui.forms.typeahead_field import TypeAheadField
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.entry import VOID, RecordPanel
from petidesk.ui.ledger.form import DisputeForm
from petidesk.ui.letters.service import ServicePanel
from petidesk.ui.look.stops import is_empty, stops
from petidesk.ui.meetings.forms import MinutesForm, PlanForm
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.day_forms import CallOffForm, MoveForm, SubstituteForm, SwapForm
from petidesk.ui.reception.leave import LeaveForm, LeavePanel
from petidesk.ui.rounds.form import RoundForm
from petidesk.ui.sittings.guest_forms import BookingForm, CloseForm, LinkForm, OpinionForm, ReasonForm
from tests.ui.desks.calm import quiet
from tests.ui.desks.cases_office import in_hand, overdue
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.ledger_office import dispute
from tests.ui.desks.reception_office import LEADERS, lead, rota
from tests.ui.desks.typist import enter, focus, press, write

VILLAGES = ["东村", "西村"]


def offered(typed: str) -> list[str]:
    """What every type-ahead of this test offers."""
    return [name for name in VILLAGES if typed in name]


@dataclass
class Office:
    """What the forms are about."""

    desk: Desk
    case_no: str
    dispute: Dispute
    days: list[ReceptionDay]
    keeper: QWidget

    def entry(self, kind: str) -> EntryPanel:
        case = self.desk.cases.get(self.case_no)
        return EntryPanel(self.desk, case, kind, (offered, offered), self.keeper)

    def acts(self) -> ReceptionActs:
        return ReceptionActs(self.desk, self.keeper)

    def choices(self) -> LedgerChoices:
        return LedgerChoices(self.desk, self.keeper)

    def leave(self) -> LeaveForm:
        panel = LeavePanel(self.desk, self.acts())
        panel.setParent(self.keeper)
        return panel.form


def minutes(office: Office) -> MinutesForm:
    """The minutes of a meeting on one case."""
    desk = office.desk
    meeting = desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [office.case_no]})
    return MinutesForm(desk, office.keeper, meeting)


def plan(office: Office) -> PlanForm:
    """The plan of a new meeting."""
    return PlanForm(office.desk, office.keeper, None)


FORMS: dict[str, Callable[[Office], Form]] = {
    "EntryPanel": lambda at: at.entry("recused"),
    "EntryPanel, answers": lambda at: at.entry("concluded"),
    "EntryPanel, merged": lambda at: at.entry("merged"),
    "EntryPanel, split": lambda at: at.entry("split"),
    "RecordPanel": lambda at: RecordPanel(at.desk, at.dispute, "resolved", at.choices(), at.keeper),
    "RecordPanel, void": lambda at: RecordPanel(at.desk, at.dispute, VOID, at.choices(), at.keeper),
    "DisputeForm": lambda at: DisputeForm(at.desk, at.choices(), at.desk.office.current(), at.keeper),
    "BookingForm": lambda at: BookingForm(at.desk, offered),
    "OpinionForm": lambda at: OpinionForm(at.desk, offered),
    "CloseForm": lambda _at: CloseForm(),
    "ReasonForm": lambda _at: ReasonForm(),
    "LinkForm": lambda _at: LinkForm(),
    "PlanForm": plan,
    "MinutesForm": minutes,
    "SwapForm": lambda at: SwapForm(at.acts(), at.days[0], at.days[1:]),
    "SubstituteForm": lambda at: SubstituteForm(at.acts(), at.days[0], LEADERS),
    "MoveForm": lambda at: MoveForm(at.acts(), at.days[0], at.desk.now),
    "CallOffForm": lambda at: CallOffForm(at.acts(), at.days[0]),
    "LeaveForm": lambda at: at.leave(),
    "RoundForm": lambda at: RoundForm(at.desk, VILLAGES),
    "ServicePanel": lambda at: ServicePanel(at.desk.now),
}


def fill(desk: Desk) -> str:
    """A case in hand, an overdue one, a dispute, leaders and two receptions; the number of the case in hand."""
    lead(desk)
    overdue(desk)
    return in_hand(desk)


@pytest.fixture
def office(qtbot: QtBot, desk: Desk, filled: str) -> Office:
    """What the forms are about."""
    keeper = QWidget()
    qtbot.addWidget(keeper)
    days = rota(desk, [desk.today(), desk.today().replace(year=desk.today().year + 1)])
    return Office(desk, filled, desk.ledger.get(dispute(desk)), days, keeper)


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, qtbot: QtBot, office: Office) -> Iterator[Form]:
    """The form on a page that puts it away with Esc, as pages do."""
    page = QWidget()
    qtbot.addWidget(page)
    made = FORMS[request.param](office)
    QVBoxLayout(page).addWidget(made)
    QShortcut(QKeySequence(Qt.Key.Key_Escape), page).activated.connect(made.leave)
    page.resize(900, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    quiet(qtbot)
    made.start_typing()
    yield made


def kinds(base: type[QObject]) -> set[type[QObject]]:
    """The classes of the program below `base` that have none below them."""
    below = {kind for kind in base.__subclasses__() if kind.__module__.startswith("petidesk.")}
    return {leaf for kind in below for leaf in (kinds(kind) or {kind})}


def test_there_is_one_of_every_form() -> None:
    for module in pkgutil.walk_packages(petidesk.ui.__path__, "petidesk.ui."):
        importlib.import_module(module.name)
    assert {kind.__name__ for kind in kinds(Form)} == {name.partition(",")[0] for name in FORMS}


def test_it_begins_in_its_first_empty_field(form: Form) -> None:
    empty = [stop for stop in stops(form) if is_empty(stop)]
    assert not empty or focus() is empty[0]


def test_escape_closes_an_open_list_and_never_the_form(qtbot: QtBot, form: Form) -> None:
    left = []
    form.left.connect(lambda: left.append("left"))
    for field in [*form.findChildren(TypeAheadField), *form.findChildren(CaseFinder)]:
        if not field.isVisible():
            continue
        field.setFocus()
        write("2" if isinstance(field, CaseFinder) else "东")
        qtbot.waitUntil(field.popup().isVisible)
        press(Qt.Key.Key_Escape)
        assert not field.popup().isVisible() and left == [] and field.hasFocus()
    for combo in form.findChildren(QComboBox):
        if combo.isVisible() and combo.count():
            combo.showPopup()
            qtbot.waitUntil(combo.view().isVisible)
            qtbot.keyClick(combo.view(), Qt.Key.Key_Escape)
            qtbot.waitUntil(lambda combo=combo: not combo.view().isVisible())
            assert left == []
    form.start_typing()
    press(Qt.Key.Key_Escape)
    assert left == ["left"]


def test_letters_that_found_nothing_are_no_value(form: Form) -> None:
    sought = {field for field in form.findChildren(TypeAheadField) if field.isVisible()}
    answers = [answer for answer in form.answers.values() if answer.field.editor in sought]
    assert {answer.field.editor for answer in answers} == sought
    for answer in answers:
        answer.field.editor.setFocus()
        answer.field.editor.selectAll()
        write("tdq")
        with pytest.raises(Refused) as refused:
            answer.value()
        assert refused.value.field == answer.key
        press(Qt.Key.Key_Tab)
        assert "tdq" in answer.field.said()


@pytest.mark.parametrize("form", ["CloseForm"], indirect=True)
def test_one_that_is_deleted_unclosed_is_asked_nothing_more(qtbot: QtBot, office: Office, form: Form) -> None:
    """Its page outlives it, and with the page the journal."""
    form.keep(office.desk, ENTRY, entry_of("XF-1", "accepted"), office.keeper)
    quiet(qtbot)
    form.start_typing()
    write("2")
    assert form.touched
    shiboken6.delete(form)
    qtbot.wait(WAIT + 100)  # the journal would ask it now; an error in the event loop fails the test
    quiet(qtbot)


def test_enter_goes_on_and_shift_enter_goes_back(form: Form) -> None:
    first = focus()
    enter()
    second = focus()
    if second is first:  # a list that uses its Enter itself
        return
    assert form.isAncestorOf(second)
    if second is not form.save_button:
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert focus() is first


def test_enter_alone_reaches_the_button(form: Form) -> None:
    """Through every field, filled or empty; where the page has the buttons, to the end of the form."""
    end = [form.save_button] if form.save_button.isVisible() else form.groups()[-1]
    for _ in range(60):
        if focus() in end:
            break
        enter()
        assert form.isAncestorOf(focus())
    assert focus() in end


def test_tab_goes_the_way_of_reading(form: Form) -> None:
    order = [next((stop for stop in group if stop.property("checked")), group[0]) for group in form.groups()]
    expected = [stop for stop in order if stop.isVisible() and stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
    expected[0].setFocus()
    reached = [expected[0]]
    for _ in range(60):
        press(Qt.Key.Key_Tab)
        if focus() in reached:
            break
        reached.append(focus())
    assert [stop for stop in reached if stop in expected] == expected


def test_what_stands_in_it_comes_back_word_for_word(form: Form) -> None:
    before = form.raw()
    form.put(before)
    assert form.raw() == before
    form.settle()
    assert form.typed() is None and not form.touched


def test_a_refusal_stands_beside_its_field(form: Form) -> None:
    for key, answer in form.answers.items():
        if answer.field.isHidden():
            continue
        form.clear_words()
        form.refuse(Refused("bad_value", "这里不对", field=key, basis="某条"))
        said = [each.field.said() for each in form.answers.values() if "不对" in each.field.said()]
        assert said == ["这里不对（某条）"], key
        assert form.isAncestorOf(focus())
    form.clear_words()
    form.refuse(Refused("bad_value", "整件不对", field="nowhere"))
    assert "整件不对" in form.notice.text() and form.notice.isVisible()


def test_everything_fits_and_has_a_name(form: Form) -> None:
    assert clipped(form) == []
    assert nameless(form) == []


def test_its_lists_go_with_it(qtbot: QtBot, form: Form) -> None:
    fields = [field for field in form.findChildren(TypeAheadField) if field.isVisible()]
    if not fields:
        return
    window = form.window()
    fields[0].setFocus()
    write("东")
    form.hide()
    form.deleteLater()
    quiet(qtbot)
    assert [part for part in window.findChildren(QWidget) if part.property("role") == "popup"] == []
