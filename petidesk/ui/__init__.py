"""WINDOWS: the only Qt."""
