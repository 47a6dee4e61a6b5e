"""The bar at the foot: lights that say with a shape, a word and a colour how safe the records are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout

from petidesk.ui.look.theme import SMALL, role, spaced, theme
from petidesk.ui.shell.routes import Route, ToSettings
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.domain.listing import Lights

LOW_SPACE, NO_SPACE = 1 << 30, 200 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What one light says: `level` good, soon, bad or plain; the words in full, in brief, and as an explanation."""

    level: str
    words: str
    brief: str
    why: str


def _days(now: datetime, then: datetime) -> int:
    return max((now.date() - then.date()).days, 0)


def read_saved(saved_at: datetime | None) -> Reading:
    """Everything is always saved; the time of the last saving is told."""
    words = translate("StatusBar", "已保存")
    if saved_at is None:
        return Reading("good", words, words, translate("StatusBar", "没有未保存的内容。"))
    moment = f"{saved_at:%H:%M:%S}"
    return Reading(
        "good",
        f"{words} {moment}",
        words,
        translate("StatusBar", "最近一次保存：%1").replace("%1", f"{saved_at:%Y-%m-%d %H:%M:%S}"),
    )


def read_backup(now: datetime, made_at: datetime | None) -> Reading:
    """The last verified backup: today or yesterday is good, up to seven days soon, older or none bad."""
    name = translate("StatusBar", "备份")
    if made_at is None:
        return Reading(
            "bad", translate("StatusBar", "备份 还没有"), name, translate("StatusBar", "还没有备份。点这里去备份。")
        )
    return _copy(
        name,
        _days(now, made_at),
        translate("StatusBar", "最近一次检查过的备份：%1").replace("%1", f"{made_at:%Y-%m-%d %H:%M}"),
    )


def read_off_disk(now: datetime, made_at: datetime | None) -> Reading:
    """A verified copy off this disk: good up to 1 day, soon up to 7, bad beyond (rules/desk.md, Backups)."""
    name = translate("StatusBar", "U盘副本")
    if made_at is None:
        return Reading(
            "bad",
            translate("StatusBar", "U盘副本 还没有"),
            name,
            translate("StatusBar", "电脑坏了，记录就没有了。请插上U盘，点这里备份一份。"),
        )
    return _copy(
        name,
        _days(now, made_at),
        translate("StatusBar", "最近一次备份到别的盘：%1").replace("%1", f"{made_at:%Y-%m-%d %H:%M}"),
    )


def _copy(name: str, days: int, why: str) -> Reading:
    level = "good" if days <= 1 else "soon" if days <= 7 else "bad"
    if days == 0:
        words = translate("StatusBar", "今天")
    elif days == 1:
        words = translate("StatusBar", "昨天")
    else:
        words = translate("StatusBar", "%1天").replace("%1", str(days))
    return Reading(level, f"{name} {words}", name, why)


def read_due(count: int) -> Reading:
    """How many cases are due by law today or overdue."""
    words = translate("StatusBar", "到期 %1 件").replace("%1", str(count))
    why = (
        translate("StatusBar", "今天到期和已经超期的信访事项。")
        if count
        else translate("StatusBar", "今天没有到期的信访事项。")
    )
    return Reading("bad" if count else "good", words, translate("StatusBar", "到期%1").replace("%1", str(count)), why)


def read_space(free: int) -> Reading:
    """Free space of the disk with the records, in bytes."""
    amount = f"{free / (1 << 30):.1f} GB" if free >= LOW_SPACE // 10 else f"{free >> 20} MB"
    why = translate("StatusBar", "存放记录的磁盘还剩 %1。").replace("%1", amount)
    name = translate("StatusBar", "磁盘空间")
    if free >= LOW_SPACE:
        return Reading("good", translate("StatusBar", "磁盘空间 充足"), name, why)
    return Reading("soon" if free >= NO_SPACE else "bad", f"{name} {amount}", name, why)


def light_leads_to(name: str) -> Route | None:
    """Where one goes who presses a light; None is 工作台."""
    if name == "due":
        return None
    if name in ("backup", "off_disk", "space"):
        return ToSettings("backups")
    return ToSettings("audit" if name == "saved" else "look")


