"""Workbooks and text tables that strangers made, read with limits; plain ones written."""
