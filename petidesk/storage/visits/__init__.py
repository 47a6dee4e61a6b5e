"""Rows of visits, people and printed papers."""
