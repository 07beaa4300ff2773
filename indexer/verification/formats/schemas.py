"""JSON Schemas that a credential names (`credentialSchema`), and those of Open Badges 2 extensions. They are fetched through the same
door as everything, with a handful of references; how their work is bounded, see bounded_schema.py."""

from __future__ import annotations

from typing import Any

from referencing.exceptions import NoSuchResource

from indexer.verification.case import ABSENT, Case, Finding, finding_of
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.formats.bounded_schema import UnusableSchemaError, schema_problems
from indexer.verification.formats.structure import listed
from indexer.verification.intake import read_json
from indexer.verification.interface import FetchError
from indexer.verification.report import Outcome

SCHEMA_LIMIT = 512 * 1024
SCHEMAS_PER_CREDENTIAL = 3
REFERENCE_LIMIT = 5
_TYPES = frozenset(
    {"1EdTechJsonSchemaValidator2019", "JsonSchema", "JsonSchemaValidator2018", "JsonSchema2023", "FullJsonSchemaValidator2021"}
)
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
    if not _TYPES & {word for word in types if isinstance(word, str)}:
        return _not_looked("SCHEMA_UNSUPPORTED", pointer, f"Its kind is {', '.join(map(str, types))[:80]}.")
    try:
        schema = _fetch(url, case)
    except FetchError as error:
        return _not_looked("SCHEMA_UNAVAILABLE", pointer, f"{error.url:.200}: {error.cause}.")
    problems = problems_of(case.document, schema, case)
    if not problems:
        return Finding(pointer=pointer, details={"schema": url})
    details = {"schema": url, "problems": problems}
    if isinstance(url, str) and url.startswith(_PUBLISHED):
        # The standards' own schemas refuse what the field ships without harm; what harms, our own rules of structure refuse.
        case.note("SCHEMA_DIFFERS", f"The published schema expects otherwise: {problems[0]['problem']}", problems[0]["pointer"])
        return Finding(pointer=pointer, details=details)
    raise CheckFailedError("SCHEMA_INVALID", problems[0]["problem"], pointer=problems[0]["pointer"], details=details)


def _not_looked(code: str, pointer: str, detail: str) -> Finding:
    """A schema adds nothing to authenticity, and our own rules of structure were held: so it is said, and decides nothing."""
    return Finding(Outcome.NOT_APPLICABLE, code, detail, pointer)


def _fetch(url: Any, case: Case) -> Any:
    if not isinstance(url, str):
        raise CheckFailedError("SCHEMA", "The schema must have an address.")
    answer = case.fetcher.fetch(url, limit=SCHEMA_LIMIT, accept="application/schema+json, application/json")
    return read_json(answer.body, limit=SCHEMA_LIMIT)


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
