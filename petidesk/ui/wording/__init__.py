"""文书模板: the office's own wording of letters."""
