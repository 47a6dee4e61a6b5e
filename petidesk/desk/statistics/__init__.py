"""Figures: tables, and the rows behind each figure."""
