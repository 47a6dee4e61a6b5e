"""Every action that has a key or stands in Ctrl+K, once: its words, its keys, where they hold, and what is called.

Buttons, tooltips, the palette (Ctrl+K), the key card (F1) and the test of key conflicts are made from this list. What a
widget of a page does has no `call` here: the widget binds it with `bind` or puts it on a button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from petidesk.ui.look.theme import theme
from petidesk.ui.shell.pages import Entry
from petidesk.ui.shell.routes import (
    NewDispute,
    NewVisit,
    Route,
    SlipTrial,
    ToCases,
    ToCharts,
    ToDrafts,
    ToFigures,
    ToGrid,
    ToImport,
    ToLeave,
    ToLetters,
    ToMonth,
    ToOffice,
    ToPlan,
    ToRates,
    ToReceptions,
    ToRound,
    ToSettings,
    ToSitting,
    ToVisits,
    ToWindowPaper,
    ToWording,
    ToYear,
)
from petidesk.ui.translate import translate

# Where keys hold. What is typed in a form or stands in a page works there only, the window's keys on every page.
WINDOW, FORM, RECORD = "window", "form", "record"
REGISTRATION, WRITING, GRID = "registration", "writing", "grid"
LEDGER, ROUNDS, RECEPTION, TABS = "ledger", "rounds", "reception", "tabs"
STATISTICS = "statistics"


class Window(Protocol):
    """What the actions ask of the window."""

    def follow(self, route: Route) -> None:
        """Go to a place."""

    def open_page(self, key: str) -> None:
        """Bring a page to the front as it stands."""

    def focus_search(self) -> None:
        """Go to the search box."""

    def open_palette(self) -> None:
        """Show what can be done."""

    def print_page(self) -> None:
        """Print what is on screen."""

    def toggle_help(self) -> None:
        """Show or hide the help."""

    def print_help(self, name: str = "") -> None:
        """A help page as one sheet, that of the page in front where none is named."""

    def toggle_curtain(self) -> None:
        """Hide everything, or show it again."""

    def change_look(self, step: int, contrast: bool, dark: bool) -> None:
        """Put a font step and colours into force and keep them."""

    def change_hands(self) -> None:
        """Cover the window and ask who sits here now."""

    def undo(self) -> None:
        """Take back typing where one types, else the last saved action."""

    def show_steps(self) -> None:
        """Show the last saved actions."""

    def save_diagnosis(self) -> None:
        """Make the file for whoever looks after the program."""

    def today(self) -> date | None:
        """The day, None before the desk is open."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `text` and `card` (what the key card says, where that is not the same) are texts of this file.

    `typed` are its keys with blanks between them, the one that is told first.
    """

    id: str
    text: object
    typed: str = ""
    where: str = WINDOW
    call: Callable[[Window], object] | None = None
    card: object = ""
    # Its keys work behind the curtain, in the wizard and before the desk is open, too.
    always: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys, the one that is told first."""
        return tuple(self.typed.split())

    @property
    def words(self) -> str:
        """What it does, for Ctrl+K and buttons."""
        return translate("Actions", str(self.text))

    @property
    def card_words(self) -> str:
        """What it does, for the card of keys."""
        return translate("Actions", str(self.card or self.text))

    @property
    def key(self) -> str:
        """Its first key as people say it; empty when it has none."""
        return key_words(self.keys[0]) if self.keys else ""

    def keys_words(self) -> str:
        """All its keys as people say them."""
        shown = dict.fromkeys(key_words(key) for key in self.keys if key != "Ctrl++")
        return translate("Actions", " 或 ").join(shown)

    def with_key(self, words: str = "") -> str:
        """The words of a button or tooltip with the key behind them; other words where a place has its own."""
        words = words or self.words
        return f"{words}  {self.key}" if self.keys else words


def key_words(key: str) -> str:
    """A key as people say it: Ctrl+Return is Ctrl+Enter, Alt+Down is Alt+↓, Alt+Left is Alt+←."""
    return key.replace("Return", "Enter").replace("Down", "↓").replace("Left", "←").replace("Right", "→")


def _to(route: Route | Callable[[], Route]) -> Callable[[Window], object]:
    return lambda window: window.follow(route() if callable(route) else route)


# The first window waits for none of these: what a question is made of is imported when it is asked.


def _cases(**asked: Any) -> Route:
    from petidesk.domain.cases.files import CaseQuery

    return ToCases(CaseQuery(**asked))


