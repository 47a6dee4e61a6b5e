"""What a form says of itself as a letter (`[letter]`), and the parts that are typed for it (`[ask."名"]`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from petidesk.documents.forms.form_file import Table
from petidesk.documents.forms.template import Field, Names, Slot, filled, parse_pieces

RECEIVERS = ("petitioner", "unit", "file")
SUBJECTS = ("case", "meeting", "letter")
ASKS = ("text", "day", "choice", "count", "list")
ROUTES = range(1, 7)
MAX_LINES = 40


@dataclass(frozen=True)
class LetterTraits:
    """How a letter of this form is numbered, issued and served.

    `series`: the word of its document number, "" for a paper numbered inside the file; `to`: petitioner, unit or file;
    `served`: waits for 送达 once issued; `national`: key of the paper owed to the national system, "" for none;
    `purposes`, `routes`: the cases it fits, empty for all; `per_request`: every request needs result and answer first;
    `of`: what it is made for, case, meeting or letter; `one_page`: set on one page where that can be done legibly;
    `signed`: needs 签发人 and 签发日期; `full_numbers`: prints identity and telephone numbers unmasked.
    """

    series: str = ""
    to: str = "petitioner"
    served: bool = False
    national: str = ""
    purposes: tuple[str, ...] = ()
    routes: tuple[int, ...] = ()
    per_request: bool = False
    of: str = "case"
    one_page: bool = False
    signed: bool = True
    full_numbers: bool = False


@dataclass(frozen=True)
class Ask:
    """A part of a letter that is typed: `lines` is the height of its input, `key` its name in the event's document.

    `kind`: text, day, choice (one of `choices`), count, or list (one item a line). Without `key` the text is kept
    under the letter's own fields by `name`, which is also the name by which the form prints it. `fills`: where the text
    leaves a blank for it, the letter is not issued without it.
    """

    name: str
    label: str
    hint: str
    lines: int
    required: bool
    kind: str
    choices: tuple[str, ...]
    default: tuple[str | Slot, ...]
    key: str
    fills: bool = False

    def prefilled(self, values: Mapping[str, Any]) -> str:
        """What stands in the input before anybody types: the default with the fields of `values` in it."""
        return filled(self.default, values)


def parse_letter(table: Table) -> LetterTraits:
    """The table `[letter]`. Raises Refused with file and line."""
    routes = table.items("routes", ())
    if not all(isinstance(route, int) and not isinstance(route, bool) and route in ROUTES for route in routes):
        table.refuse("routes", "“routes”应当是1到6的数的列表。")
    traits = LetterTraits(
        series=table.text("series", ""),
        to=table.choice("to", RECEIVERS, "petitioner"),
        served=table.flag("served"),
        national=table.text("national", ""),
        purposes=table.texts("purposes", ()),
        routes=tuple(routes),
        per_request=table.flag("per_request"),
        of=table.choice("of", SUBJECTS, "case"),
        one_page=table.flag("one_page"),
        signed=table.flag("signed", default=True),
        full_numbers=table.flag("full_numbers"),
    )
    table.done()
    return traits


def parse_asks(table: Table, fields: Mapping[str, Field]) -> tuple[Ask, ...]:
    """The tables `[ask."名"]` in the order of the file. Raises Refused with file and line.

    A part may carry the name of a declared field only when both hold the same kind of value.
    """
    asks = tuple(_ask(name, table.table(name), fields) for name in list(table.left))
    table.done()
    return asks


def asked_fields(asks: tuple[Ask, ...]) -> dict[str, Field]:
    """The optional fields by which a form prints what was typed."""
    return {ask.name: Field(ask.name, "list" if ask.kind == "list" else "text", optional=True) for ask in asks}


def _ask(name: str, table: Table, fields: Mapping[str, Field]) -> Ask:
    kind = table.choice("kind", ASKS, "text")
    declared = fields.get(name)
    if declared is not None and declared.kind != ("list" if kind == "list" else "text"):
        table.refuse("kind", f"“{name}”是{declared.kind}字段，不能这样填写。")
    choices = table.texts("choices", ())
    if (kind == "choice") != bool(choices):
        table.refuse("choices", '可选的内容写在“choices”里，只有 kind = "choice" 才有，而且不能空。')
    default = table.text("default", "")
    ask = Ask(
        name=name,
        label=table.text("label", name),
        hint=table.text("hint", ""),
        lines=int(table.number("lines", 1, low=1, high=MAX_LINES)),
        required=table.flag("required"),
        kind=kind,
        choices=choices,
        default=parse_pieces(table, default, Names(fields)),
        key=table.text("key", ""),
        fills=table.flag("fills"),
    )
    table.done()
    return ask
