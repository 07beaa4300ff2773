"""The search contract as data: JSON files of `search_templates/`, filled with whole values.

A slot is a string that begins with ``$``; the value put in takes the whole place, whatever it is (a list, an object, a number). Text is
never pasted into text, so nothing that a person types can change the shape of a request. A slot filled with None takes the key that it
stands behind away with it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:
    """The data of ``search_templates/NAME.json``. It is shared: callers must not change it (`fill` returns a copy)."""
    return json.loads(files("search_templates").joinpath(f"{name}.json").read_text(encoding="utf-8"))


def fill(name: str, /, **slots: object) -> dict[str, Any]:
    """The request body of that file with every slot filled. Raises `KeyError` for a slot without value, or a value without slot."""
    used: set[str] = set()
    body = _filled(load(name), slots, used)
    if unused := slots.keys() - used:
        raise KeyError(f"{name}.json has no slot for {', '.join(sorted(unused))}")
    assert isinstance(body, dict)
    return body


def _filled(node: Any, slots: dict[str, object], used: set[str]) -> Any:
    if isinstance(node, dict):
        filled = {key: _filled(value, slots, used) for key, value in node.items()}
        return {key: value for key, value in filled.items() if value is not None}
    if isinstance(node, list):
        return [_filled(value, slots, used) for value in node]
    if not isinstance(node, str) or not node.startswith("$"):
        return node
    used.add(node[1:])
    return slots[node[1:]]
