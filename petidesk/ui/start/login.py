"""The start screen of an encrypted office: who, password, Enter. A forgotten password leads to the recovery code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.shell.help import help_text
from petidesk.ui.start.middle import middle_card

if TYPE_CHECKING:
    from petidesk.desk.unlocking import Login

LogIn = Callable[[str, str], object]
Recover = Callable[[str, str, str], object]


class LoginScreen(QWidget):
    """`who`: everybody with a password. `log_in` gets name and password, `recover` name, code and a new password.

    Both run in a worker; what they give is sent with `opened`. `title` and `explain` say what is opened.
    """

    opened = Signal(object)
    leave = Signal()

    def __init__(
        self,
        who: Callable[[], Sequence[Login]],
        log_in: LogIn,
        recover: Recover,
        *,
        title: str = "",
        explain: str = "",
        usual: str = "",
    ) -> None:
        super().__init__()
        self._who, self._log_in, self._recover = who, log_in, recover
        self._people = list(who())
        self._column = middle_card(
            self, "lock", title or self.tr("记录已加密"), explain or self.tr("输入密码，按 Enter 打开。")
        )
        names = [login.name for login in self._people]
        self.name = ChipChoice([(name, name) for name in names], usual if usual in names else names[0])
        self.name.setAccessibleName(self.tr("谁在用"))
        who_field = Field(self.tr("谁在用"), self.name)
        who_field.setVisible(len(names) > 1)
        self._column.addWidget(who_field)
        self.by_password, self.by_code = self._password_part(), self._recovery_part()
        for part in (self.by_password, self.by_code):
            self._column.addWidget(part)
        self.by_code.hide()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._go_on)
        self.says = controls.label("", "error", wrap=True)
        self.says.hide()
        self._column.addWidget(self.says)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("密码、恢复单和加密的说明"))
        sized(self.text, min_height=18)
        self.text.hide()
        self._column.addWidget(self.text)
        self._show_wait()
        QTimer.singleShot(0, self.password, self.password.setFocus)

    def _password_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        spaced(column, 0.75)
        self.password = secret_line()
        self.password.returnPressed.connect(self._try_password)
        column.addWidget(controls.field(self.tr("密码"), self.password))
        row = containers.Flow(0.5)
        self.enter = controls.button(self.tr("打开"), self._try_password, part="primary", icon="unlock")
        self.forgotten = controls.button(self.tr("忘记密码，用恢复码"), lambda: self._turn(to_code=True), part="link")
        row.add(self.enter)
        row.add(controls.button(self.tr("退出"), self.leave.emit))
        row.add(self.forgotten)
        self.explain = controls.button(self.tr("看说明"), self._explain, part="link")
        row.add(self.explain)
        column.addWidget(row)
        return part

    def _recovery_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        spaced(column, 0.75)
        column.addWidget(
            controls.label(self.tr("照着恢复单输入恢复码，再设一个新密码。大小写、空格和短横都不要紧。"), wrap=True)
        )
        self.code = QLineEdit()
        self.code.setPlaceholderText(self.tr("7组，每组5个字符"))
        column.addWidget(controls.field(self.tr("恢复码"), self.code))
        self.new, self.again = secret_line(), secret_line()
        column.addWidget(controls.field(self.tr("新密码（8到128个字符）"), self.new))
        column.addWidget(controls.field(self.tr("再输一遍新密码"), self.again))
        self.code.returnPressed.connect(self.new.setFocus)
        self.new.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._try_code)
        row = containers.Flow(0.5)
        self.use_code = controls.button(self.tr("用恢复码打开"), self._try_code, part="primary", icon="unlock")
        row.add(self.use_code)
        row.add(controls.button(self.tr("回去输密码"), lambda: self._turn(to_code=False), part="link"))
        column.addWidget(row)
        return part

    def _explain(self) -> None:
        """What to do without password, computer or disk: nobody gets at the help of the pages yet."""
        if not self.text.toPlainText():
            self.text.setMarkdown(help_text("secrets"))
        self.text.setVisible(self.text.isHidden())

    def _turn(self, *, to_code: bool) -> None:
        self.says.hide()
        self.by_password.setVisible(not to_code)
        self.by_code.setVisible(to_code)
        (self.code if to_code else self.password).setFocus()

    def _go_on(self) -> None:
        if self.by_code.isVisible():
            self._try_code()
        else:
            self._try_password()

    def _try_password(self) -> None:
        name, typed = self.name.chosen(), self.password.text()
        if typed:
            self._begin(lambda: self._log_in(name, typed))

    def _try_code(self) -> None:
        name, code, new = self.name.chosen(), self.code.text(), self.new.text()
        if new != self.again.text():
            self._refused(self.tr("两次输入的新密码不一样。"))
            return
        self._begin(lambda: self._recover(name, code, new))

    def _begin(self, call: Callable[[], object]) -> None:
        self.says.hide()
        self.setEnabled(False)
        work.run(self, call, self._done, self._failed, title=self.tr("正在打开"))

    def _done(self, unlocked: object) -> None:
        self.password.clear()
        self.opened.emit(unlocked)

    def _failed(self, trouble: Trouble) -> None:
        self.setEnabled(True)
        self._refused(trouble.message)
        self._people = list(self._who())
        self._show_wait()
        if self.by_password.isVisible():
            self.password.selectAll()
            self.password.setFocus()

    def _refused(self, sentence: str) -> None:
        self.says.setText(sentence)
        self.says.show()

    def _show_wait(self) -> None:
        """Say how long the next try will take: it is never refused."""
        waits = next((login.waits for login in self._people if login.name == self.name.chosen()), 0)
        if waits:
            said = self.tr("连续输错了几次，下一次要等 {0} 秒才有回音。").format(waits)
            self._refused(f"{self.says.text()}\n{said}".strip())


def secret_line() -> QLineEdit:
    """A line for a password: its characters are not seen."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setMaxLength(256)
    return line
