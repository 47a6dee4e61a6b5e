"""Audit chain, backups, restoring, checking."""
