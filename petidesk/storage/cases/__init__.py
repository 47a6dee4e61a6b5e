"""Rows of cases: events, projection, lists."""
