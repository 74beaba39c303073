"""The ledger only grows: its first head, and the database's own refusal to change or delete an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_SQLITE = """
CREATE TRIGGER ledger_no_{word} BEFORE {deed} ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END
"""
_FUNCTION = """
CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$
"""
_TRIGGER = """
CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()
"""


def upgrade() -> None:
    head = sa.table("ledger_head", sa.column("id"), sa.column("number"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": "0" * 64}])
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(word=deed.lower(), deed=deed))
    else:
        op.execute(_FUNCTION)
        op.execute(_TRIGGER)
