"""What a reader of framework files is handed and what it hands back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.associations import LoadedAssociation
from app.domain.errors import InvalidError
from app.domain.framework_files.parts import Part
from app.domain.frameworks import LoadedCompetency, LoadedFramework

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a reader did not understand or has no use for: how often, and the first examples."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, what: str, example: str = "") -> None:
        """`what` in the plural: "competencies without a name"."""
        self.counts[what] += 1
        if example and len(self.examples[what]) < EXAMPLES and example[:80] not in self.examples[what]:
            self.examples[what].append(example[:80])

    def lines(self) -> Iterator[str]:
        """A line for each kind, the most frequent first."""
        for what, count in self.counts.most_common():
            shown = f" (for example {'; '.join(self.examples[what])})" if self.examples[what] else ""
            yield f"{what}: {count}{shown}"


@dataclass(frozen=True, slots=True)
class Reader:
    """One form of file: its name for people, whether a part has it, and reading those that do."""

    form: str
    recognises: Callable[[Part], bool]
    read: Callable[[Sequence[Part], LeftOut], LoadedFramework]


@dataclass(frozen=True, slots=True)
class Reading:
    """A framework as it was read, and what was left out on the way."""

    framework: LoadedFramework
    left_out: LeftOut


def text_of(item: Mapping[str, Any], *names: str) -> str:
    """The first of these members that is a text with something in it; empty when none is."""
    return next((v.strip() for n in names if isinstance(v := item.get(n), str) and v.strip()), "")


def texts_of(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A member that is a list of texts, or one text; empty when it is neither."""
    value = item.get(name)
    found = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(v.strip() for v in found if isinstance(v, str) and v.strip()))


def only_one(parts: Sequence[Part]) -> Part:
    """The part, of a form in which each is a framework of its own. Raises `InvalidError` when there are several."""
    if len(parts) > 1:
        names = ", ".join(part.name for part in parts[:3])
        raise InvalidError(f"Expected one framework and found {len(parts)} ({names}). Load each by itself.")
    return parts[0]


def checked(framework: LoadedFramework, name: str, left_out: LeftOut) -> LoadedFramework:
    """The framework, as far as it fits our tables. Of an address that comes twice the first counts."""
    by_uri: dict[str, LoadedCompetency] = {}
    for item in framework.competencies:
        if fault := _fault(item):
            left_out.note(fault, item.label or item.uri)
        else:
            by_uri.setdefault(item.uri, replace(item, label=item.label[:500], code=item.code[:200]))
    associations = [a for a in framework.associations if _fits(a, left_out)]
    if not by_uri and not associations:
        faults = "; ".join(left_out.lines())
        raise InvalidError(f"{name} holds no competency and no association that can be used." + (f" Left out: {faults}." if faults else ""))
    return replace(
        framework,
        title=framework.title[:300],
        publisher=framework.publisher[:300],
        version=framework.version[:100],
        competencies=tuple(by_uri.values()),
        associations=tuple(associations),
    )


def _fault(item: LoadedCompetency) -> str:
    if not item.uri:
        return "competencies without an address"
    if not item.label:
        return "competencies without a name"
    return "competencies with an address of more than 2000 bytes" if len(item.uri.encode()) > 2000 else ""


def _fits(association: LoadedAssociation, left_out: LeftOut) -> bool:
    ends = (association.origin, association.target)
    fits = all(ends) and all(len(end.encode()) <= 2000 for end in ends)
    if not fits:
        left_out.note("associations with an end that has no usable address", " ".join(end[:30] for end in ends))
    return fits
