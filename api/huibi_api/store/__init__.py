"""Tables, queries (all SQL), the ledger and the migrations."""
