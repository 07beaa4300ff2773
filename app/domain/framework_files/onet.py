"""O*NET: the text files of its database, of which the content model and the rated skills, knowledge, abilities and activities are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.associations import LoadedAssociation
from app.domain.framework_files.interface import LeftOut
from app.domain.framework_files.parts import Part
from app.domain.frameworks import LoadedCompetency, LoadedFramework
from app.domain.identifiers import ONET
from app.domain.models import AssociationKind

URI = "https://www.onetonline.org"
ATTRIBUTION = (
    "This site includes information from the O*NET Database by the U.S. Department of Labor, Employment and Training Administration "
    "(USDOL/ETA), used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA."
)
BRANCHES = ("1.A", "2.A", "2.B", "2.C", "4.A")
"""Abilities, basic and cross-functional skills, knowledge, work activities. The rest says what an occupation is like."""
NEEDED = frozenset({"Element ID", "Element Name"})


def recognises(part: Part) -> bool:
    return part.table.headings >= NEEDED


def read(parts: Sequence[Part], left_out: LeftOut) -> LoadedFramework:
    """An element comes once with its description (content model) and hundreds of times with ratings; the longest description counts."""
    found: dict[str, LoadedCompetency] = {}
    for part in parts:
        for row in part.table.rows():
            code, label, text = row["Element ID"], row["Element Name"], row.get("Description", "")
            if code.startswith(BRANCHES) and (code not in found or len(text) > len(found[code].description)):
                found[code] = LoadedCompetency(ONET + code, label, description=text, code=code)
            elif not code.startswith(BRANCHES):
                left_out.note("elements that are no competencies", f"{code} {label}")
    return LoadedFramework(
        uri=URI,
        title="O*NET",
        publisher="U.S. Department of Labor",
        attribution=ATTRIBUTION,
        competencies=[found[code] for code in sorted(found)],
        associations=list(_hierarchy(found)),
    )


def _hierarchy(codes: dict[str, LoadedCompetency]) -> Iterator[LoadedAssociation]:
    """The number of an element begins with that of the one above."""
    for code in codes:
        above = code.rpartition(".")[0]
        if above in codes:
            yield LoadedAssociation(ONET + code, AssociationKind.BROADER, ONET + above)
