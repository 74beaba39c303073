"""Alembic's way in: the connection is handed over by store/schema.py; there is no other."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from huibi_api.store.tables import Base
from huibi_api.store.tables.base import Packed, Utc


def _plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - alembic's hook
    """Write our types down as what they are in the database, so that a migration never changes with the code."""
    if kind == "type" and isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Packed):
        return "sa.LargeBinary()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_plain,
    transactional_ddl=False,  # the transaction is the caller's, so that nothing half-made is ever committed
)
context.run_migrations()
