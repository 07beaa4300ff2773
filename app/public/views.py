"""The pages for everybody: what Evident is, and how it works."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.domain.models import Role
from app.guard import ANYONE, allow
from app.pages import HOMES
from app.signing_in import signed_in

public = Blueprint("public", __name__)


@public.get("/")
@allow(ANYONE)
def home() -> ResponseReturnValue:
    """What it is, in one screen; who is signed in goes to their own start page."""
    if current_user.is_authenticated:
        return redirect(url_for(HOMES[Role(signed_in().role)]))
    return render_template("public/home.html")


@public.get("/about")
@allow(ANYONE)
def about() -> ResponseReturnValue:
    """The six marks, the checks, and who sees what."""
    return render_template("public/about.html")
