"""The recruiters' blueprint; each page has a file of its own and puts its routes on it. `views` gathers them."""

from flask import Blueprint

recruiters = Blueprint("recruiters", __name__)
