"""`python -m huibi_api`: write the description of the API (api/openapi.json) to standard output."""

import json
import sys

from fastapi import FastAPI

from huibi_api.app import add_routes
from huibi_api.description import describe

if __name__ == "__main__":
    app = FastAPI()
    add_routes(app)
    sys.stdout.write(json.dumps(describe(app.routes), ensure_ascii=False, indent=1) + "\n")
