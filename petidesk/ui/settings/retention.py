"""Section 到期销毁: what may go and why the rest stays, the purge with its second person, what was destroyed before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from petidesk.domain.permissions import Permission
from petidesk.domain.retention.periods import BY_CODE, years_words
from petidesk.domain.retention.purges import SENTENCE, Purge, counts_words
from petidesk.domain.retention.records import Judged, Listed, Sum
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import controls, files
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.settings.page import Section, section_card
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.desk.retention.retention import Done
    from petidesk.desk.retention.second import Seconds
    from petidesk.ui.seat import Seat

# Of a category and a year so many are listed; the command line lists all.
MOST_SHOWN = 300


def _sum_columns() -> tuple[Column[Sum], ...]:
    return (
        Column("category", translate("Retention", "门类"), lambda one: BY_CODE[one.category].label, 12, grows=True),
        Column("year", translate("Retention", "办结年度"), lambda one: str(one.year), 5),
        Column("going", translate("Retention", "可以销毁"), lambda one: str(one.going), 5, right=True),
        Column("staying", translate("Retention", "还要保管"), lambda one: str(one.staying), 5, right=True),
    )


def _row_columns() -> tuple[Column[Judged], ...]:
    return (
        Column("no", translate("Retention", "编号"), lambda one: one.record.number, 10),
        Column("ended", translate("Retention", "最后一件事"), lambda one: one.record.ended_on.isoformat(), 7),
        Column("why", translate("Retention", "能不能销毁"), _why, 18, grows=True),
    )


def _why(one: Judged) -> str:
    return translate("Retention", "可以销毁") if one.may_go else "；".join(one.why)


class RetentionSection(Section):
    """The list by category and year, beside it each record; below who destroys with whom and why."""

    main_words: ClassVar[str] = str(QT_TRANSLATE_NOOP("SettingsPage", "销毁…"))

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.leading = False  # until it is known that something may go
        self._listed: Listed | None = None
        self._seconds: Seconds | None = None
        self._may = False
        self.notice = controls.Notice("amber")
        self.notice.hide()
        self.column.addWidget(self.notice)
        self.copies = controls.Notice("amber")
        self.copies.hide()
        self.column.addWidget(self.copies)
        self._list_card()
        self._purge_card()
        self._history_card()
        self.column.addStretch(1)

    # ---- building

    def _list_card(self) -> None:
        frame, column = section_card(
            self.tr("到期清单"),
            self.tr(
                "办结那年的年底起算，期限满了才列为可以销毁；没办完的、还有期限或约定的、和没到期的连在一起的，都不能。"
                "保管期限在“期限报县”里改。"
            ),
        )
        self.until = DateField(self.desk.now, with_time=False)
        self.until.returnPressed.connect(self.look)
        self.again = controls.button(self.tr("列出来"), self.look)
        row = QHBoxLayout()
        spaced(row, 0.5)
        row.addWidget(controls.field(self.tr("看到哪一天为止到期的"), self.until))
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        self.empty = controls.label("", "soft", wrap=True)
        column.addWidget(self.empty)
        self.sums = FewTable(FewModel(_sum_columns(), lambda one: bool(one.going)), self.tr("到期清单，按门类和年度"))
        sized(self.sums, min_height=9)
        self.sums.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_rows())
        column.addWidget(self.sums)
        self.rows = FewTable(FewModel(_row_columns()), self.tr("选中的门类和年度里的每一件"))
        sized(self.rows, min_height=9)
        column.addWidget(self.rows)
        self.more = controls.label("", "small", wrap=True)
        column.addWidget(self.more)
        self.column.addWidget(frame)

    def _purge_card(self) -> None:
        self.purge_card, column = section_card(
            self.tr("销毁"),
            self.tr(
                "姓名、证件号、电话、住址、反映的内容、文书、附件和没写完的表单都会删掉，不能恢复；编号、日期、类别和结果留下，"
                "统计数和结过账的月份不变。要两个人一起办，办完打印销毁清册，两个人签字。"
            ),
        )
        self.why = QLineEdit()
        self.why.setMaxLength(200)
        self.why.setPlaceholderText(self.tr("哪一次鉴定、谁批准的"))
        column.addWidget(controls.field(self.tr("销毁的原因"), self.why))
        self.second = QComboBox()
        self.second_field = controls.field(self.tr("监销人（另一位工作人员）"), self.second)
        column.addWidget(self.second_field)
        self.proof = QLineEdit()
        self.proof_label = controls.label("", "soft", wrap=True)
        self.proof_label.setBuddy(self.proof)
        column.addWidget(self.proof_label)
        column.addWidget(self.proof)
        self.refusal = controls.label("", "error", wrap=True)
        self.refusal.hide()
        column.addWidget(self.refusal)
        self.purge_card.hide()
        self.column.addWidget(self.purge_card)

    def _history_card(self) -> None:
        self.history_card, column = section_card(
            self.tr("做过的销毁"), self.tr("每一次的清册都留着，选中一次可以再取一份。")
        )
        self.history = FewTable(FewModel(_history_columns()), self.tr("做过的销毁"))
        sized(self.history, min_height=6)
        column.addWidget(self.history)
        self.take = controls.button(self.tr("再取一份清册"), self._take_again, icon="download")
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.history_card)

    # ---- loading

    def load(self) -> None:
        """Read who may do what, the list of the day, what was destroyed before."""
        if not self.until.text():
            self.until.setText(self.desk.today().isoformat())
        desk = self.desk
        work.run(
            self,
            lambda: (desk.staff.why_not(Permission.LIST_RETENTION), desk.staff.why_not(Permission.PURGE)),
            self._show_permission,
        )

    def _show_permission(self, why: tuple[str, str]) -> None:
        sees, self._may = not why[0], not why[1]
        self.notice.setVisible(bool(why[0] or why[1]))
        self.notice.show_as("amber", why[0] or why[1])
        looking: tuple[QWidget, ...] = (self.until, self.again, self.sums, self.rows, self.take)
        doing: tuple[QWidget, ...] = (self.why, self.second, self.proof)
        for control in looking:
            control.setEnabled(sees)
        for control in doing:
            control.setEnabled(self._may)
            control.setToolTip(why[1])
        if not sees:
            return
        desk = self.desk
        work.run(self, desk.retention.seconds, self._show_seconds)
        work.run(self, lambda: (desk.retention.purges(), desk.retention.copies()), self._show_history)
        self.look()

    def _show_seconds(self, seconds: Seconds) -> None:
        self._seconds = seconds
        self.second.clear()
        self.second.addItems(list(seconds.names))
        self.second_field.setVisible(bool(seconds.names))
        secret = seconds.proof in ("password", "code")
        self.proof.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        asks = {
            "password": self.tr("请监销人输入自己的密码"),
            "code": self.tr("只有一个人在岗：请从恢复单上输入恢复码"),
            "name": self.tr("没有加密，就没有密码：请监销人亲自输入自己的姓名"),
            "sentence": self.tr("只有一个人在岗，也没有加密，谁坐在这里都能销毁。请照原样输入：{0}"),
        }
        self.proof_label.setText(asks[seconds.proof].replace("{0}", SENTENCE))

    def _show_history(self, found: tuple[Sequence[Purge], Sequence[str]]) -> None:
        done, copies = found
        self.history.few.set_rows(done)
        self.history.stand_on(0)
        self.history_card.setVisible(bool(done))
        self.copies.setVisible(bool(copies))
        if copies:
            names = "、".join(Path(name).name for name in copies)
            words = self.tr("还有 {0} 份备份留着已经销毁的内容：{1}。").format(len(copies), names)
            self.copies.show_as("amber", words, self.tr("换成新的备份") if self._may else "", self._renew)

    def look(self) -> None:
        """List what may go on the day that was typed."""
        day = self.until.value()
        if day is None:
            self.denied.emit(self.until.trouble())
            return
        desk, on = self.desk, day.date()
        title = self.tr("正在列出到期的记录")
        work.run(self, lambda: desk.retention.listed(on), self._show_list, self._refused, title=title)

    def _show_list(self, listed: Listed) -> None:
        self._listed = listed
        for table in (self.sums, self.rows):
            table.setVisible(bool(listed.sums))
        nothing = self.tr("到{0}没有可以销毁的记录。").format(listed.on.isoformat())
        self.empty.setText(nothing if listed.sums else self.tr("还没有登记过的记录。"))
        self.empty.setVisible(not listed.going)
        self.purge_card.setVisible(bool(listed.going))
        self.lead(bool(listed.going))
        self.sums.few.set_rows(listed.sums)
        going = [place for place, one in enumerate(listed.sums) if one.going]
        self.sums.stand_on(going[0] if going else 0)
        self._show_rows()

    def _show_rows(self) -> None:
        chosen: Sum | None = self.sums.current_row()
        if self._listed is None or chosen is None:
            self.rows.few.set_rows(())
            self.more.setText("")
            return
        mine = [
            one
            for one in self._listed.judged
            if (one.record.category, one.record.ended_on.year) == (chosen.category, chosen.year)
        ]
        self.rows.few.set_rows(mine[:MOST_SHOWN])
        self.rows.stand_on(0)
        years = years_words(self._listed.periods[chosen.category])
        words = self.tr("{0}保管{1}，共可以销毁 {2} 件。").format(
            BY_CODE[chosen.category].label, years, len(self._listed.going)
        )
        if len(mine) > MOST_SHOWN:
            words += self.tr("这里只列前 {0} 件，还有 {1} 件。").format(MOST_SHOWN, len(mine) - MOST_SHOWN)
        self.more.setText(words)

    # ---- doing

    def main(self) -> None:
        """Ask once, then destroy what is listed."""
        problem, place = self._problem()
        self._say(problem)
        if problem:
            place.setFocus()
            return
        assert self._listed is not None
        from petidesk.ui.shell.dialogs import Question

        going = self._listed.going
        counts: dict[str, int] = {}
        for one in going:
            counts[one.record.kind] = counts.get(one.record.kind, 0) + 1
        words = self.tr("{0}的内容将删掉，不能恢复，也不能撤销。下一步选销毁清册存到哪里。")
        question = Question(
            self.tr("销毁 {0} 件到期的记录？").format(len(going)),
            words.format(counts_words(counts)),
            self.tr("销毁"),
            self.window(),
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(self._choose_place)
        question.open()

    def _problem(self) -> tuple[str, QWidget]:
        if not self._may or self._listed is None or self._seconds is None:
            return self.notice.text() or self.tr("清单还没有列好，请稍候。"), self.until
        if not self._listed.going:
            return self.tr("到{0}没有可以销毁的记录。").format(self._listed.on.isoformat()), self.until
        if self._listed.on > self.desk.today():
            return self.tr("到期的记录只能按今天或以前的日期销毁。"), self.until
        if not self.why.text().strip():
            return self.tr("请写明销毁的原因。"), self.why
        if not self.proof.text().strip():
            return self.proof_label.text() + self.tr("。"), self.proof
        return "", self.why

    def _choose_place(self) -> None:
        kinds = self.tr("PDF 文件 (*.pdf)")
        out = files.file_to_save(self, self.tr("销毁清册存到哪里"), self.tr("销毁清册.pdf"), kinds)
        if out is not None:
            self.purge_into(out)

    def purge_into(self, out: Path) -> None:
        """Destroy what is listed; the certificate goes into this file."""
        assert self._listed is not None
        desk, on, why = self.desk, self._listed.on, self.why.text()
        second, said = self.second.currentText(), self.proof.text()
        work.run(
            self,
            lambda: desk.retention.purge(on, why, second, said, out=out),
            lambda done: self._purged(done, out),
            self._refused,
            title=self.tr("正在销毁，请不要关电脑"),
        )

    def _purged(self, done: Done, out: Path) -> None:
        self.proof.clear()
        self.why.clear()
        words = self.tr("已销毁{0}。清册 {1} 在 {2}，请打印出来，两个人签字。")
        self.message.emit(words.format(counts_words(done.purge.counts), done.purge.number, out) + done.unsettled)
        self.saved.emit()
        self.load()

    def _renew(self) -> None:
        desk = self.desk
        work.run(
            self,
            desk.retention.renew_copies,
            self._renewed,
            self._refused,
            title=self.tr("正在做新的备份"),
        )

    def _renewed(self, gone: Sequence[str]) -> None:
        self.message.emit(self.tr("新的备份做好了，{0} 份旧的已经删掉。").format(len(gone)))
        self.load()

    def _take_again(self) -> None:
        chosen: Purge | None = self.history.current_row()
        if chosen is None:
            return
        kinds = self.tr("PDF 文件 (*.pdf)")
        out = files.file_to_save(self, self.tr("销毁清册存到哪里"), f"{chosen.number}.pdf", kinds)
        if out is not None:
            self.take_again(chosen.number, out)

    def take_again(self, number: str, out: Path) -> None:
        """Write the certificate of that purge into this file once more."""
        from petidesk.desk.files import written_whole

        desk = self.desk

        def write() -> Path:
            with written_whole(out, desk.retention.certificate(number)):
                return out

        work.run(self, write, lambda file: self.message.emit(self.tr("清册在 {0}。").format(file)), self._refused)

    def _refused(self, trouble: Trouble) -> None:
        self._say(trouble.message)
        self.proof.clear()
        self.denied.emit(trouble.message)

    def _say(self, words: str) -> None:
        self.refusal.setVisible(bool(words))
        self.refusal.setText(words)


def _history_columns() -> tuple[Column[Purge], ...]:
    return (
        Column("number", translate("Retention", "清册"), lambda one: one.number, 8),
        Column("at", translate("Retention", "日期"), lambda one: _day(one.at.date()), 6),
        Column("counts", translate("Retention", "销毁了什么"), lambda one: counts_words(one.counts), 14, grows=True),
        Column("who", translate("Retention", "经办和监销"), lambda one: f"{one.by}、{one.second}", 9),
    )


def _day(day: date) -> str:
    return day.isoformat()
