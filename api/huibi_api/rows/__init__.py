"""Rows of registers as plain data: how nouns become rows, and what would change from one register to another."""
