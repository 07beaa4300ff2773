"""The form in which a learner decides who sees each piece: filling it, reading it, and saying what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.domain.errors import InvalidError
from app.domain.models import Audience, Credential, Organisation, OrganisationState, Publication
from app.domain.publishing import Choice
from app.domain.visibility import CREDENTIAL
from app.learners.items import Item, Piece

WHOLE = "whole"
"""The form's name for the credential itself; an evidence's is its number."""


@dataclass(frozen=True, slots=True)
class PieceChoice:
    """A piece with its field name in the form, what is chosen there, and who may see it now, as part of a sentence."""

    piece: Piece
    field: str
    audience: str
    organisations: frozenset[str]
    seen_by: str


def organisations(session: Session, credential: Credential | None = None) -> Sequence[Organisation]:
    """Organisations that a learner can name: the admitted ones, and those that `credential` is shown to already."""
    named = {o.id for p in credential.publications for o in p.organisations} if credential else set()
    offered = select(Organisation).where(or_(Organisation.state == OrganisationState.APPROVED, Organisation.id.in_(named)))
    return session.scalars(offered.order_by(Organisation.name)).all()


def field_of(pointer: str) -> str:
    """The form's field for a piece: ``whole`` or the number of the evidence."""
    return WHOLE if pointer == CREDENTIAL else pointer.rsplit("/", 1)[1]


def pieces(item: Item, form: MultiDict[str, str] | None = None) -> list[PieceChoice]:
    """Every piece with its choice: the one in `form`, should it have come back from a refused save, else the one in force."""
    current = {p.piece: p for p in item.credential.publications}
    found = []
    for seen in item.pieces:
        field = field_of(seen.piece.pointer)
        audience, named = _in_force(current.get(seen.piece.pointer))
        if form is not None and f"audience-{field}" in form:
            audience, named = form[f"audience-{field}"], frozenset(form.getlist(f"organisations-{field}"))
        found.append(PieceChoice(seen.piece, field, audience, named, seen.seen_by))
    return found


def _in_force(publication: Publication | None) -> tuple[str, frozenset[str]]:
    """Nobody where nothing was ever published."""
    if publication is None:
        return Audience.NOBODY.value, frozenset()
    return str(publication.audience), frozenset(o.id for o in publication.organisations)


def read(form: MultiDict[str, str], pointers: Sequence[str]) -> dict[str, Choice]:
    """The choices in a posted form, for every piece that it mentions. Raises `InvalidError` for a value that is none."""
    mentioned = [p for p in pointers if f"audience-{field_of(p)}" in form]
    if not mentioned:
        raise InvalidError("The form chose nothing.", next_step="Open the credential again and choose there.")
    return {pointer: read_one(form, field_of(pointer)) for pointer in mentioned}


def read_one(form: MultiDict[str, str], field: str) -> Choice:
    """The choice of one piece."""
    value = form.get(f"audience-{field}", "")
    if value not in {a.value for a in Audience}:
        raise InvalidError("Choose who may see it: nobody, recruiters of named organisations, or all approved recruiters.")
    return Choice(Audience(value), tuple(form.getlist(f"organisations-{field}")))


def sentence(item: Item) -> str:
    """What is in force now, for the person who has just decided it."""
    total = len(item.pieces) - 1
    if not item.shown_to or not total:
        return item.state
    return f"{item.state.removesuffix('.')}, with {item.shown_evidence} of {total} pieces of evidence."
