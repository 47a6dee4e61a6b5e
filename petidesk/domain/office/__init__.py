"""The settings of an office and the days from which they rule."""
