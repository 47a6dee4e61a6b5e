"""Columns that may hold something sealed: what is read from them is open where the database's seal opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Date, Dialect, LargeBinary, Text, TypeDecorator

from petidesk.domain.secrets.sealed import MARK
from petidesk.storage.sealing.seal import Seal, of_dialect


class Sealable(TypeDecorator[Any]):
    """A column that may hold something sealed: of a record that accuses, in an encrypted folder."""

    impl: Any = Text
    cache_ok = True

    def __init__(self, *, document: bool = False) -> None:
        super().__init__()
        self.document = document

    @property
    def python_type(self) -> type[Any]:
        """That of what it holds: a text, bytes, a day."""
        return self.impl_instance.python_type

    def read(self, value: Any, seal: Seal | None) -> Any:
        """The value as the program works with it."""
        return value if seal is None or not value or MARK not in value else seal.opened(value, document=self.document)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """As SQLAlchemy asks it of each row."""
        return self.read(value, of_dialect(dialect))


class SealableBytes(Sealable):
    """The same for bytes."""

    impl: Any = LargeBinary
    cache_ok = True

    def read(self, value: Any, seal: Seal | None) -> Any:
        """The bytes, as they lie where they cannot be opened."""
        return value if seal is None or value is None else seal.opened_bytes(value)


class SealableDay(Sealable):
    """The same for a day, written as ISO text. One that cannot be opened is not known."""

    impl: Any = Date
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """A day as its text; what is sealed as it is."""
        return lambda value: value.isoformat() if isinstance(value, date) else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """As SQLAlchemy asks for it."""
        return lambda value: self.read(value, of_dialect(dialect))

    def read(self, value: Any, seal: Seal | None) -> Any:
        """The day; None where there is none or it cannot be opened."""
        said = super().read(value, seal)
        return None if said is None or MARK in said else date.fromisoformat(said)
