"""From the expanded, signed form to `Claims`. Words are looked up by IRI, so a redefined word is simply not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from indexer.verification.case import Case
from indexer.verification.claims import (
    Achievement,
    Alignment,
    Claims,
    Evidence,
    Identifier,
    IssuerProfile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats import vocabulary as v
from indexer.verification.formats.levels import is_held, ranks
from indexer.verification.formats.nodes import Node, credential_node, first, identifier, nodes, text, texts, truth, types
from indexer.verification.instants import read_instant
from indexer.verification.jsonld.expansion import Expansion
from indexer.verification.jsonld.merge import merged


def read_claims(case: Case) -> Claims | None:
    """Return what the credential in `case` says, or None when it has no issuer that could be named."""
    expansion = merged(case.expansion) if case.expansion is not None else None
    node = credential_node(expansion) if expansion is not None else None
    if expansion is None or node is None:
        return None
    issuer = _issuer(first(node, v.ISSUER))
    if issuer is None:
        return None
    subject = first(node, v.SUBJECT)
    # A learner record lists achievements without awarding one; what it awards stands in the credentials inside.
    is_record = v.CLR_CREDENTIAL in types(node)
    awarded = None if is_record else first(subject, v.ACHIEVEMENT)
    descriptions = _descriptions(awarded, case, expansion)
    return Claims(
        issuer=issuer,
        credential_id=identifier(node),
        types=tuple(_short(iri) for iri in types(node)),
        name=text(node, v.NAME),
        description=text(node, v.DESCRIPTION),
        subject_id=identifier(subject),
        subject_name=text(subject, v.NAME),
        identifiers=tuple(_identifier(item) for item in nodes(subject, v.IDENTIFIER)),
        # Version 1.1 knows the dates of 2.0, too; where both stand, both hold (see common.check_validity).
        valid_from=max(_instants(node, v.VALID_FROM), default=None),
        valid_until=min(_instants(node, v.VALID_UNTIL), default=None),
        awarded_date=max(_instants(node, v.AWARDED), default=None),
        image=_image(node),
        achievement=_achievement(awarded, descriptions, expansion),
        results=() if is_record else tuple(_result(item, descriptions, expansion) for item in nodes(subject, v.RESULT)),
        evidence=tuple(_evidence(item, expansion) for item in nodes(node, v.EVIDENCE)),
        endorsement_comment=text(subject, v.ENDORSEMENT_COMMENT),
    )


def _issuer(node: Node | None) -> IssuerProfile | None:
    name = identifier(node)
    if name is None:
        return None
    return IssuerProfile(
        name,
        name=text(node, v.NAME),
        url=text(node, v.URL),
        email=text(node, v.EMAIL),
        description=text(node, v.DESCRIPTION),
        image=_image(node),
    )


def _identifier(node: Node) -> Identifier:
    return Identifier(
        value=text(node, v.IDENTITY_HASH) or "",
        type=text(node, v.IDENTITY_TYPE) or "",
        hashed=truth(node, v.HASHED),
        salt=text(node, v.SALT),
    )


def _achievement(node: Node | None, descriptions: tuple[ResultDescription, ...], expansion: Expansion) -> Achievement | None:
    name = text(node, v.NAME)
    if node is None or name is None:
        return None
    criteria, creator = first(node, v.CRITERIA), first(node, v.CREATOR)
    return Achievement(
        id=identifier(node),
        name=name,
        description=text(node, v.DESCRIPTION),
        criteria_narrative=text(criteria, v.NARRATIVE),
        criteria_id=identifier(criteria),
        achievement_type=text(node, v.ACHIEVEMENT_TYPE),
        creator_id=identifier(creator),
        creator_name=text(creator, v.NAME),
        image=_image(node),
        field_of_study=text(node, v.FIELD_OF_STUDY),
        in_language=text(node, v.IN_LANGUAGE),
        tags=texts(node, v.TAG),
        alignments=_alignments(node, expansion),
        result_descriptions=descriptions,
        pointer=expansion.pointer_of(node),
        criteria_pointer=expansion.pointer_of(criteria) if criteria is not None else None,
    )


def _alignments(node: Node | None, expansion: Expansion) -> tuple[Alignment, ...]:
    return tuple(_alignment(item, expansion) for item in nodes(node, v.ALIGNMENT))


def _alignment(node: Node, expansion: Expansion) -> Alignment:
    return Alignment(
        target_name=text(node, v.TARGET_NAME) or "",
        target_url=text(node, v.TARGET_URL),
        target_code=text(node, v.TARGET_CODE),
        target_framework=text(node, v.TARGET_FRAMEWORK),
        target_type=text(node, v.TARGET_TYPE),
        target_description=text(node, v.TARGET_DESCRIPTION),
        pointer=expansion.pointer_of(node),
    )


def _descriptions(achievement: Node | None, case: Case, expansion: Expansion) -> tuple[ResultDescription, ...]:
    return tuple(_description(item, case, expansion) for item in nodes(achievement, v.RESULT_DESCRIPTION))


def _description(node: Node, case: Case, expansion: Expansion) -> ResultDescription:
    return ResultDescription(
        id=identifier(node) or "",
        name=text(node, v.NAME),
        result_type=text(node, v.RESULT_TYPE),
        required_level=text(node, v.REQUIRED_LEVEL),
        required_value=text(node, v.REQUIRED_VALUE),
        value_min=text(node, v.VALUE_MIN),
        value_max=text(node, v.VALUE_MAX),
        allowed_value=texts(node, v.ALLOWED_VALUE),
        rubric_criterion_levels=_levels(node, case),
        alignments=_alignments(node, expansion),
    )


def _levels(node: Node, case: Case) -> tuple[RubricCriterionLevel, ...]:
    plain = [
        RubricCriterionLevel(
            id=identifier(item) or "",
            order=0,
            name=text(item, v.NAME),
            level=text(item, v.LEVEL),
            description=text(item, v.DESCRIPTION),
            points=text(item, v.POINTS),
        )
        for item in nodes(node, v.LEVELS)
    ]
    order, signed = ranks(plain)
    if not signed and case.expansion is not None:
        case.note(
            "LEVEL_ORDER",
            "The levels carry no points; their order is that of the list, which most signatures do not protect.",
            case.expansion.pointer_of(node),
        )
    return tuple(replace(level, order=rank) for level, rank in zip(plain, order, strict=True))


def _result(node: Node, descriptions: tuple[ResultDescription, ...], expansion: Expansion) -> Result:
    result = Result(
        result_description=text(node, v.RESULT_DESCRIPTION),
        value=text(node, v.VALUE),
        status=text(node, v.RESULT_STATUS),
        achieved_level=text(node, v.ACHIEVED_LEVEL),
        alignments=_alignments(node, expansion),
        pointer=expansion.pointer_of(node),
    )
    described = next((item for item in descriptions if item.id == result.result_description), None)
    return replace(result, held=is_held(result, described))


def _evidence(node: Node, expansion: Expansion) -> Evidence:
    return Evidence(
        pointer=expansion.pointer_of(node),
        id=identifier(node),
        name=text(node, v.NAME),
        description=text(node, v.DESCRIPTION),
        narrative=text(node, v.NARRATIVE),
        genre=text(node, v.GENRE),
        audience=text(node, v.AUDIENCE),
        types=tuple(_short(iri) for iri in types(node)),
        digest=text(node, v.DIGEST_SRI) or text(node, v.DIGEST_MULTIBASE),
    )


def _image(node: Node | None) -> str | None:
    return text(node, v.IMAGE)


def _instants(node: Node, iris: Sequence[str]) -> Iterator[datetime]:
    for value in texts(node, iris):
        with suppress(CheckFailedError):  # the structure check says so, with its place
            yield read_instant(value, pointer="", zone_required=False)


def _short(iri: str) -> str:
    """Return the last part of a type IRI, the word that people know."""
    return iri.rstrip("#/").replace("#", "/").rpartition("/")[2]
