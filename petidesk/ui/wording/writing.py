"""The text of a form, written as paragraphs with chips; its source stands behind 高级. Both are one text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.trouble import Refused
from petidesk.domain.wording.chips import COUNT, EVERYWHERE, Chip
from petidesk.domain.wording.paragraphs import Lists, Paragraph, Piece, Wording, altered
from petidesk.domain.wording.places import Path
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.wording.chips import ChipBox, source_of
from petidesk.ui.wording.paragraphs import ParagraphsView
from petidesk.ui.wording.text import TemplateText


class Writing(QWidget):
    """`changed` after every change of the text; `done` when Enter leaves the last paragraph.

    `turned` when the source was shown or put away; `offer` as Page.offer.
    """

    changed = Signal()
    turned = Signal(bool)
    done = Signal()
    offer = Signal(str, str, object)

    def __init__(self) -> None:
        super().__init__()
        self._wording: Wording | None = None
        self._chips: tuple[Chip, ...] = ()
        self._shipped: tuple[Paragraph, ...] = ()
        self._names: frozenset[str] = frozenset()
        self._own = False
        self._opened = 0
        column = QVBoxLayout(self)
        spaced(column, 0.4)
        self.source = TemplateText(self.tr("文书的源文字"))
        sized(self.source, min_height=2.2)
        self.source.textChanged.connect(self._source_changed)
        self.paragraphs = ParagraphsView()
        self.paragraphs.edited.connect(self._put)
        self.paragraphs.added.connect(self._add)
        self.paragraphs.removed.connect(self._remove)
        self.paragraphs.moved.connect(self._move)
        self.paragraphs.stood.connect(self._stand)
        self.paragraphs.finished.connect(self.done)
        self.front = containers.Stack()
        self.front.addWidget(self.paragraphs)
        self.front.addWidget(self.source)
        self.chips = ChipBox()
        self.chips.chosen.connect(self._insert)
        self.advanced = controls.button(self.tr("高级"), part="link")
        self.advanced.setCheckable(True)
        self.advanced.setToolTip(self.tr("看和改这份文书的源文字：条件、版式都在里面"))
        self.advanced.toggled.connect(self._turn)
        column.addWidget(self.front, 1)
        foot = QHBoxLayout()
        spaced(foot, 0.5)
        foot.addWidget(self.chips, 1)
        foot.addWidget(self.advanced)
        column.addLayout(foot)

    # ---- the text --------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The whole text as it stands."""
        return self.source.text()

    def open(self, text: str, chips: Sequence[Chip], built_in: str) -> None:
        """Another form. `built_in`: the text that ships, "" for none; what differs from it is marked."""
        self._opened += 1
        self._chips = tuple(chips)
        self._names = frozenset(chip.name for chip in chips if chip.kind in ("text", "flag")) | frozenset(EVERYWHERE)
        self._shipped = self._read(built_in or text) or ()
        self._own = True
        self.source.set_text(text)
        self._own = False
        self._wording = None
        self.advanced.setChecked(False)
        self._show_paragraphs()

    def clear(self) -> None:
        """No text, while another is read."""
        self._opened += 1
        self._chips, self._names, self._wording = (), frozenset(), None
        self._own = True
        self.source.set_text("")
        self._own = False
        self.paragraphs.show_paragraphs((), self._allowed)
        self._fill()

    def _lists(self) -> Lists:
        columns = {chip.name: chip.columns for chip in self._chips if chip.kind in ("list", "rows")}
        return Lists(columns, frozenset(chip.name for chip in self._chips if chip.kind == "flag"))

    def _read(self, text: str) -> tuple[Paragraph, ...] | None:
        try:
            return Wording(text, self._lists()).paragraphs()
        except Refused:
            return None

    def _show_paragraphs(self) -> None:
        """Read the source anew; a source that does not read is shown itself."""
        try:
            self._wording = Wording(self.text(), self._lists())
        except Refused:
            self._wording = None
        self.advanced.setChecked(self._wording is None or self.advanced.isChecked())
        if self._wording is not None:
            self.paragraphs.show_paragraphs(self._wording.paragraphs(), self._allowed)
            self._mark()
        self._fill()

    def _source_changed(self) -> None:
        if self._own:
            return
        if self.is_source():
            self._wording = None
        else:
            self._show_paragraphs()
        self.changed.emit()

    # ---- paragraphs ------------------------------------------------------------------------------------------------

    def _allowed(self, piece: Piece, name: str) -> bool:
        """Whether {name} may stand in a piece."""
        return not piece.plain and (name in self._names or name in piece.extra or name in self._counts())

    def _counts(self) -> list[str]:
        return [f"{chip.name}{COUNT}" for chip in self._chips if chip.kind in ("list", "rows")]

    def _put(self, place: int, text: str) -> None:
        wording = self._wording
        if wording is None:
            return
        start, end, new = wording.put(place, text)
        self._own = True
        before = self.text()
        cursor = QTextCursor(self.source.document())
        cursor.setPosition(_units(before, start))
        cursor.setPosition(_units(before, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
        self._own = False
        self._mark()
        self.changed.emit()

    def _add(self, path: Path) -> None:
        if self._wording is not None:
            self._whole(lambda wording: wording.add_after(path))
            added = (*path[:-1], int(path[-1]) + 1)
            found = next(each for each in self._wording.paragraphs() if each.path == added)
            self.paragraphs.go_to(found.pieces[0].place)

    def _remove(self, path: Path) -> None:
        before, opened = self.text(), self._opened
        if self._whole(lambda wording: wording.take_out(path)):
            self.offer.emit(self.tr("删去了一段"), self.tr("撤销"), lambda: self._put_back(before, opened))

    def _move(self, path: Path, step: int) -> None:
        there = list[Path]()
        if self._whole(lambda wording: there.append(wording.move(path, step))):
            self.paragraphs.go_to_mover(there[0], step)

    def _put_back(self, text: str, opened: int) -> None:
        """The text as it was, while that form is still open."""
        if opened == self._opened:
            self.source.selectAll()
            self.source.insertPlainText(text)

    def _whole(self, change: Callable[[Wording], object]) -> bool:
        """Change the paragraphs themselves; False where there are none."""
        wording = self._wording
        if wording is None:
            return False
        change(wording)
        self._own = True
        self.source.selectAll()
        self.source.insertPlainText(wording.text)
        self._own = False
        self._show_paragraphs()
        self.changed.emit()
        return True

    def _mark(self) -> None:
        if self._wording is not None:
            self.paragraphs.mark_changed(altered(self._wording.paragraphs(), self._shipped))

    # ---- chips -----------------------------------------------------------------------------------------------------

    def _stand(self, piece: Piece) -> None:
        self._fill(piece)

    def _fill(self, piece: Piece | None = None) -> None:
        if self.is_source():
            self.chips.fill(self._chips, source=True)
            return
        texts = [chip for chip in self._chips if chip.kind == "text"]
        extra = piece.extra if piece is not None else ()
        offered = [*(Chip(name, "text") for name in extra), *texts, *(Chip(name, "text") for name in self._counts())]
        self.chips.fill(() if piece is not None and piece.plain else offered, source=False)

    def _insert(self, chip: Chip) -> None:
        if self.is_source():
            self.source.insert(source_of(chip))
            return
        field = self.paragraphs.current()
        if field is None:
            self.paragraphs.start()
            field = self.paragraphs.current()
        if field is not None:
            field.insert_chip(chip.name)

    # ---- source ----------------------------------------------------------------------------------------------------

    def is_source(self) -> bool:
        """Whether the source is shown."""
        return self.advanced.isChecked()

    def _turn(self, source: bool) -> None:
        self.front.setCurrentWidget(self.source if source else self.paragraphs)
        if not source and self._wording is None:
            self._show_paragraphs()
        self._fill()
        self.turned.emit(self.is_source())

    def start(self) -> None:
        """Put the keys into the text."""
        if self.is_source():
            self.source.setFocus()
        else:
            self.paragraphs.start()

    def go_to_line(self, line: int) -> None:
        """To a line of the source, or to the text that stands there."""
        wording = self._wording
        if self.is_source() or wording is None:
            self.source.go_to(line)
            return
        places = [piece.place for each in wording.paragraphs() for piece in each.pieces]
        there = [place for place in places if wording.line_of(place) <= line]
        if there:
            self.paragraphs.go_to(max(there, key=wording.line_of))


def _units(text: str, position: int) -> int:
    """A position in characters as Qt counts it."""
    return position + sum(char > "\uffff" for char in text[:position])
