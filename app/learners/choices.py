"""The form in which a learner decides who sees each piece: reading it, and saying what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.domain.errors import InvalidError
from app.domain.models import Audience, Credential, Organisation, OrganisationState
from app.domain.publishing import Choice
from app.domain.visibility import CREDENTIAL
from app.learners.collection import Piece, shown_to
from app.learners.collection import pieces as pieces_of_claims
from app.search.documents import claims_of

WHOLE = "whole"
"""The form's name for the credential itself; an evidence's is its number."""


@dataclass(frozen=True, slots=True)
class PieceChoice:
    """A piece with its field name in the form and what is chosen for it now."""

    piece: Piece
    field: str
    audience: str
    organisations: frozenset[str]


def organisations(session: Session) -> Sequence[Organisation]:
    """Organisations that a learner can name: the admitted ones."""
    admitted = select(Organisation).where(Organisation.state == OrganisationState.APPROVED)
    return session.scalars(admitted.order_by(Organisation.name)).all()


def field_of(pointer: str) -> str:
    """The form's field for a piece: ``whole`` or the number of the evidence."""
    return WHOLE if pointer == CREDENTIAL else pointer.rsplit("/", 1)[1]


def pieces(credential: Credential) -> list[PieceChoice]:
    """Every piece with its present choice; nobody where nothing was ever published."""
    current = {p.piece: p for p in credential.publications}
    claims = claims_of(credential) if credential.claims is not None else None
    found = []
    for piece in pieces_of_claims(claims):
        publication = current.get(piece.pointer)
        audience = str(publication.audience) if publication else Audience.NOBODY.value
        named = frozenset(o.id for o in publication.organisations) if publication else frozenset()
        found.append(PieceChoice(piece, field_of(piece.pointer), audience, named))
    return found


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


def sentence(credential: Credential) -> str:
    """What is in force now, for the person who has just decided it."""
    whole = {p.piece: p for p in credential.publications}.get(CREDENTIAL)
    seen_by = shown_to(whole)
    if not seen_by:
        return "Nobody but you sees it now."
    shown = sum(1 for p in credential.publications if p.piece != CREDENTIAL)
    total = len(pieces_of_claims(claims_of(credential))) - 1
    evidence = f", with {shown} of {total} pieces of evidence" if total else ""
    return f"Visible to {seen_by}{evidence}. You can withdraw it at any time."

