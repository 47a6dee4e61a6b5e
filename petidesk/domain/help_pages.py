"""A help page as values for paper: the little Markdown in which help is written, line by line.

Headings, paragraphs, items (numbered or not) and tables of keys are all there is. Of bold words only those that lead a
line stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

FORM, TITLE = "help_page", "帮助一页纸"
_ITEM = re.compile(r"(?:[-*]|(?P<number>\d+)\.)\s+(?P<text>.*)")
_LEAD = re.compile(r"\*\*(?P<lead>[^*]+)\*\*(?P<rest>.*)", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|`")
_RULE = re.compile(r"[|\s:-]+")


def help_values(markdown: str, on: date) -> dict[str, Any]:
    """The values of the form `help_page` for one page of help; a page of keys fills the two columns of keys."""
    title, place = "", ""
    lines: list[dict[str, str]] = []
    keys: list[dict[str, str]] = []
    for line in _joined(markdown):
        if line.startswith("# "):
            title = _plain(line[2:])
        elif line.startswith("#"):
            place = _plain(line.lstrip("# "))
            lines.append(_line(小标题=place))
        elif line.startswith("|"):
            cells = [_plain(cell.strip()) for cell in line.strip("|").split("|")]
            if _RULE.fullmatch(line):
                keys = keys[:-1]  # the headings of the table
            else:
                keys.append({"处": place, "按键": cells[0], "作用": cells[1]})
        else:
            lines.append(_said(line))
    left, right = _columns(keys)
    places = {key["处"] for key in keys}
    return {
        "标题": title,
        "内容": [line for line in lines if line["小标题"] not in places],
        "左": left,
        "右": right,
        "印制": f"{on.year}年{on.month}月{on.day}日印",
    }


def _joined(markdown: str) -> Iterator[str]:
    """The lines, each with those that go on with it."""
    whole = ""
    for line in [*markdown.split("\n"), ""]:
        if whole and line.startswith("  ") and line.strip():
            whole += line.strip()
            continue
        if whole.strip():
            yield whole.rstrip()
        whole = line


def _line(**parts: str) -> dict[str, str]:
    return {"小标题": "", "点": "", "词": "", "话": "", **parts}


def _said(line: str) -> dict[str, str]:
    item = _ITEM.fullmatch(line)
    text = item["text"] if item else line
    point = (f"{item['number']}. " if item["number"] else "· ") if item else ""
    lead = _LEAD.fullmatch(text)
    if lead is None:
        return _line(点=point, 话=_plain(text))
    return _line(点=point, 词=_plain(lead["lead"]), 话=_plain(lead["rest"]))


def _plain(text: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip()


def _columns(keys: list[dict[str, str]]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The keys in two columns of like length, a place never parted; its name stands above its keys, once."""
    left: list[dict[str, str]] = []
    right: list[dict[str, str]] = []
    places = list(dict.fromkeys(key["处"] for key in keys))
    half = (len(keys) + len(places)) / 2
    for place in places:
        there = [key for key in keys if key["处"] == place]
        column = left if not right and len(left) + len(there) / 2 < half else right
        column.append({"处": place, "按键": "", "作用": ""})
        column.extend({**key, "处": ""} for key in there)
    return left, right
