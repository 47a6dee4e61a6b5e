"""The front door: first start, practice, damaged and locked folders, restore, the backup on close."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import shiboken6
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from petidesk.app import Door
from petidesk.closing import backup_on_close
from petidesk.desk.opening import create_office, open_desk, request_front
from petidesk.desk.safety import backups
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.typed import DRAFT_KIND, MatterForm, PetitionerForm, VisitForm
from petidesk.storage.file import sealed
from petidesk.ui import work
from petidesk.ui.home.page import HomePage
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from petidesk.ui.settings.office import OfficeSection
from petidesk.ui.settings.page import SettingsPage
from petidesk.ui.shell.dialogs import Question
from petidesk.ui.shell.routes import NewVisit, ToSettings
from petidesk.ui.start import practice
from petidesk.ui.start.folder_check import advise, place_kind
from petidesk.ui.start.practice import practice_folder
from petidesk.ui.start.trouble import StartTrouble
from petidesk.ui.start.wizard import Wizard
from petidesk.ui.visits.page import VisitsPage
from tests.scans import picture
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.typist import enter, focus, write
from tests.ui.desks.window import words


@pytest.fixture
def door(qtbot: QtBot, seat: Seat, tmp_path: Path) -> Iterator[Door]:
    """A front door on a folder that is not there yet."""
    made = Door(tmp_path / "data", None, seat)
    qtbot.addWidget(made.frame)
    yield made
    if made._backup is not None:
        made._backup.wait()
    qtbot.waitUntil(lambda: work.busy() == 0)
    made._front.stop()
    made._half_hour.stop()
    if shiboken6.isValid(made.frame):  # waiting may have let it go already
        made.frame.leave()
    made.end()


def _wizard(door: Door) -> Wizard:
    wizard = door.frame._start
    assert isinstance(wizard, Wizard)
    return wizard


def _open(qtbot: QtBot, door: Door) -> None:
    qtbot.waitUntil(lambda: door.desk is not None, timeout=20_000)
    qtbot.waitUntil(lambda: work.busy() == 0)


def test_the_first_start_leads_through_seven_steps_to_the_first_page(qtbot: QtBot, door: Door, tmp_path: Path) -> None:
    door.start()
    wizard = _wizard(door)
    wizard.office.setText("清溪镇")
    wizard.county.setText("安平县")
    assert wizard.letterhead.chosen() == "plain"  # what every printer can do
    wizard.letterhead.choose("preprinted")
    wizard.forward()
    wizard.villages.setPlainText("东村\n西村")
    wizard.forward()
    wizard.forward()
    wizard.forward()
    wizard.typed.setText("zh")
    assert "切换" in wizard.typing_says.text()
    wizard.typed.setText("张桂")
    assert "正常" in wizard.typing_says.text()
    wizard.forward()
    wizard.forward()
    wizard.use_backup_place(tmp_path)
    wizard.forward()
    _open(qtbot, door)
    assert door.frame.current == "home"
    assert door.desk is not None
    assert door.desk.office.current().name == "清溪镇"
    assert door.desk.office.current().letterhead == "preprinted"
    assert [village.name for village in door.desk.office.villages()] == ["东村", "西村"]
    assert not door.desk.practice


def test_everything_can_be_skipped(qtbot: QtBot, door: Door) -> None:
    door.start()
    wizard = _wizard(door)
    for _step in wizard.steps[:-1]:
        wizard.skip.click()
    wizard.next.click()
    _open(qtbot, door)
    assert door.desk is not None
    office = door.desk.office.current()
    assert (office.name, office.county) == ("", "")


def test_enter_leads_through_the_wizard_and_what_was_not_typed_stays_empty(qtbot: QtBot, door: Door) -> None:
    door.start()
    door.frame.activateWindow()
    qtbot.waitUntil(door.frame.isActiveWindow)
    wizard = _wizard(door)
    for step in range(7):
        assert wizard.stack.currentIndex() == step
        if step == 1:
            for name in ("东村", "西村"):
                write(name)
                enter()
        enter()
    assert not wizard.next.isEnabled(), "the office is being made"
    _open(qtbot, door)
    assert door.desk is not None
    office = door.desk.office.current()
    assert (office.name, office.county, office.letterhead) == ("", "", "plain")
    assert [village.name for village in door.desk.office.villages()] == ["东村", "西村"]
    home = door.frame.page("home")
    assert isinstance(home, HomePage)
    assert home.opening.lacking() == ("name", "county", "phone", "reviewing_body", "leaders", "backup_place")


def test_enter_goes_from_field_to_field_of_a_step_that_was_begun(qtbot: QtBot, door: Door) -> None:
    door.start()
    door.frame.activateWindow()
    qtbot.waitUntil(door.frame.isActiveWindow)
    wizard = _wizard(door)
    write("清溪镇")
    enter()
    write("安平县")
    assert (wizard.office.text(), wizard.county.text()) == ("清溪镇", "安平县")
    enter()
    assert wizard.letterhead.isAncestorOf(focus()) and wizard.stack.currentIndex() == 0
    enter()
    assert wizard.stack.currentIndex() == 1


def test_the_practice_office_is_within_reach_later_and_so_is_the_way_back(
    qtbot: QtBot, door: Door, office_folder: Path
) -> None:
    # One that is there already is kept as it is; the test of the wizard has one made.
    create_office(practice_folder(office_folder), office="清溪镇", practice=True)
    door.start()
    _open(qtbot, door)
    offered = {one.id: one for one in door.frame.offered()}
    door.frame.do(offered["practice"])
    qtbot.waitUntil(lambda: door.desk is not None and door.desk.practice, timeout=60_000)
    quiet(qtbot)
    assert door.folder == practice_folder(office_folder)
    assert [backup.reason for backup in backups.available(office_folder)] == ["close"]
    door.frame.follow(ToSettings("office"))
    settings = door.frame.page("settings")
    assert isinstance(settings, SettingsPage)
    section = settings.section()
    assert isinstance(section, OfficeSection) and section.practise.text() == "回到正式记录"
    section.practise.click()
    qtbot.waitUntil(lambda: door.desk is not None and not door.desk.practice)
    quiet(qtbot)
    assert door.folder == office_folder
    assert door.seat.moved_folder(office_folder) is None, "the practice office is not where one works next time"


def test_after_a_crash_the_unfinished_registration_is_offered_with_its_content(
    qtbot: QtBot, door: Door, office_folder: Path, tmp_path: Path
) -> None:
    before = open_desk(office_folder, purpose="window")
    typed = VisitForm(petitioners=[PetitionerForm(name="覃桂花")], matters=[MatterForm(statement="村道路灯不亮。")])
    draft = before.drafts.save(None, DRAFT_KIND, typed.content(), False)
    shutil.copytree(office_folder, tmp_path / "torn")  # as the disk is when the power fails
    before.close()
    door.asked_for = door.folder = tmp_path / "torn"
    door.start()
    _open(qtbot, door)
    quiet(qtbot)
    home = door.frame.page("home")
    assert isinstance(home, HomePage)
    said = home.unfinished.text()
    assert home.unfinished.isVisible() and "继续上次未完成的登记？" in said
    assert "覃桂花" in said and "村道路灯不亮。" in said
    door.frame.open_page("registration", NewVisit())  # F2 asks before it gives an empty form
    quiet(qtbot)
    page = door.frame.page("registration")
    assert isinstance(page, RegistrationPage) and page.stack.currentWidget() is page.drafts
    assert "继续上次未完成的登记？" in words(page.drafts)
    door.frame.open_page("home")
    quiet(qtbot)
    home.unfinished.action().click()
    quiet(qtbot)
    assert door.frame.current == "registration"
    assert page.form.form.petitioners[0].name == "覃桂花" and page.keeper.journal.draft_id == draft.draft_id
    assert not home.unfinished.isVisible()


def test_a_window_that_was_closed_asks_nothing(qtbot: QtBot, door: Door, office_folder: Path) -> None:
    before = open_desk(office_folder, purpose="window")
    before.drafts.save(None, DRAFT_KIND, VisitForm(petitioners=[PetitionerForm(name="覃桂花")]).content(), False)
    before.close()
    door.start()
    _open(qtbot, door)
    home = door.frame.page("home")
    assert isinstance(home, HomePage) and not home.unfinished.isVisible()


def test_the_practice_office_is_one_click_away_and_apart(
    qtbot: QtBot, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "PRACTICE_VISITS", 20)  # how many is no matter of the click
    door.start()
    _wizard(door).practise.click()
    _open(qtbot, door)
    assert door.desk is not None
    assert door.desk.practice
    assert door.folder == practice_folder(tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_the_sample_slip_is_shown(qtbot: QtBot, door: Door) -> None:
    door.start()
    wizard = _wizard(door)
    wizard.office.setText("清溪镇")
    wizard._show(5)
    door.frame.show()
    wizard.slip.show_slip()
    qtbot.waitUntil(lambda: not wizard.slip.picture.pixmap().isNull(), timeout=20_000)


def test_a_slip_is_printed_before_there_is_an_office_and_again_from_the_palette(
    qtbot: QtBot, door: Door, tmp_path: Path
) -> None:
    door.start()
    wizard = _wizard(door)
    wizard._show(5)
    assert "没有装打印机" in wizard.slip.says.text() and wizard.slip.print_slip.isHidden()
    target = tmp_path / "out.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    wizard.slip.print_on(printer)
    qtbot.waitUntil(lambda: "已送打印机" in wizard.slip.says.text())
    assert target.stat().st_size > 10_000
    wizard.finish()
    _open(qtbot, door)
    trial = next(one for one in door.frame.offered() if one.words == "试打一张回执")
    door.frame.do(trial)
    page = door.frame.page("visits")
    assert isinstance(page, VisitsPage)
    qtbot.waitUntil(lambda: page.preview.paper() is not None)
    paper = page.preview.paper()
    assert paper is not None
    with pypdfium2.PdfDocument(paper.pdf) as document:
        assert "演练" in document[0].get_textpage().get_text_range()
    assert door.desk is not None and not door.desk.visits.count(VisitQuery()), "nothing was registered for it"


def test_a_damaged_file_is_restored_in_three_clicks_and_kept(qtbot: QtBot, door: Door, office_folder: Path) -> None:
    desk = open_desk(office_folder)
    desk.office.change({"phone": "0318-5550123"})
    desk.backups.make()
    desk.close()
    file = office_folder / "petidesk.db"
    for extra in office_folder.glob("petidesk.db-*"):
        extra.unlink()
    file.write_bytes(b"not a database at all" * 1000)
    door.start()
    qtbot.waitUntil(lambda: isinstance(door.frame._start, StartTrouble), timeout=10_000)
    screen = door.frame._start
    assert isinstance(screen, StartTrouble)
    qtbot.waitUntil(screen.restore.isEnabled, timeout=10_000)
    screen.restore.click()
    questions = door.frame.findChildren(Question)
    assert len(questions) == 1
    questions[0].do_it.click()
    _open(qtbot, door)
    assert door.desk is not None
    assert door.desk.office.current().phone == "0318-5550123"
    kept = [
        path
        for path in office_folder.rglob("*")
        if path.is_file() and path.read_bytes()[:21] == b"not a database at all"
    ]
    assert kept, "the damaged file must be kept"


def _asked_to_restore(qtbot: QtBot, door: Door) -> StartTrouble:
    qtbot.waitUntil(lambda: isinstance(door.frame._start, StartTrouble), timeout=10_000)
    screen = door.frame._start
    assert isinstance(screen, StartTrouble)
    qtbot.waitUntil(screen.restore.isEnabled, timeout=10_000)
    return screen


def test_an_office_whose_file_is_gone_is_restored_from_its_list_instead_of_begun_anew(
    qtbot: QtBot, door: Door, office_folder: Path
) -> None:
    desk = open_desk(office_folder)
    desk.office.change({"phone": "0318-5550123"})
    made = desk.backups.make()
    desk.close()
    for file in office_folder.glob("petidesk.db*"):
        file.unlink()
    door.start()
    screen = _asked_to_restore(qtbot, door)
    assert Path(made.file).name in words(screen)
    screen.another.emit()
    wizard = _wizard(door)
    assert wizard.folder.parent == office_folder.parent and not wizard.folder.exists()
    door._again("window")
    screen = _asked_to_restore(qtbot, door)
    screen.restore.click()
    door.frame.findChildren(Question)[0].do_it.click()
    _open(qtbot, door)
    assert door.desk is not None and door.desk.office.current().phone == "0318-5550123"


def test_an_office_whose_folder_is_gone_is_found_again_on_the_second_place(
    qtbot: QtBot, door: Door, office_folder: Path, tmp_path: Path
) -> None:
    desk = open_desk(office_folder)
    made = desk.backups.make(tmp_path / "stick")
    desk.close()
    shutil.rmtree(office_folder)
    door.seat.backup_place = str(tmp_path / "stick")
    door.start()
    screen = _asked_to_restore(qtbot, door)
    chosen = screen.table.chosen()
    assert chosen is not None and chosen.file == made.file


def test_a_folder_that_was_moved_to_a_disk_that_is_out_is_no_first_start(
    qtbot: QtBot, door: Door, tmp_path: Path
) -> None:
    door.seat.move_folder(door.asked_for, tmp_path / "out" / "data")
    again = Door(door.asked_for, None, door.seat)
    qtbot.addWidget(again.frame)
    again.start()
    qtbot.waitUntil(lambda: isinstance(again.frame._start, StartTrouble), timeout=10_000)
    assert str(tmp_path / "out" / "data") in words(again.frame)
    qtbot.waitUntil(lambda: work.busy() == 0)


def test_a_second_start_says_who_holds_the_folder_and_calls_the_first(
    qtbot: QtBot, door: Door, office_folder: Path, tmp_path: Path
) -> None:
    first = open_desk(office_folder, purpose="window")
    door.start()
    qtbot.waitUntil(lambda: isinstance(door.frame._start, StartTrouble), timeout=10_000)
    screen = door.frame._start
    assert isinstance(screen, StartTrouble)
    assert screen.trouble.code == "locked"
    assert "值班员" in screen.trouble.message
    from petidesk.desk.opening import front_requested

    assert front_requested(office_folder)
    screen.look.emit()
    _open(qtbot, door)
    assert door.frame.status.light("seat").accessibleName() == "只读"
    first.close()


def test_the_first_window_comes_to_the_front_when_asked(qtbot: QtBot, door: Door, office_folder: Path) -> None:
    door.start()
    _open(qtbot, door)
    door.frame.showMinimized()
    request_front(office_folder)
    door._look_for_request()
    assert not door.frame.isMinimized()


def test_a_restore_says_how_far_it_reaches_and_counts_the_scans_that_are_gone(
    qtbot: QtBot, door: Door, office_folder: Path
) -> None:
    desk = open_desk(office_folder)
    number = register(desk)
    for seed in (1, 2):
        desk.attachments.add("visit", number, picture(seed))
    made, at = desk.backups.make(), desk.now()
    desk.close()
    for place in (office_folder, office_folder / "backups"):
        shutil.rmtree(place / sealed.FOLDER)
    door.start()
    _open(qtbot, door)
    door._restore(made)
    _open(qtbot, door)
    said = door.frame.banner.text()
    assert f"已回到 {at:%Y-%m-%d}" in said and "来访 1 件" in said and "有 2 个附件的文件找不到" in said
    assert "检查发现" in said, "what the check found afterwards does not hide it"


def test_restore_from_the_settings_goes_back(qtbot: QtBot, door: Door, office_folder: Path) -> None:
    door.start()
    _open(qtbot, door)
    assert door.desk is not None
    made = door.desk.backups.make()
    door.desk.office.change({"phone": "0318-5550123"})
    door._restore(made)
    _open(qtbot, door)
    assert door.desk is not None
    assert door.desk.office.current().phone == ""
    assert door.frame.current == "home"
    assert "已回到" in door.frame.banner.text() and "附件" not in door.frame.banner.text()


def test_closing_never_asks_and_leaves_a_backup(qtbot: QtBot, door: Door, office_folder: Path) -> None:
    door.start()
    _open(qtbot, door)
    with qtbot.waitSignal(door.frame.closed, timeout=25_000):
        door.frame.close()
    assert not door.frame.findChildren(QDialog)
    found = backups.available(office_folder)
    assert [backup.reason for backup in found] == ["close"]
    assert found[0].verified


def test_nothing_is_backed_up_twice(office_folder: Path) -> None:
    backup_on_close(office_folder)
    backup_on_close(office_folder)
    assert len(backups.available(office_folder)) == 1


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/li/OneDrive/petidesk", "synced"),
        ("/srv/li/坚果云/来访", "synced"),
        ("//server/share/petidesk", "network"),
        ("/srv/li/petidesk", "local"),
    ],
)
def test_places_that_are_advised_against(folder: str, kind: str) -> None:
    assert place_kind(Path(folder), Path("/")) == kind


def test_a_local_folder_is_a_good_place(tmp_path: Path) -> None:
    assert advise(tmp_path / "not" / "there").level == "good"
