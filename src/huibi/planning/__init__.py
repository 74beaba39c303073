"""The roster problem: solving, checking, explaining. It sees barred pairs, never kinship."""
