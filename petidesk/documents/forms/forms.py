"""Papers as data: a folder with form.toml (text, fields, layout) and sample.json, and no Python.

The language is described for the person who writes a form in forms/README.md; this module reads it. Everything is
checked when the form is loaded: unknown keys, unknown placeholders, unbalanced braces, a form from a newer program. A
refusal names file and line. A form may stand on a base (`base = "letter"`: letter.base.toml beside the folders), which
gives fields, papers, styles, fixed places, and the blocks before and after its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from petidesk.documents.fonts import ROLES, SONG
from petidesk.documents.forms.blocks import Block, Fixed, parse_blocks, parse_fixed
from petidesk.documents.forms.form_file import Source, Table, read_text
from petidesk.documents.forms.letter_traits import Ask, LetterTraits, asked_fields, parse_asks, parse_letter
from petidesk.documents.forms.template import Content, Field, Names, parse_content
from petidesk.domain.letters import names as case_names
from petidesk.domain.trouble import Refused

FORMAT = 1  # the newest language of form.toml that this program reads
FILE = "form.toml"
KINDS = ("slip", "record", "register", "letter", "notice")
# Width and height in millimetres; a roll has no height, its page ends where its text ends.
SIZES: Mapping[str, tuple[float, float | None]] = {
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "dl": (220, 110),  # envelopes lie: their long side is the width
    "c5": (229, 162),
    "80mm": (80, None),
    "58mm": (58, None),
}
BASE = ".base.toml"
COPY = "联"
PAGE, PAGES = "页", "页数"
HEADING, RECEIVER = "标题", "主送"  # what the form says of them, or else its title and nobody
CATALOGUES = ("case", "figures")
_BASE = re.compile(r'^base\s*=\s*["\']([A-Za-z0-9_]{1,64})["\']', re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9_一-鿿-]{1,64}")


@dataclass(frozen=True)
class Style:
    """How a paragraph is set. `size`, `pitch`, `spread` in pt; `before`, `after` in mm; the other lengths in em.

    `prose`: typed text, tidied and with headings by level; `balance`: lines of like length, broken by sense; `fit`:
    set smaller until it stands in one line.
    """

    face: str = SONG
    size: float = 10.5
    pitch: float = 0.0
    leading: float = 1.5
    align: str = "justify"
    indent: float = 0.0
    hang: float = 0.0
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    spread: float = 0.0
    ink: str = "black"
    prose: bool = False
    balance: bool = False
    fit: bool = False

    @property
    def line(self) -> float:
        """Height of a line in pt: the exact `pitch` where the form gives one, else `leading` times the size."""
        return self.pitch or self.leading * self.size


@dataclass(frozen=True)
class Paper:
    """One paper a form can be printed on. Lengths in mm; `height` None for a roll; margins top, right, bottom, left."""

    name: str
    width: float
    height: float | None
    margins: tuple[float, float, float, float]
    first_top: float
    halves: bool
    copies: tuple[str, ...]
    styles: Mapping[str, Style]


@dataclass(frozen=True)
class Form:
    """A loaded form. `version` names the text as printed: the form's own number and a digest of its files.

    `letter` is None for a form that is no letter; `asks` are the parts typed for it, in the order of the file;
    `heading` and `receiver` are printed as {标题} and {主送}; `per`: the rows for each of which it is printed once.
    """

    name: str
    title: str
    kind: str
    version: str
    event: str
    folder: Path
    papers: Mapping[str, Paper]
    fields: Mapping[str, Field]
    blocks: tuple[Block, ...]
    fixed: tuple[Fixed, ...]
    letter: LetterTraits | None
    asks: tuple[Ask, ...]
    heading: Content
    receiver: Content
    per: str = ""

    @property
    def drawn(self) -> frozenset[str]:
        """The fields that no text can hold: tables of figures and charts."""
        return frozenset(name for name, field in self.fields.items() if field.kind in ("figures", "chart"))

    def sample(self) -> dict[str, Any]:
        """The invented values of sample.json, for previews and practice. Refused when the file cannot be read."""
        file = self.folder / "sample.json"
        try:
            values = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Refused("bad_value", f"{file}：示例数据打不开或格式不对。") from error
        if not isinstance(values, dict):
            raise Refused("bad_value", f"{file}：示例数据应当是一组“键: 值”。")
        return values


def load_form(name: str, folders: Sequence[Path]) -> Form:
    """Load form `name` from the first of `folders` that has it (a person's own folder goes before the built-in one).

    Raises Refused: not_found for an unknown name, newer for a form of a newer language, otherwise bad_value,
    unknown_key or missing, with file and line.
    """
    if not _NAME.fullmatch(name):
        raise Refused("not_found", f"没有名为“{name}”的表单。")
    for folder in folders:
        file = folder / name / FILE
        if file.is_file():
            return _loaded(name, file, read_text(file), folders)
    raise Refused("not_found", f"没有名为“{name}”的表单。")


def parse_form(name: str, text: str, folder: Path, folders: Sequence[Path]) -> Form:
    """The form that `text` would make as form.toml of `folder`, which need not hold it yet; refused as `load_form`."""
    return _loaded(name, folder / FILE, text, folders)


def form_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """The names of all forms in `folders`, sorted; the names only, nothing is loaded."""
    found = {file.parent.name for folder in folders for file in folder.glob(f"*/{FILE}")}
    return tuple(sorted(found))


_parsed: dict[tuple[object, ...], Form] = {}
MAX_PARSED = 200


def _loaded(name: str, file: Path, text: str, folders: Sequence[Path]) -> Form:
    """A form is parsed once for each text of its file and of its base, whatever the clock of the disk says."""
    found = _BASE.search(text.split("\n[", 1)[0])
    bases = [folder / f"{found[1]}{BASE}" for folder in folders] if found else []
    under = next(((base, read_text(base)) for base in bases if base.is_file()), None)
    key = (name, file, text, under)
    form = _parsed.get(key)
    if form is None:
        form = _parse(name, Source(file, text), Source(*under) if under else None)
        if len(_parsed) >= MAX_PARSED:
            _parsed.clear()
        _parsed[key] = form
    return form


def _base(own: Table, base: Source | None) -> Table | None:
    """The table of the base; refused when it is unknown, newer, or stands on a base itself."""
    if not own.has("base"):
        return None
    name = own.text("base")
    if base is None:
        own.refuse("base", f"没有名为“{name}”的底稿（{name}{BASE}）。", "not_found")
    under = Table(base, (), base.data)
    _check_format(under)
    if under.has("base"):
        under.refuse("base", "底稿不能再用另一份底稿。")
    for block in under.tables("block"):
        block.refuse("kind", "底稿的内容要写成 [[head]] 或 [[foot]]。")
    return under


def _check_format(table: Table) -> None:
    if table.number("format", high=1_000_000) > FORMAT:
        table.refuse("format", "这份表单由更新版本的程序制作，请先升级程序。", "newer")


def _parse(name: str, source: Source, base: Source | None) -> Form:
    own = Table(source, (), source.data)
    _check_format(own)
    under = _base(own, base)
    for key in ("head", "foot"):
        if own.has(key):
            own.refuse(f"[{key}]", f"“{key}”只能写在底稿（*{BASE}）里。", "unknown_key")
    table = Table(source, (), {key: value for key, value in own.left.items()}, under)
    fields = _fields(table)
    asks = parse_asks(table.table("ask"), fields)
    fields.update(asked_fields(asks))
    papers = _papers(table.table("paper"), table.table("style"))
    places = frozenset(papers)
    styles = frozenset(next(iter(papers.values())).styles)
    plain_names = Names(fields, frozenset({COPY}))
    names = Names(fields, frozenset({COPY, HEADING, RECEIVER}))
    title = table.text("title")
    parts = (table.tables("head"), table.tables("block"), table.tables("foot"))
    digest = hashlib.sha256((source.text + (base.text if base and under else "")).encode("utf-8")).hexdigest()[:8]
    form = Form(
        name=name,
        title=title,
        kind=table.choice("kind", KINDS),
        version=f"{table.text('version')}-{digest}",
        event=table.text("event", ""),
        folder=source.file.parent,
        papers=papers,
        fields=fields,
        blocks=tuple(block for part in parts for block in parse_blocks(part, names, styles, places)),
        fixed=parse_fixed(table.tables("fixed"), Names(fields, names.extra | {PAGE, PAGES}), styles, places),
        letter=parse_letter(table.table("letter")) if table.has("letter") else None,
        asks=asks,
        heading=_line(table, "heading", title, plain_names),
        receiver=_line(table, "receiver", "", plain_names),
        per=_per(table, fields),
    )
    table.done()
    return form


def _per(table: Table, fields: Mapping[str, Field]) -> str:
    """`per = "名"`: the rows field for each of whose rows the paper is printed once, its columns being fields."""
    name = table.text("per", "")
    rows = fields.get(name)
    if name and (rows is None or rows.kind != "rows" or any(column not in fields for column in rows.columns)):
        table.refuse(name, f"“per”要写一个有栏目的字段，栏目都是字段，没有“{name}”。", "unknown_key")
    return name


def _line(table: Table, name: str, default: str, names: Names) -> Content:
    """`名 = "text with {字段}"`, or a table with the keys of a text block, so that it can have conditions."""
    value = table.left.pop(name, None)
    if isinstance(value, dict):
        inner = table.inner(name, value)
        content = parse_content(inner, names)
        inner.done()
        return content
    inner = table.inner(name, {"text": default.replace("{", "{{").replace("}", "}}") if value is None else value})
    return parse_content(inner, names)


def _fields(table: Table) -> dict[str, Field]:
    """The fields of the catalogue that is named, all of them optional, and those that the form declares itself.

    `名 = "text"`, `"text?"` when it may be absent, `"flag"`, `"list"`, `"figures"`, `"chart"`, `{ rows = [columns] }`.
    """
    fields = {}
    if table.has("catalogue"):
        kinds, columns = _catalogue(table.choice("catalogue", CATALOGUES))
        for name, kind in kinds.items():
            fields[name] = Field(name, kind, optional=True, columns=columns.get(name, ()))
    declared = table.table("fields")
    for name in list(declared.left):
        if not _NAME.fullmatch(name) or name in (COPY, PAGE, PAGES):
            declared.refuse(name, f"字段名“{name}”不能用。")
        fields[name] = _field(declared, name)
    declared.done()
    return fields


def _catalogue(name: str) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """The names that a form need not declare, each with its kind, and the columns of those that are rows."""
    if name == "figures":
        from petidesk.domain.statistics.parts import FIELDS  # no slip asks for them

        return FIELDS, {}
    return case_names.FIELDS, case_names.ROWS


def _field(table: Table, name: str) -> Field:
    value = table.left.pop(name)
    inner = table.inner(name, value if isinstance(value, dict) else {"kind": value})
    if inner.has("rows"):
        field = Field(name, "rows", inner.flag("optional"), inner.texts("rows"))
    else:
        kind = inner.text("kind")
        field = Field(name, kind.removesuffix("?"), kind.endswith("?"))
        if field.kind not in ("text", "flag", "list", "figures", "chart"):
            table.refuse(name, f"字段“{name}”的种类只能是 text、flag、list、figures、chart 或 rows。")
    inner.done()
    return field


def _papers(table: Table, styles: Table) -> dict[str, Paper]:
    papers = {}
    for name in list(table.left):
        if name not in SIZES:
            table.refuse(name, f"不认识的纸张“{name}”，可用：{'、'.join(SIZES)}。")
        papers[name] = _paper(name, table.table(name), styles)
    if not papers:
        table.refuse("", "没有写明用什么纸张（[paper.a4] 等）。", "missing")
    return papers


def _paper(name: str, table: Table, styles: Table) -> Paper:
    width, height = SIZES[name]
    if table.flag("landscape") and height is not None:
        width, height = height, width
    margins = table.items("margins")
    if len(margins) != 4 or not all(isinstance(m, int | float) and 0 <= m < width / 2 for m in margins):
        table.refuse("margins", "“margins”要有四个数：上、右、下、左，单位毫米。")
    top, right, bottom, left = (float(margin) for margin in margins)
    halves = table.flag("halves")
    if halves and height is None:
        table.refuse("halves", "卷纸不能对半裁开。")
    own = table.table("style")
    resolved = _styles(styles, own)
    paper = Paper(
        name=name,
        width=width,
        height=height,
        margins=(top, right, bottom, left),
        first_top=table.number("first_top", top),
        halves=halves,
        copies=table.texts("copies", ("",)),
        styles=resolved,
    )
    table.done()
    return paper


def _styles(shared: Table, own: Table) -> dict[str, Style]:
    """All styles of one paper: `body` first, the others start from it, then what the paper says of its own."""

    def read(name: str, start: Style) -> Style:
        return _style(own.table(name), _style(shared.peek(name), start))

    styles = {"body": read("body", Style())}
    plain = replace(styles["body"], indent=0.0, hang=0.0, before=0.0, after=0.0)
    for name in shared.left:
        if name != "body":
            styles[name] = read(name, replace(plain, prose=False, balance=False, fit=False))
    own.done()
    return styles


def _style(table: Table, start: Style) -> Style:
    size = start.size
    if table.has("scale"):
        size = start.size * table.number("scale", low=0.3, high=5)
    style = Style(
        face=table.choice("face", ROLES, start.face),
        size=table.number("size", size, low=4, high=200),
        pitch=table.number("pitch", start.pitch, high=300),
        leading=table.number("leading", start.leading, low=0.8, high=5),
        align=table.choice("align", ("left", "center", "right", "justify"), start.align),
        indent=table.number("indent", start.indent, high=20),
        hang=table.number("hang", start.hang, high=20),
        left=table.number("left", start.left, high=40),
        right=table.number("right", start.right, high=40),
        before=table.number("before", start.before, high=200),
        after=table.number("after", start.after, high=200),
        spread=table.number("spread", start.spread, low=-5, high=50),
        ink=table.choice("ink", ("black", "red"), start.ink),
        prose=table.flag("prose", default=start.prose),
        balance=table.flag("balance", default=start.balance),
        fit=table.flag("fit", default=start.fit),
    )
    table.done()
    return style
