"""The file itself: opening, numbers, lock, upgrade, the search index."""
