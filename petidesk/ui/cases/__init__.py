"""信访事项: the list of cases and one case."""
