"""Rows of disputes, rounds and months."""
