"""Every form of framework file: recognised by what is in it, read into the same shape, and what is left out is told."""

from __future__ import annotations

import json

import pytest

from app.domain.errors import InvalidError
from app.domain.framework_files import read_framework
from app.domain.framework_files.interface import Reading
from app.domain.models import AssociationKind
from tests.unit.domain.framework_files.files import CASE, ESCO, ONET, REGISTRY, item, package, says, write

EXACT, CLOSE, RELATED, BROADER, REPLACED = AssociationKind
GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"


def said(reading: Reading, strip: str = "") -> set[tuple[str, AssociationKind, str]]:
    """The associations, with the common beginning of their addresses taken off."""
    return {(a.origin.replace(strip, ""), a.kind, a.target.replace(strip, "")) for a in reading.framework.associations}


def test_esco_as_a_json_list(tmp_path):
    entry = {"uri": ESCO + "1", "prefLabel": " Haskell ", "altLabels": ["hs", "hs", ""], "description": "A language."}
    framework = read_framework(write(tmp_path, [entry])).framework
    (competency,) = framework.competencies
    assert (framework.title, framework.publisher) == ("ESCO", "European Commission")
    assert "European Commission" in framework.attribution
    assert (competency.uri, competency.label, competency.alt_labels) == (ESCO + "1", "Haskell", ("hs",))


def test_esco_as_the_table_of_its_download_page(tmp_path):
    table = (
        "conceptType,conceptUri,preferredLabel,altLabels,status,description\n"
        f'KnowledgeSkillCompetence,{ESCO}1,Haskell,"hs\nHaskell 98",released,"A language, pure."\n'
        f"KnowledgeSkillCompetence,{ESCO}2,Fortran,,obsolete,\n"
        "Occupation,http://data.europa.eu/esco/occupation/3,baker,,released,\n"
    )
    reading = read_framework(write(tmp_path, "\ufeff" + table, "skills_en.csv"))
    haskell, fortran = reading.framework.competencies
    assert (haskell.label, haskell.alt_labels, haskell.description) == ("Haskell", ("hs", "Haskell 98"), "A language, pure.")
    assert (fortran.label, fortran.retired) == ("Fortran", True)
    assert list(reading.left_out.lines()) == ["concepts that are no skills: 1 (for example baker, Occupation)"]


def test_esco_as_the_folder_of_its_download_with_groups_and_relations(tmp_path):
    skill, group = "KnowledgeSkillCompetence", "SkillGroup"
    skills = f"{skill},{ESCO}1,SQL,released\n{skill},{ESCO}2,data,released\n"
    broader = f"{ESCO}1,{ESCO}S1\nhttp://x.example/o,http://x.example/p\n"
    write(tmp_path, "conceptType,conceptUri,preferredLabel,status\n" + skills, "a/skills_en.csv")
    write(tmp_path, f"conceptType,conceptUri,preferredLabel,code\n{group},{ESCO}S1,computers,S1\n", "a/skillGroups_en.csv")
    write(tmp_path, "conceptUri,broaderUri\n" + broader, "a/broaderRelationsSkillPillar_en.csv")
    write(tmp_path, f"originalSkillUri,relationType,relatedSkillUri\n{ESCO}1,essential,{ESCO}2\n", "a/skillSkillRelations_en.csv")
    write(tmp_path, f"conceptType,conceptUri,preferredLabel,broaderConceptUri\n{skill},{ESCO}1,SQL again,x\n", "a/digital_en.csv")
    write(tmp_path, "occupationUri,relationType,skillUri\nx,essential,y\n", "a/occupationSkillRelations_en.csv")
    reading = read_framework(tmp_path / "a")
    assert {(c.label, c.code) for c in reading.framework.competencies} == {("SQL", ""), ("data", ""), ("computers", "S1")}
    assert said(reading, ESCO) == {("1", BROADER, "S1"), ("1", RELATED, "2")}
    assert reading.left_out.examples["files that are not used"] == ["occupationSkillRelations_en.csv"]


