"""Flask extensions, made once and bound in `portal.create_app`."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

from app.bearer import bearer


class FormTokens(CSRFProtect):  # type: ignore[misc]  # flask_wtf has no types
    """Asks every request that changes something for its form's token, unless a bearer token, which no browser adds, decides."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if bearer() is None:
            super().protect(apply_exemptions=apply_exemptions)


csrf = FormTokens()
# While the server that counts is away, each process counts for itself: looser for a while, and nobody is turned away with a 500.
limiter = Limiter(
    get_remote_address,
    in_memory_fallback_enabled=True,
    storage_options={"socket_connect_timeout": 2, "socket_timeout": 2},
)
login_manager = LoginManager()
