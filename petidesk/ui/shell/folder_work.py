"""What a page wants to have done to the data folder while nobody has it open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from petidesk.desk.unlocking import Unlocked


@dataclass(frozen=True, slots=True)
class FolderWork:
    """`call` gets the folder, who acts, and what his password opened; it runs in a worker after the folder was closed.

    It gives back what opens the folder from then on (None for a plain one) and the sentence that is said then.
    """

    title: str
    call: Callable[[Path, str, Unlocked | None], tuple[Unlocked | None, str]]
