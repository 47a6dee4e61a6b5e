"""ACTIONS: what a clerk can do. One method is one transaction."""
