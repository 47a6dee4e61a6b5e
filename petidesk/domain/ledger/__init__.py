"""Disputes, their events, screening rounds, and the balance of months."""
