"""ESCO and other SKOS vocabularies: tables, JSON-LD and lists, read into the same shape, without occupations."""

from __future__ import annotations

import pytest

from app.domain.errors import InvalidError
from app.domain.framework_files import read_framework
from app.domain.models import AssociationKind
from tests.unit.domain.framework_files.files import ESCO, said, write

EXACT, CLOSE, RELATED, BROADER, REPLACED = AssociationKind


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


def test_esco_in_several_languages_has_english_labels_and_is_called_by_the_others_too(tmp_path):
    headings = "conceptType,conceptUri,preferredLabel,altLabels,description\n"
    row = "KnowledgeSkillCompetence," + ESCO
    german = f'{row}1,Erste Hilfe,"Notfallhilfe\nSQL",Hilft und hilft.\n{row}2,SQL,,\n{row}3,nur deutsch,,\n'
    write(tmp_path, headings + german * 3, "a/skills_de.csv")
    write(tmp_path, f"{headings}{row}1,first aid,,Helps.\n{row}2,SQL,,\n", "a/skills_en.csv")
    write(tmp_path, f"{headings}{row}1,premiers secours,,\n", "a/skills_fr.csv")
    first, sql, alone = read_framework(tmp_path / "a").framework.competencies
    assert (first.label, first.description) == ("first aid", "Helps.")
    assert first.alt_labels == ("Erste Hilfe", "Notfallhilfe", "SQL", "premiers secours")
    assert (sql.label, sql.alt_labels) == ("SQL", ())
    assert alone.label == "nur deutsch"


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
