"""No window speaks as a command line does: no options, keys of documents or codes, on any page and in any refusal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import petidesk
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import sentence
from petidesk.ui.seat import Seat
from petidesk.ui.settings.audit import AuditSection
from petidesk.ui.settings.page import SECTIONS
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.routes import ToSettings, ToWording
from petidesk.ui.wording.page import TemplateEditor
from petidesk.ui.wording.text import TemplateText
from tests.clock import START
from tests.samples import small_office
from tests.ui.desks.calm import quiet
from tests.ui.desks.reading import latin, texts

# Initials and the like, which a hint shows on purpose; what the language of forms calls its own words (高级).
ON_PURPOSE = ("zgh", "ld", "dy")
SOURCE = Path("documents/forms")
FLOORS = ("domain", "desk", "storage", "documents", "practice", "ui")
_CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office with something of everything."""
    folder = tmp_path_factory.mktemp("sampled") / "data"
    small_office(folder, START.date())
    return folder


@pytest.fixture
def practised(sampled: Path) -> Iterator[Desk]:
    """Its desk."""
    desk = open_desk(sampled, purpose="write")
    yield desk
    desk.close()


def odd(frame: Frame) -> dict[str, list[str]]:
    """What the window says in words that are none, with these; behind 高级 stands the text of a form itself."""
    sources = {source.toPlainText() for source in frame.findChildren(TemplateText)}
    found = {text: [word for word in latin(text) if word not in ON_PURPOSE] for text in {*texts(frame)} - sources}
    return {text: words for text, words in found.items() if words}


def test_no_page_says_a_word_of_the_command_line(qtbot: QtBot, practised: Desk, seat: Seat) -> None:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.take(practised)
    frame.show()
    for entry in pages():
        frame.open_page(entry.key)
        quiet(qtbot)
        assert odd(frame) == {}, entry.key
    frame.follow(ToWording("notice_letter"))
    quiet(qtbot)
    editor = frame.page("letters").findChild(TemplateEditor)
    assert editor is not None and "告知" in editor.title.text()
    qtbot.waitUntil(editor.writing.paragraphs.ready)
    assert odd(frame) == {}
    for section, _words, _icon in SECTIONS:
        frame.follow(ToSettings(section))
        quiet(qtbot)
        assert odd(frame) == {}, section
    frame.follow(ToSettings("audit"))
    audit = frame.findChild(AuditSection)
    assert audit is not None
    acts = {line.action: line.event_id for line in practised.audit.lines(1000)}
    for event_id in acts.values():  # one of each act that 修改记录 lists, opened
        audit.open_id(event_id)
        quiet(qtbot)
        assert odd(frame) == {}


def said(file: Path) -> Iterator[tuple[int, str]]:
    """The Chinese sentences of a file, but for docstrings, the hints of troubles and patterns.

    A warning names its path first, which windows take off (`trouble.sentence`).
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    silent: set[ast.AST] = set()
    for node in ast.walk(tree):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(node.value)
        elif isinstance(node, ast.keyword) and node.arg in ("hint", "told"):
            silent |= set(ast.walk(node.value))
        elif called in ("re.compile", "re.sub", "re.match", "re.fullmatch"):
            silent |= set(ast.walk(node))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and node not in silent else None
        if isinstance(text, str) and _CHINESE.search(text) and set(text) & set("。，；"):
            yield node.lineno, sentence(text)


def test_no_refusal_names_an_option_a_command_or_a_key() -> None:
    root = Path(petidesk.__file__).parent
    files = [file for part in FLOORS for file in root.glob(f"{part}/**/*.py")]
    odd_ones = [
        f"{file.relative_to(root)}:{line} {text}"
        for file in files
        if not file.relative_to(root).is_relative_to(SOURCE)
        for line, text in said(file)
        if set(latin(text)) - set(ON_PURPOSE)
    ]
    assert odd_ones == []
