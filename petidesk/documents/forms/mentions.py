"""Which names a form prints on a paper of these values: what somebody has to have filled in before it is signed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from petidesk.documents.forms.forms import Form
from petidesk.documents.forms.template import Condition, Slot


def printed(form: Form, values: Mapping[str, Any], names: frozenset[str]) -> frozenset[str]:
    """Those of `names` that the form has a place for on a paper of these `values`, whether they are empty or not.

    A block or part that does not stand on this paper counts for nothing; one that hangs on a name of `names` itself is
    looked at as if that were filled in.
    """
    parts = (form.blocks, form.fixed, form.heading, form.receiver)
    return frozenset(_slots(parts, values, names)) & names


def by_default(form: Form, names: frozenset[str]) -> dict[str, frozenset[str]]:
    """The parts to be typed whose default is one of `names`, by the name of the part."""
    found = {ask.name: frozenset(_slots(ask.default, {}, names)) & names for ask in form.asks}
    return {name: mentioned for name, mentioned in found.items() if mentioned}


def _slots(node: object, values: Mapping[str, Any], names: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Slot):
        yield node.name
    elif isinstance(node, tuple):
        for each in node:
            yield from _slots(each, values, names)
    elif dataclasses.is_dataclass(node):
        place = getattr(node, "place", node)
        condition = getattr(place, "condition", None)
        if isinstance(condition, Condition) and not condition.without(names).holds(values):
            return
        for part in dataclasses.fields(node):
            yield from _slots(getattr(node, part.name), values, names)
