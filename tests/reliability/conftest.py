"""The places that deeds are done in, made once for each module."""

from __future__ import annotations

import pytest

from tests.reliability.deeds import Places


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Copies of offices, each under the same path every time."""
    return Places(tmp_path_factory.mktemp("places"))
