"""Mechanism: the frame, its pages, keys, actions and the ways from page to page."""
