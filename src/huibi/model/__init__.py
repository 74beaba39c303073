"""Nouns: frozen, self-validating values that every other room shares."""
