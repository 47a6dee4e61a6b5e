"""The verdict above the button that issues: it waits for its own answer, and never says what the button denies."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product

from pytestqt.qtbot import QtBot

from petidesk.domain.letters.letters import Gap, LetterKind
from petidesk.ui.letters.issue_bar import IssueBar

ON = date(2026, 11, 19)
WARNING = Gap("unwise", "fields.经查", "请核对。", warning=True)
OPEN = Gap("open_request", "requests[0]", "第1项请求没有答复。", overridable=True)
HARD = Gap("missing", "fields.经查", "请填写经查。")


def bar_of(qtbot: QtBot) -> IssueBar:
    """The bar of an opinion that waits for the desk."""
    bar = IssueBar(lambda: datetime(2026, 11, 19, 9), lambda _text: [])
    qtbot.addWidget(bar)
    bar.show()
    bar.begin(LetterKind("handling_opinion", "处理意见书", "concluded", "处"), "", ON)
    return bar


def test_until_the_desk_has_looked_nobody_knows(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    bar.signer.setText("王建国")
    assert "正在核对" in bar.summary.text() and not bar.issue_button.isEnabled()
    bar.show_gaps(())
    assert "可以签发" in bar.summary.text() and bar.issue_button.isEnabled()
    bar.check()
    assert "正在核对" in bar.summary.text() and not bar.issue_button.isEnabled()
    bar.forget()
    bar.show_gaps((HARD,))
    bar.forget()
    assert "正在核对" in bar.summary.text() and bar.list.gaps() == [], "nothing of the letter before"


def test_ctrl_enter_waits_for_the_verdict(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    bar.signer.setText("王建国")
    bar.ask_issue()
    assert not bar.confirming()
    bar.show_gaps(())
    assert bar.confirming()
    bar.close_confirm()
    bar.check()
    bar.ask_issue()
    with qtbot.waitSignal(bar.jump):
        bar.show_gaps((HARD,))
    assert not bar.confirming()


def test_it_is_never_said_to_be_ready_over_a_grey_button(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    states = product(((), (WARNING,), (OPEN,), (HARD, OPEN)), ("", "王建国"), ("", "急"), (False, True), (False, True))
    for gaps, signer, why, busy, checking in states:
        bar.show_gaps(gaps)
        bar.signer.setText(signer)
        bar.why.setText(why)
        bar.set_busy(busy)
        if checking:
            bar.check()
        ready = "可以签发" in bar.summary.text()
        assert bar.issue_button.isEnabled() or not ready, (gaps, signer, why, busy, checking)
        assert ready or gaps in ((OPEN,), (HARD, OPEN)) or not bar.issue_button.isEnabled()
