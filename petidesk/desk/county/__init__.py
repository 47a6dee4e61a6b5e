"""The month as the county wants it: its workbook filled in place, the package."""
