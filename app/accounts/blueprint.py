"""The blueprint of the accounts' room."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)
