"""Whether the service is there."""

from fastapi import APIRouter
from pydantic import BaseModel

from huibi import VERSION
from huibi_api.deps import Reading

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """The service answers and reaches its database."""

    status: str
    version: str


@router.get("/health", summary="Whether the service answers and reaches its database", openapi_extra={"security": []})
def read_health(session: Reading) -> Health:
    """Return the version of the running service; the session that it takes has asked the database for the time."""
    return Health(status="ok" if session.is_active else "down", version=VERSION)
