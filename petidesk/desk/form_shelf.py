"""`FormShelf`: where the forms lie, one form by its folder, and what a sheet that was made of one looks like.

Every subject that prints stands on it: letters, slips, the ledger, receptions and sittings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from petidesk import paths
from petidesk.documents import fonts
from petidesk.documents import preview as pictures
from petidesk.documents.forms.forms import Form, form_names, load_form
from petidesk.documents.printing import Printed, Run, render
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused

if TYPE_CHECKING:
    from petidesk.desk.session import Session

_LINE = re.compile(r"第(\d+)行")


def unkept(form: str, size: str, printed: Printed | Run, version: int = 1) -> Paper:
    """A paper whose bytes nobody has kept yet."""
    digest = hashlib.sha256(printed.pdf).hexdigest()
    return Paper(form, size, version, printed.pdf, digest, printed.missing_characters, True)


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
        """The form of this folder. Refused ``not_found``.

        Where the office's own text does not read, it is refused in words that name the paper and the way to mend it;
        file, line and what is wrong in the source are the hint.
        """
        own, *shipped = self.folders()
        try:
            return load_form(name, (own, *shipped))
        except Refused as refusal:
            if not refusal.message.startswith(str(own)):
                raise
            title = load_form(name, shipped).title if name in form_names(shipped) else name
            line = _LINE.search(refusal.message)
            where = f"，从第{line[1]}行起读不懂" if line else ""
            words = f"“{title}”的文字改坏了{where}，现在用不了。请在“文书模板”里改好，或者恢复原样。"
            raise Refused(refusal.code, words, hint=refusal.message) from refusal

    def title(self, name: str) -> str:
        """What the paper of this folder is called."""
        return self.load(name).title

    def sizes(self, name: str) -> tuple[str, ...]:
        """The paper sizes that a form can be printed on, the usual one first."""
        return tuple(self.load(name).papers)

    def fill(self, name: str, values: Mapping[str, Any], size: str | None = None, version: int = 1) -> Paper:
        """The form filled in, on `size` (its usual one when None), made anew and not kept.

        Refused ``bad_value`` for a size that the form does not have.
        """
        form = self.load(name)
        size = size or next(iter(form.papers))
        if size not in form.papers:
            words = f"“{form.title}”不能印在“{size}”上。"
            raise Refused("bad_value", words, field="paper", hint=f"可用：{'、'.join(form.papers)}。")
        printed = render(form, values, paper=size, practice=self._session.practice, at=self._session.now())
        return unkept(name, size, printed, version)

    def page_count(self, pdf: bytes) -> int:
        """How many pages a paper has."""
        return pictures.page_count(pdf)

    def page_png(self, pdf: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
        """One page as a PNG picture, counted from 0."""
        return pictures.preview(pdf, dpi, page)

    def missing_characters(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font has; they would print as □."""
        return fonts.missing_characters(text)
