"""Whatever stands in a file: a framework, or a sentence; and an address has one form, however often it is brought into it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.framework_files import read_fetched
from app.domain.identifiers import canonical, key_of

NAMES = (
    *("CFDocument", "CFItems", "CFAssociations", "CFPackage", "originNodeURI", "destinationNodeURI", "associationType", "fullStatement"),
    *("identifier", "uri", "id", "@id", "@type", "@graph", "@value", "@language", "@list", "type", "title", "licenseURI", "statusEndDate"),
    *("skos:prefLabel", "prefLabel", "altLabels", "broader", "status", "en", "isPartOf", "isChildOf", "ceasn:competencyText", "ceasn:name"),
    *("ctid", "skills", "skillName", "skillStatement", "alignments", "uuid"),
)
WORDS = ("", "x", "isChildOf", "ConceptScheme", "CompetencyFramework", "https://x.example/1", "https://[", "2026-13-45", "\x00", "ü")
HEADINGS = (
    *("conceptUri", "preferredLabel", "broaderUri", "conceptType", "altLabels", "Element ID", "Element Name", "Canonical URL", "RSD Name"),
    *("subject_id", "predicate_id", "object_id", "Type of Match", "O*NET Id", "ESCO URI"),
)
CELLS = (*WORDS, "2.A.1.a", "exactMatch", "skos:broadMatch", '"', "a\tb", "KnowledgeSkillCompetence", "http://data.europa.eu/esco/skill/1")

scalars = st.none() | st.booleans() | st.integers() | st.sampled_from(WORDS)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5), max_leaves=25
)
headings = st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=6, unique=True)
rows = st.lists(st.lists(st.sampled_from(CELLS), max_size=6), max_size=4)


def read(text: str) -> None:
    try:
        framework = read_fetched("any", text.encode(errors="surrogatepass")).framework
    except InvalidError:
        return
    assert framework.competencies or framework.associations
    assert all(c.uri and c.label for c in framework.competencies)


@given(values)
@settings(max_examples=400)
def test_any_json_is_a_framework_or_a_sentence(value: Any) -> None:
    read(json.dumps(value))


@given(headings, rows, st.sampled_from(",\t;"))
@settings(max_examples=400)
def test_any_table_is_a_framework_or_a_sentence(heading: list[str], cells: list[list[str]], delimiter: str) -> None:
    read("\n".join(delimiter.join(row) for row in (heading, *cells)))


@given(st.text(max_size=300) | st.from_regex(r"https?://[A-Za-z.:@\[\]]{0,20}/[a-z/?#=%-]{0,30}", fullmatch=True))
def test_an_address_has_one_form(address: str) -> None:
    assert canonical(canonical(address)) == canonical(address)
    assert key_of(address) == key_of(canonical(address))
    assert len(key_of(address)) == 12
