"""What is remembered of frameworks holds for as long as they stay the same, and only for those who read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from app.domain import remembered
from app.domain.associations import LoadedAssociation, expansion
from app.domain.database import Base, Database
from app.domain.frameworks import LoadedCompetency, LoadedFramework, competencies_by_key, key_of, load, resolve, retire, titles
from app.domain.models import AssociationKind
from indexer.verification.claims import Alignment

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SKILLS, SQL, PYTHON = "https://skills.example/", "https://skills.example/sql", "https://skills.example/python"


@pytest.fixture
def database(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'r.sqlite3'}")
    Base.metadata.create_all(made.engine)
    store(made, "SQL")
    return made


def store(database: Database, label: str, *, hours: int = 0, joined: bool = False) -> None:
    skills = [LoadedCompetency(SQL, label), *([LoadedCompetency(PYTHON, "Python")] if joined else [])]
    related = [LoadedAssociation(SQL, AssociationKind.RELATED, PYTHON)] if joined else []
    with database.writing() as session:
        load(session, LoadedFramework(SKILLS, f"Skills {hours}", skills, associations=related), now=NOW + timedelta(hours=hours))


def asked(database: Database) -> tuple[str, tuple[str, ...], bool, list[str]]:
    """Label of SQL, its hops, whether Python is known by its address, titles of frameworks: as a new request would have it."""
    keys = {key_of(SQL), key_of(PYTHON)}
    with database.reading() as session:
        found = competencies_by_key(session, keys)
        hops = expansion(session, keys)[key_of(SQL)].related_keys
        return found[key_of(SQL)].label, hops, PYTHON in resolve(session, [Alignment("", PYTHON)]), list(titles(session).values())


def test_what_was_looked_up_is_not_looked_up_again(database):
    before = asked(database)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: statements.append(statement))
    assert asked(database) == before
    assert [s for s in statements if "SELECT" in s] == [s for s in statements if "loaded_at" in s]
    assert len([s for s in statements if "SELECT" in s]) == 1


def test_a_reloaded_framework_is_seen_at_once(database):
    assert asked(database) == ("SQL", (), False, ["Skills 0"])
    store(database, "SQL queries", hours=1, joined=True)
    assert asked(database) == ("SQL queries", (key_of(PYTHON),), True, ["Skills 1"])


def test_a_framework_loaded_with_an_earlier_time_than_another_is_seen(database):
    with database.writing() as session:
        load(session, LoadedFramework("https://other.example/", "Other", []), now=NOW + timedelta(hours=9))
    assert asked(database)[0] == "SQL"
    store(database, "SQL queries", hours=1)
    assert asked(database)[0] == "SQL queries"


def test_what_is_taken_out_of_use_is_seen(database):
    store(database, "SQL", hours=1, joined=True)
    assert asked(database)[1]
    with database.writing() as session:
        retire(session, SKILLS, now=NOW + timedelta(hours=2))
    assert asked(database)[1] == ()


def test_who_writes_sees_what_they_have_written(database):
    asked(database)
    with database.writing() as session:
        assert competencies_by_key(session, [key_of(PYTHON)]) == {}
        skills = [LoadedCompetency(SQL, "SQL"), LoadedCompetency(PYTHON, "Python")]
        load(session, LoadedFramework(SKILLS, "Skills", skills), now=NOW + timedelta(hours=1))
        assert competencies_by_key(session, [key_of(PYTHON)])[key_of(PYTHON)].label == "Python"


def test_a_process_begins_anew_when_there_is_no_room(database, monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 2)
    with database.reading() as session:
        competencies_by_key(session, [key_of(SQL), "1", "2"])
        assert remembered.of(session).competencies == {}
        assert competencies_by_key(session, [key_of(SQL)])
