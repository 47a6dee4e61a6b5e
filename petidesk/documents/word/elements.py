"""What Word knows and python-docx has no public way to: East Asian faces, borders, fields, levels, repeated rows."""

from __future__ import annotations

import copy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# In this order what is said of a paragraph must stand (ECMA-376, 17.3.1.26).
_OF_PARAGRAPHS = [
    f"w:{name}"
    for name in (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
        *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct"),
        *("topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
        *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
        *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
]


def _element(name: str, **values: str) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _say(about: Any, element: Any) -> None:
    """Put `element` among what is said of a paragraph, where it belongs."""
    place = next(at for at, name in enumerate(_OF_PARAGRAPHS) if qn(name) == element.tag)
    about.insert_element_before(element, *_OF_PARAGRAPHS[place + 1 :])


def east_asian(properties: Any, face: str) -> None:
    """The face of Chinese characters of a run or style, by its properties."""
    properties.rFonts.set(qn("w:eastAsia"), face)


def close_set(style: Any) -> None:
    """No gaps between words and numbers, as on the page."""
    for name in ("autoSpaceDE", "autoSpaceDN"):
        _say(style.element.get_or_add_pPr(), _element(name, val="0"))


def levelled(paragraph: Any, level: int) -> None:
    """The paragraph as a heading of this level, from 0: Word lists them beside the text."""
    _say(paragraph._p.get_or_add_pPr(), _element("outlineLvl", val=str(level)))


def ruled(paragraph: Any, weight: float, colour: str) -> None:
    """A line of `weight` pt below the paragraph."""
    borders = _element("pBdr")
    borders.append(_element("bottom", val="single", sz=str(max(int(weight * 8), 2)), space="0", color=colour))
    _say(paragraph._p.get_or_add_pPr(), borders)


def described(shape: Any, words: str) -> None:
    """What a picture shows, for whoever cannot see it."""
    shape._inline.docPr.set("descr", words)


def field(run: Any, instruction: str) -> None:
    """A field of Word, such as the number of the page."""
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = instruction
    for element in (_element("fldChar", fldCharType="begin"), text, _element("fldChar", fldCharType="end")):
        run._r.append(element)


def filled(cell: Any, pattern: Any, text: str) -> None:
    """Make a copy of the paragraph `pattern` with another text all that a cell says.

    Setting a paragraph part by part takes python-docx some milliseconds, and a paper has hundreds of cells.
    """
    made = copy.deepcopy(pattern._p)
    made.find(qn("w:r")).find(qn("w:t")).text = text
    for given in cell._tc.findall(qn("w:p")):
        cell._tc.remove(given)
    cell._tc.append(made)


def without_first(cell: Any) -> None:
    """Take away the empty paragraph with which a cell begins, once it holds another."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) > 1 and not first.text:
        first._p.getparent().remove(first._p)


def whole_row(row: Any, *, repeated: bool) -> None:
    """A row that is not torn apart between pages, and that stands on every page when it is a heading."""
    about = row._tr.get_or_add_trPr()
    about.append(_element("cantSplit"))
    if repeated:
        about.append(_element("tblHeader"))