def _letters(**asked: Any) -> Route:
    from petidesk.domain.letters.letters import LetterQuery

    return ToLetters(LetterQuery(**asked))


def _due_visits() -> Route:
    from petidesk.domain.visits.listing import VisitView

    return ToVisits(VisitView.due_now())


def _paper(of: str) -> Route:
    """The paper of the window that an action prints."""
    from petidesk.domain.office.papers import BOARD, HANDOVER, MAILING

    return ToWindowPaper({"mailing": MAILING, "handover": HANDOVER, "board": BOARD}[of])


def _step(steps: int) -> Callable[[Window], object]:
    return lambda window: window.change_look(theme.step + steps, theme.contrast, theme.dark)


def _due(window: Window) -> None:
    """The cases of which something is due by law today or before."""
    window.follow(_cases(due_until=window.today(), sort="next_due", descending=False))


def _year(window: Window) -> None:
    """The reception days of this year."""
    today = window.today()
    if today is not None:
        window.follow(ToYear(today.year))


ACTIONS: tuple[Action, ...] = (
    Action(
        "new_visit",
        QT_TRANSLATE_NOOP("Actions", "新登记一次来访"),
        "F2 Ctrl+N",
        call=_to(NewVisit()),
    ),
    Action("due_visits", QT_TRANSLATE_NOOP("Actions", "今天到期和超期的来访"), call=_to(_due_visits)),
    Action("due_cases", QT_TRANSLATE_NOOP("Actions", "到期和超期的信访事项"), call=_due),
    Action(
        "waiting_letters",
        QT_TRANSLATE_NOOP("Actions", "等待送达的文书"),
        call=_to(partial(_letters, waiting_service=True)),
    ),
    Action("draft_letters", QT_TRANSLATE_NOOP("Actions", "文书草稿"), call=_to(partial(_letters, state="draft"))),
    Action(
        "not_entered",
        QT_TRANSLATE_NOOP("Actions", "尚未录入国家系统的事项"),
        call=_to(partial(_cases, not_entered="any")),
    ),
    Action("mailing_list", QT_TRANSLATE_NOOP("Actions", "打印今天的邮寄清单"), call=_to(partial(_paper, "mailing"))),
    Action("shift_handover", QT_TRANSLATE_NOOP("Actions", "打印交接班单"), call=_to(partial(_paper, "handover"))),
    Action("channels_board", QT_TRANSLATE_NOOP("Actions", "打印信访渠道公示牌"), call=_to(partial(_paper, "board"))),
    Action("drafts", QT_TRANSLATE_NOOP("Actions", "没写完的登记"), call=_to(ToDrafts())),
    Action("begin_dispute", QT_TRANSLATE_NOOP("Actions", "登记一件纠纷"), call=_to(NewDispute())),
    Action("rounds", QT_TRANSLATE_NOOP("Actions", "排查轮次"), call=_to(ToRound())),
    Action("months", QT_TRANSLATE_NOOP("Actions", "台账月报"), call=_to(ToMonth())),
    Action("grid", QT_TRANSLATE_NOOP("Actions", "补录旧纠纷"), call=_to(ToGrid())),
    Action("sitting", QT_TRANSLATE_NOOP("Actions", "接访排号"), call=_to(ToSitting())),
    Action("receptions", QT_TRANSLATE_NOOP("Actions", "接待日列表"), call=_to(ToReceptions("ahead"))),
    Action("year", QT_TRANSLATE_NOOP("Actions", "全年接待日"), call=_year),
    Action("wording", QT_TRANSLATE_NOOP("Actions", "改文书的文字"), call=_to(ToWording())),
    Action("import_visits", QT_TRANSLATE_NOOP("Actions", "导入旧的来访登记表"), call=_to(ToImport())),
    Action("import_ledger", QT_TRANSLATE_NOOP("Actions", "导入旧的纠纷台账"), call=_to(ToImport(ledger=True))),
    Action("plan", QT_TRANSLATE_NOOP("Actions", "排领导接待日"), call=_to(ToPlan())),
    Action("leave", QT_TRANSLATE_NOOP("Actions", "领导请假"), call=_to(ToLeave())),
    Action("figures", QT_TRANSLATE_NOOP("Actions", "统计表：同比、环比"), call=_to(ToFigures())),
    Action("summary", QT_TRANSLATE_NOOP("Actions", "总结用数、月通报、年度报告"), call=_to(ToFigures())),
    Action("charts", QT_TRANSLATE_NOOP("Actions", "统计图"), call=_to(ToCharts())),
    Action("rates", QT_TRANSLATE_NOOP("Actions", "三率一度"), call=_to(ToRates())),
    Action(
        "undo",
        QT_TRANSLATE_NOOP("Actions", "撤销最后保存的一步"),
        "Ctrl+Z",
        call=lambda window: window.undo(),
        card=QT_TRANSLATE_NOOP("Actions", "撤销最后保存的一步；正在打字时，撤销打字"),
    ),
    Action("steps", QT_TRANSLATE_NOOP("Actions", "最近50步"), call=lambda window: window.show_steps()),
    Action("print", QT_TRANSLATE_NOOP("Actions", "打印这一页"), "Ctrl+P", call=lambda window: window.print_page()),
    Action("back_up", QT_TRANSLATE_NOOP("Actions", "立即备份"), call=_to(ToSettings("backups"))),
    Action("restore", QT_TRANSLATE_NOOP("Actions", "恢复备份"), call=_to(ToSettings("backups"))),
    Action("calendar", QT_TRANSLATE_NOOP("Actions", "放假和调休日历"), call=_to(ToSettings("calendar"))),
    Action("letter_look", QT_TRANSLATE_NOOP("Actions", "文书样式：文头和称呼"), call=_to(ToSettings("letters"))),
    Action("limits", QT_TRANSLATE_NOOP("Actions", "期限和报县日期"), call=_to(ToSettings("limits"))),
    Action("people", QT_TRANSLATE_NOOP("Actions", "领导和承办单位"), call=_to(ToSettings("people"))),
    Action("bodies", QT_TRANSLATE_NOOP("Actions", "复查机关和上级机关"), call=_to(ToSettings("bodies"))),
    Action("slip_trial", QT_TRANSLATE_NOOP("Actions", "试打一张回执"), call=_to(SlipTrial())),
    Action("practice", QT_TRANSLATE_NOOP("Actions", "打开练习单位"), call=_to(ToOffice(practice=True))),
    Action("records", QT_TRANSLATE_NOOP("Actions", "离开练习单位，回到正式记录"), call=_to(ToOffice(practice=False))),
    Action("staff", QT_TRANSLATE_NOOP("Actions", "工作人员"), call=_to(ToSettings("staff"))),
    Action("audit", QT_TRANSLATE_NOOP("Actions", "修改记录"), call=_to(ToSettings("audit"))),
    Action(
        "bigger",
        QT_TRANSLATE_NOOP("Actions", "字大一级"),
        "Ctrl+= Ctrl++",
        call=_step(1),
        always=True,
    ),
    Action("smaller", QT_TRANSLATE_NOOP("Actions", "字小一级"), "Ctrl+-", call=_step(-1), always=True),
    Action(
        "usual_size",
        QT_TRANSLATE_NOOP("Actions", "字号还原"),
        "Ctrl+0",
        call=lambda window: window.change_look(0, theme.contrast, theme.dark),
        always=True,
    ),
    Action(
        "contrast",
        QT_TRANSLATE_NOOP("Actions", "高对比显示"),
        call=lambda window: window.change_look(theme.step, not theme.contrast, theme.dark),
    ),
    Action(
        "dark",
        QT_TRANSLATE_NOOP("Actions", "深色显示"),
        call=lambda window: window.change_look(theme.step, False, theme.contrast or not theme.dark),
    ),
    Action(
        "search",
        QT_TRANSLATE_NOOP("Actions", "搜索"),
        "Ctrl+F /",
        call=lambda window: window.focus_search(),
    ),
    Action(
        "main",
        QT_TRANSLATE_NOOP("Actions", "做填了颜色的那个按钮"),
        "Ctrl+Return Ctrl+Enter",
        card=QT_TRANSLATE_NOOP("Actions", "按这一页填了颜色的按钮：保存、签发、打印等"),
    ),
    Action(
        "palette",
        QT_TRANSLATE_NOOP("Actions", "找要做的事"),
        "Ctrl+K",
        call=lambda window: window.open_palette(),
        card=QT_TRANSLATE_NOOP("Actions", "输入要做的事，例如“备份”"),
    ),
    Action(
        "curtain",
        QT_TRANSLATE_NOOP("Actions", "遮住屏幕"),
        "F12",
        call=lambda window: window.toggle_curtain(),
        card=QT_TRANSLATE_NOOP("Actions", "遮住屏幕，按任意键回来"),
        always=True,
    ),
    Action(
        "hands",
        QT_TRANSLATE_NOOP("Actions", "换人、锁屏"),
        "Ctrl+L",
        call=lambda window: window.change_hands(),
        card=QT_TRANSLATE_NOOP("Actions", "锁屏；换人用时，打姓名的首字母再按 Enter"),
    ),
    Action(
        "help",
        QT_TRANSLATE_NOOP("Actions", "帮助"),
        "F1",
        call=lambda window: window.toggle_help(),
        card=QT_TRANSLATE_NOOP("Actions", "这一页的帮助"),
    ),
    Action(
        "diagnosis",
        QT_TRANSLATE_NOOP("Actions", "存诊断文件"),
        "F11",
        call=lambda window: window.save_diagnosis(),
        always=True,
    ),
    Action("print_help", QT_TRANSLATE_NOOP("Actions", "打印这一页的帮助"), call=lambda window: window.print_help()),
    Action(
        "print_keys", QT_TRANSLATE_NOOP("Actions", "打印全部按键的卡片"), call=lambda window: window.print_help("keys")
    ),
    Action(
        "next_field",
        QT_TRANSLATE_NOOP("Actions", "到下一格"),
        "Return",
        where=FORM,
        card=QT_TRANSLATE_NOOP("Actions", "到下一格；在空的诉求行里按，离开诉求"),
    ),
    Action("field_before", QT_TRANSLATE_NOOP("Actions", "回上一格"), "Shift+Return", where=FORM),
    Action("new_line", QT_TRANSLATE_NOOP("Actions", "在反映内容里换行"), "Alt+Return", where=FORM),
    Action(
        "note",
        QT_TRANSLATE_NOOP("Actions", "记一笔…"),
        "Alt+Down",
        where=RECORD,
        card=QT_TRANSLATE_NOOP("Actions", "打开一件以后，记一笔"),
    ),
    Action(
        "attachments",
        QT_TRANSLATE_NOOP("Actions", "附件"),
        "Alt+A",
        where=RECORD,
        card=QT_TRANSLATE_NOOP("Actions", "打开一件以后，看和添加附件"),
    ),
    Action(
        "paste_attachment",
        QT_TRANSLATE_NOOP("Actions", "粘贴成附件"),
        "Ctrl+V",
        where=RECORD,
        card=QT_TRANSLATE_NOOP("Actions", "打开一件以后，把截图或复制的文件粘贴成附件"),
    ),
    Action(
        "save_and_print",
        QT_TRANSLATE_NOOP("Actions", "保存并打印"),
        "F9",
        where=REGISTRATION,
        card=QT_TRANSLATE_NOOP("Actions", "保存并打印回执"),
    ),
    Action(
        "hint",
        QT_TRANSLATE_NOOP("Actions", "可能的旧访"),
        "F3",
        where=REGISTRATION,
        card=QT_TRANSLATE_NOOP("Actions", "到右边“可能的旧访”"),
    ),
    Action(
        "more_fields",
        QT_TRANSLATE_NOOP("Actions", "更多字段"),
        "Alt+M",
        where=REGISTRATION,
        card=QT_TRANSLATE_NOOP("Actions", "登记时，打开或收起更多字段"),
    ),
    Action(
        "copy_field",
        QT_TRANSLATE_NOOP("Actions", "照抄上一条"),
        "Ctrl+D",
        where=REGISTRATION,
        card=QT_TRANSLATE_NOOP("Actions", "照抄上一条登记的这一格"),
    ),
    Action(
        "turn_sheet",
        QT_TRANSLATE_NOOP("Actions", "看文字或打印的样子"),
        "Ctrl+E",
        where=WRITING,
        card=QT_TRANSLATE_NOOP("Actions", "写文书、改模板时，换看文字和打印的样子"),
    ),
    Action("new_dispute", QT_TRANSLATE_NOOP("Actions", "新增纠纷"), "Alt+N", where=LEDGER),
    Action("new_round", QT_TRANSLATE_NOOP("Actions", "开一轮排查"), "Alt+N", where=ROUNDS),
    Action(
        "plan_days",
        QT_TRANSLATE_NOOP("Actions", "排班…"),
        "Alt+N",
        where=RECEPTION,
        card=QT_TRANSLATE_NOOP("Actions", "排接待日"),
    ),
    Action("fill_down", QT_TRANSLATE_NOOP("Actions", "向下填充"), "Ctrl+D", where=GRID),
    Action("pin_column", QT_TRANSLATE_NOOP("Actions", "固定这一列"), "Ctrl+B", where=GRID),
    Action("next_wrong", QT_TRANSLATE_NOOP("Actions", "下一处错误"), "Alt+E", where=GRID),
    Action("remove_rows", QT_TRANSLATE_NOOP("Actions", "删去这些行"), "Ctrl+Delete", where=GRID),
    Action("span_before", QT_TRANSLATE_NOOP("Actions", "前一期"), "Alt+Left", where=STATISTICS),
    Action("span_after", QT_TRANSLATE_NOOP("Actions", "后一期"), "Alt+Right", where=STATISTICS),
    Action(
        "copy_answer",
        QT_TRANSLATE_NOOP("Actions", "复制这句话"),
        "Ctrl+C",
        where=STATISTICS,
        card=QT_TRANSLATE_NOOP("Actions", "复制表上面的那句话，可以直接粘进总结"),
    ),
    Action("copy_chart", QT_TRANSLATE_NOOP("Actions", "复制这张图"), "Ctrl+Shift+C", where=STATISTICS),
)
_PLACES: tuple[tuple[str, object], ...] = (
    (WINDOW, QT_TRANSLATE_NOOP("Actions", "哪一页都能用")),
    (FORM, QT_TRANSLATE_NOOP("Actions", "填写的时候")),
    (REGISTRATION, QT_TRANSLATE_NOOP("Actions", "来访登记")),
    (RECORD, QT_TRANSLATE_NOOP("Actions", "信访事项和纠纷")),
    (WRITING, QT_TRANSLATE_NOOP("Actions", "文书和模板")),
    (LEDGER, QT_TRANSLATE_NOOP("Actions", "纠纷台账")),
    (ROUNDS, QT_TRANSLATE_NOOP("Actions", "排查轮次")),
    (GRID, QT_TRANSLATE_NOOP("Actions", "补录表格")),
    (RECEPTION, QT_TRANSLATE_NOOP("Actions", "领导接待日")),
    (STATISTICS, QT_TRANSLATE_NOOP("Actions", "统计分析")),
)
_BY_ID = {action.id: action for action in ACTIONS}


