"""RULES: plain Python, no input or output."""
