"""The paper beside what is being typed: drawn anew in a worker after a rest from typing, never in the way of a key.

Only the newest text is drawn; the pages stay where they are scrolled to while their pictures change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from petidesk.domain.office.unset import way_out
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced, theme

# The paper follows after so many milliseconds without a key.
REST_MS = 400
# Dots per inch of the pictures: sharp enough for the width of half a screen.
DOTS = 120.0

PageCount = Callable[[bytes], int]
PagePng = Callable[[bytes, int, float], bytes]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper with the pictures of its pages."""

    paper: Paper
    pages: tuple[QImage, ...]


class _Page(QWidget):
    """One page, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_image(self, image: QImage, width: int) -> None:
        """Another picture of this page."""
        self._image = image
        self.fit(width)
        self.update()

    def fit(self, width: int) -> None:
        """A page keeps its shape at every width."""
        self.setFixedHeight(max(round(width * self._image.height() / max(self._image.width(), 1)), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture with a hairline around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRect(0, 0, self.width(), self.height())
        painter.drawImage(frame, self._image)
        painter.setPen(theme.color("line_strong"))
        painter.drawRect(frame.adjusted(0, 0, -1, -1))


class _Leaves(QScrollArea):
    """The pages under each other; the keys turn them a page at a time."""

    turned = Signal(int)
    widened = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pages are as wide as the view."""
        super().resizeEvent(event)
        self.widened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page up and down turn a page."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)


class SheetView(QWidget):
    """Shows what `ask` draws. `drawn` tells the paper on the screen, `troubled` why there is none."""

    drawn = Signal(object)
    troubled = Signal(object)

    def __init__(self, page_count: PageCount, page_png: PagePng) -> None:
        super().__init__()
        self._page_count, self._page_png = page_count, page_png
        self._reading = work.Reading(self, self._empty)
        self._wanted: Callable[[], Drawn] | None = None
        self._drawing = False
        self._paper: Paper | None = None
        # The paper was refused for an empty setting.
        self._unset = False
        self._leaves: list[_Page] = []
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        column.addWidget(self.notice)
        inner = QWidget()
        self._pages = QVBoxLayout(inner)
        spaced(self._pages, 0.75)
        self._pages.addStretch(1)
        self.view = _Leaves()
        self.view.setWidgetResizable(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.view.setAccessibleName(self.tr("打印出来的样子"))
        self.view.setWidget(inner)
        self.view.turned.connect(self.turn)
        self.view.widened.connect(self._fit)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._say_page())
        self.view.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._say_page())
        column.addWidget(self.view, 1)
        column.addLayout(self._build_turner())

    def _build_turner(self) -> QHBoxLayout:
        row = QHBoxLayout()
        spaced(row, 0.5)
        self._up = controls.icon_button("chevron-up", self.tr("上一页 PageUp"), lambda: self.turn(-1))
        self._down = controls.icon_button("chevron-down", self.tr("下一页 PageDown"), lambda: self.turn(1))
        self._place = controls.label("", "small")
        self._tail = controls.Elided("", "small")
        for part in (self._up, self._down, self._place):
            row.addWidget(part)
        row.addWidget(self._tail, 1)
        return row

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def ask(self, about: object, draw: Callable[[], Paper], *, at_once: bool = False) -> None:
        """Draw this after a rest from typing, or without waiting for one; what was asked before is forgotten.

        `about`: what the paper is of. The pages of something else go at once, those of the same stay until the new
        ones are drawn.
        """

        def call() -> Drawn:
            paper = draw()
            count = self._page_count(paper.pdf)
            images = (QImage.fromData(self._page_png(paper.pdf, page, DOTS)) for page in range(count))
            return Drawn(paper, tuple(images))

        self._reading.read(about, call, self._show, self._trouble, rest_ms=0 if at_once else REST_MS)
        self._wanted, self._drawing = call, True
        self._say_page()

    def forget(self) -> None:
        """Another letter begins: no page of the one before is left."""
        self._reading.turn(None)

    def _empty(self, _about: object) -> None:
        self._wanted = self._paper = None
        self._drawing = False
        self._set_leaves(0)
        self.notice.hide()
        self._say_page()

    def paper(self) -> Paper | None:
        """The paper on the screen."""
        return self._paper

    def page_total(self) -> int:
        """How many pages are shown."""
        return len(self._leaves)

    def say(self, text: str) -> None:
        """A short line beside the page number."""
        self._tail.set_whole(text)

    def _show(self, drawn: Drawn) -> None:
        self._paper, self._drawing = drawn.paper, False
        self._set_leaves(len(drawn.pages))
        for leaf, image in zip(self._leaves, drawn.pages, strict=True):
            leaf.show_image(image, self.view.viewport().width())
        missing = "".join(drawn.paper.missing_characters)
        self.notice.setVisible(bool(drawn.paper.notes or missing))
        if drawn.paper.notes:
            self.notice.show_as("amber", "".join(drawn.paper.notes))
        elif missing:
            self.notice.show_as("amber", self.tr("字库里没有“{0}”，印出来是空框。").format(missing))
        self._say_page()
        self.drawn.emit(drawn.paper)

    def _trouble(self, trouble: Trouble) -> None:
        self._drawing = False
        self._say_page()
        self.notice.show_trouble(trouble)
        self._unset = bool(way_out(trouble)[0])
        self.troubled.emit(trouble)

    def showEvent(self, event: QShowEvent) -> None:
        """Back from a setting that was empty: the paper is drawn once more."""
        super().showEvent(event)
        if self._unset:
            self._unset = False
            if self._wanted is not None:
                self._reading.ask(self._wanted, self._show, self._trouble)

    def _set_leaves(self, count: int) -> None:
        while len(self._leaves) > count:
            leaf = self._leaves.pop()
            self._pages.removeWidget(leaf)
            leaf.hide()
            leaf.deleteLater()
        while len(self._leaves) < count:
            leaf = _Page()
            self._leaves.append(leaf)
            self._pages.insertWidget(len(self._leaves) - 1, leaf)
        for number, leaf in enumerate(self._leaves, 1):
            leaf.setAccessibleName(self.tr("第 {0} 页，共 {1} 页").format(number, count))

    # ---- turning ---------------------------------------------------------------------------------------------------

    def turn(self, step: int) -> None:
        """One page on or back."""
        if not self._leaves:
            return
        place = min(max(self._shown_page() + step, 0), len(self._leaves) - 1)
        self.view.verticalScrollBar().setValue(self._leaves[place].y())

    def _shown_page(self) -> int:
        """The page that most of the view shows, counted from 0."""
        bar = self.view.verticalScrollBar()
        if not self._leaves or not self._leaves[-1].y():
            return 0  # not laid out yet
        if bar.maximum() and bar.value() == bar.maximum():
            return len(self._leaves) - 1
        middle = bar.value() + self.view.viewport().height() // 3
        return max((place for place, leaf in enumerate(self._leaves) if leaf.y() <= middle), default=0)

    def _say_page(self) -> None:
        count = len(self._leaves)
        place = self._shown_page() + 1 if count else 0
        waits = self.tr("正在排版…") if self._drawing else ""
        self._place.setText(self.tr("第 {0} 页，共 {1} 页").format(place, count) if count else waits)
        self._up.setEnabled(count > 1)
        self._down.setEnabled(count > 1)

    def _fit(self) -> None:
        for leaf in self._leaves:
            leaf.fit(self.view.viewport().width())
