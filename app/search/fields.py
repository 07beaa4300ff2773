"""What of a view is indexed, the same for both engines: exact values, two numbers, and analysed words. No readable prose.

``reached`` holds a competency once for each level up to the one reached (``key|1``, ``key|2``...), so that a minimum level is one exact
value. ``called`` does the same for criteria by their names as `name_key` has them (``commun``, ``commun|1``...).
``often`` holds the words that occur twice or three times (``word|2``), so that words can rank without an engine's own formula.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from app.search.facets import names_of, opening, rank_of, values_of
from app.search.interface import EXPIRING_DAYS, HeldCriterion, SearchDocument, SearchView
from app.search.ranking import WEIGHTS
from app.search.words import analyse, name_key

NEVER = 1 << 62
"""Stands for "does not expire"."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def view_fields(view: SearchView) -> dict[str, Any]:
    """Field -> values of one view, without its words."""
    reached = {f"{held.key}|{step}" for held in view.competencies for step in range(1, rank_of(held) + 1)}
    return {
        **values_of(view),
        "labels": sorted(view.labels),
        "reached": sorted(reached),
        "called": sorted({token for criterion in view.criteria for token in _called(criterion)}),
        "opens": sorted(opening(view)),
        "unaligned": [] if view.competencies else ["yes"],
        "issued": view.issued.toordinal(),
        "since": microseconds(view.since),
        "expires": NEVER if view.expires is None else microseconds(view.expires),
    }


def _called(criterion: HeldCriterion) -> Iterator[str]:
    """What a criterion is found by: each of its names, alone and with each level up to the one reached."""
    for name in filter(name_key, names_of(criterion)):
        yield from (called(name, step) for step in range(rank_of(criterion) + 1))


def word_fields(text: str) -> dict[str, str]:
    """The words of `text` and those that occur often, each joined by spaces."""
    stems = analyse(text)
    often = (f"{stem}|{times}" for stem, count in Counter(stems).items() for times in WEIGHTS.times if count >= times)
    return {"text": " ".join(stems), "often": " ".join(often)}


def digest_of(document: SearchDocument) -> str:
    """A short mark of everything that is indexed of a learner: equal documents have equal marks, in every process."""
    views = [{**view_fields(view), "text": view.text} for view in document.views]
    whole = [document.headline, sorted(document.headline_labels), views]
    return hashlib.blake2b(json.dumps(whole, sort_keys=True).encode(), digest_size=12).hexdigest()


def expiring_before(now: datetime) -> int:
    """Microseconds up to which an expiry counts as near."""
    return microseconds(now + timedelta(days=EXPIRING_DAYS))


def microseconds(moment: datetime) -> int:
    """A moment as a whole number that keeps its full precision."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def reached(key: str, level: int | None) -> tuple[str, str]:
    """(field, value) that a view has exactly when it shows this competency at this level or above."""
    return ("reached", f"{key}|{level}") if level and level > 0 else ("competency", key)


def called(name: str, level: int | None) -> str:
    """The value of ``called`` that a view has exactly when a criterion of this name is at this level or above."""
    return f"{name_key(name)}|{level}" if level and level > 0 else name_key(name)
