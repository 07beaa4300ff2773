"""People found, with the reasons why, as JSON. Only what `hits` has loaded for this viewer can get here."""

from __future__ import annotations

from typing import Any

from app.api.asking import CountedFacet
from app.api.loosening import Nobody
from app.evidence.levels import Step
from app.recruiters.addresses import address_for
from app.recruiters.drawn import once
from app.recruiters.found import FoundPerson, Higher, Reason

POINTS = ("match", "level", "recency", "backing", "nice", "total")


def person_found(person: FoundPerson) -> dict[str, Any]:
    """One hit."""
    return once(person, "program", lambda: _person(person))


def _person(person: FoundPerson) -> dict[str, Any]:
    return {
        "learner": person.learner_id,
        "name": person.name,
        "headline": "".join(text for text, _ in person.headline),
        "place": person.place,
        "score": person.score,
        "credentials": person.credentials,
        "address": address_for("api.person", learner_id=person.learner_id),
        "reasons": [_reason(reason, person.learner_id) for reason in (*person.reasons, *person.others)],
    }


def _reason(reason: Reason, learner_id: str) -> dict[str, Any]:
    found: dict[str, Any] = {"competency": reason.label, "nice": reason.is_nice, "met": reason.met}
    if reason.credential is None:
        return found
    held, parts, hop = reason.credential, reason.parts, reason.hop
    page = address_for("evidence.inspect", learner_id=learner_id, credential_id=held.row.id)
    return found | {
        "asked": list(reason.conditions),
        "why": reason.why or None,
        "how": reason.how.value if reason.how else None,
        "hop": {"label": hop.label, "framework": hop.framework, "relation": hop.words, "said_by": hop.said_by} if hop else None,
        "level": level(reason.step),
        "higher": _higher(reason.higher) if reason.higher else None,
        "criterion": reason.criterion or None,
        "further": reason.further,
        "points": {name: getattr(parts, name) for name in POINTS} if parts else None,
        "credential": {
            "id": held.row.id,
            "title": held.row.title,
            "issuer": held.issuer_name,
            "backing": held.backing,
            "issued": held.issued.date().isoformat(),
            "evidence": sorted({piece.kind for piece in held.evidence}),
            "address": address_for("api.credential", credential_id=held.row.id),
            "page": page,
        },
        "words": [{"text": text, "match": match} for text, match in reason.fragments],
        "place": {"name": reason.place.words, "page": f"{page}#{reason.place.anchor}"} if reason.place else None,
    }


def _higher(found: Higher) -> dict[str, Any]:
    row = found.credential.row
    return {"level": level(found.step), "credential": row.id, "title": row.title, "issuer": found.credential.issuer_name}


def level(step: Step | None) -> dict[str, Any] | None:
    """A step on a rubric: its rank from 1, of how many, and what the issuer calls it; None when no level was given."""
    return {"rank": step.rank, "of": step.count, "name": step.name} if step else None


def nobody_found(nobody: Nobody) -> dict[str, Any]:
    """Why nobody is found; empty lists when somebody is."""
    return {
        "blocking": list(nobody.blocking),
        "loosenings": [{"words": change.words, "total": total, "patch": change.patch} for change, total in nobody.changes],
    }


def facet_counted(facet: CountedFacet) -> dict[str, Any]:
    """A facet with its values by falling count."""
    values = [{"value": v.value, "label": label, "count": v.count, "selected": v.selected} for v, label in facet.values]
    return {"name": facet.name, "values": values}
