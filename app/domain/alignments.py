"""Which competency an alignment means: by an identifier, else by framework and code; what neither tells stays words.

`targetUrl` is tried first, in any of the forms in which the competency's address is written (`app.domain.identifiers`); then `targetCode`
when it is an identifier by itself, as CASE has it; then `targetFramework` with `targetCode`. Names are never matched: two frameworks
that both say "teamwork" need not mean the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain import remembered
from app.domain.identifiers import canonical, is_identifier, key_of
from app.domain.models import Competency
from indexer.verification.claims import Alignment

MOST_AT_ONCE = 400
"""Values in one query: SQLite takes some thousand parameters, and three may stand for each alignment."""


def resolve(session: Session, alignments: Iterable[Alignment]) -> dict[str, Competency]:
    """What these alignments name -> the competency, for those that a loaded framework knows. `named` looks an alignment up in it.

    Retired competencies are found, too: a credential goes on pointing at them. An alignment that no framework knows stays words: it
    is searched as text and never as a competency.
    """
    kept = remembered.of(session)
    wanted = list(dict.fromkeys(alignments))
    new = [a for a in wanted if named(kept.named, a) is None and a not in kept.nameless]
    if new:
        kept.named.update(_resolved(session, new))
        kept.nameless.update(a for a in new if named(kept.named, a) is None)
    return {name: kept.named[name] for a in wanted for name in (*_identifiers(a), *_coded(a)) if name in kept.named}


def _resolved(session: Session, wanted: Sequence[Alignment]) -> dict[str, Competency]:
    keys = {key_of(name): name for a in wanted for name in _identifiers(a)}
    codes = {a.target_code.strip() for a in wanted if a.target_code and a.target_framework}
    rows = _rows(session, sorted(keys), sorted(codes))
    by_key = {c.key: c for c in rows}
    by_code = _by_code(rows)
    found: dict[str, Competency] = {}
    for alignment in wanted:
        found |= {name: by_key[key] for name in _identifiers(alignment) if (key := key_of(name)) in by_key}
        for name in _coded(alignment):
            found |= {name: by_code[name]} if name in by_code else {}
    return found


def named(known: Mapping[str, Competency], alignment: Alignment) -> Competency | None:
    """The competency that an alignment names, out of what `resolve` found; None when it stays words."""
    if found := known.get(alignment.target_url or ""):  # as it is most of the time, and asked of every alignment of a page
        return found
    return next((known[name] for name in (*_identifiers(alignment), *_coded(alignment)) if name in known), None)


def _identifiers(alignment: Alignment) -> Iterator[str]:
    """What names the competency in the whole world, the firmest first."""
    if alignment.target_url:
        yield alignment.target_url
    if alignment.target_code and is_identifier(alignment.target_code):
        yield alignment.target_code


def _coded(alignment: Alignment) -> Iterator[str]:
    """Framework and code as one text."""
    if alignment.target_framework and alignment.target_code:
        yield _pair(alignment.target_framework, alignment.target_code)


def _pair(framework: str, code: str) -> str:
    """Signs and case of a framework's name do not matter: "O*NET" and "o-net" are one; those of a code do."""
    name = canonical(framework) if "://" in framework else re.sub(r"[\W_]+", "", framework.casefold())
    return f"{name}\n{code.strip()}"


def _by_code(rows: Iterable[Competency]) -> dict[str, Competency]:
    """Competencies by framework and code. A code that two in force share names neither."""
    groups: dict[str, list[Competency]] = defaultdict(list)
    for row in rows:
        for framework in {row.framework.title, row.framework.uri}:
            groups[_pair(framework, row.code)].append(row)
    chosen = {pair: [c for c in group if not c.retired] or group for pair, group in groups.items()}
    return {pair: group[0] for pair, group in chosen.items() if len(group) == 1}


def _rows(session: Session, keys: list[str], codes: list[str]) -> list[Competency]:
    """Everything with one of these keys or codes: one query for a page."""
    rows: dict[str, Competency] = {}
    for start in range(0, max(len(keys), len(codes)), MOST_AT_ONCE):
        some_keys, some_codes = keys[start : start + MOST_AT_ONCE], codes[start : start + MOST_AT_ONCE]
        at = or_(Competency.key.in_(some_keys), Competency.code.in_(some_codes)) if some_codes else Competency.key.in_(some_keys)
        rows |= {c.key: c for c in session.scalars(select(Competency).where(at))}
    return list(rows.values())
