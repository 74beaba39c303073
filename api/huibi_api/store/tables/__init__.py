"""The tables, a module for each matter; importing this package knows them all."""

from huibi_api.store.tables import access, people, registers, rounds, trail, work
from huibi_api.store.tables.base import Base

__all__ = ["Base", "access", "people", "registers", "rounds", "trail", "work"]
