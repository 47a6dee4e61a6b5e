"""Visits, petitioners and matters: from typed text to a checked record, and their papers."""
