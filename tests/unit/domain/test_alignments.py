"""What a credential points to: identifiers in any form first, then framework and code, else it stays words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.domain.alignments import named, resolve
from app.domain.database import Database
from app.domain.frameworks import LoadedCompetency, LoadedFramework, load
from app.domain.schema import prepare
from indexer.verification.claims import Alignment
from tests.factories.house import NOW

GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"
CTID = "ce-6b7f0d5c-1f2e-4a3b-9c8d-0123456789ff"
CASE = f"https://frameworks.example/ims/case/v1p0/CFItems/{GUID}"
REGISTRY = f"https://credentialengineregistry.org/resources/{CTID}"
ONET = "https://www.onetonline.org/find/descriptor/result/"


@pytest.fixture
def session(settings) -> Iterator[Session]:
    database = Database(settings.database_url)
    prepare(database)
    with database.writing() as session:
        case = [LoadedCompetency(CASE, "Databases", code="HS.DB.2"), LoadedCompetency(REGISTRY, "Baking", code="1.1")]
        onet = [
            LoadedCompetency(ONET + "2.A.1.a", "Reading Comprehension", code="2.A.1.a"),
            LoadedCompetency("urn:x:1", "One", code="twice"),
            LoadedCompetency("urn:x:2", "Two", code="twice"),
            LoadedCompetency("urn:x:3", "Old", code="again", retired=True),
            LoadedCompetency("urn:x:4", "New", code="again"),
        ]
        load(session, LoadedFramework("https://frameworks.example/uri/1", "Data skills", case), now=NOW)
        load(session, LoadedFramework("https://www.onetonline.org/", "O*NET", onet), now=NOW)
    with database.reading() as session:
        yield session
    database.close()


def label(session: Session, alignment: Alignment) -> str | None:
    found = named(resolve(session, [alignment]), alignment)
    return found.label if found else None


@pytest.mark.parametrize(
    ("alignment", "expected"),
    [
        (Alignment("x", CASE), "Databases"),
        (Alignment("x", f"https://mirror.example/ims/case/v1p1/CFItems/{GUID.upper()}/"), "Databases"),
        (Alignment("x", f"urn:uuid:{GUID}"), "Databases"),
        (Alignment("x", "https://unknown.example/", GUID), "Databases"),
        (Alignment("x", None, f" {GUID} "), "Databases"),
        (Alignment("x", f"http://credentialengineregistry.org/graph/{CTID}"), "Baking"),
        (Alignment("x", None, CTID), "Baking"),
        (Alignment("x", "http://onetonline.org/find/descriptor/browse/2.A/2.A.1.a"), "Reading Comprehension"),
        (Alignment("x", None, "2.A.1.a", "O*NET"), "Reading Comprehension"),
        (Alignment("x", "https://www.onetonline.org/", "2.A.1.a", "o-net"), "Reading Comprehension"),
        (Alignment("x", "https://www.onetonline.org/", "2.A.1.a", "http://www.onetonline.org"), "Reading Comprehension"),
        (Alignment("x", None, "again", "O*NET"), "New"),
        (Alignment("x", "urn:x:3"), "Old"),
        (Alignment("Databases"), None),
        (Alignment("Databases", None, None, "Data skills"), None),
        (Alignment("x", None, "hs.db.2", "Data skills"), None),
        (Alignment("x", None, "2.A.1.a"), None),
        (Alignment("x", None, "2.A.1.a", "Data skills"), None),
        (Alignment("x", None, "twice", "O*NET"), None),
        (Alignment("x", None, "", "O*NET"), None),
        (Alignment("x", "https://["), None),
    ],
)
def test_an_alignment_is_a_competency_by_identifier_or_by_framework_and_code(session, alignment, expected):
    assert label(session, alignment) == expected


def test_the_address_counts_before_the_code(session):
    assert label(session, Alignment("x", REGISTRY, "2.A.1.a", "O*NET")) == "Baking"


def test_one_address_with_several_codes_is_several_competencies(session):
    pair = [Alignment("x", "https://frameworks.example/", code, "Data skills") for code in ("HS.DB.2", "1.1")]
    known = resolve(session, pair)
    assert [named(known, a).label for a in pair] == ["Databases", "Baking"]


def test_a_page_of_alignments_is_one_query(session):
    asked: list[str] = []
    event.listen(session.bind, "before_cursor_execute", lambda _c, _cu, statement, *_: asked.append(statement))
    resolve(session, [Alignment("x", f"https://skills.example/{n}", str(n), "O*NET") for n in range(150)] + [Alignment("x", CASE)])
    assert sum("FROM competencies" in statement for statement in asked) == 1
    assert resolve(session, []) == {}
    assert len(resolve(session, [Alignment("x", f"https://skills.example/{n}") for n in range(900)] + [Alignment("x", CASE)])) == 1
