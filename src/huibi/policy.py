"""The recusal policy: read, validate, override, digest."""
