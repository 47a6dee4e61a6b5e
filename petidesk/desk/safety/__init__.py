"""Backups, upgrades, checks and the audit list."""
