"""An accusation in 今日来访 opens with a reason, for who may, and closes with the next visit."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.typist import enter
from tests.ui.desks.visits_office import register_accusation
from tests.ui.desks.visits_window import fourteen_visits, numbers, words

fill = fourteen_visits


def looks(desk: Desk) -> list[str]:
    """What was opened, the newest first."""
    return [f"{line.action} {line.subject}" for line in desk.audit.lines(200) if line.action.endswith(".unmasked")]


def reveal(qtbot: QtBot, page: VisitsPage, why: str) -> None:
    """Type a reason into the card, Enter to its button and Enter."""
    card = page.detail.closed_card
    assert card is not None
    card.why.setText(why)
    card.why.setFocus()
    enter(2)
    quiet(qtbot)


def test_an_accusation_opens_with_a_reason_and_closes_with_the_next_visit(qtbot: QtBot, page: VisitsPage) -> None:
    number = register_accusation(page.desk)
    page.open_no(number)
    quiet(qtbot)
    secrets = ("钱守信", "13900002222", "私分")
    assert not any(secret in words(page) for secret in secrets) and not page.detail.bar.isVisible()
    reveal(qtbot, page, " ")
    assert page.detail.closed_card is not None and "理由" in page.detail.closed_card.field.said()
    assert looks(page.desk) == []
    reveal(qtbot, page, "移送前核对")
    assert "钱守信" in words(page) and "私分集体款" in words(page)
    assert "理由：移送前核对" in words(page), "the look itself stands in the history at once"
    assert looks(page.desk) == [f"visit.unmasked {number}"]
    page.open_no(numbers(page)[0])
    quiet(qtbot)
    page.open_no(number)
    quiet(qtbot)
    assert not any(secret in words(page) for secret in secrets)
    assert "理由：移送前核对" in words(page), "who looked and why is there for everyone"
    assert looks(page.desk) == [f"visit.unmasked {number}"]


def test_an_accusation_stays_closed_to_who_has_no_permission(qtbot: QtBot, page: VisitsPage) -> None:
    number = register_accusation(page.desk)
    page.desk.staff.add("李敏", "admin")
    page.desk.staff.change(page.desk.session.actor.name, accusations=False)
    page.open_no(number)
    quiet(qtbot)
    reveal(qtbot, page, "看看")
    assert page.detail.closed_card is not None and "权限" in page.detail.closed_card.field.said()
    assert "钱守信" not in words(page) and looks(page.desk) == []
    page.detail.amend()
    page.detail.print_form()
    quiet(qtbot)
    assert not page.detail.amending_now and page.preview.paper() is None


def test_beside_an_accusation_the_other_matter_is_open(qtbot: QtBot, page: VisitsPage) -> None:
    visit, _ = page.desk.visits.add(
        {
            "at": f"{page.desk.now():%Y-%m-%dT%H:%M}",
            "channel": "visit",
            "petitioners": [{"name": "钱守信"}],
            "matters": [
                {"purpose": "help", "statement": "问养老金。", "title": "养老金"},
                {"purpose": "accusation", "statement": "举报私分。"},
            ],
            "note": "私分的照片",
        }
    )
    page.open_no(visit.visit_no)
    quiet(qtbot)
    assert "养老金" in words(page) and "钱守信" not in words(page) and "私分" not in words(page)
    reveal(qtbot, page, "移送前核对")
    assert "钱守信" in words(page) and "私分的照片" in words(page)


def test_an_opened_accusation_is_amended_and_printed_for_the_reason_given(qtbot: QtBot, page: VisitsPage) -> None:
    number = register_accusation(page.desk)
    page.open_no(number)
    quiet(qtbot)
    reveal(qtbot, page, "补记材料")
    page.detail.print_form()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    quiet(qtbot)
    assert len(looks(page.desk)) == 2
    page.escape()
    quiet(qtbot)
    assert "钱守信" not in words(page), "back from the paper it is closed again"
    reveal(qtbot, page, "补记材料")
    page.detail.amend()
    qtbot.waitUntil(lambda: page.detail.amending_now, timeout=5000)
    quiet(qtbot)
    panel = page.detail.amend_panel
    assert panel is not None
    panel.form.matters.statement_input.setText("举报某组长私分集体款五万元。")
    panel.save()
    quiet(qtbot)
    opened = page.desk.visits.get(number, unmask="核对")
    assert opened.version == 2 and "五万元" in opened.content.matters[0].statement
