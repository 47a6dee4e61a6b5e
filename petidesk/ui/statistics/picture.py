"""A chart on the screen: the very picture that is printed, and the bar under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from petidesk.domain.statistics.charts import Chart, ChartPicture, Spot
from petidesk.domain.statistics.figures import FigureId
from petidesk.ui.look.theme import LIGHT, theme

if TYPE_CHECKING:
    from petidesk.desk.statistics.papers import StatisticsPapers

# A chart is drawn so wide, in pt: as wide as a page has room for.
WIDTH = 460.0
# So many ems a chart is wide at most, its words are then as large as those of the window; the white around it.
WIDEST = 44.0
MARGIN = 0.75

# Dots per inch of a chart, and of one with more bars than this: nobody copies that one into a report.
FINE, COARSE, MANY = 192.0, 110.0, 40


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its picture, ready to be shown; made by `drawing`, in a worker."""

    chart: Chart
    picture: ChartPicture
    image: QImage


def drawing(papers: StatisticsPapers, chart: Chart) -> Drawing:
    """Draw a chart."""
    picture = papers.picture(chart, WIDTH, FINE if len(chart.bars) <= MANY else COARSE)
    return Drawing(chart, picture, QImage.fromData(picture.png))


class ChartView(QWidget):
    """As wide as there is room. `pressed` carries the figure whose bar was clicked.

    The keys go to the table beside it, whose rows are its bars (`mark`).
    """

    pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._picture: ChartPicture | None = None
        self._image = QImage()
        # The picture as large as it is shown: it is not made smaller anew whenever a bar is marked.
        self._scaled = QPixmap()
        self._marked: FigureId | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)

    def show_drawing(self, drawn: Drawing | None) -> None:
        """Show a chart, or nothing while another one is drawn."""
        self._picture = None if drawn is None else drawn.picture
        self._image = QImage() if drawn is None else drawn.image
        self._scaled = QPixmap()
        self._marked = None
        self.setAccessibleName("" if drawn is None else drawn.chart.title)
        self.unsetCursor()
        self.updateGeometry()
        self.update()

    def mark(self, figure: FigureId | None) -> None:
        """Frame the bar of the figure that the cursor of the table stands on."""
        if figure != self._marked:
            self._marked = figure
            self.update()

    def pixmap(self) -> QPixmap:
        """The picture in full, to be put into a report."""
        return QPixmap.fromImage(self._image)

    def spot(self, figure: FigureId) -> QRectF | None:
        """Where the bar of a figure lies on the screen."""
        found = [spot for spot in self._spots() if spot.id == figure]
        return self._place(found[0]) if found else None

    def _spots(self) -> tuple[Spot, ...]:
        return () if self._picture is None else self._picture.spots

    # ---- size ------------------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """A picture keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the picture at this width."""
        if self._picture is None:
            return 0
        inner = min(width, theme.em(WIDEST)) - 2 * theme.em(MARGIN)
        return round(inner * self._picture.height / self._picture.width) + 2 * theme.em(MARGIN)

    def sizeHint(self) -> QSize:
        """As wide as is well read."""
        wide = theme.em(WIDEST if self._picture is not None else 20)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Small enough for any window."""
        return QSize(theme.em(16), self.heightForWidth(theme.em(16)))

    def _frame(self) -> QRectF:
        """Where the picture lies: whole, as large as there is room, with white around it."""
        picture, margin = self._picture, theme.em(MARGIN)
        assert picture is not None
        wide, high = min(self.width(), theme.em(WIDEST)) - 2 * margin, self.height() - 2 * margin
        scale = max(min(wide / picture.width, high / picture.height), 0.0)
        return QRectF(margin, margin, picture.width * scale, picture.height * scale)

    def _place(self, spot: Spot) -> QRectF:
        picture, frame = self._picture, self._frame()
        assert picture is not None
        scale = frame.width() / picture.width
        place = QRectF(spot.x * scale, spot.y * scale, spot.width * scale, spot.height * scale)
        return place.translated(frame.topLeft())

    # ---- drawing and pointing --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, on white as on paper, and the frame of the bar that is marked."""
        if self._picture is None:
            return
        painter = QPainter(self)
        frame = self._frame()
        margin = theme.em(MARGIN)
        painter.setPen(theme.color("line"))
        painter.setBrush(QColor(LIGHT.surface))  # paper stays white, whatever the colours of the window
        painter.drawRect(frame.adjusted(-margin, -margin, margin - 1, margin - 1))
        painter.drawPixmap(frame.topLeft(), self._as_shown(frame))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        place = None if self._marked is None else self.spot(self._marked)
        if place is not None:
            painter.setPen(QPen(QColor(LIGHT.ink), 2))
            painter.drawRect(place.adjusted(-2, -2, 2, 2))

    def _as_shown(self, frame: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = (frame.size() * ratio).toSize()
        if self._scaled.size() != size:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled = QPixmap.fromImage(self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def _under(self, point: QPointF) -> Spot | None:
        return next((spot for spot in self._spots() if self._place(spot).contains(point)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A bar says its number, and that it can be opened."""
        spot = self._under(event.position())
        if spot is None:
            self.unsetCursor()
            QToolTip.hideText()
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            QToolTip.showText(QCursor.pos(), spot.words, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a bar opens its rows."""
        spot = self._under(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if spot is not None:
            self.pressed.emit(spot.id)
