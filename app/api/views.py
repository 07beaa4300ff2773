"""The API, version 1: one file a resource, all gathered here so that `portal` registers them at once."""

from app.api import competencies, credentials, openapi, people, search, verify
from app.api.blueprint import api

RESOURCES = (competencies, credentials, openapi, people, search, verify)

__all__ = ["RESOURCES", "api"]
