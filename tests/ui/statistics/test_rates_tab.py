"""三率一度: both numbers of a rate open exactly their rows, its definition is told, what is missing is a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.statistics.spans import around
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import ToRates
from petidesk.ui.statistics.rates import RatesTab
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import nameless
from tests.ui.desks.statistics_window import DAY, YEAR, cells, tab_of, typed
from tests.ui.desks.typist import enter, focus

CTRL = Qt.KeyboardModifier.ControlModifier


def rated(qtbot: QtBot, frame: Frame) -> RatesTab:
    frame.follow(ToRates(YEAR))
    quiet(qtbot)
    return tab_of(frame, "rates", RatesTab)


def test_every_number_of_a_rate_opens_its_rows(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = rated(qtbot, frame)
    assert focus() is tab.table and nameless(tab) == []
    rates = lived.statistics.rates(YEAR)
    before = {rate.name: rate for rate in lived.statistics.rates(around("year", DAY.replace(year=2025)))}
    assert [row[0] for row in cells(tab.table)] == [rate.label for rate in rates]
    opened = 0
    for row, rate in enumerate(rates):
        shown = cells(tab.table)[row]
        assert shown[1] == ("—" if rate.percent is None else f"{rate.percent}%")
        assert shown[2:4] == [str(rate.numerator.value), str(rate.denominator.value)]
        then = before[rate.name].percent
        if rate.percent is not None and then is not None and rate.percent != then:
            assert shown[4] == f"{'上升' if rate.percent > then else '下降'}{abs(rate.percent - then)}个百分点"
        for column, figure in ((2, rate.numerator), (3, rate.denominator)):
            if not figure.value:
                continue
            opened += 1
            tab.table.setFocus()
            tab.table.stand_on(row, column)
            enter()
            quiet(qtbot)
            asking = tab.rows.asking
            assert asking is not None and asking.figure.value == figure.value and rate.label in asking.title
            assert lived.statistics.rows(asking.figure.id, 1).sum == figure.value
            assert tab.rows.model.rowCount() > 0 and focus() is tab.rows.table
            typed(qtbot, Qt.Key.Key_Escape)
            assert focus() is tab.table and tab.table.currentIndex().column() == column
    assert opened > 8, "the office has too few"


def test_a_rate_says_how_it_is_counted_and_is_copied(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = rated(qtbot, frame)
    tab.table.stand_on(2, 1)
    rate = lived.statistics.rates(YEAR)[2]
    assert rate.definition in tab.definition.text() and rate.basis in tab.definition.text()
    typed(qtbot, Qt.Key.Key_C, CTRL)
    said = QApplication.clipboard().text()
    assert said.startswith(f"2026年，{rate.label}{rate.percent}%（{rate.numerator.value}/{rate.denominator.value}）")
    assert tab.answer.text() == said and said.endswith("个百分点。")


def test_what_is_missing_is_a_list_to_work_off_and_the_unrated_a_number(
    qtbot: QtBot, frame: Frame, lived: Desk
) -> None:
    tab = rated(qtbot, frame)
    missing = dict(lived.statistics.missing(YEAR))
    links = {part.text(): part for part in tab.missing.parts() if isinstance(part, QPushButton)}
    wanted = {label for label, figure in missing.items() if figure.value and label != "未参评"}
    assert {words.split()[0] for words in links} == wanted and wanted
    assert missing["未参评"].value, "the office has too few"
    name = next(iter(links))
    links[name].setFocus()
    typed(qtbot, Qt.Key.Key_Space)
    assert tab.rows.model.total == missing[name.split()[0]].value
    enter()
    quiet(qtbot)
    assert frame.current == "cases", "to the case in which it is made good"
    frame.open_page("statistics")
    quiet(qtbot)
    typed(qtbot, Qt.Key.Key_Escape)
    assert focus().accessibleName().startswith(name.split()[0])


def test_a_bar_of_the_picture_opens_its_numerator(qtbot: QtBot, frame: Frame) -> None:
    tab = rated(qtbot, frame)
    rate = next(rate for rate in tab.model.rows if rate.numerator.value)
    place = tab.picture.spot(rate.numerator.id)
    assert place is not None
    qtbot.mouseClick(tab.picture, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    quiet(qtbot)
    assert tab.rows.asking is not None and tab.rows.asking.figure == rate.numerator
