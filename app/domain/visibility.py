"""CONSENT: one rule for who may see what, used by the search index and by direct reading alike.

A publication writes labels on a piece; a viewer holds labels; the piece is shown where the two meet. There is no other way in:
a piece without a publication carries no label, and a viewer who may see nobody holds none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.models import Account, Audience, OrganisationState, Publication, Role

RECRUITERS = "recruiters"
"""The label of what every recruiter of every approved organisation may see."""

_ALL = frozenset({RECRUITERS})

CREDENTIAL = ""
"""The piece that is the credential itself."""


def organisation_label(organisation_id: str) -> str:
    return f"org:{organisation_id}"


def labels_on(publication: Publication | None) -> frozenset[str]:
    """The labels that a publication puts on its piece; none without a publication."""
    return labels_for(publication.audience, (o.id for o in publication.organisations)) if publication else frozenset()


def labels_for(audience: str, organisation_ids: Iterable[str]) -> frozenset[str]:
    """The labels of an audience; the organisations count for nothing but the audience of named ones."""
    if audience == Audience.RECRUITERS:
        return _ALL
    return frozenset(map(organisation_label, organisation_ids)) if audience == Audience.ORGANISATIONS else frozenset()


def labels_held_by(account: Account | None) -> frozenset[str]:
    """The labels that a signed-in person holds: those of a recruiter of an approved organisation, else none."""
    if account is None or account.role != Role.RECRUITER or account.organisation is None:
        return frozenset()
    if account.organisation.state != OrganisationState.APPROVED:
        return frozenset()
    return frozenset({RECRUITERS, organisation_label(account.organisation.id)})


def within(piece: frozenset[str], whole: frozenset[str]) -> frozenset[str]:
    """The labels of a piece that is part of something: never more than what the whole is shown to."""
    if RECRUITERS in whole:
        return piece
    return whole if RECRUITERS in piece else piece & whole


def labels_of_pieces(publications: Iterable[Publication]) -> dict[str, frozenset[str]]:
    """Piece -> labels, for one credential's publications."""
    return within_whole({p.piece: labels_on(p) for p in publications})


def within_whole(by_piece: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Piece -> labels, each piece being shown to nobody to whom its credential is not."""
    whole = by_piece.get(CREDENTIAL, frozenset())
    return {piece: whole if piece == CREDENTIAL else within(labels, whole) for piece, labels in by_piece.items()}


def audiences(pieces: Mapping[str, frozenset[str]]) -> Mapping[frozenset[str], frozenset[str]]:
    """Group viewers who see the same: labels -> the pieces shown to a viewer who holds one of them.

    A viewer of an organisation holds its own label and, always, the one of all recruiters; so an organisation gets a group of its
    own only where it sees more than all recruiters do.
    """
    if len(set(pieces.values())) == 1 and RECRUITERS in pieces.get(CREDENTIAL, ()):  # as most are: all of it is shown to everybody
        return {_ALL: frozenset(pieces)}
    whole = pieces.get(CREDENTIAL, frozenset())
    shown_to_all = _shown(pieces, frozenset({RECRUITERS}))
    groups: dict[frozenset[str], set[str]] = {}
    if RECRUITERS in whole:
        groups.setdefault(shown_to_all, set()).add(RECRUITERS)
    named = set().union(*pieces.values()) - {RECRUITERS} if pieces else set()
    for label in named:
        shown = _shown(pieces, frozenset({RECRUITERS, label}))
        if CREDENTIAL in shown and shown != shown_to_all:
            groups.setdefault(shown, set()).add(label)
    return {frozenset(labels): shown for shown, labels in groups.items()}


def _shown(pieces: Mapping[str, frozenset[str]], held: frozenset[str]) -> frozenset[str]:
    return frozenset(piece for piece, labels in pieces.items() if labels & held)
