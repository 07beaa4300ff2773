"""The API's blueprint; each resource has a file of its own and puts its routes on it."""

from __future__ import annotations

from flask import Blueprint, request

from app.bearer import bearer
from app.extensions import limiter
from app.signing_in import services, token_in_use

api = Blueprint("api", __name__, url_prefix="/api/v1")


def _rate() -> str:
    return services().settings.api_rate


def _who() -> str:
    """Whose requests are counted together: those of one token; tries with a token that opens nothing, by where they come from."""
    return f"token {token_in_use()}" if token_in_use() else f"address {request.remote_addr}"


limiter.limit(_rate, key_func=_who, exempt_when=lambda: bearer() is None)(api)
