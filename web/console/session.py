"""Sign-in: a verified token becomes a session of the browser, and nothing else does.

The session is a signed cookie that scripts can't read and other sites can't send; it holds the
token and ends with it. Who the token's subject is and what role it has is asked of the database by
every page. Source: ADM-01 SEC-01 S8.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import jwt
import structlog
from flask import (
    Blueprint,
    Flask,
    Request,
    Response,
    current_app,
    redirect,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from web.console.asking import ask
from web.console.rendering import POLICY, failed, show, use_filters
from web.edge import Edge, trace
from web.errors import Refusal, of_http
from web.identity import local_token
from web.settings import Settings

log = structlog.get_logger()
door = Blueprint("console_door", __name__)
csrf = CSRFProtect()
# Accounts of seeds/20_accounts.sql, for whoever runs the house without a Firebase project.
SEEDED = {
    "support": "support@example.org",
    "moderator": "moderator@example.org",
    "admin": "admin@example.org",
    "founder": "founder@example.org",
}


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, that ends when its token does."""

    salt = "hustlexp-console"
    digest_method = staticmethod(hashlib.sha256)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request to the console; the API has none, and looks for none."""
        if not request.path.startswith("/console/"):
            return self.make_null_session(app)
        return super().open_session(app, request)

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """When the token in it expires; with the browser where there is none."""
        told = session.get("expires_at")
        return datetime.fromtimestamp(told, UTC) if told else None


def prepare(app: Flask, settings: Settings) -> None:
    """Set the application up for sessions of browsers, under /console alone."""
    assert settings.hx_session_key is not None
    app.secret_key = settings.hx_session_key.get_secret_value()
    app.session_interface = Sessions()
    app.config.update(
        SESSION_COOKIE_NAME="console",
        SESSION_COOKIE_PATH="/console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.is_production,
        WTF_CSRF_CHECK_DEFAULT=False,  # the API has no cookies to be forged with
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=False,  # Sec-Fetch-Site tells more than a referrer
    )
    csrf.init_app(app)
    use_filters(app)


def guard(blueprint: Blueprint) -> None:
    """What every request to a part of the console passes, and how it is refused."""
    blueprint.before_request(_begin)
    blueprint.after_request(_finish)
    blueprint.register_error_handler(Refusal, _refused)
    blueprint.register_error_handler(CSRFError, lambda _: _refused(_forged()))
    blueprint.register_error_handler(HTTPException, lambda error: _refused(of_http(error)))
    blueprint.register_error_handler(Exception, _unexpected)


def _begin() -> None:
    edge: Edge = current_app.extensions["hustlexp"]
    edge.limit("health", None)
    known = trace()
    known.procedure = f"console {request.url_rule.rule}" if request.url_rule else "console"
    if request.method not in ("GET", "HEAD"):
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise _forged()
        csrf.protect()


def _forged() -> Refusal:
    return Refusal("HX503", "The form is not from this session; load the page again.")


def _finish(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.add("Cookie")
    return response


def _refused(refusal: Refusal) -> Answer:
    """Who is not signed in is sent to the door; everything else is a page that says why."""
    if refusal.code not in ("HX501", "HX502"):
        return failed(refusal)
    session.clear()
    # A part of a page leads back to the page.
    page = urlsplit(request.headers.get("HX-Current-URL", request.full_path.rstrip("?")))
    here = page._replace(scheme="", netloc="").geturl()
    where = url_for("console_door.sign_in", then=_inside(here))
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where, 303)


def _unexpected(error: Exception) -> Answer:
    log.error("unexpected", exc_info=error)
    return failed(Refusal("HXA10"))


def _inside(path: str | None) -> str:
    """A path of the console's own; anything else is its first page."""
    first = url_for("console.start")
    inside = (path or "").startswith("/console/") and "\\" not in str(path)
    return str(path) if inside else first


@door.get("/sign-in")
def sign_in() -> Answer:
    """The door: a token, or one of the seeded accounts where the issuer is local."""
    return Response(_door())


def _door(refusal: Refusal | None = None) -> str:
    edge: Edge = current_app.extensions["hustlexp"]
    then = request.values.get("then")
    return show(
        "sign_in.html",
        then=_inside(then),
        refusal=refusal,
        seeded=SEEDED if edge.settings.hx_local_signing_key else {},
    )


@door.post("/sign-in")
def enter() -> Answer:
    """Exchange a verified token for a session; only somebody of staff gets one."""
    edge: Edge = current_app.extensions["hustlexp"]
    token = request.form.get("token", "").strip()
    key, chosen = edge.settings.hx_local_signing_key, SEEDED.get(request.form.get("seeded", ""))
    if key is not None and chosen is not None:
        subject = f"seed:{chosen.partition('@')[0]}"
        token = local_token(key.get_secret_value(), subject, chosen, seconds=8 * 3600)
    try:
        edge.verify(f"Bearer {token}")
        session.clear()
        session["token"] = token
        told: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        session["expires_at"] = int(told["exp"])
        ask("admin.whoami")
    except Refusal as refusal:
        session.clear()
        return failed(refusal, _door(refusal))
    return redirect(_inside(request.form.get("then")), 303)


@door.post("/sign-out")
def leave() -> Answer:
    """End the session."""
    session.clear()
    return redirect(url_for("console_door.sign_in"), 303)


guard(door)
