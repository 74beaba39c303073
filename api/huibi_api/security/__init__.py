"""Keys, passwords, tokens, roles and what browsers are told: pure functions, no database."""
