"""Mechanism: colours, fonts, icons, plain controls and layouts."""
