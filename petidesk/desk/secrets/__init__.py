"""Passwords, the recovery code, and what encrypts a folder."""
