"""What the editor of the papers' wording needs of the desk before it can stand: read in a worker, in one go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petidesk.domain.listing import Draft
from petidesk.domain.typeahead import Choice, TypeAhead

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.desk.templates import Chip, Template

DRAFT_KIND = "template"
_LINE = re.compile(r"第(\d+)行")
# What stands before the line in a refusal: the file's name says nothing to a clerk.
_BEFORE = re.compile(r"^.*?(?=第\d+行)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OpenedTemplate:
    """A paper with the text that rules, the text that ships ("" for none), and what was left unsaved."""

    template: Template
    text: str
    built_in: str
    chips: tuple[Chip, ...]
    draft: Draft | None


def read_template(desk: Desk, name: str) -> OpenedTemplate:
    """One paper ready to be edited; the pinyin of its fields is read here, off the window's thread."""
    template = desk.templates.get(name)
    built_in = desk.templates.built_in(name) if template.built_in else ""
    chips = desk.templates.chips(name, built_in if template.broken and built_in else None)
    TypeAhead(Choice(chip.name) for chip in chips).prepare()
    kept = [draft for draft in desk.drafts.all() if draft.kind == DRAFT_KIND]
    draft = next((draft for draft in kept if draft.content.get("name") == name), None)
    return OpenedTemplate(template, desk.templates.text(name), built_in, chips, draft)


def line_and_words(message: str) -> tuple[int, str]:
    """The line a refusal speaks of (0 for none), and its sentence without the name of the file."""
    found = _LINE.search(message)
    return (int(found[1]), _BEFORE.sub("", message)) if found else (0, message)
