"""The learners' blueprint; `views` gathers all files that put their routes on it."""

from flask import Blueprint

learners = Blueprint("learners", __name__, url_prefix="/my")
