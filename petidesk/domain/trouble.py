"""Three kinds of trouble (house rule 7): refused by a rule, known trouble, and bugs (everything else).

Both front doors translate these two classes and nothing else; every message is one plain Chinese sentence
that a clerk can act on. What helps at the command line alone (an option, a command, the key of a document) is its
`hint`, a sentence of its own that no window shows. A message may repeat what was just typed or a number of the desk,
never what is kept of a person; it is shown and not logged.
"""

from __future__ import annotations

import re
import unicodedata

# code -> exit status of the command line (rules/command-line.md)
EXIT_STATUS = {
    "usage": 2,
    "unknown_key": 3,
    "missing": 3,
    "bad_value": 3,
    "not_found": 3,
    "forbidden": 3,
    "too_many": 3,
    "already_closed": 3,
    "no_calendar": 3,
    "locked": 4,
    "damaged": 4,
    "newer": 4,
    "full": 4,
    "read_only": 4,
    "no_permission": 5,
    "wrong_password": 5,
}


_PATH = re.compile(r"^[A-Za-z_][A-Za-z0-9_.\[\]]*: ")


def sentence(warning: str) -> str:
    """What a warning says, without the path that stands before it for the command line (``due_on: …``)."""
    return _PATH.sub("", warning)


def _to_be_read(message: str) -> str:
    """A sentence in which what nobody sees is marked □: it repeats what was typed, and no terminal must obey it."""
    if message.isprintable():
        return message
    # Half a character is no danger: both doors write it in their own way.
    seen = (sign.isprintable() or sign == "\n" or unicodedata.category(sign) in ("Zs", "Cs") for sign in message)
    return "".join(sign if plain else "□" for sign, plain in zip(message, seen, strict=True))


class Trouble(Exception):
    """What both doors know how to say. `code` is a key of EXIT_STATUS; `exit_status` follows from it unless given.

    `hint`: what the command line says after the message.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        field: str | None = None,
        basis: str | None = None,
        hint: str = "",
        exit_status: int | None = None,
    ) -> None:
        message = _to_be_read(message)
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.basis = basis
        self.hint = hint
        self.exit_status = EXIT_STATUS[code] if exit_status is None else exit_status


class Refused(Trouble):
    """A rule said no. Shown beside `field` (a path such as ``petitioners[0].id_number``) with its legal `basis`."""


class KnownTrouble(Trouble):
    """The data folder or the disk: locked, damaged, newer, full, read-only. The message names the next step."""
