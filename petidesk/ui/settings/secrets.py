"""Section 密码加密: encrypt the office, change the password, a new recovery sheet, another key, plain again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced
from petidesk.ui.settings.page import Section, section_card
from petidesk.ui.settings.secret_form import PasswordLines, SheetForm, told_of_copies
from petidesk.ui.shell.folder_work import FolderWork

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.desk.unlocking import Unlocked
    from petidesk.ui.seat import Seat


class SecretsSection(Section):
    """Of a plain office the way to encrypt it; of an encrypted one its secrets."""

    main_words: ClassVar[str] = ""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._named = ""
        if desk.secrets.encrypted:
            self._password_card()
            self._recovery_card()
            self._key_card()
            self._plain_card()
        else:
            self._encrypt_card()
        self.column.addStretch(1)

    def load(self) -> None:
        """The office's name for the sheet."""
        desk = self.desk
        work.run(self, lambda: desk.office.current().name, self._name)

    def _name(self, name: str) -> None:
        self._named = name

    # ---- of a plain office

    def _encrypt_card(self) -> None:
        frame, column = section_card(
            self.tr("把记录加密"),
            self.tr(
                "加密以后，没有密码谁也打不开记录、附件和备份，电脑或U盘丢了也不会泄露。"
                "密码忘了，只能用恢复单找回；密码和恢复单都没有，记录就永远打不开了，谁也帮不上。"
            ),
        )
        self.passwords = PasswordLines()
        self.sheet = SheetForm(lambda: self._named, lambda: self.seat.printer)
        self.sheet.failed.connect(self.denied)
        self.understood = QCheckBox(self.tr("我明白：密码和恢复单都丢了，记录就再也打不开"))
        self.encrypt = controls.button(self.tr("开始加密"), self._encrypt, icon="lock")
        column.addWidget(self.passwords)
        column.addWidget(self.sheet)
        column.addWidget(self.understood)
        column.addWidget(
            controls.label(
                self.tr(
                    "先把加密的文件和原来的逐条核对，再做加密的备份并用密码和恢复码各恢复一遍，都对了才删掉明文。"
                    "删掉的文件在固态硬盘和U盘上不能保证抹净。"
                ),
                "soft",
                wrap=True,
            )
        )
        column.addWidget(_left(self.encrypt))
        self.column.addWidget(frame)

    def _encrypt(self) -> None:
        problem = self.passwords.problem() or self.sheet.problem()
        if not problem and not self.understood.isChecked():
            problem = self.tr("请先确认：密码和恢复单都丢了，记录就再也打不开。")
        if problem:
            self.denied.emit(problem)
            return
        password, code = self.passwords.password(), self.sheet.code()
        place = self.seat.backup_place

        def call(folder: Path, staff: str, _unlocked: Unlocked | None) -> tuple[Unlocked | None, str]:
            from petidesk.desk import encrypting, unlocking

            places = [Path(place)] if place and Path(place).is_dir() else []
            done = encrypting.encrypt(folder, staff, password, code, places=places)
            return unlocking.log_in(folder, staff, password), self._encrypted(done.gone, done.waiting, done.without)

        self.folder_work.emit(FolderWork(self.tr("正在加密，请不要关电脑"), call))

    def _encrypted(self, gone: Sequence[str], waiting: Sequence[str], without: Sequence[str]) -> str:
        words = self.tr("已加密，{0} 份明文已删掉。").format(len(gone))
        if waiting:
            names = "、".join(Path(name).name for name in waiting)
            words += self.tr("还有明文备份现在够不着：{0}。插上那个U盘再备份一次就会删掉。").format(names)
        if without:
            words += self.tr("{0} 还没有密码，请给他们设一个。").format("、".join(without))
        return words

    # ---- of an encrypted one

    def _password_card(self) -> None:
        frame, column = section_card(
            self.tr("改我的密码"), self.tr("只有知道密码的人打得开记录。旧的备份用旧密码打开。")
        )
        self.passwords = PasswordLines()
        self.change = controls.button(self.tr("改密码"), self._change, icon="lock")
        column.addWidget(self.passwords)
        column.addWidget(_left(self.change))
        self.column.addWidget(frame)

    def _change(self) -> None:
        problem = self.passwords.problem()
        if problem:
            self.denied.emit(problem)
            return
        desk, typed = self.desk, self.passwords.password()
        work.run(
            self,
            lambda: desk.secrets.set_own_password(typed),
            lambda copies: self._changed(copies, self.tr("密码改好了。")),
            self._refused,
        )

    def _recovery_card(self) -> None:
        frame, column = section_card(
            self.tr("换一张恢复单"),
            self.tr("恢复单丢了、用过了、被人看过，就换一张。输过一遍才算数，旧的作废。"),
        )
        self.sheet = SheetForm(lambda: self._named, lambda: self.seat.printer)
        self.sheet.failed.connect(self.denied)
        self.replace = controls.button(self.tr("启用这张恢复单"), self._replace, icon="shield")
        column.addWidget(self.sheet)
        column.addWidget(_left(self.replace))
        self.column.addWidget(frame)

    def _replace(self) -> None:
        problem = self.sheet.problem()
        if problem:
            self.denied.emit(problem)
            return
        desk, code = self.desk, self.sheet.code()
        work.run(
            self,
            lambda: desk.secrets.set_recovery(code),
            lambda copies: self._changed(copies, self.tr("新的恢复单启用了，旧的请销毁。")),
            self._refused,
        )

    def _changed(self, copies: Sequence[str], words: str) -> None:
        self.message.emit(words + told_of_copies(copies))
        self.saved.emit()

    def _key_card(self) -> None:
        frame, column = section_card(
            self.tr("换一把新钥匙"),
            self.tr("有人离职、密码或恢复单泄露以后用：全部记录重新加密，够得着的备份一起重写。密码和恢复单照旧。"),
        )
        self.renew = controls.button(self.tr("换新钥匙"), self._renew, icon="refresh-cw")
        column.addWidget(_left(self.renew))
        self.column.addWidget(frame)

    def _renew(self) -> None:
        def call(folder: Path, staff: str, unlocked: Unlocked | None) -> tuple[Unlocked | None, str]:
            from petidesk.desk import encrypting

            assert unlocked is not None  # the card is shown in an encrypted office alone
            now, done = encrypting.renew(folder, unlocked, copies=True)
            words = self.tr("已换新钥匙，重新备份过了。")
            if done.copies:
                words += self.tr("{0} 份备份还是旧钥匙。").format(len(done.copies))
            return now, words

        self.folder_work.emit(FolderWork(self.tr("正在换新钥匙，请不要关电脑"), call))

    def _plain_card(self) -> None:
        frame, column = section_card(
            self.tr("解除加密"), self.tr("记录变回明文，谁打开电脑都能看。以前的备份仍然要密码。会留下记录。")
        )
        self.why = QLineEdit()
        column.addWidget(controls.field(self.tr("为什么解除"), self.why))
        self.decrypt = controls.button(self.tr("解除加密"), self._decrypt, icon="unlock")
        column.addWidget(_left(self.decrypt))
        self.column.addWidget(frame)

    def _decrypt(self) -> None:
        why = self.why.text()
        if not why.strip():
            self.denied.emit(self.tr("请写明解除加密的原因。"))
            return

        def call(folder: Path, _staff: str, unlocked: Unlocked | None) -> tuple[Unlocked | None, str]:
            from petidesk.desk import encrypting

            assert unlocked is not None  # the card is shown in an encrypted office alone
            encrypting.decrypt(folder, unlocked, why)
            return None, self.tr("已解除加密，记录现在是明文。")

        self.folder_work.emit(FolderWork(self.tr("正在解除加密，请不要关电脑"), call))

    def _refused(self, trouble: Trouble) -> None:
        self.denied.emit(trouble.message)


def _left(button: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    spaced(column, 0)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return holder
