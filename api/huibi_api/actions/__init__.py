"""Use cases, one a function: the session first; they check permission, write, tell the ledger, and never commit."""
