"""Rows of letters: drafts, issued bytes, lists."""