def test_esco_as_json_ld(tmp_path):
    skos = "http://www.w3.org/2004/02/skos/core#"
    graph = [
        {"@id": "http://data.europa.eu/esco/concept-scheme/skills", "@type": "skos:ConceptScheme", "dct:title": "Skills"},
        {
            "@id": ESCO + "1",
            "@type": ["skos:Concept", "http://data.europa.eu/esco/model#Skill"],
            "skos:prefLabel": [{"@language": "de", "@value": "Abfragen"}, {"@language": "en", "@value": "queries"}],
            skos + "altLabel": {"en": ["asking", "asking"], "de": "Fragen"},
            "dct:description": [{"@type": "esco:NodeLiteral", "language": "en", "nodeLiteral": "", "literalForm": "To ask."}],
            "skos:broader": {"@id": ESCO + "S1"},
            "skos:exactMatch": ["https://other.example/ask"],
            "skos:narrower": [{"@id": ESCO + "2"}],
            "dct:isReplacedBy": ESCO + "9",
        },
        {"uri": ESCO + "2", "preferredLabel": {"fr": "requêtes"}, "status": "obsolete"},
        {"@id": "http://data.europa.eu/esco/occupation/3", "@type": "esco:Occupation", "skos:prefLabel": "baker"},
    ]
    reading = read_framework(write(tmp_path, {"@context": {}, "@graph": graph}, "esco.jsonld"))
    first, second = reading.framework.competencies
    assert reading.framework.title == "ESCO"
    assert (first.label, first.alt_labels, first.description) == ("queries", ("asking",), "To ask.")
    assert (second.label, second.retired) == ("requêtes", True)
    other = {("1", EXACT, "https://other.example/ask"), ("1", REPLACED, "9")}
    assert said(reading, ESCO) == {("1", BROADER, "S1"), ("2", BROADER, "1")} | other
    assert reading.left_out.counts["concepts that are no skills"] == 1


def test_esco_as_json_ld_with_texts_in_nodes_of_their_own(tmp_path):
    def label(name: str, language: str) -> dict[str, object]:
        return {"@id": f"l:{name}", "@type": "skosxl:Label", "skosxl:literalForm": {"@language": language, "@value": name}}

    description = {"@id": "d:1", "@type": "esco:NodeLiteral", "esco:nodeLiteral": "To ask.", "dct:language": "en"}
    skill = {
        "@id": ESCO + "1",
        "@type": ["esco:Skill"],
        "skosxl:prefLabel": [{"@id": "l:Abfragen"}, {"@id": "l:queries"}],
        "skosxl:altLabel": {"@id": "l:asking"},
        "dct:description": [{"@id": "d:1"}],
    }
    both = {"@id": ESCO + "2", "skos:prefLabel": {"@language": "en", "@value": "data"}, "skosxl:prefLabel": {"@id": "l:gone"}}
    graph = [skill, both, label("Abfragen", "de"), label("queries", "en"), label("asking", "en"), description]
    first, second = read_framework(write(tmp_path, {"@graph": graph})).framework.competencies
    assert (first.label, first.alt_labels, first.description) == ("queries", ("asking",), "To ask.")
    assert second.label == "data"


def test_any_other_skos_vocabulary_is_named_by_its_scheme(tmp_path):
    scheme = {"@id": "https://v.example/", "@type": "ConceptScheme", "title": {"en": "Crafts"}, "license": {"@id": "https://l.example/"}}
    concept = {"@id": "https://v.example/1", "@type": "Concept", "prefLabel": {"en-GB": "weaving"}, "notation": "W1"}
    framework = read_framework(write(tmp_path, {"@graph": [scheme, concept]})).framework
    assert (framework.uri, framework.title, framework.attribution) == ("https://v.example/", "Crafts", "Licence: https://l.example/")
    assert [(c.label, c.code) for c in framework.competencies] == [("weaving", "W1")]


def test_the_esco_part_that_is_shared_is_read_whole(tmp_path):
    from tests.support import environment

    esco = environment.vectors().parent / "data/esco-ict/skills.json"
    assert len(read_framework(esco).framework.competencies) == 877


def test_escos_occupations_are_no_competencies_and_retire_nothing(tmp_path):
    from tests.support import environment

    occupations = environment.vectors().parent / "data/esco-ict/occupations.json"
    table = write(tmp_path, "conceptUri,preferredLabel\nhttp://data.europa.eu/esco/occupation/1,baker\n", "occupations.csv")
    for path, said_so in ((occupations, "concepts that are no skills: 30"), (table, "no skills here")):
        with pytest.raises(InvalidError, match=said_so):
            read_framework(path)


