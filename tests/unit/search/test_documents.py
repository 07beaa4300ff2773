"""The builder of documents: what is indexed, for whom, at which level."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.domain.database import Base, Database
from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of, load
from app.domain.models import Account, Audience, Competency, Credential, Issuer, Learner, Organisation, Publication, Role, Source, Standing
from app.domain.trust import Backing, Registries
from app.domain.visibility import RECRUITERS, organisation_label
from app.search.documents import (
    Rules,
    build_document,
    held_competencies,
    held_criteria,
    kind_of_evidence,
    leads_somewhere,
    load_learners,
    views_for,
)
from app.search.interface import HeldCriterion, SearchDocument
from indexer.verification.claims import (
    Achievement,
    Alignment,
    Claims,
    Evidence,
    IssuerProfile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)

NOW = datetime(2026, 5, 3, tzinfo=UTC)
RULES = Rules(Registries(), timedelta(hours=72))
PYTHON, SQL = "https://skills.example/python", "https://skills.example/sql"
LEVELS = tuple(RubricCriterionLevel(id=f"urn:level:{n}", order=n, name=name) for n, name in enumerate(("Novice", "Able", "Expert"), 1))


def rubric(name: str | None, *alignments: Alignment) -> ResultDescription:
    return ResultDescription(id=f"urn:{name}", name=name, rubric_criterion_levels=LEVELS, alignments=alignments)


def reaching(name: str | None, order: int | None, *, held: bool = True) -> Result:
    return Result(f"urn:{name}", achieved_level=f"urn:level:{order}", held=held)


def test_a_criterion_is_known_by_its_words_when_no_known_competency_stands_for_it() -> None:
    known = {PYTHON: Competency(key=key_of(PYTHON), label="python", alt_labels=[], framework_key="f")}
    unknown = Alignment("teamwork", "https://elsewhere.example/teamwork")
    described = (rubric("Communication"), rubric("Coding", align(PYTHON)), rubric("Team\nwork", unknown), rubric(None), rubric("Unasked"))
    results = (
        *(reaching("Communication", n, held=n < 3) for n in (1, 2, 3)),
        *(reaching(name, 3) for name in ("Coding", "Team\nwork", None)),
    )
    achievement = Achievement(id="a", name="Ward round", result_descriptions=described)
    found = replace(claims(), achievement=achievement, results=results)
    expected = (HeldCriterion("Communication", 2, "Ward round"), HeldCriterion("Team work", 3, "Ward round"))
    assert held_criteria(found, known) == expected
    assert held_criteria(replace(found, results=(reaching("Communication", None),)), known) == (replace(expected[0], level=None),)
    assert held_criteria(replace(found, achievement=None), known) == ()


def align(uri: str) -> Alignment:
    return Alignment(target_name=uri.rsplit("/", 1)[1], target_url=uri)


def claims(*, results: tuple[Result, ...] = (), described: tuple[Alignment, ...] = (), evidence: tuple[Evidence, ...] = ()) -> Claims:
    description = ResultDescription(id="urn:result", rubric_criterion_levels=LEVELS, alignments=described)
    achievement = Achievement(
        id="https://uni.example/a/1",
        name="Data capstone",
        criteria_narrative="Built a pipeline.",
        achievement_type="Course",
        alignments=(align(PYTHON), align(SQL)),
        result_descriptions=(description,),
    )
    return Claims(
        issuer=IssuerProfile(id="did:web:uni.example", name="Northfield"),
        credential_id="urn:uuid:1",
        types=("VerifiableCredential", "OpenBadgeCredential"),
        name="Data capstone",
        valid_from=datetime(2025, 6, 1, tzinfo=UTC),
        achievement=achievement,
        results=results,
        evidence=evidence,
    )


class World:
    """A database with one learner, one issuer, two organisations and a framework of two skills."""

    def __init__(self, session: Session) -> None:
        self.session = session
        skills = [LoadedCompetency(PYTHON, "Python", ("py",)), LoadedCompetency(SQL, "SQL")]
        loaded = LoadedFramework("https://skills.example/", "Skills", skills)
        load(session, loaded, now=NOW)
        account = Account(email="ana@example.org", role=Role.LEARNER, name="Ana", created_at=NOW, session_epoch=0)
        self.learner = Learner(account=account, shown_name="Ana", headline="Engineer", version=7)
        self.issuer = Issuer(identifier="did:web:uni.example", name="Northfield", first_met_at=NOW, last_met_at=NOW, keys=[])
        self.acme, self.bolt = (Organisation(name=name, state="approved", created_at=NOW) for name in ("Acme", "Bolt"))
        session.add_all([account, self.learner, self.issuer, self.acme, self.bolt])
        session.flush()

    def hold(self, content: Claims, **facts: object) -> Credential:
        fields: dict[str, object] = {
            "learner_id": self.learner.id,
            "original": b"{}",
            "sha256": str(len(self.session.new)).rjust(64, "0"),
            "media_type": "application/json",
            "source": Source.FILE,
            "imported_at": NOW,
            "issuer_id": self.issuer.id,
            "claims": content,
            "verdict": "verified",
            "checked_at": NOW,
            "verified_at": NOW,
        }
        credential = Credential(**(fields | facts))
        self.session.add(credential)
        self.session.flush()
        return credential

    def publish(self, credential: Credential, piece: str = "", *organisations: Organisation) -> None:
        audience = Audience.ORGANISATIONS if organisations else Audience.RECRUITERS
        credential.publications.append(
            Publication(piece=piece, audience=audience, organisations=list(organisations), published_at=NOW)
        )
        self.session.flush()

    def document(self, now: datetime = NOW) -> SearchDocument:
        self.session.expire_all()
        learner, credentials = load_learners(self.session, [self.learner.id])[self.learner.id]
        return build_document(self.session, learner, credentials, rules=RULES, now=now)


@pytest.fixture
def world(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'w.sqlite3'}")
    Base.metadata.create_all(database.engine)
    with database.writing() as session:
        yield World(session)


def test_a_credential_that_is_not_published_is_in_no_view(world):
    world.hold(claims())
    assert world.document().views == ()


def test_a_credential_that_could_never_be_read_is_in_no_view(world):
    world.publish(world.hold(claims()))
    world.publish(world.hold(claims(), claims=None, sha256="1"))
    assert len(world.document().views) == 1


def test_a_published_credential_is_one_view_with_everything_it_says(world):
    world.publish(world.hold(claims()))
    document = world.document()
    (view,) = document.views
    assert (document.version, document.headline, document.headline_labels) == (7, "Engineer", {RECRUITERS})
    assert view.labels == {RECRUITERS}
    assert {c.key for c in view.competencies} == {key_of(PYTHON), key_of(SQL)}
    assert view.backing == Backing.UNKNOWN_ISSUER
    assert view.kind == "Course"
    assert view.issued.isoformat() == "2025-06-01"
    assert "Built a pipeline." in view.text
    assert "py" in view.text.splitlines()


def test_evidence_shown_to_one_organisation_makes_a_view_for_it_alone(world):
    secret = Evidence(pointer="/evidence/0", id="https://uni.example/e.pdf", name="Rosterwise")
    credential = world.hold(claims(evidence=(secret,)))
    world.publish(credential)
    world.publish(credential, "/evidence/0", world.acme)
    by_labels = {view.labels: view for view in world.document().views}
    everybody, acme = by_labels[frozenset({RECRUITERS})], by_labels[frozenset({organisation_label(world.acme.id)})]
    assert "Rosterwise" not in everybody.text
    assert everybody.evidence == frozenset()
    assert "Rosterwise" in acme.text
    assert acme.evidence == {"pdf"}
    held_by_acme = frozenset({RECRUITERS, organisation_label(world.acme.id)})
    assert views_for(world.document(), held_by_acme, NOW) == (acme,)
    held_by_bolt = frozenset({RECRUITERS, organisation_label(world.bolt.id)})
    assert views_for(world.document(), held_by_bolt, NOW) == (everybody,)


def test_evidence_is_never_shown_to_more_than_its_credential(world):
    credential = world.hold(claims(evidence=(Evidence(pointer="/evidence/0", name="Rosterwise"),)))
    world.publish(credential, "", world.acme)
    world.publish(credential, "/evidence/0")
    (view,) = world.document().views
    assert view.labels == {organisation_label(world.acme.id)}
    assert "Rosterwise" in view.text


def test_evidence_alone_shows_nothing(world):
    credential = world.hold(claims(evidence=(Evidence(pointer="/evidence/0", name="Rosterwise"),)))
    world.publish(credential, "/evidence/0")
    assert world.document().views == ()


@pytest.mark.parametrize(
    "facts",
    [
        {"verdict": "failed"},
        {"verdict": "unknown", "verified_at": None},
        {"verdict": "unknown", "verified_at": NOW - timedelta(hours=73)},
        {"holder": "failed"},
    ],
)
def test_a_credential_that_may_not_be_found_is_in_no_view(world, facts):
    world.publish(world.hold(claims(), **facts))
    assert world.document().views == ()


def test_a_look_that_could_not_be_taken_keeps_a_verified_credential_for_the_grace(world):
    world.publish(world.hold(claims(), verdict="unknown", verified_at=NOW - timedelta(hours=71)))
    assert len(world.document().views) == 1


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.BLOCKED])
def test_an_issuer_out_of_the_search_takes_its_credentials_along(world, standing):
    world.publish(world.hold(claims()))
    world.issuer.standing = standing
    world.session.flush()
    assert world.document().views == ()


def test_an_expired_view_is_not_among_those_that_a_viewer_sees(world):
    content = claims()
    expiring = Claims(**{f: getattr(content, f) for f in content.__dataclass_fields__} | {"valid_until": NOW + timedelta(days=1)})
    world.publish(world.hold(expiring))
    document = world.document()
    assert len(views_for(document, frozenset({RECRUITERS}), NOW)) == 1
    assert views_for(document, frozenset({RECRUITERS}), NOW + timedelta(days=2)) == ()


KNOWN = {uri: Competency(key=key, framework_key="f", mentioned=False) for uri, key in ((PYTHON, "py"), (SQL, "sql"))}


def levels(content: Claims) -> dict[str, int | None]:
    return {c.key: c.level for c in held_competencies(content, KNOWN)}


def test_the_framework_of_what_is_only_mentioned_is_what_the_credential_calls_it():
    known = KNOWN | {SQL: Competency(key="sql", framework_key="crosswalk", mentioned=True)}
    for stated, framework in ((" O*NET\n29 ", "O*NET 29"), (None, "")):
        named = replace(align(SQL), target_framework=stated)
        achievement = Achievement(id=None, name="x", alignments=(align(SQL), named, align(PYTHON)))
        found = held_competencies(replace(claims(), achievement=achievement), known)
        assert [(c.key, c.framework) for c in found] == [("py", "f"), ("sql", framework)]


def test_without_results_competencies_are_held_without_a_level():
    assert levels(claims()) == {"py": None, "sql": None}


def test_a_result_that_names_no_competency_speaks_for_all_of_the_achievement():
    assert levels(claims(results=(Result(result_description="urn:result", achieved_level="urn:level:2"),))) == {"py": 2, "sql": 2}


def test_a_result_whose_description_names_a_competency_speaks_for_that_one():
    result = Result(result_description="urn:result", achieved_level="urn:level:3")
    assert levels(claims(results=(result,), described=(align(SQL),))) == {"py": None, "sql": 3}


def test_a_failed_result_is_no_skill():
    failed = Result(result_description="urn:result", status="Failed", held=False)
    assert levels(claims(results=(failed,), described=(align(SQL),))) == {"py": None}


def test_the_highest_of_several_levels_counts():
    results = tuple(Result(result_description="urn:result", achieved_level=f"urn:level:{n}") for n in (3, 1))
    assert levels(claims(results=results)) == {"py": 3, "sql": 3}


@pytest.mark.parametrize(
    ("address", "kind", "opens"),
    [
        (None, "text", False),
        ("https://a.example/work.PDF?x=1", "pdf", True),
        ("https://a.example/photo.jpeg", "image", True),
        ("https://a.example/notes.md", "text", True),
        ("https://git.example/ana/pipeline", "link", True),
        ("data:image/png;base64,AA", "image", True),
        ("javascript:alert(1)", "text", False),
        ("https://[", "link", False),
        ("https:///work", "link", False),
    ],
)
def test_the_kind_of_evidence_and_whether_it_opens_follow_from_its_address(address, kind, opens):
    piece = Evidence(pointer="/evidence/0", id=address)
    assert (kind_of_evidence(piece), leads_somewhere(piece)) == (kind, opens)
