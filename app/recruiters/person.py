"""One person's page."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.viewers import Viewer


def render_person(learner_id: str, viewer: Viewer) -> ResponseReturnValue:
    return ""
