"""Page 设置: sections in a quiet list at the left, one of them open beside it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.office.fields import BACKUP_PLACE, CALENDAR, settings_of
from petidesk.ui.look import containers, controls, items
from petidesk.ui.look.stops import beginning
from petidesk.ui.look.theme import role, spaced, theme
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.routes import BackTo, Route, ToSettings

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

SECTIONS = (
    ("office", QT_TRANSLATE_NOOP("SettingsPage", "单位资料"), "home"),
    ("bodies", QT_TRANSLATE_NOOP("SettingsPage", "上级机关"), "shield"),
    ("people", QT_TRANSLATE_NOOP("SettingsPage", "机构领导"), "users"),
    ("villages", QT_TRANSLATE_NOOP("SettingsPage", "村和社区"), "map-pin"),
    ("letters", QT_TRANSLATE_NOOP("SettingsPage", "文书样式"), "mail"),
    ("numbers", QT_TRANSLATE_NOOP("SettingsPage", "编号规则"), "badge"),
    ("limits", QT_TRANSLATE_NOOP("SettingsPage", "期限报县"), "calendar-clock"),
    ("ledger", QT_TRANSLATE_NOOP("SettingsPage", "纠纷台账"), "notebook-text"),
    ("statistics", QT_TRANSLATE_NOOP("SettingsPage", "统计口径"), "bar-chart"),
    ("calendar", QT_TRANSLATE_NOOP("SettingsPage", "放假日历"), "calendar-days"),
    ("backups", QT_TRANSLATE_NOOP("SettingsPage", "备份恢复"), "database-backup"),
    ("retention", QT_TRANSLATE_NOOP("SettingsPage", "到期销毁"), "trash"),
    ("staff", QT_TRANSLATE_NOOP("SettingsPage", "工作人员"), "user"),
    ("secrets", QT_TRANSLATE_NOOP("SettingsPage", "密码加密"), "lock"),
    ("look", QT_TRANSLATE_NOOP("SettingsPage", "显示打印"), "eye"),
    ("audit", QT_TRANSLATE_NOOP("SettingsPage", "修改记录"), "history"),
)

# Below this page width (in ems) the list of sections becomes a box above.
NARROW_EMS = 46.0


class Section(QWidget):
    """One section. `main_words` names what its one button does; empty when everything takes effect at once.

    `done` is sent when that was done, and the fields are as they are stored. `leads` says whether the button stands
    there now; one that has nothing to do on what is shown is put away.
    """

    main_words: ClassVar[str] = ""
    leads = Signal(bool)
    message = Signal(str)
    denied = Signal(str)
    # A sentence with one action on it, as Page.offer.
    offer = Signal(str, str, object)
    # A Printout to show in front of the page.
    print_wanted = Signal(object)
    saved = Signal()
    done = Signal()
    # Go to another place: a Route of routes.py.
    go = Signal(object)
    restore_asked = Signal(object)
    # A FolderWork: what the front door does while nobody has the folder open.
    folder_work = Signal(object)

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__()
        self.desk = desk
        self.seat = seat
        self.leading = True
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.75, (0, 0, 0.75, 1))

    def lead(self, leading: bool) -> None:
        """Whether there is something for the button to do."""
        self.leading = leading
        self.leads.emit(leading)

    def load(self) -> None:
        """Show what is stored now."""

    def main(self) -> None:
        """Do what the button says."""

    def keep_now(self) -> None:
        """What is typed and not saved goes into its draft now."""

    def print_page(self) -> bool:
        """Ctrl+P: what can be printed of it; False for nothing."""
        return False

    def place_of(self, key: str) -> QWidget | None:
        """The input of what stands under this key; None where it is not here."""
        return None


class SettingsPage(Page):
    """`opened` takes the key of a section (SECTIONS) or None for the one that was open."""

    key: ClassVar[str] = "settings"
    help_name: ClassVar[str] = "settings"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        row = QHBoxLayout()
        spaced(row, 1.5)
        self.list = QListWidget()
        role(self.list, "menu")
        self.list.setAccessibleName(self.tr("设置的类别"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _key, words, icon in SECTIONS:
            item = QListWidgetItem(self.tr(str(words)))
            items.mark(item, icon, "text_soft", 1.1, "ink")
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._chosen)
        row.addWidget(self.list)
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("设置的类别"))
        self.box.addItems([self.tr(str(words)) for _key, words, _icon in SECTIONS])
        self.box.activated.connect(self.list.setCurrentRow)
        self.body.addWidget(self.box)
        self._back = ""
        self.way_back = controls.Notice("ink")
        self.way_back.hide()
        self.body.addWidget(self.way_back)
        self.stack = containers.Stack()
        self.stack.addWidget(QWidget())
        row.addWidget(self.stack, 1)
        self.body.addLayout(row, 1)
        self._sections: dict[str, Section] = {}
        self._holders: dict[str, containers.Scroll] = {}
        self._save = self.add_action(self.tr("保存"), self._main, main=True)
        self.bar.hide()
        theme.changed.connect(self._fit)
        self._fit()

    def opened(self, route: Route | None = None) -> None:
        """Open a section and load it anew; a route to a field goes into it, and back from there once it is saved."""
        keys = [key for key, _words, _icon in SECTIONS]
        wanted = max(self.list.currentRow(), 0)
        if isinstance(route, ToSettings):
            wanted = keys.index(section_of(route.field) if route.field else route.section)
        if wanted == self.list.currentRow():
            self.section().load()
        else:
            self.list.setCurrentRow(wanted)
        self._show_way_back(route.back if isinstance(route, ToSettings) else "")
        if isinstance(route, ToSettings):
            (beginning(self.section()) or self.list).setFocus()
            if route.field:
                self._go_to(route.field)

    def _go_to(self, key: str) -> None:
        place = self.section().place_of(key)
        if place is not None:
            holder = self._holders[SECTIONS[self.list.currentRow()][0]]
            QTimer.singleShot(0, place, lambda: holder.ensureWidgetVisible(place, 0, theme.em(4)))
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_way_back(self, page: str) -> None:
        """Say where one came from, with the way back there; nothing without a page."""
        self._back = page
        self.way_back.setVisible(bool(page))
        if page:
            title = next(entry.title for entry in pages() if entry.key == page)
            words = self.tr("填好、保存以后，自动回到“{0}”。").format(title)
            self.way_back.show_as("ink", words, self.tr("先回去"), self.go_back)

    def go_back(self) -> None:
        """Back to the page from which one came here for a setting."""
        page = self._back
        self._show_way_back("")
        if page:
            self.go.emit(BackTo(page))

    def section(self) -> Section:
        """The section in front."""
        key = SECTIONS[max(self.list.currentRow(), 0)][0]
        made = self._sections.get(key)
        if made is None:
            made = _make(key, self.desk, self.seat)
            made.message.connect(self.message)
            made.leads.connect(self._lead)
            made.denied.connect(self.denied)
            made.offer.connect(self.offer)
            made.print_wanted.connect(self.print_wanted)
            made.saved.connect(self.saved)
            made.done.connect(self.go_back)
            made.go.connect(self.go)
            made.restore_asked.connect(self.restore_asked)
            made.folder_work.connect(self.folder_work)
            self._sections[key] = made
            holder = containers.Scroll(made)
            self.stack.addWidget(holder)
            self._holders[key] = holder
        return made

    def _chosen(self, row: int) -> None:
        if row < 0:
            return
        section = self.section()
        self.stack.setCurrentWidget(self._holders[SECTIONS[row][0]])
        words = self.tr(section.main_words)
        self._save.setText(words)
        self._save.setAccessibleName(words)
        self._lead()
        self.box.setCurrentIndex(row)
        section.load()

    def _lead(self) -> None:
        """The button of the section in front, where it has something to do."""
        section = self.section()
        leads = bool(section.main_words) and section.leading
        self._save.setVisible(leads)
        self._actions.again()
        self.bar.setVisible(leads)

    def _main(self) -> None:
        self.section().main()

    def print_page(self) -> bool:
        """Ctrl+P: what the section in front prints."""
        return self.section().print_page()

    def closing(self) -> None:
        """What was changed and not saved is kept."""
        for section in self._sections.values():
            section.keep_now()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page has the sections in a box above instead of a list beside."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font())
        widest = max(metrics.horizontalAdvance(self.tr(str(words))) for _key, words, _icon in SECTIONS)
        self.list.setFixedWidth(widest + theme.em(3.4))
        self.list.setIconSize(QSize(theme.em(1.1), theme.em(1.1)))
        self.list.scheduleDelayedItemsLayout()
        narrow = self.width() < theme.em(NARROW_EMS)
        self.list.setVisible(not narrow)
        self.setFocusProxy(self.box if narrow else self.list)
        self.box.setVisible(narrow)


# In which section the settings of a group of the catalogue stand; the others are in a section of their own.
_GROUPS_IN = {
    "office": ("单位", "窗口", "公布", "附件"),
    "bodies": ("复查", "复核", "县级"),
    "people": ("领导", "预约"),
    "letters": ("版面", "用语"),
    "limits": ("期限", "工单", "地方", "报县", "保管"),
    "ledger": ("台账",),
    "statistics": ("统计",),
    "numbers": ("编号",),
}
_ALONE = {
    "villages": "villages",
    "units": "people",
    "sections": "people",
    "superiors": "bodies",
    BACKUP_PLACE: "backups",
    CALENDAR: "calendar",
}


def section_of(key: str) -> str:
    """The section in which something can be filled in: a setting of the office, or the second place of backups."""
    found = (name for name, groups in _GROUPS_IN.items() if any(one.key == key for one in settings_of(*groups)))
    return _ALONE.get(key) or next(found)


# Where the class of each section stands.
_MADE_IN = {
    "office": ("settings.office", "OfficeSection"),
    "bodies": ("settings.bodies", "BodiesSection"),
    "people": ("settings.bodies", "PeopleSection"),
    "villages": ("settings.office", "VillagesSection"),
    "letters": ("settings.letters", "LettersSection"),
    "numbers": ("settings.office", "NumbersSection"),
    "limits": ("settings.limits", "LimitsSection"),
    "ledger": ("settings.ledger", "LedgerSection"),
    "statistics": ("settings.statistics", "StatisticsSection"),
    "calendar": ("settings.calendar", "CalendarSection"),
    "backups": ("settings.backups", "BackupsSection"),
    "retention": ("settings.retention", "RetentionSection"),
    "staff": ("settings.staff", "StaffSection"),
    "secrets": ("settings.secrets", "SecretsSection"),
    "look": ("settings.look", "LookSection"),
    "audit": ("settings.audit", "AuditSection"),
}


# The modules that are loaded along with this one (pages.py): a section that is opened is then only built.
ALONG = tuple(dict.fromkeys(module for module, _name in _MADE_IN.values()))


def _make(key: str, desk: Desk, seat: Seat) -> Section:
    """Import and build a section when it is opened for the first time."""
    module, name = _MADE_IN[key]
    kind: type[Section] = getattr(import_module(f"petidesk.ui.{module}"), name)
    return kind(desk, seat)


def section_card(title: str, explain: str = "") -> tuple[QFrame, QVBoxLayout]:
    """A white card with its heading and a sentence on what it is for."""
    frame, column = controls.card()
    column.addWidget(controls.label(title, "section"))
    if explain:
        column.addWidget(controls.label(explain, "soft", wrap=True))
    return frame, column
