"""The API, version 1: one file a resource, all gathered here so that `portal` registers them at once."""

from app.api import competencies, openapi, search, verify
from app.api.blueprint import api

RESOURCES = (competencies, openapi, search, verify)

__all__ = ["RESOURCES", "api"]
