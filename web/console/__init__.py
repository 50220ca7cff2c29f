"""The console of the operators: pages over the same procedures that everybody calls.

Nothing is decided here. A page asks procedures and shows what they tell; a button is one procedure,
rehearsed first. What may be seen and done is the caller's grants, as the contract has them.
Source: ADM-01 ADM-15.
"""

from __future__ import annotations

from flask import Flask

from web.console import acts, assets, pages, session
from web.settings import Settings


def mount(app: Flask, settings: Settings) -> None:
    """Add the console to the application, where there is a key to sign its sessions with."""
    if settings.hx_session_key is None:
        return
    session.prepare(app, settings)
    for blueprint in (session.door, assets.shelf, pages.console, acts.counter):
        app.register_blueprint(blueprint, url_prefix="/console")
