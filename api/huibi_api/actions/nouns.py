"""The rows that actions hand out, by name, for those who may not know the store."""

from huibi_api.store.tables.rounds import Round, SelfCheck

__all__ = ["Round", "SelfCheck"]
