"""What every table shares: names of constraints, times in UTC, packed documents, ids that sort by age."""

import gzip
import json
import secrets
import threading
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import Dialect, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, DateTime, TypeDecorator

ID_LENGTH = 26
CODE_LENGTH = 32  # of a region
_RANDOM_BITS, _STEP_BITS = 80, 64  # an id cannot be guessed from the one before it
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Utc(TypeDecorator[datetime]):
    """A time in UTC on every database: SQLite keeps none, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC; a naive time is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Packed(TypeDecorator[Any]):
    """A JSON document, kept compressed: problems and findings of a city are tens of megabytes of repeated ids."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ANN401 - any JSON-ready data
        """Pack, members in the order in which they came."""
        del dialect
        return None if value is None else gzip.compress(compact(value).encode(), compresslevel=6, mtime=0)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ANN401 - any JSON-ready data
        """Unpack."""
        del dialect
        return None if value is None else json.loads(gzip.decompress(value))


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Utc, dict[str, Any]: JSON, list[str]: JSON}


class Scoped:
    """A row that belongs to the office of a region: only who reaches that region finds it (store/scope.py)."""

    office: Mapped[str] = mapped_column(String(CODE_LENGTH), index=True)


def compact(document: Any) -> str:  # noqa: ANN401 - any JSON-ready data
    """Return a document as JSON without spaces, members in the order in which they came."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(document: Any) -> bytes:  # noqa: ANN401 - any JSON-ready data
    """Return a document as the one JSON text that it has: keys sorted, no spaces, no floats that are not numbers."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


class _Line:
    """Numbers of one process that never go back."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self, wanted: int) -> int:
        """Return `wanted`, or a number a random step after the last one where that is later."""
        with self._lock:
            self._last = max(wanted, self._last + 1 + secrets.randbits(_STEP_BITS))
            return self._last


_LINE = _Line()


def new_id(now: datetime) -> str:
    """Return a random id of 26 letters and digits that sorts by the time it was made, also within one transaction."""
    number = _LINE.next((int(now.timestamp() * 1000) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS - 1))
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(ID_LENGTH - 1, -1, -1))


def id_column() -> Mapped[str]:
    """Return the column of an id made by `new_id`."""
    return mapped_column(String(ID_LENGTH), primary_key=True)
