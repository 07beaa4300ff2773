"""Load ESCO's ICT part, the demo's own framework of everyday competencies, and a crosswalk between the two."""

from __future__ import annotations

import json

from app.domain import frameworks
from app.domain.associations import LoadedAssociation
from app.domain.frameworks import LoadedCompetency, LoadedFramework
from app.domain.models import AssociationKind
from app.services import Services
from demo.progress import Step
from demo.world import addresses
from demo.world.content import EVERYDAY_PREFIX, ROOT
from demo.world.model import Competency, World

ESCO_URI = "http://data.europa.eu/esco"
ACKNOWLEDGEMENT = "This service uses the ESCO classification of the European Commission."


def load_frameworks(services: Services, world: World, progress: Step) -> None:
    """All three in one transaction."""
    with services.database.writing() as session:
        for framework in (_esco(world), _everyday(world), _crosswalk(world)):
            frameworks.load(session, framework, now=world.now, progress=lambda done: progress.advance())


def _esco(world: World) -> LoadedFramework:
    own = [c for key, c in world.competencies.items() if not key.startswith(EVERYDAY_PREFIX)]
    return LoadedFramework(
        uri=ESCO_URI,
        title="ESCO",
        competencies=[_loaded(c) for c in own],
        publisher="European Commission",
        version="ICT part",
        attribution=ACKNOWLEDGEMENT,
    )


def _everyday(world: World) -> LoadedFramework:
    own = [c for key, c in world.competencies.items() if key.startswith(EVERYDAY_PREFIX)]
    note = json.loads((ROOT / "data/everyday.json").read_text(encoding="utf-8"))["note"]
    return LoadedFramework(
        uri=f"{addresses.site(addresses.SKILLS, world.port)}/everyday",
        title=own[0].framework,
        competencies=[_loaded(c) for c in own],
        publisher="Evident demo",
        attribution=note,
    )


def _crosswalk(world: World) -> LoadedFramework:
    data = json.loads((ROOT / "data/crosswalk.json").read_text(encoding="utf-8"))
    of = world.competencies
    return LoadedFramework(
        uri=f"{addresses.site(addresses.SKILLS, world.port)}/crosswalk",
        title=data["title"],
        competencies=(),
        publisher="Evident demo",
        attribution=data["note"],
        associations=[LoadedAssociation(of[a].uri, AssociationKind(kind), of[b].uri) for a, kind, b in data["associations"]],
    )


def _loaded(item: Competency) -> LoadedCompetency:
    return LoadedCompetency(item.uri, item.name, item.alt_labels, item.description)
