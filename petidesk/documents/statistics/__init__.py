"""Charts of figures, drawn with ReportLab's own graphics: one drawing for the page, for Word and for the window."""
