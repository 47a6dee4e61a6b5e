"""What every table is made with: the one MetaData, whose names a later step can rely on, and the usual columns."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> Column[int]:
    """The number of a row."""
    return Column(name, Integer, primary_key=True)


def text_column(name: str, default: str | None = "") -> Column[str]:
    """A text that is never NULL; empty, or `default`, where nobody gives one."""
    return Column(name, Text, nullable=False, server_default=default)


def reference(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    """The number of a row of another table, as in ``visit.id``."""
    return Column(name, Integer, ForeignKey(target), nullable=nullable, index=index)


def purged_by() -> Column[int]:
    """The purge by which a record went when its period was over (`schema/retention.py`); NULL while it is whole.

    No foreign key: it came with a later step, and SQLite cannot add one to a table.
    """
    return Column("purge_id", Integer)
