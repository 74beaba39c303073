"""A screening that is kept: one changed record after a full run, and only what hangs on it is worked out again."""
