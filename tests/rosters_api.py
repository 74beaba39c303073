"""Callers of /api/v1/rosters and a small problem for them."""

from fastapi.testclient import TestClient

from huibi_api.app import create_app

PATH = "/api/v1/rosters"
BOTH = ("rosters:read", "rosters:write")


def document(**more) -> dict:
    """Return a sound problem: two who may lead, one unit, one team."""
    return {
        "format": "huibi.roster/1",
        "id": "2026-3",
        "people": [
            {"id": "P1", "roles": ["leader"]},
            {"id": "P2", "roles": ["leader", "member"], "served": 1},
            {"id": "P3", "roles": ["member"]},
        ],
        "units": [{"id": "U1"}, {"id": "U2"}],
        "teams": [{"id": "T1", "size": [2, 3], "roles": {"leader": [1, 1], "member": [1, 2]}}],
        "bars": [{"person": "P1", "unit": "U1"}],
        "search": {"seconds": 5, "workers": 1, "seed": 1},
    } | more


def client(house, token: str = "", **headers: str) -> TestClient:
    """Return a caller with a bearer token."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return TestClient(create_app(house), headers=headers, raise_server_exceptions=False)
