"""What the type-ahead fields of a visit offer, and that none of them gives away letters that found nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from petidesk.domain.typeahead import bare_letters, letters_refused
from petidesk.ui.forms.typeahead_field import Match


@dataclass(frozen=True, slots=True)
class Offers:
    """Where the type-ahead fields look: each answers typed text with values, best first."""

    villages: Match
    categories: Match
    units: Match
    receivers: Match

    def refuse_letters(self, document: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> None:
        """Refused, with its path, the first value of a visit's document that is letters alone and no known value.

        What stood in the visit `before` it is amended stays as it was.
        """
        old = {text for _path, text, _match in self._sought(before or {})}
        for path, text, match in self._sought(document):
            if bare_letters(text) and text not in old and text not in match(text):
                raise letters_refused(text, path)

    def _sought(self, document: Mapping[str, Any]) -> Iterator[tuple[str, str, Match]]:
        rows = {
            "petitioners": {"village": self.villages},
            "matters": {"concerned_unit": self.units, "category": self.categories, "village": self.villages},
        }
        for part, keys in rows.items():
            for place, row in enumerate(document.get(part, ())):
                for key, match in keys.items():
                    yield f"{part}[{place}].{key}", str(row.get(key) or "").strip(), match
        yield "received_by", str(document.get("received_by") or "").strip(), self.receivers
