"""A registered visit is corrected in 今日来访: what is sent, what is kept when it is left, what is refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.ui.registration.amend import AmendPanel
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.visits_window import fourteen_visits, numbers, open_first, words

fill = fourteen_visits


def begun(page: VisitsPage) -> AmendPanel:
    """The correction of the visit that is open, before its draft was looked for."""
    page.detail.amend()
    panel = page.detail.amend_panel
    assert panel is not None
    return panel


def amending(qtbot: QtBot, page: VisitsPage) -> AmendPanel:
    """The correction of the visit that is open, after its draft was looked for."""
    panel = begun(page)
    quiet(qtbot)
    return panel


def test_amending_sends_the_changed_key_and_leaves_a_history(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    panel = begun(page)
    sent: list[dict[str, object]] = []
    real = page.desk.visits.amend

    def watch(visit_no: str, change: dict[str, object], **more: int) -> object:
        sent.append(change)
        return real(visit_no, change, **more)

    page.desk.visits.amend = watch  # type: ignore[assignment, method-assign]
    panel.form.form.note = "来电补充说明"
    panel.save()
    qtbot.waitUntil(lambda: page.detail.amend_panel is None, timeout=5000)
    quiet(qtbot)
    assert sent == [{"note": "来电补充说明"}]
    assert page.desk.visits.get(number).version == 2
    assert "备注：（空） → 来电补充说明" in words(page)
    assert "更正 1 次" in words(page)


def test_nothing_changed_is_no_amendment(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    begun(page).save()
    quiet(qtbot)
    assert page.detail.amend_panel is None
    assert page.desk.visits.get(numbers(page)[0]).version == 1


def test_an_amendment_offers_no_link_to_take_back(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    panel = amending(qtbot, page)
    assert panel.form.form.petitioners[0].person_id is not None
    assert not panel.form.people.linked.isVisibleTo(panel)
    assert not panel.form.matters.linked.isVisibleTo(panel)


def test_escape_keeps_a_correction_and_it_comes_back(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    amending(qtbot, page).form.form.note = "写了一半"
    page.escape()
    quiet(qtbot)
    assert not page.detail.editing and page.detail.isVisible()
    again = amending(qtbot, page)
    assert again.form.form.note == "写了一半" and "接着上次" in again.notice.text()
    again.save()
    quiet(qtbot)
    assert page.desk.visits.get(number).content.note == "写了一半"
    assert page.desk.drafts.whole() == []


def test_escape_in_an_open_list_closes_the_list_and_not_the_correction(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    panel = amending(qtbot, page)
    village = panel.form.people.village_input
    village.setFocus()
    village.selectAll()
    qtbot.keyClicks(village, "dc")
    qtbot.waitUntil(village.popup().isVisible)
    qtbot.keyClick(village, Qt.Key.Key_Escape)
    assert not village.popup().isVisible() and page.detail.amend_panel is panel
    qtbot.keyClick(village, Qt.Key.Key_Escape)
    assert page.detail.amend_panel is None


def test_a_correction_is_kept_though_it_was_left_at_once(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    begun(page).form.form.note = "写了一半"
    page.closing()
    quiet(qtbot)
    assert amending(qtbot, page).form.form.note == "写了一半"


@pytest.mark.parametrize("emptied", ["given up", "begun again"])
def test_a_correction_that_was_given_up_stays_given_up(qtbot: QtBot, page: VisitsPage, emptied: str) -> None:
    open_first(qtbot, page)
    amending(qtbot, page).form.form.note = "写了一半"
    page.escape()
    quiet(qtbot)
    again = amending(qtbot, page)
    if emptied == "given up":
        again.give_up()
    else:
        again.start_over()
        again.leave()
    quiet(qtbot)
    assert amending(qtbot, page).form.form.note == ""
    assert page.desk.drafts.whole() == []


def test_a_kept_correction_does_not_take_back_what_another_changed(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    amending(qtbot, page).form.form.handling = "写了一半"
    page.escape()
    quiet(qtbot)
    page.desk.visits.amend(number, {"note": "别处先改了"})
    page.detail.read_again()
    quiet(qtbot)
    again = amending(qtbot, page)
    assert "后来有人改过" in again.notice.text()
    again.save()
    qtbot.waitUntil(lambda: "刚被改过" in again.notice.text(), timeout=5000)
    assert page.desk.visits.get(number).content.note == "别处先改了"
    again.start_over()
    again.form.form.handling = "重新写"
    again.save()
    quiet(qtbot)
    stored = page.desk.visits.get(number).content
    assert (stored.note, stored.handling) == ("别处先改了", "重新写")


def test_a_change_by_someone_else_is_told_plainly(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    panel = begun(page)
    page.desk.visits.amend(number, {"note": "别处先改了"})
    panel.form.form.note = "后改的"
    panel.save()
    qtbot.waitUntil(lambda: "刚被改过" in panel.notice.text(), timeout=5000)
    assert page.desk.visits.get(number).content.note == "别处先改了"
    assert panel.form.form.note == "后改的"


def test_a_refused_field_is_told_beside_it(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    panel = begun(page)
    panel.form.form.people = "0"
    panel.save()
    quiet(qtbot)
    assert "1以上的整数" in panel.form.people.people.said()
    assert page.desk.visits.get(numbers(page)[0]).version == 1
