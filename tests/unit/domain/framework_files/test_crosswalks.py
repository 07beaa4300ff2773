"""Crosswalks in the shapes in which they are published; and no form is known by the name of its file."""

from __future__ import annotations

import json

from app.domain.framework_files import read_framework
from app.domain.models import AssociationKind
from tests.unit.domain.framework_files.files import ESCO, ONET, item, package, said, write

EXACT, CLOSE, RELATED, BROADER, REPLACED = AssociationKind


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
