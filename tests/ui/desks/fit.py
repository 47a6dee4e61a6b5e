"""Does everything on a page fit? Reads the real widgets and says which text is cut off or which input has no name.

assert clipped(page) == []
assert squeezed(page) == []
assert floating(page) == []
assert holed(page) == []
assert nameless(page) == []
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)

from petidesk.ui.lists.few_rows import FewTable
from petidesk.ui.look import containers
from petidesk.ui.look.theme import theme

SLACK = 2
# So many ems of a column may be empty beside another one whose words are cut.
IDLE = 3.0
# From this width on, in ems, a cell holds text that is read elsewhere; the rows that are looked at.
LONG, ROWS = 22.0, 40
# A label stands at most so far above its field, in ems.
NEAR = 1.0
INPUTS = (QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QAbstractItemView, QAbstractButton)


def clipped(root: QWidget) -> list[str]:
    """What does not fit in `root`, one sentence each; empty when all is well. `root` must be shown."""
    complaints = []
    for widget in _visible(root):
        complaint = _cut(widget) or _outside(widget, root)
        if complaint:
            complaints.append(f"{_name(widget)}: {complaint}")
    return complaints


def nameless(root: QWidget) -> list[str]:
    """The inputs of `root`, shown or not, that a screen reader could not name."""
    buddies = {label.buddy() for label in root.findChildren(QLabel) if label.buddy() is not None}
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, INPUTS) or _internal(widget):
            continue
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        if isinstance(widget, QAbstractButton) and widget.isHidden():
            continue  # it gets its words when it is shown
        if not (widget.accessibleName() or words or widget in buddies):
            found.append(_name(widget))
    return found


def squeezed(root: QWidget) -> list[str]:
    """Tables whose heads are cut, or whose words are cut in one column while another one has room to spare.

    In a short table no two words are cut to the same ones.
    """
    found = []
    for table in root.findChildren(QTableView):
        if table.isVisible() and table.model() is not None:
            found += [f"{_name(table)}: {complaint}" for complaint in (*_squeezed(table), *_confused(table))]
    return found


def _confused(table: QTableView) -> Iterator[str]:
    model, pad = table.model(), theme.em(0.9)
    for place in range(model.columnCount()) if isinstance(table, FewTable) else ():
        words = {str(model.index(row, place).data() or "") for row in range(model.rowCount())}
        room = table.columnWidth(place) - pad
        seen = {table.fontMetrics().elidedText(each, Qt.TextElideMode.ElideRight, room) for each in words}
        if len(seen) < len(words):
            yield f"{len(words)} words of column {place} are cut to {len(seen)}"


def _squeezed(table: QTableView) -> list[str]:
    model, heads, em = table.model(), table.horizontalHeader(), theme.em(1)
    shown = [place for place in range(model.columnCount()) if not table.isColumnHidden(place)]
    cut, spare = [], []
    for place in shown:
        width = table.columnWidth(place)
        head = str(model.headerData(place, Qt.Orientation.Horizontal) or "") if heads.isVisible() else ""
        if heads.fontMetrics().horizontalAdvance(head) + em // 2 > width:
            cut.append(f"head {head!r} has {width} px")
        cells = [model.index(row, place) for row in range(min(model.rowCount(), ROWS))]
        needs = [_cell_need(table, cell) for cell in cells]
        need = max([need for need in needs if need < LONG * em], default=0)
        if need > width:
            cut.append(f"{cells[needs.index(need)].data()!r} needs {need} px, has {width}")
        elif head or need:
            spare.append(width - max([need, heads.fontMetrics().horizontalAdvance(head), *needs]))
    heads_cut = [each for each in cut if each.startswith("head")]
    return cut if max(spare, default=0) > IDLE * em else heads_cut


def _cell_need(table: QTableView, cell: QModelIndex) -> int:
    words = str(cell.data() or "")
    font = cell.data(Qt.ItemDataRole.FontRole)
    metrics = QFontMetrics(font) if isinstance(font, QFont) else table.fontMetrics()
    mark = theme.em(1) if cell.data(Qt.ItemDataRole.DecorationRole) is not None else 0
    return metrics.horizontalAdvance(words) + mark + theme.em(0.9) if words else 0


def floating(root: QWidget) -> list[str]:
    """Labels that stand far above the field they name."""
    found = []
    for label in root.findChildren(QLabel):
        buddy = label.buddy()
        if buddy is None or not label.isVisible() or not buddy.isVisible():
            continue
        top = buddy.mapTo(root, QPoint(0, 0)).y()
        bottom = label.mapTo(root, label.rect().bottomLeft()).y()
        around = (label.height() - label.fontMetrics().height()) // 2
        if top - bottom + around > theme.em(NEAR):
            found.append(f"{label.text()!r} stands {top - bottom + around} px above its field")
    return found


def holed(root: QWidget) -> list[str]:
    """Groups of buttons that are cut, or in which one that is hidden, or a line no longer needed, left its place."""
    found = []
    for flow in root.findChildren(containers.Flow):
        parts = [part for part in flow.parts() if not part.isHidden()] if flow.isVisible() else []
        bottom = max((part.geometry().bottom() for part in parts), default=0) + 1
        around = flow.parentWidget()
        room = flow.height() if around is None else min(flow.height(), around.height() - flow.y())
        if room + SLACK < bottom:
            found.append(f"{_name(parts[-1])} needs {bottom} px of its group, which has {room}")
        elif parts and isinstance(around, containers.Flow) and flow.height() - bottom > SLACK:
            found.append(f"{flow.height() - bottom} px below {_name(parts[-1])}")
        for one, other in itertools.pairwise(parts):
            hole = other.x() - one.geometry().right() - 1
            if other.x() > one.x() and abs(hole - flow.gap()) > SLACK:
                found.append(f"{hole} px between {_name(one)} and {_name(other)}")
    return found


def _visible(root: QWidget) -> Iterator[QWidget]:
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and not _internal(widget):
            yield widget


def _internal(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own widgets."""
    parent = widget.parentWidget()
    if isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_"):
        return True
    if isinstance(widget, QAbstractButton) and isinstance(parent, QTableView):
        return True  # the corner
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit):
            return True
        parent = parent.parentWidget()
    return False


