"""The command line: what it does, its exit status, and a sentence instead of a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import delete

from app.domain.models import Account, AuditEntry, Competency, Issuer, Learner, OutboxRow, Rebuild, Standing
from app.search.interface import SearchDocument
from tests.factories.house import House


def run(house: House, *words: str, given: str | None = None) -> Result:
    """Run `evident` with these words on the test's portal."""
    with house.app.app_context():
        return house.app.test_cli_runner().invoke(args=list(words), input=given)


@pytest.fixture
def badge(house: House, tmp_path: Path) -> Path:
    path = tmp_path / "badge.json"
    path.write_bytes(house.signed())
    return path


def test_a_good_file_is_verified_with_status_0(house, badge):
    result = run(house, "verify", str(badge))
    assert result.exit_code == 0
    assert "Verified" in result.output
    assert "The signature fits" in result.output


def test_of_several_the_worst_status_counts(house, badge, tmp_path):
    altered, none = tmp_path / "altered.json", tmp_path / "none.json"
    altered.write_bytes(badge.read_bytes().replace(b"three loaves", b"nine loaves"))
    none.write_text("{}")
    assert run(house, "verify", str(altered)).exit_code == 1
    assert run(house, "verify", str(badge), str(altered)).exit_code == 1
    assert run(house, "verify", str(badge), str(none), str(altered)).exit_code == 3


def test_a_time_and_a_recipient_are_judged(house, badge):
    assert run(house, "verify", "--at", "2031-01-01T00:00:00Z", str(badge)).exit_code == 1
    assert run(house, "verify", "--recipient", "eve@example.org", str(badge)).exit_code == 1
    assert run(house, "verify", "--recipient", "ada@example.org", str(badge)).exit_code == 0


def test_the_report_comes_as_json_also_from_standard_input(house, badge):
    result = run(house, "verify", "--json", "-", given=badge.read_text())
    assert json.loads(result.output)["verdict"] == "verified"


def test_a_file_that_is_not_there_is_a_sentence_and_status_2(house):
    result = run(house, "verify", "nowhere.json")
    assert result.exit_code == 2
    assert "Expected a file, a web address or -" in result.output


def test_the_index_is_compared_and_repaired(house):
    house.publish(house.hold(house.learner("ada@example.org"), house.signed()))
    assert "0 missing, 0 ghosts, 0 stale; 1 agree" in run(house, "index", "check").output
    with house.services.database.reading() as session:
        learner = session.query(Learner).one()
    house.services.engine.remove({learner.id: learner.version})
    house.services.engine.write([SearchDocument("f" * 32, 3, "", frozenset(), _views(house))])
    result = run(house, "index", "check", "--repair")
    assert result.exit_code == 1
    assert "1 missing, 1 ghosts" in result.output
    house.index()
    assert run(house, "index", "check").exit_code == 0


def _views(house: House) -> tuple[object, ...]:
    from app.search.documents import build_document, load_learners

    with house.services.database.reading() as session:
        ((learner, held),) = load_learners(session, [session.query(Learner).one().id]).values()
        return build_document(session, learner, held, rules=house.services.rules, now=house.clock()).views


def test_the_index_is_built_again(house):
    house.publish(house.hold(house.learner("ada@example.org"), house.signed()))
    result = run(house, "index", "rebuild")
    assert result.exit_code == 0, result.output
    assert "1 people are in the new index" in result.output
    assert run(house, "index", "status").exit_code == 0


def test_a_framework_is_loaded_and_listed(house, tmp_path):
    path = tmp_path / "skills.json"
    path.write_text(json.dumps([{"uri": "http://data.europa.eu/esco/skill/1", "prefLabel": "Haskell", "altLabels": ["hs"]}]))
    result = run(house, "framework", "load", str(path))
    assert result.exit_code == 0, result.output
    assert "1 competencies in force" in result.output
    with house.services.database.reading() as session:
        assert session.query(Competency).one().label == "Haskell"
    assert "ESCO" in run(house, "framework", "list").output


def test_a_file_in_no_known_form_names_the_known_ones(house, tmp_path):
    path = tmp_path / "what.json"
    path.write_text('{"a": 1}')
    result = run(house, "framework", "load", str(path))
    assert result.exit_code == 2
    assert "CASE" in result.output


def test_an_account_is_opened_and_can_sign_in(house):
    words = ("user", "add", "--role", "admin", "--email", "root@example.org", "--name", "Root", "--password-stdin")
    assert run(house, *words, given="a good long password\n").exit_code == 0
    answer = house.client().post("/sign-in", data={"email": "root@example.org", "password": "a good long password"})
    assert answer.location == "/admin"
    assert run(house, *words, given="a good long password\n").exit_code == 2, "there is one already"


def test_a_recruiter_needs_an_organisation_that_is_there(house):
    words = ("user", "add", "--role", "recruiter", "--email", "r@example.org", "--name", "R", "--password-stdin")
    assert run(house, *words, given="a good long password\n").exit_code == 2
    assert "no organisation of this name" in run(house, *words, "--organisation", "Acme", given="a good long password\n").output


