"""One call from a form and its values to a printed paper; one more for a run of many papers in one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from petidesk.documents import fonts
from petidesk.documents.forms.forms import Form
from petidesk.documents.forms.template import Field, plain
from petidesk.documents.layout.drawing import Press, draw
from petidesk.documents.layout.marks import Page, TextMark
from petidesk.documents.layout.pages import compose
from petidesk.domain.secrets.sealed import MARK, UNREADABLE
from petidesk.domain.statistics import charts, printed
from petidesk.domain.statistics.charts import Chart
from petidesk.domain.statistics.printed import PrintedTable
from petidesk.domain.trouble import Refused

_READERS: Mapping[str, Callable[[Mapping[str, Any]], PrintedTable | Chart]] = {
    "figures": printed.read,
    "chart": charts.read,
}


@dataclass(frozen=True)
class Printed:
    """A finished paper. `missing_characters` are printed as □ and must be shown to the clerk before printing."""

    pdf: bytes
    pages: int
    missing_characters: tuple[str, ...]
    form_version: str
    fonts: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """Many papers in one file. `starts`: the page (from 0) on which each begins; `cancelled`: it was stopped early."""

    pdf: bytes
    pages: int
    starts: tuple[int, ...]
    missing_characters: tuple[str, ...]
    cancelled: bool


def render(
    form: Form, values: Mapping[str, Any], *, paper: str, practice: bool = False, draft: bool = False, at: datetime
) -> Printed:
    """Print `form` with `values` on `paper` (a name from form.papers).

    `values` holds every field that the form declares without `?`: str for text, bool for flag, a list of str (or a text
    of one item a line) for list, a list of mappings for rows; other keys are ignored. None and "" both print nothing.
    `practice` and `draft` put 演练 and 送审稿 faintly under the text. `at` becomes the creation date of the file; equal
    arguments give equal bytes. Raises Refused: bad_value for an unknown paper or a value of the wrong kind, missing for
    a field that was not given, no_permission where a value is sealed for others.
    """
    pages, text = _composed(form, values, paper)
    pdf = draw(pages, title=form.title, at=at, practice=practice, draft=draft)
    used = {run.font for page in pages for mark in page.marks if isinstance(mark, TextMark) for run in mark.runs}
    return Printed(pdf, len(pages), fonts.missing_characters(text), form.version, tuple(sorted(used)))


def render_many(
    papers: Iterable[tuple[Form, Mapping[str, Any]]],
    *,
    paper: str,
    title: str,
    at: datetime,
    practice: bool = False,
    draft: bool = False,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Print many forms with their values into one file that holds each font once, one after the other from `papers`.

    `progress` is called with the number of finished papers after each; when `cancelled` answers True the run stops and
    the file holds what was finished (no page: empty bytes). Each form is refused as by `render`. Only the finished
    pages are kept, so that memory does not grow with the marks of the run.
    """
    starts: list[int] = []
    lost: set[str] = set()
    count, stopped = 0, False
    with Press(title, at, practice=practice, draft=draft) as press:
        for form, values in papers:
            if cancelled is not None and cancelled():
                stopped = True
                break
            pages, text = _composed(form, values, paper)
            press.add(pages)
            starts.append(count)
            count += len(pages)
            lost.update(fonts.missing_characters(text))
            if progress is not None:
                progress(len(starts))
        pdf = press.finish() if count else b""
    return Run(pdf, count, tuple(starts), tuple(sorted(lost)), stopped)


def checked(form: Form, values: Mapping[str, Any], paper: str) -> dict[str, Any]:
    """The values that the form knows, each of the kind that it declares; refused as by `render`."""
    if paper not in form.papers:
        raise Refused(
            "bad_value", f"“{form.title}”不能印在这种纸上。", field="paper", hint=f"可用：{'、'.join(form.papers)}。"
        )
    known = {name: _itemised(form.fields[name], value) for name, value in values.items() if name in form.fields}
    for declared in form.fields.values():
        _check(declared, known)
    return known


def _composed(form: Form, values: Mapping[str, Any], paper: str) -> tuple[list[Page], str]:
    known = checked(form, values, paper)
    pages, text = compose(form, form.papers[paper], known)
    if MARK in text:
        raise Refused("no_permission", UNREADABLE)
    return pages, text


def _itemised(declared: Field, value: Any) -> Any:
    """A list that was typed as a text has one item a line; tables of figures and charts may come as JSON."""
    if isinstance(value, Mapping) and declared.kind in _READERS:
        return _READERS[declared.kind](value)
    if declared.kind == "list" and isinstance(value, str) and declared.optional:
        return [line.strip() for line in plain(value).split("\n") if line.strip()]
    return value


def _check(declared: Field, values: Mapping[str, Any]) -> None:
    name = declared.name
    if name not in values:
        if declared.optional:
            return
        raise Refused("missing", f"打印缺少“{name}”。", field=name)
    value = values[name]
    if value is None:
        return
    kinds: dict[str, Any] = {"text": str | int, "flag": bool, "list": list | tuple, "rows": list | tuple}
    kinds |= {"figures": PrintedTable, "chart": Chart}
    fine = isinstance(value, kinds[declared.kind])
    if fine and declared.kind == "rows":
        fine = all(isinstance(row, Mapping) for row in value)
    if not fine:
        raise Refused("bad_value", f"“{name}”的内容种类不对。", field=name)
