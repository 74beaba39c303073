"""The one clock of the service; everything else takes the time as a parameter."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the ban is for the library; this is where the service looks up


def rfc3339(at: datetime) -> str:
    """Return a time as text in UTC to the millisecond, `2026-08-15T01:02:03.004Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
