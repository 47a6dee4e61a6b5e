"""The office's own wording: form.toml of a paper in the data folder's forms/, over the one that ships.

A letter that was issued is not touched by any of this: its bytes are frozen.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from petidesk.desk.form_shelf import unkept
from petidesk.desk.letters.printing import letter_form
from petidesk.documents.forms.form_file import read_text
from petidesk.documents.forms.forms import FILE, Form, form_names, load_form, parse_form
from petidesk.documents.printing import Printed, render
from petidesk.domain.letters.letters import LetterAsk
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.undo import ways
from petidesk.domain.wording.chips import Chip
from petidesk.storage.file import private
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.session import Session

SAMPLE = "sample.json"
MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Template:
    """A paper whose wording may be changed. `own`: the office has its own; `version` as letters keep it.

    `broken` says why the office's own text does not read, "" when it does.
    """

    name: str
    title: str
    own: bool
    built_in: bool
    version: str
    broken: str = ""


class Templates:
    """`desk.templates`. Reading and checking change nothing; `save` and `restore` leave an audit line."""

    def __init__(self, session: Session, shelf: FormShelf) -> None:
        self._session = session
        self._shelf = shelf

    def names(self) -> tuple[str, ...]:
        """The folder names of all papers, the office's own included."""
        return form_names(self._shelf.folders())

    def all(self) -> tuple[Template, ...]:
        """Every paper with whether its wording is the office's own."""
        return tuple(self.get(name) for name in self.names())

    def get(self, name: str) -> Template:
        """One paper. Refused not_found."""
        own, built_in = self._own(name).is_file(), name in form_names(self._shelf.folders()[1:])
        try:
            form = self._loaded(name)
        except Refused as refusal:
            if not own:
                raise
            title = load_form(name, self._shelf.folders()[1:]).title if built_in else name
            return Template(name, title, own, built_in, "", refusal.message)
        return Template(name, form.title, own, built_in, form.version)

    def text(self, name: str) -> str:
        """The wording that rules now. Refused not_found."""
        own = self._own(self._known(name))
        return read_text(own) if own.is_file() else self.built_in(name)

    def built_in(self, name: str) -> str:
        """The wording that ships with the program. Refused not_found for a paper of the office's own making."""
        file = self._shelf.folders()[-1] / self._known(name) / FILE
        if not file.is_file():
            raise Refused("not_found", f"“{name}”是本单位自己的文书，没有随程序提供的文字。", field="name")
        return read_text(file)

    def check(self, name: str, text: str) -> Template:
        """Whether this text would do: it reads, and its sample can be set. Nothing is written.

        Refused with file and line: unknown_key for an unknown field, bad_value for unbalanced markup or too long a
        text, newer for a text of a newer program.
        """
        form = self._checked(name, text)
        self._set_sample(form)
        return Template(name, form.title, True, self._built_in_exists(name), form.version)

    def preview(self, name: str, text: str | None = None) -> Paper:
        """The paper with this text (the one that rules when None) and invented data, 演练 across it."""
        form = self._loaded(name) if text is None else self._checked(name, text)
        printed = self._set_sample(form)
        return unkept(name, next(iter(form.papers)), printed)

    def save(self, name: str, text: str) -> Template:
        """Put the office's own wording in place, whole or not at all; the audit line names both versions.

        Refused as `check`; a broken text is never written. Known trouble full, read_only.
        """
        checked, file = self.check(name, text), self._own(name)
        with _exchanged(file, text) as put_in_place, self._session.writing() as connection:
            before = self.get(name)
            audit_rows.append(
                connection,
                self._session.act(),
                "template.changed",
                "template",
                name,
                before={"version": before.version, "own": before.own},
                after={"version": checked.version, "text": text},
                kept={"text": read_text(file) if before.own else None},
            )
            put_in_place()
        return self.get(name)

    def restore(self, name: str) -> Template:
        """Take the office's own wording away: the built-in one rules again. Refused missing when there is none."""
        built_in, before = self.built_in(name), self.get(name)
        file = self._own(name)
        if not before.own:
            raise Refused("missing", f"“{before.title}”用的就是随程序提供的文字。", field="name")
        with _exchanged(file, None) as put_in_place, self._session.writing() as connection:
            form = parse_form(name, built_in, self._shelf.folders()[-1] / name, self._shelf.folders()[1:])
            audit_rows.append(
                connection,
                self._session.act(),
                "template.restored",
                "template",
                name,
                before={"version": before.version, "text": read_text(file)},
                after={"version": form.version},
                kept={"text": read_text(file)},
            )
            put_in_place()
        with contextlib.suppress(OSError):  # it stays when it holds a sample of the office's own
            file.parent.rmdir()
        return self.get(name)

    def take_back(self, way: ways.Way) -> None:
        """Put the wording of before in place. Refused as `save` and `restore`."""
        assert isinstance(way, ways.TemplateBack)
        if way.text is None:
            self.restore(way.name)
        else:
            self.save(way.name, way.text)

    def chips(self, name: str, text: str | None = None) -> tuple[Chip, ...]:
        """The fields that a text of the paper may use, those that are typed first, then in the order of the catalogue.

        A table of figures or a chart is a block of its own and no chip.
        """
        form = self._loaded(name) if text is None else self._checked(name, text)
        typed = [ask.name for ask in form.asks]
        names = [*typed, *(name for name in form.fields if name not in typed and name not in form.drawn)]
        return tuple(Chip(field, form.fields[field].kind, form.fields[field].columns) for field in names)

    def asks(self, name: str) -> tuple[LetterAsk, ...]:
        """The parts that are typed for a letter of this form; none for a paper that is no letter."""
        letter = letter_form(self._loaded(name))
        return letter.kind.asks if letter else ()

    # ---- within

    def _own(self, name: str) -> Path:
        return self._session.folder / "forms" / name / FILE

    def _known(self, name: str) -> str:
        if name not in self.names():
            raise Refused("not_found", f"没有“{name}”这种文书。", field="name", hint="用 template list 查看有哪些。")
        return name

    def _built_in_exists(self, name: str) -> bool:
        return name in form_names(self._shelf.folders()[1:])

    def _loaded(self, name: str) -> Form:
        return load_form(self._known(name), self._shelf.folders())

    def _checked(self, name: str, text: str) -> Form:
        """The form that the text would make; a letter must stay a letter of the same event and series."""
        if len(text) > MOST_CHARACTERS:
            raise Refused("bad_value", f"文字有{len(text)}个字，最多{MOST_CHARACTERS}个字。")
        folders = self._shelf.folders()
        form = parse_form(self._known(name), text, self._own(name).parent, folders)
        if self._built_in_exists(name):
            shipped = load_form(name, folders[1:])
            if (form.event, form.letter is None) != (shipped.event, shipped.letter is None):
                words = f"{self._own(name)} 第1行：签发后记入什么，不能改成别的。"
                raise Refused("forbidden", words, hint="它由 event 和 [letter] 决定。")
        return form

    def _sample(self, form: Form) -> Mapping[str, Any]:
        """Invented data: the office's own, else what ships with the paper."""
        if (form.folder / SAMPLE).is_file():
            return form.sample()
        return load_form(form.name, self._shelf.folders()[1:]).sample()

    def _set_sample(self, form: Form) -> Printed:
        values = self._sample(form)
        return render(form, values, paper=next(iter(form.papers)), practice=True, at=self._session.now())


