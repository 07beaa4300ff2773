"""How a person found was drawn, for a page or for a program, kept for as long as what was told of them is (`hits._Told`).

Nothing but the person told, the form that is wanted and the root of addresses may decide what is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from flask import get_template_attribute, request

from app.recruiters.found import FoundPerson

Drawn = TypeVar("Drawn")
_KEPT: WeakKeyDictionary[FoundPerson, dict[Hashable, object]] = WeakKeyDictionary()


def once(person: FoundPerson, form: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """What `draw` makes of the person in this form; made once. Whoever gets it changes nothing in it."""
    kept, key = _KEPT.setdefault(person, {}), (form, request.script_root)
    if key not in kept:
        kept[key] = draw()
    return cast(Drawn, kept[key])


def drawn_hit(person: FoundPerson, *, is_new: object) -> str:
    """The hit as a page shows it."""
    draw: Callable[..., str] = get_template_attribute("_partials/hit.html", "hit")
    return once(person, ("page", bool(is_new)), lambda: draw(person, is_new=is_new))


def draw_hits(people: Iterable[FoundPerson], *, new: Collection[str]) -> None:
    """Draw what a page is about to show, while there is time for it. `new` are the ids of those who are new."""
    for person in people:
        drawn_hit(person, is_new=person.learner_id in new)
