"""Framework files: every form is recognised by what is in it, and a wrong file is a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.database import Database
from app.domain.errors import DomainError, DuplicateError, InvalidError
from app.domain.framework_files import read_framework
from app.domain.frameworks import LoadedFramework, load
from app.domain.models import Competency
from app.domain.schema import prepare
from tests.factories.house import NOW

ESCO = "http://data.europa.eu/esco/skill/"
CASE = "https://frameworks.example/ims/case/v1p0/"


def write(folder: Path, content: object, name: str = "file.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def item(number: int, **members: Any) -> dict[str, Any]:
    return {"identifier": f"id-{number}", "uri": f"{CASE}CFItems/{number}", "fullStatement": f"Does {number}.", **members}


def package(*items: dict[str, Any], **members: Any) -> dict[str, Any]:
    document = {"uri": f"{CASE}CFDocuments/1", "title": "Data skills", "creator": "A board", "version": "2", **members}
    return {"CFDocument": document, "CFItems": list(items), "CFAssociations": []}


def test_esco_as_a_json_list(tmp_path):
    entry = {"uri": ESCO + "1", "prefLabel": " Haskell ", "altLabels": ["hs", "hs", ""], "description": "A language."}
    (competency,) = (found := read_framework(write(tmp_path, [entry]))).competencies
    assert (found.title, found.publisher) == ("ESCO", "European Commission")
    assert "European Commission" in found.attribution
    assert (competency.uri, competency.label, competency.alt_labels) == (ESCO + "1", "Haskell", ("hs",))


def test_esco_as_the_table_of_its_download_page(tmp_path):
    table = (
        "conceptType,conceptUri,preferredLabel,altLabels,status,description\n"
        f'KnowledgeSkillCompetence,{ESCO}1,Haskell,"hs\nHaskell 98",released,"A language, pure."\n'
        f"KnowledgeSkillCompetence,{ESCO}2,Fortran,,obsolete,\n"
    )
    (competency,) = read_framework(write(tmp_path, "\ufeff" + table, "skills_en.csv")).competencies
    assert (competency.label, competency.alt_labels) == ("Haskell", ("hs", "Haskell 98"))
    assert competency.description == "A language, pure."


def test_the_esco_part_that_is_shared_is_read_whole(tmp_path):
    from tests.support import environment

    esco = environment.vectors().parent / "data/esco-ict/skills.json"
    assert len(read_framework(esco).competencies) == 877


def test_case_takes_the_short_statement_as_name_and_the_code_of_people(tmp_path):
    content = package(item(1, abbreviatedStatement="Databases", humanCodingScheme="HS.DB.2", conceptKeywords=["sql"]), item(2))
    found = read_framework(write(tmp_path, content))
    first, second = found.competencies
    assert (found.title, found.publisher, found.version) == ("Data skills", "A board", "2")
    assert (first.label, first.code, first.description, first.alt_labels) == ("Databases", "HS.DB.2", "Does 1.", ("sql",))
    assert (second.label, second.description) == ("Does 2.", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not complete JSON: line 1"),
        ("[" * 100_000, "nested too deeply"),
        ([], "in no form"),
        ({"a": 1}, "CASE package"),
        ("a,b\n1,2\n", "in no form"),
        ("", "in no form"),
        ({"CFDocument": {}, "CFItems": {}}, "expected a CFPackage"),
        (package(), "no competency"),
        (package({"fullStatement": "x", "identifier": "id-7"}), "id-7 has no uri"),
        (package(item(1, fullStatement="")), "competency 1: expected an address"),
        (package(item(1, uri="https://x.example/" + "a" * 2000)), "at most 2000 bytes"),
    ],
)
def test_a_wrong_file_is_a_sentence(tmp_path, content, said):
    with pytest.raises(InvalidError) as caught:
        read_framework(write(tmp_path, content))
    assert said in caught.value.message


def test_no_file_and_no_text_are_sentences(tmp_path):
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "bytes.json"):
        with pytest.raises(DomainError):
            read_framework(path)


def test_an_address_that_comes_twice_is_one_competency(tmp_path):
    found = read_framework(write(tmp_path, package(item(1, abbreviatedStatement="First"), item(1, abbreviatedStatement="Again"))))
    assert [c.label for c in found.competencies] == ["First"]


def test_a_competency_of_another_framework_is_refused_and_nothing_is_kept(tmp_path, settings):
    database = Database(settings.database_url)
    prepare(database)
    first = read_framework(write(tmp_path, package(item(1), item(2))))
    second = LoadedFramework("https://other.example/", "Other", [*first.competencies[:1]])
    with database.writing() as session:
        load(session, first, now=NOW)
    with pytest.raises(DuplicateError, match="Data skills"), database.writing() as session:
        load(session, second, now=NOW)
    with database.reading() as session:
        assert session.query(Competency).count() == 2
    database.close()


def test_loading_a_newer_file_retires_what_is_gone_and_brings_back_what_returns(tmp_path, settings):
    database = Database(settings.database_url)
    prepare(database)
    both, one = (read_framework(write(tmp_path, package(*items))) for items in ((item(1), item(2)), (item(1),)))
    for framework, expected in ((both, (2, 0)), (one, (1, 1)), (both, (2, 0))):
        with database.writing() as session:
            assert load(session, framework, now=NOW) == expected
    database.close()
