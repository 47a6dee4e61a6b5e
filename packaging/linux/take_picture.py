"""Take a picture of an X screen: take_picture.py DISPLAY FILE.png. Exit 1 while no more than an empty window shows."""

from __future__ import annotations

import sys

from PIL import ImageGrab

FEWEST_COLOURS = 100


def main() -> None:
    """Take it, keep it, and say whether there is something on it."""
    picture = ImageGrab.grab(xdisplay=sys.argv[1])
    picture.save(sys.argv[2])
    raise SystemExit(len(picture.getcolors(1 << 24) or ()) < FEWEST_COLOURS)


if __name__ == "__main__":
    main()
