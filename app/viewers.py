"""Who looks: the labels that a request holds, and whether it is a learner who sees their own profile as recruiters would."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.models import Account
from app.domain.visibility import labels_held_by
from app.signing_in import account


@dataclass(frozen=True, slots=True)
class Viewer:
    """What a page needs to know of whoever looks: nothing is shown but what meets `labels`.

    `preview` is a learner's look at their own page: it is drawn the same and leaves no trace among "who looked".
    """

    labels: frozenset[str]
    organisation_id: str | None = None
    account_id: str | None = None
    preview: bool = False


def viewer_of(person: Account | None) -> Viewer:
    """The viewer behind an account; somebody who may see nobody holds no labels."""
    if person is None:
        return Viewer(frozenset())
    return Viewer(labels_held_by(person), person.organisation_id, person.id)


def current_viewer() -> Viewer:
    """The viewer behind this request."""
    return viewer_of(account())
