"""Files, folders and archives: what opens, and that everything else is a sentence."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from app.domain.errors import DomainError, InvalidError
from app.domain.framework_files import parts, read_fetched, read_framework
from tests.unit.domain.framework_files.files import CASE, ESCO, item, package, write


def zipped(**members: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "/") + ".csv", body)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not complete JSON: line 1"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + '{"uri":"x","prefLabel":' + "[" * 900 + "]" * 900 + "}]", "nested too deeply"),
        ([], "in no form"),
        ({"a": 1}, "CASE 1.0"),
        ("a,b\n1,2\n", "in no form"),
        ("", "in no form"),
        ("# only\n# notes\n", "in no form"),
        ({"CFDocument": {}, "CFItems": {}}, "expected a CFPackage"),
        ({"CFDocument": None, "CFItems": [item(1)]}, "expected a CFPackage"),
        (package(), "no competency"),
        (package({"fullStatement": "x", "identifier": "id-7"}), "competencies without an address: 1 (for example x)"),
        (package(item(1, fullStatement="")), "competencies without a name: 1"),
        (package(item(1, uri="https://x.example/" + "a" * 2000)), "more than 2000 bytes"),
        (f"conceptUri,broaderUri\n{ESCO}1,{ESCO}2\n", "Expected skills_XX.csv"),
        ("conceptUri,preferredLabel\n" + f'{ESCO}1,"' + "a" * 200_000 + '"\n', "breaks off behind its line 1"),
    ],
)
def test_a_wrong_file_is_a_sentence(tmp_path, content, said):
    with pytest.raises(InvalidError) as caught:
        read_framework(write(tmp_path, content))
    assert said in caught.value.message


def test_no_file_and_no_text_are_sentences(tmp_path):
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "none.json", tmp_path / "empty", tmp_path / "bytes.json"):
        with pytest.raises(DomainError):
            read_framework(path)


def test_a_zip_is_read_as_a_folder_is(tmp_path):
    skills = f"conceptUri,preferredLabel\n{ESCO}1,SQL\n"
    body = zipped(esco__skills_en=skills, esco__relations=f"conceptUri,broaderUri\n{ESCO}1,{ESCO}S1\n", picture=b"\xff\xd8\x00\xff")
    framework = read_fetched("esco.zip", body).framework
    assert [c.label for c in framework.competencies] == ["SQL"]
    assert len(framework.associations) == 1


def test_a_damaged_a_locked_and_a_swollen_zip_are_sentences(monkeypatch):
    good = zipped(skills=f"conceptUri,preferredLabel\n{ESCO}1,SQL\n")
    damaged = good[:50] + b"\x00\x01\x02" + good[53:]
    locked = good
    for header in (b"PK\x03\x04\x14\x00", b"PK\x01\x02\x14\x03\x14\x00"):  # the flags stand behind it; the lowest says: encrypted
        locked = locked.replace(header + b"\x00", header + b"\x01")
    for body in (damaged, locked, good[:40]):
        with pytest.raises(InvalidError, match="zip archive that cannot be opened"):
            read_fetched("x.zip", body)
    monkeypatch.setattr(parts, "LARGEST", 40)
    with pytest.raises(InvalidError, match="is larger than"):
        read_fetched("x.zip", good)


def test_a_folder_passes_over_what_it_cannot_use_and_says_so(tmp_path):
    write(tmp_path, f"conceptUri,preferredLabel\n{ESCO}1,SQL\n", "f/skills.csv")
    write(tmp_path, "[1] see the licence", "f/README.txt")
    write(tmp_path, "a,b\n1,2\n", "f/other.csv")
    (tmp_path / "f/picture.png").write_bytes(b"\x89PNG\x00\xff")
    left_out = read_framework(tmp_path / "f").left_out
    assert left_out.examples["files that are not used"] == ["other.csv"]
    assert "README.txt is not complete JSON" in left_out.examples["files that cannot be read"][0]


def test_several_frameworks_in_one_folder_are_refused(tmp_path):
    write(tmp_path, package(item(1)), "f/1.json")
    write(tmp_path, package(item(2)), "f/2.json")
    with pytest.raises(InvalidError, match="Load each by itself"):
        read_framework(tmp_path / "f")


def test_a_table_in_the_windows_code_page_is_read(tmp_path):
    (tmp_path / "old.csv").write_bytes(f"conceptUri;preferredLabel\n{ESCO}1;caf\xe9 \x96 service\n".encode("latin-1"))
    assert [c.label for c in read_framework(tmp_path / "old.csv").framework.competencies] == ["café – service"]


def test_an_address_that_comes_twice_is_one_competency(tmp_path):
    content = package(item(1, abbreviatedStatement="First"), item(1, abbreviatedStatement="Again"))
    assert [c.label for c in read_framework(write(tmp_path, content)).framework.competencies] == ["First"]


def test_what_is_left_out_is_counted_with_the_first_examples(tmp_path):
    content = package(item(0), *(item(n, uri="", fullStatement=f"Nameless {n}") for n in range(1, 8)))
    (line,) = read_framework(write(tmp_path, json.dumps(content))).left_out.lines()
    assert line == "competencies without an address: 7 (for example Nameless 1; Nameless 2; Nameless 3)"


def test_the_shape_of_a_package_never_ends_in_a_traceback(tmp_path):
    strange = [{"uri": f"{CASE}1", "fullStatement": ["x"]}, "text", None, 7]
    for items in (strange, [strange], {"a": strange}):
        with pytest.raises(DomainError):
            read_framework(write(tmp_path, {"CFDocument": {"uri": 7, "title": []}, "CFItems": items, "CFAssociations": ["x", {}]}))
