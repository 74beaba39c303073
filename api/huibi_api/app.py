"""The application: made from an installation, without a global."""

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from huibi import VERSION
from huibi_api.actions.trials import Trials
from huibi_api.deps import guard_forms
from huibi_api.installation import Installation
from huibi_api.pages import PAGES
from huibi_api.pages.page import STATIC, refusal
from huibi_api.problems import Problems
from huibi_api.rim import Rim
from huibi_api.routes import ROUTES

PREFIX = "/api/v1"


def create_app(house: Installation) -> FastAPI:
    """Return the application of an installation."""
    app = FastAPI(
        title="huibi 回避",
        version=VERSION,
        docs_url=None,  # its page would load from outside
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        dependencies=[Depends(guard_forms)],
    )
    app.state.house = house
    app.state.trials = Trials()
    for router in ROUTES:
        app.include_router(router, prefix=PREFIX)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    if STATIC.is_dir():  # built by `make`; a checkout without it still serves plain pages and the API
        app.mount("/static", StaticFiles(directory=STATIC), name="static")
    Problems(refusal).install(app)
    app.add_middleware(Rim, body_limit=house.settings.body_limit, https=house.settings.https)
    return app