class Light(QAbstractButton):
    """A light: ● good, ▲ soon, ■ bad, and a word. A click opens what it speaks of."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.brief = False
        self.reading = Reading("plain", "", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, reading: Reading) -> None:
        """Show a reading."""
        self.reading = reading
        self.setToolTip(reading.why)
        self.setAccessibleName(reading.words)
        self.setAccessibleDescription(reading.why)
        self.updateGeometry()
        self.update()

    def width_for(self, brief: bool) -> int:
        """Pixels that the light needs, in full or in brief."""
        words = self.reading.brief if brief else self.reading.words
        shape = 0 if self.reading.level == "plain" else theme.em(1.1)
        return QFontMetrics(theme.font(SMALL)).horizontalAdvance(words) + shape + theme.em(0.5)

    def sizeHint(self) -> QSize:
        """Room for shape and words."""
        return QSize(self.width_for(self.brief), theme.em(1.9))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape in its colour, then the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = theme.em(0.25)
        level = self.reading.level
        if level != "plain":
            token = {"good": "leaf", "soon": "amber", "bad": "seal"}[level]
            self._draw_shape(painter, level, token, left)
            left += theme.em(1.1)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("text"))
        words = self.reading.brief if self.brief else self.reading.words
        painter.drawText(
            QRect(left, 0, self.width() - left, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words,
        )
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ink"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)

    def _draw_shape(self, painter: QPainter, level: str, token: str, left: int) -> None:
        size = theme.em(0.7)
        top = (self.height() - size) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(token))
        if level == "good":
            painter.drawEllipse(QPointF(left + size / 2, top + size / 2), size / 2, size / 2)
        elif level == "soon":
            corners = [QPointF(left + size / 2, top), QPointF(left + size, top + size), QPointF(left, top + size)]
            painter.drawPolygon(QPolygonF(corners))
        else:
            painter.drawRect(left, round(top), size, size)


class StatusBar(QFrame):
    """The row of lights. `pressed` is sent with the name of the light that was clicked."""

    pressed = Signal(str)
    NAMES = ("saved", "backup", "off_disk", "due", "space", "seat", "staff")

    def __init__(self) -> None:
        super().__init__()
        role(self, "bar")
        row = QHBoxLayout(self)
        spaced(row, 0.5, (0.75, 0.1, 0.75, 0.1))
        self._lights: dict[str, Light] = {}
        for name in self.NAMES:
            light = Light(name)
            light.clicked.connect(lambda _checked=False, name=name: self.pressed.emit(name))
            light.hide()
            self._lights[name] = light
            if name == "staff":
                row.addStretch(1)
            row.addWidget(light)
        theme.changed.connect(self._fit)

    def show_lights(self, now: datetime, lights: Lights) -> None:
        """Show the desk's own account of how safe the records are."""
        self._say("saved", read_saved(lights.saved_at))
        self._say("backup", read_backup(now, lights.last_backup))
        self._say("off_disk", read_off_disk(now, lights.off_disk_backup))
        self._say("due", read_due(lights.due_count))
        self._say("space", read_space(lights.free_bytes))
        self._fit()

    def show_seat(self, staff: str, read_only: bool) -> None:
        """Show who works here and whether the records can be changed."""
        if read_only:
            self._say(
                "seat",
                Reading(
                    "soon",
                    translate("StatusBar", "只读"),
                    translate("StatusBar", "只读"),
                    translate("StatusBar", "只能看，不能改。"),
                ),
            )
        else:
            why = translate("StatusBar", "记录保存在这台电脑上，只有这个窗口在写。")
            self._say("seat", Reading("good", translate("StatusBar", "单机"), translate("StatusBar", "单机"), why))
        self._say("staff", Reading("plain", staff, staff, translate("StatusBar", "值班人员：%1").replace("%1", staff)))
        self._fit()

    def light(self, name: str) -> Light:
        """One light by its name (NAMES)."""
        return self._lights[name]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As high as a light; the width gives way to brief words."""
        return QSize(theme.em(10), super().minimumSizeHint().height())

    def _say(self, name: str, reading: Reading) -> None:
        self._lights[name].say(reading)
        self._lights[name].show()

    def _fit(self) -> None:
        shown = [light for light in self._lights.values() if not light.isHidden()]
        gaps = theme.em(0.5) * (len(shown) + 1) + theme.em(1.5)
        room = self.width() - gaps
        # The calm ones are shortened first: what asks for attention keeps its words longest.
        order = sorted(shown, key=lambda light: ("plain", "good", "soon", "bad").index(light.reading.level))
        for light in shown:
            light.brief = False
        for light in order:
            if sum(each.width_for(each.brief) for each in shown) <= room:
                break
            light.brief = True
        for light in shown:
            light.updateGeometry()
            light.update()
