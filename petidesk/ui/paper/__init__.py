"""Mechanism: a paper previewed, printed or saved."""
