"""The place in a search behind which to go on: opaque text, good for the same search only.

It holds the rank and the id of the last hit, so nobody is seen twice or skipped whatever is published or withdrawn between two
requests, and a mark of the search, so that a cursor of another one is noticed. It is not secret and not signed: whoever makes one up
only chooses where in their own results to begin.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from app.search.interface import Hit

LONGEST = 200
_LARGEST = 2**53
_ID = re.compile(r"[0-9a-f]{32}")


def cursor_of(hit: Hit, mark: str) -> str:
    """The cursor behind this hit of the search that has this mark."""
    return urlsafe_b64encode(json.dumps([hit.rank, hit.learner_id, mark]).encode()).decode().rstrip("=")


def place_of(cursor: str, mark: str) -> tuple[int, str] | None:
    """What `CompetencyQuery.after` wants; None for a text that is no cursor, or one of another search."""
    try:
        value = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        rank, learner_id, marked = value
    except (ValueError, TypeError, binascii.Error, RecursionError):  # no base64, no JSON, no list of three
        return None
    is_place = type(rank) is int and abs(rank) < _LARGEST and isinstance(learner_id, str) and _ID.fullmatch(learner_id)
    return (rank, learner_id) if is_place and marked == mark else None
