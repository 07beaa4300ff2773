"""JSON Schemas that a credential names (`credentialSchema`), and those of Open Badges 2 extensions. They are fetched through the same
door as everything, with a handful of references; how their work is bounded, see bounded_schema.py."""

from __future__ import annotations

from typing import Any

from referencing.exceptions import NoSuchResource

from indexer.verification.case import ABSENT, Case, Finding, finding_of
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError, not_reached
from indexer.verification.formats.bounded_schema import UnusableSchemaError, schema_problems
from indexer.verification.formats.evidence import matches_multibase, matches_sri
from indexer.verification.formats.structure import listed
from indexer.verification.intake import read_json
from indexer.verification.interface import FetchError
from indexer.verification.report import Outcome, Verdict

SCHEMA_LIMIT = 512 * 1024
SCHEMAS_PER_CREDENTIAL = 3
REFERENCE_LIMIT = 5
_TYPES = frozenset(
    {"1EdTechJsonSchemaValidator2019", "JsonSchema", "JsonSchemaValidator2018", "JsonSchema2023", "FullJsonSchemaValidator2021"}
)
_SIGNED = "JsonSchemaCredential"
_PUBLISHED = ("https://purl.imsglobal.org/spec/ob/", "https://purl.imsglobal.org/spec/clr/")


def check_schemas(case: Case) -> list[Finding]:
    """Hold the credential against each schema that it names, one finding for each."""
    value = case.document.get("credentialSchema")
    found = []
    for index, entry in enumerate(listed(value)[:SCHEMAS_PER_CREDENTIAL]):
        pointer = f"/credentialSchema/{index}" if isinstance(value, list) else "/credentialSchema"
        try:
            found.append(_check(entry, pointer, case))
        except VerificationError as error:
            found.append(finding_of(error, pointer))
    return found or [ABSENT]


def _check(entry: Any, pointer: str, case: Case) -> Finding:
    types, url = listed(entry.get("type")) if isinstance(entry, dict) else [], entry.get("id") if isinstance(entry, dict) else None
    if not (_TYPES | {_SIGNED}) & {word for word in types if isinstance(word, str)}:
        return _not_looked("SCHEMA_UNSUPPORTED", pointer, f"Its kind is {', '.join(map(str, types))[:80]}.")
    try:
        body = _body(url, case)
    except FetchError as error:
        return _unavailable(error, str(url), pointer)
    _check_digest(entry, body, pointer)
    try:
        schema = _signed_schema(body, case, pointer) if _SIGNED in types else read_json(body, limit=SCHEMA_LIMIT)
    except CheckFailedError as error:  # a page that says that there is nothing, for example: no fault of the credential
        return _unreadable(error, str(url), pointer)
    problems = problems_of(case.document, schema, case)
    if not problems:
        return Finding(pointer=pointer, details={"schema": url})
    details = {"schema": url, "problems": problems}
    if isinstance(url, str) and url.startswith(_PUBLISHED):
        # The standards' own schemas refuse what the field ships without harm; what harms, our own rules of structure refuse.
        case.note("SCHEMA_DIFFERS", f"The published schema expects otherwise: {problems[0]['problem']}", problems[0]["pointer"])
        return Finding(pointer=pointer, details=details)
    raise CheckFailedError("SCHEMA_INVALID", problems[0]["problem"], pointer=problems[0]["pointer"], details=details)


def _unavailable(error: FetchError, url: str, pointer: str) -> Finding:
    """One that is gone for good nobody can hold against anything, and our own rules stand in for the published ones; else we ask again."""
    if error.status in (404, 410) or url.startswith(_PUBLISHED):
        return _not_looked("SCHEMA_UNAVAILABLE", pointer, f"{error.url:.200}: {error.cause}.")
    raise not_reached("SCHEMA_UNAVAILABLE", error, pointer=pointer)


def _unreadable(error: CheckFailedError, url: str, pointer: str) -> Finding:
    """What lies at the address is not a schema; for the published ones our own rules stand in."""
    detail = f"What lies at {url:.200} cannot be read as one ({error.code})."
    if url.startswith(_PUBLISHED):
        return _not_looked("SCHEMA_UNSUPPORTED", pointer, detail)
    raise CheckUnknownError("SCHEMA_UNSUPPORTED", detail, pointer=pointer) from error


def _not_looked(code: str, pointer: str, detail: str) -> Finding:
    """A schema adds nothing to authenticity, and our own rules of structure were held: so it is said, and decides nothing."""
    return Finding(Outcome.NOT_APPLICABLE, code, detail, pointer)


def _check_digest(entry: dict[str, Any], body: bytes, pointer: str) -> None:
    """The fingerprint of the schema, when the credential has one (VC JSON Schema section 2.1)."""
    for member, matches in (("digestSRI", matches_sri), ("digestMultibase", matches_multibase)):
        if member in entry and not matches(body, str(entry[member])):
            raise CheckFailedError("RESOURCE_DIGEST", f"The schema at {entry['id']:.200} was changed.", pointer=pointer)


def _signed_schema(body: bytes, case: Case, pointer: str) -> Any:
    """Take a schema out of the credential in which its author signed it (VC JSON Schema section 2.2)."""
    inner = case.inner(body, role="schema")
    report = case.judge(inner)
    if report.verdict is not Verdict.VERIFIED:
        raise CheckUnknownError("SCHEMA_UNSUPPORTED", "The schema is signed, and that signature could not be verified.", pointer=pointer)
    for subject in listed(inner.document.get("credentialSubject")):
        if isinstance(subject, dict) and isinstance(subject.get("jsonSchema"), dict):
            return subject["jsonSchema"]
    raise CheckUnknownError("SCHEMA_UNSUPPORTED", "There is no schema in the credential that it names.", pointer=pointer)


def _fetch(url: Any, case: Case) -> Any:
    return read_json(_body(url, case), limit=SCHEMA_LIMIT)


def _body(url: Any, case: Case) -> bytes:
    if not isinstance(url, str):
        raise CheckFailedError("SCHEMA", "The schema must have an address.")
    return case.fetcher.fetch(url, limit=SCHEMA_LIMIT, accept="application/schema+json, application/json").body


def problems_of(instance: Any, schema: Any, case: Case) -> list[dict[str, str]]:
    """Return what does not fit, each with its pointer. Raises `CheckUnknownError` SCHEMA_UNSUPPORTED for a schema that we do not run."""
    left = [REFERENCE_LIMIT]

    def retrieve(url: str) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise NoSuchResource(url)
        try:
            return _fetch(url, case)
        except (FetchError, VerificationError) as error:
            raise NoSuchResource(url) from error

    try:
        found = schema_problems(instance, schema, retrieve=retrieve)
    except UnusableSchemaError as error:
        raise CheckUnknownError("SCHEMA_UNSUPPORTED", str(error)) from error
    return [{"pointer": pointer, "problem": problem} for pointer, problem in found]
