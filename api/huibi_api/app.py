"""The application: made from an installation, without a global."""

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from huibi import VERSION
from huibi_api.actions.trials import Trials
from huibi_api.deps import guard_forms
from huibi_api.description import TITLE, describe
from huibi_api.installation import Installation
from huibi_api.pages import PAGES
from huibi_api.pages.page import STATIC, refusal
from huibi_api.problems import Problems
from huibi_api.rim import Rim
from huibi_api.routes import ROUTES

PREFIX = "/api/v1"


class _App(FastAPI):
    """Gives out our own description of its routes."""

    def openapi(self) -> dict[str, Any]:
        """Return the description that api/openapi.json holds."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self.routes)
        return self.openapi_schema


def add_routes(app: FastAPI) -> None:
    """Add what is meant for other systems."""
    for router in ROUTES:
        app.include_router(router, prefix=PREFIX)


def create_app(house: Installation) -> FastAPI:
    """Return the application of an installation."""
    app = _App(
        title=TITLE,
        version=VERSION,
        docs_url=None,  # its page would load from outside
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        dependencies=[Depends(guard_forms)],
    )
    app.state.house = house
    app.state.trials = Trials()
    add_routes(app)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    if STATIC.is_dir():  # built by `make`; a checkout without it still serves plain pages and the API
        app.mount("/static", StaticFiles(directory=STATIC), name="static")
    Problems(refusal).install(app)
    app.add_middleware(Rim, body_limit=house.settings.body_limit, https=house.settings.https)
    return app
