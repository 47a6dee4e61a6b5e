"""The window's front door: builds the window, opens the data folder in a worker and joins the two.

The first paint waits for nothing but Qt and the fonts: SQLite, the paper and the workbooks are imported by the workers
that need them. Closing never asks and never waits: a process of its own makes the backup.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from petidesk.bugs import start_log
from petidesk.closing import backup_on_close, start_backup
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look import start as look
from petidesk.ui.seat import Seat, folder_words
from petidesk.ui.shell import dialogs
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.idle import Idle, minutes_of
from petidesk.ui.shell.routes import ToSettings
from petidesk.ui.start import found, moving
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    import subprocess

    from petidesk.desk.desk import Desk
    from petidesk.desk.opening import Purpose
    from petidesk.desk.unlocking import Unlocked
    from petidesk.domain.backups import Backup, Restored
    from petidesk.domain.listing import Problem
    from petidesk.ui.shell.folder_work import FolderWork

FRONT_EVERY_MS = 700
CLOSING_MS = 20_000
BACKUP_EVERY_MS = 300_000


def run_window(folder: Path, staff: str | None = None) -> int:
    """Open the window on a data folder and run it until it is closed. Returns the exit status."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([*sys.argv[:1], "-name", "petidesk"])
    app.setApplicationName("petidesk")
    seat = Seat()
    work.collect_here(app)
    look.start(app, seat.step, seat.contrast, seat.language, dark=seat.dark)
    start_log()
    door = Door(folder, staff, seat)
    dialogs.install_hooks(lambda error: dialogs.show_bug(error, door.frame))
    door.start()
    status = app.exec()
    work.wait(2000)
    door.end()
    return status


