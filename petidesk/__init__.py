"""petidesk: the reception desk of a township petition office, offline."""

__version__ = "0.1.0"
