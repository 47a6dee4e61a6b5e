"""A county's workbook filled in place."""
