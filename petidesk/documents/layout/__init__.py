"""From a form and values to lines and pages."""
