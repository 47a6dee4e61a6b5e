"""PAPER: the only ReportLab and workbook code. Values in, bytes out."""
