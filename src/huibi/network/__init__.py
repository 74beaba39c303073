"""Who is related to whom: kinship, unit structure and the acquaintance index."""
