"""Records in a synchronised, network or removable folder: said at every start, with the way to a better place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.ui.start.folder_check import advise, misplaced
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.unlocking import Unlocked
    from petidesk.ui.shell.frame import Frame

NAME = "petidesk"


def say_if_misplaced(frame: Frame, folder: Path, move: Callable[[Path], object]) -> None:
    """Say in the banner why the records lie badly here, and offer to move them; `move` takes the new folder."""
    words = misplaced(folder)
    if words:
        action = translate("Moving", "移到别处…")
        said = translate("Moving", "记录放在 {0}。{1}").format(folder, words)
        frame.banner.show_as("amber", said, action, lambda: _choose(frame, move))
        frame.banner.show()


def _choose(frame: Frame, move: Callable[[Path], object]) -> None:
    from petidesk.ui.look import files

    chosen = files.folder(frame, translate("Moving", "记录移到哪个文件夹"), Path.home())
    if chosen is not None:
        take(frame, chosen, move)


def take(frame: Frame, chosen: Path, move: Callable[[Path], object]) -> None:
    """Move into an empty folder, or into a new one in it; a place that is no better is refused."""
    to = chosen / NAME if any(chosen.iterdir()) else chosen
    advice = advise(to)
    if advice.level == "good":
        move(to)
    else:
        frame.floats.refuse(advice.words)


def moved(folder: Path, staff: str, unlocked: Unlocked | None, to: Path) -> str:
    """Copy the records to a new folder and compare them, while nobody has them open; what is said then.

    Refused forbidden for a folder that holds data; KnownTrouble full, read_only, damaged. The old folder stays.
    """
    from petidesk.desk.opening import open_desk

    desk = open_desk(folder, staff=staff, purpose="read", unlocked=unlocked)
    try:
        desk.backups.move(to)
    finally:
        desk.close()
    words = translate("Moving", "记录已移到 {0}，核对过，以后就在这里登记。原来的文件夹 {1} 还在，用几天没有问题再删。")
    return words.format(to, folder)
