"""What Ctrl+K offers: everything that can be done from anywhere, with its pinyin initials and its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.visits.listing import VisitView
from petidesk.ui.look.theme import theme
from petidesk.ui.shell.palette import Command
from petidesk.ui.shell.routes import Route, ToCases, ToLeave, ToLetters, ToPlan, ToSettings, ToVisits
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.ui.shell.frame import Frame


def commands(frame: Frame) -> list[Command]:
    """The commands of this window, pages first."""

    def opens(key: str) -> Callable[[], None]:
        return lambda: frame.open_page(key)

    def to(route: Route) -> Callable[[], None]:
        return lambda: frame.follow(route)

    def put_contrast() -> None:
        theme.apply(theme.step, not theme.contrast)
        frame.seat.put("look/contrast", int(theme.contrast))

    made = [Command(translate("Commands", "新登记一次来访"), "xdjyclf", "F2", frame.new_visit)]
    for entry in frame.entries.values():
        words = translate("Commands", "打开：%1").replace("%1", entry.title)
        made.append(Command(words, "dk" + entry.initials, entry.shortcut, opens(entry.key)))
    return [
        *made,
        Command(translate("Commands", "今天到期和超期的来访"), "jtdqhcqdlf", "", to(ToVisits(VisitView.due_now()))),
        Command(translate("Commands", "到期和超期的信访事项"), "dqhcqdxfsx", "", to(ToCases(_due(frame)))),
        Command(
            translate("Commands", "等待送达的文书"), "ddsddws", "", to(ToLetters(LetterQuery(waiting_service=True)))
        ),
        Command(translate("Commands", "文书草稿"), "wscg", "", to(ToLetters(LetterQuery(state="draft")))),
        Command(
            translate("Commands", "尚未录入国家系统的事项"),
            "swlrgjxtdsx",
            "",
            to(ToCases(CaseQuery(not_entered="any"))),
        ),
        Command(translate("Commands", "排领导接待日"), "pldjdr", "", to(ToPlan())),
        Command(translate("Commands", "领导请假"), "ldqj", "", to(ToLeave())),
        Command(translate("Commands", "打印这一页"), "dyzyy", "Ctrl+P", frame.print_page),
        Command(translate("Commands", "立即备份"), "ljbf", "", to(ToSettings("backups"))),
        Command(translate("Commands", "恢复备份"), "hfbf", "", to(ToSettings("backups"))),
        Command(translate("Commands", "放假和调休日历"), "fjhtxrl", "", to(ToSettings("calendar"))),
        Command(translate("Commands", "文书样式：文头和称呼"), "wsyswthch", "", to(ToSettings("letters"))),
        Command(translate("Commands", "期限和报县日期"), "qxhbxrq", "", to(ToSettings("limits"))),
        Command(translate("Commands", "领导和承办单位"), "ldhcbdw", "", to(ToSettings("people"))),
        Command(translate("Commands", "复查机关和上级机关"), "fcjghsjjg", "", to(ToSettings("bodies"))),
        Command(translate("Commands", "修改记录"), "xgjl", "", to(ToSettings("audit"))),
        Command(translate("Commands", "字大一级"), "zdyj", "Ctrl+=", lambda: frame.change_step(theme.bigger)),
        Command(translate("Commands", "字小一级"), "zxyj", "Ctrl+-", lambda: frame.change_step(theme.smaller)),
        Command(translate("Commands", "高对比显示"), "gdbxs", "", put_contrast),
        Command(translate("Commands", "遮住屏幕"), "zzpm", "F12", frame.toggle_curtain),
        Command(translate("Commands", "帮助"), "bz", "F1", frame.toggle_help),
    ]


def _due(frame: Frame) -> CaseQuery:
    """The cases of which something is due by law today or before."""
    today = frame.desk.today() if frame.desk is not None else None
    return CaseQuery(due_until=today, sort="next_due", descending=False)