def action(id: str) -> Action:
    """The action of that name."""
    return _BY_ID[id]


def page_actions(entries: Iterable[Entry]) -> list[Action]:
    """Opening each page of the window; F2 is not among the keys, since it begins a new visit."""
    made = []
    for entry in entries:
        keys = entry.shortcut if entry.key != "registration" else ""
        words = translate("Actions", "打开：%1").replace("%1", entry.title)
        made.append(Action(f"open_{entry.key}", words, keys, call=partial(_open, entry.key), card=entry.title))
    return made


def _open(key: str, window: Window) -> None:
    window.open_page(key)


def offered(entries: Iterable[Entry]) -> list[Action]:
    """What Ctrl+K offers: pages first."""
    first, *rest = (made for made in ACTIONS if made.call is not None and made.id != "palette")
    return [first, *page_actions(entries), *rest]


def shortcuts(entries: Iterable[Entry]) -> list[Action]:
    """What the window binds: its own actions that have keys, and those of its pages."""
    return [made for made in (*ACTIONS, *page_actions(entries)) if made.call is not None and made.keys]


def bind(made: Action, widget: QWidget, call: Callable[[], object]) -> None:
    """The keys of an action do `call` while the focus is in `widget`."""
    for key in made.keys:
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)


def card(entries: Iterable[Entry]) -> str:
    """The card of all keys, as Markdown."""
    lines = ["# " + translate("Actions", "全部按键")]
    pages = [made for made in page_actions(entries) if made.keys]
    for place, title in _PLACES:
        there = [made for made in ACTIONS if made.where == place and made.keys]
        if place == WINDOW:
            there = sorted([*there, *pages], key=lambda made: (made.keys[0][0] != "F", made.keys[0].zfill(4)))
        lines += ["", "## " + translate("Actions", str(title)), ""]
        lines.append("| " + translate("Actions", "按键") + " | " + translate("Actions", "作用") + " |")
        lines.append("| --- | --- |")
        lines += [f"| {made.keys_words()} | {made.card_words} |" for made in there]
    lines += ["", translate("Actions", "打拼音时按 Enter 只是选字，不会跳到下一格。"), ""]
    return "\n".join(lines)
