"""导入旧表: an old register or ledger taken in, step by step."""
