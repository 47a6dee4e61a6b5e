"""The copies of a form on their pages: a frame of strips a page, two on a page cut in halves, one of a roll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from petidesk.documents.fonts import SONG
from petidesk.documents.forms.forms import COPY, HEADING, PAGE, PAGES, RECEIVER, Form, Paper, Style
from petidesk.documents.forms.template import fill
from petidesk.documents.layout.compose import TWO_DOTS, Composer, Scope
from petidesk.documents.layout.lines import measure_text, paragraphs
from petidesk.documents.layout.marks import MM, LineMark, Mark, Page, moved
from petidesk.documents.layout.shrinking import smaller_styles
from petidesk.documents.layout.strips import flow, place_line

# No page of a PDF may be longer than 14,400 pt (PDF 32000-1, annex C); a longer roll is cut.
MAX_ROLL = 14_000.0
# A copy that does not fit into half a page is set this much smaller before it gets a page of its own.
HALF_SIZES = (1.0, 0.92, 0.84)


def compose(form: Form, paper: Paper, values: Scope) -> tuple[list[Page], str]:
    """The pages of all copies, and every text that is printed on them."""
    lines = {
        HEADING: "".join(text for text, _ in fill(form.heading, values)),
        RECEIVER: "".join(text for text, _ in fill(form.receiver, values)),
    }
    each = (values.get(form.per) if form.per else None) or [{}]
    copies = [{**lines, **values, **item, COPY: copy} for item in each for copy in paper.copies]
    pages: list[Page] = []
    for shrink in HALF_SIZES if paper.halves else ():
        smaller = {name: replace(style, size=style.size * shrink) for name, style in paper.styles.items()}
        composer = Composer(smaller, paper)
        pages = _halves(form, paper, composer, copies)
        if pages:
            return pages, "".join(composer.texts)
    composer = Composer(paper.styles, paper)
    pages = _all(form, paper, composer, copies)
    if form.letter and form.letter.one_page and len(pages) > len(copies):
        for styles in smaller_styles(paper.styles, to_organ=form.letter.to == "unit"):
            closer = Composer(styles, paper)
            found = _all(form, paper, closer, copies)
            if len(found) == len(copies):
                return found, "".join(closer.texts)
    return pages, "".join(composer.texts)


def _all(form: Form, paper: Paper, composer: Composer, copies: Sequence[Scope]) -> list[Page]:
    return [page for scope in copies for page in _copy(form, paper, composer, scope)]


def _frames(form: Form, paper: Paper, composer: Composer, scope: Scope, heights: Iterable[float]) -> list[Any]:
    _, right, _, left = paper.margins
    return flow(composer.strips(form.blocks, scope, (paper.width - left - right) * MM), heights)


def _repeated(first: float, rest: float) -> Iterable[float]:
    yield first
    while True:
        yield rest


def _copy(form: Form, paper: Paper, composer: Composer, scope: Scope) -> list[Page]:
    top, _, bottom, left = (margin * MM for margin in paper.margins)
    first_top = paper.first_top * MM
    if paper.height is None:
        frames = _frames(form, paper, composer, scope, _repeated(MAX_ROLL, MAX_ROLL))
        return [
            Page(paper.width * MM, used + top + bottom, [_drawn(moved(mark, left, top)) for mark in marks])
            for used, marks in frames
        ]
    height = paper.height * MM
    heights = _repeated(height - first_top - bottom, height - top - bottom)
    pages = []
    for number, (_, marks) in enumerate(_frames(form, paper, composer, scope, heights)):
        start = top if number else first_top
        pages.append(Page(paper.width * MM, height, [moved(mark, left, start) for mark in marks]))
    for number, page in enumerate(pages, start=1):
        _fixed(form, composer, {**scope, PAGE: number, PAGES: len(pages)}, page, number)
    return pages


def _fixed(form: Form, composer: Composer, scope: Scope, page: Page, number: int) -> None:
    for fixed in form.fixed:
        if not _stands_on(fixed.on, number) or (fixed.papers and composer.paper not in fixed.papers):
            continue
        strips = composer.strips(fixed.blocks, scope, fixed.width * MM)
        height = sum(strip.height for strip in strips)
        y = fixed.top * MM if fixed.top is not None else page.height - (fixed.bottom or 0.0) * MM - height
        for strip in strips:
            page.marks += [moved(mark, fixed.left * MM, y) for mark in strip.marks]
            y += strip.height


def _stands_on(on: str, number: int) -> bool:
    """Whether what stands `on` these pages stands on page `number`: every, first, rest, odd, even, rest_odd ..."""
    half = "odd" if number % 2 else "even"
    return on in ("every", half, *(("first",) if number == 1 else ("rest", f"rest_{half}")))


def _halves(form: Form, paper: Paper, composer: Composer, copies: Sequence[Scope]) -> list[Page]:
    """Two copies on a page with a cut line; no pages when a copy needs more than half a page."""
    assert paper.height is not None
    width, height = paper.width * MM, paper.height * MM
    top, _, bottom, left = (margin * MM for margin in paper.margins)
    pages: list[Page] = []
    for number, scope in enumerate(copies):
        frames = _frames(form, paper, composer, scope, _repeated(height / 2 - top - bottom, height / 2 - top - bottom))
        if len(frames) > 1:
            return []
        if number % 2 == 0:
            pages.append(Page(width, height, []))
        start = top + (height / 2 if number % 2 else 0.0)
        pages[-1].marks += [moved(mark, left, start) for mark in frames[0][1]]
    for page in pages:
        page.marks += _cut_line(width, height / 2, left)
    return pages


def _cut_line(width: float, y: float, left: float) -> list[Mark]:
    style = Style(face=SONG, size=8.0, align="center")
    note = "沿此线裁开"
    line = paragraphs([(note, None)], style, width)[0].lines[0]
    half = measure_text(note, style) / 2 + 4
    middle = width / 2
    return [
        LineMark(left, y, middle - half, y, 0.5, dashed=True),
        LineMark(middle + half, y, width - left, y, 0.5, dashed=True),
        *place_line(line, style, 0.0, y - style.line / 2, width, True),
    ]


def _drawn(mark: Mark) -> Mark:
    """A line as thick as a thermal printer needs."""
    return mark._replace(weight=max(mark.weight, TWO_DOTS)) if isinstance(mark, LineMark) else mark
