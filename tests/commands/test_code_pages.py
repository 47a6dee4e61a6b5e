"""Output to a terminal or a pipe of another code page: a character that it lacks becomes ?, and ends nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def petidesk(*words: str, code_page: str) -> subprocess.CompletedProcess[bytes]:
    """The command line as a process whose streams have that code page."""
    environment = {**os.environ, "PYTHONIOENCODING": code_page}
    return subprocess.run([sys.executable, "-m", "petidesk", *words], env=environment, capture_output=True, check=False)


@pytest.mark.parametrize(("code_page", "shown"), [("gbk", "petidesk：乡镇信访"), ("cp1252", "petidesk?????")])
def test_words_are_shown_as_far_as_the_code_page_goes(code_page: str, shown: str) -> None:
    done = petidesk("--help", code_page=code_page)
    assert (done.returncode, done.stderr) == (0, b"")
    assert shown in done.stdout.decode(code_page)
