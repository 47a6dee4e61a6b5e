"""Whether the records are encrypted: said plainly, with a sheet that was typed before it counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced
from petidesk.ui.settings.secret_form import PasswordLines, SheetForm
from petidesk.ui.start.step import Step
from petidesk.ui.translate import translate

PLAIN, ENCRYPTED = "plain", "encrypted"


class SecretStep(Step):
    """`office` gives the name that stands on the sheet, `printer` the printer of this seat."""

    def __init__(self, office: Callable[[], str], printer: Callable[[], str], failed: Callable[[str], object]) -> None:
        super().__init__(
            translate("SecretStep", "要不要加密？"),
            translate(
                "SecretStep",
                "加密以后，每次打开都要密码，电脑或U盘丢了，别人也读不到记录。密码忘了，只能用打印出来的恢复单找回；"
                "密码和恢复单都丢了，记录就永远打不开，谁也帮不上。以后在“设置”里也能加密。",
            ),
        )
        self.choice = ChipChoice([(PLAIN, self.tr("现在不加密")), (ENCRYPTED, self.tr("加密"))], PLAIN)
        self.choice.setAccessibleName(self.tr("要不要加密"))
        self.column.addWidget(Field(self.tr("要不要加密"), self.choice))
        self.more = QWidget()
        column = QVBoxLayout(self.more)
        spaced(column, 0.75)
        self.passwords = PasswordLines()
        self.sheet = SheetForm(office, printer)
        self.sheet.failed.connect(failed)
        column.addWidget(self.passwords)
        column.addWidget(controls.label(self.tr("恢复单印出来锁好，不和电脑、U盘放在一起。"), "soft", wrap=True))
        column.addWidget(self.sheet)
        self.more.hide()
        self.column.addWidget(self.more)
        self.column.addStretch(1)
        self.choice.changed.connect(lambda code: self.more.setVisible(code == ENCRYPTED))

    @property
    def encrypted(self) -> bool:
        """Whether the records are to be encrypted."""
        return self.choice.chosen() == ENCRYPTED

    def problem(self) -> str:
        """What is still missing, in a sentence; empty when one can go on."""
        return (self.passwords.problem() or self.sheet.problem()) if self.encrypted else ""

    def secrets(self) -> tuple[str | None, str | None]:
        """Password and recovery code; none of both for a plain office."""
        return (self.passwords.password(), self.sheet.code()) if self.encrypted else (None, None)

    def give_up(self) -> None:
        """Whoever skips the step does not encrypt."""
        self.choice.choose(PLAIN)
