"""What the pages of registers show."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from huibi_api.actions import registers
from huibi_api.store import jobs as job_store
from huibi_api.store import registers as register_store
from huibi_api.store.tables.registers import Import


def overview(session: Session) -> Sequence[Mapping[str, Any]]:
    """Return each register within reach with the number of rows of its tables and its latest versions."""
    return [
        {
            "head": head,
            "counts": register_store.counts(session, head.id, head.current),
            "versions": registers.history(session, head),
        }
        for head in registers.list_registers(session)
    ]


def progress(session: Session, made: Import) -> Mapping[str, Any] | None:
    """Return how far the reading of files is, if it is under way."""
    job = job_store.of_subject(session, made.id)
    lines = job_store.latest_progress(session, job.id, limit=1) if job else ()
    return lines[0].data if lines else None
