"""Reading competency frameworks from the files in which their publishers give them away.

`READERS` is all of them, tried in order; a new form is a new file and a new line there. Each turns a file into a `LoadedFramework`,
which `frameworks.load` stores.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import InvalidError
from app.domain.framework_files import case, esco
from app.domain.framework_files.interface import FrameworkFile, Reader, checked
from app.domain.frameworks import LoadedFramework

READERS: tuple[Reader, ...] = (
    Reader("CASE package (JSON with CFDocument and CFItems)", case.recognises, case.read),
    Reader("ESCO skills (CSV of the ESCO download)", esco.recognises_csv, esco.read_csv),
    Reader("ESCO skills (JSON list with uri and prefLabel)", esco.recognises_json, esco.read_json),
)


def read_framework(path: Path) -> LoadedFramework:
    """The framework in a file. Raises `InvalidError` saying which forms are understood, or what is wrong where."""
    file = FrameworkFile.open(path)
    reader = next((r for r in READERS if r.recognises(file)), None)
    if reader is None:
        forms = "; ".join(r.form for r in READERS)
        raise InvalidError(f"{path.name} is in no form that is understood. Understood are: {forms}.")
    return checked(reader.read(file), path.name)
