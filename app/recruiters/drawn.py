"""How a person found was drawn, for a page or for a program, kept for as long as what was told of them is (`hits._Told`).

Nothing but the person told, the form that is wanted and the root of addresses may decide what is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from flask import request

from app.recruiters.found import FoundPerson

Drawn = TypeVar("Drawn")
_KEPT: WeakKeyDictionary[FoundPerson, dict[Hashable, object]] = WeakKeyDictionary()


def once(person: FoundPerson, form: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """What `draw` makes of the person in this form; made once. Whoever gets it changes nothing in it."""
    kept, key = _KEPT.setdefault(person, {}), (form, request.script_root)
    if key not in kept:
        kept[key] = draw()
    return cast(Drawn, kept[key])


def drawn_hit(draw: Callable[..., str], person: FoundPerson, *, is_new: object) -> str:
    """The hit as the template's macro `draw` makes it."""
    return once(person, ("page", bool(is_new)), lambda: draw(person, is_new=is_new))
