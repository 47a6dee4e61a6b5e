"""Mechanism: inputs, forms made from fields, keys between them, drafts kept."""
