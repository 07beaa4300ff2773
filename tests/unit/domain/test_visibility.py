"""Consent: what a viewer sees through the index is what they may see, whatever was published to whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.models import Account, Audience, Organisation, OrganisationState, Publication, Role
from app.domain.visibility import (
    CREDENTIAL,
    RECRUITERS,
    audiences,
    labels_held_by,
    labels_of_pieces,
    labels_on,
    organisation_label,
    within,
)

ORGANISATIONS = {name: Organisation(id=name, name=name) for name in ("acme", "bolt", "cord")}
PIECES = (CREDENTIAL, "/evidence/0", "/evidence/1")


def publication(piece: str, audience: Audience, *names: str) -> Publication:
    return Publication(piece=piece, audience=audience, organisations=[ORGANISATIONS[n] for n in names])


def person(role: Role, organisation: str | None = None, state: OrganisationState = OrganisationState.APPROVED) -> Account:
    return Account(role=role, organisation=Organisation(id=organisation, state=state) if organisation else None)


def test_without_a_publication_there_is_no_label():
    assert labels_on(None) == frozenset()


def test_nobody_is_nobody():
    assert labels_on(publication(CREDENTIAL, Audience.NOBODY)) == frozenset()


@pytest.mark.parametrize(
    "viewer",
    [
        None,
        person(Role.LEARNER),
        person(Role.ADMIN),
        person(Role.RECRUITER),
        person(Role.RECRUITER, "acme", OrganisationState.WAITING),
        person(Role.RECRUITER, "acme", OrganisationState.SUSPENDED),
    ],
)
def test_only_recruiters_of_admitted_organisations_hold_labels(viewer):
    assert labels_held_by(viewer) == frozenset()


def test_a_recruiter_holds_the_label_of_all_and_of_their_own():
    assert labels_held_by(person(Role.RECRUITER, "acme")) == {RECRUITERS, "org:acme"}


chosen = st.one_of(
    st.just((Audience.RECRUITERS, ())),
    st.tuples(st.just(Audience.ORGANISATIONS), st.lists(st.sampled_from(sorted(ORGANISATIONS)), min_size=1, unique=True)),
)
publications = st.dictionaries(st.sampled_from(PIECES), chosen).map(
    lambda choices: [publication(piece, audience, *names) for piece, (audience, names) in choices.items()]
)


def may_see(published: list[Publication], organisation: str) -> set[str]:
    """Said plainly: a piece is seen when its own publication and the credential's both reach the organisation."""

    def reaches(one: Publication) -> bool:
        return one.audience == Audience.RECRUITERS or organisation in {o.id for o in one.organisations}

    seen = {one.piece for one in published if reaches(one)}
    return seen if CREDENTIAL in seen else set()


@given(published=publications, organisation=st.sampled_from([*sorted(ORGANISATIONS), "stranger"]))
def test_a_viewer_finds_exactly_what_they_may_see(published, organisation):
    held = frozenset({RECRUITERS, organisation_label(organisation)})
    groups = audiences(labels_of_pieces(published))
    found = set().union(*(pieces for labels, pieces in groups.items() if labels & held))
    assert found == may_see(published, organisation)


@given(published=publications, organisation=st.sampled_from([*sorted(ORGANISATIONS), "stranger"]))
def test_one_group_alone_holds_all_that_a_viewer_sees(published, organisation):
    """Conditions of a search hold on one view, so one view must have everything."""
    held = frozenset({RECRUITERS, organisation_label(organisation)})
    reached = [pieces for labels, pieces in audiences(labels_of_pieces(published)).items() if labels & held]
    assert not reached or max(reached, key=len) == may_see(published, organisation)


@given(published=publications)
def test_no_group_shows_evidence_without_its_credential(published):
    assert all(CREDENTIAL in pieces for pieces in audiences(labels_of_pieces(published)).values())


def test_a_part_is_shown_to_no_more_than_its_whole():
    assert within(frozenset({RECRUITERS}), frozenset({"org:a"})) == {"org:a"}
    assert within(frozenset({"org:a", "org:b"}), frozenset({"org:b"})) == {"org:b"}
    assert within(frozenset({"org:a"}), frozenset()) == frozenset()
