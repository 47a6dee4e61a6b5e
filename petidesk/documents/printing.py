"""One call from a form and its values to a printed paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from petidesk.documents import fonts
from petidesk.documents.drawing import draw
from petidesk.documents.forms import Form
from petidesk.documents.layout import compose
from petidesk.documents.marks import TextMark
from petidesk.documents.template import Field
from petidesk.domain.trouble import Refused


@dataclass(frozen=True)
class Printed:
    """A finished paper. `missing_characters` are printed as □ and must be shown to the clerk before printing."""

    pdf: bytes
    pages: int
    missing_characters: tuple[str, ...]
    form_version: str
    fonts: tuple[str, ...]


def render(form: Form, values: Mapping[str, Any], *, paper: str, practice: bool = False, at: datetime) -> Printed:
    """Print `form` with `values` on `paper` (a name from form.papers).

    `values` holds every field that the form declares without `?`: str for text, bool for flag, a list of str for list,
    a list of mappings for rows; other keys are ignored. None and "" both print nothing. `at` becomes the creation date
    of the file; equal arguments give equal bytes. Raises Refused: bad_value for an unknown paper or a value of the
    wrong kind, missing for a field that was not given.
    """
    if paper not in form.papers:
        raise Refused("bad_value", f"“{form.title}”不能印在这种纸上，可用：{'、'.join(form.papers)}。", field="paper")
    for declared in form.fields.values():
        _check(declared, values)
    known = {name: value for name, value in values.items() if name in form.fields}
    pages, text = compose(form, form.papers[paper], known)
    pdf = draw(pages, title=form.title, at=at, practice=practice)
    used = {run.font for page in pages for mark in page.marks if isinstance(mark, TextMark) for run in mark.runs}
    return Printed(pdf, len(pages), fonts.missing_characters(text), form.version, tuple(sorted(used)))


def _check(declared: Field, values: Mapping[str, Any]) -> None:
    name = declared.name
    if name not in values:
        if declared.optional:
            return
        raise Refused("missing", f"打印缺少“{name}”。", field=name)
    value = values[name]
    if value is None:
        return
    kinds = {"text": str | int, "flag": bool, "list": list | tuple, "rows": list | tuple}
    fine = isinstance(value, kinds[declared.kind])
    if fine and declared.kind == "rows":
        fine = all(isinstance(row, Mapping) for row in value)
    if not fine:
        raise Refused("bad_value", f"“{name}”的内容种类不对。", field=name)
