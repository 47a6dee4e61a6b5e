"""Passwords and the recovery code: what may be typed, and what is meant by it."""
