"""Mechanism: tables of ids, filters, a list beside its detail, saved views."""
