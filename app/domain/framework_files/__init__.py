"""Reading competency frameworks and crosswalks from the files in which their publishers give them away.

`READERS` is all of them, tried in order; a new form is a new file and a new line there. What a file is, is known by what is in it,
never by its name. Each reader turns the parts of its form into a `LoadedFramework`, which `frameworks.load` stores.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import InvalidError
from app.domain.framework_files import case, crosswalk, ctdl, esco, onet, rsd, skos
from app.domain.framework_files.interface import LeftOut, Reader, Reading, checked
from app.domain.framework_files.parts import LARGEST as LARGEST
from app.domain.framework_files.parts import Part, open_parts, parts_of

READERS: tuple[Reader, ...] = (
    Reader("CASE 1.0 or 1.1 (JSON of a CFPackage)", case.recognises, case.read),
    Reader("CTDL-ASN (JSON-LD of a framework in the Credential Registry)", ctdl.recognises, ctdl.read),
    Reader("Rich Skill Descriptors (JSON or CSV of OSMT)", rsd.recognises, rsd.read),
    Reader("ESCO or another SKOS vocabulary (JSON-LD, or a list with uri and prefLabel)", skos.recognises, skos.read),
    Reader("ESCO (CSV: skills_XX.csv, or the whole download as folder or zip)", esco.recognises, esco.read),
    Reader("O*NET (text files of its database, e.g. Skills and Content Model Reference)", onet.recognises, onet.read),
    Reader("crosswalk (CSV or TSV: SSSOM, ESCO to O*NET, or columns origin, kind, target)", crosswalk.recognises, crosswalk.read),
)


def read_framework(path: Path) -> Reading:
    """The framework in a file, folder or zip archive. Raises `InvalidError` saying which forms are understood, or what is wrong."""
    return _read(path.name, open_parts(path))


def read_fetched(name: str, body: bytes) -> Reading:
    """The framework in bytes that came from elsewhere. Raises `InvalidError` like `read_framework`."""
    return _read(name, parts_of(name, body))


def _read(name: str, parts: Sequence[Part]) -> Reading:
    try:
        return _understood(name, parts)
    except RecursionError as error:
        raise InvalidError(f"{name} is nested too deeply to be a framework.") from error


def _understood(name: str, parts: Sequence[Part]) -> Reading:
    left_out = LeftOut()
    parts = _readable(parts, left_out)
    for reader in READERS:
        if taken := [part for part in parts if reader.recognises(part)]:
            for other in (part for part in parts if part not in taken):
                left_out.note("files that are not used", other.name)
            return Reading(checked(reader.read(taken, left_out), name, left_out), left_out)
    forms = "; ".join(reader.form for reader in READERS)
    raise InvalidError(f"{name} is in no form that is understood. Understood are: {forms}.")


def _readable(parts: Sequence[Part], left_out: LeftOut) -> list[Part]:
    """The parts without those that begin like JSON and are none; one that stands alone is refused with the reason."""
    readable = []
    for part in parts:
        try:
            _ = part.content  # is parsed here, and kept
        except InvalidError as error:
            if len(parts) == 1:
                raise
            left_out.note("files that cannot be read", error.message)
        else:
            readable.append(part)
    return readable
