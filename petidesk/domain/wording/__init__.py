"""The office's own wording of papers: a form's text as paragraphs with chips."""
