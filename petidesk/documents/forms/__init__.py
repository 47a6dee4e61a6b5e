"""The language of forms: reading form.toml, its text, fields and typed parts."""