@contextlib.contextmanager
def _exchanged(file: Path, text: str | None) -> Iterator[Callable[[], None]]:
    """Put `text` in the place of `file` (None: take it away) by renaming alone, which needs no room on the disk.

    The body calls what it is given, before it commits. When anything fails, the old file is back.
    """
    unfinished, before = file.with_name(f".{file.name}.part"), file.with_name(f".{file.name}.before")

    def put_in_place() -> None:
        if file.is_file():
            os.replace(file, before)
        if text is not None:
            os.replace(unfinished, file)

    try:
        if text is not None:
            private.make_folder(file.parent)
            with open(unfinished, "w", encoding="utf-8", newline="\n", opener=private.opener) as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
        yield put_in_place
    except BaseException as error:
        with contextlib.suppress(OSError):
            if before.is_file():
                os.replace(before, file)
            elif text is not None and not unfinished.is_file():
                file.unlink(missing_ok=True)
            unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _trouble(error) from error
        raise
    before.unlink(missing_ok=True)


def _trouble(error: OSError) -> KnownTrouble:
    if error.errno == errno.ENOSPC:
        return KnownTrouble("full", "磁盘已满，文书的文字没有改。请清理磁盘后再试。")
    return KnownTrouble("read_only", "数据文件夹里不能写入，文书的文字没有改。请检查文件夹权限。")
