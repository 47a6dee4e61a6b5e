"""The keyring: who can open an encrypted folder, and with what (decision 0016)."""
