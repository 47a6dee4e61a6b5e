"""一案一档 in the preview: with the attachments of the case when the tick asks for them."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.cases.page import dossier_printout
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.seat import Seat
from tests.scans import pdf
from tests.ui.desks import cases_office
from tests.ui.desks.calm import quiet


def test_the_bound_file_takes_in_attachments_when_ticked(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    number = cases_office.in_hand(desk)
    visit_no = desk.cases.get(number).visits[0].visit_no
    desk.papers.print_form("登记表", visit_no)
    desk.attachments.add("case", number, pdf(3), name="合同")
    panel = PreviewPanel(seat)
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    panel.show()
    panel.show_printout(dossier_printout(desk, number))
    quiet(qtbot)
    without = panel.paper()
    (more,) = panel.ticks
    assert not more.isChecked() and without is not None
    more.click()
    quiet(qtbot)
    whole = panel.paper()
    assert whole is not None
    assert desk.papers.page_count(whole.pdf) == desk.papers.page_count(without.pdf) + 3
    more.click()
    quiet(qtbot)
    again = panel.paper()
    assert again is not None and desk.papers.page_count(again.pdf) == desk.papers.page_count(without.pdf)
