"""Typed text on its way to paper: blank beginnings and empty lines go, headings get their face, titles are balanced.

Levels of GB/T 9704-2012, 7.3.3: 一、 is set in 黑, （一） in 楷; 1. and （1） stay in the face of the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from petidesk.documents.fonts import HEI, KAI
from petidesk.documents.forms.template import Span

_BLANKS = " \u3000\u00a0"
_LEVELS = ((re.compile(r"[一二三四五六七八九十]{1,3}、"), HEI), (re.compile(r"（[一二三四五六七八九十]{1,3}）"), KAI))
LONGEST_HEADING = 30  # characters; a longer first sentence is text that happens to be numbered
_STOPS = "。；！？"
_OPENING, _CLOSING = "《（〈「『“〔【", "》）〉」』”〕】"
# Words of titles that are not torn apart; longer ones first.
_TERMS = re.compile(
    "信访事项|告知书|通知书|意见书|决定书|不予受理|不再受理|受理|转送|交办|延期办理|办理|处理|复查|复核|申请|反映|事项|"
    "协助|商请|退回|关于|联席会议|会议|纪要|议题|人民政府|办事处|街道|信访|征地|补偿|拆迁|宅基地|劳动|报酬|纠纷|群众|"
    "材料|移送|检举|控告|调查|报告|办结|问题|情况|工程|建设|道路|村民|农民工|工资|项目|安置|社会|保障|医疗|养老|低保|"
    "争议|使用权|承包地|土地|林地|权属|补助|救助|房屋|危房|改造|饮水|环境|污染|噪声|邻里|用水|用电"
)
_NUMBERS = re.compile(r"[A-Za-z0-9.〔〕-]+号?")
_NEVER_FIRST = "的了和与及等之地得、者"
_GOOD_LAST, _GOOD_FIRST = "的于和与及、", "（《"


def tidied(spans: Sequence[Span]) -> list[list[Span]]:
    """`spans` as paragraphs: no blanks before the first character, no empty ones, headings in the face of their level.

    A face that the form gives stays as it is.
    """
    lines: list[list[Span]] = [[]]
    for text, face in spans:
        head, *rest = text.split("\n")
        lines[-1].append((head, face))
        lines += [[(piece, face)] for piece in rest]
    return _levelled([line for line in map(_stripped, lines) if line])


def is_heading(line: Sequence[Span]) -> bool:
    """Whether a paragraph of `tidied` is a heading and nothing else."""
    return len(line) == 1 and line[0][1] in (HEI, KAI) and any(pattern.match(line[0][0]) for pattern, _ in _LEVELS)


def _stripped(line: Sequence[Span]) -> list[Span]:
    kept = [(text, face) for text, face in line if text]
    while kept and not kept[0][0].strip(_BLANKS):
        kept.pop(0)
    while kept and not kept[-1][0].strip(_BLANKS):
        kept.pop()
    if kept:
        kept[0] = (kept[0][0].lstrip(_BLANKS), kept[0][1])
        kept[-1] = (kept[-1][0].rstrip(_BLANKS), kept[-1][1])
    return kept


def _levelled(lines: list[list[Span]]) -> list[list[Span]]:
    """The paragraphs with headings in the face of their level.

    Numbered paragraphs of one level that follow one another are set alike: where one of them is text and no heading,
    they all are.
    """
    ends = [_heading_end(line) for line in lines]
    plain: set[int] = set()
    for level, run in itertools.groupby(range(len(lines)), key=lambda at: _level(lines[at])):
        places = list(run)
        if level is not None and not all(ends[at] for at in places):
            plain.update(places)
    made = []
    for at, line in enumerate(lines):
        found, end = _level(line), ends[at]
        if found is None or not end or at in plain:
            made.append(line)
            continue
        text, face = "".join(piece for piece, _ in line), _LEVELS[found][1]
        made.append([(text[:end], face), (text[end:], None)] if text[end:] else [(text, face)])
    return made


def _level(line: list[Span]) -> int | None:
    """The level of a numbered paragraph; None where it has none, or the form gave it a face."""
    text = "".join(piece for piece, _ in line)
    found = next((level for level, (pattern, _) in enumerate(_LEVELS) if pattern.match(text)), None)
    return None if found is None or any(given for _, given in line) else found


def _heading_end(line: list[Span]) -> int:
    """Where the heading that begins a numbered paragraph ends; 0 where its first sentence is too long for one."""
    text = "".join(piece for piece, _ in line)
    end = next((at for at, character in enumerate(text) if character in _STOPS), len(text) - 1)
    return end + 1 if end < LONGEST_HEADING else 0


def balanced(text: str, fits: int) -> list[str]:
    """`text` in as few lines as `fits` characters a line allow, of like length and broken by sense.

    A pair of 《》 or brackets and a word that is known here stay together. A text that cannot be broken so is cut where
    the line is full.
    """
    if len(text) <= fits:
        return [text]
    inside, places = _breaks(text)
    count = -(-len(text) // fits)
    for lines in (count, count + 1):
        found = _split(text, lines, fits, places)
        if found is not None:
            return found
    anywhere = {at: 0.0 for at in range(1, len(text)) if at not in inside}
    return _split(text, count + 1, fits, anywhere) or [text[at : at + fits] for at in range(0, len(text), fits)]


def _breaks(text: str) -> tuple[set[int], dict[int, float]]:
    """The places inside brackets or words, and how bad a line end is before each other character (0 is good)."""
    inside: set[int] = set()
    depth = 0
    for at, character in enumerate(text):
        if depth:
            inside.add(at)
        depth += (character in _OPENING) - (character in _CLOSING and depth > 0)
    for pattern in (_TERMS, _NUMBERS):
        for found in pattern.finditer(text):
            inside.update(range(found.start() + 1, found.end()))
    places = {}
    for at in range(1, len(text)):
        if at in inside or text[at] in _NEVER_FIRST + _CLOSING + "，。；：" or text[at - 1] in _OPENING:
            continue
        places[at] = 0.0 if text[at - 1] in _GOOD_LAST or text[at] in _GOOD_FIRST else 1.0
    return inside, places


def _split(text: str, lines: int, fits: int, places: dict[int, float]) -> list[str] | None:
    """The cheapest cut into `lines`: lines far from the mean cost their square, a place that is no good costs 4."""
    mean = len(text) / lines
    ends = [*sorted(places), len(text)]

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        found: tuple[float, tuple[int, ...]] | None = None
        for end in ends:
            if not 0 < end - start <= fits or (left == 1) != (end == len(text)):
                continue
            cost = (end - start - mean) ** 2 + 4 * places.get(end, 0.0)
            if left > 1:
                rest = best(end, left - 1)
                if rest is None:
                    continue
                cost, cuts = cost + rest[0], (end, *rest[1])
            else:
                cuts = (end,)
            if found is None or cost < found[0]:
                found = (cost, cuts)
        return found

    answer = best(0, lines)
    if answer is None:
        return None
    starts = (0, *answer[1])
    return [text[start:end] for start, end in zip(starts, answer[1], strict=False)]
