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
limiter = Limiter(get_remote_address)
login_manager = LoginManager()
