"""Scans and photos beside an open record: by keyboard, dropped, pasted, closed with an accusation."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.attachments import Attachment, ClosedAttachment
from petidesk.domain.audit import AuditChange
from petidesk.ui.cases.detail import CaseDetail
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.detail import DisputeDetail
from petidesk.ui.letters.detail import LetterDetail
from petidesk.ui.look.theme import theme
from petidesk.ui.record.attachments import file_name
from petidesk.ui.record.view import RecordView
from petidesk.ui.visits.detail import VisitDetail
from tests.scans import pdf, picture
from tests.ui.desks import cases_office, ledger_office, visits_office
from tests.ui.desks.calm import quiet

COPY = Qt.DropAction.CopyAction


def _shown(qtbot: QtBot, view: RecordView, number: str, width: int = 1000) -> RecordView:
    qtbot.addWidget(view)
    view.resize(width, 700)
    view.show()
    view.show_no(number)
    quiet(qtbot)
    return view


def _visit(qtbot: QtBot, desk: Desk) -> tuple[VisitDetail, str]:
    (number,) = visits_office.register_many(desk, 1)
    view = VisitDetail(desk)
    _shown(qtbot, view, number)
    return view, number


def _file(tmp_path: Path, name: str, data: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


def _files(*these: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in these])
    return data


def _drop(view: QWidget, data: QMimeData) -> bool:
    """Drag over the view and let go there; whether the view took it."""
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(200, 200), COPY, data, Qt.MouseButton.LeftButton, none)
    entering.ignore()
    QApplication.sendEvent(view, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(view, QDropEvent(QPointF(200, 200), COPY, data, Qt.MouseButton.LeftButton, none))
    return True


def test_by_keyboard_pasted_seen_and_removed(qtbot: QtBot, desk: Desk) -> None:
    view, number = _visit(qtbot, desk)
    assert view.head.files.isVisible() and view.head.files.text() == "附件  Alt+A"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    quiet(qtbot)
    panel = view.files.panel
    assert view.files.shown and panel.empty.isVisible()
    QGuiApplication.clipboard().setImage(QImage.fromData(picture(3)))
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot)
    (kept,) = desk.attachments.listed("visit", number)
    assert isinstance(kept, Attachment) and kept.name.startswith("粘贴的图片 ") and kept.media == "image/png"
    assert view.head.files.text() == "附件 1  Alt+A" and panel.list.count() == 1 and panel.view.page_total() == 1
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert view.editing and panel.why.hasFocus()
    view.show_no("别的")
    quiet(qtbot)
    assert view.record_no == number, "a reason that is typed is not replaced"
    assert view.leave_editing() and not view.editing and view.files.shown
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    panel.remove()
    assert desk.attachments.count("visit", number) == 1
    panel.why.setText("附错了")
    panel.remove()
    quiet(qtbot)
    assert desk.attachments.count("visit", number) == 0 and view.head.files.text() == "附件  Alt+A"
    assert panel.list.item(0).font().strikeOut() and "附错了" in panel.gone.text()
    assert view.leave_editing() and not view.files.shown and view.bar.isVisible()
    assert not view.leave_editing()


def test_dropped_files_are_added_and_what_is_refused_says_why(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    view, number = _visit(qtbot, desk)
    these = (
        _file(tmp_path, "合同.pdf", pdf(3)),
        _file(tmp_path, "说明.docx", b"PK\x03\x04"),
        _file(tmp_path, "现场.jpg", picture(2, "JPEG")),
    )
    assert _drop(view, _files(*these))
    quiet(qtbot)
    assert [one.name for one in desk.attachments.listed("visit", number) if isinstance(one, Attachment)] == [
        "合同.pdf",
        "现场.jpg",
    ]
    panel = view.files.panel
    assert "添加了 2 个" in panel.notice.text() and "说明.docx" in panel.notice.text()
    current = panel.current()
    assert isinstance(current, Attachment) and current.name == "现场.jpg"
    panel.list.setCurrentRow(0)
    quiet(qtbot)
    assert panel.view.page_total() == 3
    copy = tmp_path / "copy.pdf"
    panel.save_to(copy)
    quiet(qtbot)
    assert copy.read_bytes() == pdf(3) and "copy.pdf" in panel.notice.text()
    words = QMimeData()
    words.setText("一段文字")
    assert not _drop(view, words)
    QGuiApplication.clipboard().setMimeData(words)
    panel.paste()
    assert "剪贴板里没有" in panel.notice.text()
    # What is dropped while something is typed is not taken.
    view.ask_void()
    assert not _drop(view, _files(these[0])) and not view.files.shown


def test_each_kind_of_record_has_them_and_another_record_its_own(qtbot: QtBot, desk: Desk) -> None:
    app = QApplication.instance()
    assert app is not None
    one, other = cases_office.overdue(desk), cases_office.suggestion(desk)
    dispute = ledger_office.dispute(desk)
    case = _shown(qtbot, CaseDetail(desk, (lambda _text: [], lambda _text: [])), one)
    ledger = _shown(qtbot, DisputeDetail(desk, LedgerChoices(desk, app)), dispute)
    for view, kind, number in ((case, "case", one), (ledger, "dispute", dispute)):
        view.files.open()
        quiet(qtbot)
        view.files.panel.add([(QImage.fromData(picture(1)), "现场")])
        quiet(qtbot)
        assert desk.attachments.count(kind, number) == 1 and view.files.panel.view.page_total() == 1
        view.read_again()
        quiet(qtbot)
        assert view.files.shown, "read again, it stays"
    case.show_no(other)
    quiet(qtbot)
    assert not case.files.shown and case.head.files.text() == "附件  Alt+A"
    case.files.open()
    quiet(qtbot)
    assert case.files.panel.list.count() == 0 and case.files.panel.empty.isVisible()


def test_a_letter_has_them_when_it_has_a_number(qtbot: QtBot, desk: Desk) -> None:
    case_no = cases_office.in_hand(desk)
    draft = desk.letters.draft("inquiry_record", case_no)
    view = LetterDetail(desk)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.show_id(draft.letter_id)
    quiet(qtbot)
    assert not view.head.files.isVisible()
    view.files.open()
    assert not view.files.shown
    number = desk.letters.issue(draft.letter_id).letter.document_no
    view.show_id(draft.letter_id)
    quiet(qtbot)
    view.files.open()
    quiet(qtbot)
    view.files.panel.add([(QImage.fromData(picture(1)), "签字的原件")])
    quiet(qtbot)
    assert desk.attachments.count("letter", number) == 1 and view.pages.isVisible()


@pytest.mark.parametrize("wide", [True, False])
def test_they_stand_beside_the_record_where_there_is_room(qtbot: QtBot, desk: Desk, wide: bool) -> None:
    (number,) = visits_office.register_many(desk, 1)
    view = _shown(qtbot, VisitDetail(desk), number, 1300 if wide else 420)
    view.files.open()
    quiet(qtbot)
    assert view.files.panel.isVisible() and view.sheet.right.isVisible() is wide
    view.resize(420 if wide else 1300, 700)
    quiet(qtbot)
    assert view.sheet.right.isVisible() is not wide
    case = _shown(qtbot, CaseDetail(desk, (lambda _text: [], lambda _text: [])), cases_office.overdue(desk), 1300)
    case.files.open()
    quiet(qtbot)
    assert case.sheet.left is not None and case.sheet.left.isVisible() and not case.sheet.right.isVisible()
    case.show_facts()
    assert case.sheet.right.isVisible() and case.sheet.left.isVisible() and not case.files.panel.isVisible()


@pytest.mark.parametrize(("step", "height", "beside"), [(3, 500, True), (0, 1000, False)])
def test_the_picture_is_in_sight_beside_its_list_in_a_low_window(
    qtbot: QtBot, desk: Desk, step: int, height: int, beside: bool
) -> None:
    theme.apply(step, False)
    view, number = _visit(qtbot, desk)
    desk.attachments.add("visit", number, picture(), name="合同")
    view.files.open()
    quiet(qtbot)
    panel = view.files.panel
    view.resize(1100, height)
    quiet(qtbot)
    shown, listed = (QRect(part.mapTo(panel, QPoint(0, 0)), part.size()) for part in (panel.shown, panel.list))
    assert (shown.left() > listed.right()) == beside
    assert (shown.top() > listed.bottom()) != beside
    assert shown.top() < panel.height() // 2


def test_those_of_an_accusation_open_for_a_reason_and_close_again(qtbot: QtBot, desk: Desk) -> None:
    number = visits_office.register_accusation(desk)
    desk.attachments.add("visit", number, picture(5), name="青石板账本")
    view = VisitDetail(desk)
    _shown(qtbot, view, number)
    view.files.open()
    quiet(qtbot)
    panel = view.files.panel

    def secret() -> bool:
        return "青石板" in panel.list.item(0).text() or panel.view.page_total() > 0

    assert not secret() and isinstance(panel.current(), ClosedAttachment) and panel.card.isVisible()
    assert not panel.save_button.isEnabled()
    panel.card.why.setText("县纪委来取")
    panel.card.ask()
    quiet(qtbot)
    assert secret() and panel.view.page_total() == 1
    looks = [line for line in desk.visits.history(number) if isinstance(line, AuditChange) and line.opens]
    assert looks and all(line.after == {"why": "县纪委来取"} for line in looks)
    view.show_facts()
    view.files.open()
    quiet(qtbot)
    assert not secret(), "left, they are closed again"


def test_a_copy_has_a_name_that_a_disk_takes() -> None:
    def named(name: str, media: str = "image/png") -> str:
        return file_name(Attachment(1, "visit", "1", name, media, 1, 1, False, datetime(2026, 1, 1), "值班员"))

    assert named("现场.png") == "现场.png"
    assert named("现场/一:二") == "现场_一_二.png"
    assert named("合同", "application/pdf") == "合同.pdf"
    assert named("照片.jpeg", "image/jpeg") == "照片.jpeg"