def test_case_takes_the_short_statement_as_name_and_the_code_of_people(tmp_path):
    short = {"abbreviatedStatement": "Databases", "alternativeLabel": "DB", "humanCodingScheme": "HS.DB.2"}
    ended = {"statusEndDate": "2026-01-31", "uri": "", "identifier": GUID}
    framework = read_framework(write(tmp_path, package(item(1, **short), item(2, **ended)))).framework
    first, second = framework.competencies
    assert (framework.title, framework.publisher, framework.version) == ("Data skills", "A board", "2")
    assert (first.label, first.code, first.description, first.alt_labels) == ("Databases", "HS.DB.2", "Does 1.", ("DB",))
    assert (second.label, second.description, second.uri) == ("Does 2.", "", f"urn:uuid:{GUID}")
    assert str(second.until) == "2026-01-31"


def test_case_says_how_its_items_stand_to_each_other_and_to_others(tmp_path):
    def node(number: int) -> dict[str, str]:
        return {"title": "x", "identifier": f"id-{number}", "uri": f"{CASE}CFItems/{number}"}

    associations = (
        says(node(2), "isChildOf", node(1)),
        says(node(1), "isChildOf", {"uri": f"{CASE.replace('https', 'http')}CFDocuments/1"}),
        says(node(2), "exactMatchOf", {"identifier": GUID}, uri=f"{CASE}CFAssociations/7"),
        says(f"{CASE}CFItems/2", "isRelatedTo", f"{CASE}CFItems/3"),
        says(node(2), "isPartOf", node(4)),
        says(node(2), "replacedBy", node(5)),
        says(node(2), "precedes", node(6)),
        says(node(2), "isPeerOf", None),
    )
    reading = read_framework(write(tmp_path, package(item(1), item(2), associations=associations)))
    items = {("2", BROADER, "1"), ("2", RELATED, "3"), ("2", BROADER, "4"), ("2", REPLACED, "5"), ("2", EXACT, f"urn:uuid:{GUID}")}
    assert said(reading, f"{CASE}CFItems/") == items
    assert {a.identifier for a in reading.framework.associations} == {"", f"{CASE}CFAssociations/7"}
    assert {(a.origin_title, a.target_title) for a in reading.framework.associations} >= {("x", "x"), ("", "")}
    assert reading.left_out.examples["associations of a kind that is not used"] == ["precedes"]
    assert reading.left_out.counts["associations with an end that has no usable address"] == 1


def test_case_from_a_server_that_writes_paths_only_goes_by_the_guid(tmp_path):
    path = {"identifier": GUID, "uri": f"/ims/case/v1p1/CFItems/{GUID}"}
    child = says(path, "isChildOf", {"uri": f"{CASE}CFItems/2"})
    reading = read_framework(write(tmp_path, package(item(1, **path), associations=(child,))))
    assert reading.framework.competencies[0].uri == f"urn:uuid:{GUID}"
    assert said(reading) == {(f"urn:uuid:{GUID}", BROADER, f"{CASE}CFItems/2")}


def test_case_with_associations_only_is_a_crosswalk(tmp_path):
    association = says({"uri": f"{CASE}CFItems/1"}, "exactMatchOf", {"uri": ESCO + "1"})
    whole = package(associations=(association,), title="Ours to ESCO")
    for content, title in ((whole, "Ours to ESCO"), ({"CFPackage": whole}, "Ours to ESCO"), ({"CFAssociations": [association]}, "w.json")):
        reading = read_framework(write(tmp_path, content, "w.json"))
        assert (reading.framework.title, reading.framework.competencies) == (title, ())
        assert said(reading) == {(f"{CASE}CFItems/1", EXACT, ESCO + "1")}