class Door(QObject):
    """One window and the folder behind it, from the first start to the backup on close."""

    def __init__(self, folder: Path, staff: str | None, seat: Seat) -> None:
        super().__init__()
        self.asked_for = folder
        self.folder = seat.moved_folder(folder) or folder
        self.staff = staff
        self.seat = seat
        self.desk: Desk | None = None
        # what the password opened, of an encrypted folder
        self.unlocked: Unlocked | None = None
        self.frame = Frame(seat)
        self.frame.on_close(self._may_close)
        self._backup: subprocess.Popen[bytes] | None = None
        self._closing = False
        # What the next opening says first: colour and words.
        self._said: tuple[str, str] | None = None
        self._front = QTimer(self)
        self._front.setInterval(FRONT_EVERY_MS)
        self._front.timeout.connect(self._look_for_request)
        self._half_hour = QTimer(self)
        self._half_hour.setInterval(BACKUP_EVERY_MS)
        self._half_hour.timeout.connect(self._back_up_if_due)
        self.frame.restore_asked.connect(self._restore)
        self.frame.folder_work.connect(self._work_on_folder)
        self.frame.office_wanted.connect(self._switch)
        self.frame.hands_wanted.connect(self._ask_who)
        self._idle = Idle(self)
        self._idle.rested.connect(self.frame.change_hands)
        self.frame.saved.connect(self._wait_idle)

    def start(self) -> None:
        """Show the window, then open the folder, or the wizard where there is none."""
        self.frame.fit_screen()
        if found.has_data(self.folder) or found.was_used(self.asked_for, self.folder, self.seat):
            self.frame.show()
            QTimer.singleShot(0, self, lambda: self._open("window"))
        else:
            self._show_wizard()
            self.frame.show()
        self._idle.watch(self.frame.windowHandle())

    def end(self) -> None:
        """Give the lock back."""
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    # -- opening -------------------------------------------------------------------------------------------------------

    def _open(self, purpose: str) -> None:
        folder, staff, unlocked = self.folder, self.staff, self.unlocked

        def open_folder() -> Desk:
            from petidesk.desk.opening import open_desk, request_front

            wanted: Purpose = "read" if purpose == "read" else "window"
            try:
                return open_desk(folder, staff=staff, purpose=wanted, unlocked=unlocked)
            except Trouble as trouble:
                if trouble.code == "locked":
                    request_front(folder)
                raise

        title = translate("Door", "正在打开记录")
        work.run(self.frame, open_folder, lambda desk: self._opened(desk, purpose), self._not_opened, title=title)

    def _opened(self, desk: Desk, purpose: str) -> None:
        self.desk = desk
        self.seat.put(self._last, desk.actor.name)
        self._wait_idle()
        self.frame.take(desk, read_only=purpose == "read")
        said, self._said = self._said, None
        if said is not None:
            self.frame.banner.show_as(*said)
            self.frame.banner.show()
        elif purpose != "read" and not desk.practice:
            moving.say_if_misplaced(self.frame, self.folder, self._move)
        if purpose != "read":
            self._front.start()
            self._half_hour.start()

        def check() -> list[Problem]:
            if purpose != "read":
                desk.attachments.tidy()
                desk.backups.check_sealed()
            return desk.checks.run(contents=False)

        work.run(self.frame, check, lambda problems: self._checked(desk, problems, said[1] if said else ""))

    def _checked(self, desk: Desk, problems: list[Problem], said: str) -> None:
        """Say what the check found, behind what was `said` of a restore; nothing of a folder that was left since."""
        work.keep_for_good()
        if problems and desk is self.desk:
            text = translate(
                "Door", "检查发现 %1 处不对的地方。记录还能看，请尽快到“设置 → 备份恢复”恢复一份好的备份。"
            )
            self.frame.banner.show_as(
                "seal",
                said + text.replace("%1", str(len(problems))),
                translate("Door", "去备份恢复"),
                lambda: self.frame.follow(ToSettings("backups")),
            )
            self.frame.banner.show()

    def _not_opened(self, trouble: Trouble) -> None:
        if isinstance(trouble, Refused) and trouble.code == "not_found" and trouble.field is None:
            if not found.was_used(self.asked_for, self.folder, self.seat):
                self._show_wizard()
                return
            words = translate("Door", "“{0}”里没有记录，而这台电脑上用过。放在U盘或别的盘上的，请接上再试一次。")
            trouble = Refused("not_found", words.format(self.folder), field="data")
        if trouble.code == "wrong_password":
            self._show_login()
            return
        if trouble.code == "missing" and trouble.field == "staff":
            self._show_people()
            return
        from petidesk.ui.start.trouble import StartTrouble

        screen = StartTrouble(self.folder, trouble, found.places(self.asked_for, self.folder, self.seat))
        screen.again.connect(lambda: self._again("window"))
        screen.look.connect(lambda: self._again("read"))
        screen.leave.connect(self.frame.close)
        screen.restore_asked.connect(self._restore)
        screen.another.connect(self._begin_elsewhere)
        self.frame.show_start(screen)

    def _begin_elsewhere(self) -> None:
        """A new office in a folder of its own: what is left of the one that was here stays for a restore."""
        from petidesk.ui.start.practice import unused_folder

        self._show_wizard(unused_folder(self.folder))

    def _show_login(self) -> None:
        """Ask for the password of the folder."""
        from petidesk.desk import unlocking
        from petidesk.ui.start.login import LoginScreen

        folder = self.folder
        screen = LoginScreen(
            lambda: unlocking.who(folder),
            lambda name, typed: unlocking.log_in(folder, name, typed),
            lambda name, code, new: unlocking.recover(folder, name, code, new),
            usual=self.staff or "",
        )
        screen.opened.connect(self._unlocked)
        screen.leave.connect(self.frame.close)
        self.frame.show_start(screen)

    @property
    def _last(self) -> str:
        """Under what the seat keeps who opened this folder here last."""
        return f"staff/{folder_words(self.folder)}"

    def _wait_idle(self) -> None:
        """Begin to wait for as long as this seat says."""
        if self.desk is not None:
            minutes = minutes_of(self.seat.idle_minutes, encrypted=self.desk.secrets.encrypted)
            self._idle.wait(60_000 * minutes)

    def _show_people(self) -> None:
        """Several work here: ask who it is."""
        from petidesk.desk.opening import people
        from petidesk.ui.start.handover import HandoverScreen

        screen = HandoverScreen(people(self.folder), self.seat.text(self._last))
        screen.chosen.connect(self._named)
        screen.leave.connect(self.frame.close)
        self.frame.show_start(screen)

    def _named(self, name: str) -> None:
        self.staff = name
        self._again("window")

    # -- change of hands -----------------------------------------------------------------------------------------------

    def _ask_who(self) -> None:
        """Cover the window; a plain folder asks for a name, an encrypted one for the password."""
        from petidesk.desk import unlocking
        from petidesk.ui.start.handover import HandoverScreen
        from petidesk.ui.start.login import LoginScreen

        desk = self.desk
        if desk is None:
            return
        screen: HandoverScreen | LoginScreen
        if desk.secrets.encrypted:
            folder = self.folder
            screen = LoginScreen(
                lambda: unlocking.who(folder),
                lambda name, typed: unlocking.log_in(folder, name, typed),
                lambda name, code, new: unlocking.recover(folder, name, code, new),
                title=translate("Door", "已锁屏"),
                explain=translate("Door", "选自己的名字，输入密码，按 Enter 继续。填到一半的内容都在。"),
                usual=desk.actor.name,
            )
            screen.opened.connect(lambda unlocked: self._hands(unlocked.entry.name, unlocked))
        else:
            screen = HandoverScreen(desk.staff.all(), desk.actor.name)
            screen.chosen.connect(self._hands)
        screen.leave.connect(self.frame.close)
        self.frame.show_start(screen)

    def _hands(self, name: str, unlocked: Unlocked | None = None) -> None:
        """The same one goes on where she was; another one finds a window of her own, with her drafts."""
        desk = self.desk
        assert desk is not None  # it was open when the window was covered
        if name == desk.actor.name:
            self.frame.show_start(None)
            return
        self.frame.leave()
        work.wait(3000)
        desk.session.hand_over(name, unlocked)
        self.staff, self.unlocked = name, unlocked
        self.seat.put(self._last, name)
        self.frame.take(desk, read_only=not desk.session.writes)

    def _unlocked(self, unlocked: Unlocked) -> None:
        self.unlocked = unlocked
        self._again("window")

    def _again(self, purpose: str) -> None:
        self.frame.show_start(None)
        self._open(purpose)

    def _show_wizard(self, folder: Path | None = None) -> None:
        from petidesk.ui.start.wizard import Wizard

        wizard = Wizard(folder or self.folder, self.seat)
        wizard.finished.connect(self._use)
        wizard.restore_asked.connect(self._restore)
        self.frame.show_start(wizard)

    def _use(self, folder: Path) -> None:
        """Go on with another folder; a real one is remembered for the next start of this seat."""
        if folder != self.asked_for and not found.is_practice(self.asked_for, folder):
            self.seat.move_folder(self.asked_for, folder)
        self.folder = folder
        self._again("window")

    def _restore(self, backup: Backup) -> None:
        """Go back to a backup: close the folder, put the backup in place in a worker, open it again."""
        staff = self.desk.actor.name if self.desk is not None else None
        self._leave()
        folder, file = self.folder, Path(backup.file)
        if encrypted(file):
            self._ask_for_backup(file)
            return

        def put_in_place() -> Restored:
            from petidesk.desk.safety import backups

            return backups.restore(folder, file, staff=staff)

        title = translate("Door", "正在恢复并检查")
        work.run(self.frame, put_in_place, self._restored, self._not_opened, title=title)

    def _ask_for_backup(self, file: Path) -> None:
        """Ask for the password of an encrypted backup, or for the recovery code; then put it in place."""
        from petidesk.desk import unlocking
        from petidesk.desk.safety import backups
        from petidesk.ui.start.login import LoginScreen

        folder = self.folder

        def by_password(name: str, typed: str) -> tuple[Unlocked | None, Restored]:
            done = backups.restore(folder, file, staff=name, password=typed)
            return unlocking.log_in(folder, name, typed), done

        def by_code(name: str, code: str, new: str) -> tuple[Unlocked | None, Restored]:
            done = backups.restore(folder, file, code=code)
            return unlocking.recover(folder, name, code, new), done

        screen = LoginScreen(
            lambda: unlocking.who_of_backup(folder, file),
            by_password,
            by_code,
            title=translate("Door", "这份备份是加密的"),
            explain=translate("Door", "输入做备份时的密码，按 Enter 恢复。电脑换了、密码忘了，用恢复单上的恢复码。"),
        )
        screen.opened.connect(self._restored_with)
        screen.leave.connect(lambda: self._again("window"))
        self.frame.show_start(screen)

    def _restored_with(self, done: tuple[Unlocked | None, Restored]) -> None:
        self.unlocked, restored = done
        self._restored(restored)

    def _work_on_folder(self, wanted: FolderWork) -> None:
        """Close the folder, do in a worker what a page wants to have done to it, and open it again."""
        if self.desk is None:
            return
        folder, staff, unlocked = self.folder, self.desk.actor.name, self.desk.session.unlocked
        self._leave()

        def done(answer: tuple[Unlocked | None, str]) -> None:
            self.unlocked, words = answer
            self._said = ("leaf", words)
            self._again("window")

        work.run(self.frame, lambda: wanted.call(folder, staff, unlocked), done, self._stay, title=wanted.title)

    def _move(self, to: Path) -> None:
        """The records go to another folder, and the window with them, now and at the next start of this seat."""
        assert self.desk is not None  # it was open when this was offered
        folder, staff, unlocked = self.folder, self.desk.actor.name, self.desk.session.unlocked
        self._leave()

        def done(words: str) -> None:
            self._said = ("leaf", words)
            self._use(to)

        title = translate("Door", "正在移走记录，请不要关电脑")
        work.run(self.frame, lambda: moving.moved(folder, staff, unlocked, to), done, self._stay, title=title)

    def _stay(self, trouble: Trouble) -> None:
        self._said = ("seal", trouble.message)
        self._again("window")

    def _leave(self) -> None:
        """Close the folder behind the window; another one, or the same again, may be opened after."""
        self._front.stop()
        self._half_hour.stop()
        self.frame.leave()
        self.frame.show_start(QWidget())
        work.wait(3000)
        self.end()

    def _switch(self, practice: bool) -> None:
        """From the records of the office to the practice office beside them, or back."""
        from petidesk.ui.start.practice import make_practice, practice_folder

        there = practice_folder(self.asked_for)
        folder = there if practice else self.seat.moved_folder(self.asked_for) or self.asked_for
        if folder == self.folder:
            self.frame.floats.say(translate("Door", "现在就在这里。"))
            return
        self._leave()
        if not practice:
            self._use(folder)
            return
        ticket = work.Ticket(translate("Door", "正在准备练习单位"))
        left, unlocked = self.folder, self.unlocked

        def prepare() -> None:
            backup_on_close(left, unlocked)
            make_practice(there, ticket.progress)

        work.run(self.frame, prepare, lambda _done: self._use(there), self._not_opened, ticket=ticket)

    def _restored(self, done: Restored) -> None:
        """Open what was restored, and say how far it reaches and what lay nowhere."""
        words = translate("Door", "已恢复，来访 {0} 件。").format(done.visits)
        if done.last_change is not None:
            words = translate("Door", "已回到 {0} 的样子，来访 {1} 件。").format(
                f"{done.last_change:%Y-%m-%d %H:%M}", done.visits
            )
        if done.attachments_missing:
            lost = translate("Door", "有 {0} 个附件的文件找不到，其余都在。")
            words += lost.format(done.attachments_missing)
        if not done.sum_known:
            words += translate("Door", "这份备份没有记下校验和，已逐项深查，没有发现问题。")
        if done.problems:
            wrong = translate("Door", "做这份备份时记录里就有 {0} 处不对。")
            words += wrong.format(done.problems)
        self._said = ("amber" if done.attachments_missing or done.problems else "leaf", words)
        self._again("window")

    def _back_up_if_due(self) -> None:
        desk = self.desk
        if desk is not None:
            work.run(self.frame, lambda: desk.backups.make_if_due(), lambda _made: self.frame.refresh_lights())

    def _look_for_request(self) -> None:
        from petidesk.desk.opening import front_requested

        if front_requested(self.folder):
            self.frame.setWindowState(self.frame.windowState() & ~Qt.WindowState.WindowMinimized)
            self.frame.show()
            self.frame.raise_()
            self.frame.activateWindow()
            QApplication.alert(self.frame)

    # -- closing -------------------------------------------------------------------------------------------------------

    def _may_close(self) -> bool:
        """First close: keep everything, start the backup and say so. Second close, or the backup done: go."""
        if self._closing or self.desk is None:
            return True
        self._closing = True
        self._front.stop()
        self._half_hour.stop()
        self.frame.keep_all()
        work.wait(3000)
        desk, self.desk = self.desk, None
        unlocked = desk.session.unlocked
        desk.close()
        self._backup = start_backup(self.folder, unlocked)
        if self._backup is None:
            return True
        self.frame.show_start(_farewell())
        watch = QTimer(self.frame)
        watch.setInterval(100)
        watch.timeout.connect(self._backup_done)
        watch.start()
        QTimer.singleShot(CLOSING_MS, self.frame, self.frame.close)
        return False

    def _backup_done(self) -> None:
        if self._backup is not None and self._backup.poll() is not None:
            self._backup = None
            self.frame.close()


def encrypted(file: Path) -> bool:
    """Whether a database file or a backup needs a password."""
    from petidesk.desk import unlocking

    return unlocking.backup_is_encrypted(file)


def _farewell() -> QWidget:
    screen = QWidget()
    column = QVBoxLayout(screen)
    column.addWidget(
        controls.Empty(
            "database-backup",
            translate("Door", "正在备份，马上就好"),
            translate("Door", "记录都已保存。不用等，再关一次就直接退出，备份会自己做完。"),
        )
    )
    return screen
