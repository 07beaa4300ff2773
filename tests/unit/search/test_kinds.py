"""The rule for how large an achievement is and where it was earned; the table in docs/search.md is the rule."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.models import IssuerKind
from app.search.kinds import MACRO, MICRO, NANO, language_of, scale_of, setting_of
from indexer.verification.claims import Achievement, Claims, IssuerProfile
from tests.support.environment import CHECKOUT

SPECIFIED = (CHECKOUT / "docs/search.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "scale"),
    [("BachelorDegree", "macro"), ("ApprenticeshipCertificate", "macro"), ("MicroCredential", "micro"), ("Badge", "micro"),
     ("Assessment", "nano"), ("Achievement", ""), ("ext:BachelorDegree", ""), ("bachelordegree", ""), ("", "")],
)  # fmt: skip
def test_the_scale_follows_from_the_type_alone(kind: str, scale: str) -> None:
    assert scale_of(kind) == scale


def test_no_type_has_two_sizes() -> None:
    assert not MACRO & MICRO | MACRO & NANO | MICRO & NANO


@pytest.mark.parametrize(
    ("kind", "backing", "setting"),
    [("MasterDegree", 6, "formal"), ("Course", 5, "non-formal"), ("Achievement", 4, "non-formal"), ("Fieldwork", 5, "work"),
     ("Course", 3, "community"), ("CommunityService", 6, "community"), ("Testimonial", 4, "community"), ("MasterDegree", 1, ""),
     ("MasterDegree", 2, "")],
)  # fmt: skip
def test_the_setting_follows_from_the_type_and_from_what_stands_behind_it(kind: str, backing: int, setting: str) -> None:
    assert setting_of(kind, backing) == setting


def test_what_an_employer_certifies_was_earned_at_work_unless_it_is_a_degree() -> None:
    found = {kind: setting_of(kind, 5, known_as=IssuerKind.EMPLOYER) for kind in ("Course", "", "MasterDegree", "CommunityService")}
    assert found == {"Course": "work", "": "work", "MasterDegree": "formal", "CommunityService": "community"}
    assert setting_of("Course", 1, known_as=IssuerKind.EMPLOYER) == ""
    assert setting_of("Course", 5, known_as=IssuerKind.INSTITUTION) == "non-formal"


@pytest.mark.parametrize(("given", "language"), [("en-GB", "en"), ("DE", "de"), ("pt_BR", "pt"), (None, ""), ("", ""), ("English", "")])
def test_the_language_is_the_first_subtag(given: str | None, language: str) -> None:
    achievement = Achievement(id=None, name="x", in_language=given)
    claims = Claims(IssuerProfile("did:key:z"), valid_from=datetime(2026, 1, 1, tzinfo=UTC), achievement=achievement)
    assert language_of(claims) == language


def test_every_type_of_the_rule_stands_in_the_documentation() -> None:
    assert [kind for kind in sorted(MACRO | MICRO | NANO) if kind not in SPECIFIED] == []
