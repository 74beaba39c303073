"""JSON under /api/v1; each module gives a router."""

from huibi_api.routes import health, rosters, trying

ROUTES = (health.router, rosters.router, trying.router)
