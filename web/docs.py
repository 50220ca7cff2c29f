"""The API's documentation: OpenAPI at /openapi.json, a page at /docs served from here alone."""

from __future__ import annotations

from pathlib import Path

import orjson
from flask import Blueprint, Response, current_app, send_from_directory

from web.edge import Edge
from web.openapi import document

docs = Blueprint("docs", __name__)
VIEWER = Path(__file__).parent / "node_modules" / "swagger-ui-dist"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>HustleXP API</title>
<link rel="stylesheet" href="/docs/viewer/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/viewer/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, docExpansion: "list",
  defaultModelsExpandDepth: 0, displayRequestDuration: true, tryItOutEnabled: true,
  validatorUrl: null,
});
"""
# The viewer styles elements inline and draws from data: URLs; its code is ours to serve.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none';"
    " base-uri 'none'"
)


@docs.before_request
def _limited() -> None:
    edge: Edge = current_app.extensions["hustlexp"]
    edge.limit("health", None)


@docs.get("/openapi.json")
def openapi() -> Response:
    """The contract as OpenAPI 3.1."""
    edge: Edge = current_app.extensions["hustlexp"]
    body = orjson.dumps(document(edge.keeper.contract, edge.settings.base_url))
    return Response(body, mimetype="application/json")


@docs.get("/docs")
def page() -> Response:
    """A readable page of the API."""
    return Response(PAGE, mimetype="text/html", headers={"Content-Security-Policy": POLICY})


@docs.get("/docs/start.js")
def start() -> Response:
    """What starts the viewer, apart from the page so that no inline script is allowed."""
    return Response(START, mimetype="text/javascript")


@docs.get("/docs/viewer/<name>")
def viewer(name: str) -> Response:
    """A file of the viewer."""
    return send_from_directory(VIEWER, name, max_age=86400)
