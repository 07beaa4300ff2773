"""The API's blueprint; each resource has a file of its own and puts its routes on it."""

from flask import Blueprint

api = Blueprint("api", __name__, url_prefix="/api/v1")
