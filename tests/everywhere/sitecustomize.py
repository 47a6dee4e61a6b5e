"""Every Python that a test starts goes by the clock of the tests: Python imports this file before anything else."""

import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, _ROOT)
from tests.clock import set_going  # noqa: E402

sys.path.remove(_ROOT)
set_going()
