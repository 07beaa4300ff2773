"""JSON Schema with bounded work. A schema is a small program by a stranger: references can double at each step, patterns can run for
ever, comparing everything with everything is quadratic. So each keyword that is looked at costs, and there is a budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from jsonschema import Draft4Validator, Draft7Validator, Draft201909Validator, Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from indexer.verification.formats.patterns import open_repeats

WORK_LIMIT = 3_000_000
ERROR_LIMIT = 20
_KEYWORD_COST = 30  # about what looking at one keyword takes, in steps of a pattern
_DRAFTS: tuple[tuple[str, type[Validator]], ...] = (
    ("draft-04", Draft4Validator),
    ("draft-07", Draft7Validator),
    ("2019-09", Draft201909Validator),
    ("2020-12", Draft202012Validator),
)
_Keyword = Callable[[Any, Any, Any, Any], Any]


class UnusableSchemaError(Exception):
    """The schema is none, or applying it would take too long; the sentence says which."""


class _Budget:
    """The keywords of a draft, each of which takes its cost before it works."""

    def __init__(self, limit: int) -> None:
        self._left = limit

    def spend(self, cost: int) -> None:
        self._left -= cost
        if self._left < 0:
            raise UnusableSchemaError("Applying the schema would take too long.")

    def counted(self, name: str, keyword: _Keyword) -> _Keyword:
        def run(validator: Any, value: Any, instance: Any, schema: Any) -> Any:
            self.spend(_cost(name, value, instance))
            return keyword(validator, value, instance, schema)

        return run


def schema_problems(instance: Any, schema: Any, *, retrieve: Callable[[str], Any]) -> list[tuple[str, str]]:
    """Return pointer and sentence of what does not fit, at most twenty. `retrieve` returns the schema at an address.

    Raises `UnusableSchemaError` for a schema that is none, is not complete or would take too long.
    """
    if not isinstance(schema, (dict, bool)):
        raise UnusableSchemaError("The schema is not an object.")
    base, budget = _draft(schema), _Budget(WORK_LIMIT)
    keywords = {name: budget.counted(name, keyword) for name, keyword in base.VALIDATORS.items()}
    validator: Validator = extend(base, keywords)(schema, registry=_registry(retrieve))  # type: ignore[no-untyped-call]  # as shipped
    try:
        if isinstance(schema, dict):
            base.check_schema(schema)
        return [(_pointer(error), f"{error.message[:200]}.") for error in _first(validator.iter_errors(instance))]
    except (SchemaError, Unresolvable, RecursionError, re.error) as error:
        raise UnusableSchemaError("The schema is not one that can be applied.") from error


def _first(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    return (error for _, error in zip(range(ERROR_LIMIT), errors, strict=False))


def _cost(name: str, value: Any, instance: Any) -> int:
    """What a keyword may take at worst: a pattern with n open repeats goes over a text in its length to the power of n + 1."""
    if name == "pattern" and isinstance(instance, str) and isinstance(value, str):
        return _KEYWORD_COST + _pattern_cost(value, len(instance))
    if name in ("patternProperties", "additionalProperties", "unevaluatedProperties") and isinstance(instance, dict):
        patterns = value if name == "patternProperties" and isinstance(value, dict) else ()
        longest = max(map(len, instance), default=0)
        return _KEYWORD_COST + sum(_pattern_cost(pattern, longest) for pattern in patterns) * max(1, len(instance))
    if name == "uniqueItems" and isinstance(instance, list):
        return _KEYWORD_COST + len(instance) ** 2
    if name in ("enum", "const"):
        return _KEYWORD_COST + (len(value) if isinstance(value, (list, str, dict)) else 1)
    return _KEYWORD_COST


def _pattern_cost(pattern: str, length: int) -> int:
    repeats = open_repeats(pattern)
    if repeats is None:
        raise UnusableSchemaError("The schema contains a pattern that could run for ever.")
    cost: int = (length + 1) ** (repeats + 1)
    return cost


def _draft(schema: Any) -> type[Validator]:
    name = str(schema.get("$schema", "")) if isinstance(schema, dict) else ""
    return next((validator for word, validator in _DRAFTS if word in name), Draft202012Validator)


def _registry(retrieve: Callable[[str], Any]) -> Registry[Any]:
    def resource(url: str) -> Resource[Any]:
        return Resource.from_contents(retrieve(url), default_specification=DRAFT202012)

    return Registry(retrieve=resource)  # type: ignore[call-arg]  # the name that attrs gives to a private field


def _pointer(error: ValidationError) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)
