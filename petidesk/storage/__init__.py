"""ROWS: the only SQLAlchemy. Returns frozen values of petidesk.domain."""