def _cut(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, QAbstractButton):
        wanted = widget.sizeHint()
        # A button that shortens its words tells them whole in its tooltip.
        if widget.width() + SLACK < wanted.width() and not widget.toolTip():
            return f"needs {wanted.width()} px of width, has {widget.width()}"
        if widget.height() + SLACK < wanted.height():
            return f"needs {wanted.height()} px of height, has {widget.height()}"
    if isinstance(widget, QLineEdit):
        if widget.height() + SLACK < widget.sizeHint().height():
            return f"needs {widget.sizeHint().height()} px of height, has {widget.height()}"
        words = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if not widget.text() and words + widget.fontMetrics().height() // 2 > widget.width():
            return f"placeholder needs {words} px, has {widget.width()}"
    if isinstance(widget, QComboBox):
        words = widget.fontMetrics().horizontalAdvance(widget.currentText())
        if words + widget.fontMetrics().height() > widget.width() and not widget.toolTip():
            return f"{widget.currentText()!r} needs {words} px, has {widget.width()}"
    return ""


def _cut_label(label: QLabel) -> str:
    if not label.text() or not label.pixmap().isNull():
        return ""
    if label.wordWrap():
        wanted = label.heightForWidth(label.width())
        if label.height() + SLACK < wanted:
            return f"{label.text()[:12]!r} needs {wanted} px of height, has {label.height()}"
    elif label.width() + SLACK < label.sizeHint().width() and not label.toolTip():
        return f"{label.text()[:12]!r} needs {label.sizeHint().width()} px of width, has {label.width()}"
    if label.height() + SLACK < label.fontMetrics().height():
        return f"{label.text()[:12]!r} is {label.height()} px high, a line needs {label.fontMetrics().height()}"
    return ""


def _outside(widget: QWidget, root: QWidget) -> str:
    """Outside of what shows it: sideways always wrong, downwards only where nothing scrolls."""
    if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
        return "scrolls sideways"
    area = _scroller(widget, root)
    if isinstance(area, QAbstractItemView | QPlainTextEdit | QTextEdit):
        return ""
    holder = root if area is None else area.viewport()
    place = QRect(widget.mapTo(holder, QPoint(0, 0)) if widget is not holder else QPoint(0, 0), widget.size())
    if place.left() < -SLACK or place.right() > holder.width() + SLACK:
        return f"reaches from {place.left()} to {place.right()} of {holder.width()} px"
    if area is None and (place.top() < -SLACK or place.bottom() > holder.height() + SLACK):
        return f"reaches down to {place.bottom()} of {holder.height()} px"
    return ""


def _scroller(widget: QWidget, root: QWidget) -> QAbstractScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and parent is not root.parentWidget():
        above = parent.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
            return above
        parent = above
    return None


def _name(widget: QWidget) -> str:
    words = widget.accessibleName()
    if not words and isinstance(widget, QAbstractButton | QLabel):
        words = widget.text()
    return f"{type(widget).__name__} {words[:20]!r}"


def tab_stops(root: QWidget) -> list[QWidget]:
    """The visible widgets that the Tab key reaches, in no order."""
    reached = (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
    return [widget for widget in _visible(root) if widget.isEnabled() and widget.focusPolicy() in reached]