def test_decisions_about_an_issuer_stand_in_the_log(house):
    house.publish(house.hold(house.learner("ada@example.org"), house.signed()))
    with house.services.database.reading() as session:
        identifier = session.query(Issuer).one().identifier
    assert identifier in run(house, "issuer", "list").output
    assert identifier in run(house, "issuer", "show", identifier).output
    result = run(house, "issuer", "suspend", identifier, "--reason", "Looking into it")
    assert "1 published credentials of 1 people are concerned" in result.output
    with house.services.database.reading() as session:
        assert session.query(Issuer).one().standing == Standing.SUSPENDED
        assert session.query(AuditEntry).one().reason == "Looking into it"
        assert session.query(OutboxRow).count() == 1


def test_an_issuer_that_is_not_there_is_a_sentence(house):
    result = run(house, "issuer", "block", "did:web:nobody.example", "--reason", "x")
    assert result.exit_code == 2
    assert "No credential of such an issuer" in result.output


def test_an_organisation_is_admitted_by_name(house):
    house.recruiter("Acme", state="waiting")
    assert run(house, "organisation", "approve", "acme", "--reason", "Known").output == "Acme: approved.\n"
    assert "approved" in run(house, "organisation", "list").output


def test_recruiters_are_mailed_when_their_organisation_is_admitted_here(house, capfd):
    rita = house.recruiter("Acme", state="waiting")
    with house.services.database.writing() as session:
        session.get_one(Account, rita.id).email_confirmed_at = house.clock()
    approved = run(house, "organisation", "approve", "acme", "--reason", "Known")
    assert "mail to rita@acme.example: Acme can search on Evident now" in approved.output + capfd.readouterr().err


def test_the_tables_are_as_expected(house):
    assert run(house, "db", "check").output == "The tables are as expected.\n"
    with house.services.database.writing() as session:
        session.execute(delete(OutboxRow))
    assert "the newest is" in run(house, "db", "current").output
    assert run(house, "db", "upgrade").exit_code == 0


@pytest.mark.parametrize("group", ["verify", "index", "framework", "user", "issuer", "organisation", "db", "worker"])
def test_every_command_has_help(house, group):
    result = run(house, group, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output


def evident(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command, in a folder of its own with nothing but this environment."""
    command = [str(Path(sys.executable).with_name("evident")), *words]
    surroundings = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


def test_a_wrong_setting_is_a_sentence_from_any_folder(tmp_path):
    for words in (("index", "status"), ("verify", "badge.json")):
        result = evident(tmp_path, *words, EVIDENT_LOG_LEVEL="LOUD", EVIDENT_DATA_DIR=str(tmp_path))
        assert result.returncode == 2
        assert "EVIDENT_LOG_LEVEL: expected one of DEBUG" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"EVIDENT_DATA_DIR": "/proc/nowhere"}, "/proc/nowhere: No such file or directory"),
        ({"EVIDENT_DATABASE_URL": "sqlite:////proc/nowhere/x.sqlite3"}, "/proc/nowhere"),
        ({"EVIDENT_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/nothing"}, "The database does not answer"),
        ({"EVIDENT_REGISTRIES": "/etc/hostname"}, "hostname: expected"),
        ({"EVIDENT_SEARCH_URL": "http://127.0.0.1:9/people"}, "does not answer"),
    ],
)
def test_what_is_out_of_reach_is_a_sentence(tmp_path, environment, said):
    result = evident(tmp_path, "index", "status", **{"EVIDENT_DATA_DIR": str(tmp_path / "data")} | environment)
    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert "create_connection" not in result.stderr, "a library's own account of it"


def test_the_worker_ends_cleanly_when_told(tmp_path):
    command = [str(Path(sys.executable).with_name("evident")), "worker"]
    surroundings = {"PATH": "/usr/bin:/bin", "EVIDENT_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        assert "The worker runs" in worker.stderr.readline()
        worker.terminate()
        assert worker.wait(20) == 0
        assert "Traceback" not in worker.stderr.read()


def test_help_and_verifying_make_no_file_in_the_folder_where_one_stands(tmp_path, badge):
    here = tmp_path / "here"
    here.mkdir()
    assert evident(here, "--help", EVIDENT_LOG_LEVEL="LOUD").returncode == 0
    assert evident(here, "verify", str(badge)).returncode in (0, 1)
    assert list(here.iterdir()) == []


def test_a_loaded_framework_has_the_index_built_again(house, tmp_path):
    path = tmp_path / "skills.json"
    path.write_text(json.dumps([{"uri": "http://data.europa.eu/esco/skill/1", "prefLabel": "Haskell"}]))
    run(house, "framework", "load", str(path))
    with house.services.database.reading() as session:
        assert session.query(Rebuild).one().finished_at is None
