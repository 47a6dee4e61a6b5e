"""`FormShelf`: where the forms lie, one form by its folder, and what a sheet that was made of one looks like.

Every subject that prints stands on it: letters, slips, the ledger, receptions and sittings.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from petidesk import paths
from petidesk.documents import fonts
from petidesk.documents import preview as pictures
from petidesk.documents.forms.forms import Form, form_names, load_form

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class FormShelf:
    """`desk.shelf`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def folders(self) -> tuple[Path, ...]:
        """Where forms are looked for: the office's own over those that ship with the program."""
        return (self._session.folder / "forms", paths.forms())

    def names(self) -> tuple[str, ...]:
        """The folder of every form."""
        return tuple(form_names(self.folders()))

    def load(self, name: str) -> Form:
        """The form of this folder. Refused ``not_found``; a form that does not read with file and line."""
        return load_form(name, self.folders())

    def title(self, name: str) -> str:
        """What the paper of this folder is called."""
        return self.load(name).title

    def sizes(self, name: str) -> tuple[str, ...]:
        """The paper sizes that a form can be printed on, the usual one first."""
        return tuple(self.load(name).papers)

    def page_count(self, pdf: bytes) -> int:
        """How many pages a paper has."""
        return pictures.page_count(pdf)

    def page_png(self, pdf: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
        """One page as a PNG picture, counted from 0."""
        return pictures.preview(pdf, dpi, page)

    def missing_characters(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font has; they would print as □."""
        return fonts.missing_characters(text)
