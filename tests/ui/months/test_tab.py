"""月报: the balance with every figure, findings that jump, closing once, changes after it, the export in place."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.look.theme import theme
from petidesk.ui.months.tab import MonthTab
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToMonth
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.ledger_office import dispute, escalated, last_month, late, mid_last_month, resolved
from tests.ui.desks.ledger_window import open_window
from tests.ui.desks.typist import enter, focus, press

CTRL = Qt.KeyboardModifier.ControlModifier


def fill(desk: Desk) -> None:
    late(desk)
    resolved(desk)
    escalated(desk)


@pytest.fixture
def page(qtbot: QtBot, filled: None, desk: Desk, seat: Seat) -> LedgerPage:
    """The month before this one, with a few disputes."""
    return open_window(qtbot, desk, seat, ToMonth(last_month(desk)))


@pytest.fixture
def tab(page: LedgerPage) -> MonthTab:
    """The tab."""
    found = page.tab("month")
    assert isinstance(found, MonthTab)
    return found


def cells(tab: MonthTab) -> list[list[str]]:
    """The table as it is shown."""
    model = tab.figures
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_two_sides_stand_there_and_agree(tab: MonthTab, desk: Desk) -> None:
    total = desk.months.balance(last_month(desk)).total
    said = [part.text() for part in tab.balance.parts()]  # type: ignore[attr-defined]
    assert said == [
        f"上月结转 {total.carried_over}",
        "＋",
        f"新排查 {total.found}",
        "＝",
        f"化解 {total.resolved}",
        "＋",
        f"上报 {total.escalated}",
        "＋",
        f"未化解 {total.outstanding}",
        "相符",
    ]
    assert "化解率" in tab.rates.text() and "÷" in tab.rates.text()
    assert cells(tab)[0][:3] == ["合计", str(total.carried_over), str(total.found)]


def test_every_figure_opens_its_list(qtbot: QtBot, page: LedgerPage, tab: MonthTab, desk: Desk) -> None:
    month = last_month(desk)
    row = next(place for place, line in enumerate(cells(tab)) if line[0] == "合同纠纷")
    column = [each.key for each in tab.figures.columns].index("resolved")
    shown = cells(tab)[row][column]
    tab.table.setFocus()
    tab.table.stand_on(row, column)
    enter()
    quiet(qtbot)
    assert page.current == "list"
    assert page.lines.filter.query == DisputeQuery(month=month, figure="resolved", type="合同纠纷")
    assert str(page.lines.model.rowCount()) == shown
    page.opened(ToMonth(month))
    tab.views.choose("year")
    quiet(qtbot)
    tab._open_cell(tab.figures.rows[0], column)
    quiet(qtbot)
    assert page.lines.filter.query.year and page.lines.model.rowCount() == desk.months.figures(month).year.resolved


def test_a_finding_jumps_to_its_field(qtbot: QtBot, page: LedgerPage, desk: Desk) -> None:
    number = dispute(desk, mid_last_month(desk), responsible_person="", title="没有责任人的纠纷")
    page.opened(ToMonth(last_month(desk)))
    quiet(qtbot)
    tab = page.tab("month")
    assert isinstance(tab, MonthTab)
    tab.check()
    quiet(qtbot)
    assert tab.nothing.isHidden()
    row = next(place for place, line in enumerate(cells(tab)) if line[:2] == ["错误", number])
    tab.table.stand_on(row)
    tab.table.setFocus()
    enter()
    quiet(qtbot)
    form = page.lines.form
    assert form is not None
    assert focus() is form.answers["responsible_person"].field.editor


def test_a_month_is_closed_once_and_tells_what_changed(qtbot: QtBot, tab: MonthTab, desk: Desk) -> None:
    month = last_month(desk)
    tab.close_button.click()
    assert month in tab.trouble.text() and focus() is tab.trouble.action()
    assert not desk.months.balance(month).closed
    press(Qt.Key.Key_Escape)
    assert not tab.trouble.isVisible() and not desk.months.balance(month).closed
    tab.close_button.click()
    enter()
    quiet(qtbot)
    assert desk.months.balance(month).closed
    assert tab.badge.text() == "已结账" and not tab.close_button.isVisible()
    added = dispute(desk, mid_last_month(desk), title="迟报的纠纷")
    tab.show_month(month)
    quiet(qtbot)
    tab.views.choose("changes")
    assert [line[:2] for line in cells(tab)] == [["迟报", added]]


def test_a_closed_month_asks_nothing_about_rows_that_came_late(
    qtbot: QtBot, tab: MonthTab, desk: Desk, tmp_path: Path
) -> None:
    month = last_month(desk)
    assert not [one for one in desk.months.findings(month) if one.error]
    desk.months.close(month)
    dispute(desk, mid_last_month(desk), type="", responsible_person="")
    tab.show_month(month)
    quiet(qtbot)
    panel = _export(qtbot, tab, tmp_path / "报县.xlsx", anyway=False)
    assert panel.anyway.isHidden() and (tmp_path / "报县.xlsx").exists()


def test_the_present_month_cannot_be_closed(qtbot: QtBot, tab: MonthTab, desk: Desk) -> None:
    tab.step(-1)
    quiet(qtbot)
    assert tab.shown is not None and tab.shown.month == desk.today().strftime("%Y-%m")
    assert not tab.close_button.isVisible()
    assert tab.badge.text() == "本月还没有过完"


def test_a_zero_month_still_has_its_figures(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    tab = open_window(qtbot, desk, seat, ToMonth(last_month(desk))).tab("month")
    assert isinstance(tab, MonthTab)
    assert cells(tab) == [["合计", "0", "0", "0", "0", "0", "0", "0", "0"]]
    assert "化解率 —" in tab.rates.text()


def _export(qtbot: QtBot, tab: MonthTab, out: Path, **chosen: Any) -> Any:
    tab.open_export()
    quiet(qtbot)
    panel = tab.panel
    assert panel is not None
    if chosen.get("package"):
        panel.kind.choose("package")
    panel.place.setText(str(out))
    panel.anyway.setChecked(chosen.get("anyway", True))
    panel.numbers.choose("full" if chosen.get("full") else "masked")
    panel.why.setText(chosen.get("why", ""))
    panel.password.setText(chosen.get("password", ""))
    panel.export()
    quiet(qtbot)
    return panel


def test_the_workbook_is_written_and_says_where(
    qtbot: QtBot, tab: MonthTab, desk: Desk, tmp_path: Path, seat: Seat
) -> None:
    out = tmp_path / "报县.xlsx"
    panel = _export(qtbot, tab, out)
    assert str(out) in panel.notice.text() and "号码已遮住" in panel.notice.text()
    book = openpyxl.load_workbook(out)
    texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert not any("13800001234" in text for text in texts)
    assert any("承包地界线" in text or "张桂花" in text for text in texts)
    assert seat.ledger_folder == str(tmp_path)
    assert panel.place_field.said() == "已有同名文件，导出时替换"
    press(Qt.Key.Key_Escape)
    assert tab.panel is None


def test_full_numbers_need_a_reason_and_errors_a_word(
    qtbot: QtBot, page: LedgerPage, tab: MonthTab, desk: Desk, tmp_path: Path
) -> None:
    dispute(desk, mid_last_month(desk), type="")
    tab.show_month(last_month(desk))
    quiet(qtbot)
    out = tmp_path / "报县.xlsx"
    panel = _export(qtbot, tab, out, full=True)
    assert "原因" in panel.why_field.said() and not out.exists()
    panel.why.setText("县里要求填完整号码")
    panel.anyway.setChecked(False)
    panel.export()
    quiet(qtbot)
    assert panel.notice.isVisible() and not out.exists()
    panel.anyway.setChecked(True)
    panel.export()
    quiet(qtbot)
    assert out.exists() and "号码完整" in panel.notice.text()


def test_the_package_holds_what_it_says(qtbot: QtBot, tab: MonthTab, tmp_path: Path) -> None:
    out = tmp_path / "月报.zip"
    panel = _export(qtbot, tab, out, package=True)
    assert "（签字）.pdf" in panel.notice.text()
    with zipfile.ZipFile(out) as package:
        names = package.namelist()
    assert "清单.json" in names and all(name == "清单.json" or name in panel.notice.text() for name in names)


def test_a_folder_that_is_not_there_is_said_calmly(qtbot: QtBot, tab: MonthTab, tmp_path: Path) -> None:
    panel = _export(qtbot, tab, tmp_path / "没有" / "报县.xlsx")
    assert panel.notice.isVisible() and panel.export_button.isVisible()


def test_the_sheet_for_signature_is_previewed(qtbot: QtBot, page: LedgerPage, tab: MonthTab) -> None:
    page.property("frame").print_page()
    quiet(qtbot)
    assert page.front.currentWidget() is page.preview


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("contrast", [False, True], ids=["light", "contrast"])
def test_nothing_is_cut_off(
    qtbot: QtBot, page: LedgerPage, tab: MonthTab, desk: Desk, step: int, contrast: bool
) -> None:
    dispute(desk, mid_last_month(desk), type="", responsible_person="")
    theme.apply(step, contrast)
    frame = page.property("frame")
    tab.show_month(last_month(desk))
    wrong = []

    def look(what: str) -> None:
        quiet(qtbot)
        frame.resize(1366, 768)
        quiet(qtbot)
        wrong.extend(f"{what}: {complaint}" for complaint in clipped(page))

    for view in ("types", "villages", "year", "county", "check", "changes"):
        tab.views.choose(view)
        look(view)
    tab.ask_close()
    look("close")
    tab.open_export()
    assert tab.panel is not None
    tab.panel.kind.choose("package")
    tab.panel.numbers.choose("full")
    look("export")
    wrong.extend(f"no name: {name}" for name in nameless(page))
    assert wrong == []


def test_the_month_is_the_one_that_is_owed(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page = open_window(qtbot, desk, seat, ToMonth())
    tab = page.tab("month")
    assert isinstance(tab, MonthTab) and tab.shown is not None
    before = desk.today().replace(day=1) - timedelta(days=1)
    assert tab.shown.month == before.strftime("%Y-%m")
