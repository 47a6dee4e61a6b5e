"""What a file really is, whatever its name says: pages, XML, exchange formats, lock files. Each has its own sentence.

Systems write a page, save it as .xls, and spreadsheet programs open it; what such a page begins with is anybody's
choice (a heading, a comment, a script, half a table). It is known by being markup at all.
"""

from __future__ import annotations

import re

from petidesk.domain.trouble import Refused

_HTML = "这个文件其实是网页，只是改了后缀名。请用表格软件打开后另存为 .xlsx 再导入。"
_NO_TABLE = "这个文件其实是网页，里面没有表格，多半是没有登录就下载了。请登录以后重新导出。"
_XML = "这个文件是 XML 格式的表格，读不了。请用表格软件打开后另存为 .xlsx 再导入。"
_SYLK = "这个文件是 SYLK（.slk）格式的表格，读不了。请用表格软件打开后另存为 .xlsx 再导入。"
_JSON = "这个文件是程序用的数据（json），不是表格。请在原来的系统里导出成 .xlsx 或 .csv 再导入。"
_LOCK = "这是表格打开时的临时文件（名字以 ~$ 开头），里面没有内容。请选名字里没有 ~$ 的那个文件。"
_NO_TABLE_FILE = "这不是表格文件。请导入 .xlsx、.xls、.et、.ods 或 .csv 文件。"
_LONGEST_HEAD = 8_192
# What may stand before the first tag of a page: marks of the encoding, blanks in any spelling, comments.
_BEFORE = re.compile(r"(?:[\ufeff\s\u00a0]|&(?:nbsp|#160|#xa0);|<!--.*?-->)*", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|script|link|base|table|thead|tbody|tr|t[hd]|caption|colgroup|"
    r"div|span|p|br|hr|center|font|h[1-6]|b|i|u|strong|em|form|iframe|pre|ul|ol|li|a|img|input)\b[^<]*",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<t(?:able|r|d|h)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:\?xml|!\[CDATA\[|[A-Za-z_][\w.:-]*(?:[\s/>]|$))")
_WITHIN = re.compile(r"<table\b[^>]*>\s*(?:<!--.*?-->\s*)*<(?:thead|tbody|tr|caption|colgroup|col)\b", re.I | re.S)
_MIME = re.compile(r"(?:from|mime-version|subject|date|content-[a-z-]+|x-[\w-]+):", re.IGNORECASE)
_LOCK_SIZES = range(100, 200)


def refuse_no_table(data: bytes) -> None:
    """Refused (bad_value) with its own sentence for a file of text that is no table of text."""
    head = _text_of(data[:_LONGEST_HEAD])
    if sentence := _page_or_xml(head, data) or _other(head, data):
        raise Refused("bad_value", sentence)


def _text_of(head: bytes) -> str:
    """The beginning as text, readable enough to see its tags in any encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    text = head.decode("utf-8", "replace")
    return text.replace("\0", "")


def _page_or_xml(head: str, data: bytes) -> str:
    start = head[_BEFORE.match(head).end() :]  # type: ignore[union-attr]  # it matches nothing, too
    if _MIME.match(start) and re.search("multipart/related|text/html", head, re.IGNORECASE):
        return _HTML
    if _PAGE.match(start):
        return _HTML if _TABLE.search(_text_of(data)) else _NO_TABLE
    if _WITHIN.search(head):
        return _HTML
    if _MARKUP.match(start):
        return _HTML if re.search(r"<html\b", head, re.IGNORECASE) else _XML
    return ""


def _other(head: str, data: bytes) -> str:
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("ID;P"):
        return _SYLK
    if re.match(r"\[\s*(?:\{|\[|\])|\{\s*(?:\"|\})", start):
        return _JSON
    if start.casefold().startswith(("%pdf", "{\\rtf", "%!ps")):
        return _NO_TABLE_FILE
    if len(data) in _LOCK_SIZES and 0 < data[0] < 55 and not data[data[0] + 1 : 55].strip(b" \0"):
        return _LOCK
    return ""
