"""The stretch of a credential's own words that says most about what was searched for, with the matched words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.models import Competency
from app.evidence.sanitise import plain
from app.evidence.shown import ShownCredential
from app.recruiters.widening import spoken_names
from app.search.documents import alignments_of, held_criteria
from app.search.words import Words, count_matches, occurs_any, parse_words, snippet

Fragments = tuple[tuple[str, bool], ...]
WIDTH = 180


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in a credential: the anchor on the inspector's page, and how a person says it."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of text with its matches marked, and where it stands; nothing of either when there is nothing to read."""

    fragments: Fragments = ()
    place: Place | None = None
    is_unnamed: bool = False
    """No name of the competency stands in it, in the other texts, or in a title: only the issuer's link says that it is shown."""


NOTHING_TO_READ = Excerpt()
CRITERIA = Place("criteria", "criteria")
DESCRIPTION = Place("description", "description")
STATEMENT = Place("statement", "statement")
_Texts = Iterable[tuple[str, Place | None]]


def excerpt(credential: ShownCredential, words: str, competency: Competency | None) -> Excerpt:
    """The best stretch: most matches first; then a name that has the typed words; else the beginning of the evidence.

    A competency's own label alone is no excerpt: it stands above already.
    """
    names = " ".join(f'"{name}"' for name in _without_quotes(competency)) if competency else ""
    matches, best = _best(_texts(credential), parse_words(f"{words} {names}"))
    if matches:
        return best
    if words.strip():
        named, name = _best(_short_texts(credential), parse_words(words))
        best = name if named else best
    titles = (text for text, _ in _titles(credential))
    return replace(best, is_unnamed=bool(names) and not any(occurs_any(title, parse_words(names)) for title in titles))


def _without_quotes(competency: Competency) -> list[str]:
    return [name.replace('"', "") for name in spoken_names(competency)]


def _best(texts: _Texts, asked: Words) -> tuple[int, Excerpt]:
    """The snippet with most matches, and how many; the first text's beginning when there are none."""
    kept = list(texts)
    most, best = 0, NOTHING_TO_READ
    for text, place in kept:
        # Cutting a stretch out of a text is most of the work, so it is done only where it can turn out better than the best so far.
        if count_matches(text, asked) > most:
            found = Excerpt(tuple(snippet(text, asked, WIDTH)), place)
            marked = sum(is_marked for _, is_marked in found.fragments)
            most, best = (marked, found) if marked > most else (most, best)
    if most or not kept:
        return most, best
    return 0, Excerpt(tuple(snippet(kept[0][0], asked, WIDTH)), kept[0][1])


def _texts(credential: ShownCredential) -> Iterator[tuple[str, Place]]:
    """What the viewer may read of it, what was shown before what was asked."""
    return ((text, place) for written, place in _written(credential) if (text := plain(written)))


def _written(credential: ShownCredential) -> Iterator[tuple[str | None, Place]]:
    for piece in credential.evidence:
        place = Place(f"evidence-{piece.number}", f"evidence {piece.number}")
        yield from ((piece.evidence.narrative, place), (piece.evidence.description, place))
    claims = credential.claims
    if claims.achievement:
        yield from ((claims.achievement.criteria_narrative, CRITERIA), (claims.achievement.description, DESCRIPTION))
    yield from ((claims.endorsement_comment, STATEMENT), (claims.description, DESCRIPTION))


def _short_texts(credential: ShownCredential) -> Iterator[tuple[str, None]]:
    """Names and labels: they are found by, and stand last because a sentence says more than a name."""
    claims = credential.claims
    yield from _titles(credential)
    names = [claims.issuer.name, *(competency.label for competency in credential.competencies)]
    names += [alignment.target_name for alignment in alignments_of(claims)]
    yield from ((name, None) for name in names if name)


def _titles(credential: ShownCredential) -> Iterator[tuple[str, None]]:
    """Those that somebody reads who opens it, without what it links to."""
    claims, achievement = credential.claims, credential.claims.achievement
    names = [claims.name, achievement.name if achievement else None]
    names += [part for piece in credential.evidence for part in (piece.evidence.name, piece.evidence.genre)]
    names += [achievement.field_of_study, *achievement.tags] if achievement else []
    names += [criterion.name for criterion in held_criteria(claims, credential.known)]
    yield from ((name, None) for name in names if name)
