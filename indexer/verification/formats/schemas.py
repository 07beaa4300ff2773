"""JSON Schemas that a credential names (`credentialSchema`), and those of Open Badges 2 extensions.

A schema comes from a stranger and is a small program: patterns that can be made to run for ever are not run, references are fetched
through the same door as everything, and few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft4Validator, Draft7Validator, Draft201909Validator, Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.protocols import Validator
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource, Unresolvable
from referencing.jsonschema import DRAFT202012

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.formats.patterns import is_tame
from indexer.verification.formats.structure import listed
from indexer.verification.intake import read_json
from indexer.verification.interface import FetchError
from indexer.verification.proofs.data_integrity import finding_of
from indexer.verification.report import Outcome

SCHEMA_LIMIT = 512 * 1024
SCHEMAS_PER_CREDENTIAL = 3
REFERENCE_LIMIT = 5
ERROR_LIMIT = 20
_TYPES = frozenset(
    {"1EdTechJsonSchemaValidator2019", "JsonSchema", "JsonSchemaValidator2018", "JsonSchema2023", "FullJsonSchemaValidator2021"}
)
_PUBLISHED = ("https://purl.imsglobal.org/spec/ob/", "https://purl.imsglobal.org/spec/clr/")
_DRAFTS: tuple[tuple[str, type[Validator]], ...] = (
    ("draft-04", Draft4Validator),
    ("draft-07", Draft7Validator),
    ("2019-09", Draft201909Validator),
    ("2020-12", Draft202012Validator),
)


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
    problems = list(problems_of(case.document, schema, case))
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


def problems_of(instance: Any, schema: Any, case: Case) -> Iterator[dict[str, str]]:
    """Yield what does not fit, each with its pointer. Raises `CheckUnknownError` SCHEMA_UNSUPPORTED for a schema that we do not run."""
    if not isinstance(schema, (dict, bool)):
        raise CheckUnknownError("SCHEMA_UNSUPPORTED", "The schema is not an object.")
    _refuse_patterns(schema)
    validator = _draft(schema)
    try:
        if isinstance(schema, dict):
            validator.check_schema(schema)
        errors = validator(schema, registry=_registry(case)).iter_errors(instance)
        for _, error in zip(range(ERROR_LIMIT), errors, strict=False):
            yield {"pointer": _pointer(error), "problem": f"{error.message[:200]}."}
    except (SchemaError, Unresolvable, RecursionError, re.error) as error:
        raise CheckUnknownError("SCHEMA_UNSUPPORTED", "The schema is not one that can be applied.") from error


def _draft(schema: Any) -> type[Validator]:
    name = str(schema.get("$schema", "")) if isinstance(schema, dict) else ""
    return next((validator for word, validator in _DRAFTS if word in name), Draft202012Validator)


def _registry(case: Case) -> Registry[Any]:
    """References to other schemas go through the fetcher; a handful is enough for honest ones."""
    left = [REFERENCE_LIMIT]

    def retrieve(url: str) -> Resource[Any]:
        left[0] -= 1
        try:
            if left[0] < 0:
                raise FetchError(url, "too many references")
            schema = _fetch(url, case)
            _refuse_patterns(schema)
        except (FetchError, VerificationError) as error:
            raise NoSuchResource(url) from error
        return Resource.from_contents(schema, default_specification=DRAFT202012)

    return Registry(retrieve=retrieve)  # type: ignore[call-arg]  # attrs takes the alias of the private field


def _pointer(error: ValidationError) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)


# -- patterns


def _refuse_patterns(schema: Any) -> None:
    """Raise for a schema with a pattern that could run for ever."""
    stack = [schema]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            patterns = [item["pattern"]] if isinstance(item.get("pattern"), str) else []
            if isinstance(item.get("patternProperties"), dict):
                patterns += item["patternProperties"]
            if not all(is_tame(pattern) for pattern in patterns):
                raise CheckUnknownError("SCHEMA_UNSUPPORTED", "The schema contains a pattern that could run for ever.")
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