def test_ctdl_asn_of_the_credential_registry(tmp_path):
    graph = [
        {
            "@id": REGISTRY + f"ce-{GUID}",
            "@type": "ceasn:CompetencyFramework",
            "ceasn:name": {"en-us": "Security"},
            "ceasn:publisherName": {"en-us": ["A university"]},
            "ceasn:license": "https://creativecommons.org/licenses/by/4.0/",
        },
        {
            "@id": REGISTRY + "1",
            "@type": "ceasn:Competency",
            "ceterms:ctid": "ce-1",
            "ceasn:competencyLabel": {"en-us": "Access"},
            "ceasn:competencyText": {"en-us": "Creates access."},
            "ceasn:codedNotation": "A.1",
            "ceasn:isTopChildOf": REGISTRY + f"ce-{GUID}",
            "ceasn:isChildOf": [REGISTRY + f"ce-{GUID}"],
            "ceasn:hasChild": {"@list": [REGISTRY + "2"]},
            "ceasn:exactAlignment": ["https://osmt.example/api/skills/9"],
            "ceasn:narrowAlignment": REGISTRY + "3",
            "ceasn:prerequisiteAlignment": [REGISTRY + "4"],
        },
        {"@id": REGISTRY + "2", "@type": "ceasn:Competency", "ceasn:competencyText": {"en": "Grants access."}},
    ]
    reading = read_framework(write(tmp_path, {"@context": "x", "@graph": graph}))
    framework, (first, second) = reading.framework, reading.framework.competencies
    assert (framework.title, framework.publisher, framework.uri) == ("Security", "A university", REGISTRY + f"ce-{GUID}")
    assert (first.label, first.description, first.code) == ("Access", "Creates access.", "A.1")
    assert (second.label, second.description) == ("Grants access.", "")
    assert said(reading, REGISTRY) == {("2", BROADER, "1"), ("1", EXACT, "https://osmt.example/api/skills/9"), ("3", BROADER, "1")}
    assert reading.left_out.counts["associations of a kind that is not used"] == 1


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


def test_a_crosswalk_in_sssom(tmp_path):
    table = (
        "# mapping_set_id: https://walks.example/1\n# mapping_set_title: 'Ours to ESCO'\n# license: https://l.example/\n# curie_map:\n"
        f"#   esco: {ESCO}\n#   own: https://own.example/\n# mapping_set_version: 3\n"
        "subject_id\tpredicate_id\tobject_id\tpredicate_modifier\n"
        "own:1\tskos:exactMatch\tesco:1\t\nown:2\tskos:broadMatch\tesco:2\t\nown:3\tskos:narrowMatch\tesco:3\t\n"
        "own:4\thttp://www.w3.org/2004/02/skos/core#closeMatch\tesco:4\t\nown:5\tskos:relatedMatch\tesco:5\t\n"
        "own:6\tskos:exactMatch\tesco:6\tNot\nown:7\tskos:mappingRelation\tesco:7\t\n"
    )
    reading = read_framework(write(tmp_path, table, "walk.sssom.tsv"))
    framework = reading.framework
    assert (framework.uri, framework.title, framework.version) == ("https://walks.example/1", "Ours to ESCO", "3")
    own = "https://own.example/"
    assert said(reading) == {
        (own + "1", EXACT, ESCO + "1"),
        (own + "2", BROADER, ESCO + "2"),
        (ESCO + "3", BROADER, own + "3"),
        (own + "4", CLOSE, ESCO + "4"),
        (own + "5", RELATED, ESCO + "5"),
    }
    assert reading.left_out.counts["matches of a kind that is not used"] == 2


def test_a_crosswalk_in_the_shape_of_escos_own_with_an_introduction_above(tmp_path):
    table = (
        "The crosswalk between ESCO and O*NET\n\nSecond line,,,\n"
        "O*NET Id,O*NET Title,ESCO or ISCO URI,ESCO or ISCO Title,Type of Match\n"
        f"2.A.1.a,Reading,{ESCO}1,reading,exactMatch\n2.A.1.b,Listening,{ESCO}2,listening,broadMatch\n"
        "11-1011.00,Chief Executives,http://data.europa.eu/esco/occupation/1,executive,exactMatch\n"
    )
    reading = read_framework(write(tmp_path, table, "onet to esco.csv"))
    assert reading.framework.title == "onet to esco"
    assert said(reading) == {(ONET + "2.A.1.a", EXACT, ESCO + "1"), (ONET + "2.A.1.b", BROADER, ESCO + "2")}
    assert reading.left_out.counts["matches of what is no competency"] == 1
    titles = [(a.origin_title, a.target_title) for a in reading.framework.associations]
    assert titles == [("Reading", "reading"), ("Listening", "listening")]


def test_a_crosswalk_in_plain_columns(tmp_path):
    table = f"Source URI;Match type;Target URI\nhttps://own.example/1;exact;{ESCO}1\nhttps://own.example/2;is child of;{ESCO}2\n"
    reading = read_framework(write(tmp_path, table, "plain.csv"))
    assert said(reading, "https://own.example/") == {("1", EXACT, ESCO + "1"), ("2", BROADER, ESCO + "2")}


def test_a_form_is_known_by_its_content_whatever_the_file_is_called(tmp_path):
    for name in ("skills.csv", "README", "x.pdf"):
        assert read_framework(write(tmp_path, json.dumps(package(item(1))), name)).framework.title == "Data skills"
