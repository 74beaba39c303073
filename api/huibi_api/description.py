"""The description of the API (OpenAPI 3.1): what api/openapi.json holds and the server gives out."""

from collections.abc import Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

from huibi import VERSION
from huibi.model.rosters import Changes, Edit, Problem
from huibi_api.deps import COOKIE, FORM_HEADER
from huibi_api.wire import ProblemDocument

TITLE = "huibi 回避"
_WORDS = f"""Rosters for inspection rounds: a problem (`huibi.roster/1`) goes in, a checked roster comes out.

Callers show a bearer token (`huibi admin token`); pages use their session and, to write, the header `{FORM_HEADER}`.
Every refusal is a problem document (RFC 9457) whose `errors` list all of what is wrong at once; times are RFC 3339 in
UTC. Sentences come in Chinese, or in English where `Accept-Language` asks for it.
"""
# Documents that are read by the library itself, all faults at once, and so stand in no signature.
_READ_WHOLE: tuple[type[BaseModel], ...] = (Problem, Edit, Changes, ProblemDocument)
_REF = "#/components/schemas/{model}"


def describe(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """Return the description of the routes that are meant for other systems."""
    document = get_openapi(title=TITLE, version=VERSION, description=_WORDS, routes=routes)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    _, read = models_json_schema([(model, "validation") for model in _READ_WHOLE], ref_template=_REF)
    schemas |= {name: schema for name, schema in read["$defs"].items() if name not in schemas}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["schemas"] = dict(sorted(schemas.items()))
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    }
    document["security"] = [{"bearer": []}, {"session": []}]
    return document
