"""A register, a round and its findings to a roster problem: where kinship ends and planning begins."""
