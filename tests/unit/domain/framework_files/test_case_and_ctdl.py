"""CASE packages and frameworks of the Credential Registry: items, how they stand to each other, and what is left out."""

from __future__ import annotations

from app.domain.framework_files import read_framework
from app.domain.models import AssociationKind
from tests.unit.domain.framework_files.files import CASE, ESCO, REGISTRY, item, package, said, says, write

EXACT, CLOSE, RELATED, BROADER, REPLACED = AssociationKind
GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"


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
