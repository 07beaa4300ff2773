"""Documents that answer instead of the network: a folder or zip file laid out by address, or a manifest that maps addresses to files.

In a folder the document of ``https://host:8443/a/b?c`` is the file ``host:8443/a/b?c``; where an address ends with a slash, or another
one goes on below it, ``index.json`` in its folder. A file ``documents.json`` at the top may map addresses to other names. What is not
there was not reached, which is another thing than "there is none": to say that, write the status (404) in place of the file's name.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from app.domain.errors import InvalidError
from indexer.verification.interface import Fetched, FetchError

Folder = Path | zipfile.Path
Names = Mapping[str, str | int]


class Documents:
    """A `Fetcher` that answers from files only. `names` maps addresses to files in `folder`, or to the status of an answer."""

    def __init__(self, folder: Folder, names: Names, *, by_address: bool, clock: Callable[[], datetime]) -> None:
        self._folder, self._names, self._by_address, self._clock = folder, names, by_address, clock

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        """Answer like the network; the limit of size holds here, too."""
        name = self._names.get(url)
        if isinstance(name, int):
            raise FetchError(url, f"the documents say that the answer is {name}", status=name)
        body = _read(self._folder, [name] if name else _places(url) if self._by_address else [])
        if body is None:
            raise FetchError(url, "the documents hold no answer for this address")
        if len(body) > limit:
            raise FetchError(url, f"the document is larger than {limit} bytes")
        return Fetched(url, body, "", self._clock())


def open_documents(where: str, *, source: str, clock: Callable[[], datetime]) -> Documents:
    """Open the documents at `where` for the credential in the file `source`. Raises `InvalidError` for what is no such place."""
    path = Path(where)
    try:
        if path.is_dir():
            return _laid_out(path, clock)
        if zipfile.is_zipfile(path):
            return _laid_out(zipfile.Path(path), clock)
        return Documents(path.parent, _of_manifest(json.loads(path.read_bytes()), path.parent, source), by_address=False, clock=clock)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise _no_documents(where) from error


def _no_documents(where: str) -> InvalidError:
    return InvalidError(
        f"{where}: expected a folder, a zip file or a manifest of documents, found something else.",
        next_step="`evident verify --help` says how they are laid out.",
    )


def _laid_out(folder: Folder, clock: Callable[[], datetime]) -> Documents:
    listing = folder / "documents.json"
    names = json.loads(listing.read_bytes()) if listing.is_file() else {}
    return Documents(folder, _names(names), by_address=True, clock=clock)


def _of_manifest(manifest: object, folder: Path, source: str) -> Names:
    """Return the documents of the case whose file is `source`; of all cases together when none is."""
    cases = manifest.get("cases", [manifest]) if isinstance(manifest, dict) else manifest
    known = [case for case in cases if isinstance(case, dict) and "documents" in case] if isinstance(cases, list) else []
    if not known:
        raise ValueError("a manifest is a list of cases with documents")
    own = [case for case in known if (folder / str(case.get("file", ""))).resolve() == Path(source).resolve()]
    return {url: name for case in own or known for url, name in _names(case["documents"]).items()}


def _names(value: object) -> Names:
    if not isinstance(value, dict) or not all(isinstance(name, (str, int)) for name in value.values()):
        raise ValueError("documents are addresses with the names of files")
    return value


def _places(url: str) -> list[str]:
    """The files in which the document of an address may stand."""
    parts = urlsplit(url)
    place = f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    if parts.scheme not in ("https", "http") or ".." in PurePosixPath(place).parts:
        return []
    return [f"{place}index.json"] if place.endswith("/") else [place, f"{place}/index.json"]


def _read(folder: Folder, names: list[str]) -> bytes | None:
    for name in names:
        inside = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
        if inside and (file := folder.joinpath(name)).is_file():
            return file.read_bytes()
    return None
