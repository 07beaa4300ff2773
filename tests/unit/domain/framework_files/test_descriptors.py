"""Rich Skill Descriptors and the text files of O*NET, read into the same shape."""

from __future__ import annotations

from app.domain.framework_files import read_framework
from app.domain.models import AssociationKind
from tests.unit.domain.framework_files.files import ONET, said, write

EXACT, CLOSE, RELATED, BROADER, REPLACED = AssociationKind
GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"
RSD = {
    "id": "https://osmt.example/api/skills/1",
    "uuid": GUID,
    "skillName": "Access Creation",
    "skillStatement": "Create access.",
    "keywords": ["AuthN"],
    "alignments": [{"id": "https://skills.emsidata.com/skills/K", "skillName": "Authentication"}, {"skillName": "x"}],
}


def test_rich_skill_descriptors_as_json_alone_as_a_list_and_as_a_collection(tmp_path):
    collection = {"id": "https://osmt.example/api/collections/1", "name": "Security skills", "creator": "A university", "skills": [RSD]}
    for content, title in ((RSD, "Rich skills of osmt.example"), ([RSD], "Rich skills of osmt.example"), (collection, "Security skills")):
        reading = read_framework(write(tmp_path, content))
        (skill,) = reading.framework.competencies
        assert (reading.framework.title, skill.label, skill.description) == (title, "Access Creation", "Create access.")
        assert skill.alt_labels == (), "a keyword is no name"
        assert said(reading) == {(RSD["id"], RELATED, "https://skills.emsidata.com/skills/K")}
        assert [a.target_title for a in reading.framework.associations] == ["Authentication"]
        assert reading.left_out.counts["alignments without an address"] == 1


def test_rich_skill_descriptors_without_a_server_are_named_by_their_file(tmp_path):
    skill = {"id": "https://[", "skillName": "Access", "alignments": True}
    framework = read_framework(write(tmp_path, skill, "skills.json")).framework
    assert framework.title == "Rich skills of skills.json"


def test_rich_skill_descriptors_as_the_table_that_osmt_exports(tmp_path):
    table = (
        '"Canonical URL","RSD Name","Author","Skill Statement","Keywords","Alignment Name","Alignment URL","Alignment 2 URL"\n'
        '"https://osmt.example/api/skills/1","Access Creation","A university","Create access.","AuthN","x","https://k.example/1",""\n'
    )
    reading = read_framework(write(tmp_path, table, "skills.csv"))
    (skill,) = reading.framework.competencies
    assert (skill.label, skill.description) == ("Access Creation", "Create access.")
    assert said(reading) == {("https://osmt.example/api/skills/1", RELATED, "https://k.example/1")}
    assert reading.framework.associations[0].target_title == "x"


def test_onet_as_the_text_files_of_its_database(tmp_path):
    model = (
        "Element ID\tElement Name\tDescription\n2.A.1\tContent\tBackground.\n2.A.1.a\tReading Comprehension\tUnderstanding sentences.\n"
        "1.B.1.a\tRealistic\tAn interest.\n"
    )
    ratings = (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
        "11-1011.00\t2.A.1.a\tReading Comprehension\tIM\t4.12\n"
        "11-1011.00\t2.C.1.a\tAdministration\tIM\t4\n11-1011.00\t2.C.1.a\tAdministration\tLV\t5\n"
    )
    write(tmp_path, model, "db/Content Model Reference.txt")
    write(tmp_path, ratings, "db/Skills.txt")
    reading = read_framework(tmp_path / "db")
    found = {c.code: (c.uri, c.label, c.description) for c in reading.framework.competencies}
    assert found["2.A.1.a"] == (ONET + "2.A.1.a", "Reading Comprehension", "Understanding sentences.")
    assert found["2.C.1.a"][1] == "Administration"
    assert said(reading, ONET) == {("2.A.1.a", BROADER, "2.A.1")}
    assert list(reading.left_out.lines()) == ["elements that are no competencies: 1 (for example 1.B.1.a Realistic)"]
    assert "CC BY 4.0" in reading.framework.attribution
