"""The lists of the office that give tables their order and words: villages, units, leaders, types, forms ..."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from petidesk.desk.form_shelf import FormShelf
from petidesk.desk.ledger.types import built_in_types
from petidesk.domain.office.ledger_columns import RISK_LEVELS
from petidesk.domain.office.office import Office
from petidesk.domain.statistics.dimensions import Lists
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction


def lists_of(
    connection: Transaction, office: Office, shelf: FormShelf, wanted: Collection[str], keys: Collection[str]
) -> Lists:
    """Those lists that are `wanted`. `keys`: what stands in the table, for a list whose words take time to read."""
    made: Mapping[str, Callable[[], Mapping[str, str]]] = {
        "villages": lambda: _own(village.name for village, _ in office_rows.villages(connection)),
        "units": lambda: _own(office.units),
        "leaders": lambda: _own(leader.name for leader in office.leaders),
        "categories": lambda: _own(name.partition("/")[0] for name, _ in office_rows.categories(connection)),
        "categories2": lambda: _own(name for name, _ in office_rows.categories(connection)),
        "types": lambda: _own(known.name for known in built_in_types()),
        "risk_levels": lambda: dict(zip(RISK_LEVELS, office.risk_labels, strict=True)),
        "forms": lambda: {name: _title(shelf, name) for name in shelf.names() if name in keys},
    }
    return {name: make() for name, make in made.items() if name in wanted}


def _own(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}


def _title(shelf: FormShelf, name: str) -> str:
    """What the papers of a form are called; its folder where the office has spoilt the form since."""
    try:
        return shelf.title(name)
    except Refused:
        return name
